"""The rules of dates, each in one place: the search plans by them and ``check`` judges by them."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time

from programmes.planner.values import (
    DAY,
    SATURDAY,
    Busy,
    Conflict,
    ConflictKind,
    Half,
    Plan,
    PlannedStep,
    Slot,
)

Placed = Mapping[str, Slot]
LONGEST_MOVE = 90  # days that a deadline gives way to closed ones


@dataclass(frozen=True)
class Limit:
    """The first (or last) day that a rule allows, and the meeting that sets it."""

    kind: ConflictKind
    day: date
    other_key: str = ""


def add_months(day: date, months: int) -> date:
    """The same day of the month; its last day where the month is shorter (31 January, +1)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def check(plan: Plan, slots: Iterable[Slot], today: date | None = None) -> list[Conflict]:
    """What does not fit in these dates; a step without a slot is left out of account.

    ``today`` (local) also catches a day that has passed, where a running cohort is changed.
    """
    placed = {slot.step_key: slot for slot in slots}
    found: list[Conflict] = []
    for step in plan.steps:
        if step.key in placed:
            slot = placed[step.key]
            if today and slot.day < today:
                found.append(Conflict(ConflictKind.PAST, step.key, slot.day, limit=today))
            found.extend(conflicts_of(plan, step, placed))
    return found


def slot_at(plan: Plan, step: PlannedStep, day: date, half: Half) -> Slot:
    """This meeting from the start of that half, for as long as it takes."""
    hours = plan.hours[half]
    if not step.minutes:
        return Slot(step.key, day, half, hours.starts, hours.ends)
    minutes = hours.starts.hour * 60 + hours.starts.minute + step.minutes
    ends = time(*divmod(minutes, 60)) if minutes < 24 * 60 else time.max
    return Slot(step.key, day, half, hours.starts, ends)


def with_deadlines(plan: Plan, slots: Iterable[Slot]) -> tuple[Slot, ...]:
    """These meetings with the deadlines that follow from them, in the order of the steps."""
    placed = {slot.step_key: slot for slot in slots}
    for step in plan.steps:
        if not step.is_meeting and step.anchor in placed:
            placed[step.key] = Slot(step.key, due(plan, step, placed[step.anchor].day))
    return tuple(placed[step.key] for step in plan.steps if step.key in placed)


def wished_due(step: PlannedStep, meeting_day: date) -> date:
    return meeting_day + step.preferred_days * DAY


def due(plan: Plan, step: PlannedStep, meeting_day: date) -> date:
    """A closed day gives way to the working day before, or after for what follows its meeting."""
    wished = day = wished_due(step, meeting_day)
    way = DAY if step.preferred_days > 0 else -DAY
    while not is_open(plan, day):
        day += way
        if abs(day - wished).days > LONGEST_MOVE:
            return wished  # too far to be of use; the day itself then fails the check
    return day


def conflicts_of(plan: Plan, step: PlannedStep, placed: Placed) -> Iterator[Conflict]:
    """At most one rule is told for each side: the one that has to be mended first."""
    slot = placed[step.key]
    if not is_open(plan, slot.day):
        kind = ConflictKind.WEEKEND if slot.day.weekday() >= SATURDAY else ConflictKind.CLOSED
        yield Conflict(kind, step.key, slot.day, why=plan.days.why_closed(slot.day))
    if step.is_meeting and (other := trainer_busy(plan, slot)):
        yield Conflict(ConflictKind.TRAINER_BUSY, step.key, slot.day, why=other.what)
    too_early = (one for one in floors(plan, step, placed) if slot.day < one.day)
    too_late = (one for one in ceilings(plan, step, placed) if slot.day > one.day)
    for broken in (next(too_early, None), next(too_late, None)):
        if broken:
            yield Conflict(broken.kind, step.key, slot.day, broken.other_key, broken.day)


def is_open(plan: Plan, day: date) -> bool:
    return day.weekday() < SATURDAY and plan.days.is_open(day)


def trainer_busy(plan: Plan, slot: Slot) -> Busy | None:
    """The first other meeting it would overlap; one that ends as this one starts does not."""
    for other in plan.busy_on.get(slot.day, ()):
        if slot.starts is None or slot.ends is None:
            return other
        if slot.starts < other.ends and other.starts < slot.ends:
            return other
    return None


def floors(plan: Plan, step: PlannedStep, placed: Placed) -> Iterator[Limit]:
    """The first day each rule allows, the rule to be mended first in front."""
    yield Limit(ConflictKind.BEFORE_FIRST_DAY, plan.first_day)
    if not step.is_meeting:
        yield from _deadline_floor(plan, step, placed)
        return
    if previous := _previous(plan, step, placed):
        yield Limit(ConflictKind.ORDER_BROKEN, previous.day + DAY, previous.step_key)
    anchor = placed.get(step.anchor or "")
    if anchor and step.after_months:
        earliest = add_months(anchor.day, step.after_months)
        yield Limit(ConflictKind.TOO_SOON, earliest, anchor.step_key)
    if step.at_least_days is not None and (anchor or step.anchor is None):
        start = anchor.day if anchor else plan.first_day
        yield Limit(ConflictKind.TOO_CLOSE, start + step.at_least_days * DAY, step.anchor or "")
    if step == plan.opener and not step.staff_only:
        yield Limit(ConflictKind.NO_TIME_TO_INVITE, _opens(plan, step, placed))


def ceilings(plan: Plan, step: PlannedStep, placed: Placed) -> Iterator[Limit]:
    """The last day each rule allows."""
    anchor = placed.get(step.anchor or "")
    if anchor is None:
        return
    if step.is_meeting and step.at_most_days is not None:
        latest = anchor.day + step.at_most_days * DAY
        yield Limit(ConflictKind.TOO_FAR, latest, anchor.step_key)
    if not step.is_meeting and step.preferred_days <= 0:
        latest = anchor.day - DAY if step.preferred_days else anchor.day
        yield Limit(ConflictKind.DEADLINE_AFTER_MEETING, latest, anchor.step_key)


def _deadline_floor(plan: Plan, step: PlannedStep, placed: Placed) -> Iterator[Limit]:
    anchor = placed.get(step.anchor or "")
    if anchor is None:
        return
    if step.preferred_days > 0:
        opens, by = anchor.day + DAY, anchor.step_key
    else:
        meeting = next(one for one in plan.meetings if one.key == anchor.step_key)
        previous = _previous(plan, meeting, placed)
        opens, by = _opens(plan, meeting, placed), previous.step_key if previous else ""
    yield Limit(ConflictKind.DEADLINE_BEFORE_OPENING, opens, by)


def _opens(plan: Plan, meeting: PlannedStep, placed: Placed) -> date:
    """The first day on which something for this meeting may be asked.

    That is the day after the meeting before it. Towards the group's first meeting people are
    invited after the talk beforehand, and have ``lead_days`` from then.
    """
    previous = _previous(plan, meeting, placed)
    opens = previous.day + DAY if previous else plan.first_day
    return opens + plan.lead_days * DAY if meeting == plan.opener else opens


def _previous(plan: Plan, meeting: PlannedStep, placed: Placed) -> Slot | None:
    """The slot of the meeting that comes before this one."""
    earlier = plan.meetings[: plan.meetings.index(meeting)]
    return next((placed[one.key] for one in reversed(earlier) if one.key in placed), None)
