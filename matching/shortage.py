"""Who stays without a mentor and why, and which single change would help most.

Whoever is left out could only go to mentors without a place, whose guests could only go to mentors
without a place, and so on: all whom that reaches are more newcomers than places, whatever the
division (Hall's theorem). Plain values; ``docs/matching.md`` tells it in plain words.
"""

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from matching.solver import Division, M, N

K = TypeVar("K", bound=Hashable)  # a change, as the caller names it


@dataclass(frozen=True)
class Bottleneck(Generic[N, M]):
    """These newcomers can only go to these mentors, who together have this many places: too few.

    ``mentors`` is empty for a newcomer whom nobody may guide.
    """

    newcomers: tuple[N, ...]
    mentors: tuple[M, ...]
    places: int


@dataclass(frozen=True)
class Change(Generic[N, M]):
    """Something that could be otherwise: more places with some mentors, or more pairs allowed."""

    places: Mapping[M, int] = field(default_factory=dict)
    pairs: Collection[tuple[N, M]] = ()


@dataclass(frozen=True)
class Relief(Generic[K, N]):
    """Who would get a mentor as well, by this one change, and nobody loses theirs."""

    change: K
    served: tuple[N, ...]


def bottlenecks(division: Division[N, M]) -> list[Bottleneck[N, M]]:
    """Each one apart from the others; together they hold everybody who is left."""
    found: list[tuple[set[N], set[M]]] = []
    for newcomer in division.left:
        newcomers, mentors = _reach(division, newcomer)
        for others in [other for other in found if other[1] & mentors]:
            found.remove(others)
            newcomers |= others[0]
            mentors |= others[1]
        found.append((newcomers, mentors))
    question = division.question
    return [
        Bottleneck(
            tuple(one for one in question.newcomers if one in newcomers),
            tuple(one for one in question.mentors if one in mentors),
            sum(question.places.get(one, 0) for one in mentors),
        )
        for newcomers, mentors in found
    ]


def _reach(division: Division[N, M], newcomer: N) -> tuple[set[N], set[M]]:
    mentors: set[M] = set()
    newcomers, queue = {newcomer}, [newcomer]
    for one in queue:
        for mentor in division.question.choices[one]:
            if mentor not in mentors:
                mentors.add(mentor)
                guests = division.with_mentor.get(mentor, ())
                newcomers.update(guests)
                queue.extend(guests)
    return newcomers, mentors


def relief(division: Division[N, M], changes: Mapping[K, Change[N, M]]) -> list[Relief[K, N]]:
    """The changes that help, each by itself: what serves most stands first, equals as they came."""
    helping = [Relief(key, _Seating(division, change).fill()) for key, change in changes.items()]
    return sorted(
        (one for one in helping if one.served), key=lambda one: len(one.served), reverse=True
    )


class _Seating(Generic[N, M]):
    """A copy of the division under a change, in which newcomers can be added; costs left aside."""

    def __init__(self, division: Division[N, M], change: Change[N, M]) -> None:
        self.division, self.change = division, change
        self.with_mentor = {one: list(guests) for one, guests in division.with_mentor.items()}
        self.more_choices: dict[N, list[M]] = {}
        for newcomer, mentor in change.pairs:
            self.more_choices.setdefault(newcomer, []).append(mentor)
        self.hopeless: set[M] = set()  # no place, and nobody there can go where there is one

    def fill(self) -> tuple[N, ...]:
        """Who can be added, the first first. Nobody is turned away, so it is as many as can be."""
        return tuple(one for one in self.division.left if self._add(one))

    def _add(self, newcomer: N) -> bool:
        came_from: dict[M, tuple[N, M | None]] = {}
        queue: list[tuple[N, M | None]] = [(newcomer, None)]
        for moved, left in queue:
            for mentor in self._choices(moved):
                if mentor in came_from or mentor in self.hopeless:
                    continue
                came_from[mentor] = (moved, left)
                if self._has_place(mentor):
                    self._shift(mentor, came_from)
                    return True
                queue.extend((guest, mentor) for guest in self.with_mentor.get(mentor, ()))
        self.hopeless.update(came_from)
        return False

    def _choices(self, newcomer: N) -> list[M]:
        return [*self.division.question.choices[newcomer], *self.more_choices.get(newcomer, ())]

    def _has_place(self, mentor: M) -> bool:
        places = self.division.question.places.get(mentor, 0) + self.change.places.get(mentor, 0)
        return len(self.with_mentor.get(mentor, ())) < places

    def _shift(self, last: M, came_from: Mapping[M, tuple[N, M | None]]) -> None:
        mentor: M | None = last
        while mentor is not None:
            moved, left = came_from[mentor]
            if left is not None:
                self.with_mentor[left].remove(moved)
            self.with_mentor.setdefault(mentor, []).append(moved)
            mentor = left
