"""Who may become somebody's mentor, and who fits best: one table, read as it stands.

``HARD`` rules somebody out, and its first true row is the reason that is shown. ``WEIGHTED`` says
what makes a fit; its rows that apply are the reasons on the screen. Both work on plain values, so
that everything that chooses a mentor reads this table and no other. An organisation may weigh a row
otherwise: ``weights`` has, by the row's key, the weight that counts there (``Policy.weights``).

No row asks for age, gender, origin, health or anything else that the law protects: those are no
facts of a Newcomer or a Candidate (``matching/values.py``), and a test holds that.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching import because
from matching.because import FULLY
from matching.values import Candidate, Newcomer


@dataclass(frozen=True)
class Facts:
    """What a row looks at: fields of Newcomer and of Candidate. Nothing else sways it."""

    newcomer: tuple[str, ...]
    candidate: tuple[str, ...]


def facts(newcomer: str, candidate: str) -> Facts:
    return Facts(tuple(newcomer.split()), tuple(candidate.split()))


@dataclass(frozen=True)
class Hard:
    """Rules somebody out when ``holds``; ``why`` says so, about this very pair."""

    key: str
    rule: Any
    looks_at: Facts
    holds: Callable[[Newcomer, Candidate], bool]
    why: Callable[[Newcomer, Candidate], str]


@dataclass(frozen=True)
class Weighted:
    """``fits`` says how well, from 0 (not) to 10 (fully); ``reason`` says it in a word or two."""

    key: str
    rule: Any
    weight: str
    looks_at: Facts
    fits: Callable[[Newcomer, Candidate], int]
    reason: Callable[[Newcomer, Candidate], str]
    # What those words name: pairs that share it share the words.
    said_of: Callable[[Newcomer, Candidate], Hashable] = lambda newcomer, candidate: None


WEIGHTS = {"not": 0, "a little": 1, "important": 3, "very important": 9}
WEIGHT_WORDS = {
    "not": gettext_lazy("does not count"),
    "a little": gettext_lazy("a little"),
    "important": gettext_lazy("important"),
    "very important": gettext_lazy("very important"),
}
AS_IT_STANDS: Mapping[str, str] = MappingProxyType({})  # no organisation's own weights
# Where the trained go first. More than all other rows of a thousand newcomers together, so that
# nobody untrained is proposed while somebody trained could be.
FIRST = 10_000_000

HARD: tuple[Hard, ...] = (
    Hard(
        "self",
        gettext_lazy("Nobody is their own mentor."),
        facts("pk", "pk"),
        lambda newcomer, candidate: newcomer.pk == candidate.pk,
        lambda newcomer, candidate: _("is the new colleague"),
    ),
    Hard(
        "manager",
        gettext_lazy("A mentor is not the manager."),
        facts("managers", "pk"),
        lambda newcomer, candidate: newcomer.managers[:1] == (candidate.pk,),
        lambda newcomer, candidate: _("is %(name)s’s manager") % {"name": newcomer.given_name},
    ),
    Hard(
        "line",
        gettext_lazy("A mentor is nobody above or below the new colleague in the same line."),
        facts("pk managers", "pk managers"),
        because.is_in_line,
        because.in_line,
    ),
    Hard(
        "organisation",
        gettext_lazy("A mentor works at the same organisation as the new colleague."),
        facts("employer", "employer"),
        lambda newcomer, candidate: newcomer.employer != candidate.employer,
        because.elsewhere,
    ),
    Hard(
        "no mentor",
        gettext_lazy("A mentor chose to be one: by taking part, or with their adviser."),
        facts("", "is_mentor"),
        lambda newcomer, candidate: not candidate.is_mentor,
        lambda newcomer, candidate: _("is not a mentor"),
    ),
    Hard(
        "apart",
        gettext_lazy("Two of whom an adviser said “not these two” are not proposed."),
        facts("pk", "apart_from"),
        lambda newcomer, candidate: newcomer.pk in candidate.apart_from,
        because.apart,
    ),
    Hard(
        "said no",
        gettext_lazy("Who could not do it for this new colleague is not asked again."),
        facts("pk", "said_no_to"),
        lambda newcomer, candidate: newcomer.pk in candidate.said_no_to,
        lambda newcomer, candidate: _("said earlier that it does not suit now"),
    ),
    Hard(
        "changed",
        gettext_lazy("Whose pair was changed is not proposed for the same new colleague again."),
        facts("pk", "changed_with"),
        lambda newcomer, candidate: newcomer.pk in candidate.changed_with,
        lambda newcomer, candidate: _("was the mentor, until you changed it"),
    ),
    Hard(
        "untrained",
        gettext_lazy(
            "A mentor is trained: was at each half-day here, or learned it earlier or elsewhere."
            " A form that is not handed in yet does not count."
        ),
        facts("", "is_trained trained_elsewhere may_be_matched"),
        lambda newcomer, candidate: not candidate.may_be_asked,
        because.untrained,
    ),
    Hard(
        "no time",
        gettext_lazy("Whose manager says that there is no time is not asked."),
        facts("", "has_time"),
        lambda newcomer, candidate: candidate.has_time is False,
        lambda newcomer, candidate: _("does not have the time now, the manager says"),
    ),
    Hard(
        "waits for manager",
        gettext_lazy("Whose manager has not agreed on the time yet is not asked."),
        facts("", "waits_for_manager"),
        lambda newcomer, candidate: candidate.waits_for_manager,
        lambda newcomer, candidate: _("waits for the manager’s answer"),
    ),
    Hard(
        "leaves",
        gettext_lazy("A mentor works here during the whole period."),
        facts("first_day today", "leaves_on"),
        because.is_leaving,
        because.leaves,
    ),
    Hard(
        "paused",
        gettext_lazy("A mentor who takes a break is left alone until it is over."),
        facts("first_day today", "paused_until"),
        lambda newcomer, candidate: candidate.is_paused(newcomer.begins),
        because.paused,
    ),
    Hard(
        "unavailable",
        gettext_lazy("A mentor is available during the whole period."),
        facts("first_day today", "available_from available_until"),
        because.is_unavailable,
        because.unavailable,
    ),
    Hard(
        "full",
        gettext_lazy("A mentor has a free place."),
        facts("", "capacity taken"),
        lambda newcomer, candidate: candidate.free == 0,
        because.full,
    ),
)

WEIGHTED: tuple[Weighted, ...] = (
    Weighted(
        "same team",
        gettext_lazy("Works in the same team."),
        "very important",
        facts("team", "team"),
        because.same_team,
        lambda newcomer, candidate: _("same team"),
    ),
    Weighted(
        "same department",
        gettext_lazy("Works in another team of the same department."),
        "important",
        facts("team department", "team department"),
        because.same_department,
        lambda newcomer, candidate: _("same department"),
    ),
    Weighted(
        "trained",
        gettext_lazy("Followed the training here."),
        "important",
        facts("", "is_trained"),
        lambda newcomer, candidate: FULLY if candidate.is_trained else 0,
        lambda newcomer, candidate: _("trained"),
    ),
    Weighted(
        "knows the organisation",
        gettext_lazy("Has worked here for three years or more; each year counts, up to ten."),
        "important",
        facts("today", "hired_on organisation"),
        because.years,
        because.how_many_years,
        lambda newcomer, candidate: (candidate.years(newcomer.today), candidate.organisation),
    ),
    Weighted(
        "theme wished",
        gettext_lazy("Likes to talk about what the new colleague wishes."),
        "important",
        facts("themes", "themes"),
        because.themes,
        because.which_themes,
        lambda newcomer, candidate: newcomer.themes & candidate.themes,
    ),
    Weighted(
        "days in common",
        gettext_lazy("Works on the same days; two days together is enough."),
        "important",
        facts("days", "days"),
        because.days,
        because.which_days,
        lambda newcomer, candidate: newcomer.days & candidate.days,
    ),
    Weighted(
        "same way",
        gettext_lazy("Likes to meet in the way the new colleague wishes."),
        "a little",
        facts("way", "ways"),
        because.way,
        because.which_way,
        lambda newcomer, candidate: newcomer.way,
    ),
    Weighted(
        "room",
        gettext_lazy("Guides nobody else at the moment."),
        "a little",
        facts("", "taken"),
        lambda newcomer, candidate: FULLY if candidate.taken == 0 else 0,
        lambda newcomer, candidate: _("guides nobody now"),
    ),
    Weighted(
        "same job",
        gettext_lazy("Has the same job."),
        "a little",
        facts("job_title", "job_title"),
        because.same_job,
        lambda newcomer, candidate: _("same job"),
    ),
    Weighted(
        "introduced",
        gettext_lazy("Has written who they are."),
        "a little",
        facts("", "has_introduced"),
        lambda newcomer, candidate: FULLY if candidate.has_introduced else 0,
        lambda newcomer, candidate: _("introduces themselves"),
    ),
)


def why_not(newcomer: Newcomer, candidate: Candidate) -> Hard | None:
    """The first row that rules this pair out, or None when nothing does."""
    return next((row for row in HARD if row.holds(newcomer, candidate)), None)


def weight_of(row: Weighted, weights: Mapping[str, str] = AS_IT_STANDS) -> str:
    """How much this row counts: the organisation's own choice, or the table's."""
    return weights.get(row.key, row.weight)


def fit(newcomer: Newcomer, candidate: Candidate, weights: Mapping[str, str] = AS_IT_STANDS) -> int:
    """How well they fit: only for ordering and solving, never shown."""
    points = FIRST if candidate.goes_first else 0
    for row in WEIGHTED:
        if weight := WEIGHTS[weight_of(row, weights)]:
            points += weight * row.fits(newcomer, candidate)
    return points


def reasons(
    newcomer: Newcomer, candidate: Candidate, weights: Mapping[str, str] = AS_IT_STANDS
) -> list[str]:
    return [
        row.reason(newcomer, candidate)
        for row in WEIGHTED
        if WEIGHTS[weight_of(row, weights)] and row.fits(newcomer, candidate)
    ]
