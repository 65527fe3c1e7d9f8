"""Newcomers divided over mentors: Wegwijs beside the peers, in one run on one machine."""

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import starmap
from pathlib import Path
from statistics import median
from typing import Any

import django

from matching.round import Round
from matching.what_if import WhatIf
from tests.bench.setting import ROOT, a_database, run
from tests.matching.house import a_house, pairs_of

LIMIT = 60.0  # seconds for one division, after which a peer is cut off
RUNS = {10: 60, 25: 60, 50: 30, 100: 10, 300: 2, 1000: 1}  # questions of each size
RISES = (0, 10, 30, 60, 100)
WHOLE = 5  # questions of a hundred newcomers, where all that a peer does is timed
AT_ONCE = 0.1  # seconds

# Each in an environment of its own. munkres 3.0.0 has another owner and an unexplained compiled
# part; 1.1.4 is the one that mentor-match was made with.
MENTOR_MATCH = ("mentor-match==7.0.1", "munkres==1.1.4")
PEERS: dict[str, tuple[str, ...]] = {
    "mentor-match": MENTOR_MATCH,
    "mentor-match whole": MENTOR_MATCH,
    "matching": ("matching==1.4.3",),
}
WAYS = {
    "Wegwijs": "Wegwijs",
    "by hand": "by hand, longest waiting first",
    "best pair first": "the best pair first",
    "mentor-match": "mentor-match 7.0.1",
    "matching": "matching 1.4.3",
    "scipy": "scipy 1.17.1",
    "networkx": "networkx 3.6.1",
}
Question = dict[str, Any]
Pairs = dict[int, int]


@dataclass
class Outcome:
    """Of one way, over all questions of one kind and size."""

    seconds: float
    mib: float
    share: float  # of the worth of the optimum, on average
    needlessly: int  # in how many of the runs one more is left than need be
    runs: int


def a_question(count: int, strict: bool, seed: int) -> Question:
    """Half as many mentors as newcomers, one to three places each, about 1.1 per newcomer.

    Of four pairs in five, two in five when strict, the fit is drawn from 0 to 300, as the table of
    criteria gives it; the others are not allowed.
    """
    dice = random.Random(f"{count} {strict} {seed}")
    mentors = count // 2
    density = 0.4 if strict else 0.8
    pairs = ((newcomer, mentor) for newcomer in range(count) for mentor in range(mentors))
    return {
        "newcomers": count,
        "places": [dice.choice([1, 2, 3, 3]) for _mentor in range(mentors)],
        "rises": RISES,
        "costs": [(*pair, -dice.randint(0, 300)) for pair in pairs if dice.random() < density],
    }


def worth(question: Question, pairs: Pairs) -> int:
    """All fits together, less what the rising load takes; who has nobody adds nothing."""
    costs = {(newcomer, mentor): cost for newcomer, mentor, cost in question["costs"]}
    loads = [0] * len(question["places"])
    total = 0
    for newcomer, mentor in pairs.items():
        total -= costs[newcomer, mentor] + RISES[min(loads[mentor], len(RISES) - 1)]
        loads[mentor] += 1
    if any(load > places for load, places in zip(loads, question["places"], strict=True)):
        raise AssertionError("somebody guides more than they have places for")
    return total


def command(way: str) -> list[str]:
    if way not in PEERS:
        return [sys.executable, "-m", "tests.bench.race", way, str(LIMIT)]
    brought = [part for pin in PEERS[way] for part in ("--with", pin)]
    uv = [str(Path(sys.executable).with_name("uv")), "run", "--quiet", "--isolated"]
    script = ["python", "-I", str(ROOT / "tests/bench/race.py"), way, str(LIMIT)]
    return [*uv, "--no-project", "--python", sys.executable, *brought, *script]


def answers(way: str, questions: list[Question]) -> list[dict[str, Any]]:
    """One each; what comes after a question that took too long is not asked."""
    found: list[dict[str, Any]] = []
    with subprocess.Popen(
        command(way), cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as racer:
        assert racer.stdin
        assert racer.stdout
        for question in questions:
            racer.stdin.write(json.dumps(question) + "\n")
            racer.stdin.flush()
            found.append(json.loads(racer.stdout.readline()))
            if found[-1]["seconds"] is None:
                break
        racer.stdin.close()
    return found


def outcome(
    questions: list[Question], best: list[Pairs], found: list[dict[str, Any]]
) -> Outcome | None:
    if found[-1]["seconds"] is None:
        return None
    shares, needlessly = [], 0
    for question, optimum, one in zip(questions, best, found, strict=True):
        pairs = dict(one["pairs"])
        shares.append(worth(question, pairs) / worth(question, optimum))
        needlessly += len(pairs) < len(optimum)
    return Outcome(
        median(one["seconds"] for one in found),
        max(one["mib"] for one in found),
        sum(shares) / len(shares),
        needlessly,
        len(found),
    )


def compare(count: int, strict: bool, out: set[str]) -> dict[str, Outcome | None]:
    """Every way on the same questions; ``out`` keeps who was cut off and need not try larger."""
    questions = [a_question(count, strict, seed) for seed in range(RUNS[count])]
    told = {way: answers(way, questions) for way in WAYS if way not in out}
    best = [dict(one["pairs"]) for one in told["Wegwijs"]]
    outcomes = {way: outcome(questions, best, found) for way, found in told.items()}
    out.update(way for way, one in outcomes.items() if one is None)
    kind = "strict" if strict else "loose"
    for way, name in WAYS.items():
        print(f"| {count:,} {kind} | {name} | {_row(outcomes.get(way))} |", flush=True)
    return outcomes


def _row(one: Outcome | None) -> str:
    if one is None:
        return f"over {LIMIT:.0f} s | – | – | –"
    left = f"{one.needlessly} of {one.runs}"
    return f"{_spell(one.seconds)} | {one.mib:.1f} MiB | {one.share:.1%} | {left}"


def _spell(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.2f} ms"


def aims() -> Iterator[str]:
    """What this engine is meant to reach, each beside what it is measured against."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()  # reasons are words, in the language of the house
    hundred = [a_question(100, False, seed) for seed in range(RUNS[100])]
    ours, theirs = (
        median(one["seconds"] for one in answers(way, hundred))
        for way in ("Wegwijs", "mentor-match")
    )
    yield _aim("the solver's step at 100, loose", 30, "mentor-match's solver", ours, theirs)
    whole = median(one["seconds"] for one in answers("mentor-match whole", hundred[:WHOLE]))
    houses = [a_house(random.Random(seed), 100) for seed in range(1, WHOLE + 1)]
    beside = "mentor-match's whole call, which explains nothing"
    for words, what in (
        (False, "score, solve, and the true cost of every pair at 100"),
        (True, "the same, with the reasons of every pair in words"),
    ):
        spent = median(_timed(partial(explained, house, words)) for house in houses)
        yield _aim(what, 8, beside, spent, whole)
    beside = "each solved anew by our own solver, a sample of 100 multiplied out"
    yield _aim("the true cost of every pair at 100", 400, beside, *_every_pair())
    yield from _pressed()


def explained(facts: Round, words: bool) -> None:
    """From plain facts to the true cost of every pair that may be, and the reasons for it."""
    house = replace(facts)  # which has worked out nothing yet
    what_if = WhatIf(house.division)
    for newcomer, row in house.costs.items():
        for mentor in row:
            what_if.loss(newcomer, mentor)
            if words:
                house.reasons(newcomer, mentor)


def _every_pair() -> tuple[float, float]:
    """All at once; and one by one, from a hundred pairs by chance."""
    house = a_house(random.Random(2), 100)
    division = house.division
    pairs = [pair for pair in pairs_of(house) if house.candidates[pair[1]].free]
    at_once = _timed(lambda: list(starmap(WhatIf(division).loss, pairs)))
    what_if, anew = WhatIf(division), []
    for newcomer, mentor in random.Random(3).sample(pairs, 100):
        begun = time.perf_counter()
        other = replace(house, known=house.costs, together={newcomer: mentor}).division
        anew.append(time.perf_counter() - begun)
        loss = what_if.loss(newcomer, mentor)
        if loss is None or (not loss.left and loss.cost != other.cost - division.cost):
            raise AssertionError("the cost that is told is not the cost")
    return at_once, sum(anew) / len(anew) * len(pairs)


def _pressed() -> Iterator[str]:
    """A pin or a ban at 200: by itself, and as an adviser presses the button for it."""
    yield _within("a pin or a ban at 200, all solved and told again", _pinned())
    with a_database("", 1) as environment:
        run(environment, "manage.py", "collectstatic", "--noinput", "--verbosity", "0")
        presses = json.loads(run(environment, "-m", "tests.bench.board", "200"))
    for by, what in (
        ("script", "the whole press at 200: POST, answered with the board"),
        ("browser", "the whole press without JavaScript: POST, and the page after it"),
    ):
        yield _within(what, presses[by])


def _pinned() -> list[float]:
    """Twenty pins and twenty bans, as the board makes them from what it knows: the row worked out
    anew, all divided again, and what every other choice would cost."""
    house, dice = a_house(random.Random(4), 200), random.Random(5)
    spent = []
    for newcomer, mentor in dice.sample(list(pairs_of(house)), 20):
        rulings: tuple[tuple[int | None, set[int]], ...] = ((mentor, set()), (None, {mentor}))
        for together, apart in rulings:
            begun = time.process_time()
            WhatIf(house.decided(newcomer, together, apart).division)
            spent.append(time.process_time() - begun)
    return spent


def _timed(work: Callable[[], object]) -> float:
    spent = []
    for _repeat in range(5):
        begun = time.perf_counter()
        work()
        spent.append(time.perf_counter() - begun)
    return min(spent)


def _aim(what: str, aim: int, beside: str, ours: float, theirs: float) -> str:
    times = theirs / ours
    ratio = f"{times:,.0f} ×" if times >= 10 else f"{times:.1f} ×"
    told = ratio if times >= aim else f"not reached: {ratio}"
    return f"| {what} | {aim} × | {beside} | {_spell(ours)} | {_spell(theirs)} | {told} |"


def _within(what: str, spent: list[float]) -> str:
    """The slowest counts."""
    usual, slowest = (f"{seconds * 1000:.0f} ms" for seconds in (median(spent), max(spent)))
    told = f"{usual} of the processor, the slowest of {len(spent)} {slowest}"
    reached = "reached" if max(spent) < AT_ONCE else "not reached"
    return f"| {what} | {AT_ONCE * 1000:.0f} ms | – | {told} | – | {reached} |"


def _nobody_needlessly(found: list[dict[str, Outcome | None]]) -> str:
    """In how many rounds; of the others the kind and size in which they do worst."""
    ours = [one for kind in found if (one := kind["Wegwijs"])]
    told = f"{sum(one.needlessly for one in ours)} of {sum(one.runs for one in ours)} rounds"
    others = []
    for way in ("by hand", "best pair first", "mentor-match", "matching"):
        theirs = [one for kind in found if (one := kind.get(way))]
        worst = max(theirs, key=lambda one: one.needlessly / one.runs)
        others.append(f"{WAYS[way]} up to {worst.needlessly} of {worst.runs}")
    return f"| nobody left out needlessly | never | – | {told} | {'; '.join(others)} | – |"


def main(only_aims: bool = False) -> None:
    print("\n## Newcomers over mentors\n")
    found: list[dict[str, Outcome | None]] = []
    if not only_aims:
        print("| newcomers | way | time | memory | of the optimum | leaves somebody needlessly |")
        print("| --- | --- | --- | --- | --- | --- |")
        for strict in (False, True):
            out: set[str] = set()
            found += [compare(count, strict, out) for count in RUNS]
    print("\n| what | aim | beside | Wegwijs | the other | ratio |")
    print("| --- | --- | --- | --- | --- | --- |")
    for row in aims():
        print(row, flush=True)
    if found:
        print(_nobody_needlessly(found))
