"""The question to a mentor: put, and taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from matching.actions.refusing import NotPossible, already
from matching.actions.ruling import hold, hold_board, refuse_if_overtaken, refuse_to_set
from matching.actions.telling import tell_of
from matching.board import Board, load_board
from matching.models import Mentorship
from mentorship.people.models import Person
from mentorship.reminders.outbox import occasion_of, take_back, who_heard


def ask(
    mentor: Person, mentee: Person, *, by: Person, at: datetime, seen: str | None = None
) -> Mentorship:
    """Put the question to a mentor and write their mail. One question at a time for a newcomer.

    ``seen`` is the mark of the newcomer that the page showed, see ``mark_of``; None asks whatever
    was decided since. Raises NotPossible; of two advisers at once the database lets one through.
    """
    with transaction.atomic():
        mentorship = put(mentor, mentee, by=by, at=at, seen=seen)
        _tell_mentor(mentorship, at)
    return mentorship


def put(
    mentor: Person,
    mentee: Person,
    *,
    by: Person,
    at: datetime,
    seen: str | None = None,
    replaces: Mentorship | None = None,
) -> Mentorship:
    """The question itself, of which nobody is told yet.

    The table of criteria is asked again here, for the page may be old. Raises NotPossible.
    """
    try:
        with transaction.atomic():
            board = hold_board(mentee, at, mentor)  # so that this mentor's places are counted
            return _put(board, mentor, mentee, by=by, at=at, seen=seen, replaces=replaces)
    except IntegrityError as fault:
        raise NotPossible(already(mentee)) from fault


def _put(
    board: Board,
    mentor: Person,
    mentee: Person,
    *,
    by: Person,
    at: datetime,
    seen: str | None,
    replaces: Mentorship | None = None,
) -> Mentorship:
    if seen is not None:
        refuse_if_overtaken(mentee, board.rulings_of(mentee), seen)
    elif mentee.menteeships.open().exists():
        raise NotPossible(already(mentee))
    refuse_to_set(board, mentee, mentor)
    return Mentorship.objects.create(
        mentor=mentor, mentee=mentee, asked_by=by, asked_at=at, replaces=replaces
    )


def _tell_mentor(question: Mentorship, at: datetime) -> None:
    tell_of(question, "mentor_asked", question.mentor, at=at, occasion=occasion_of(at))


@dataclass(frozen=True)
class Chosen:
    """A pair as the page showed it, with the newcomer's mark of then."""

    newcomer: Person
    mentor: Person
    seen: str


@dataclass(frozen=True)
class Presented:
    """A round that was put to the mentors: who is asked, and for whom not and why."""

    asked: list[Mentorship]
    failed: list[tuple[Person, str]]


def present(chosen: Sequence[Chosen], *, by: Person, at: datetime) -> Presented:
    """Ask each of these mentors. One that cannot be asked any more does not stop the others.

    The board is read once: nobody else decides about these people meanwhile, and each question
    that is put counts for those after it.
    """
    found = Presented([], [])
    with transaction.atomic():
        hold(person for one in chosen for person in (one.newcomer, one.mentor))
        boards = _boards(chosen, at)
        for one in chosen:
            board = boards[one.newcomer.organisation_id]
            try:
                with transaction.atomic():
                    question = _put(board, one.mentor, one.newcomer, by=by, at=at, seen=one.seen)
            except (NotPossible, IntegrityError) as why:
                said = already(one.newcomer) if isinstance(why, IntegrityError) else str(why)
                found.failed.append((one.newcomer, said))
            else:
                _tell_mentor(question, at)
                found.asked.append(question)
                boards[one.newcomer.organisation_id] = board.asking(one.newcomer, one.mentor)
    return found


def _boards(chosen: Sequence[Chosen], at: datetime) -> dict[int | None, Board]:
    """Of each organisation, by its key; who is chosen counts as waiting."""
    organisations = {one.newcomer.organisation for one in chosen}
    return {
        one.pk: load_board(
            one, at, also=[who.newcomer for who in chosen if who.newcomer.organisation == one]
        )
        for one in organisations
        if one is not None
    }


def withdraw(mentorship: Mentorship, *, at: datetime) -> bool:
    """Take the question back. Unsent, nobody hears of it; sent, the mentor hears that it lapsed."""
    with transaction.atomic():
        if not mentorship.withdraw(at=at):
            return False
        take_back("mentor_asked", mentorship, at=at)
        if who_heard("mentor_asked", mentorship):
            tell_of(mentorship, "mentor_question_lapsed", mentorship.mentor, at=at)
    return True
