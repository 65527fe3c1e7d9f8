"""*Vandaag*: what needs somebody now, one action a line; rooms declare what that is."""

from datetime import date, datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorship import declare
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest
from mentorship.web.panels import draw_panels


@require_safe
def today(request: PersonRequest) -> HttpResponse:
    if not request.user.holds("adviser"):
        raise Http404
    at = timezone.now()
    lines = lines_for(request.user, at)
    context = {
        "lines": lines,
        "lead": lead(timezone.localdate(at), len(lines)),
        "panels": draw_panels(request, "today", request.user, at),
        "side_panels": draw_panels(request, "today-side", request.user, at),
    }
    return render(request, "web/today.html", context)


def lines_for(person: Person, at: datetime) -> list[declare.Line]:
    """What is urgent first, and within that as declared."""
    found = [line for part in declare.today for line in part.lines(person, at)]
    return sorted(found, key=lambda line: not line.urgent)


def lead(day: date, things: int) -> str:
    """Dinsdag 12 januari. Vier dingen vragen je aandacht."""
    needs = _("%(number)s things need your attention.") % {"number": capfirst(in_words(things))}
    if things < 2:
        needs = _("One thing needs your attention.") if things else _("Nothing needs you.")
    return f"{capfirst(date_format(day, 'l j F'))}. {needs}"


def in_words(number: int) -> str:
    """Written out up to twelve, as in running text."""
    words = [
        _("zero"), _("one"), _("two"), _("three"), _("four"), _("five"), _("six"),
        _("seven"), _("eight"), _("nine"), _("ten"), _("eleven"), _("twelve"),
    ]  # fmt: skip
    return words[number] if number < len(words) else str(number)
