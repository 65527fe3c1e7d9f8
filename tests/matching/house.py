"""A municipality by chance: newcomers and mentors as the table of criteria sees them."""

import random
from dataclasses import replace
from datetime import date, timedelta

from matching.choices import DAYS, THEMES, WAYS
from matching.round import Round
from matching.values import Candidate, Newcomer

TODAY = date(2027, 1, 11)
JOBS = ["beleidsadviseur", "projectleider", "klantadviseur", "jurist", "toezichthouder"]


def a_house(
    dice: random.Random, newcomers: int, *, short: bool = False, strict: bool = False
) -> Round:
    """Half as many mentors as newcomers; ``strict``: some will not be there, some said no."""
    teams = [(number, f"department {number // 3}") for number in range(1 + newcomers // 4)]
    mentors = [_mentor(dice, 5_000 + number, teams, short) for number in range(newcomers // 2)]
    if strict:
        mentors = [_choosy(dice, one, newcomers) for one in mentors]
    return Round(
        {one: _newcomer(dice, one, teams) for one in range(1, newcomers + 1)},
        {one.pk: one for one in mentors},
    )


def pairs_of(house: Round) -> dict[tuple[int, int], int]:
    """Every pair that may be, and what it costs."""
    return {
        (newcomer, mentor): cost
        for newcomer, row in house.costs.items()
        for mentor, cost in row.items()
    }


def _newcomer(dice: random.Random, pk: int, teams: list[tuple[int, str]]) -> Newcomer:
    team, department = dice.choice(teams)
    return Newcomer(
        pk=pk,
        given_name=f"newcomer {pk}",
        team=team,
        department=department,
        job_title=dice.choice(JOBS),
        first_day=TODAY + timedelta(days=dice.randint(0, 60)),
        today=TODAY,
        managers=(9_000 + team, 9_999),
        themes=frozenset(dice.sample(sorted(THEMES), dice.randint(0, 3))),
        days=frozenset(dice.sample(sorted(DAYS), dice.randint(2, 5))),
        way=dice.choice(["", *WAYS]),
    )


def _mentor(dice: random.Random, pk: int, teams: list[tuple[int, str]], short: bool) -> Candidate:
    team, department = dice.choice(teams)
    return Candidate(
        pk=pk,
        sort_name=f"mentor {pk}",
        given_name=f"mentor {pk}",
        team=team,
        department=department,
        job_title=dice.choice(JOBS),
        organisation="Hoorn",
        hired_on=TODAY - timedelta(days=dice.randint(200, 9_000)),
        managers=(9_000 + team, 9_999),
        capacity=dice.choice([1, 2, 2] if short else [2, 2, 3, 4]),
        taken=dice.choice([0, 0, 0, 1]),
        is_trained=dice.random() < 0.6,
        trained_elsewhere=True,
        has_introduced=dice.random() < 0.5,
        has_time=True,
        themes=frozenset(dice.sample(sorted(THEMES), dice.randint(1, 4))),
        days=frozenset(dice.sample(sorted(DAYS), dice.randint(2, 5))),
        ways=frozenset(dice.sample(sorted(WAYS), dice.randint(1, 2))),
    )


def _choosy(dice: random.Random, one: Candidate, newcomers: int) -> Candidate:
    """Said no to many, so that each newcomer has few to go to."""
    return replace(
        one,
        said_no_to=frozenset(
            pk for pk in range(1, newcomers + 1) if dice.random() < 1 - 6 / newcomers
        ),
    )
