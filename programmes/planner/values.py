"""What goes into the planner and what comes out. Local days and clock times, no time zone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Literal, Protocol

DAY = timedelta(days=1)
SATURDAY = 5
WORKWEEK = range(SATURDAY)


class Half(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True)
class Hours:
    starts: time
    ends: time


@dataclass(frozen=True)
class Busy:
    """A stretch of one day in which the trainer cannot; ``what`` is told to the adviser."""

    day: date
    starts: time
    ends: time
    what: str = ""


class Days(Protocol):
    """Which days are worked. ``why_closed`` gives the reason in words, "" for an open day."""

    def is_open(self, day: date) -> bool: ...

    def why_closed(self, day: date) -> str: ...


@dataclass(frozen=True)
class PlannedStep:
    """One step of a programme, at a distance in days from the meeting it hangs on.

    A meeting comes after its anchor; without one it counts from the first possible date, and
    ``at_most_days`` does not apply. With ``after_months`` it takes the same day of the month, or
    the first workable day from then. ``minutes`` of 0 fills the half of the day.
    A deadline lies ``preferred_days`` after its meeting, or before it when negative; the bounds
    are a meeting's and do not apply to it.
    ``staff_only``: adviser and trainer meet without the group, before anybody is invited.
    """

    key: str
    kind: Literal["meeting", "deadline"]
    anchor: str | None = None
    at_least_days: int | None = None
    preferred_days: int = 0
    at_most_days: int | None = None
    after_months: int = 0
    minutes: int = 0
    staff_only: bool = False

    @property
    def is_meeting(self) -> bool:
        return self.kind == "meeting"


def _usual_hours() -> dict[Half, Hours]:
    return {
        Half.MORNING: Hours(time(9), time(12, 30)),
        Half.AFTERNOON: Hours(time(13), time(16, 30)),
    }


@dataclass(frozen=True)
class Plan:
    """A programme and what its dates have to reckon with.

    ``weekdays`` (Monday is 0) and ``halves`` are preferences in order; empty means any.
    ``lead_days`` lie at least between inviting and the first thing asked of a participant.
    No meeting is proposed later than ``horizon_days`` after ``first_day``.
    """

    steps: tuple[PlannedStep, ...]
    first_day: date
    days: Days
    weekdays: tuple[int, ...] = ()
    halves: tuple[Half, ...] = ()
    busy: tuple[Busy, ...] = ()
    lead_days: int = 7
    hours: Mapping[Half, Hours] = field(default_factory=_usual_hours)
    horizon_days: int = 365

    def __post_init__(self) -> None:
        earlier: set[str] = set()
        for meeting in self.meetings:
            if meeting.key in earlier or not (meeting.anchor is None or meeting.anchor in earlier):
                raise ValueError(
                    f"{meeting.key!r} must hang on an earlier meeting, and be there once"
                )
            earlier.add(meeting.key)
        if not earlier:
            raise ValueError("a programme without a meeting has no dates to plan")
        for step in self.steps:
            if not step.is_meeting and step.anchor not in earlier:
                raise ValueError(f"the deadline {step.key!r} must hang on a meeting")

    @cached_property
    def meetings(self) -> tuple[PlannedStep, ...]:
        """In the order in which they must be held."""
        return tuple(step for step in self.steps if step.is_meeting)

    @cached_property
    def opener(self) -> PlannedStep:
        """The first meeting of the group: what hangs on it is what one is invited to."""
        return next((one for one in self.meetings if not one.staff_only), self.meetings[0])

    @cached_property
    def half_days(self) -> tuple[PlannedStep, ...]:
        """The group's meetings whose day may be chosen; it is these that proposals differ in."""
        chosen = (one for one in self.meetings if not one.staff_only and not one.after_months)
        return tuple(chosen) or (self.opener,)

    @cached_property
    def deadlines(self) -> dict[str, tuple[PlannedStep, ...]]:
        """By the key of the meeting they hang on."""
        return {
            meeting.key: tuple(
                step for step in self.steps if not step.is_meeting and step.anchor == meeting.key
            )
            for meeting in self.meetings
        }

    @cached_property
    def busy_on(self) -> dict[date, tuple[Busy, ...]]:
        by_day: dict[date, tuple[Busy, ...]] = {}
        for one in self.busy:
            by_day[one.day] = (*by_day.get(one.day, ()), one)
        return by_day

    @cached_property
    def days_after(self) -> dict[str, int]:
        """How many days the meetings that hang on one another take at least from each of them."""
        after = dict.fromkeys((one.key for one in self.meetings), 0)
        for one in reversed(self.meetings):
            if one.anchor:
                distance = max(1, one.at_least_days or 0, one.after_months * 28)
                after[one.anchor] = max(after[one.anchor], distance + after[one.key])
        return after

    @property
    def last_day(self) -> date:
        return self.first_day + self.horizon_days * DAY

    def likes(self, weekday: int) -> bool:
        return not self.weekdays or weekday in self.weekdays


@dataclass(frozen=True)
class Slot:
    """When a step is. A deadline has a day only; a meeting by hand may be in no half."""

    step_key: str
    day: date
    half: Half | None = None
    starts: time | None = None
    ends: time | None = None


class ReasonKind(StrEnum):
    """Why dates were chosen, what was avoided, what was given up, and what stands in the way."""

    # Chosen for; step and day: the group's first meeting, count: days after the earliest start
    PREFERRED_DAY_KEPT = "preferred day kept"  # weekday, of all half-days
    EARLIEST_POSSIBLE = "earliest possible"
    LATER_START = "later start"
    OTHER_DAY = "other day"  # weekday

    CLOSED = "closed"  # step, day to until, count of days, why
    TRAINER_BUSY = "trainer busy"  # step, day to until, count of days, why
    TIME_FOR_DEADLINE = "time for deadline"  # step, other: no room for it on day to until
    LATER_STEPS_DO_NOT_FIT = "later steps do not fit"  # step, day to until, count of days

    PREFERRED_DAY_NOT_KEPT = "preferred day not kept"  # step, day, weekday, because
    HALF_NOT_KEPT = "half not kept"  # step, day, half it became: the trainer is busy in the other
    DISTANCE_CHANGED = "distance changed"  # step, other, count of days it became
    FIRST_WORKABLE_DAY = "first workable day"  # step, day wished, instead
    DEADLINE_MOVED = "deadline moved"  # step, day wished, instead, why

    NO_ROOM = "no room"  # the distances themselves leave no day
    NOTHING_FITS = "nothing fits"  # step, because, why, until: the horizon
    FEW_FIT = "few fit"  # count, until: the horizon


@dataclass(frozen=True)
class Reason:
    """A fact for whoever words it; which fields are filled stands beside each kind."""

    kind: ReasonKind
    step_key: str = ""
    other_key: str = ""
    day: date | None = None
    until: date | None = None
    instead: date | None = None
    weekday: int | None = None
    half: Half | None = None
    count: int = 0
    why: str = ""
    because: ReasonKind | None = None


@dataclass(frozen=True)
class Proposal:
    """A complete set of dates, in the order of the steps."""

    slots: tuple[Slot, ...]
    reasons: tuple[Reason, ...]

    def __getitem__(self, step_key: str) -> Slot:
        return next(slot for slot in self.slots if slot.step_key == step_key)


@dataclass(frozen=True)
class Proposals:
    """Best first. Fewer than asked for, then ``blocked`` says what stands in the way."""

    proposals: tuple[Proposal, ...]
    blocked: Reason | None = None


class ConflictKind(StrEnum):
    PAST = "past"  # limit: today
    BEFORE_FIRST_DAY = "before first day"  # limit
    WEEKEND = "weekend"
    CLOSED = "closed"  # why
    TRAINER_BUSY = "trainer busy"  # why
    ORDER_BROKEN = "order broken"  # other, limit
    TOO_SOON = "too soon"  # other, limit: the months are not over
    TOO_CLOSE = "too close"  # other, limit
    TOO_FAR = "too far"  # other, limit
    NO_TIME_TO_INVITE = "no time to invite"  # limit
    DEADLINE_BEFORE_OPENING = "deadline before opening"  # other, limit
    DEADLINE_AFTER_MEETING = "deadline after meeting"  # other, limit


@dataclass(frozen=True)
class Conflict:
    """What does not fit. ``limit`` is the first or last day that would; ``other_key`` sets it."""

    kind: ConflictKind
    step_key: str
    day: date
    other_key: str = ""
    limit: date | None = None
    why: str = ""
