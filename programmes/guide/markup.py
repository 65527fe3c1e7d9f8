"""The plain markup of the guide: paragraphs, small headings, two kinds of lists, and bold.

A line that begins with ``##`` is a small heading, with ``-`` a point, with ``1.`` a numbered one;
``**`` stands around what is bold. Anything else is text, whatever it looks like: what reads this
writes it as text on a page or on paper, and never as markup of its own.
"""

import re
from dataclasses import dataclass
from itertools import groupby

from mentorship.web.turning import TURNING

UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufff9-\ufffb]")
MARKS = (
    ("heading", re.compile(r"^#{1,3}\s+")),
    ("points", re.compile(r"^[-•–]\s+")),
    ("steps", re.compile(r"^\d{1,2}[.)]\s+")),
)
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")


@dataclass(frozen=True)
class Run:
    """A stretch of text, bold or not."""

    text: str
    strong: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True)
class Block:
    """``kind`` is text, heading, points or steps; a line for each item, or each line of a text."""

    kind: str
    lines: tuple[Line, ...]


def without_controls(text: str) -> str:
    """Line ends made alike, and signs gone that nobody sees or that turn the text around."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return TURNING.sub("", UNSEEN.sub("", text))


def blocks_of(text: str) -> list[Block]:
    """An empty line parts paragraphs; points and steps go on below one."""
    kinds = [_kind_and_rest(line) for line in without_controls(text).split("\n")]
    kept: list[tuple[str, str]] = []
    for here, (kind, rest) in enumerate(kinds):
        if kind == "empty":
            after = next((one for one, _ in kinds[here:] if one != "empty"), "")
            if kept and kept[-1][0] == after and after in ("points", "steps"):
                continue
        kept.append((kind, rest))
    return [
        Block(kind, tuple(_runs(rest) for _, rest in lines))
        for kind, group in groupby(_each_heading_apart(kept), key=lambda one: one[0])
        if kind != "empty" and (lines := list(group))
    ]


def _each_heading_apart(lines: list[tuple[str, str]]) -> list[tuple[str, str]]:
    apart: list[tuple[str, str]] = []
    for kind, rest in lines:
        if kind == "heading":
            apart.append(("empty", ""))
        apart.append((kind, rest))
    return apart


def _kind_and_rest(line: str) -> tuple[str, str]:
    line = line.strip()
    for kind, mark in MARKS:
        rest = mark.sub("", line, count=1)
        if rest != line and rest:
            return kind, rest
    return ("text", line) if line else ("empty", "")


def _runs(line: str) -> Line:
    parts = BOLD.split(line)  # what is bold stands at the odd places
    return tuple(Run(part, bool(n % 2)) for n, part in enumerate(parts) if part)
