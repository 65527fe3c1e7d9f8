"""Who is to be paired, what is known of the past, and what two people together cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from zlib import crc32

# Each is more than all of the one before it in the largest group together: sixty people make fewer
# than a hundred twos. So what comes first in the order is never given up for what comes after.
SAME_ORGANISATION = 1
SAME_DEPARTMENT = 100
SAME_TEAM = 10_000
AGAIN = 1_000_000
STAYS = -100_000_000
TIES = 1_000_000  # room below the price for telling equals apart
FORBIDDEN = 10**18  # of prices with that room

Indices = tuple[int, ...]
Prices = Sequence[Sequence[int]]  # of each two, by their place in the order; symmetric
Two = frozenset[int]  # the pks of two people


def two(one: int, other: int) -> Two:
    return frozenset((one, other))


@dataclass(frozen=True)
class Member:
    """A participant. ``manager`` is the pk of theirs; a team of None is no team."""

    pk: int
    name: str
    team: int | None = None
    department: str = ""
    manager: int | None = None
    organisation: int = 0

    def in_order(self) -> tuple[str, int]:
        return self.name.casefold(), self.pk


class Distance(StrEnum):
    """How far buddies stand from each other: the reason they are a pair."""

    ORGANISATIONS = "organisations"
    DEPARTMENTS = "departments"
    TEAMS = "teams"
    SAME_TEAM = "same team"


@dataclass(frozen=True)
class Group:
    """Two buddies, or three."""

    members: tuple[Member, ...]

    @property
    def twos(self) -> set[Two]:
        return {two(one.pk, other.pk) for one, other in combinations(self.members, 2)}

    @property
    def distance(self) -> Distance:
        """Of the two who stand nearest."""
        price = max((_nearness(*both) for both in combinations(self.members, 2)), default=0)
        return {
            SAME_TEAM: Distance.SAME_TEAM,
            SAME_DEPARTMENT: Distance.TEAMS,
            SAME_ORGANISATION: Distance.DEPARTMENTS,
        }.get(price, Distance.ORGANISATIONS)

    def manager_and_staff(self) -> tuple[Member, Member] | None:
        """The manager and the member of staff who must not be buddies, if they are."""
        for one, other in combinations(self.members, 2):
            if one.manager == other.pk:
                return other, one
            if other.manager == one.pk:
                return one, other
        return None


def group_of(*members: Member) -> Group:
    return Group(tuple(sorted(members, key=Member.in_order)))


@dataclass(frozen=True)
class Past:
    """Which twos were buddies before, and which are buddies now and had better stay so."""

    before: frozenset[Two] = frozenset()
    now: frozenset[Two] = frozenset()

    def price(self, one: Member, other: Member) -> int:
        """What these two together cost; less is better. FORBIDDEN for a manager and their staff."""
        if one.manager == other.pk or other.manager == one.pk:
            return FORBIDDEN
        both = two(one.pk, other.pk)
        if both in self.now:
            return STAYS
        return _nearness(one, other) + (AGAIN if both in self.before else 0)

    def prices(self, members: Sequence[Member], variant: int) -> list[list[int]]:
        """Of each two; the variant draws a number that tells equals apart."""
        table = [[FORBIDDEN] * len(members) for _one in members]
        for (i, one), (j, other) in combinations(enumerate(members), 2):
            price = self.price(one, other)
            if price != FORBIDDEN:
                tie = crc32(f"{variant} {one.pk} {other.pk}".encode()) % 1000
                table[i][j] = table[j][i] = price * TIES + tie
        return table


NO_PAST = Past()


def price_of(groups: Sequence[Group], past: Past = NO_PAST) -> int:
    """What an arrangement costs: the sum over each two who are together."""
    return sum(
        past.price(one, other) for group in groups for one, other in combinations(group.members, 2)
    )


def _nearness(one: Member, other: Member) -> int:
    """A team or department of one organisation is not that of another, whatever it is called."""
    if one.organisation != other.organisation:
        return 0
    if one.team is not None and one.team == other.team:
        return SAME_TEAM
    if one.department and one.department == other.department:
        return SAME_DEPARTMENT
    return SAME_ORGANISATION
