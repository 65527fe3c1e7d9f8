"""The best division of newcomers over mentors, all at once, and what every other choice would cost.

Plain numbers in and out; nothing here knows what they mean. Who stands first in ``newcomers`` is
served first when places are short; then the sum of the costs is as small as it can be. Each further
newcomer with one mentor costs more than the one before (``rises``).

Newcomers are added one by one along the cheapest path that makes room (successive shortest paths).
Adding one never turns away another, so the served are the first that can be served together; and
after each step no cheaper division of them exists. Source: Ahuja, Magnanti and Orlin, Network
Flows (1993), chapter 9.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from typing import Generic, TypeVar

N = TypeVar("N", bound=Hashable)  # a newcomer
M = TypeVar("M", bound=Hashable)  # a mentor
NEVER = float("inf")


@dataclass(frozen=True)
class Question(Generic[N, M]):
    """Who must be divided over whom. A pair without a cost is not allowed.

    The order of ``newcomers`` is the order of right; that of ``mentors`` settles what is equal.
    """

    newcomers: Sequence[N]
    mentors: Sequence[M]
    places: Mapping[M, int]
    costs: Mapping[tuple[N, M], int]
    guides: Mapping[M, int] = field(default_factory=dict)  # how many a mentor has already
    rises: Sequence[int] = (0,)  # of the first, second, … newcomer, never less; the last holds on

    @cached_property
    def rank(self) -> dict[M, int]:
        return {mentor: number for number, mentor in enumerate(self.mentors)}

    @cached_property
    def choices(self) -> dict[N, list[M]]:
        return {
            newcomer: [mentor for mentor in self.mentors if (newcomer, mentor) in self.costs]
            for newcomer in self.newcomers
        }

    def rise(self, mentor: M, number: int) -> int:
        """What the newcomer with this number, from 0 in this division, adds at this mentor."""
        return self.rises[min(self.guides.get(mentor, 0) + number, len(self.rises) - 1)]


@dataclass
class Division(Generic[N, M]):
    """Who goes to whom. ``divide`` makes it; the rest reads it."""

    question: Question[N, M]
    mentor_of: dict[N, M] = field(default_factory=dict)
    with_mentor: dict[M, list[N]] = field(default_factory=dict)
    _prices: dict[M, float] = field(default_factory=dict)

    @property
    def left(self) -> list[N]:
        return [one for one in self.question.newcomers if one not in self.mentor_of]

    @property
    def cost(self) -> int:
        pairs = sum(self.question.costs[pair] for pair in self.mentor_of.items())
        return pairs + sum(
            self.question.rise(mentor, number)
            for mentor, newcomers in self.with_mentor.items()
            for number in range(len(newcomers))
        )

    def room(self, mentor: M) -> int | None:
        """What one more with this mentor adds by number alone; None when there is no place."""
        load = len(self.with_mentor.get(mentor, ()))
        if load < self.question.places.get(mentor, 0):
            return self.question.rise(mentor, load)
        return None

    def add(self, newcomer: N) -> bool:
        """Make room as cheaply as can be. Says no when that cannot be done."""
        search = _Search(self, newcomer)
        if search.last is None:
            return False
        self._shift(newcomer, search.last, search.came_from)
        for mentor, distance in search.reached.items():
            self._prices[mentor] += search.cost - distance
        return True

    def price(self, mentor: M) -> float:
        """What a place with this mentor is worth by now: what keeps the search from looking far."""
        return self._prices.setdefault(mentor, self.question.rise(mentor, 0))

    def _shift(self, newcomer: N, last: M, came_from: Mapping[M, tuple[N, M | None]]) -> None:
        mentor: M | None = last
        while mentor is not None:
            moved, left = came_from[mentor]
            if left is not None:
                self.with_mentor[left].remove(moved)
            self.with_mentor.setdefault(mentor, []).append(moved)
            self.mentor_of[moved] = mentor
            mentor = left


class _Search(Generic[N, M]):
    """The cheapest way for one newcomer to a free place, others moving up (Dijkstra).

    By the prices nobody gains by moving, so no step costs less than nothing. ``came_from`` says who
    goes to a mentor, and whose place that leaves.
    """

    def __init__(self, division: Division[N, M], newcomer: N) -> None:
        self.division, self.costs = division, division.question.costs
        self.came_from: dict[M, tuple[N, M | None]] = {}
        self.reached: dict[M, float] = {}
        self.cost = NEVER
        self.last: M | None = None
        self._distance: dict[M, float] = {}
        self._heap: list[tuple[float, int, M]] = []
        self._look(newcomer, None, 0.0)
        while self._heap and self._heap[0][0] < self.cost:
            self._reach(*heappop(self._heap))

    def _reach(self, distance: float, _rank: int, mentor: M) -> None:
        if mentor in self.reached:
            return
        self.reached[mentor] = distance
        room = self.division.room(mentor)
        if room is not None and distance + room - self.division.price(mentor) < self.cost:
            self.cost, self.last = distance + room - self.division.price(mentor), mentor
        price = self.division.price(mentor)
        for moved in self.division.with_mentor.get(mentor, ()):
            self._look(moved, mentor, distance - self.costs[moved, mentor] - price)

    def _look(self, moved: N, left: M | None, so_far: float) -> None:
        for mentor in self.division.question.choices[moved]:
            distance = so_far + self.costs[moved, mentor] + self.division.price(mentor)
            if distance < self._distance.get(mentor, NEVER):
                self._distance[mentor] = distance
                self.came_from[mentor] = (moved, left)
                heappush(self._heap, (distance, self.division.question.rank[mentor], mentor))


def divide(question: Question[N, M]) -> Division[N, M]:
    """Serve as many as can be served, the first before the last, as cheaply as can be."""
    division = Division(question)
    for newcomer in question.newcomers:
        division.add(newcomer)
    return division
