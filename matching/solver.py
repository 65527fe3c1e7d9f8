"""The best division of newcomers over mentors, all at once.

Plain values in and out; nothing here knows what they mean. Who stands first in ``newcomers`` is
served first when places are short; then the sum of the costs is as small as it can be. Each further
newcomer with one mentor costs more than the one before (``rises``).

Newcomers are added one by one along the cheapest path that makes room (successive shortest paths).
Adding one never turns away another, so the served are the first that can be served together; and
after each step no cheaper division of them exists. Source: Ahuja, Magnanti and Orlin, Network
Flows (1993), chapter 9. Of divisions that cost the same each has a mark of its own, by who is in
it, and the least mark is chosen. So the order in which people come changes nothing, nor who goes
first when all are served. ``what_if`` reads from the result what any other choice would cost,
``shortage`` why somebody is left.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush
from operator import itemgetter
from typing import Generic, TypeVar
from zlib import crc32

N = TypeVar("N", bound=Hashable)  # a newcomer
M = TypeVar("M", bound=Hashable)  # a mentor
Step = tuple[float, int, M]  # the least it takes, what it costs, and to whom
NEVER = float("inf")
MARKS = 2**31 - 1  # a mark is below this prime, in which hardly two pairs share one
ONE = 2**45  # of cost, in marks: more than all marks of ten thousand newcomers together


@dataclass(frozen=True)
class Question(Generic[N, M]):
    """Who must be divided over whom.

    ``choices`` says of each newcomer to whom they may go, and what that costs.

    The order of ``newcomers`` is the order of right; that of ``mentors`` means nothing. Costs are
    whole numbers of any sign and unit, so that equals are seen to be equal.
    """

    newcomers: Sequence[N]
    mentors: Sequence[M]
    places: Mapping[M, int]
    choices: Mapping[N, Mapping[M, int]]
    guides: Mapping[M, int] = field(default_factory=dict)  # how many a mentor has already
    rises: Sequence[int] = (0,)  # of the first, second, … newcomer, never less; the last holds on

    @cached_property
    def rank(self) -> dict[M, int]:
        return {mentor: number for number, mentor in enumerate(self.mentors)}

    def rise(self, mentor: M, number: int) -> int:
        """What the newcomer with this number, from 0 in this division, adds at this mentor."""
        return self.rises[min(self.guides.get(mentor, 0) + number, len(self.rises) - 1)]


@dataclass
class Division(Generic[N, M]):
    """Who goes to whom. ``divide`` makes it; the rest reads it."""

    question: Question[N, M]
    mentor_of: dict[N, M] = field(default_factory=dict)
    with_mentor: dict[M, list[N]] = field(default_factory=dict)

    @property
    def left(self) -> list[N]:
        return [one for one in self.question.newcomers if one not in self.mentor_of]

    @property
    def cost(self) -> int:
        choices = self.question.choices
        pairs = sum(choices[newcomer][mentor] for newcomer, mentor in self.mentor_of.items())
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

    def shift(self, last: M, came_from: Mapping[M, tuple[N, M | None]]) -> None:
        """Fill a place with ``last``, then the one this leaves, and so on.

        ``came_from`` says who goes to a mentor, and whose place that leaves.
        """
        mentor: M | None = last
        while mentor is not None:
            moved, left = came_from[mentor]
            self.with_mentor.setdefault(mentor, []).append(moved)
            self.mentor_of[moved] = mentor
            if left is not None:
                self.with_mentor[left].remove(moved)
            mentor = left


def divide(question: Question[N, M]) -> Division[N, M]:
    """Serve as many as can be served, the first before the last, as cheaply as can be."""
    solver = _Solver(question)
    for newcomer in question.newcomers:
        solver.add(newcomer)
    return solver.division


class _Solver(Generic[N, M]):
    """A division in the making, and what it remembers to find the next step soon.

    It reckons in marks, ``ONE`` for one of cost.
    """

    def __init__(self, question: Question[N, M]) -> None:
        self.question, self.division = question, Division(question)
        # What a place is worth by now. With that counted nobody gains by moving: no step costs
        # less than nothing, and the search need not look far.
        self.prices: dict[M, float] = {one: question.rise(one, 0) * ONE for one in question.mentors}
        # What a free place takes above its price, never less than nothing; NEVER where none is.
        self.spare: dict[M, float] = {one: self._spare(one) for one in question.mentors}
        # From where every search begins: nobody reached, and -NEVER where none need look.
        self.distances: dict[M, float] = dict.fromkeys(question.mentors, NEVER)
        self.costs: dict[N, dict[M, int]] = {}  # of who was added so far
        self._steps: dict[N, list[Step[M]]] = {}
        self._marks = {one: _mark(one) for one in question.mentors}

    def _spare(self, mentor: M) -> float:
        room = self.division.room(mentor)
        return NEVER if room is None else room * ONE - self.prices[mentor]

    def add(self, newcomer: N) -> None:
        """Make room as cheaply as can be; leave all as it is when that cannot be done."""
        marks, own = self._marks, _mark(newcomer)
        self.costs[newcomer] = {
            mentor: cost * ONE + own * marks[mentor] % MARKS
            for mentor, cost in self.question.choices[newcomer].items()
        }
        search = _Search(self, newcomer)
        if search.last is None:  # no place with anybody reached, and that stays so
            self.distances |= dict.fromkeys(search.reached, -NEVER)
            return
        self.division.shift(search.last, search.came_from)
        for mentor, distance in search.reached.items():
            self.prices[mentor] += search.cost - distance
            self.spare[mentor] -= search.cost - distance
        self.spare[search.last] = self._spare(search.last)

    def steps_of(self, newcomer: N) -> list[Step[M]]:
        """Where this newcomer could go, the soonest first. Prices never fall, so what a step takes
        now is the least it will ever take; kept, for who is a guest may move later."""
        if newcomer not in self._steps:
            prices = self.prices
            self._steps[newcomer] = sorted(
                [
                    (cost + prices[mentor], cost, mentor)
                    for mentor, cost in self.costs[newcomer].items()
                ],
                key=itemgetter(0),
            )
        return self._steps[newcomer]


def _mark(one: Hashable) -> int:
    """The same in every process and at every time, which ``hash`` of a text is not."""
    return crc32(repr(one).encode())


class _Search(Generic[N, M]):
    """The cheapest way for one newcomer to a free place, others moving up (Dijkstra)."""

    def __init__(self, solver: _Solver[N, M], newcomer: N) -> None:
        self.solver = solver
        self.came_from: dict[M, tuple[N, M | None]] = {}
        self.reached: dict[M, float] = {}
        self.cost = NEVER
        self.last: M | None = None
        self._distances = dict(solver.distances)
        self._heap: list[tuple[float, int, M]] = []
        self._look(newcomer, None, 0)
        costs, guests_of = solver.costs, solver.division.with_mentor
        while self._heap and self._heap[0][0] < self.cost:
            distance, _rank, mentor = heappop(self._heap)
            if mentor not in self.reached:
                self.reached[mentor] = distance
                so_far = distance - solver.prices[mentor]
                for guest in guests_of.get(mentor, ()):
                    self._look(guest, mentor, so_far - costs[guest][mentor])

    def _look(self, moved: N, left: M | None, so_far: float) -> None:
        prices, spare, rank = self.solver.prices, self.solver.spare, self.solver.question.rank
        distances, longest = self._distances, self.cost
        for least, cost, mentor in self.solver.steps_of(moved):
            # Nothing that costs as much as a place already found is worth a look.
            if so_far + least >= longest:
                break
            distance = so_far + cost + prices[mentor]
            if distance < longest and distance < distances[mentor]:
                distances[mentor] = distance
                self.came_from[mentor] = (moved, left)
                heappush(self._heap, (distance, rank[mentor], mentor))
                if distance + spare[mentor] < longest:
                    longest, self.last = distance + spare[mentor], mentor
        self.cost = longest
