"""Between rows and the planner: what a programme, an organisation and a trainer mean for dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from mentorship.people.models import Organisation, Person
from programmes.models import Cohort, Meeting, Programme, Step
from programmes.planner import Busy, Half, Plan, PlannedStep, Slot, with_deadlines

Moments = tuple[datetime, datetime]


def planned_step(step: Step) -> PlannedStep:
    anchor = step.anchor.key if step.anchor else None
    if not step.is_meeting:
        return PlannedStep(step.key, "deadline", anchor, preferred_days=step.days)
    return PlannedStep(
        step.key,
        "meeting",
        anchor,
        at_least_days=step.at_least_days,
        preferred_days=step.days,
        at_most_days=step.at_most_days,
        after_months=step.months,
        minutes=step.minutes,
        staff_only=step.for_organisers,
    )


def planned_steps(programme: Programme) -> tuple[PlannedStep, ...]:
    return tuple(planned_step(step) for step in programme.steps.select_related("anchor"))


def time_to_train(programme: Programme) -> timedelta:
    """From the first meeting until who takes part is trained: the last one before the return
    meeting, each at the programme's own distance."""
    days: dict[int | None, int] = {None: 0}
    trained = 0
    for step in programme.steps.filter(kind=Step.Kind.MEETING).order_by("position"):
        days[step.pk] = days.get(step.anchor_id, 0) + step.days + 31 * step.months
        if step.key != "return" and not step.for_organisers:
            trained = max(trained, days[step.pk])
    return timedelta(days=trained)


def plan_for(
    programme: Programme,
    organisation: Organisation,
    trainer: Person,
    first_day: date,
    *,
    weekdays: Sequence[int] = (),
    halves: Sequence[str] = (),
) -> Plan:
    """A new group: its programme, and everything its dates have to reckon with."""
    return Plan(
        planned_steps(programme),
        first_day,
        organisation.working_days(),
        weekdays=tuple(weekdays),
        halves=tuple(Half(half) for half in halves),
        busy=busy_stretches(trainer, organisation),
    )


def busy_stretches(
    trainer: Person, organisation: Organisation, but: Cohort | None = None
) -> tuple[Busy, ...]:
    """The trainer's other meetings, anywhere, in this organisation's time.

    Another organisation's group is not named: here it does not exist.
    """
    meetings = Meeting.objects.of_trainer(trainer).select_related("cohort")
    if but is not None:
        meetings = meetings.exclude(cohort=but)
    return tuple(
        Busy(
            starts.date(),
            starts.time(),
            ends.time(),
            one.cohort.name if one.cohort.organisation_id == organisation.pk else "",
        )
        for one in meetings
        for starts, ends in [_local(organisation, (one.starts_at, one.ends_at))]
    )


def _local(organisation: Organisation, moments: Moments) -> Moments:
    starts, ends = moments
    return starts.astimezone(organisation.zone), ends.astimezone(organisation.zone)


def moments(organisation: Organisation, slot: Slot) -> Moments:
    """When a meeting in this slot starts and ends; a meeting has both."""
    if slot.starts is None or slot.ends is None:
        raise ValueError(f"{slot.step_key!r} has no times")
    return (
        organisation.moment(slot.day, slot.starts),
        organisation.moment(slot.day, slot.ends),
    )


def opens_on(step: Step, due_on: date, slots: Mapping[str, Slot]) -> date:
    """What follows a meeting opens at its own distance, though its due date gives way."""
    opens = due_on - timedelta(days=step.opens_days)
    if step.anchor is None or step.days <= 0 or step.anchor.key not in slots:
        return opens
    after = timedelta(days=step.days - step.opens_days)
    return min(opens, slots[step.anchor.key].day + after)


# --- a cohort that is planned -----------------------------------------------------------------


def slots_of(cohort: Cohort) -> dict[str, Slot]:
    """Its dates as they stand; what is cancelled has no place among them."""
    slots = {
        one.step.key: meeting_slot(cohort.organisation, one)
        for one in cohort.meetings.all()
        if one.cancelled_at is None
    }
    return slots | {one.step.key: Slot(one.step.key, one.due_on) for one in cohort.deadlines.all()}


def meeting_slot(organisation: Organisation, meeting: Meeting) -> Slot:
    starts, ends = _local(organisation, (meeting.starts_at, meeting.ends_at))
    return Slot(meeting.step.key, starts.date(), starts=starts.time(), ends=ends.time())


def plan_of(cohort: Cohort, slots: Mapping[str, Slot]) -> Plan:
    """The plan that a running cohort is judged by: it starts where its own dates start."""
    return Plan(
        planned_steps(cohort.programme),
        min((slot.day for slot in slots.values()), default=cohort.created_at.date()),
        cohort.organisation.working_days(),
        busy=busy_stretches(cohort.trainer, cohort.organisation, but=cohort),
    )


def with_move(cohort: Cohort, moved: Slot) -> tuple[Plan, dict[str, Slot]]:
    """This meeting on its new day, and what hangs on it at the distance that it had.

    A date that follows from the programme follows again; one set by hand keeps its own distance.
    """
    old = slots_of(cohort)
    new = old | {moved.step_key: moved}
    plan = plan_of(cohort, new)
    before = old.get(moved.step_key)
    hanging = [one for one in plan.deadlines[moved.step_key] if one.key in old]
    if before is not None:
        hanging = [_at_its_distance(plan, one, before, old) for one in hanging]
    mover = replace(plan, steps=(*plan.meetings, *hanging))
    meetings = [slot for slot in new.values() if slot.step_key == moved.step_key]
    return plan, new | {slot.step_key: slot for slot in with_deadlines(mover, meetings)}


def _at_its_distance(
    plan: Plan, step: PlannedStep, meeting: Slot, old: Mapping[str, Slot]
) -> PlannedStep:
    by_programme = next(
        slot for slot in with_deadlines(plan, [meeting]) if slot.step_key == step.key
    )
    if by_programme.day == old[step.key].day:
        return step
    return replace(step, preferred_days=(old[step.key].day - meeting.day).days)


def titles(steps: Iterable[Step]) -> dict[str, Any]:
    """By key, for whoever puts the planner's facts into words."""
    return {step.key: step.short_title for step in steps}
