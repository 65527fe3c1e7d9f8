"""When a calm mail that a click writes now would go, and how the page of that click says so."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from mentorship.people.models import Organisation, Person
from mentorship.people.working_days import WorkingDays
from mentorship.reminders.models import Mail
from mentorship.reminders.outbox import HOLD
from mentorship.web.templatetags.wegwijs import clock, day

DAY = timedelta(days=1)


def office_day(organisation: Organisation, at: datetime, days: WorkingDays) -> date:
    """The first day on which the office is still open after this moment."""
    local = at.astimezone(organisation.zone)
    is_over = local.time() >= organisation.office_closes
    return days.on_or_after(local.date() + DAY if is_over else local.date())


def free_day(first: date, taken: Collection[date], days: WorkingDays) -> date:
    """From ``first`` on the first working day that had no calm mail yet."""
    while first in taken:
        first = days.on_or_after(first + DAY)
    return first


def calm_goes(
    organisation: Organisation, at: datetime, days: WorkingDays, taken: Collection[date] = ()
) -> datetime:
    """After its hold, in office hours, and on no day that had a calm mail already."""
    ready = at + HOLD
    first = office_day(organisation, ready, days)
    free = free_day(first, taken, days)
    opens = organisation.moment(free, organisation.office_opens)
    return ready if free == first and opens <= ready else opens


def who_hears_when(
    people: Collection[Person], organisation: Organisation, at: datetime
) -> tuple[str, str]:
    """When the first of them get a calm mail, as in *they hear it %(when)s*; and a sentence about
    those who get it later, empty when nobody does."""
    taken: dict[int, set[date]] = defaultdict(set)
    sent = Mail.objects.filter(recipient__in=people, calm_day__gte=organisation.local_date(at))
    for person, on in sent.values_list("recipient", "calm_day"):
        if on is not None:
            taken[person].add(on)
    days = organisation.working_days()
    goes = sorted({calm_goes(organisation, at, days, taken[one.pk]) for one in people})
    if len(goes) < 2:
        return in_words(goes[0] if goes else calm_goes(organisation, at, days), at), ""
    later = _("Whoever had a mail today hears it %(when)s.") % {"when": in_words(goes[-1], at)}
    return in_words(goes[0], at), later


def in_words(moment: datetime, at: datetime) -> str:
    """Over twee minuten, vandaag om 9.00 uur, maandag 7 december om 9.00 uur."""
    if moment <= at + HOLD:
        return _("in two minutes")
    ahead = (moment.date() - at.astimezone(moment.tzinfo).date()).days
    facts = {"day": day(moment), "clock": clock(moment)}
    if ahead < 2:
        return (_("tomorrow at %(clock)s") if ahead else _("today at %(clock)s")) % facts
    return _("on %(day)s at %(clock)s") % facts
