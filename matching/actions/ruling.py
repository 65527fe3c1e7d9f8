"""*These two*, *not these two*, and neither: what an adviser decides before anybody is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from matching.actions.refusing import NotPossible, already
from matching.board import Board, load_board
from matching.models import Ruling
from matching.models.ruling import mark_of
from mentorship.people.models import Person

Remembered = list[Any]  # mentor, kind, who made it and when: enough to make it again


class Overtaken(NotPossible):
    """Somebody decided in the meantime; the sentence says who, and what."""


@dataclass(frozen=True)
class Decided:
    """The board before and after, and what stood about the newcomer, for taking it back."""

    before: Board
    after: Board
    stood: list[Remembered]


def decide(
    newcomer: Person,
    mentor: Person,
    kind: Ruling.Kind | None,
    *,
    by: Person,
    at: datetime,
    seen: str,
) -> Decided:
    """Set these two, keep them apart, or leave them to the table (None).

    ``seen`` is the mark that the page showed of this newcomer. Changed since: Overtaken, and
    nothing is written. Raises NotPossible when the two cannot be set. Nobody is told of any of it.
    """
    with transaction.atomic():
        board = hold_board(newcomer, at, mentor)
        stood = board.rulings_of(newcomer)
        refuse_if_overtaken(newcomer, stood, seen)
        if kind == Ruling.Kind.TOGETHER:
            refuse_to_set(board, newcomer, mentor)
        _clear(newcomer, mentor, kind)
        if kind is not None:
            newcomer.rulings.create(mentor=mentor, kind=kind, made_by=by, made_at=at)
        return _decided(board, newcomer)


def _clear(newcomer: Person, mentor: Person, kind: Ruling.Kind | None) -> None:
    """What stood about these two; and who was set before, when somebody is set now."""
    same = Q(mentor=mentor)
    if kind == Ruling.Kind.TOGETHER:
        same |= Q(kind=kind)
    newcomer.rulings.filter(same).delete()


def restore(newcomer: Person, stood: Iterable[Remembered], *, at: datetime, seen: str) -> Decided:
    """Undo: what stood about this newcomer stands again, unless somebody decided since."""
    with transaction.atomic():
        board = hold_board(newcomer, at)
        refuse_if_overtaken(newcomer, board.rulings_of(newcomer), seen)
        newcomer.rulings.all().delete()
        for mentor, kind, made_by, made_at in stood:
            if mentor in board.people and Person.objects.filter(pk=made_by).exists():
                newcomer.rulings.create(
                    mentor_id=mentor,
                    kind=kind,
                    made_by_id=made_by,
                    made_at=datetime.fromisoformat(made_at),
                )
        return _decided(board, newcomer)


def hold(people: Iterable[Person]) -> None:
    """Whoever decides about the same people waits until this is done."""
    pks = {one.pk for one in people}
    list(Person.objects.select_for_update().filter(pk__in=pks).order_by("pk").values("pk"))


def hold_board(newcomer: Person, at: datetime, *others: Person) -> Board:
    """The board as it stands, while nobody else decides about these people."""
    hold([newcomer, *others])
    assert newcomer.organisation is not None
    return load_board(newcomer.organisation, at, also=[newcomer])


def _decided(board: Board, newcomer: Person) -> Decided:
    stands = newcomer.rulings.all().standing().select_related("mentor", "made_by")
    stood = [
        [one.mentor_id, one.kind, one.made_by_id, one.made_at.isoformat()]
        for one in board.rulings_of(newcomer)
    ]
    return Decided(board, board.after(newcomer, stands), stood)


def refuse_to_set(board: Board, newcomer: Person, mentor: Person) -> None:
    """What the table rules out cannot be set, nor a place that is set for somebody else."""
    if why := board.why_not(newcomer, mentor):
        raise NotPossible(why)


def refuse_if_overtaken(newcomer: Person, stands: list[Ruling], seen: str) -> None:
    """Raises Overtaken unless what stands about ``newcomer`` is what the page showed."""
    if newcomer.menteeships.open().exists():
        raise Overtaken(already(newcomer))
    if mark_of(stands) == seen:
        return
    known = set(seen.split("."))
    newer = [one for one in stands if str(one.pk) not in known]
    raise Overtaken(_what_was_decided(newcomer, newer[-1] if newer else None))


def _what_was_decided(newcomer: Person, last: Ruling | None) -> str:
    if last is None:
        text = _("A choice about %(newcomer)s was let go in the meantime. Nothing has changed now.")
        return text % {"newcomer": newcomer.given_name}
    if last.is_together:
        text = _(
            "%(by)s has set %(mentor)s for %(newcomer)s in the meantime. Nothing has changed now."
        )
    else:
        text = _(
            "%(by)s has decided in the meantime: not %(mentor)s for %(newcomer)s."
            " Nothing has changed now."
        )
    facts = {"by": last.made_by.name, "mentor": last.mentor.name}
    return text % {**facts, "newcomer": newcomer.given_name}
