"""One course through the calendar: meetings in order, the nicest day first, back where it jams."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from programmes.planner.rules import (
    Placed,
    ceilings,
    conflicts_of,
    due,
    floors,
    is_open,
    slot_at,
    trainer_busy,
)
from programmes.planner.values import (
    DAY,
    SATURDAY,
    Half,
    Plan,
    PlannedStep,
    Reason,
    ReasonKind,
    Slot,
)


@dataclass(frozen=True)
class Course:
    """Which days the group's half-days may take, and what is sought in them.

    ``strict`` holds to the preferred halves; ``soonest`` puts an early start before any wish.
    """

    kind: ReasonKind
    plan: Plan
    weekdays: frozenset[int]
    strict: bool = False
    soonest: bool = False
    not_before: date = date.min
    taken: frozenset[date] = frozenset()


@dataclass(frozen=True)
class Obstacle:
    """A day that was preferred to the one chosen, and what was the matter with it."""

    kind: ReasonKind
    day: date
    what: str = ""  # keeps the trainer
    other_key: str = ""

    def why(self, plan: Plan) -> str:
        """In words, which cost time: so only of the obstacles that are told."""
        return plan.days.why_closed(self.day) if self.kind == ReasonKind.CLOSED else self.what


@dataclass(frozen=True)
class Found:
    course: Course
    slots: tuple[Slot, ...]
    passed: dict[str, list[Obstacle]]

    @property
    def placed(self) -> Placed:
        return {slot.step_key: slot for slot in self.slots}

    @property
    def start(self) -> date:
        return self.placed[self.course.plan.opener.key].day

    @property
    def half_days(self) -> list[date]:
        placed = self.placed
        return [placed[step.key].day for step in self.course.plan.half_days]


@dataclass
class Search:
    """Depth first, with dead ends remembered, so that a year without a way out stays quick."""

    course: Course
    passed: dict[str, list[Obstacle]] = field(default_factory=dict)
    dead: set[tuple[int, tuple[date, ...]]] = field(default_factory=set)
    known: dict[tuple[str, date], Slot | Obstacle] = field(default_factory=dict)
    hanging: dict[tuple[str, date], dict[str, Slot]] = field(default_factory=dict)
    jammed: tuple[int, list[Obstacle]] = (-1, [])

    def run(self) -> Found | None:
        placed = self._place(0, {})
        if placed is None:
            return None
        slots = tuple(placed[step.key] for step in self.course.plan.steps)
        return Found(self.course, slots, self.passed)

    def blocked(self) -> Reason:
        """After a run in vain: the furthest step that had no day, and what closed most of them."""
        plan, (at, obstacles) = self.course.plan, self.jammed
        tally = Counter(one.kind for one in obstacles)
        because = max(tally, key=lambda kind: tally[kind]) if tally else ReasonKind.NO_ROOM
        first = next((one for one in obstacles if one.kind == because), None)
        return Reason(
            ReasonKind.NOTHING_FITS,
            plan.meetings[at].key,
            other_key=first.other_key if first else "",
            day=first.day if first else None,
            until=plan.last_day,
            why=first.why(plan) if first else "",
            because=because,
        )

    def _place(self, at: int, placed: dict[str, Slot]) -> dict[str, Slot] | None:
        plan = self.course.plan
        if at == len(plan.meetings):
            return placed
        step = plan.meetings[at]
        mark = (at, self._what_matters(at, placed))
        if mark in self.dead:
            return None
        passed: list[Obstacle] = []
        for slot in self._slots(step, placed, passed):
            if whole := self._place(at + 1, self._with(step, slot, placed)):
                self.passed[step.key] = passed
                return whole
            passed.append(Obstacle(ReasonKind.LATER_STEPS_DO_NOT_FIT, slot.day))
        self.dead.add(mark)
        if at > self.jammed[0]:
            self.jammed = (at, passed)
        return None

    def _what_matters(self, at: int, placed: Placed) -> tuple[date, ...]:
        """The days that what is still to be placed depends on."""
        meetings = self.course.plan.meetings
        anchors = {step.anchor for step in meetings[at:]} | {one.key for one in meetings[:at][-1:]}
        return tuple(placed[one.key].day for one in meetings[:at] if one.key in anchors)

    def _slots(self, step: PlannedStep, placed: Placed, passed: list[Obstacle]) -> Iterator[Slot]:
        """The ways to hold this meeting, nicest first; days passed over are noted."""
        hopeless = date.max
        for day in self._days(step, placed):
            if day >= hopeless:
                continue
            fitting = self._fit(step, day, placed)
            if isinstance(fitting, Slot):
                yield fitting
                if self._later_is_no_better(step):
                    hopeless = day
            else:
                passed.append(fitting)
            if step.after_months and self._is_workable(fitting):
                return

    def _days(self, step: PlannedStep, placed: Placed) -> Iterable[date]:
        plan = self.course.plan
        first = max(limit.day for limit in floors(plan, step, placed))
        latest = plan.last_day - plan.days_after[step.key] * DAY
        last = min([latest, *(limit.day for limit in ceilings(plan, step, placed))])
        every = (first + n * DAY for n in range((last - first).days + 1))
        allowed = (day for day in every if self._allowed(step, day))
        return sorted(allowed, key=self._order(step, placed))

    def _allowed(self, step: PlannedStep, day: date) -> bool:
        course = self.course
        if day.weekday() >= SATURDAY or (step == course.plan.opener and day < course.not_before):
            return False
        free = step in course.plan.half_days
        return not free or (day.weekday() in course.weekdays and day not in course.taken)

    def _order(self, step: PlannedStep, placed: Placed) -> Callable[[date], tuple[int, ...]]:
        """Liked weekdays, then the preferred distance. A talk beforehand may be on any weekday."""
        plan = self.course.plan
        opening = plan.meetings[: plan.meetings.index(plan.opener) + 1]
        if step.after_months or (self.course.soonest and step in opening):
            return lambda day: (day.toordinal(),)
        anchor = placed.get(step.anchor or "")
        wished = (anchor.day if anchor else plan.first_day) + step.preferred_days * DAY
        free = step in plan.half_days
        return lambda day: (
            free and not plan.likes(day.weekday()),
            abs(day - wished).days,
            day.toordinal(),
        )

    def _fit(self, step: PlannedStep, day: date, placed: Placed) -> Slot | Obstacle:
        plan = self.course.plan
        if (step.key, day) not in self.known:
            self.known[step.key, day] = self._room(step, day)
        room = self.known[step.key, day]
        if isinstance(room, Slot):
            after = self._with(step, room, placed)
            for one in (step, *plan.deadlines[step.key]):
                if next(conflicts_of(plan, one, after), None):
                    return Obstacle(ReasonKind.TIME_FOR_DEADLINE, day, other_key=one.key)
        return room

    def _room(self, step: PlannedStep, day: date) -> Slot | Obstacle:
        """The best half that the day itself and the trainer allow."""
        plan = self.course.plan
        if not is_open(plan, day):
            return Obstacle(ReasonKind.CLOSED, day)
        halves = list(plan.halves or Half)
        if not (self.course.strict and step in plan.half_days):
            halves += [half for half in Half if half not in halves]
        tried = [slot_at(plan, step, day, half) for half in halves]
        slot = next((one for one in tried if not trainer_busy(plan, one)), None)
        if slot is None:
            other = trainer_busy(plan, tried[0])
            return Obstacle(ReasonKind.TRAINER_BUSY, day, other.what if other else "")
        return slot

    def _with(self, step: PlannedStep, slot: Slot, placed: Placed) -> dict[str, Slot]:
        """The meeting and the deadlines that hang on it beside what is placed."""
        mark = (step.key, slot.day)
        if mark not in self.hanging:
            plan = self.course.plan
            self.hanging[mark] = {
                one.key: Slot(one.key, due(plan, one, slot.day)) for one in plan.deadlines[step.key]
            }
        return {**placed, step.key: slot, **self.hanging[mark]}

    def _later_is_no_better(self, step: PlannedStep) -> bool:
        """What hangs on this meeting has no last day: then waiting can only take room away."""
        return not any(
            one.anchor == step.key and (one.after_months or one.at_most_days is not None)
            for one in self.course.plan.meetings
        )

    @staticmethod
    def _is_workable(fitting: Slot | Obstacle) -> bool:
        """Months lead to the first workable day, even where that day then turns out not to fit."""
        return isinstance(fitting, Slot) or fitting.kind == ReasonKind.TIME_FOR_DEADLINE
