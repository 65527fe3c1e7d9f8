"""Documents that are zips inside, Word, PowerPoint and OpenDocument: judged without unpacking.

Of a part at most ``MOST_READ`` bytes are ever unpacked, and only of those that say what the other
parts are: where they lie, what they are called, and what they fetch from elsewhere.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

ODF = "application/vnd.oasis.opendocument."
MOST_PARTS = 2_000
MOST_UNPACKED = 250 * 1024 * 1024  # a packed file that swells beyond this is no presentation
MOST_READ = 1024 * 1024
BEGINNING = b"PK\x03\x04"
PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # no office program packs otherwise
# What a document fetches from elsewhere it fetches on opening; a link or a film waits for a click.
WAITS_FOR_A_CLICK = ("/hyperlink", "/video", "/media", "/audio")
RUNS = ("macroenabled", "vbaproject", "activex")  # in the name of a kind of part
RUNS_IN_ODF = ("basic/", "scripts/")
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


def is_office(folder: str) -> Callable[[BinaryIO], bool]:
    """A zip of Word or PowerPoint, without macros, that stays within itself when it is opened."""

    def is_true(file: BinaryIO) -> bool:
        if not _is_zip(file):
            return False
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            return (
                _is_sane(packed)
                and "[Content_Types].xml" in names
                and any(name.startswith(f"{folder}/") for name in names)
                and not any(name.lower().endswith("vbaproject.bin") for name in names)
                and not any(_runs(one) for one in _tags(packed, "[Content_Types].xml"))
                and not any(map(_reaches_out, _relations(packed)))
            )

    return is_true


def is_open_document(kind: str) -> Callable[[BinaryIO], bool]:
    def is_true(file: BinaryIO) -> bool:
        if not _is_zip(file):
            return False
        with zipfile.ZipFile(file) as packed:
            names = packed.namelist()
            return (
                _is_sane(packed)
                and "mimetype" in names
                and _read(packed, "mimetype").strip() == (ODF + kind).encode()
                and not any(name.lower().startswith(RUNS_IN_ODF) for name in names)
            )

    return is_true


def _is_zip(file: BinaryIO) -> bool:
    """From its first byte: before a zip anything may stand, such as a page with a script."""
    is_zip = file.read(len(BEGINNING)) == BEGINNING
    file.seek(0)
    return is_zip


def _is_sane(packed: zipfile.ZipFile) -> bool:
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


def _relations(packed: zipfile.ZipFile) -> Iterator[dict[str, str]]:
    for name in packed.namelist():
        if name.lower().endswith(".rels"):
            yield from _tags(packed, name)


def _reaches_out(relation: dict[str, str]) -> bool:
    is_outside = relation.get("TargetMode", "").strip().lower() == "external"
    return is_outside and not relation.get("Type", "").strip().endswith(WAITS_FOR_A_CLICK)


def _runs(kind: dict[str, str]) -> bool:
    return any(word in kind.get("ContentType", "").lower() for word in RUNS)


def _tags(packed: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    """The attributes of each tag, as a program of Office reads them; no entities of its own."""
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda tag, attributes: found.append(attributes)
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(_read(packed, name), True)
    return found


def _refuse(*facts: object) -> None:
    raise ValueError


def _read(packed: zipfile.ZipFile, name: str) -> bytes:
    """No further than ``MOST_READ``: what is longer ends in the middle, and cannot be read."""
    with packed.open(name) as part:
        return part.read(MOST_READ)
