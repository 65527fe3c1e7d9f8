"""Word and PowerPoint: taken when opening one runs nothing and asks nothing of another machine."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import BinaryIO

from mentorship.web.packed import (
    HAS_A_SCHEME,
    WORDS,
    Budget,
    NotStill,
    Tag,
    check_drawing,
    kind_of,
    lies_still,
)

TYPES = "[Content_Types].xml"
PLENTY = 2_000  # of what one field is told
MOST_SHEET = 4 * 1024 * 1024  # the figures behind one chart
# The one thing that waits for a click. Templates, pictures, films and frames are fetched by itself.
LINKS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/hyperlink",
)
RUNS: tuple[str, ...] = (
    "macroenabled",
    "vbaproject",
    "activex",
    "oleobject",
    "controlproperties",
    "macrosheet",
    "text/html",
)
RUNS += ("application/rtf", "message/rfc822", "x-msdownload", "javascript", "java-archive")
OBJECTS: tuple[str, ...] = ("/oleobject", "/control", "/afchunk", "/vbaproject", "/subdocument")
OBJECTS += ("/externallink", "macrosheet")
ALIVE = {"oleobj", "oleobject", "altchunk", "control", "subdoc", "ddelink", "script"}
ACTIONS = re.compile(r"ppaction://(program|macro|ole|customshow.*file=)", re.IGNORECASE)
FIELDS = re.compile(
    r"""[\s"]*(dde(auto)?|link|includetext|import|database|rd|embed)\b""", re.IGNORECASE
)
PICTURE = re.compile(r"""[\s"]*includepicture\b""", re.IGNORECASE)
FAR = re.compile(r"""https?:|ftp:|file:/*[^/\s"]+/|(^|[\s"])(\\\\|//)""", re.IGNORECASE)


def is_office(folder: str) -> Callable[[BinaryIO], bool]:
    """A zip of Word or PowerPoint; NotStill is raised when it does more than lie there."""

    def is_true(file: BinaryIO) -> bool:
        budget = Budget()
        if not _is_true(file, folder, _may_be, budget):
            return False
        with zipfile.ZipFile(file) as packed:
            sheets = [one for one in packed.namelist() if kind_of(one) == "xlsx"]
            return all(_is_sheet(packed, one, budget) for one in sheets)

    return is_true


def _is_true(file: BinaryIO, folder: str, may_be: Callable[[str], bool], budget: Budget) -> bool:
    def belongs(packed: zipfile.ZipFile) -> bool:
        names = packed.namelist()
        return TYPES in names and any(name.startswith(f"{folder}/") for name in names)

    return lies_still(file, belongs, may_be, _Reader, budget)


def _may_be(name: str) -> bool:
    """What a sheet may hold, and the figures behind a chart."""
    return (
        _may_be_in_a_sheet(name) or re.search(r"/embeddings/[^/]+\.xlsx$", name.lower()) is not None
    )


def _may_be_in_a_sheet(name: str) -> bool:
    """The settings of a printer and the mark of a signature; but no sheets in sheets."""
    low = name.lower()
    is_of_a_printer = re.search(r"(^|/)printersettings\d*\.bin$", low) is not None
    return is_of_a_printer or low == "_xmlsignatures/origin.sigs"


def _is_sheet(packed: zipfile.ZipFile, name: str, budget: Budget) -> bool:
    with packed.open(name) as part:
        content = part.read(MOST_SHEET + 1)
    return len(content) <= MOST_SHEET and _is_true(
        io.BytesIO(content), "xl", _may_be_in_a_sheet, budget
    )


class _Reader:
    """Of one part: what it is told to fetch, to start, or to be."""

    listens_to = "nstrText"

    def __init__(self, name: str) -> None:
        self.is_drawing = kind_of(name) == "svg"
        self.is_of_a_chart = "/charts/" in name.lower()
        self.fields: list[str] = [""]

    def start(self, tag: Tag) -> None:
        low = tag.name.lower()
        if self.is_drawing:
            check_drawing(tag)
        elif low in ALIVE or not _is_still(tag.facts):
            raise NotStill(tag.name)
        elif low == "relationship":
            self._follow(tag.facts)
        elif low in {"default", "override"}:
            _check_kind(low, tag.facts)
        elif low == "fldsimple":
            _check_field(tag.facts.get("instr", ""))
        elif low == "fldchar":
            self._turn(tag.facts.get("fldCharType", ""))
        elif low == "hlinkmouseover" and tag.facts.get("id"):
            raise NotStill(tag.name)  # a click that nobody made

    def text(self, words: str) -> None:
        """A field is cut into pieces as Word likes, and a field may stand in a field."""
        self.fields[-1] = (self.fields[-1] + words).lstrip(' \t\r\n"')[:PLENTY]
        _check_field(self.fields[-1])

    def _turn(self, kind: str) -> None:
        if kind == "begin":
            self.fields.append("")
        elif kind == "end" and len(self.fields) > 1:
            self.fields.pop()

    def _follow(self, facts: dict[str, str]) -> None:
        kind, target = facts.get("Type", "").strip(), facts.get("Target", "").strip()
        is_outside = facts.get("TargetMode", "").strip().lower() == "external"
        is_outside |= HAS_A_SCHEME.match(target) is not None or target.startswith(("//", "\\"))
        is_object = kind.lower().endswith(OBJECTS)
        is_object |= kind.lower().endswith("/package") and not self.is_of_a_chart
        if is_object or (is_outside and kind not in LINKS):
            raise NotStill(target)


def _any(words: tuple[str, ...], text: str) -> bool:
    return any(word in text.lower() for word in words)


def _check_kind(name: str, facts: dict[str, str]) -> None:
    """Word goes by the kind of a part and we by the end of its name: they must say the same."""
    kind = facts.get("ContentType", "").partition(";")[0].strip().lower()
    end = facts.get("Extension", "") if name == "default" else kind_of(facts.get("PartName", ""))
    ends = {"svg"} if kind == "image/svg+xml" else WORDS - {"svg"}
    has_words = kind.endswith(("xml", "vmldrawing"))
    if _any(RUNS, facts.get("ContentType", "")) or (has_words and end.lower() not in ends):
        raise NotStill(name)


def _is_still(facts: dict[str, str]) -> bool:
    return not ACTIONS.match(facts.get("action", "")) and not FAR.search(facts.get("src", ""))


def _check_field(told: str) -> None:
    if FIELDS.match(told) or (PICTURE.match(told) and FAR.search(told)):
        raise NotStill(told[:20])
