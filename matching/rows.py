"""The board as it is read: a row for each newcomer who waits, and whom we propose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from matching.board import Board
from matching.models import Ruling
from matching.otherwise import Choice, Otherwise
from matching.relief import Help, Left
from matching.values import Candidate
from mentorship.people.models import Person

SOON = timedelta(days=10)  # before the first day, from when the adviser hears it each day


@dataclass(frozen=True)
class Row:
    """``pin`` is the adviser's *these two*; ``broken`` says why it cannot be any more.

    ``next_best`` is None where the adviser chose, and where nobody else can be; ``help`` is what
    would help most where nobody can.
    """

    newcomer: Person
    mark: str
    is_soon: bool
    mentor: Person | None
    candidate: Candidate | None
    reasons: list[str]
    pin: Ruling | None
    broken: str
    apart: list[Ruling]
    next_best: Choice | None
    help: Help | None


def rows_of(board: Board, newcomers: Iterable[Person], left: Iterable[Left] = ()) -> list[Row]:
    otherwise = Otherwise(board)
    helps = {who.pk: group.helps[0] for group in left if group.helps for who in group.newcomers}
    return [row_of(board, one, otherwise, helps.get(one.pk)) for one in newcomers]


def row_of(
    board: Board, newcomer: Person, otherwise: Otherwise, helping: Help | None = None
) -> Row:
    mentor = board.round.mentor_of(newcomer.pk)
    rulings = board.rulings_of(newcomer)
    today = board.round.newcomers[newcomer.pk].today
    return Row(
        newcomer=newcomer,
        mark=board.mark_of(newcomer),
        is_soon=bool(newcomer.starts_on and newcomer.starts_on <= today + SOON),
        mentor=board.pool.people[mentor] if mentor else None,
        candidate=board.pool.candidates[mentor] if mentor else None,
        reasons=board.round.reasons(newcomer.pk, mentor) if mentor else [],
        pin=next((one for one in rulings if one.is_together), None),
        broken=board.why_broken(newcomer),
        apart=[one for one in rulings if not one.is_together],
        next_best=otherwise.next_best(newcomer) if mentor else None,
        help=helping,
    )
