"""What may not count does not, and nobody is left more often than chance leaves them."""

import os
import random
import re
from collections.abc import Iterator
from dataclasses import fields, replace
from math import sqrt
from typing import Any

import pytest
from django.apps import apps

from matching.choices import DAYS
from matching.round import Round
from matching.values import Candidate, Newcomer
from tests.matching.house import a_house, pairs_of

COHORTS = 3_000 if os.environ.get("THOROUGH") else 300
SURE = 3  # standard deviations: pure chance goes past them once in seven hundred times

# Grounds of the Dutch equal treatment acts (AWGB, WGBL, WGBh/cz), and words that give them away.
PROTECTED = {
    *("age", "birth", "birthday", "born", "sex", "gender", "pronoun", "salutation"),
    *("religion", "faith", "belief", "church", "political", "party", "union"),
    *("nationality", "citizenship", "race", "ethnicity", "ethnic", "origin", "colour", "skin"),
    *("orientation", "sexuality", "marital", "married", "partner", "spouse", "children"),
    *("pregnant", "pregnancy", "disability", "handicap", "illness", "sick", "health", "chronic"),
    *("medical", "contract", "fixed", "permanent", "salary", "scale", "language", "birthplace"),
}


def in_words(name: str) -> set[str]:
    return set(re.split(r"[_ ]", name.lower()))


def names_of_facts() -> Iterator[str]:
    for values in (Newcomer, Candidate):
        yield from (f"{values.__name__}.{one.name}" for one in fields(values))
    for model in apps.get_app_config("matching").get_models():
        yield from (f"{model.__name__}.{one.name}" for one in model._meta.get_fields())


def test_no_protected_trait_is_a_fact_about_anybody_here() -> None:
    facts = list(names_of_facts())
    assert "Newcomer.team" in facts
    assert [one for one in facts if in_words(one.partition(".")[2]) & PROTECTED] == []


def part_timers(dice: random.Random, house: Round) -> tuple[Round, set[int]]:
    """One in four works two days, where others work all five; mentors work two to five."""
    group = {pk for pk in house.newcomers if dice.random() < 0.25}
    days = sorted(DAYS)
    newcomers = {
        pk: replace(one, days=frozenset(dice.sample(days, 2) if pk in group else days))
        for pk, one in house.newcomers.items()
    }
    return replace(house, newcomers=newcomers), group


def a_small_department(dice: random.Random, house: Round) -> tuple[Round, set[int]]:
    """One in ten comes to a department where no mentor works."""
    group = {pk for pk in house.newcomers if dice.random() < 0.1}
    newcomers = {
        pk: replace(one, team=99, department="Griffie") if pk in group else one
        for pk, one in house.newcomers.items()
    }
    return replace(house, newcomers=newcomers), group


def left_by_us(house: Round) -> set[int]:
    return set(house.division.left)


def left_by_the_best_pair_first(house: Round) -> set[int]:
    """What a spreadsheet does: the highest score of all, then the next highest."""
    free = dict(house.question.places)
    left = set(house.newcomers)
    costs = pairs_of(house)
    for newcomer, mentor in sorted(costs, key=costs.__getitem__):
        if newcomer in left and free[mentor]:
            left.remove(newcomer)
            free[mentor] -= 1
    return left


def surprise(make: Any, left_by: Any, *, strict: bool) -> float:
    """By how many standard deviations more of a group are left than chance would leave.

    If the group did not matter, those left in a cohort would be a draw without looking among its
    newcomers. The number of the group among them is then hypergeometric; cohorts add up.
    """
    dice = random.Random(2027)
    more = variance = 0.0
    for _cohort in range(COHORTS):
        house, group = make(dice, a_house(dice, 20, short=True, strict=strict))
        count, size, left = len(house.newcomers), len(group), left_by(house)
        share = size / count
        more += len(left & group) - len(left) * share
        variance += len(left) * share * (1 - share) * (count - len(left)) / (count - 1)
    return more / sqrt(variance)


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("make", [part_timers, a_small_department])
def test_a_group_is_left_no_more_often_than_chance_leaves_it(make: Any, strict: bool) -> None:
    assert surprise(make, left_by_us, strict=strict) < SURE


@pytest.mark.parametrize("make", [part_timers, a_small_department])
def test_the_best_pair_first_would_leave_them_more_often(make: Any) -> None:
    """So the test above would show it."""
    assert surprise(make, left_by_the_best_pair_first, strict=False) > SURE


def test_who_is_left_does_not_depend_on_how_well_anybody_fits() -> None:
    """Only on who may go to whom, and on the order of right."""
    dice = random.Random(3)
    for _cohort in range(30):
        house = a_house(dice, 20, short=True, strict=True)
        shuffled = list(pairs_of(house).values())
        dice.shuffle(shuffled)
        known = {
            one: {mentor: shuffled.pop() for mentor in row} for one, row in house.costs.items()
        }
        otherwise = replace(house, known=known)
        assert left_by_us(house) == left_by_us(otherwise)
