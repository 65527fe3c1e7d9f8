"""The rules that every template keeps: read as text, so that no page has to be visited for it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.base import Lexer, TokenType

from mentorship.web.catalogue import TEMPLATES

ALL = sorted(TEMPLATES.rglob("*.html")) + sorted(TEMPLATES.rglob("*.txt"))
PAGES = [template for template in ALL if template.suffix == ".html"]
# A mail has no style sheet to link to.
SCREENS = [page for page in PAGES if "mail" not in page.relative_to(TEMPLATES).parts]
FORBIDDEN = {
    r"\|\s*safe\b": "trusts text that nobody checked",
    r"autoescape\s+off": "trusts text that nobody checked",
    r"\splaceholder\s*=": "a placeholder is no label",
    r"<(button|input)\b[^>]*\sdisabled": "a button that cannot be pressed does not say why",
    r"\son[a-z]+\s*=\s*[\"']": "inline script",
    r"javascript:": "inline script",
    r"<script(?![^>]*\ssrc=)": "inline script",
}
FORBIDDEN_ON_SCREEN = {r"\sstyle\s*=": "inline style", r"<style\b": "inline style"}
NAMES = {"Wegwijs", "Nederlands", "English"}
SPOKEN_ATTRIBUTES = {"alt", "aria-label", "aria-description", "content", "title"}


def named(template: Path) -> str:
    return str(template.relative_to(TEMPLATES))


@pytest.mark.parametrize("template", PAGES, ids=named)
def test_a_template_trusts_no_text_and_holds_no_script_or_style(template: Path) -> None:
    rules = FORBIDDEN | (FORBIDDEN_ON_SCREEN if template in SCREENS else {})
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", template.read_text(), flags=re.S)
    assert [why for pattern, why in rules.items() if re.search(pattern, text)] == []


@pytest.mark.parametrize(
    "template", [page for page in PAGES if page.name.startswith("_")], ids=named
)
def test_a_partial_opens_with_what_it_needs(template: Path) -> None:
    assert template.read_text().startswith(("{% comment %}", "{#"))


@pytest.mark.parametrize("template", ALL, ids=named)
def test_every_static_file_that_a_template_names_is_there(template: Path) -> None:
    names = re.findall(r"{% static ['\"]([^'\"]+)['\"]", template.read_text())
    assert [name for name in names if finders.find(name) is None] == []


class Spoken(HTMLParser):
    """Collects what a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def handle_data(self, data: str) -> None:
        self.words += re.findall(r"[^\W\d_]{2,}", data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        heard = SPOKEN_ATTRIBUTES - ({"content"} if facts.get("name") != "description" else set())
        for name in heard & facts.keys():
            self.handle_data(facts[name] or "")


def without_translated_words(source: str) -> str:
    source = re.sub(r"{% block \w+_(class|attrs) %}.*?{% endblock", "", source)  # not words
    kept, inside = [], ""
    for token in Lexer(source).tokenize():
        word = token.contents.split(" ")[0] if token.token_type == TokenType.BLOCK else ""
        if word in {"blocktranslate", "comment"} and not inside:
            inside = word
        elif word == f"end{inside}":
            inside = ""
        if token.token_type == TokenType.TEXT and not inside:
            kept.append(token.contents)
    return "".join(kept)


@pytest.mark.parametrize("template", ALL, ids=named)
def test_every_word_goes_through_the_catalogue(template: Path) -> None:
    spoken = Spoken()
    spoken.feed(without_translated_words(template.read_text()))
    assert set(spoken.words) - NAMES == set()
