"""The look ahead in words: how many are short, in which month, and what helps."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.looking_ahead import ComingGroup, Outlook
from matching.outlook import Advice
from mentorship.web.today import in_words


@dataclass(frozen=True)
class Sentence:
    """What to do about one month, and the button that does it."""

    title: str
    text: str
    action: str
    url: str


def sentences(outlook: Outlook) -> list[Sentence]:
    return [one for advice in outlook.advice for one in _sentences(outlook, advice)]


def lead(outlook: Outlook) -> str:
    """Of a look ahead in which nobody stays without."""
    last = month_name(outlook.months[-1].day)
    return _("Until the end of %(month)s there is a mentor for every new colleague.") % {
        "month": last
    }


def _sentences(outlook: Outlook, advice: Advice) -> list[Sentence]:
    """What to do first, and the groups with seats that help as well."""
    if not advice.is_in_time:
        return [_too_late(outlook, advice)]
    short, groups = capfirst(short_words(advice)), outlook.groups_to_fill(advice)
    if outlook.to_plan_for(advice):
        first = _plan(outlook, advice, short)
    else:
        first = _fill(groups.pop(0), _("%(short)s.") % {"short": short})
    return [first, *(_fill(group, _("There is room in a planned group, too.")) for group in groups)]


def _plan(outlook: Outlook, advice: Advice, short: str) -> Sentence:
    plan_before = date_format(advice.plan_before, "j F")
    return Sentence(
        _("%(short)s: plan a group before %(day)s.") % {"short": short, "day": plan_before},
        _grows(outlook, advice),
        _("Plan a group"),
        planner_url(advice.plan_before, outlook.seats_to_plan(advice)),
    )


def _fill(group: ComingGroup, title: str) -> Sentence:
    text = ngettext(
        "“%(group)s” still has one seat; whoever joins is trained on %(day)s. Invite somebody.",
        "“%(group)s” still has %(number)s seats; whoever joins is trained on %(day)s. "
        "Invite colleagues.",
        group.open_seats,
    )
    facts = {"group": group.name, "number": in_words(group.open_seats)}
    return Sentence(
        title,
        text % {**facts, "day": date_format(group.ready_on, "j F")},
        _("Invite colleagues"),
        reverse("programmes:invite", args=[group.pk]),
    )


def _too_late(outlook: Outlook, advice: Advice) -> Sentence:
    return Sentence(
        _("%(short)s. A new group is not ready by then.")
        % {"short": capfirst(short_words(advice))},
        _(
            "What helps now: a mentor who takes on one more, or a colleague who was trained "
            "earlier or elsewhere."
        ),
        _("See the mentors"),
        reverse("matching:mentors"),
    )


def _grows(outlook: Outlook, advice: Advice) -> str:
    """How far it rises in the months after it; "" when it does not."""
    most = max(outlook.months, key=lambda month: month.short)
    if most.short <= advice.month.short or most.day < advice.month.day:
        return _("Then they are trained in time. Count one place for each new mentor.")
    return _("By %(month)s it is %(number)s, if nothing happens.") % {
        "month": month_name(most.day),
        "number": in_words(most.short),
    }


def short_words(advice: Advice) -> str:
    """In april kom je drie mentoren tekort."""
    return ngettext(
        "in %(month)s you are one mentor short",
        "in %(month)s you are %(number)s mentors short",
        advice.month.short,
    ) % {"month": month_name(advice.month.day), "number": in_words(advice.month.short)}


def planner_url(day: date, seats: int) -> str:
    """The planner, with this as the first possible date and as many seats as are needed."""
    asked = {"first_day": day.isoformat(), "seats": str(seats)}
    return f"{reverse('programmes:cohort_new')}?{urlencode(asked)}"


def month_name(day: date) -> str:
    return date_format(day, "F")
