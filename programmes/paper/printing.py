"""PDF that a screen reader can read (PDF/UA-1), made by typst from a template and plain data.

The data goes in as JSON: typst writes it as text and never runs it. The same data gives the same
bytes. Only the letters that come with typst are used, so a page looks alike on every machine.
"""

import json
import re
from dataclasses import asdict, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

import typst
from django.contrib.staticfiles import finders

from mentorship.people.models import Organisation
from programmes.guide.markup import without_controls

FOLDER = Path(__file__).parent
COLOURS = {"brand": "#0b5c7a", "deep": "#083f55"}
COLOUR = re.compile(r"--ww-(brand(?:-deep)?):\s*(#[0-9a-fA-F]{6})\s*;")
# How typst names a sign that its letters have not, or that a PDF may not hold.
REFUSED = re.compile(r'(?:the text|codepoint) `("(?:[^"\\]|\\.)+")`')
TRIES = 20
PLAIN = 0x250  # Latin with its accents: always there


def print_paper(template: str, organisation: Organisation, facts: dict[str, Any]) -> bytes:
    """A PDF of this template, in the organisation's colours.

    What cannot be printed is left out; of a letter an empty square stays.
    """
    data = {**facts, "organisation": organisation.name, "colours": colours(organisation.theme)}
    return _compile(template, _clean(data), TRIES)


def _compile(template: str, data: Any, tries: int) -> bytes:
    try:
        made = _compiler().compile(
            str(FOLDER / f"{template}.typ"),
            format="pdf",
            sys_inputs={"data": json.dumps(data)},
            pdf_standards=["ua-1"],
        )
    except typst.TypstError as fault:
        refused = REFUSED.search(str(fault))
        if refused is None or not tries:
            raise
        signs = set(_as_text(refused[1]))
        if tries == 1:  # a text of many strange signs: no longer one by one
            return _compile(template, _without(data, None), 0)
        return _compile(template, _without(data, signs), tries - 1)
    if not isinstance(made, bytes):
        raise TypeError("a paper is one file")
    return made


def _as_text(quoted: str) -> str:
    """What typst quotes: "\\u{fdd0}", or the sign itself."""
    written = re.sub(r"\\u\{([0-9a-f]+)\}", lambda code: chr(int(code[1], 16)), quoted[1:-1])
    return re.sub(r"\\(.)", r"\1", written)


def _without(data: Any, signs: set[str] | None) -> Any:
    """Without these signs, or without any that is not plain."""

    def stays(sign: str) -> bool:
        return sign not in signs if signs is not None else ord(sign) < PLAIN or sign in "‘’“”–…•□"

    def text(one: str) -> str:
        return "".join(c if stays(c) else "□" if c.isalpha() else "" for c in one)

    return _each_text(data, text)


def _clean(data: Any) -> Any:
    return _each_text(data, without_controls)


def _each_text(data: Any, change: Any) -> Any:
    if isinstance(data, str):
        return change(data)
    if is_dataclass(data) and not isinstance(data, type):
        return _each_text(asdict(data), change)
    if isinstance(data, dict):
        return {key: _each_text(value, change) for key, value in data.items()}
    if isinstance(data, list | tuple):
        return [_each_text(one, change) for one in data]
    return data


@cache
def colours(theme: str) -> dict[str, str]:
    """The brand colour and its deep one, as the organisation's own sheet has them."""
    sheet = finders.find(f"themes/{theme}.css") if theme else None
    own = dict(COLOUR.findall(Path(sheet).read_text("utf-8"))) if isinstance(sheet, str) else {}
    return {
        "brand": own.get("brand", COLOURS["brand"]),
        "deep": own.get("brand-deep", COLOURS["deep"]),
    }


@cache
def _letters() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True)


def _compiler() -> typst.Compiler:
    return typst.Compiler(root=str(FOLDER), font_paths=_letters())
