"""Buddy pairs beside networkx, the best pair first, and a trio of whoever is left.

The groups are made up: two earlier rounds of pairs may not come back, and neither may one two in
twelve, such as a manager and their staff; who stand far apart are worth most.
"""

import random
import time
from collections.abc import Callable
from itertools import combinations

import networkx

from matching.pairing.few import best_of_few
from matching.pairing.many import _pairs, best_of_many
from matching.pairing.values import FORBIDDEN, Indices, Prices

GROUPS = 300  # of each size
CLASH = 1 / 12
Solve = Callable[[Prices], list[Indices] | None]


def a_group(number: int, seed: int) -> list[list[int]]:
    """What each two cost: less for another department, and a bit of chance."""
    draw = random.Random(seed)
    department = [draw.randrange(4) for _one in range(number)]
    table = [[FORBIDDEN] * number for _one in range(number)]
    for i, j in combinations(range(number), 2):
        if draw.random() > CLASH:
            near = 1000 if department[i] == department[j] else 0
            table[i][j] = table[j][i] = near + draw.randrange(500)
    for _round in range(2):
        order = draw.sample(range(number), number)
        for i, j in zip(order[::2], order[1::2], strict=False):
            table[i][j] = table[j][i] = FORBIDDEN
    return table


def cost(found: list[Indices] | None, prices: Prices) -> int | None:
    if found is None:
        return None
    return sum(prices[i][j] for group in found for i, j in combinations(group, 2))


def best_first(prices: Prices) -> list[Indices]:
    """As by hand: the two who fit best, then of the rest, until nobody fits."""
    twos = sorted(combinations(range(len(prices)), 2), key=lambda two: prices[two[0]][two[1]])
    placed: set[int] = set()
    found: list[Indices] = []
    for two in twos:
        if prices[two[0]][two[1]] < FORBIDDEN and not placed & set(two):
            found.append(two)
            placed |= set(two)
    return found


def every_trio(prices: Prices) -> int | None:
    """The best of all trios, each with the best pairs of the others: a second exact way."""
    people, costs = range(len(prices)), []
    for trio in combinations(people, 3):
        inside = [prices[i][j] for i, j in combinations(trio, 2)]
        if max(inside) < FORBIDDEN:
            rest = [one for one in people if one not in trio]
            table = [[prices[i][j] for j in rest] for i in rest]
            if (found := cost(_pairs(table), table)) is not None:
                costs.append(sum(inside) + found)
    return min(costs, default=None)


def leftover_trio(prices: Prices) -> int | None:
    """The usual way: the best pairs without one of them, who joins the pair that suits best."""
    graph = networkx.Graph()
    for i, j in combinations(range(len(prices)), 2):
        if prices[i][j] < FORBIDDEN:
            graph.add_edge(i, j, weight=-prices[i][j])
    pairs = networkx.max_weight_matching(graph, maxcardinality=True)
    left = set(range(len(prices))) - {one for pair in pairs for one in pair}
    if len(left) != 1:
        return None
    [one] = left
    joins = min(sum(prices[one][other] for other in pair) for pair in pairs)
    total = sum(prices[i][j] for i, j in pairs) + joins
    return total if total < FORBIDDEN else None


def timed(solve: Solve, groups: list[list[list[int]]]) -> float:
    """Milliseconds for a group: the least of three rounds over all of them."""
    rounds = []
    for _round in range(3):
        begun = time.perf_counter()
        for prices in groups:
            solve(prices)
        rounds.append(time.perf_counter() - begun)
    return min(rounds) / len(groups) * 1000


def even() -> None:
    print("| people | Wegwijs, ms | networkx, ms | ratio | same price | by hand: a pair unmade |")
    print("| --- | --- | --- | --- | --- | --- |")
    for number in (8, 12, 16, 24):
        groups = [a_group(number, seed) for seed in range(GROUPS if number <= 12 else 60)]
        own: Solve = best_of_few if number <= 16 else best_of_many
        ours, theirs = timed(own, groups), timed(_pairs, groups)
        same = sum(cost(own(one), one) == cost(_pairs(one), one) for one in groups)
        possible = [one for one in groups if own(one) is not None]
        unmade = sum(2 * len(best_first(one)) < number for one in possible) / len(possible)
        print(
            f"| {number} | {ours:.2f} | {theirs:.2f} | {theirs / ours:.1f} × "
            f"| {same} of {len(groups)} | {unmade:.0%} |"
        )


def odd() -> None:
    print("\n| people | Wegwijs, ms | best of every trio | whoever is left joins a pair: best |")
    print("| --- | --- | --- | --- |")
    for number in (11, 13, 15, 21, 31):
        own: Solve = best_of_few if number <= 16 else best_of_many
        groups = [a_group(number, seed) for seed in range(60 if number <= 15 else 3)]
        ours = timed(own, groups)
        found = [cost(own(one), one) for one in groups]
        tried = groups[: 20 if number <= 15 else 1]
        same = sum(every_trio(one) == ours_ for one, ours_ in zip(tried, found, strict=False))
        usual = sum(leftover_trio(one) == ours_ for one, ours_ in zip(groups, found, strict=True))
        print(
            f"| {number} | {ours:.1f} | {same} of {len(tried)} the same "
            f"| {usual} of {len(groups)} |"
        )


def large() -> None:
    print("\n| people | pairs, ms | people | pairs and a trio, ms |")
    print("| --- | --- | --- | --- |")
    for number in (20, 40, 60):
        times = [
            timed(best_of_many, [a_group(one, seed) for seed in range(3)])
            for one in (number, number - 1)
        ]
        print(f"| {number} | {times[0]:.0f} | {number - 1} | {times[1]:.0f} |")


def main() -> None:
    print("\n## Buddy pairs\n")
    even()
    odd()
    large()


if __name__ == "__main__":
    main()
