"""Everybody who could be one newcomer's mentor, and everybody who could not, with the reason."""

from dataclasses import dataclass

from django.utils.text import capfirst

from matching.board import Board
from matching.models import Ruling
from matching.otherwise import Choice, Otherwise
from matching.ranking import advise
from matching.rows import Row, row_of
from matching.values import Candidate
from mentorship.people.models import Person


@dataclass(frozen=True)
class Possible:
    """A mentor who could be, and what it comes to for everybody together."""

    mentor: Person
    candidate: Candidate
    reasons: list[str]
    choice: Choice


@dataclass(frozen=True)
class NotPossible:
    """``why`` is a sentence about the two; ``apart`` an adviser's decision, to let go of."""

    mentor: Person
    why: str
    apart: Ruling | None

    @property
    def short(self) -> str:
        """The same under the mentor's name, without it."""
        return capfirst(self.why.removeprefix(f"{self.mentor.name} "))


@dataclass(frozen=True)
class Suggestions:
    row: Row
    others: list[Possible]
    excluded: list[NotPossible]
    nameable: list[Person]
    named: Possible | NotPossible | None


def suggestions(board: Board, newcomer: Person, named: int) -> Suggestions:
    """``named`` is the mentor about whom the adviser asks: why not this one?"""
    rulings = board.rulings_of(newcomer)
    otherwise = Otherwise(board)
    row = row_of(board, newcomer, otherwise)
    if row.pin is not None:
        # What another costs is measured from the best, not from what the adviser set.
        free = board.after(newcomer, [one for one in rulings if not one.is_together])
        otherwise = Otherwise(free)
    excluded = _excluded(board, newcomer)
    possible = _possible(otherwise, newcomer, {one.mentor.pk for one in excluded})
    everybody: dict[int, Possible | NotPossible] = {one.mentor.pk: one for one in excluded}
    everybody |= {one.mentor.pk: one for one in possible}
    return Suggestions(
        row=row,
        others=[one for one in possible if one.mentor != row.mentor],
        excluded=excluded,
        nameable=sorted(
            (one.mentor for one in everybody.values()), key=lambda one: (one.sorts_as, one.pk)
        ),
        named=everybody.get(named),
    )


def _possible(otherwise: Otherwise, newcomer: Person, excluded: set[int]) -> list[Possible]:
    return [
        Possible(
            mentor=choice.mentor,
            candidate=otherwise.board.pool.candidates[choice.mentor.pk],
            reasons=otherwise.board.round.reasons(newcomer.pk, choice.mentor.pk),
            choice=choice,
        )
        for choice in otherwise.choices(newcomer)
        if choice.mentor is not None and choice.mentor.pk not in excluded
    ]


def _excluded(board: Board, newcomer: Person) -> list[NotPossible]:
    """Whom one would think of first stands first here too."""
    candidates = board.pool.candidates_for(newcomer).values()
    advice = advise(board.round.newcomers[newcomer.pk], candidates, board.round.weights)
    people = [board.pool.people[one.candidate.pk] for one in advice.suggestions]
    held = [one for one in people if board.why_not(newcomer, one)]
    ruled_out = [board.pool.people[one.candidate.pk] for one in advice.excluded]
    apart = {one.mentor_id: one for one in board.rulings_of(newcomer) if not one.is_together}
    return [
        NotPossible(one, board.why_not(newcomer, one), apart.get(one.pk))
        for one in (*held, *ruled_out)
    ]
