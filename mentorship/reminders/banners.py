"""That no mail goes out, said on every page to who can do something about it."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from mentorship import declare
from mentorship.people.models import Person, Role
from mentorship.reminders.models import Halt
from mentorship.reminders.watch.alive import standstill_lately
from mentorship.web.templatetags.wegwijs import clock, day


def no_mail(person: Person, at: datetime) -> str:
    """For advisers and administrators. What somebody stopped is no fault, and said as such."""
    if not (person.is_admin or person.holds(Role.Kind.ADVISER)):
        return ""
    if halt := Halt.objects.of(person).select_related("organisation").order_by("since").first():
        return _halted(halt, at)
    since = standstill_lately(at)
    if since is None:
        return ""
    return _(
        "Wegwijs has sent no mail since %(since)s. Nothing is lost: whatever is still needed goes "
        "as soon as it can. Tell whoever looks after Wegwijs."
    ) % {"since": _moment(since, at)}


def _halted(halt: Halt, at: datetime) -> str:
    since = _moment(halt.since, at)
    if halt.organisation is None:
        return _(
            "All mail has been stopped since %(since)s. Nothing is lost: whatever is still needed "
            "goes when it is started again."
        ) % {"since": since}
    return _(
        "The mail of %(organisation)s has been stopped since %(since)s. Nothing is lost: whatever "
        "is still needed goes when it is started again."
    ) % {"organisation": halt.organisation.name, "since": since}


def _moment(moment: datetime, at: datetime) -> str:
    """The clock time, with the day in front unless that is today."""
    if timezone.localdate(moment) == timezone.localdate(at):
        return clock(moment)
    return f"{day(moment)}, {clock(moment)}"


def _brake(person: Person) -> str:
    """Where it was stopped, it is started; of a fault this person can only tell somebody."""
    return reverse("reminders:sending") if Halt.objects.of(person).exists() else ""


declare.banners.add(declare.Banner("no-mail", no_mail, _brake))
