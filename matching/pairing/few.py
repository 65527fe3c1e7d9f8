"""The best pairs of up to sixteen people: dynamic programming, a bit for each who is left.

The first of those left goes with one of the others, or with two of them while the trio of an odd
number is still to be made: that is so while an odd number is left. At the size of a group this is
faster than a blossom algorithm in the same language, and the trio comes with it.
"""

from itertools import combinations

from matching.pairing.values import FORBIDDEN, Indices, Prices

MOST_FOR_FEW = 16

Choice = tuple[int, int]  # the bits of those who go together, and what that costs


def best_of_few(prices: Prices) -> list[Indices] | None:
    """The cheapest arrangement, or None when nobody's allowed partners make one."""
    number = len(prices)
    everybody = (1 << number) - 1
    pairs = [_pairs_with(first, prices) for first in range(number)]
    both = [
        pairs[first] + _trios_with(first, prices) for first in range(number if number % 2 else 0)
    ]
    best: dict[int, int] = {everybody: 0}  # who is left, to the cost so far
    chosen: dict[int, int] = {}
    layer = [everybody]
    while layer:
        reached: dict[int, None] = {}
        for left in layer:
            so_far, first = best[left], (left & -left).bit_length() - 1
            for together, cost in both[first] if left.bit_count() % 2 else pairs[first]:
                if left & together == together:
                    then, total = left ^ together, so_far + cost
                    if then not in reached or total < best[then]:
                        best[then], chosen[then], reached[then] = total, together, None
        layer = [left for left in reached if left]
    return _walk_back(chosen, everybody) if 0 in best else None


def _pairs_with(first: int, prices: Prices) -> list[Choice]:
    """Of whoever comes first, with each later one."""
    row = prices[first]
    return [
        (1 << first | 1 << other, row[other])
        for other in range(first + 1, len(prices))
        if row[other] < FORBIDDEN
    ]


def _trios_with(first: int, prices: Prices) -> list[Choice]:
    row = prices[first]
    found = []
    for one, other in combinations(range(first + 1, len(prices)), 2):
        cost = max(row[one], row[other], prices[one][other])
        if cost < FORBIDDEN:
            cost = row[one] + row[other] + prices[one][other]
            found.append((1 << first | 1 << one | 1 << other, cost))
    return found


def _walk_back(chosen: dict[int, int], everybody: int) -> list[Indices]:
    groups, left = [], 0
    while left != everybody:
        together = chosen[left]
        groups.append(tuple(i for i in range(everybody.bit_length()) if together >> i & 1))
        left ^= together
    return groups
