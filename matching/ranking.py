"""Suggestions: the table applied to everybody who could be asked. Plain values in, words out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from matching.criteria import fit, reasons, why_not
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


def advise(newcomer: Newcomer, candidates: Iterable[Candidate]) -> Advice:
    """The same facts always give the same order: equals stand by name."""
    possible: list[Candidate] = []
    excluded: list[Excluded] = []
    for candidate in candidates:
        if row := why_not(newcomer, candidate):
            excluded.append(Excluded(candidate, row.key, row.why(newcomer, candidate)))
        else:
            possible.append(candidate)
    possible.sort(key=lambda one: _order(newcomer, one))
    # Whom one would think of first stands first here too.
    excluded.sort(key=lambda one: _order(newcomer, one.candidate))
    return Advice(newcomer, [Suggestion(one, reasons(newcomer, one)) for one in possible], excluded)


def _order(newcomer: Newcomer, candidate: Candidate) -> tuple[int, str, int]:
    return -fit(newcomer, candidate), candidate.sort_name, candidate.pk


def propose(
    newcomers: Iterable[Newcomer], candidates: Mapping[int, Candidate]
) -> dict[int, Suggestion]:
    """One suggestion for each newcomer, in the order given: who starts first chooses first.

    A place that is suggested to one is not suggested to the next. Not the best for all together:
    that is the solver's work.
    """
    left = dict(candidates)
    found: dict[int, Suggestion] = {}
    for newcomer in newcomers:
        best = _best(newcomer, left.values())
        if best is not None:
            found[newcomer.pk] = Suggestion(best, reasons(newcomer, candidates[best.pk]))
            left[best.pk] = replace(best, taken=best.taken + 1)
    return found


def _best(newcomer: Newcomer, candidates: Iterable[Candidate]) -> Candidate | None:
    possible = (one for one in candidates if why_not(newcomer, one) is None)
    return min(
        possible,
        key=lambda one: _order(newcomer, one),
        default=None,
    )
