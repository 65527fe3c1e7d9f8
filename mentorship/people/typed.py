"""What somebody had typed in a form that did not arrive, so that a page can hand it back.

The script keeps it in the browser too; this is for who does without, and to be sure.
"""

from dataclasses import dataclass
from typing import cast
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost, SuspiciousOperation
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.http import url_has_allowed_host_and_scheme

from mentorship.people.labels import named

UNREAD = (SuspiciousOperation, MultiPartParserError, UnreadablePostError, RawPostDataException)
PUT_BACK = "put-back"  # where the form was sent to that is to be filled in again


@dataclass(frozen=True)
class Typed:
    """One thing that somebody filled in, and what it was called where that is known."""

    label: str
    words: str


@dataclass(frozen=True)
class WayBack:
    """The page of a form, where it was sent to, and all it held: enough to fill it in again."""

    page: str
    action: str
    sent: list[tuple[str, str]]


@dataclass(frozen=True)
class Kept:
    """What a request asks to put back, as ``request.kept`` while it is an ordinary look."""

    typed: list[Typed]
    way: WayBack


def came_from(request: HttpRequest) -> str:
    """The page of ours on which the form stood that was sent, or ""."""
    page = request.headers.get("Referer", "")
    try:
        is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()})
    except DisallowedHost:
        return ""
    return page if is_ours else ""


def path_of(page: str) -> str:
    """Where a page of ours is, without the house; never what reads as the address of another."""
    parts = urlsplit(page)
    path = "/" + parts.path.lstrip("/\\")
    return f"{path}?{parts.query}" if parts.query else path


def typed_in(request: HttpRequest) -> list[Typed]:
    """What a person had filled in in a form of ours; nothing that the page itself had put there."""
    if kept := getattr(request, "kept", None):
        return list(kept.typed)
    told = named(sent_in(request))
    return [Typed(label, words) for label, words in told if words]


def is_filled_in(request: HttpRequest) -> bool:
    """Whether a person filled in anything in what was sent; ticks in a list count too."""
    return any(True for _one in named(sent_in(request)))


def sent_in(request: HttpRequest) -> list[tuple[str, str]]:
    """All that a form of ours sent, by its names, but for what is secret.

    Nothing that another site sent: it could put its words in our mouth.
    """
    if request.method != "POST" or not came_from(request):
        return []
    try:
        sent = [(name, text) for name, texts in request.POST.lists() for text in texts]
    except UNREAD:
        return []  # the line broke, it was too much, or something else had read it
    return [(name, text) for name, text in sent if not _is_secret(name)]


def way_back(request: HttpRequest) -> WayBack | None:
    """How the form comes back filled in; None where nobody sent one from a page of ours.

    A form of which every tick was taken away sends nothing, and comes back without them.
    """
    if kept := getattr(request, "kept", None):
        return cast(Kept, kept).way
    if request.method != "POST" or not (page := came_from(request)):
        return None
    sent, here = sent_in(request), request.get_full_path()
    action = put_back_to(request)
    return WayBack(here, action, sent) if action else WayBack(path_of(page), here, sent)


def put_back_to(request: HttpRequest) -> str:
    """Where the form was sent to that a page of ours asks to fill in again, or ""."""
    try:
        action = request.POST.get(PUT_BACK, "")
    except UNREAD:
        return ""  # whoever reads it next says so
    is_path = url_has_allowed_host_and_scheme(action, None)
    return action if is_path and came_from(request) else ""


def _is_secret(name: str) -> bool:
    return "password" in name or name in {"csrfmiddlewaretoken", "code", PUT_BACK}
