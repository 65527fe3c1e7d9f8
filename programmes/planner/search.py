"""Three sets of dates that differ: courses are laid out, each is searched, the best comes first."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from programmes.planner.course import Course, Found, Search
from programmes.planner.reasons import reasons_for, unkept
from programmes.planner.values import (
    DAY,
    WORKWEEK,
    Plan,
    Proposal,
    Proposals,
    Reason,
    ReasonKind,
)

LATER = 28  # days between the earliest start and the one called later
OTHER_STARTS = (56, 42, 14, 14, 7, 7, 1, 1)  # tried in turn while there are too few


def propose(plan: Plan, wanted: int = 3) -> Proposals:
    """Complete sets of dates, best first; no two share a day for the half-days of the group.

    The same plan always gives the same proposals, and each of them passes ``check``.
    """
    search = Search(Course(ReasonKind.EARLIEST_POSSIBLE, plan, frozenset(WORKWEEK), soonest=True))
    earliest = search.run()
    if earliest is None:
        return Proposals((), search.blocked())
    chosen = _chosen(plan, earliest, wanted)
    chosen.sort(key=lambda found: _cost(plan, found))
    few = Reason(ReasonKind.FEW_FIT, count=len(chosen), until=plan.last_day)
    return Proposals(
        tuple(Proposal(found.slots, reasons_for(plan, found, earliest)) for found in chosen),
        few if len(chosen) < wanted else None,
    )


def _chosen(plan: Plan, earliest: Found, wanted: int) -> list[Found]:
    """The preferred day kept and the earliest start, which may be one; then others beside them."""
    kept = [found for day in plan.weekdays if (found := _kept(plan, day))]
    chosen: list[Found] = []
    if kept:
        chosen = [min(kept, key=lambda found: _cost(plan, found))]
        if chosen[0].start != earliest.start:
            chosen += _beside(chosen, [earliest.course], at=earliest.start)
    else:
        chosen = [earliest]
    for course in _others(plan, earliest):
        if len(chosen) >= wanted:
            break
        chosen += _beside(chosen, [course])
    return chosen[:wanted]


def _kept(plan: Plan, weekday: int) -> Found | None:
    course = Course(ReasonKind.PREFERRED_DAY_KEPT, plan, frozenset({weekday}), strict=True)
    return Search(course).run() or Search(replace(course, strict=False)).run()


def _beside(
    chosen: list[Found], courses: Iterable[Course], at: date | None = None
) -> Iterator[Found]:
    """What these courses give on days that the chosen ones leave free, starting ``at`` if given."""
    taken = frozenset(day for found in chosen for day in found.half_days)
    for course in courses:
        found = Search(replace(course, taken=taken)).run()
        if found and at in (None, found.start):
            yield found


def _others(plan: Plan, earliest: Found) -> Iterator[Course]:
    """In the order in which they are worth showing; strict about wishes first, then less."""
    week = frozenset(WORKWEEK)
    liked = frozenset(plan.weekdays) or week
    yield _later(plan, earliest, LATER, liked, strict=True)
    for day in plan.weekdays:
        yield Course(ReasonKind.PREFERRED_DAY_KEPT, plan, frozenset({day}), strict=True)
    avoided = {earliest.start.weekday(), *plan.weekdays}
    for day in sorted(week - avoided):
        yield Course(ReasonKind.OTHER_DAY, plan, frozenset({day}), strict=True)
    for days in OTHER_STARTS:
        yield _later(plan, earliest, days, week, strict=False)


def _later(
    plan: Plan, earliest: Found, days: int, weekdays: frozenset[int], *, strict: bool
) -> Course:
    """Everything moves up, the talk beforehand too."""
    moved = replace(
        plan, first_day=plan.first_day + days * DAY, horizon_days=plan.horizon_days - days
    )
    not_before = earliest.start + days * DAY
    return Course(ReasonKind.LATER_START, moved, weekdays, strict=strict, not_before=not_before)


def _cost(plan: Plan, found: Found) -> int:
    """Low is good. One lost weekday weighs as much as five weeks' wait, or ten days' stretch."""
    weights = {
        ReasonKind.PREFERRED_DAY_NOT_KEPT: 10,
        ReasonKind.HALF_NOT_KEPT: 5,
        ReasonKind.DISTANCE_CHANGED: 1,
    }
    wait = (found.start - plan.first_day).days // 7 * 2
    return wait + sum(weights[lost.kind] * weight for lost, weight in unkept(plan, found))
