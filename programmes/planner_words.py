"""The planner's facts in the reader's words: why these dates, and what does not fit."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from mentorship.people.working_days import dutch_holiday
from mentorship.web.templatetags.wegwijs import day as in_words
from programmes.planner import (
    Conflict,
    ConflictKind,
    Half,
    Proposal,
    Proposals,
    Reason,
    ReasonKind,
)

Titles = Mapping[str, Any]

HALVES = {
    Half.MORNING: pgettext_lazy("half of the day", "morning"),
    Half.AFTERNOON: pgettext_lazy("half of the day", "afternoon"),
}
# What can't be saved: a day that is over, or meetings in the wrong order. The rest is the
# adviser's to judge.
HARD = frozenset({ConflictKind.PAST, ConflictKind.ORDER_BROKEN})

_CONFLICTS = {
    ConflictKind.PAST: gettext_lazy("%(day)s is already over."),
    ConflictKind.BEFORE_FIRST_DAY: gettext_lazy(
        "This is before the first possible date, %(limit)s."
    ),
    ConflictKind.WEEKEND: gettext_lazy("%(day)s falls in the weekend."),
    ConflictKind.CLOSED: gettext_lazy("Closed that day: %(why)s."),
    ConflictKind.TRAINER_BUSY: gettext_lazy("The trainer has another meeting then."),
    ConflictKind.ORDER_BROKEN: gettext_lazy(
        "This comes after “%(other)s”, so on %(limit)s at the earliest."
    ),
    ConflictKind.TOO_SOON: gettext_lazy(
        "This is too soon after “%(other)s”: %(limit)s is the first day that fits."
    ),
    ConflictKind.TOO_CLOSE: gettext_lazy(
        "This is too soon after “%(other)s”: %(limit)s is the first day that fits."
    ),
    ConflictKind.TOO_FAR: gettext_lazy(
        "This is too long after “%(other)s”: %(limit)s is the last day that fits."
    ),
    ConflictKind.NO_TIME_TO_INVITE: gettext_lazy(
        "There is too little time to invite everybody; from %(limit)s there is enough."
    ),
    ConflictKind.DEADLINE_BEFORE_OPENING: gettext_lazy(
        "This is too early: %(limit)s is the first day that fits."
    ),
    ConflictKind.DEADLINE_AFTER_MEETING: gettext_lazy(
        "This belongs before “%(other)s”: %(limit)s is the last day that fits."
    ),
}

_REASONS = {
    ReasonKind.EARLIEST_POSSIBLE: gettext_lazy("The earliest start there is."),
    ReasonKind.OTHER_DAY: gettext_lazy("On another day of the week: %(weekday)s."),
    ReasonKind.TRAINER_BUSY: gettext_lazy("Keeps clear of the trainer's other meetings."),
    ReasonKind.TIME_FOR_DEADLINE: gettext_lazy("Leaves enough time for “%(other)s”."),
    ReasonKind.PREFERRED_DAY_NOT_KEPT: gettext_lazy(
        "“%(step)s” is on a %(weekday)s: no day that you prefer was left."
    ),
    ReasonKind.HALF_NOT_KEPT: gettext_lazy(
        "“%(step)s” is in the %(half)s, for the trainer is busy in the other half."
    ),
    ReasonKind.DISTANCE_CHANGED: gettext_lazy("“%(step)s” comes %(distance)s after “%(other)s”."),
    ReasonKind.FIRST_WORKABLE_DAY: gettext_lazy(
        "“%(step)s” is on %(instead)s, the first working day from %(day)s."
    ),
}


@dataclass(frozen=True)
class Remark:
    """One thing to say about a set of dates; ``kind`` is "good", "plain" or "warm"."""

    kind: str
    text: str


def conflict_words(conflict: Conflict, titles: Titles) -> str:
    if conflict.kind == ConflictKind.TRAINER_BUSY and conflict.why:
        return _("The trainer is with “%(group)s” then.") % {"group": conflict.why}
    if conflict.kind == ConflictKind.CLOSED and (holiday := dutch_holiday(conflict.day)):
        return _("%(day)s is %(holiday)s.") % {
            "day": capfirst(in_words(conflict.day)),
            "holiday": holiday,
        }
    facts = {
        "day": capfirst(in_words(conflict.day)),
        "limit": in_words(conflict.limit),
        "other": titles.get(conflict.other_key) or _("the first possible date"),
        "why": conflict.why,
    }
    return str(_CONFLICTS[conflict.kind]) % facts


def remarks(proposal: Proposal, titles: Titles) -> list[Remark]:
    """Why these dates, each thing said once: what speaks for them first."""
    said = [
        Remark(_kind(reason), text)
        for reason in proposal.reasons
        if (text := _reason_words(reason, proposal, titles))
    ]
    weight = {"good": 0, "plain": 1, "warm": 2}
    return sorted(dict.fromkeys(said), key=lambda one: weight[one.kind])


def _kind(reason: Reason) -> str:
    if reason.kind in (ReasonKind.PREFERRED_DAY_KEPT, ReasonKind.EARLIEST_POSSIBLE):
        return "good"
    if reason.kind in (ReasonKind.PREFERRED_DAY_NOT_KEPT, ReasonKind.HALF_NOT_KEPT):
        return "warm"
    return "plain"


def _reason_words(reason: Reason, proposal: Proposal, titles: Titles) -> str:
    match reason.kind:
        case ReasonKind.PREFERRED_DAY_KEPT:
            return _every_time(reason, proposal)
        case ReasonKind.LATER_START:
            weeks = round(reason.count / 7)
            later = ngettext("Starts %d week later.", "Starts %d weeks later.", weeks)
            return later % weeks if weeks else ""
        case ReasonKind.CLOSED:
            return _clear_of(reason)
        case ReasonKind.PREFERRED_DAY_NOT_KEPT if reason.because == ReasonKind.EARLIEST_POSSIBLE:
            early = _("“%(step)s” is on a %(weekday)s, so that the group can start sooner.")
            return early % _facts(reason, titles)
        case kind if kind in _REASONS:
            return str(_REASONS[kind]) % _facts(reason, titles)
    return ""  # a weekend, or a search's own business: nothing that helps to choose


def _facts(reason: Reason, titles: Titles) -> dict[str, Any]:
    days = ngettext("%d day", "%d days", reason.count) % reason.count
    weeks, rest = divmod(reason.count, 7)
    return {
        "step": titles.get(reason.step_key, ""),
        "other": titles.get(reason.other_key, ""),
        "day": in_words(reason.day),
        "instead": in_words(reason.instead),
        "weekday": WEEKDAYS[reason.weekday] if reason.weekday is not None else "",
        "half": HALVES[reason.half] if reason.half else "",
        "distance": days if rest else ngettext("%d week", "%d weeks", weeks) % weeks,
    }


def _every_time(reason: Reason, proposal: Proposal) -> str:
    """One half for all the meetings on this weekday is worth saying too."""
    weekday = reason.weekday if reason.weekday is not None else 0
    halves = {slot.half for slot in proposal.slots if slot.half and slot.day.weekday() == weekday}
    if len(halves) != 1:
        return _("Every time on a %(weekday)s.") % {"weekday": WEEKDAYS[weekday]}
    return _("Every time on a %(weekday)s %(half)s.") % {
        "weekday": WEEKDAYS[weekday],
        "half": HALVES[halves.pop()],
    }


def _clear_of(reason: Reason) -> str:
    holidays = {
        name for day in filter(None, (reason.day, reason.until)) if (name := dutch_holiday(day))
    }
    return _("Keeps clear of: %(what)s.") % {"what": ", ".join(sorted(holidays)) or reason.why}


def blocked_words(found: Proposals, titles: Titles) -> str:
    """Why there are fewer sets than one hopes for, or none; "" when there are enough."""
    return " ".join(_blocked(found.blocked, titles)) if found.blocked else ""


def _blocked(reason: Reason, titles: Titles) -> Iterator[str]:
    if reason.kind == ReasonKind.FEW_FIT:
        few = "Only %(count)d set of dates fits.", "Only %(count)d sets of dates fit."
        yield ngettext(few[0], few[1], reason.count) % {"count": reason.count}
        return
    step = titles.get(reason.step_key, "")
    yield _("There is no day for “%(step)s” before %(until)s.") % {
        "step": step,
        "until": in_words(reason.until),
    }
    match reason.because:
        case ReasonKind.CLOSED:
            yield _("Most days are closed: %(why)s.") % {"why": reason.why}
        case ReasonKind.TRAINER_BUSY:
            yield _("The trainer is busy on most days.")
        case ReasonKind.TIME_FOR_DEADLINE:
            other = titles.get(reason.other_key, "")
            yield _("There is not enough time for “%(other)s”.") % {"other": other}
        case _:
            yield _("The distances in the programme leave no room.")


def weekday_choices() -> list[tuple[int, Any]]:
    """Monday to Friday."""
    return [(number, capfirst(str(WEEKDAYS[number]))) for number in range(5)]


def half_choices() -> list[tuple[str, Any]]:
    return [(half.value, capfirst(str(words))) for half, words in HALVES.items()]
