"""OpenDocument: taken when opening one runs nothing and asks nothing of another machine."""

import posixpath
import re
import zipfile
from collections.abc import Callable
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from mentorship.web.packed import (
    HAS_A_SCHEME,
    Budget,
    NotStill,
    Tag,
    check_drawing,
    kind_of,
    lies_still,
)

ODF = "application/vnd.oasis.opendocument."
SPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
RUNS = re.compile(r"(^|/)(basic|scripts|dialogs)/", re.IGNORECASE)  # in the name of a part
RUNS_AS = ("oleobject", "java", "x-msdownload", "activex")  # in the name of a kind of part
# Each program writes an empty <office:scripts>; what is in it, or hangs on a page or key, may run.
ALIVE = {"event-listener", "source-code", "library-linked", "library-embedded", "execute-macro"}
ALIVE |= {"object-ole", "applet", "floating-frame", "script", "connection-resource"}
ALIVE |= {"dde-source", "dde-connection-decl", "dde-link", "auto-reload"}
CLICKS = {
    (SPACE.format("text"), "a"),
    (SPACE.format("drawing"), "a"),
    (SPACE.format("presentation"), "event-listener"),
}
BY_CLICK = {"", "http", "https", "mailto", "tel", "file", "ftp"}
FORMULAS = re.compile(r"\b(dde|webservice)\s*\(", re.IGNORECASE)


def is_open_document(kind: str) -> Callable[[BinaryIO], bool]:
    """A zip of OpenDocument; NotStill is raised when it does more than lie there."""

    def belongs(packed: zipfile.ZipFile) -> bool:
        names = packed.namelist()
        if "mimetype" not in names:
            return False
        with packed.open("mimetype") as part:
            if part.read(200).strip() != (ODF + kind).encode():
                return False
        if any(map(RUNS.search, names)):
            raise NotStill
        return True

    return lambda file: lies_still(file, belongs, _may_be, _Reader, Budget())


def _may_be(name: str) -> bool:
    """The few that have a name without an end; the pictures of embedded charts among them."""
    folder, last = posixpath.split(name)
    is_known = last in {"mimetype", "layout-cache"}
    return is_known or posixpath.basename(folder) == "ObjectReplacements"


class _Reader:
    """Of one part: what it is told to fetch or to start."""

    listens_to = "no tag"

    def __init__(self, name: str) -> None:
        self.is_drawing = kind_of(name) == "svg"

    def start(self, tag: Tag) -> None:
        if self.is_drawing:
            check_drawing(tag)
        elif _is_alive(tag) or not _stays(tag):
            raise NotStill(tag.name)

    def text(self, words: str) -> None:
        """No order is written as text."""


def _is_alive(tag: Tag) -> bool:
    facts, name = tag.facts, tag.name
    if (tag.space, name) in CLICKS:  # a step to the next page, but nothing that starts
        return facts.get("action", "show").startswith(("execute", "verb"))
    if (tag.space, name) == (SPACE.format("office"), "script"):
        return facts.get("language", "") != "ooo:Basic"  # of which the body is a part of its own
    if name == "file-entry" and any(one in facts.get("media-type", "").lower() for one in RUNS_AS):
        return True
    return name in ALIVE or FORMULAS.search(facts.get("formula", "")) is not None


def _stays(tag: Tag) -> bool:
    """Whether what it points at is inside the document, or waits for a click."""
    target = tag.facts.get("href", "").strip()
    if not target:
        return True
    if (tag.space, tag.name) in CLICKS:
        return _scheme(target) in BY_CLICK
    if tag.name == "template":  # of its maker's own machine: asked for, and not there
        return not _host(target)
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(tag.part), unquote(target)))
    return not (_scheme(target) or "\\" in target or inside.startswith(("/", "..")))


def _scheme(target: str) -> str:
    found = HAS_A_SCHEME.match(target)
    return found[0].rstrip(":").lower() if found else ""


def _host(target: str) -> bool:
    """Of another machine; ``C:/`` is the disk of this one."""
    scheme = _scheme(target)
    return (
        (len(scheme) > 1 and scheme != "file")
        or target.startswith(("//", "\\\\"))
        or (scheme == "file" and bool(urlsplit(target).netloc))
        or target.lower().startswith("file:////")
    )
