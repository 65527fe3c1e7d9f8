"""Suggestions: the table applied to everybody who could be asked. Plain values in, words out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from matching.criteria import AS_IT_STANDS, fit, reasons, why_not
from matching.round import Round
from matching.values import Candidate, Newcomer


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

    When places are short, who stands first in ``newcomers`` is served first. The same facts give
    the same answer, whatever the order of ``candidates``.
    """
    round_ = Round({one.pk: one for one in newcomers}, candidates, weights=weights)
    return {
        one.pk: Suggestion(candidates[mentor], round_.reasons(one.pk, mentor))
        for one in newcomers
        if (mentor := round_.mentor_of(one.pk)) is not None
    }
