"""The table worked out for all pairs at once says what it says of each pair by itself."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from itertools import product
from random import Random
from typing import Any

import pytest

from matching.criteria import HARD, WEIGHTED, WEIGHTS, Facts, fit, reasons, why_not
from matching.sheet import Sheet
from matching.values import Candidate, Newcomer
from tests.matching.house import TODAY, a_house

Row = tuple[Facts, Any]  # what a row looks at, and a question to it
ROWS: dict[str, Row] = {
    **{row.key: (row.looks_at, row.holds) for row in HARD},
    **{f"{row.key}, how well": (row.looks_at, row.fits) for row in WEIGHTED},
    **{
        f"{row.key}, in words": (row.looks_at, lambda *pair, row=row: _words(row, *pair))
        for row in WEIGHTED
    },
}


def _words(row: Any, newcomer: Newcomer, candidate: Candidate) -> str:
    return row.reason(newcomer, candidate) if row.fits(newcomer, candidate) else ""


def a_town(seed: int) -> tuple[list[Newcomer], list[Candidate]]:
    """Twelve newcomers, six mentors and three newcomers among the candidates; of each row some
    are ruled out, some fit."""
    dice = Random(seed)
    house = a_house(dice, 12)
    newcomers = [
        replace(one, first_day=TODAY - timedelta(days=dice.randint(-30, 90)))
        for one in house.newcomers.values()
    ]
    mentors = [_by_chance(dice, one) for one in house.candidates.values()]
    # Who is new may be a candidate too, and somebody's manager may be one of them.
    own = [replace(mentors[number], pk=newcomers[number].pk) for number in range(3)]
    newcomers[3] = replace(newcomers[3], managers=(mentors[0].pk, mentors[1].pk))
    return newcomers, [*mentors, *own, replace(mentors[2], pk=99, managers=(newcomers[4].pk,))]


def _by_chance(dice: Random, one: Candidate) -> Candidate:
    def some() -> frozenset[int]:
        return frozenset(dice.sample(range(1, 13), dice.choice([0, 0, 1, 4])))

    def a_day() -> Any:
        return dice.choice([None, None, TODAY + timedelta(days=dice.randint(-20, 120))])

    return replace(
        one,
        is_mentor=dice.random() < 0.9,
        trained_elsewhere=dice.random() < 0.7,
        may_be_matched=dice.choice(["trained", "trained first", "anyone"]),
        has_time=dice.choice([True, True, None, False]),
        waits_for_manager=dice.random() < 0.1,
        leaves_on=a_day(),
        paused_until=a_day(),
        available_from=a_day(),
        available_until=a_day(),
        taken=dice.choice([0, 1, 2]),
        said_no_to=some(),
        changed_with=some(),
        apart_from=some(),
        employer=dice.choice([*[None] * 9, 2]),
    )


WEIGHED: list[Mapping[str, str]] = [
    {},
    {row.key: "not" for row in WEIGHTED[::2]},
    {row.key: list(WEIGHTS)[number % 4] for number, row in enumerate(WEIGHTED)},
]


@pytest.mark.parametrize("weights", WEIGHED)
def test_all_pairs_at_once_are_judged_as_each_pair_by_itself(weights: Mapping[str, str]) -> None:
    seen = 0
    for seed in range(60):
        newcomers, candidates = a_town(seed)
        sheet = Sheet(newcomers, candidates, weights)
        allowed = {
            (one.pk, other.pk): (one, other)
            for one in newcomers
            for other in candidates
            if why_not(one, other) is None
        }
        assert sheet.costs == {
            one: {
                pk: -fit(*people, weights)
                for (newcomer, pk), people in allowed.items()
                if newcomer == one
            }
            for one in sheet.newcomers
        }
        for pair, people in allowed.items():
            assert sheet.reasons(*pair) == reasons(*people, weights)
        seen += len(allowed)
    assert seen > 500


@pytest.mark.parametrize("key", ROWS)
def test_a_row_looks_at_no_more_than_it_says(key: str) -> None:
    looks_at, ask = ROWS[key]
    answers = set()
    for seed in range(40):
        newcomers, candidates = a_town(seed)
        for newcomer, candidate in product(newcomers[:5], candidates):
            other_newcomer = _with_facts_of(newcomer, looks_at.newcomer, newcomers[seed % 12])
            other = _with_facts_of(candidate, looks_at.candidate, candidates[seed % 10])
            answer = ask(newcomer, candidate)
            assert ask(other_newcomer, other) == answer
            answers.add(bool(answer))
    assert answers == {True, False}  # both were seen


def _with_facts_of(one: Any, fields: tuple[str, ...], other: Any) -> Any:
    """Somebody else, but for these facts."""
    return replace(other, **{field: getattr(one, field) for field in fields})
