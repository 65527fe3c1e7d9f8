"""Buddy pairs from plain values: across teams and departments, never a manager with their staff.

What is sought, in this order: nobody with their own manager; the fewest buddies from one team; the
fewest from one department. When the number is odd there is one trio, chosen with the rest and not
from what is left over. Up to ``EXACT`` people the answer is the best there is. Above it, it is the
best that moving two or three pairs at a time can find, which nothing proves to be the very best.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from zlib import crc32

EXACT = 16
SAME_DEPARTMENT = 1
SAME_TEAM = 100  # more than all departments of the largest cohort together
FORBIDDEN = 1_000_000
TIES = 1_000_000  # room below the price for telling equals apart


@dataclass(frozen=True)
class Member:
    """A participant. ``manager`` is the pk of theirs; a team of None is no team."""

    pk: int
    name: str
    team: int | None = None
    department: str = ""
    manager: int | None = None


class Distance(StrEnum):
    """How far buddies stand from each other in the organisation: the reason they are a pair."""

    DEPARTMENTS = "departments"
    TEAMS = "teams"
    SAME_TEAM = "same team"


@dataclass(frozen=True)
class Group:
    """Two buddies, or three."""

    members: tuple[Member, ...]

    @property
    def distance(self) -> Distance:
        price = max((_price(*two) for two in combinations(self.members, 2)), default=0)
        if price >= SAME_TEAM:
            return Distance.SAME_TEAM
        return Distance.TEAMS if price else Distance.DEPARTMENTS

    def manager_and_staff(self) -> tuple[Member, Member] | None:
        """The manager and the member of staff who must not be buddies, if they are."""
        for one, other in combinations(self.members, 2):
            if one.manager == other.pk:
                return other, one
            if other.manager == one.pk:
                return one, other
        return None


def make_groups(members: Sequence[Member], variant: int = 0) -> list[Group] | None:
    """The best pairs, or None when no arrangement keeps manager and staff apart.

    ``variant`` picks among arrangements that are equally good; the same one always comes back.
    """
    if len(members) < 2:
        return None
    ordered = sorted(members, key=lambda one: (one.name.casefold(), one.pk))
    solve = _exactly if len(members) <= EXACT else _by_improving
    groups = [group_of(*(ordered[i] for i in found)) for found in solve(ordered, variant)]
    if any(group.manager_and_staff() for group in groups):
        return None
    return sorted(groups, key=lambda one: (one.members[0].name.casefold(), one.members[0].pk))


def group_of(*members: Member) -> Group:
    return Group(tuple(sorted(members, key=lambda one: (one.name.casefold(), one.pk))))


def price_of(groups: Sequence[Group]) -> int:
    """What an arrangement costs; less is better."""
    return sum(
        _price(one, other) for group in groups for one, other in combinations(group.members, 2)
    )


def _price(one: Member, other: Member) -> int:
    if one.manager == other.pk or other.manager == one.pk:
        return FORBIDDEN
    if one.team is not None and one.team == other.team:
        return SAME_TEAM
    if one.department and one.department == other.department:
        return SAME_DEPARTMENT
    return 0


Indices = tuple[int, ...]


def _exactly(members: Sequence[Member], variant: int) -> list[Indices]:
    """The cheapest of all arrangements; the variant draws a number that tells equals apart."""

    def price(i: int, j: int) -> int:
        one, other = members[i], members[j]
        tie = crc32(f"{variant} {one.pk} {other.pk}".encode()) % 1000
        return _price(one, other) * TIES + tie

    return _cheapest(tuple(range(len(members))), price)


def _cheapest(who: Indices, price: Callable[[int, int], int]) -> list[Indices]:
    """Dynamic programming over who is placed already, a bit for each.

    The first who is not placed goes with one of the others, or with two of them while the trio of
    an odd number has not been made: that is so while an even number is placed.
    """
    n = len(who)
    between = [[price(a, b) if a != b else 0 for b in who] for a in who]
    best: dict[int, tuple[int, int, Indices]] = {0: (0, 0, ())}
    for placed in range((1 << n) - 1):
        if placed not in best:
            continue
        so_far = best[placed][0]
        rest = [i for i in range(n) if not placed >> i & 1]
        trio_to_make = n % 2 and len(rest) % 2
        for cost, group in _first_goes_with(rest, between, bool(trio_to_make)):
            then = placed
            for i in group:
                then |= 1 << i
            if then not in best or so_far + cost < best[then][0]:
                best[then] = (so_far + cost, placed, group)
    return _walk_back(who, best)


def _first_goes_with(
    rest: list[int], between: list[list[int]], trio_to_make: bool
) -> list[tuple[int, Indices]]:
    first, *others = rest
    groups: list[tuple[int, Indices]] = [(between[first][j], (first, j)) for j in others]
    if trio_to_make:
        groups += [
            (between[first][j] + between[first][k] + between[j][k], (first, j, k))
            for j, k in combinations(others, 2)
        ]
    return groups


def _walk_back(who: Indices, best: dict[int, tuple[int, int, Indices]]) -> list[Indices]:
    groups: list[Indices] = []
    placed = (1 << len(who)) - 1
    while placed:
        _cost, placed, group = best[placed]
        groups.append(tuple(who[i] for i in group))
    return groups


def _by_improving(members: Sequence[Member], variant: int) -> list[Indices]:
    """Start far apart; then take two or three pairs together as long as that makes it cheaper."""

    def price(i: int, j: int) -> int:
        return _price(members[i], members[j])

    def cost(groups: Sequence[Indices]) -> int:
        return sum(price(i, j) for group in groups for i, j in combinations(group, 2))

    groups = _far_apart(members, variant)
    improved = True
    while improved:
        improved = False
        for size in (2, 3):
            for chosen in combinations(range(len(groups)), size):
                old = [groups[i] for i in chosen]
                if not any(cost([group]) for group in old):
                    continue
                new = _cheapest(tuple(sorted(i for group in old for i in group)), price)
                if cost(new) < cost(old):
                    for place, group in zip(chosen, new, strict=True):
                        groups[place] = group
                    improved = True
    return groups


def _far_apart(members: Sequence[Member], variant: int) -> list[Indices]:
    """In order of department and team, the first half goes with the second half."""
    order = sorted(
        range(len(members)),
        key=lambda i: (
            members[i].department,
            members[i].team or 0,
            crc32(f"{variant} {members[i].pk}".encode()),
        ),
    )
    half = len(order) // 2
    groups: list[Indices] = [(order[i], order[half + i]) for i in range(half)]
    if len(order) % 2:
        groups[-1] = (*groups[-1], order[-1])
    return groups
