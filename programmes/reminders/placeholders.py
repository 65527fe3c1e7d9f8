"""What an organisation's own text for a mail of this room may name, in the active language."""

from django.utils.translation import gettext as _

from mentorship.reminders.rules import Named
from mentorship.web.templatetags.wegwijs import clock_span, day
from programmes.models import Cohort, Meeting


def meeting_words(meeting: Meeting) -> dict[str, str]:
    """Needs its step, and its cohort with trainer."""
    return {
        _("meeting"): str(meeting.step.title),
        _("day"): day(meeting.starts_at),
        _("time"): clock_span(meeting.starts_at, meeting.ends_at),
        _("place"): meeting.place or _("place to follow"),
    } | cohort_words(meeting.cohort)


def cohort_words(cohort: Cohort) -> dict[str, str]:
    """Needs its trainer."""
    return {_("group"): cohort.name, _("trainer"): Named(cohort.trainer.name)}
