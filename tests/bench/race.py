"""One way to divide newcomers, in a process of its own: questions come in as JSON, answers go out.

Run by ``tests.bench.matching``. Stands alone: a peer runs in an environment of its own, since two
of them bring a package that is called ``matching`` too.
"""

import json
import math
import operator
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Costs = dict[tuple[int, int], int]
Pairs = dict[int, int]
REPEATS = 3
LONG = 0.05  # seconds: what takes less altogether is repeated until then
SHORT = 2  # seconds within which a run is worth repeating


def rise(asked: dict[str, Any], load: int) -> int:
    return asked["rises"][min(load, len(asked["rises"]) - 1)]


def wegwijs(asked: dict[str, Any], costs: Costs) -> Callable[[], Pairs]:
    from matching.solver import Question, divide  # noqa: PLC0415 - a peer has another of that name

    return lambda: (
        divide(
            Question(
                range(asked["newcomers"]),
                range(len(asked["places"])),
                dict(enumerate(asked["places"])),
                by_newcomer(asked["newcomers"], costs),
                rises=asked["rises"],
            )
        ).mentor_of
    )


def by_newcomer(count: int, costs: Costs) -> dict[int, dict[int, int]]:
    rows: dict[int, dict[int, int]] = {newcomer: {} for newcomer in range(count)}
    for (newcomer, mentor), cost in costs.items():
        rows[newcomer][mentor] = cost
    return rows


def by_hand(asked: dict[str, Any], costs: Costs) -> Callable[[], Pairs]:
    """Who waits longest chooses first, among whom there is a place."""

    def solve() -> Pairs:
        loads, found = [0] * len(asked["places"]), {}
        for newcomer in range(asked["newcomers"]):
            open_ = [
                (costs[newcomer, mentor] + rise(asked, load), mentor)
                for mentor, load in enumerate(loads)
                if (newcomer, mentor) in costs and load < asked["places"][mentor]
            ]
            if open_:
                found[newcomer] = min(open_)[1]
                loads[found[newcomer]] += 1
        return found

    return solve


def best_pair_first(asked: dict[str, Any], costs: Costs) -> Callable[[], Pairs]:
    """The best pair of all, then the best of what is left: as a spreadsheet that is sorted."""

    def solve() -> Pairs:
        loads, found = [0] * len(asked["places"]), Pairs()
        for newcomer, mentor in sorted(costs, key=costs.__getitem__):
            if newcomer not in found and loads[mentor] < asked["places"][mentor]:
                found[newcomer] = mentor
                loads[mentor] += 1
        return found

    return solve


def mentor_match(asked: dict[str, Any], costs: Costs) -> Callable[[], Pairs]:
    """Its own three rounds of one to one, and its own solver; the scores are ours."""
    from matching.mentee import Mentee  # noqa: PLC0415
    from matching.mentor import Mentor  # noqa: PLC0415
    from matching.process import generate_match_matrix, match_and_assign_participants  # noqa: PLC0415

    best = 1 + max(-cost for cost in costs.values()) + max(asked["rises"])

    class AsAsked:
        def apply(self, match: Any) -> int:
            pair = (int(match.mentee.role), int(match.mentor.role))
            load = len(match.mentor.mentees)
            match.disallowed = (
                pair not in costs or bool(match.mentee.mentors) or load >= asked["places"][pair[1]]
            )
            return 0 if match.disallowed else best - costs[pair] - rise(asked, load)

    def solve() -> Pairs:
        mentors, mentees = (
            [kind(grade=1, role=str(one), email=f"{kind}{one}") for one in range(count)]
            for kind, count in ((Mentor, len(asked["places"])), (Mentee, asked["newcomers"]))
        )
        spent = 0.0
        for _round in range(3):
            table = generate_match_matrix(mentors, mentees, [AsAsked()])
            begun = time.perf_counter()
            match_and_assign_participants(table)
            spent += time.perf_counter() - begun
        solve.spent = spent  # type: ignore[attr-defined]  # the solver alone, without the scores
        return {int(one.role): int(one.mentors[0].role) for one in mentees if one.mentors}

    return solve


def mentor_match_whole(asked: dict[str, Any], _costs: Costs) -> Callable[[], Pairs]:
    """Its main entrance on people of its own kind: three rounds, four of its rules in each."""
    import random  # noqa: PLC0415

    from matching.mentee import Mentee  # noqa: PLC0415
    from matching.mentor import Mentor  # noqa: PLC0415
    from matching.process import process_data  # noqa: PLC0415
    from matching.rules import rule  # noqa: PLC0415

    def people(kind: Any, count: int, dice: random.Random) -> list[Any]:
        return [
            kind(
                grade=dice.randint(1, 8),
                email=f"{kind.__name__}{one}",
                organisation=dice.choice("abcdefgh"),
                profession=dice.choice("abcdefghij"),
            )
            for one in range(count)
        ]

    def rules() -> list[Any]:
        return [
            rule.Disqualify(lambda match: match.mentor.organisation == match.mentee.organisation),
            rule.Grade(1, operator.ge, {True: 10, False: 0}),
            rule.Equivalent("profession", {True: 20, False: 0}),
            rule.UnmatchedBonus(50),
        ]

    def solve() -> Pairs:
        dice = random.Random(str(asked["places"]))
        mentors = people(Mentor, len(asked["places"]), dice)
        mentees = people(Mentee, asked["newcomers"], dice)
        process_data(mentors, mentees, [rules() for _round in range(3)])
        return {}

    return solve


def stable(asked: dict[str, Any], costs: Costs) -> Callable[[], Pairs]:
    """matching 1.4.3: nobody has reason to swap; both sides prefer by our scores."""
    from matching.games import HospitalResident  # noqa: PLC0415

    sys.setrecursionlimit(1_000_000)
    rows: dict[str, list[str]] = {}
    columns: dict[str, list[str]] = {}
    for newcomer, mentor in sorted(costs, key=costs.__getitem__):
        if asked["places"][mentor]:
            rows.setdefault(f"n{newcomer}", []).append(f"m{mentor}")
            columns.setdefault(f"m{mentor}", []).append(f"n{newcomer}")
    places = {mentor: asked["places"][int(mentor[1:])] for mentor in columns}

    def solve() -> Pairs:
        found = HospitalResident.create_from_dictionaries(rows, columns, places).solve()
        return {
            int(guest.name[1:]): int(mentor.name[1:])
            for mentor, guests in found.items()
            for guest in guests
        }

    return solve


def left_out(asked: dict[str, Any], costs: Costs) -> list[int]:
    """What to leave each costs where a method knows only costs: coverage and rank before all."""
    count = asked["newcomers"]
    unit = 2 * count * (max(map(abs, costs.values())) + max(asked["rises"]))
    return [unit * (2 * count - rank) for rank in range(count)]


def scipy(asked: dict[str, Any], costs: Costs) -> Callable[[], Pairs]:
    import numpy as np  # noqa: PLC0415
    from scipy.optimize import linear_sum_assignment  # noqa: PLC0415

    def solve() -> Pairs:
        seats = [(one, seat) for one, count in enumerate(asked["places"]) for seat in range(count)]
        columns: dict[int, list[tuple[int, int]]] = {}
        for column, (mentor, seat) in enumerate(seats):
            columns.setdefault(mentor, []).append((column, rise(asked, seat)))
        paid = left_out(asked, costs)
        table = np.full((len(paid), len(seats) + len(paid)), 10.0 * paid[0])
        for (newcomer, mentor), cost in costs.items():
            for column, more in columns.get(mentor, ()):
                table[newcomer, column] = cost + more
        table[range(len(paid)), range(len(seats), len(seats) + len(paid))] = paid
        rows, chosen = linear_sum_assignment(table)
        pairs = zip(rows.tolist(), chosen.tolist(), strict=True)
        return {row: seats[column][0] for row, column in pairs if column < len(seats)}

    return solve


def networkx(asked: dict[str, Any], costs: Costs) -> Callable[[], Pairs]:
    import networkx as nx  # noqa: PLC0415

    def solve() -> Pairs:
        graph = nx.DiGraph()
        graph.add_node("end", demand=asked["newcomers"])
        for newcomer, paid in enumerate(left_out(asked, costs)):
            graph.add_node(("n", newcomer), demand=-1)
            graph.add_edge(("n", newcomer), "end", capacity=1, weight=paid)
        for (newcomer, mentor), cost in costs.items():
            graph.add_edge(("n", newcomer), ("m", mentor), capacity=1, weight=cost)
        for mentor, count in enumerate(asked["places"]):
            for seat in range(count):
                graph.add_edge(
                    ("m", mentor), ("s", mentor, seat), capacity=1, weight=rise(asked, seat)
                )
                graph.add_edge(("s", mentor, seat), "end", capacity=1, weight=0)
        _cost, flow = nx.network_simplex(graph)
        return {
            newcomer: to[1]
            for newcomer in range(asked["newcomers"])
            for to, amount in flow["n", newcomer].items()
            if amount and to != "end"
        }

    return solve


WAYS = {
    "Wegwijs": wegwijs,
    "by hand": by_hand,
    "best pair first": best_pair_first,
    "mentor-match": mentor_match,
    "mentor-match whole": mentor_match_whole,
    "matching": stable,
    "scipy": scipy,
    "networkx": networkx,
}


def memory(line: str) -> float:
    """MiB of this process, now (VmRSS) or at most since it was last told to forget (VmHWM)."""
    status = Path("/proc/self/status").read_text().splitlines()
    return next(int(one.split()[1]) for one in status if one.startswith(line)) / 1024


def race(way: str, asked: dict[str, Any], limit: float) -> dict[str, Any]:
    costs = {(newcomer, mentor): cost for newcomer, mentor, cost in asked["costs"]}
    solve = WAYS[way](asked, costs)
    least, found = math.inf, Pairs()
    Path("/proc/self/clear_refs").write_text("5")  # forget the peak of reading all this in
    before = memory("VmRSS")
    repeats, whole = 0, 0.0
    while repeats < REPEATS or whole < LONG:
        signal.setitimer(signal.ITIMER_REAL, limit)
        begun = time.perf_counter()
        found = solve()
        signal.setitimer(signal.ITIMER_REAL, 0)
        spent = time.perf_counter() - begun
        repeats, whole = repeats + 1, whole + spent
        least = min(least, getattr(solve, "spent", spent))
        if spent > SHORT:
            break
    return {"seconds": least, "mib": memory("VmHWM") - before, "pairs": sorted(found.items())}


def too_long(_signal: int, _frame: Any) -> None:
    raise TimeoutError


if __name__ == "__main__":
    signal.signal(signal.SIGALRM, too_long)
    for line in sys.stdin:
        told = json.loads(line)
        try:
            answer = race(sys.argv[1], told, float(sys.argv[2]))
        except TimeoutError:
            answer = {"seconds": None}
        print(json.dumps(answer), flush=True)
