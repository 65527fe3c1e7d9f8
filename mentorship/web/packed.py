"""Documents that are zips inside: judged from the zip, and read part by part, never unpacked.

What is in Word, PowerPoint and OpenDocument is judged in ``office`` and ``open_document``.
"""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple, Protocol
from xml.parsers import expat

MOST_PARTS = 2_000
MOST_UNPACKED = 250 * 1024 * 1024  # a packed file that swells beyond this is no presentation
MOST_XML = 32 * 1024 * 1024  # of words and shapes, that is more than any book
MOST_TAGS = 500_000
MOST_IN_ALL = 10_000  # parts, with those of the sheets behind its charts
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
# How words in XML begin, in each writing: no picture, film or font begins so. A font in disguise
# may begin with any byte, but it soon holds one that no words have.
BEGINS_AS_WORDS = re.compile(
    rb"\xef\xbb\xbf|\xff\xfe|\xfe\xff|\x00\x00\xfe\xff|\x00<|<\x00|<[?!]"
    rb"|[\t\n\r ]*<[^\x00-\x08\x0b\x0c\x0e-\x1f]*\Z|[\t\n\r ]+\Z"
)
# What is judged: of these, one tag cannot say two things in two spaces.
JUDGED = {"href", "src", "Target", "TargetMode", "Type", "ContentType", "Extension", "PartName"}
JUDGED |= {"instr", "fldCharType", "action", "formula", "language", "media-type"}
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


class Budget:
    """How much of one file is read, with the sheets that it holds: a file in it has none anew."""

    def __init__(self) -> None:
        self.parts, self.words, self.tags = MOST_IN_ALL, MOST_XML, MOST_TAGS

    def take(self, parts: int = 0, words: int = 0, tags: int = 0) -> None:
        self.parts -= parts
        self.words -= words
        self.tags -= tags
        if min(self.parts, self.words, self.tags) < 0:
            raise ValueError


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


def lies_still(
    file: BinaryIO,
    belongs: Callable[[zipfile.ZipFile], bool],
    may_be: Callable[[str], bool],
    reader_of: Callable[[str], Reader],
    budget: Budget,
) -> bool:
    """A sane zip that ``belongs``, read to the end; NotStill is raised when it does more."""
    if not is_zip(file):
        return False
    with zipfile.ZipFile(file) as packed:
        if not (is_sane(packed) and belongs(packed)):
            return False
        check_parts(packed, may_be)
        read_words(packed, reader_of, budget)
    return True


def check_parts(packed: zipfile.ZipFile, may_be: Callable[[str], bool]) -> None:
    """Each is of a kind that documents hold, or one that ``may_be``; and none is a program.

    Nor are there words in what is not read as words.
    """
    for part in packed.infolist():
        name = part.filename
        if part.is_dir():
            continue
        if kind_of(name) not in HELD and not may_be(name):
            raise NotStill(name)
        if kind_of(name) not in WORDS:
            with packed.open(part) as opened:
                beginning = opened.read(32)
            if beginning.startswith(PROGRAMS) or BEGINS_AS_WORDS.match(beginning):
                raise NotStill(name)


def read_words(packed: zipfile.ZipFile, reader_of: Callable[[str], Reader], budget: Budget) -> None:
    """Tell a reader of each part with words in it, what stands there; of all parts, so much."""
    budget.take(parts=len(packed.infolist()))
    for part in packed.infolist():
        is_empty = not part.file_size and part.compress_size <= 2
        if kind_of(part.filename) in WORDS and not is_empty:
            budget.take(words=part.file_size)
            _read_part(packed, part.filename, reader_of(part.filename), budget)


def _read_part(packed: zipfile.ZipFile, name: str, reader: Reader, budget: Budget) -> None:
    """As an office program reads it, but for entities of its own: those are refused."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def start(full: str, attributes: dict[str, str]) -> None:
        budget.take(tags=1)
        space, _between, tag = full.rpartition(" ")
        parser.CharacterDataHandler = reader.text if tag.endswith(reader.listens_to) else None
        reader.start(Tag(name, space, tag, _facts(attributes)))

    def end(full: str) -> None:
        parser.CharacterDataHandler = None

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.StartDoctypeDeclHandler = _refuse
    for piece in _pieces(packed, name):
        parser.Parse(piece, False)
    parser.Parse(b"", True)


def _facts(attributes: dict[str, str]) -> dict[str, str]:
    """Without their spaces: of two that are told in two spaces, the one that says something."""
    facts: dict[str, str] = {}
    for full, value in attributes.items():
        name = full.rpartition(" ")[2]
        if name in JUDGED and facts.get(name, value) != value:
            raise NotStill(name)
        facts[name] = facts.get(name) or value
    return facts


def _refuse(*facts: object) -> None:
    raise ValueError


def _pieces(packed: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part says how large it is: a piece more than that is never read."""
    with packed.open(name) as opened:
        while piece := opened.read(PIECE):
            yield piece


def check_drawing(tag: Tag) -> None:
    """A drawing of lines (SVG) inside a document: it has no script and shows what is in it."""
    names = {name.lower() for name in tag.facts}
    fetched = [one for name, one in tag.facts.items() if name.lower() in {"href", "src"}]
    shown = ("#", "data:image/")
    if (
        tag.name.lower() in {"script", "foreignobject", "handler", "iframe"}
        or any(name.startswith("on") for name in names)
        or (tag.name != "a" and any(one and not one.startswith(shown) for one in fetched))
    ):
        raise NotStill(tag.name)
