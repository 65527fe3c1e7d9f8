"""A page read as a browser reads it: what in it did no template of ours write, and what it says."""

import re
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

from mentorship.web.catalogue import TEMPLATES
from tests.web.planting import squeezed

GOES = {"http", "https", "mailto", "tel", ""}
FOREIGN = re.compile(r"kwaad|alert\(|javascript:|etc/passwd", re.IGNORECASE)
# Where a text of somebody may stand: there it is no more than text. A link is looked at by itself.
SAID = {"value", "title", "alt", "aria-label", "href", "label", "data-label"}
OF_DJANGO = {"input", "select", "optgroup", "option", "textarea"}
OF_WIDGETS = {"maxlength", "minlength", "min", "max", "step", "rows", "cols", "checked", "selected"}
OF_WIDGETS |= {"required", "inputmode", "autocomplete", "multiple", "accept", "aria-invalid"}
BARE = {"hidden", "autofocus", "sandbox", "disabled", "open", "defer", "novalidate", "reversed"}


class Found(HTMLParser):
    """What a page holds that none of its templates wrote, and the words that stand on it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.odd: list[str] = []
        self.words: list[str] = []
        self.asides: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in own_tags():
            self.odd.append(f"<{tag}>")
        for name, value in attributes:
            if name not in own_attributes() or name.startswith("on") or name == "style":
                self.odd.append(f"{tag} {name}")
            if name not in SAID and FOREIGN.search(value or ""):
                self.odd.append(f"{tag} {name}={value}")
            if name == "href" and urlsplit(value or "").scheme not in GOES:
                self.odd.append(f"{tag} {name}={value}")
            if name in SAID:
                self.asides.append(value or "")

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def said(self) -> str:
        """Letters and figures of it, in one line; what stands in an attribute comes after."""
        return "|".join([squeezed("".join(self.words)), *map(squeezed, self.asides)])


@cache
def _templates() -> str:
    return "".join(one.read_text() for one in TEMPLATES.rglob("*.html"))


@cache
def own_tags() -> set[str]:
    """Every tag that a template of ours writes, or a widget of Django."""
    return set(re.findall(r"<([a-z][a-z0-9]*)", _templates())) | OF_DJANGO


@cache
def own_attributes() -> set[str]:
    """And every attribute, as an HTML parser says it: in small letters."""
    named = re.findall(r"(?<=\s)([A-Za-z][A-Za-z-]*)=[\"']", _templates())
    named += re.findall(r"\sdata-[a-z-]+", _templates())
    return {one.strip().lower() for one in named} | OF_WIDGETS | BARE
