"""Who gets a seat: invited, accepted, waiting, declined, withdrawn.

Whoever changes who holds a seat first takes the cohort's row, so that two clicks stand in line. The
unique key on cohort and seat would refuse a double seat even then.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from mentorship.people.models import Person
from mentorship.reminders.models import Message
from mentorship.reminders.outbox import occasion_of, take_back, tell
from mentorship.reminders.rules import label
from programmes.actions.telling import put_in, take_out
from programmes.models import Cohort, Enrolment, Meeting


def invite(
    cohort: Cohort, people: Iterable[Person], *, by: Person, at: datetime
) -> list[Enrolment]:
    """Ask these colleagues, and put the mail to each in the outbox; gives who was asked now.

    Who declined or withdrew is asked again. Who is asked, waits or takes part is left alone.
    """
    with transaction.atomic():
        cohort = _hold(cohort.pk)
        known = {one.person_id: one for one in cohort.enrolments.select_related("cohort")}
        asked = []
        for person in people:
            enrolment = known.get(person.pk)
            if enrolment is None:
                enrolment = Enrolment.objects.create(
                    cohort=cohort, person=person, invited_at=at, invited_by=by, state_since=at
                )
            elif not enrolment.move_to("invited", at=at):
                continue
            else:
                enrolment.invited_at, enrolment.invited_by = at, by
                enrolment.save(update_fields=["invited_at", "invited_by"])
            _tell(enrolment, "invitation", at, person=person, cohort=cohort)
            asked.append(enrolment)
    return asked


def take_invitations_back(cohort: Cohort, invited_at: datetime, at: datetime) -> int:
    """Undo the invitations of one click, as far as nobody answered; gives how many.

    Somebody whose mail has not gone never knew: the row goes. Who was asked before, or has the mail
    already, stays in the list as withdrawn.
    """
    with transaction.atomic():
        cohort = _hold(cohort.pk)
        batch = cohort.enrolments.filter(state="invited", invited_at=invited_at)
        for enrolment in batch:
            take_back("invitation", enrolment, at=at)
            if _was_told_anything(enrolment):
                enrolment.move_to("withdrawn", at=at)
            else:
                enrolment.delete()
    return len(batch)


def _was_told_anything(enrolment: Enrolment) -> bool:
    return Message.objects.filter(subject=label(enrolment), dropped_at=None).exists()


def accept(enrolment: Enrolment, at: datetime) -> str:
    """Yes: the lowest free seat, or a place on the waiting list; gives the state that came of it.

    Said twice, or after the start, it changes nothing.
    """
    with transaction.atomic():
        enrolment = _hold_enrolment(enrolment)
        if enrolment.state not in ("invited", "declined") or not enrolment.can_answer(at):
            return enrolment.state
        _move_up(enrolment.cohort, at)
        return _seat_or_wait(enrolment, at, said="seat_confirmed")


def decline(enrolment: Enrolment, at: datetime) -> str:
    """No, also after an earlier yes: then the seat goes to who waits longest."""
    with transaction.atomic():
        enrolment = _hold_enrolment(enrolment)
        took_part = enrolment.takes_part
        if enrolment.can_answer(at) and enrolment.move_to("declined", at=at):
            _clear_calendar(enrolment, took_part, at)
            _move_up(enrolment.cohort, at)
        return enrolment.state


def withdraw(enrolment: Enrolment, *, by: Person, at: datetime) -> str:
    """The organisers take somebody out of the group; gives the state this person had.

    Who had a seat or waited for one hears it; an invitation that has not gone is stopped.
    """
    with transaction.atomic():
        enrolment = _hold_enrolment(enrolment)
        before, took_part = enrolment.state, enrolment.takes_part
        if not enrolment.move_to("withdrawn", at=at):
            return before
        _clear_calendar(enrolment, took_part, at)
        take_back("invitation", enrolment, at=at)
        if before != "invited" and by.pk != enrolment.person_id:
            _tell(enrolment, "withdrawn", at)
        _move_up(enrolment.cohort, at)
    return before


def reinstate(enrolment: Enrolment, *, to: str, at: datetime) -> str:
    """Undo a withdrawal: back to invited, or to a seat if one is free, else to the waiting list."""
    with transaction.atomic():
        enrolment = _hold_enrolment(enrolment)
        if enrolment.state != "withdrawn":
            return enrolment.state
        was_unheard = bool(take_back("withdrawn", enrolment, at=at))
        if to == "invited":
            enrolment.move_to("invited", at=at)
            _invite_again_if_stopped(enrolment, at)
            return enrolment.state
        return _seat_or_wait(enrolment, at, said="" if was_unheard else "seat_confirmed")


def _invite_again_if_stopped(enrolment: Enrolment, at: datetime) -> None:
    """An invitation that was stopped in time must still go; one that went must not go twice."""
    stopped = Message.objects.filter(
        rule="invitation",
        subject=label(enrolment),
        occasion=occasion_of(enrolment.invited_at),
        dropped_at__isnull=False,
    )
    if stopped.exists():
        enrolment.invited_at = at
        enrolment.save(update_fields=["invited_at"])
        _tell(enrolment, "invitation", at)


def promote_waiting(cohort: Cohort, at: datetime) -> list[Enrolment]:
    """Give each free seat to who waits longest; for when seats were added. Gives who moved up."""
    with transaction.atomic():
        return _move_up(_hold(cohort.pk), at)


def complete(cohort: Cohort, at: datetime) -> int:
    """The adviser closes the group: whoever takes part has completed it. Gives how many."""
    with transaction.atomic():
        seated = list(_hold(cohort.pk).enrolments.filter(state="accepted"))
        return sum(one.move_to("completed", at=at, seat=one.seat) for one in seated)


def _hold(pk: int) -> Cohort:
    return Cohort.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)


def _hold_enrolment(enrolment: Enrolment) -> Enrolment:
    """This enrolment as it stands now that nobody else can change its cohort's seats."""
    cohort = _hold(enrolment.cohort_id)
    fresh = Enrolment.objects.select_related("person").get(pk=enrolment.pk)
    fresh.cohort = cohort
    return fresh


def _free_seat(cohort: Cohort) -> int | None:
    taken = set(cohort.enrolments.holding_a_seat().values_list("seat", flat=True))
    if len(taken) >= cohort.seats:  # also after the number of seats was lowered
        return None
    return next(seat for seat in range(1, cohort.seats + 1) if seat not in taken)


def _seat_or_wait(enrolment: Enrolment, at: datetime, *, said: str) -> str:
    seat, since = _free_seat(enrolment.cohort), enrolment.state_since
    if seat is None:
        enrolment.move_to("waiting", at=at)
        _tell(enrolment, "on_waiting_list", at)
    else:
        enrolment.move_to("accepted", at=at, seat=seat)
        if said:
            _tell(enrolment, said, at)
        for meeting in _dates(enrolment, at):
            put_in(meeting, [enrolment.person], at=at, since=since)
    return enrolment.state


def _move_up(cohort: Cohort, at: datetime) -> list[Enrolment]:
    """Needs the cohort's row. After the start nobody moves up: the adviser decides then."""
    day = cohort.organisation.local_date(at)
    still_here = Q(person__leaves_on=None) | Q(person__leaves_on__gte=day)
    waiting = cohort.enrolments.waiting().filter(
        still_here, person__is_active=True, person__erased_at=None
    )
    moved: list[Enrolment] = []
    for enrolment in waiting.select_related("person"):
        enrolment.cohort = cohort
        if not enrolment.can_answer(at) or _free_seat(cohort) is None:
            break
        _seat_or_wait(enrolment, at, said="seat_offered")
        moved.append(enrolment)
    return moved


def _tell(
    enrolment: Enrolment,
    key: str,
    at: datetime,
    *,
    person: Person | None = None,
    cohort: Cohort | None = None,
) -> None:
    cohort = cohort or enrolment.cohort
    tell(
        key,
        enrolment,
        person or enrolment.person,
        organisation=cohort.organisation,
        at=at,
        occasion=occasion_of(at),
        about=cohort.label,
    )


def _clear_calendar(enrolment: Enrolment, took_part: bool, at: datetime) -> None:
    if took_part:
        for meeting in _dates(enrolment, at):
            take_out(meeting, [enrolment.person], at=at)


def _dates(enrolment: Enrolment, at: datetime) -> QuerySet[Meeting]:
    """Also what is off: somebody may still have to hear that."""
    meetings = Meeting.objects.for_participants().filter(cohort=enrolment.cohort_id)
    return meetings.filter(ends_at__gt=at).select_related("step", "cohort__organisation")
