"""Who may become somebody's mentor, and who fits best: one table, read as it stands.

``HARD`` rules somebody out, and its first true row is the reason that is shown. ``WEIGHTED`` says
what makes a fit; its rows that apply are the reasons on the screen. Both work on plain values, so
that everything that chooses a mentor reads this table and no other.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.values import Candidate, Newcomer

KNOWS_THE_HOUSE = 3  # years from which somebody knows the organisation; ten is all there is to know


@dataclass(frozen=True)
class Hard:
    """Rules somebody out when ``holds``; ``why`` says so, about this very pair."""

    key: str
    rule: Any
    holds: Callable[[Newcomer, Candidate], bool]
    why: Callable[[Newcomer, Candidate], str]


@dataclass(frozen=True)
class Weighted:
    """``fits`` says how well, from 0 (not) to 10 (fully); ``reason`` says it in a word or two."""

    key: str
    rule: Any
    weight: str
    fits: Callable[[Newcomer, Candidate], int]
    reason: Callable[[Newcomer, Candidate], str]


WEIGHTS = {"not": 0, "a little": 1, "important": 3, "very important": 9}
WEIGHT_WORDS = {
    "not": gettext_lazy("does not count"),
    "a little": gettext_lazy("a little"),
    "important": gettext_lazy("important"),
    "very important": gettext_lazy("very important"),
}


def _why_unavailable(newcomer: Newcomer, candidate: Candidate) -> str:
    if candidate.available_from and candidate.available_from > newcomer.begins:
        return _("is available from %(day)s") % {"day": _day(candidate.available_from)}
    until = candidate.available_until
    return _("is available until %(day)s") % {"day": _day(until) if until else ""}


def _is_unavailable(newcomer: Newcomer, candidate: Candidate) -> bool:
    late = candidate.available_from and candidate.available_from > newcomer.begins
    early = candidate.available_until and candidate.available_until < newcomer.ends
    return bool(late or early)


def _why_untrained(newcomer: Newcomer, candidate: Candidate) -> str:
    if candidate.trained_on is None:
        return _("has not followed the training yet")
    if candidate.trained_on >= newcomer.today:
        return _("finishes the training on %(day)s") % {"day": _day(candidate.trained_on)}
    return _("was not at every half-day of the training")


def _why_full(newcomer: Newcomer, candidate: Candidate) -> str:
    if candidate.capacity == 0:
        return _("does not guide anybody at the moment")
    return ngettext(
        "is full: the one place is taken",
        "is full: all %(count)d places are taken",
        candidate.capacity,
    ) % {"count": candidate.capacity}


HARD: tuple[Hard, ...] = (
    Hard(
        "self",
        gettext_lazy("Nobody is their own mentor."),
        lambda newcomer, candidate: newcomer.pk == candidate.pk,
        lambda newcomer, candidate: _("is the new colleague"),
    ),
    Hard(
        "manager",
        gettext_lazy("A mentor is not the manager."),
        lambda newcomer, candidate: newcomer.managers[:1] == (candidate.pk,),
        lambda newcomer, candidate: _("is %(name)s’s manager") % {"name": newcomer.given_name},
    ),
    Hard(
        "line",
        gettext_lazy("A mentor is nobody above or below the new colleague in the same line."),
        lambda newcomer, candidate: (
            candidate.pk in newcomer.managers or newcomer.pk in candidate.managers
        ),
        lambda newcomer, candidate: (
            _("manages %(name)s’s manager") % {"name": newcomer.given_name}
            if candidate.pk in newcomer.managers
            else _("works under %(name)s") % {"name": newcomer.given_name}
        ),
    ),
    Hard(
        "no mentor",
        gettext_lazy("A mentor chose to be one: by taking part, or with their adviser."),
        lambda newcomer, candidate: not candidate.is_mentor,
        lambda newcomer, candidate: _("is not a mentor"),
    ),
    Hard(
        "untrained",
        gettext_lazy("A mentor is trained: here, or earlier or elsewhere."),
        lambda newcomer, candidate: not candidate.may_be_asked,
        _why_untrained,
    ),
    Hard(
        "said no",
        gettext_lazy("Who could not do it for this new colleague is not asked again."),
        lambda newcomer, candidate: newcomer.pk in candidate.said_no_to,
        lambda newcomer, candidate: _("said earlier that it does not suit now"),
    ),
    Hard(
        "no time",
        gettext_lazy("Whose manager says that there is no time is not asked."),
        lambda newcomer, candidate: candidate.has_time is False,
        lambda newcomer, candidate: _("does not have the time now, the manager says"),
    ),
    Hard(
        "leaves",
        gettext_lazy("A mentor works here during the whole period."),
        lambda newcomer, candidate: (
            candidate.leaves_on is not None and candidate.leaves_on < newcomer.ends
        ),
        lambda newcomer, candidate: (
            _("leaves on %(day)s") % {"day": _day(candidate.leaves_on)}
            if candidate.leaves_on
            else ""
        ),
    ),
    Hard(
        "unavailable",
        gettext_lazy("A mentor is available during the whole period."),
        _is_unavailable,
        _why_unavailable,
    ),
    Hard(
        "full",
        gettext_lazy("A mentor has a free place."),
        lambda newcomer, candidate: candidate.free == 0,
        _why_full,
    ),
)


def _department(newcomer: Newcomer, candidate: Candidate) -> int:
    """Not when the team is the same: that says it already."""
    same = newcomer.department and newcomer.department == candidate.department
    return 10 if same and newcomer.team != candidate.team else 0


def _years(newcomer: Newcomer, candidate: Candidate) -> int:
    years = candidate.years(newcomer.today)
    return min(years, 10) if years >= KNOWS_THE_HOUSE else 0


def _years_reason(newcomer: Newcomer, candidate: Candidate) -> str:
    return _("%(count)d years at %(organisation)s") % {
        "count": candidate.years(newcomer.today),
        "organisation": candidate.organisation,
    }


WEIGHTED: tuple[Weighted, ...] = (
    Weighted(
        "same team",
        gettext_lazy("Works in the same team."),
        "very important",
        lambda newcomer, candidate: (
            10 if newcomer.team is not None and newcomer.team == candidate.team else 0
        ),
        lambda newcomer, candidate: _("same team"),
    ),
    Weighted(
        "same department",
        gettext_lazy("Works in another team of the same department."),
        "important",
        _department,
        lambda newcomer, candidate: _("same department"),
    ),
    Weighted(
        "trained",
        gettext_lazy("Followed the training here."),
        "important",
        lambda newcomer, candidate: 10 if candidate.is_trained else 0,
        lambda newcomer, candidate: _("trained"),
    ),
    Weighted(
        "knows the organisation",
        gettext_lazy("Has worked here for three years or more; each year counts, up to ten."),
        "important",
        _years,
        _years_reason,
    ),
    Weighted(
        "room",
        gettext_lazy("Guides nobody else at the moment."),
        "a little",
        lambda newcomer, candidate: 10 if candidate.taken == 0 else 0,
        lambda newcomer, candidate: _("guides nobody now"),
    ),
    Weighted(
        "same job",
        gettext_lazy("Has the same job."),
        "a little",
        lambda newcomer, candidate: (
            10
            if newcomer.job_title
            and newcomer.job_title.casefold() == candidate.job_title.casefold()
            else 0
        ),
        lambda newcomer, candidate: _("same job"),
    ),
    Weighted(
        "introduced",
        gettext_lazy("Has written who they are."),
        "a little",
        lambda newcomer, candidate: 10 if candidate.has_introduced else 0,
        lambda newcomer, candidate: _("introduces themselves"),
    ),
)


def why_not(newcomer: Newcomer, candidate: Candidate) -> Hard | None:
    """The first row that rules this pair out, or None when nothing does."""
    return next((row for row in HARD if row.holds(newcomer, candidate)), None)


def fit(newcomer: Newcomer, candidate: Candidate) -> int:
    """How well they fit: only for ordering and solving, never shown."""
    return sum(WEIGHTS[row.weight] * row.fits(newcomer, candidate) for row in WEIGHTED)


def reasons(newcomer: Newcomer, candidate: Candidate) -> list[str]:
    return [
        row.reason(newcomer, candidate)
        for row in WEIGHTED
        if WEIGHTS[row.weight] and row.fits(newcomer, candidate)
    ]


def _day(day: date) -> str:
    return date_format(day, "j F")
