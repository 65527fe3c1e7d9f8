"""Documents that are zips inside: judged from the zip, and read part by part, never unpacked.

What is in Word, PowerPoint and OpenDocument is judged in ``office`` and ``open_document``.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from itertools import count
from typing import BinaryIO, NamedTuple, Protocol
from xml.parsers import expat

MOST_PARTS = 2_000
MOST_UNPACKED = 250 * 1024 * 1024  # a packed file that swells beyond this is no presentation
MOST_XML = 32 * 1024 * 1024  # of words and shapes, that is more than any book
MOST_TAGS = 500_000
PIECE = 64 * 1024
BEGINNING = b"PK\x03\x04"
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # no office program packs otherwise
WORDS = {"xml", "rels", "vml", "rdf", "psmdcp", "svg"}  # read to the end
PICTURES = {"png", "jpg", "jpeg", "jfif", "gif", "bmp", "tif", "tiff", "ico", "webp", "wdp", "pdf"}
PICTURES |= {"emf", "wmf", "emz", "wmz", "svm", "glb"}
SOUNDS = {"mp3", "mp4", "m4a", "m4v", "mov", "wav", "wma", "wmv", "avi", "mpg", "mpeg"}
SOUNDS |= {"mkv", "ogg", "oga", "ogv", "webm", "aac", "flac"}
LETTERS = {"ttf", "otf", "odttf", "fntdata"}
HELD = WORDS | PICTURES | SOUNDS | LETTERS  # whatever else a part is, no document needs it
# A program of Windows or of Linux, and what Windows wraps an object of another program in.
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xd0\xcf\x11\xe0")
HAS_A_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# What a reader of zips and XML raises on what is damaged, is something else, or is made to harm.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    OSError,
    EOFError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
    NotImplementedError,
    RuntimeError,
)


class NotStill(Exception):
    """A document that does more than lie there: it runs something, or asks another machine."""


class Tag(NamedTuple):
    """One tag of one part: its space and name, and its attributes without their spaces."""

    part: str
    space: str
    name: str
    facts: dict[str, str]


class Reader(Protocol):
    """Told of each tag, and of the text that stands in a tag of ``listens_to``; it may object."""

    listens_to: str

    def start(self, tag: Tag) -> None: ...
    def text(self, words: str) -> None: ...


def is_zip(file: BinaryIO) -> bool:
    """From its first byte: before a zip anything may stand, such as a page with a script."""
    starts = file.read(len(BEGINNING)) == BEGINNING
    file.seek(0)
    return starts


def is_sane(packed: zipfile.ZipFile) -> bool:
    """Not swelling, not locked, not packed oddly, no name twice, none outside its own folder."""
    parts = packed.infolist()
    names = [part.filename for part in parts]
    return (
        len(parts) <= MOST_PARTS
        and sum(part.file_size for part in parts) <= MOST_UNPACKED
        and not any(part.flag_bits & 1 for part in parts)
        and all(part.compress_type in PACKINGS for part in parts)
        and len({name.lower() for name in names}) == len(names)
        and not any(
            name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) for name in names
        )
    )


def kind_of(name: str) -> str:
    """The end of a part's name: "xml"; nothing when it has none."""
    _stem, dot, kind = posixpath.basename(name).lower().rpartition(".")
    return kind if dot else ""


def check_parts(packed: zipfile.ZipFile, may_be: Callable[[str], bool]) -> None:
    """Each is of a kind that documents hold, or one that ``may_be``; and none is a program."""
    for part in packed.infolist():
        name = part.filename
        if part.is_dir():
            continue
        if kind_of(name) not in HELD and not may_be(name):
            raise NotStill(name)
        if kind_of(name) not in WORDS:
            with packed.open(part) as opened:
                if opened.read(4).startswith(PROGRAMS):
                    raise NotStill(name)


def read_words(packed: zipfile.ZipFile, reader_of: Callable[[str], Reader]) -> None:
    """Tell a reader of each part with words in it, what stands there; of all parts, so much."""
    room, tags = MOST_XML, count()
    for part in packed.infolist():
        is_empty = not part.file_size and part.compress_size <= 2
        if kind_of(part.filename) in WORDS and not is_empty:
            room -= part.file_size
            if room < 0:
                raise ValueError
            _read_part(packed, part.filename, reader_of(part.filename), tags)


def _read_part(packed: zipfile.ZipFile, name: str, reader: Reader, tags: "count[int]") -> None:
    """As an office program reads it, but for entities of its own: those are refused."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(full: str, attributes: dict[str, str]) -> None:
        if next(tags) > MOST_TAGS:
            raise ValueError
        space, _between, tag = full.rpartition(" ")
        facts = {one.rpartition(" ")[2]: value for one, value in attributes.items()}
        parser.CharacterDataHandler = reader.text if tag.endswith(reader.listens_to) else None
        reader.start(Tag(name, space, tag, facts))

    def end(full: str) -> None:
        parser.CharacterDataHandler = None

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = _refuse
    for piece in _pieces(packed, name):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _refuse(*facts: object) -> None:
    raise ValueError


def _pieces(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part says how large it is: a piece more than that is never read."""
    with packed.open(name) as opened:
        while piece := opened.read(PIECE):
            yield piece


def check_drawing(tag: Tag) -> None:
    """A drawing of lines (SVG) inside a document: it has no script and shows what is in it."""
    facts = {name.lower(): value for name, value in tag.facts.items()}
    fetched = [facts.get("href", ""), facts.get("src", "")]
    shown = ("#", "data:image/")
    if (
        tag.name.lower() in {"script", "foreignobject", "handler", "iframe"}
        or any(name.startswith("on") for name in facts)
        or (tag.name != "a" and any(one and not one.startswith(shown) for one in fetched))
    ):
        raise NotStill(tag.name)
