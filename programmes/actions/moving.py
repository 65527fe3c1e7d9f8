"""One meeting: moved, cancelled and put back, and what hangs on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from mentorship.people.models import Person
from mentorship.reminders.models import Message
from mentorship.reminders.outbox import take_back, who_heard
from mentorship.reminders.rules import label
from programmes.actions.telling import (
    addressed,
    concerned,
    holders,
    kept_from,
    put_in,
    tell_of_meeting,
    with_a_waiting,
)
from programmes.models import Meeting
from programmes.planner import Slot
from programmes.planning import opens_on, with_move


@dataclass(frozen=True)
class Move:
    """Where and when a meeting goes."""

    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""


def move_meeting(meeting: Meeting, move: Move, *, by: Person, at: datetime) -> bool:
    """Another moment or place; what hangs on it goes along and everybody hears. Says if it moved.

    Who has not yet been told of the meeting at all gets no second mail: the first one, which is
    written when it is sent, says it right.
    """
    with transaction.atomic():
        meeting = _hold(meeting)
        if meeting.cancelled_at is not None or Move(*_where(meeting)) == move:
            return False
        if (meeting.starts_at, meeting.ends_at) != (move.starts_at, move.ends_at):
            _move_deadlines(meeting, move, at)
        if not take_back("meeting_moved", meeting, at=at):  # else nobody knows of that other time
            meeting.moved_from, meeting.moved_from_end = meeting.starts_at, meeting.ends_at
        _put(meeting, move, sequence=meeting.sequence + 1)
        unheard = with_a_waiting(meeting, "meeting_planned")
        told = [one for one in concerned(meeting, but=by) if one.pk not in unheard]
        tell_of_meeting(meeting, "meeting_moved", told, at=at)
    return True


def put_meeting_back(
    meeting: Meeting,
    move: Move,
    deadlines: Sequence[tuple[int, date, date]],
    *,
    by: Person,
    at: datetime,
) -> bool:
    """Undo a move, also of what was set by hand. Whoever heard of the move hears of this."""
    with transaction.atomic():
        meeting = _hold(meeting)
        if meeting.cancelled_at is not None:
            return False
        wrong = _who_thinks_otherwise(meeting, at)
        _put(meeting, move, sequence=meeting.sequence + 1)
        for pk, opens, due in deadlines:
            meeting.cohort.deadlines.filter(pk=pk).update(opens_on=opens, due_on=due)
        told = [one for one in concerned(meeting, but=by) if one.pk in wrong]
        tell_of_meeting(meeting, "meeting_moved", told, at=at)
    return True


def _who_thinks_otherwise(meeting: Meeting, at: datetime) -> set[int]:
    """Takes the last move back as far as it can. Who has heard of it must hear that it is undone,
    and who missed an earlier move because of it must hear of that one after all."""
    occasion = str(meeting.sequence)
    moves = Message.objects.filter(rule="meeting_moved", subject=label(meeting), occasion=occasion)
    missed = kept_from(meeting, moves.values_list("created_at", flat=True).first())
    take_back("meeting_moved", meeting, occasion=occasion, at=at)
    # Who was to hear of the meeting itself heard of it as it is by now, and of no move.
    untold = holders(meeting).keys() - set(moves.values_list("recipient", flat=True))
    heard = who_heard("meeting_moved", meeting, occasion) | untold
    if heard:
        meeting.moved_from, meeting.moved_from_end = meeting.starts_at, meeting.ends_at
    return heard | missed


def cancel_meeting(meeting: Meeting, *, by: Person, at: datetime) -> bool:
    """It is off; everybody who heard of it hears this. Says whether it was on."""
    with transaction.atomic():
        meeting = _hold(meeting)
        if not meeting.cancel(at):
            return False
        unheard = with_a_waiting(meeting, "meeting_planned")
        take_back("meeting_moved", meeting, at=at)
        told = [one for one in concerned(meeting, but=by) if one.pk not in unheard]
        tell_of_meeting(meeting, "meeting_cancelled", told, at=at)
    return True


def reinstate_meeting(meeting: Meeting, *, by: Person, at: datetime) -> bool:
    """It is on after all. In whose calendar it still stands, as it is now, hears nothing."""
    with transaction.atomic():
        meeting = _hold(meeting)
        since, occasion = meeting.cancelled_at, str(meeting.sequence)
        if not meeting.reinstate():
            return False
        take_back("meeting_cancelled", meeting, occasion=occasion, at=at)
        known = addressed(meeting)
        people = [one for one in concerned(meeting, but=by) if one.pk in known]
        put_in(meeting, people, at=at, since=since)
    return True


def _hold(meeting: Meeting) -> Meeting:
    """The row as it is now, and nobody else's until this is done."""
    rows = Meeting.objects.select_for_update(of=("self",))
    return rows.select_related(
        "step", "cohort__organisation", "cohort__trainer", "cohort__created_by"
    ).get(pk=meeting.pk)


def _where(meeting: Meeting) -> tuple[datetime, datetime, str, str]:
    return meeting.starts_at, meeting.ends_at, meeting.place, meeting.link


def _put(meeting: Meeting, move: Move, sequence: int) -> None:
    meeting.starts_at, meeting.ends_at = move.starts_at, move.ends_at
    meeting.place, meeting.link = move.place, move.link
    meeting.sequence = sequence
    meeting.save()


def _move_deadlines(meeting: Meeting, move: Move, at: datetime) -> None:
    """Work for a meeting that is open already stays open: somebody may be halfway."""
    today = meeting.cohort.organisation.local_date(at)
    zone = meeting.cohort.organisation.zone
    starts, ends = move.starts_at.astimezone(zone), move.ends_at.astimezone(zone)
    moved = Slot(meeting.step.key, starts.date(), starts=starts.time(), ends=ends.time())
    _plan, slots = with_move(meeting.cohort, moved)
    for deadline in meeting.cohort.deadlines.select_related("step__anchor"):
        due_on = slots[deadline.step.key].day
        if due_on != deadline.due_on:
            opens = opens_on(deadline.step, due_on, slots)
            if deadline.step.days <= 0 and deadline.opens_on <= today:
                opens = min(opens, deadline.opens_on)
            deadline.due_on, deadline.opens_on = due_on, opens
            deadline.save(update_fields=["due_on", "opens_on"])
