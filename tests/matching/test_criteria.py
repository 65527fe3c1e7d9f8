"""The table, row by row: what rules somebody out, what makes a fit, and in which words."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from matching.criteria import HARD, WEIGHTED, WEIGHTS, fit, reasons, why_not
from tests.matching.cast import NEWCOMER, candidate


@pytest.fixture(autouse=True)
def dutch() -> Iterator[None]:
    with translation.override("nl"):
        yield


RULED_OUT: list[tuple[str, dict[str, Any], str]] = [
    ("self", {"pk": 1}, "is de nieuwe collega zelf"),
    ("manager", {"pk": 90}, "is de leidinggevende van Daan"),
    ("line", {"pk": 91}, "geeft leiding aan de leidinggevende van Daan"),
    ("line", {"managers": (7, 1)}, "werkt onder Daan"),
    ("no mentor", {"is_mentor": False}, "is geen mentor"),
    ("untrained", {"trained_elsewhere": False}, "heeft de opleiding nog niet gevolgd"),
    (
        "untrained",
        {"trained_elsewhere": False, "trained_on": date(2027, 2, 23)},
        "rondt de opleiding af op 23 februari",
    ),
    (
        "untrained",
        {"trained_elsewhere": False, "trained_on": date(2027, 1, 11)},
        "was niet bij elk dagdeel van de opleiding",
    ),
    ("said no", {"said_no_to": frozenset({1})}, "liet eerder weten dat het nu niet uitkomt"),
    ("no time", {"has_time": False}, "heeft nu geen tijd, zegt de leidinggevende"),
    ("leaves", {"leaves_on": date(2027, 5, 11)}, "vertrekt op 11 mei"),
    (
        "unavailable",
        {"available_from": date(2027, 2, 2)},
        "is pas beschikbaar vanaf 2 februari",
    ),
    (
        "unavailable",
        {"available_until": date(2027, 5, 11)},
        "is beschikbaar tot en met 11 mei",
    ),
    ("full", {"capacity": 1}, "zit vol: de ene plaats is bezet"),
    ("full", {"taken": 2}, "zit vol: alle 2 plaatsen zijn bezet"),
    ("full", {"capacity": 0, "taken": 0}, "begeleidt nu niemand"),
]


@pytest.mark.parametrize(("key", "facts", "why"), RULED_OUT)
def test_a_hard_row_rules_out_and_says_why(key: str, facts: dict[str, Any], why: str) -> None:
    one = candidate(**facts)
    row = why_not(NEWCOMER, one)
    assert row is not None
    assert (row.key, row.why(NEWCOMER, one)) == (key, why)


def test_every_hard_row_is_tried_above() -> None:
    assert [row.key for row in HARD] == list(dict.fromkeys(key for key, _f, _w in RULED_OUT))


JUST_POSSIBLE: list[dict[str, Any]] = [
    {},
    {"leaves_on": date(2027, 5, 12)},  # the hundredth day after 1 February
    {"available_from": date(2027, 2, 1)},
    {"available_until": date(2027, 5, 12)},
    {"trained_elsewhere": False, "is_trained": True},
    {"said_no_to": frozenset({3})},
    {"managers": (90,)},  # the same manager is no objection
]


@pytest.mark.parametrize("facts", JUST_POSSIBLE)
def test_at_the_edge_nothing_is_ruled_out(facts: dict[str, Any]) -> None:
    assert why_not(NEWCOMER, candidate(**facts)) is None


def test_who_has_begun_needs_a_mentor_from_today() -> None:
    begun = replace(NEWCOMER, first_day=date(2026, 12, 1))
    assert why_not(begun, candidate(available_from=date(2027, 1, 12))) is None
    assert why_not(begun, candidate(available_from=date(2027, 1, 13))) is not None


FITS: list[tuple[str, dict[str, Any], int, str]] = [
    ("same team", {"team": 10}, 10, "zelfde team"),
    ("same department", {"department": "Ruimte"}, 10, "zelfde afdeling"),
    ("trained", {"is_trained": True}, 10, "opgeleid"),
    ("knows the organisation", {"hired_on": date(2024, 1, 12)}, 3, "3 jaar in Hoorn"),
    ("knows the organisation", {"hired_on": date(2015, 1, 13)}, 10, "11 jaar in Hoorn"),
    ("room", {"taken": 0}, 10, "begeleidt nu niemand"),
    ("same job", {"job_title": "toezichthouder"}, 10, "zelfde functie"),
    ("introduced", {"has_introduced": True}, 10, "stelt zich voor"),
]


@pytest.mark.parametrize(("key", "facts", "degree", "words"), FITS)
def test_a_weighted_row_adds_its_weight_and_says_so(
    key: str, facts: dict[str, Any], degree: int, words: str
) -> None:
    row = next(row for row in WEIGHTED if row.key == key)
    plain, fitting = candidate(), candidate(**facts)
    assert (reasons(NEWCOMER, plain), fit(NEWCOMER, plain)) == ([], 0)
    assert reasons(NEWCOMER, fitting) == [words]
    assert fit(NEWCOMER, fitting) == WEIGHTS[row.weight] * degree


def test_every_weighted_row_is_tried_above() -> None:
    assert [row.key for row in WEIGHTED] == list(dict.fromkeys(key for key, *_rest in FITS))


def test_not_yet_three_years_is_not_knowing_the_organisation() -> None:
    assert reasons(NEWCOMER, candidate(hired_on=date(2024, 1, 13))) == []


def test_the_same_team_is_not_counted_as_the_same_department_too() -> None:
    one = candidate(team=10, department="Ruimte")
    assert reasons(NEWCOMER, one) == ["zelfde team"]


def test_nobody_without_a_team_is_in_the_same_team() -> None:
    bare = replace(NEWCOMER, team=None, department="", job_title="")
    assert reasons(bare, candidate(team=None, department="", job_title="")) == []
