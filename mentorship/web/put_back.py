"""A form that did not arrive is opened again with what was typed in it. Nothing is sent by that.

The page that hands words back has a button for it. It posts to the page of the form; here that
becomes an ordinary look at the page, with whatever rights its reader has by now, and what comes
out is filled in. So nothing needs to be kept anywhere meanwhile.
"""

import re
from collections.abc import Callable
from html import unescape

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.utils.html import escape
from django.utils.translation import gettext as _

from mentorship.people.sign_in_first import signed_out
from mentorship.people.typed import Kept, WayBack, is_filled_in, put_back_to, sent_in, typed_in

# Django escapes what people wrote, so in our own pages a tag is what looks like one.
PARTS = re.compile(
    r"<textarea\b(?P<area>[^>]*)>(?P<text>.*?)</textarea>"
    r"|<(?P<tag>form|input|select|option|button)\b(?P<facts>(?:[^>\"]|\"[^\"]*\")*)>"
    r"|</form>",
    re.S,
)
FACT = re.compile(r"([\w:-]+)(?:=\"([^\"]*)\")?")
CHOICES = ("checkbox", "radio")
NOT_TYPED = ("hidden", "password", "file", "submit")
OF_WHICH_PAGE = ("mark", "seen")  # so that the house can tell when its writer went on elsewhere


class PutBack:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        way = _asked(request)
        return self.fill(request, way) if way else self.get_response(request)

    def fill(self, request: HttpRequest, way: WayBack) -> HttpResponse:
        is_typed = is_filled_in(request)
        request.kept = Kept(typed_in(request), way)  # type: ignore[attr-defined]
        request.is_put_back = is_typed  # type: ignore[attr-defined]
        request.method = request.META["REQUEST_METHOD"] = "GET"
        request.POST = QueryDict()
        request._files = MultiValueDict()  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if answer.status_code >= 500:
            return answer  # it has the words, a number to tell, and the same button
        is_page = answer.status_code == 200 and "html" in answer.get("Content-Type", "")
        if page := filled(answer.content.decode(), way) if is_page else "":
            answer.content = page
            return answer
        request.is_put_back = False  # type: ignore[attr-defined]
        if answer.status_code == 302 and not request.user.is_authenticated:
            return signed_out(request, answer["Location"])
        return _nowhere(request) if is_typed else answer


def _asked(request: HttpRequest) -> WayBack | None:
    if request.method != "POST" or request.content_type != "application/x-www-form-urlencoded":
        return None
    action = put_back_to(request)
    return WayBack(request.get_full_path(), action, sent_in(request)) if action else None


def _nowhere(request: HttpRequest) -> HttpResponse:
    said = {
        "fault_title": _("This form is not open now"),
        "what_now": _("We cannot put back what you typed. Here it is, so that you can copy it."),
    }
    return render(request, "web/fault.html", said | {"way_back": None}, status=409)


def filled(page: str, way: WayBack) -> str:
    """The page with its form filled in, or "" where the form is not on it."""
    number = _which(page, way)
    return "" if number is None else _Filling(number, way.sent).fill(page)


def _which(page: str, way: WayBack) -> int | None:
    """The form that sends there, itself or by a button, and has most of what was sent."""
    pairs, asked = set(way.sent), {name for name, _text in way.sent}
    scores: list[int] = []
    there: set[int] = set()
    for one in PARTS.finditer(page):
        facts = _facts(one["area"] or one["facts"] or "")
        if one["tag"] == "form":
            scores.append(0 if facts.get("method") == "post" else -9999)
            goes_to = facts.get("action") or way.page
        else:
            goes_to = facts.get("formaction", "")
        if scores and goes_to == way.action:
            there.add(len(scores) - 1)
        if scores and "name" in facts and one["tag"] not in ("form", "button"):
            is_same = (facts["name"], facts.get("value", "")) in pairs
            is_asked = facts.get("type") in CHOICES or facts["name"] in asked
            scores[-1] += 10 * (is_same and facts.get("type") == "hidden") + is_asked
    best = max(sorted(there), key=lambda one: scores[one], default=None)
    return best if best is not None and scores[best] > 0 else None


def _facts(attributes: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in FACT.findall(attributes)}


class _Filling:
    """Walks through a page, and changes the boxes of one of its forms."""

    def __init__(self, number: int, sent: list[tuple[str, str]]) -> None:
        self.number, self.at = number, -1
        self.is_inside = False
        self.chosen = ""  # the select that we are in
        self.sent: dict[str, list[str]] = {}
        for name, text in sent:
            self.sent.setdefault(name, []).append(text)

    def fill(self, page: str) -> str:
        return PARTS.sub(self.part, page)

    def part(self, one: re.Match[str]) -> str:
        if one["tag"] == "form":
            self.at += 1
            self.is_inside = self.at == self.number
            return one[0].replace("<form", "<form data-put-back", 1) if self.is_inside else one[0]
        if one[0] == "</form>":
            self.is_inside = False
        if not self.is_inside or one["tag"] == "button":
            return one[0]
        facts = _facts(one["area"] or one["facts"] or "")
        return getattr(self, one["tag"] or "textarea")(one, facts)

    def textarea(self, one: re.Match[str], facts: dict[str, str]) -> str:
        words = self.next(facts)
        return one[0] if words is None else f"<textarea{one['area']}>\n{escape(words)}</textarea>"

    def input(self, one: re.Match[str], facts: dict[str, str]) -> str:
        kind, name = facts.get("type", "text"), facts.get("name", "")
        if kind in CHOICES:
            is_on = facts.get("value", "on") in self.sent.get(name, [])
            return _with(one, "checked", "" if is_on else None)
        if (kind in NOT_TYPED and name not in OF_WHICH_PAGE) or (words := self.next(facts)) is None:
            return one[0]
        return _with(one, "value", words)

    def select(self, one: re.Match[str], facts: dict[str, str]) -> str:
        self.chosen = facts.get("name", "")
        return one[0]

    def option(self, one: re.Match[str], facts: dict[str, str]) -> str:
        if self.chosen not in self.sent:
            return one[0]
        is_on = facts.get("value", "") in self.sent[self.chosen]
        return _with(one, "selected", "" if is_on else None)

    def next(self, facts: dict[str, str]) -> str | None:
        """Boxes of one name stand in the order in which they were sent."""
        texts = self.sent.get(facts.get("name", ""), [])
        return texts.pop(0) if texts else None


def _with(one: re.Match[str], name: str, value: str | None) -> str:
    """The tag with this attribute as given; None leaves it out."""
    facts = {key: text for key, text in FACT.findall(one["facts"]) if key != name}
    if value is not None:
        facts[name] = escape(value)
    return f"<{one['tag']} " + " ".join(f'{key}="{text}"' for key, text in facts.items()) + ">"
