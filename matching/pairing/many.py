"""The best pairs of more than sixteen people: the blossom algorithm of networkx, more than once for
a trio.

Two of the trio are taken together as one seat, so that what is left is pairs again: the price of
that seat with somebody is the price of the three. Every trio has two people on the same side of any
split of the group in two, so only those twos need trying. They are tried in the order of a lower
bound, until no bound is below the best that was found: mostly after one or a few.
"""

import heapq
from itertools import combinations

from matching.pairing.bound import shares_of
from matching.pairing.values import FORBIDDEN, Indices, Prices

TOO_MUCH = FORBIDDEN // 1000  # more than any arrangement without forbidden twos can cost


def best_of_many(prices: Prices) -> list[Indices] | None:
    """The cheapest arrangement, or None when nobody's allowed partners make one."""
    return _with_trio(prices) if len(prices) % 2 else _pairs(prices)


def _pairs(prices: Prices) -> list[Indices] | None:
    """The cheapest pairs of an even number, or None."""
    # Loading it takes half a second and 30 MB, which a house of small groups never needs.
    import networkx  # noqa: PLC0415

    graph = networkx.Graph()
    graph.add_weighted_edges_from(
        (one, other, -prices[one][other])
        for one, other in combinations(range(len(prices)), 2)
        if prices[one][other] < FORBIDDEN
    )
    found = networkx.max_weight_matching(graph, maxcardinality=True)
    if 2 * len(found) < len(prices):
        return None
    return sorted((min(both), max(both)) for both in found)


def _with_trio(prices: Prices) -> list[Indices] | None:
    best, least = None, TOO_MUCH
    in_turn = _bounds(prices)
    heapq.heapify(in_turn)
    while in_turn and in_turn[0][0] < 2 * least:
        _bound, one, other = heapq.heappop(in_turn)
        if (found := _on_one_seat(one, other, prices)) is not None:
            cost = sum(prices[i][j] for group in found for i, j in combinations(group, 2))
            if cost < least:
                best, least = found, cost
    return best


def _bounds(prices: Prices) -> list[tuple[int, int, int]]:
    """Of each two on one side: twice what an arrangement with these in the trio costs at least."""
    people = range(len(prices))
    shares = shares_of(prices)
    half = len(prices) // 2
    twos = [*combinations(people[:half], 2), *combinations(people[half:], 2)]
    return [
        (
            sum(shares)
            - shares[one]
            - shares[other]
            + min(2 * _trio(one, other, third, prices) - shares[third] for third in people),
            one,
            other,
        )
        for one, other in twos
    ]


def _trio(one: int, other: int, third: int, prices: Prices) -> int:
    three = (prices[one][other], prices[one][third], prices[other][third])
    return FORBIDDEN if max(three) >= FORBIDDEN else sum(three)


def _on_one_seat(one: int, other: int, prices: Prices) -> list[Indices] | None:
    """The best arrangement in which these two are of the trio."""
    rest = [i for i in range(len(prices)) if i not in (one, other)]
    seat = [_trio(one, other, i, prices) for i in rest]
    table = [[prices[i][j] for j in rest] + [seat[at]] for at, i in enumerate(rest)]
    found = _pairs([*table, [*seat, FORBIDDEN]])
    if found is None:
        return None
    seated = [(one, other)]  # the last place of the table
    places = [*((i,) for i in rest), *seated]
    return [tuple(sorted(places[a] + places[b])) for a, b in found]
