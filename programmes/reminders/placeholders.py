"""What an organisation's own text for a mail of this room may name, in the active language."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mentorship.reminders.rules import Named
from mentorship.web.templatetags.wegwijs import clock, clock_span, day, in_days, short_day
from programmes.models import Cohort, Enrolment, Meeting


def date_of(value: date | datetime) -> str:
    """8 december, as subject lines have it."""
    local = timezone.localtime(value) if isinstance(value, datetime) else value
    return date_format(local, "j F")


def meeting_words(meeting: Meeting) -> dict[str, str]:
    """Needs its step, and its cohort with trainer."""
    return {
        _("meeting"): str(meeting.step.title),
        _("meeting_in_short"): meeting.step.short_title,
        _("summary"): str(meeting.step.summary),
        _("day"): day(meeting.starts_at),
        _("day_in_short"): short_day(meeting.starts_at),
        _("date"): date_of(meeting.starts_at),
        _("in_days"): in_days(meeting.starts_at),
        _("time"): clock_span(meeting.starts_at, meeting.ends_at),
        _("begins_at"): clock(meeting.starts_at),
        _("place"): meeting.place or _("place to follow"),
    } | cohort_words(meeting.cohort)


def cohort_words(cohort: Cohort) -> dict[str, str]:
    """Needs its trainer."""
    return {_("group"): cohort.name, _("trainer"): Named(cohort.trainer.name)}


def enrolment_words(enrolment: Enrolment) -> dict[str, str]:
    """Needs its cohort with trainer. Before anything is planned there is no first meeting."""
    starts_at = enrolment.group_starts_at
    first = {
        _("first_meeting"): day(starts_at),
        _("date_of_first_meeting"): date_of(starts_at) if starts_at else "",
    }
    return first | cohort_words(enrolment.cohort)
