"""Buddy pairs from plain values: far apart in the house, never a manager with their staff.

What is sought, in this order: nobody with their own manager; where pairs exist, as many of them as
can stay; the fewest who were each other's buddy before; the fewest from one team; from one
department; from one organisation. When the number is odd there is one trio, chosen with the rest
and not from what is left over. The answer is the best there is, for any number that fits in a
group, and the same in whatever order people come.
"""

from collections.abc import Sequence

from matching.pairing.few import MOST_FOR_FEW, best_of_few
from matching.pairing.many import best_of_many
from matching.pairing.values import (
    NO_PAST,
    Distance,
    Group,
    Member,
    Past,
    Two,
    group_of,
    price_of,
    two,
)

__all__ = [
    "NO_PAST",
    "Distance",
    "Group",
    "Member",
    "Past",
    "Two",
    "group_of",
    "make_groups",
    "price_of",
    "two",
]


def make_groups(
    members: Sequence[Member], variant: int = 0, past: Past = NO_PAST
) -> list[Group] | None:
    """The best pairs, or None when no arrangement keeps manager and staff apart.

    ``variant`` picks among arrangements that are equally good; the same one always comes back.
    """
    if len(members) < 2:
        return None
    ordered = sorted(members, key=Member.in_order)
    prices = past.prices(ordered, variant)
    solve = best_of_few if len(members) <= MOST_FOR_FEW else best_of_many
    found = solve(prices)
    if found is None:
        return None
    groups = [group_of(*(ordered[i] for i in group)) for group in found]
    return sorted(groups, key=lambda one: one.members[0].in_order())
