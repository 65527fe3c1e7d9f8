"""Why a set of dates is as it is: chosen for, kept from, and given up."""

from collections.abc import Iterator
from datetime import date

from programmes.planner.course import Found, Obstacle
from programmes.planner.rules import add_months, wished_due
from programmes.planner.values import SATURDAY, Plan, PlannedStep, Reason, ReasonKind


def reasons_for(plan: Plan, found: Found, earliest: Found) -> tuple[Reason, ...]:
    """Why it was chosen first; then by meeting what was avoided; then what was given up."""
    return (
        *_chosen_for(plan, found, earliest),
        *(one for step in plan.meetings for one in _avoided(plan, step, found.passed[step.key])),
        *(lost for lost, _ in unkept(plan, found)),
        *_moved(plan, found),
    )


def _chosen_for(plan: Plan, found: Found, earliest: Found) -> Iterator[Reason]:
    """What its course was laid out for, and what it turned out to be as well."""
    kinds = [found.course.kind]
    if found.start == earliest.start:
        kinds.append(ReasonKind.EARLIEST_POSSIBLE)
    weekdays = {day.weekday() for day in found.half_days}
    if len(weekdays) == 1 and weekdays <= set(plan.weekdays):
        kinds.append(ReasonKind.PREFERRED_DAY_KEPT)
    for kind in dict.fromkeys(kinds):
        yield Reason(
            kind,
            plan.opener.key,
            day=found.start,
            weekday=found.start.weekday(),
            count=(found.start - earliest.start).days,
        )


def _avoided(plan: Plan, step: PlannedStep, passed: list[Obstacle]) -> Iterator[Reason]:
    """One reason for all days with the same matter: a closed summer is said once."""
    same: dict[tuple[ReasonKind, str, str], list[date]] = {}
    for one in (one for one in passed if one.day.weekday() < SATURDAY):
        same.setdefault((one.kind, one.why(plan), one.other_key), []).append(one.day)
    for (kind, why, other_key), days in same.items():
        yield Reason(
            kind, step.key, other_key, min(days), until=max(days), count=len(days), why=why
        )


def unkept(plan: Plan, found: Found) -> Iterator[tuple[Reason, int]]:
    """The wishes of the adviser and the programme that were given up, and how far."""
    placed = found.placed
    for step in plan.half_days:
        slot = placed[step.key]
        if not plan.likes(slot.day.weekday()):
            weekday, because = slot.day.weekday(), _why_not(step, found)
            yield (
                Reason(
                    ReasonKind.PREFERRED_DAY_NOT_KEPT,
                    step.key,
                    day=slot.day,
                    weekday=weekday,
                    because=because,
                ),
                1,
            )
        if plan.halves and slot.half not in plan.halves:
            yield Reason(ReasonKind.HALF_NOT_KEPT, step.key, day=slot.day, half=slot.half), 1
        anchor = placed.get(step.anchor or "")
        if anchor and step != plan.opener:
            days = (slot.day - anchor.day).days
            if stretch := abs(days - step.preferred_days):
                kind = ReasonKind.DISTANCE_CHANGED
                yield Reason(kind, step.key, anchor.step_key, slot.day, count=days), stretch


def _why_not(step: PlannedStep, found: Found) -> ReasonKind:
    """What kept a half-day from a liked weekday: such a day's obstacle, or the course itself."""
    course = found.course
    if course.soonest and step == course.plan.opener:
        return course.kind
    liked = (one for one in found.passed[step.key] if course.plan.likes(one.day.weekday()))
    nearest = next(liked, None)
    return nearest.kind if nearest else course.kind


def _moved(plan: Plan, found: Found) -> Iterator[Reason]:
    """Dates that follow from another date and could not be that very day."""
    placed = found.placed
    for step in plan.steps:
        anchor, day = placed.get(step.anchor or ""), placed[step.key].day
        if anchor is None or (step.is_meeting and not step.after_months):
            continue
        if step.is_meeting:
            kind, wished = ReasonKind.FIRST_WORKABLE_DAY, add_months(anchor.day, step.after_months)
        else:
            kind, wished = ReasonKind.DEADLINE_MOVED, wished_due(step, anchor.day)
        if day != wished:
            why = plan.days.why_closed(wished)
            yield Reason(kind, step.key, anchor.step_key, wished, instead=day, why=why)
