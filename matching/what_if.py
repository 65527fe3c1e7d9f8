"""What every other choice would cost, read off a finished division without solving anew.

Whoever goes elsewhere needs a place that somebody may have to leave, and leaves one that somebody
may take: together a circle of moves that begins with theirs. The cheapest way to close a circle is
a shortest path from place to place, and one search finds them all (Floyd and Warshall). One place
more stands for *without a mentor* and for the seats that nobody takes, so that being left out and
filling up are steps like the others. Source: Ahuja, Magnanti and Orlin, Network Flows (1993),
chapters 5 and 9; in plain words: ``docs/matching.md``.
"""

from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from typing import Generic, NamedTuple

from matching.solver import Division, M, N, Question


class Loss(NamedTuple, Generic[N]):
    """What a choice takes away from the best division.

    First counts who is ``left`` without a mentor and has one now, then who is ``served`` and has
    none now, at most one of each; only then ``cost``, in the unit of the question. So ``cost`` may
    be below 0 when somebody is left.
    """

    cost: int
    left: tuple[N, ...] = ()
    served: tuple[N, ...] = ()


class Move(NamedTuple, Generic[N, M]):
    """Somebody who would go elsewhere; None stands for *without a mentor*."""

    newcomer: N
    before: M | None
    after: M | None


class WhatIf(Generic[N, M]):
    """Every choice that ``division`` did not make. It must be finished, and stay as it is."""

    def __init__(self, division: Division[N, M]) -> None:
        self.question, self.division = division.question, division
        self._worth = _Worth(division.question)
        # What it takes when one newcomer goes somewhere, by itself.
        self._leaving: dict[N, dict[M | None, int]] = {
            one: self._worth.leaving(one, division.mentor_of.get(one))
            for one in division.question.newcomers
        }
        self._rooms: dict[M | None, int] = {None: 0} | {
            mentor: rise
            for mentor in division.question.mentors
            if (rise := division.room(mentor)) is not None
        }
        self._guests: dict[M | None, list[N]] = {None: division.left} | {
            mentor: guests for mentor, guests in division.with_mentor.items() if guests
        }
        # Of the cheapest step from each place to each other: what it takes, and who goes; None when
        # only a seat is filled or freed.
        self._steps: dict[M | None, dict[M | None, int]] = {}
        self._goes: dict[M | None, dict[M | None, N | None]] = {}
        for place in self._rooms | self._guests:
            self._steps[place], self._goes[place] = self._steps_from(place)
        self._number = {place: number for number, place in enumerate(self._guests)}
        self._ways = self._all_ways()

    def loss(self, newcomer: N, mentor: M | None) -> Loss[N] | None:
        """What it takes to send them there, or to leave them without; None when that cannot be."""
        worth = self._circle(newcomer, mentor)
        return None if worth is None else self._worth.read(worth)

    def next_best(self, newcomer: N) -> tuple[M | None, Loss[N]] | None:
        """The cheapest other choice: what it takes when the present one may not be.

        To leave them without is a choice too. None when there is no other.
        """
        now = self.division.mentor_of.get(newcomer)
        others = self._leaving[newcomer]
        circles = [(self._circle(newcomer, other), other) for other in others if other != now]
        possible = [(worth, other) for worth, other in circles if worth is not None]
        if not possible:
            return None
        worth, other = min(possible, key=lambda one: one[0])
        return other, self._worth.read(worth)

    def moves(self, newcomer: N, mentor: M | None) -> list[Move[N, M]]:
        """Who else would go elsewhere: first who makes room for ``newcomer``, and so on.

        Of several circles that take the same, one with the fewest steps.
        """
        if self._circle(newcomer, mentor) is None:
            return []
        path = self._shortest(mentor, self.division.mentor_of.get(newcomer))
        return [
            Move(guest, before, after)
            for before, after in pairwise(path)
            if (guest := self._goes[before][after]) is not None
        ]

    def _circle(self, newcomer: N, mentor: M | None) -> int | None:
        """All that it takes, as one number; None when the pair cannot be."""
        now = self.division.mentor_of.get(newcomer)
        if mentor == now:
            return 0
        alone, ways = self._leaving[newcomer].get(mentor), self._ways.get(mentor)
        return None if alone is None or ways is None else alone + ways[self._number[now]]

    def _steps_from(self, place: M | None) -> tuple[dict[M | None, int], dict[M | None, N | None]]:
        steps: dict[M | None, int] = {}
        goes: dict[M | None, N | None] = {}
        for guest in self._guests.get(place, ()):
            for other, worth in self._leaving[guest].items():
                if other not in steps or worth < steps[other]:
                    steps[other], goes[other] = worth, guest
        steps.pop(place, None)
        for other, worth in self._seats(place):
            if other not in steps or worth <= steps[other]:
                steps[other], goes[other] = worth, None
        return steps, goes

    def _seats(self, place: M | None) -> list[tuple[M | None, int]]:
        """The steps that nobody takes: a seat here is filled, or one elsewhere is freed."""
        if place is not None:
            return [(None, self._rooms[place])] if place in self._rooms else []
        return [
            (mentor, -self.question.rise(mentor, len(guests) - 1))
            for mentor, guests in self._guests.items()
            if mentor is not None
        ]

    def _all_ways(self) -> dict[M | None, list[int]]:
        """From each place, what it takes to each place that somebody could leave.

        First in one step or by way of None, which gives each a way; then by way of any other; at
        last once more by way of None. Since that comes, no other place need be tried for an end
        that is reached from there as cheaply by way of None, and most are.
        """
        ways = {place: self._first_ways(place) for place in self._guests}
        none, ends = self._number[None], ways[None]
        for number, via in enumerate(ways.values()):
            onwards = [
                (end, far)
                for end, far in enumerate(via)
                if end == none or far < via[none] + ends[end]
            ]
            _go_by(number, onwards, ways.values())
        _go_by(none, list(enumerate(ends)), ways.values())
        for place, room in self._rooms.items():
            if place not in ways:  # nobody here who could go on: the seat is filled, or nothing
                ways[place] = [room + far for far in ends]
        return ways

    def _first_ways(self, place: M | None) -> list[int]:
        steps, back = self._steps[place], self._steps[None]
        out = (
            0
            if place is None
            else min(worth + self._rooms[via] for via, worth in steps.items() if via in self._rooms)
        )
        row = [out if end is None else out + back[end] for end in self._guests]
        for end, worth in steps.items():
            if end in self._number:
                row[self._number[end]] = min(row[self._number[end]], worth)
        row[self._number[place]] = 0
        return row

    def _shortest(self, here: M | None, end: M | None) -> list[M | None]:
        """The places on a cheapest way, as few as can be: breadth first over the steps on one."""
        number = self._number[end]
        came_from: dict[M | None, M | None] = {here: here}
        for place in (queue := [here]):
            if place == end:
                break
            for other, worth in self._steps[place].items():
                on_one = other in self._ways and (
                    worth + self._ways[other][number] == self._ways[place][number]
                )
                if on_one and other not in came_from:
                    came_from[other] = place
                    queue.append(other)
        path = [end]
        while path[-1] != here:
            path.append(came_from[path[-1]])
        return path[::-1]


def _go_by(number: int, onwards: list[tuple[int, int]], ways: Iterable[list[int]]) -> None:
    """Go by way of the place with this number wherever that takes less."""
    for row in ways:
        near = row[number]
        for end, far in onwards:
            if near + far < row[end]:
                row[end] = near + far


class _Worth(Generic[N, M]):
    """Who is served and what it costs as one whole number, so that one comparison weighs both.

    On a circle at most one newcomer is left out and at most one is served, and who is served then
    stands behind who is left: otherwise the division was not the best. So of two circles that leave
    somebody and serve somebody, the better is the one that leaves the later; then the one that
    serves the first; and any of them is better than to leave somebody and serve nobody.
    """

    def __init__(self, question: Question[N, M]) -> None:
        self.question, count = question, len(question.newcomers)
        costs = (cost for row in question.choices.values() for cost in row.values())
        highest = max(map(abs, chain(costs, question.rises)))
        self._half = 3 * highest * (len(question.mentors) + 2)  # more than any circle costs
        self._unit = 2 * self._half + 1
        self._alone = count * (count + 1)  # above all that an exchange may come to
        self._out: Mapping[N, int] = {
            one: (self._alone + (count - rank) * count) * self._unit
            for rank, one in enumerate(question.newcomers)
        }
        self._in: Mapping[N, int] = {
            one: (self._alone - rank) * self._unit for rank, one in enumerate(question.newcomers)
        }
        self._told: dict[int, Loss[N]] = {}  # many pairs take the same

    def leaving(self, newcomer: N, place: M | None) -> dict[M | None, int]:
        """What it takes when this newcomer goes from a place to each other, by itself."""
        row = self.question.choices[newcomer]
        left = self._in[newcomer] if place is None else row[place]
        return {mentor: cost - left for mentor, cost in row.items()} | {
            None: self._out[newcomer] - left
        }

    def read(self, worth: int) -> Loss[N]:
        if worth not in self._told:
            self._told[worth] = self._read(worth)
        return self._told[worth]

    def _read(self, worth: int) -> Loss[N]:
        newcomers = self.question.newcomers
        who, cost = divmod(worth + self._half, self._unit)
        cost -= self._half
        if who == 0:
            return Loss(cost)
        if who < self._alone:
            behind, served = divmod(who, len(newcomers))
            return Loss(cost, (newcomers[-behind],), (newcomers[served],))
        behind = (who - self._alone) // len(newcomers)
        return Loss(cost, (newcomers[-behind],))
