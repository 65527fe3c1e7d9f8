"""Suggestions: the table applied to everybody who could be asked. Plain values in, words out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.criteria import AS_IT_STANDS, fit, reasons, why_not
from matching.solver import Question, divide
from matching.values import Candidate, Newcomer

# Of the first, second, … newcomer with one mentor, in the points of the table: the work is shared.
RISES = (0, 10, 30, 60, 100)


@dataclass(frozen=True)
class Suggestion:
    candidate: Candidate
    reasons: list[str]


@dataclass(frozen=True)
class Excluded:
    """Somebody who cannot be asked now. ``key`` names the row of the table."""

    candidate: Candidate
    key: str
    why: str


@dataclass(frozen=True)
class Advice:
    """Who could be asked for one newcomer, best first, and who not and why."""

    newcomer: Newcomer
    suggestions: list[Suggestion]
    excluded: list[Excluded]


def advise(
    newcomer: Newcomer,
    candidates: Iterable[Candidate],
    weights: Mapping[str, str] = AS_IT_STANDS,
) -> Advice:
    """The same facts always give the same order: equals stand by name."""
    possible: list[Candidate] = []
    excluded: list[Excluded] = []
    for candidate in candidates:
        if row := why_not(newcomer, candidate):
            excluded.append(Excluded(candidate, row.key, row.why(newcomer, candidate)))
        else:
            possible.append(candidate)
    possible.sort(key=lambda one: _order(newcomer, one, weights))
    # Whom one would think of first stands first here too.
    excluded.sort(key=lambda one: _order(newcomer, one.candidate, weights))
    suggestions = [Suggestion(one, reasons(newcomer, one, weights)) for one in possible]
    return Advice(newcomer, suggestions, excluded)


def _order(
    newcomer: Newcomer, candidate: Candidate, weights: Mapping[str, str]
) -> tuple[int, str, int]:
    return -fit(newcomer, candidate, weights), candidate.sort_name, candidate.pk


def propose(
    newcomers: Sequence[Newcomer],
    candidates: Mapping[int, Candidate],
    weights: Mapping[str, str] = AS_IT_STANDS,
) -> dict[int, Suggestion]:
    """A mentor for each newcomer, the best for all of them together; who cannot be served has none.

    When places are short, who stands first in ``newcomers`` is served first. Equals stand by name,
    so that the same facts give the same answer.
    """
    mentors = sorted(candidates.values(), key=lambda one: (one.sort_name, one.pk))
    question = Question(
        newcomers=[one.pk for one in newcomers],
        mentors=[one.pk for one in mentors],
        places={one.pk: one.free for one in mentors},
        costs={
            (newcomer.pk, mentor.pk): -fit(newcomer, mentor, weights)
            for newcomer in newcomers
            for mentor in mentors
            if why_not(newcomer, mentor) is None
        },
        guides={one.pk: one.taken for one in mentors},
        rises=RISES,
    )
    found = divide(question).mentor_of
    return {
        one.pk: Suggestion(mentor, reasons(one, mentor, weights))
        for one in newcomers
        if one.pk in found
        for mentor in [candidates[found[one.pk]]]
    }
