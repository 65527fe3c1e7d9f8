"""A whole group: planned with all its dates, cancelled, and put back."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db import transaction

from mentorship.people.models import Organisation, Person
from mentorship.reminders.outbox import take_back, who_heard
from programmes.actions.enrolling import promote_waiting
from programmes.actions.telling import (
    addressed,
    concerned,
    enrolled,
    put_in,
    take_out,
    tell_of_cohort,
    tell_of_meeting,
)
from programmes.models import OPEN_STATES, Cohort, Deadline, Meeting, Step
from programmes.planner import Slot
from programmes.planning import moments, opens_on

A_MINUTE = timedelta(minutes=1)


def plan_cohort(cohort: Cohort, slots: Iterable[Slot], *, at: datetime, place: str = "") -> Cohort:
    """Save a new group with all its dates. The trainer hears of each meeting; nobody else is in it.

    ``place`` is where the group meets; the talk beforehand finds its own. A second click within a
    minute gives the group that the first one made.
    """
    placed = {slot.step_key: slot for slot in slots}
    steps = {step.key: step for step in cohort.programme.steps.select_related("anchor")}
    with transaction.atomic():
        if twin := _just_made(cohort, at):
            return twin
        cohort.save()
        for slot in placed.values():
            step = steps[slot.step_key]
            if step.is_meeting:
                meeting = _new_meeting(cohort, step, slot, "" if step.for_organisers else place)
                tell_of_meeting(meeting, "meeting_planned", [cohort.trainer], at=at)
            else:
                _new_deadline(cohort, step, slot.day, placed)
    return cohort


def _just_made(cohort: Cohort, at: datetime) -> Cohort | None:
    """Two clicks stand in line for the organisation's row."""
    Organisation.objects.select_for_update().get(pk=cohort.organisation_id)
    return Cohort.objects.filter(
        organisation=cohort.organisation_id,
        name=cohort.name,
        created_by=cohort.created_by_id,
        cancelled_at=None,
        created_at__range=(at - A_MINUTE, at),
    ).first()


def _new_meeting(cohort: Cohort, step: Step, slot: Slot, place: str) -> Meeting:
    starts_at, ends_at = moments(cohort.organisation, slot)
    return Meeting.objects.create(
        cohort=cohort, step=step, starts_at=starts_at, ends_at=ends_at, place=place
    )


def _new_deadline(cohort: Cohort, step: Step, due_on: date, placed: Mapping[str, Slot]) -> Deadline:
    return Deadline.objects.create(
        cohort=cohort, step=step, due_on=due_on, opens_on=opens_on(step, due_on, placed)
    )


def cancel_cohort(cohort: Cohort, *, by: Person, at: datetime) -> bool:
    """The whole group is off: one mail to everybody who is in it, was asked, or leads it; and each
    meeting to come leaves the calendars it stands in."""
    with transaction.atomic():
        if not cohort.cancel(at):
            return False
        people = {cohort.trainer}
        people |= {one.person for one in enrolled(cohort).filter(state__in=OPEN_STATES)}
        for person in sorted(people - {by}, key=lambda one: one.pk):
            tell_of_cohort(cohort, "cohort_cancelled", person, at)
        for meeting in _to_come(cohort, at):
            meeting.raise_sequence()
            take_out(meeting, concerned(meeting), at=at)
    return True


def resume_cohort(cohort: Cohort, *, at: datetime) -> bool:
    """It goes on after all; whoever heard that it was off hears this, and gets the dates back."""
    with transaction.atomic():
        since = cohort.cancelled_at
        if not cohort.resume():
            return False
        take_back("cohort_cancelled", cohort, at=at)
        for person in Person.objects.filter(pk__in=who_heard("cohort_cancelled", cohort)):
            tell_of_cohort(cohort, "cohort_resumed", person, at)
        for meeting in _to_come(cohort, at):
            meeting.raise_sequence()
            known = addressed(meeting)
            people = [one for one in concerned(meeting) if one.pk in known]
            put_in(meeting, people, at=at, since=since)
    return True


def change_cohort(cohort: Cohort, *, at: datetime) -> None:
    """Save what was changed of it. Another trainer: each meeting to come moves from the one
    calendar to the other. More seats: who waits moves up."""
    with transaction.atomic():
        held = Cohort.objects.select_for_update(of=("self",)).select_related("trainer")
        before = held.get(pk=cohort.pk)
        cohort.save(update_fields=["name", "seats", "trainer"])
        if before.trainer != cohort.trainer and before.cancelled_at is None:
            for meeting in _to_come(cohort, at):
                take_out(meeting, [before.trainer], at=at)
                put_in(meeting, [cohort.trainer], at=at)
        promote_waiting(cohort, at)


def _to_come(cohort: Cohort, at: datetime) -> list[Meeting]:
    """Also what is off: somebody may still have to hear that."""
    meetings = cohort.meetings.filter(ends_at__gt=at)
    return list(
        meetings.select_related(
            "step", "cohort__organisation", "cohort__trainer", "cohort__created_by"
        )
    )
