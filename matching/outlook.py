"""Newcomers to come against places, month by month: when is there one mentor too few?

A month is looked at on its first day (this month: today), for that is when most people start. A
place counts for whoever can be guided in it until the hundred days are over. Whoever finds no place
waits into the next month, as long as they are newcomers.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from matching.values import PERIOD

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Offer:
    """A mentor's places, from the first day they may be matched to the last day they are there.

    ``taken_until`` has, for each place that is taken, the day it comes free.
    """

    places: int
    first: date = date.min
    last: date | None = None
    taken_until: tuple[date, ...] = ()


@dataclass(frozen=True)
class Month:
    """How many need a place in a month, by how we know of them, and how many places there are."""

    day: date  # its first day, or today
    known: int
    expected: int
    carried: int  # who found no place in an earlier month
    free: int

    @property
    def new(self) -> int:
        return self.known + self.expected

    @property
    def needed(self) -> int:
        return self.new + self.carried

    @property
    def short(self) -> int:
        return max(0, self.needed - self.free)

    @property
    def left(self) -> int:
        return max(0, self.free - self.needed)


@dataclass(frozen=True)
class Known:
    """First days of the newcomers we know of: those who wait for a mentor, and those who have one.

    ``a_month`` is how many start in a usual month; where fewer are known, the rest is expected.
    """

    waiting: Sequence[date]
    arranged: Sequence[date]
    a_month: int

    def new_in(self, day: date, after: date, is_first: bool) -> list[date]:
        """Who starts from this day and before ``after``; at first also who started earlier."""
        return [one for one in self.waiting if one < after and (one >= day or is_first)]

    def expected_in(self, day: date, after: date) -> int:
        known = sum(day <= one < after for one in [*self.waiting, *self.arranged])
        return max(0, self.a_month - known)


@dataclass
class _Places:
    """The offers with what is given away on the way. Whoever leaves first is asked first."""

    offers: list[Offer]
    taken: list[list[date]] = field(init=False)

    def __post_init__(self) -> None:
        self.offers.sort(key=lambda one: (one.last or date.max, one.first, one.taken_until))
        self.taken = [list(one.taken_until) for one in self.offers]

    def free_on(self, day: date) -> list[int]:
        """Once for each place, whose it is: for somebody who starts now and stays the period."""
        return [
            at
            for at, offer in enumerate(self.offers)
            if offer.first <= day and (offer.last is None or offer.last >= day + PERIOD)
            for _place in range(offer.places - sum(until > day for until in self.taken[at]))
        ]


def look_ahead(today: date, months: int, offers: Sequence[Offer], known: Known) -> list[Month]:
    """This month and those after it."""
    found: list[Month] = []
    places, in_line = _Places(list(offers)), list[date]()
    for day, after in _months(today, months):
        in_line = [start for start in in_line if start + PERIOD > day]
        new = known.new_in(day, after, is_first=not found)
        expected = known.expected_in(day, after) if found else 0
        free = places.free_on(day)
        found.append(Month(day, len(new), expected, len(in_line), len(free)))
        in_line = sorted([*in_line, *new, *[day] * expected])
        for whose, start in zip(free, in_line, strict=False):
            places.taken[whose].append(start + PERIOD)
        in_line = in_line[len(free) :]
    return found


def _months(today: date, number: int) -> Iterator[tuple[date, date]]:
    """From today, then from each first of a month, until the next."""
    day = today
    for _month in range(number):
        after = first_of_next(day)
        yield day, after
        day = after


def first_of_next(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


@dataclass(frozen=True)
class Advice:
    """What to do about a month in which mentors are short.

    ``plan_before`` is the last working day on which planning a group still brings trained mentors
    in time.
    """

    month: Month
    plan_before: date
    is_in_time: bool


def advise(
    months: Sequence[Month], today: date, lead: timedelta, workday_by: Callable[[date], date]
) -> list[Advice]:
    """The first month that is short, and the first that a group planned now still helps.

    A month to which nobody new comes is short of nothing that an earlier one was not. ``lead`` is
    what it takes from planning a group until its participants are trained; ``workday_by`` gives a
    day itself when people work then, or else the last working day before it.
    """
    short = [
        _advice(month, today, workday_by(month.day - DAY - lead))
        for month in months
        if month.short and month.new
    ]
    first = short[:1]
    return first + [one for one in short[1:] if one.is_in_time and not first[0].is_in_time][:1]


def _advice(month: Month, today: date, plan_before: date) -> Advice:
    return Advice(month, plan_before, plan_before >= today)
