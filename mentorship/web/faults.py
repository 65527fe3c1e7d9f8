"""When something goes wrong: what happened, what is kept, and what to do, in one sentence each."""

import logging
import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from mentorship.people.typed import came_from, typed_in

log = logging.getLogger(__name__)
ALPHABET = "23456789BCDFGHJKMNPQRTVWXY"  # nothing that reads as something else over the phone


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
    return _fault(
        request,
        404,
        _("This page is not here"),
        _("It may have moved, or it is not yours to see. Start again from your first page."),
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _fault(
        request,
        403,
        _("Your page was open too long"),
        _(
            "We have not received what you sent. What you typed is kept in this browser:"
            " open the form again and send it once more."
        ),
        back=came_from(request),
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """Draws without database, request or menu: those may be what is broken."""
    raw = "".join(secrets.choice(ALPHABET) for _place in range(8))
    reference = f"{raw[:4]}-{raw[4:]}"
    match = request.resolver_match
    view = match.view_name if match else "unknown"
    log.error("fault %s in %s", reference, view, exc_info=sys.exc_info())
    facts = {"reference": reference, "typed": typed_in(request), "back": came_from(request)}
    return HttpResponse(loader.render_to_string("web/server_error.html", facts), status=500)


def _fault(
    request: HttpRequest, status: int, title: str, what_now: str, back: str = ""
) -> HttpResponse:
    facts = {"fault_title": title, "what_now": what_now, "back": back, "typed": typed_in(request)}
    return render(request, "web/fault.html", facts, status=status)
