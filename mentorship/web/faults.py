"""When something goes wrong: what happened, what is kept, and what to do, in one sentence each."""

import logging
import secrets
import sys
from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.urls import is_valid_path
from django.utils.translation import gettext as _

from mentorship.people.typed import came_from, typed_in, way_back

log = logging.getLogger(__name__)
ALPHABET = "23456789BCDFGHJKMNPQRTVWXY"  # nothing that reads as something else over the phone


class NotHere(Http404):
    """Something that is gone, in a sentence that says what it was and where to go on."""

    def __init__(self, title: str, what_now: str, *, back: str = "", back_words: str = "") -> None:
        super().__init__(title)
        self.facts = (title, what_now, back, back_words)


class KindlyNotFound:
    """With DEBUG on, Django says in English for makers what is not found; a demo is for people.

    To who opens the address of a button it says nothing at all, with DEBUG on or off.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code == 405 and request.method == "GET":
            return not_a_page(request, answer)
        is_nowhere = answer.status_code == 404 and request.resolver_match is None
        return not_found(request) if settings.DEBUG and is_nowhere else answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        is_missing = isinstance(exception, Http404)
        return not_found(request, exception) if settings.DEBUG and is_missing else None


def broken_link() -> NotHere:
    """The button of a mail that is not ours, or not whole."""
    return NotHere(
        _("This link does not work"),
        _(
            "Perhaps a part of it got lost. Open the button in the mail once more, or copy the"
            " whole address."
        ),
    )


def question_gone() -> NotHere:
    """The button of a mail whose question does not exist any more."""
    return NotHere(
        _("This question is no longer open"),
        _("You need not do anything. Thank you for looking."),
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _fault(
        request,
        400,
        _("We could not read that request"),
        _("Nothing was changed. Go back to the page you came from and try once more."),
    )


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _fault(
        request,
        403,
        _("You may not do this"),
        _("Nothing was changed. Ask your HR adviser if you think you should be able to."),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, NotHere):
        return _fault(request, 404, *exception.facts)
    return _fault(
        request,
        404,
        _("This page is not here"),
        _("It may have moved, or it is not yours to see. Start again from your first page."),
    )


def not_a_page(request: HttpRequest, refused: HttpResponse) -> HttpResponse:
    """Opened where something is only sent to, such as by loading the address bar once more."""
    page = _fault(
        request,
        405,
        _("There is no page at this address"),
        _("It belongs to a button. Nothing was changed. Go back to the page with the button."),
        back=_page_above(request.path_info),
        back_words=_("One page back"),
    )
    page["Allow"] = refused["Allow"]
    return page


def _page_above(path: str) -> str:
    """The nearest address above this one that there is: the page that the button stands on."""
    parts = path.rstrip("/").split("/")
    above = ("/".join(parts[:end]) + "/" for end in range(len(parts) - 1, 1, -1))
    return next((one for one in above if is_valid_path(one)), "")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _fault(
        request,
        403,
        _("Your page was open too long"),
        _(
            "We have not received what you sent. Go back to the form: what you typed is put back"
            " in it. Then send it once more."
        ),
        back=came_from(request),
        can_go_back=True,
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Draws without database, request or menu: those may be what is broken."""
    raw = "".join(secrets.choice(ALPHABET) for _place in range(8))
    reference = f"{raw[:4]}-{raw[4:]}"
    match = request.resolver_match
    view = match.view_name if match else "unknown"
    log.error("fault %s in %s", reference, view, exc_info=sys.exc_info())
    facts = {"reference": reference, "typed": typed_in(request), "way_back": way_back(request)}
    return HttpResponse(loader.render_to_string("web/server_error.html", facts), status=500)


def _fault(
    request: HttpRequest,
    status: int,
    title: str,
    what_now: str,
    back: str = "",
    back_words: str = "",
    *,
    can_go_back: bool = False,
) -> HttpResponse:
    facts = {
        "fault_title": title,
        "what_now": what_now,
        "back": back,
        "back_words": back_words,
        "can_go_back": can_go_back,  # and finds there what was sent
    }
    return render(request, "web/fault.html", facts, status=status)
