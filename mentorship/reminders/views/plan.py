"""What somebody was and will be told, and each mail as its reader sees it."""

from datetime import datetime
from typing import Any

from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from mentorship.declare import Place
from mentorship.people.models import Organisation, Person
from mentorship.people.request import PersonRequest
from mentorship.people.views.scope import advised
from mentorship.reminders.letters import preview
from mentorship.reminders.letters.compose import Letter
from mentorship.reminders.models import Message
from mentorship.reminders.plan.days import by_day, past_and_to_come
from mentorship.reminders.plan.fates import UNDELIVERED
from mentorship.reminders.plan.filed import place_of
from mentorship.reminders.plan.standing import dead_address, mailed_by, standing, undelivered
from mentorship.reminders.plan.timeline import Entry, entry_of, find_planned, sent_to, timeline_of
from mentorship.reminders.rules import book

SHOWN = 200  # of what somebody was sent


@require_safe
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """Everything that the viewer's organisations told a colleague, and will."""
    subject = get_object_or_404(mailed_by(request.user), pk=pk)
    at = timezone.now()
    entries = timeline_of(subject, advised(request), at)
    past, to_come = past_and_to_come(entries)
    context = {
        "subject": subject,
        "past": past,
        "to_come": to_come,
        "dead": dead_address(subject),
        "is_managed": _is_managed(request, subject),
    }
    return render(request, "reminders/person.html", context)


@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """What I was sent."""
    days = by_day(sent_to(request.user, timezone.now(), SHOWN))
    return render(request, "reminders/mine.html", {"days": days})


@require_safe
def undelivered_mails(request: PersonRequest) -> HttpResponse:
    """What somebody must decide about: mails that did not arrive, or perhaps not."""
    advised(request)
    at = timezone.now()
    rows = undelivered(request.user).select_related("recipient", "mail", "organisation")
    entries = [entry_of(one, at) for one in rows.order_by("-created_at") if one.rule in book]
    dead = standing(entries).dead
    again = [one for one in entries if one.recipient not in dead]
    context = {"again": again, "dead": dead, "entries": entries}
    return render(request, "reminders/undelivered.html", context)


@require_safe
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]
def message(request: PersonRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    found = visible(request, pk)
    entry = entry_of(found, at)
    manages = Message.objects.managed_by(request.user).filter(pk=pk).exists()
    shown = _shown(request, found, at)
    context = _context(entry, found, shown, place_of(found.about, request.user), manages)
    context["is_managed"] = _is_managed(request, found.recipient)
    if manages and entry.state == "sent":
        context["why_not_again"] = preview.why_not(found, at)
    return render(request, "reminders/message.html", context)


@require_safe
@xframe_options_sameorigin
def message_html(request: PersonRequest, pk: int) -> HttpResponse:
    return framed(_shown(request, visible(request, pk), timezone.now()).letter)


@require_safe
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]
def planned(request: PersonRequest, token: str) -> HttpResponse:
    at = timezone.now()
    entry = planned_of(request, token, at)
    assert entry.planned is not None
    shown = preview.of_planned(entry, advised(request), at)
    as_message = entry.planned.as_message(entry.at)
    place = place_of(as_message.about, request.user)
    context = _context(entry, as_message, shown, place, True)
    context |= {"token": token, "is_managed": _is_managed(request, entry.recipient)}
    return render(request, "reminders/message.html", context)


@require_safe
@xframe_options_sameorigin
def planned_html(request: PersonRequest, token: str) -> HttpResponse:
    at = timezone.now()
    entry = planned_of(request, token, at)
    return framed(preview.of_planned(entry, advised(request), at).letter)


def visible(request: PersonRequest, pk: int) -> Message:
    """One of a kind that no room declares any more does not exist either."""
    rows = Message.objects.visible_to(request.user).filter(rule__in=[one.key for one in book])
    return get_object_or_404(rows.select_related("recipient", "mail", "organisation"), pk=pk)


def planned_of(request: PersonRequest, token: str, at: datetime) -> Entry:
    """What the rule itself still has to come, if it is of an organisation that one advises."""
    entry = find_planned(token, at)
    if entry is None or entry.planned is None:
        raise Http404
    ours = Organisation.objects.advised_by(request.user)
    get_object_or_404(ours, pk=entry.planned.slot.owed.organisation.pk)
    return entry


def _is_managed(request: PersonRequest, person: Person) -> bool:
    """Whether the viewer may change the address too."""
    return Person.objects.managed_by(request.user).filter(pk=person.pk).exists()


def _shown(request: PersonRequest, found: Message, at: datetime) -> preview.Shown:
    return preview.of_message(found, Message.objects.visible_to(request.user), at)


def _context(
    entry: Entry, found: Message, shown: preview.Shown, place: Place | None, manages: bool
) -> dict[str, Any]:
    return {
        "entry": entry,
        "of": found.organisation,
        "told": book[found.rule],
        "place": place,
        "about": found.about if place and place.organisation == found.organisation_id else "",
        "letter": shown.letter,
        "why_not": shown.why_not,
        "manages": manages,
        "is_undelivered": entry.state in UNDELIVERED,
        "is_stopped": found.dropped_why == Message.Why.STOPPED,
        "dead": dead_address(entry.recipient) if manages else None,
    }


def framed(letter: Letter | None) -> HttpResponse:
    """The HTML part as a mail program shows it: inline style is allowed, scripts are not."""
    response = HttpResponse(letter.html if letter else "")
    response["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
    )
    return response
