"""A programme as a line of stations: at what distance each step lies, in words."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.models import Programme, Step


@dataclass(frozen=True)
class Stop:
    """One step to read. ``edit_url`` is empty for who may only read."""

    step: Step
    when: str
    takes: str
    edit_url: str = ""


def programme_line(programme: Programme, *, may_edit: bool) -> list[Stop]:
    return [
        Stop(
            step,
            capfirst(distance_words(step)),
            takes_words(step),
            reverse("programmes:step_edit", args=[step.pk]) if may_edit else "",
        )
        for step in programme.steps.select_related("anchor")
    ]


def distance_words(step: Step) -> str:
    """Three weeks after half-day 1; in the two weeks before it."""
    if step.anchor is None:
        return _("at the start")
    anchor = {"anchor": step.anchor.short_title}
    if step.months:
        months = ngettext("%d month", "%d months", step.months) % step.months
        return _("%(distance)s after “%(anchor)s”") % {"distance": months, **anchor}
    if step.is_meeting:
        return _("%(distance)s after “%(anchor)s”") % {"distance": days_words(step.days), **anchor}
    if step.kind == Step.Kind.BUDDIES:
        return _("after “%(anchor)s”") % anchor
    distance = {"distance": days_words(abs(step.days)), **anchor}
    if step.days > 0:
        return _("until %(distance)s after “%(anchor)s”") % distance
    if step.days == 0:
        return _("until “%(anchor)s”") % anchor
    return _("until %(distance)s before “%(anchor)s”") % distance


def days_words(days: int) -> str:
    """Whole weeks as weeks."""
    weeks, rest = divmod(days, 7)
    if weeks and not rest:
        return ngettext("%d week", "%d weeks", weeks) % weeks
    return ngettext("%d day", "%d days", days) % days


def takes_words(step: Step) -> str:
    """How long it takes, and who is there when that is not everybody."""
    if not step.minutes:
        return ""
    hours, minutes = divmod(step.minutes, 60)
    if step.minutes % 30 == 0 and hours:
        half = "½" if minutes else ""
        takes = ngettext("%s hour", "%s hours", 2 if half or hours > 1 else 1) % f"{hours}{half}"
    else:
        takes = ngettext("%d minute", "%d minutes", step.minutes) % step.minutes
    return takes
