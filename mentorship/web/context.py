"""What every page needs around its content: the menu, whose organisation it is, and its colours."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.contrib.staticfiles import finders
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone

from mentorship import declare
from mentorship.people.typed import typed_in, way_back


@dataclass(frozen=True)
class MenuItem:
    """A declared screen as this person sees it in the menu."""

    label: Any
    path: str
    is_current: bool


def chrome(request: HttpRequest) -> dict[str, Any]:
    person = getattr(request, "user", None)
    organisation = getattr(person, "organisation", None)
    return {
        "organisation": organisation,
        "menu": menu(person, request.path) if person and person.is_authenticated else [],
        "banners": partial(banners, person),  # asked only by a template that draws them
        "theme_sheet": theme_sheet(organisation.theme) if organisation else "",
        "here": request.get_full_path() if request.method == "GET" else "/",
        "request_path": request.path,
        "typed": partial(typed_in, request),  # for a page that could not keep what was sent
        "way_back": partial(way_back, request),
        "is_put_back": getattr(request, "is_put_back", False),
    }


def menu(person: Any, path: str) -> list[MenuItem]:
    """The screens shown to this person; the current one is the longest that leads here."""
    shown = [(one.label, reverse(one.url)) for one in screens_of(person)]
    here = max((url for _, url in shown if path.startswith(url)), key=len, default="")
    return [MenuItem(label, url, url == here) for label, url in shown]


def banners(person: Any) -> list[tuple[str, str]]:
    """What must be known on every page, for whoever it concerns."""
    if not (person and person.is_authenticated):
        return []
    at = timezone.now()
    said = ((one, one.text(person, at)) for one in declare.banners)
    return [(text, one.url(person)) for one, text in said if text]


def screens_of(person: Any) -> Iterable[declare.Screen]:
    return (one for one in declare.screens if one.shown_to(person))


@cache
def theme_sheet(theme: str) -> str:
    """The address of an organisation's own colours, or "" while nobody has made them."""
    name = f"themes/{theme}.css"
    return static(name) if theme and finders.find(name) else ""
