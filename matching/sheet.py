"""The table of criteria, worked out for many pairs at once.

A row looks at a few facts of each of the two (``Facts``), and many people share those. So a row is
asked once for each two kinds of people that it can tell apart, and not for each pair: a fraction of
the work, with the same answers.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from operator import attrgetter, neg
from typing import Any, Generic, TypeVar

from matching.criteria import FIRST, HARD, WEIGHTED, WEIGHTS, Facts, Hard, Weighted, weight_of
from matching.values import Candidate, Newcomer

P = TypeVar("P", Newcomer, Candidate)
Fields = tuple[str, ...]


@dataclass(frozen=True)
class _Words:
    """What one row says of one kind of newcomer with each kind of mentor that was asked for; empty
    when they do not fit."""

    row: Weighted
    kind_of: Mapping[int, int]  # of each mentor, by their key
    said: dict[Hashable, str]  # by what the words name: all kinds share it
    told: dict[int, str] = field(default_factory=dict)  # by kind of mentor

    def tell(self, newcomer: Newcomer, mentor: Candidate) -> str:
        if not self.row.fits(newcomer, mentor):
            return ""
        named = self.row.said_of(newcomer, mentor)
        if named not in self.said:
            self.said[named] = self.row.reason(newcomer, mentor)
        return self.said[named]


class Sheet:
    """Every pair of these newcomers and these people; who is no mentor is passed over."""

    def __init__(
        self,
        newcomers: Iterable[Newcomer],
        candidates: Iterable[Candidate],
        weights: Mapping[str, str],
    ) -> None:
        self.newcomers = {one.pk: one for one in newcomers}
        self.mentors = {one.pk: one for one in candidates if one.is_mentor}
        self.counting = [row for row in WEIGHTED if WEIGHTS[weight_of(row, weights)]]
        self.weights = weights
        self._looks_at = {row.looks_at for row in HARD} | {row.looks_at for row in self.counting}

    @cached_property
    def costs(self) -> dict[int, dict[int, int]]:
        """By newcomer, of each mentor whom no hard row rules out: the better the fit, the less."""
        barred = [self._barred(row) for row in HARD]
        points = [self._points(row) for row in self.counting]
        first = [FIRST if one.goes_first else 0 for one in self.mentors.values()]
        mentors, found = list(self.mentors), {}
        for number, newcomer in enumerate(self.newcomers):
            fits = map(sum, zip(first, *(row[number] for row in points), strict=True))
            costs = dict(zip(mentors, map(neg, fits), strict=True))
            for place in set().union(*(row[number] for row in barred)):
                del costs[mentors[place]]
            found[newcomer] = costs
        return found

    def reasons(self, newcomer: int, mentor: int) -> list[str]:
        """Each row that counts and applies, in a word or two; kept in the language first asked."""
        found = []
        for words in self._spoken[newcomer]:
            kind = words.kind_of[mentor]
            said = words.told.get(kind)
            if said is None:
                said = words.tell(self.newcomers[newcomer], self.mentors[mentor])
                words.told[kind] = said
            if said:
                found.append(said)
        return found

    def _barred(self, row: Hard) -> list[frozenset[int]]:
        """For each newcomer the places in ``mentors`` of those whom this row rules out."""
        newcomers, mentors = self._kinds(row.looks_at)
        out = [
            frozenset(
                chain.from_iterable(
                    [places for mentor, places in mentors.placed if row.holds(newcomer, mentor)]
                )
            )
            for newcomer in newcomers.examples
        ]
        return [out[kind] for kind in newcomers.numbers]

    def _points(self, row: Weighted) -> list[list[int]]:
        """For each newcomer the points of each mentor."""
        newcomers, mentors = self._kinds(row.looks_at)
        weight = WEIGHTS[weight_of(row, self.weights)]
        points = []
        for newcomer in newcomers.examples:
            fits = [weight * row.fits(newcomer, mentor) for mentor in mentors.examples]
            points.append([fits[kind] for kind in mentors.numbers])
        return [points[kind] for kind in newcomers.numbers]

    @cached_property
    def _newcomers_by(self) -> dict[Fields, "_Kinds[Newcomer]"]:
        """By the facts that a row looks at; several rows look at the same."""
        seen = {one.newcomer for one in self._looks_at}
        return {fields: _Kinds(self.newcomers.values(), fields) for fields in seen}

    @cached_property
    def _mentors_by(self) -> dict[Fields, "_Kinds[Candidate]"]:
        seen = {one.candidate for one in self._looks_at}
        return {fields: _Kinds(self.mentors.values(), fields) for fields in seen}

    def _kinds(self, looks_at: Facts) -> tuple["_Kinds[Newcomer]", "_Kinds[Candidate]"]:
        return self._newcomers_by[looks_at.newcomer], self._mentors_by[looks_at.candidate]

    @cached_property
    def _spoken(self) -> dict[int, list[_Words]]:
        """Of each newcomer a place for what each row says; kinds share it. Nothing is said yet."""
        found: dict[int, list[_Words]] = {one: [] for one in self.newcomers}
        for row in self.counting:
            newcomers, mentors = self._kinds(row.looks_at)
            kind_of = dict(zip(self.mentors, mentors.numbers, strict=True))
            said: dict[Hashable, str] = {}
            words = [_Words(row, kind_of, said) for _example in newcomers.examples]
            for newcomer, kind in zip(self.newcomers, newcomers.numbers, strict=True):
                found[newcomer].append(words[kind])
        return found


class _Kinds(Generic[P]):
    """People by what a row sees of them: the number of each one's kind, in the order of the people;
    of each kind an example, and with it at which places its people stand."""

    def __init__(self, people: Iterable[P], fields: Fields) -> None:
        see: Callable[[P], Any] = attrgetter(*fields) if fields else lambda _one: None
        known: dict[Any, int] = {}
        self.numbers: list[int] = []
        self.examples: list[P] = []
        self.placed: list[tuple[P, list[int]]] = []
        for place, one in enumerate(people):
            kind = known.setdefault(see(one), len(known))
            if kind == len(self.examples):
                self.examples.append(one)
                self.placed.append((one, []))
            self.numbers.append(kind)
            self.placed[kind][1].append(place)
