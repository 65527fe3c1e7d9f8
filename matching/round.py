"""What an adviser decides at one moment: who waits, who could be asked, and what is settled.

All who wait are divided at once. *These two* is served before anybody else and has one choice;
*not these two* is a row of the table like any other. Plain values in and out.
"""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import cached_property

from matching.criteria import Hard, why_not
from matching.sheet import Sheet
from matching.solver import Division, Question, divide
from matching.values import Candidate, Newcomer

Costs = Mapping[int, Mapping[int, int]]  # by newcomer, of each mentor they may go to
# Of the first, second, … newcomer with one mentor, in the points of the table: the work is shared.
RISES = (0, 10, 30, 60, 100)


@dataclass(frozen=True)
class Round:
    """One organisation's newcomers, who is served first when places are short on top; its mentors.

    ``together`` holds, by newcomer, the mentor that an adviser set; who was set first comes first.
    """

    newcomers: Mapping[int, Newcomer]
    candidates: Mapping[int, Candidate]
    together: Mapping[int, int] = field(default_factory=dict)
    weights: Mapping[str, str] = field(default_factory=dict)
    known: Costs | None = None  # where they were worked out before

    @cached_property
    def sheet(self) -> Sheet:
        return Sheet(self.newcomers.values(), self.mentors, self.weights)

    @cached_property
    def costs(self) -> Costs:
        """Of every pair that the table allows: the better the fit, the less."""
        return self.sheet.costs if self.known is None else self.known

    @cached_property
    def pins(self) -> Mapping[int, int]:
        """What was set and still can be; one that cannot leaves its newcomer free for others."""
        held: Counter[int] = Counter()
        found = {}
        for newcomer, mentor in self.together.items():
            if self.forbids(newcomer, mentor) or held[mentor] >= self.candidates[mentor].free:
                continue
            held[mentor] += 1
            found[newcomer] = mentor
        return found

    def forbids(self, newcomer: int, mentor: int) -> Hard | None:
        """The row of the table that rules these two out."""
        return why_not(self.newcomers[newcomer], self.candidates[mentor])

    def set_for(self, mentor: int, *, but: int) -> list[int]:
        """For whom this mentor's places are set, when none is left beside them for ``but``."""
        others = [one for one, who in self.pins.items() if who == mentor and one != but]
        return others if len(others) >= self.candidates[mentor].free else []

    @cached_property
    def mentors(self) -> list[Candidate]:
        """By name, as lists of them read."""
        found = (one for one in self.candidates.values() if one.is_mentor)
        return sorted(found, key=lambda one: (one.sort_name, one.pk))

    @cached_property
    def question(self) -> Question[int, int]:
        return Question(
            newcomers=[*self.pins, *(pk for pk in self.newcomers if pk not in self.pins)],
            mentors=[one.pk for one in self.mentors],
            places={one.pk: one.free for one in self.mentors},
            choices={**self.costs, **self._pinned()},
            guides={one.pk: one.taken for one in self.mentors},
            rises=RISES,
        )

    def _pinned(self) -> Costs:
        """Who is set can go nowhere else."""
        return {one: {mentor: self.costs[one][mentor]} for one, mentor in self.pins.items()}

    @cached_property
    def division(self) -> Division[int, int]:
        return divide(self.question)

    def mentor_of(self, newcomer: int) -> int | None:
        return self.division.mentor_of.get(newcomer)

    def reasons(self, newcomer: int, mentor: int) -> list[str]:
        return self.sheet.reasons(newcomer, mentor)

    def decided(self, newcomer: int, together: int | None, apart: AbstractSet[int]) -> "Round":
        """The same round with other rulings for one newcomer; only their row is worked out anew."""
        pins = {one: mentor for one, mentor in self.together.items() if one != newcomer}
        if together is not None:
            pins[newcomer] = together
        after = replace(
            self,
            candidates={
                pk: _apart(one, newcomer, pk in apart) for pk, one in self.candidates.items()
            },
            together=pins,
            known={},
        )
        row = Sheet([self.newcomers[newcomer]], after.mentors, self.weights)
        return replace(after, known={**self.costs, **row.costs})

    def moved_since(self, before: "Round") -> dict[int, int | None]:
        """Who goes to somebody else than in ``before``, and to whom; None for nobody."""
        return {
            one: self.mentor_of(one)
            for one in self.newcomers
            if one in before.newcomers and self.mentor_of(one) != before.mentor_of(one)
        }


def _apart(candidate: Candidate, newcomer: int, is_apart: bool) -> Candidate:
    if is_apart == (newcomer in candidate.apart_from):
        return candidate
    return replace(candidate, apart_from=candidate.apart_from ^ {newcomer})
