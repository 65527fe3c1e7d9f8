"""Files that mean harm, or are not what they say: each with what becomes of it as an attachment.

``REFUSED`` tells the code of the refusal. What is ``KEPT`` is a true file of its kind, whatever
else it also is: it is sent as a download that no page runs, and the reader's own program opens it.
"""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from tests.programmes.hostile_documents import ACTIVE, BROKEN
from tests.programmes.test_files import MEGABYTE, TRUE, TYPES, packed, picture, told_of_size

KEPT = ""
SCRIPT = b"<html><script>alert(1)</script><img src=https://kwaad.example/x onerror=alert(1)></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog"
DOCX, PPTX, ODT = TRUE["a.docx"], TRUE["a.pptx"], TRUE["a.odt"]
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True)
class Hostile:
    what: str
    name: str
    made: Callable[[], bytes]
    refusal: str


def document(*parts: tuple[str, bytes], types: bytes = b"<Types/>") -> bytes:
    return packed((TYPES[0], types), ("word/document.xml", b"<w/>"), *parts)


def relating(
    kind: str, target: str = "https://kwaad.example/x", mode: str = "External", code: str = "utf-8"
) -> bytes:
    text = (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r1" Type="{OFFICE}/{kind}" '
        f'Target="{target}" TargetMode="{mode}"/></Relationships>'
    )
    return document(("word/_rels/settings.xml.rels", text.encode(code)))


def typed(kind: str) -> bytes:
    types = f'<Types><Override PartName="/word/x.bin" ContentType="{kind}"/></Types>'
    return document(("word/x.bin", b"x"), types=types.encode())


@cache
def many_parts() -> bytes:
    return document(*((f"word/{n}", b"") for n in range(2_001)))


@cache
def swells() -> bytes:
    """True to its word: a megabyte on the wire, far more unpacked."""
    return document(*((f"word/{n}.xml", bytes(16 * MEGABYTE)) for n in range(16)))


@cache
def relations_that_swell() -> bytes:
    return document(("word/_rels/document.xml.rels", b" " * 200 * MEGABYTE))


@cache
def very_many_tags() -> bytes:
    return document(("word/footer1.xml", b"<w>" + b"<w/>" * 500_001 + b"</w>"))


@cache
def very_long() -> bytes:
    return document(("word/footer1.xml", b"<w>" + b" " * 33 * MEGABYTE + b"</w>"))


@cache
def sheets_of_very_many_tags() -> bytes:
    """Each of them could be read; together they are too much."""
    figures = packed(("xl/x.xml", b"<w>" + b"<w/>" * 260_000 + b"</w>"), TYPES)
    return document(*((f"word/embeddings/a{n}.xlsx", figures) for n in range(2)))


@cache
def sheets_of_very_many_parts() -> bytes:
    figures = packed(("xl/x.xml", b"<x/>"), TYPES, *((f"xl/{n}.png", b"") for n in range(1_990)))
    return document(*((f"word/embeddings/a{n}.xlsx", figures) for n in range(6)))


def locked() -> bytes:
    content = bytearray(DOCX)
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def laughing() -> bytes:
    lines = [f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)]
    text = f'<!DOCTYPE x [<!ENTITY a0 "ha">{"".join(lines)}]><x>&a9;</x>'
    return document(("_rels/.rels", text.encode()))


def stolen_entity() -> bytes:
    text = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    return document(("_rels/.rels", text))


def twice_named() -> bytes:
    buffer = io.BytesIO(DOCX)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("WORD/document.xml", b"<w>another</w>")
    return buffer.getvalue()


def damaged() -> bytes:
    content = bytearray(DOCX)
    content[40:48] = random.Random(1).randbytes(8)
    return bytes(content)


def packed_oddly() -> bytes:
    """In a way that a zip knows and no office program uses; how to unpack it, is nonsense."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(*TYPES)
        archive.writestr("word/document.xml", b"<w/>")
    content = bytearray(buffer.getvalue())
    content[30 + len(TYPES[0]) + 4] = 255
    return bytes(content)


def bomb_of_dots(edge: int) -> bytes:
    """A few dozen bytes that say they are so many dots each way."""
    content = bytearray(picture("PNG"))
    content[16:24] = struct.pack(">II", edge, edge)
    content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    return bytes(content)


@cache
def swollen_note() -> bytes:
    """A picture with a packed text that is 64 MB once unpacked."""
    text = b"zTXtx\x00\x00" + zlib.compress(bytes(64 * MEGABYTE), 9)
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    whole = picture("PNG")
    return whole[:33] + chunk + whole[33:]


def always(content: bytes) -> Callable[[], bytes]:
    return lambda: content


OLE = "application/vnd.ms-office.vbaProject"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"
HOSTILE = [
    # not what the name says
    Hostile("a program named pdf", "visie.pdf", always(b"MZ\x90\x00" + bytes(60)), "content"),
    Hostile("a program named docx", "visie.docx", always(b"MZ\x90\x00" + DOCX), "content"),
    Hostile("a page named pdf", "visie.pdf", always(SCRIPT), "content"),
    Hostile("a page named png", "ik.png", always(SCRIPT), "content"),
    Hostile("a drawing with a script named png", "ik.png", always(SVG), "content"),
    Hostile("a picture named pdf", "visie.pdf", always(picture("PNG")), "content"),
    Hostile("a gif named jpg", "ik.jpg", always(picture("GIF")), "content"),
    Hostile("a gif that is a script too", "ik.png", always(b"GIF89a=1;alert(1)//"), "content"),
    Hostile("a presentation named docx", "visie.docx", always(PPTX), "content"),
    Hostile("a zip named docx", "visie.docx", always(packed(("x.exe", b"MZ"))), "content"),
    Hostile("a zip in a zip", "visie.docx", always(packed(("a.docx", DOCX))), "content"),
    Hostile("nothing but noise", "visie.pptx", lambda: random.Random(2).randbytes(900), "content"),
    # kinds that are not taken, whatever is in them
    Hostile("a page", "visie.html", always(SCRIPT), "kind"),
    Hostile("a drawing", "ik.svg", always(SVG), "kind"),
    Hostile("a phone's photo", "ik.heic", always(b"\x00\x00\x00\x18ftypheic"), "kind"),
    Hostile("a sheet", "lijst.ods", lambda: packed(("mimetype", b"spreadsheet")), "kind"),
    Hostile("a document with macros", "visie.docm", always(DOCX), "kind"),
    Hostile("a zip", "alles.zip", always(DOCX), "kind"),
    Hostile("a program", "visie.exe", always(b"MZ"), "kind"),
    Hostile("a program behind another end", "visie.pdf.exe", always(PDF), "kind"),
    Hostile("a program behind a zero", "visie.pdf\x00.exe", always(PDF), "kind"),
    Hostile("a program whose name is turned around", "visie\u202efdp.exe", always(PDF), "kind"),
    Hostile("no end at all", "pdf", always(PDF), "kind"),
    Hostile("settings of a web server", ".htaccess", always(b"AddType x"), "kind"),
    # too much
    Hostile("nothing", "visie.pdf", always(b""), "empty"),
    Hostile("more than 25 MB", "visie.pdf", lambda: PDF + bytes(25 * MEGABYTE), "size"),
    Hostile("a zip that swells", "visie.docx", swells, "content"),
    Hostile("a zip of very many parts", "visie.docx", many_parts, "content"),
    Hostile("relations that swell", "visie.docx", relations_that_swell, "content"),
    Hostile(
        "a zip that says it is 4 GB", "visie.docx", lambda: told_of_size(DOCX, 2**32 - 2), "content"
    ),
    Hostile("a text of very many tags", "visie.docx", very_many_tags, "content"),
    Hostile("sheets of very many tags", "visie.docx", sheets_of_very_many_tags, "content"),
    Hostile("sheets of very many parts", "visie.docx", sheets_of_very_many_parts, "content"),
    Hostile("a text of more than 32 MB", "visie.docx", very_long, "content"),
    Hostile("entities that swell", "visie.docx", laughing, "content"),
    Hostile("a picture of 3.6 billion dots", "ik.png", lambda: bomb_of_dots(60_000), "content"),
    Hostile("a picture of 101 million dots", "ik.png", lambda: bomb_of_dots(10_050), "content"),
    Hostile("a picture with a note that swells", "ik.png", swollen_note, "content"),
    # zips that do more than hold a document
    Hostile(
        "macros", "visie.docx", lambda: document(("word/vbaProject.bin", b"\xd0\xcf")), "active"
    ),
    Hostile("macros by another name", "visie.docx", lambda: typed(OLE), "active"),
    Hostile("a document that says it has macros", "visie.docx", lambda: typed(MACROS), "active"),
    Hostile(
        "macros of OpenDocument",
        "visie.odt",
        lambda: packed(
            ("mimetype", b"application/vnd.oasis.opendocument.text"),
            ("Basic/Standard/x.xml", b"<x/>"),
        ),
        "active",
    ),
    Hostile(
        "a template from elsewhere", "visie.docx", lambda: relating("attachedTemplate"), "active"
    ),
    Hostile("an object from elsewhere", "visie.docx", lambda: relating("oleObject"), "active"),
    Hostile("a picture that tells who looks", "visie.docx", lambda: relating("image"), "active"),
    Hostile(
        "a template from elsewhere in hidden writing",
        "visie.docx",
        lambda: relating("attachedTemplate", mode="&#69;xternal"),
        "active",
    ),
    Hostile(
        "a template from elsewhere in wide writing",
        "visie.docx",
        lambda: relating("frame", code="utf-16"),
        "active",
    ),
    Hostile("an entity from elsewhere", "visie.docx", stolen_entity, "content"),
    Hostile("a way out", "visie.docx", lambda: document(("../../x.py", b"x")), "content"),
    Hostile("another way out", "visie.docx", lambda: document(("..\\x.py", b"x")), "content"),
    Hostile("a place of its own choice", "visie.docx", lambda: document(("/x", b"x")), "content"),
    Hostile("a locked zip", "visie.docx", locked, "content"),
    Hostile("one name twice", "visie.docx", twice_named, "content"),
    Hostile("a page before a zip", "visie.docx", always(SCRIPT + DOCX), "content"),
    *(Hostile(what, name, always(made), "active") for what, name, made in ACTIVE),
    *(Hostile(what, name, always(made), "content") for what, name, made in BROKEN),
    # damaged
    Hostile("half a zip", "visie.docx", always(DOCX[: len(DOCX) // 2]), "content"),
    Hostile("a damaged zip", "visie.docx", damaged, "content"),
    Hostile("a zip that is packed oddly", "visie.docx", packed_oddly, "content"),
    Hostile("half a picture", "ik.png", always(picture("PNG", (90, 90))[:60]), "content"),
    Hostile("a first line alone", "ik.jpg", always(b"\xff\xd8\xff<script>"), "content"),
    # true files, with more in them: kept, and only ever sent as a download
    Hostile("a pdf that is a page too", "visie.pdf", always(PDF + SCRIPT), KEPT),
    Hostile(
        "a pdf with a script", "visie.pdf", always(PDF + b"/OpenAction<</S/JavaScript>>"), KEPT
    ),
    Hostile("a pdf with a program in it", "visie.pdf", always(PDF + b"/EmbeddedFile MZ"), KEPT),
    Hostile("a pdf that is a zip too", "visie.pdf", always(PDF + DOCX), KEPT),
    Hostile("a picture that is a page too", "ik.png", always(picture("PNG") + SCRIPT), KEPT),
    Hostile("a photo that is a script too", "ik.jpg", always(picture("JPEG") + SCRIPT), KEPT),
    Hostile(
        "a document with a link", "visie.docx", lambda: relating("hyperlink", "file://x/y"), KEPT
    ),
    # true files with a name that means harm
    Hostile("a name that climbs", "../../../etc/cron.d/visie.pdf", always(PDF), KEPT),
    Hostile("a name of Windows", "C:\\Windows\\visie.pdf", always(PDF), KEPT),
    Hostile("a name with a zero", "visie.exe\x00.pdf", always(PDF), KEPT),
    Hostile("a name turned around", "\u202efdp.exe.pdf", always(PDF), KEPT),
    Hostile("the longest name that a disk takes", "é" * 120 + ".pdf", always(PDF), KEPT),
    Hostile("a name with a tag", "<img src=x onerror=alert(1)>.pdf", always(PDF), KEPT),
    Hostile("a name with a header", 'x"; filename=y.exe\r\nX: y.pdf', always(PDF), KEPT),
    Hostile("a name that is an order", "$(rm -rf x);`id`.pdf", always(PDF), KEPT),
]
