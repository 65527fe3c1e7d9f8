"""The table, row by row: what rules somebody out, what makes a fit, and in which words."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from django.utils import translation

from matching.criteria import FIRST, HARD, WEIGHTED, WEIGHTS, fit, reasons, why_not
from matching.values import Candidate, Newcomer
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
    (
        "organisation",
        {"employer": 2, "organisation": "Medemblik"},
        "werkt bij een andere organisatie: Medemblik",
    ),
    ("no mentor", {"is_mentor": False}, "is geen mentor"),
    (
        "apart",
        {"apart_from": frozenset({1})},
        "wordt niet aan Daan gekoppeld: jullie kozen ‘niet deze twee’",
    ),
    ("said no", {"said_no_to": frozenset({1})}, "liet eerder weten dat het nu niet uitkomt"),
    ("changed", {"changed_with": frozenset({1})}, "was de mentor, tot de wissel"),
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
    ("no time", {"has_time": False}, "heeft nu geen tijd, zegt de leidinggevende"),
    ("waits for manager", {"waits_for_manager": True}, "wacht op antwoord van de leidinggevende"),
    ("leaves", {"leaves_on": date(2027, 5, 11)}, "vertrekt op 11 mei"),
    ("paused", {"paused_until": date(2027, 2, 2)}, "heeft pauze tot 2 februari"),
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


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("key", "facts", "why"), RULED_OUT)
def test_what_a_hard_row_says_reads_on_after_a_name(
    key: str, facts: dict[str, Any], why: str, language: str
) -> None:
    """Joris van der Meer zit vol: a verb about the mentor, no sentence of its own."""
    verbs = {
        "nl": "is geeft werkt wordt liet was heeft rondt wacht vertrekt zit begeleidt",
        "en": "is manages works said was does has finishes waits leaves takes",
    }
    one = candidate(**facts)
    row = why_not(NEWCOMER, one)
    assert row is not None
    with translation.override(language):
        assert row.why(NEWCOMER, one).split()[0] in verbs[language].split()


def test_every_hard_row_is_tried_above() -> None:
    assert [row.key for row in HARD] == list(dict.fromkeys(key for key, _f, _w in RULED_OUT))


JUST_POSSIBLE: list[dict[str, Any]] = [
    {},
    {"leaves_on": date(2027, 5, 12)},  # the hundredth day after 1 February
    {"available_from": date(2027, 2, 1)},
    {"available_until": date(2027, 5, 12)},
    {"trained_elsewhere": False, "is_trained": True},
    {"trained_elsewhere": False, "may_be_matched": "trained first"},
    {"trained_elsewhere": False, "may_be_matched": "anyone"},
    {"said_no_to": frozenset({3})},
    {"apart_from": frozenset({3})},
    {"changed_with": frozenset({3})},
    {"has_time": True},
    {"paused_until": date(2027, 2, 1)},  # from that day on there again
    {"managers": (90,)},  # the same manager is no objection
]


@pytest.mark.parametrize("facts", JUST_POSSIBLE)
def test_at_the_edge_nothing_is_ruled_out(facts: dict[str, Any]) -> None:
    assert why_not(NEWCOMER, candidate(**facts)) is None


def test_who_has_begun_needs_a_mentor_from_today() -> None:
    begun = replace(NEWCOMER, first_day=date(2026, 12, 1))
    assert why_not(begun, candidate(available_from=date(2027, 1, 12))) is None
    assert why_not(begun, candidate(available_from=date(2027, 1, 13))) is not None


HOPEFUL = replace(
    NEWCOMER,
    themes=frozenset({"politics", "balance", "yourself"}),
    days=frozenset({"mon", "tue", "wed"}),
    way="walking",
)
FITS: list[tuple[str, dict[str, Any], int, str]] = [
    ("same team", {"team": 10}, 10, "zelfde team"),
    ("same department", {"department": "Ruimte"}, 10, "zelfde afdeling"),
    ("trained", {"is_trained": True}, 10, "opgeleid"),
    ("knows the organisation", {"hired_on": date(2024, 1, 12)}, 3, "3 jaar in Hoorn"),
    ("knows the organisation", {"hired_on": date(2015, 1, 13)}, 10, "11 jaar in Hoorn"),
    (
        "theme wished",
        {"themes": frozenset({"politics", "balance", "growing"})},
        6,
        "praat graag over werken voor raad en college, balans tussen werk en thuis",
    ),
    ("days in common", {"days": frozenset({"tue", "fri"})}, 5, "samen aan het werk op dinsdag"),
    (
        "days in common",
        {"days": frozenset({"mon", "tue", "wed", "thu", "fri"})},
        10,
        "samen aan het werk op maandag, dinsdag en woensdag",
    ),
    (
        "same way",
        {"ways": frozenset({"walking", "online"})},
        10,
        "spreekt ook graag af: tijdens een wandeling",
    ),
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
    assert (reasons(HOPEFUL, plain), fit(HOPEFUL, plain)) == ([], 0)
    assert reasons(HOPEFUL, fitting) == [words]
    assert fit(HOPEFUL, fitting) == WEIGHTS[row.weight] * degree


@pytest.mark.parametrize(("key", "facts", "degree", "words"), FITS)
def test_an_organisation_weighs_a_row_otherwise_and_one_that_does_not_count_is_no_reason(
    key: str, facts: dict[str, Any], degree: int, words: str
) -> None:
    fitting = candidate(**facts)
    for weight, points in WEIGHTS.items():
        assert fit(HOPEFUL, fitting, {key: weight}) == points * degree
        assert reasons(HOPEFUL, fitting, {key: weight}) == ([words] if points else [])


def test_who_said_nothing_of_their_hopes_fits_everybody_the_same() -> None:
    everything = candidate(
        themes=HOPEFUL.themes, days=frozenset({"mon"}), ways=frozenset({"office", "online"})
    )
    assert (fit(NEWCOMER, everything), reasons(NEWCOMER, everything)) == (0, [])


def test_where_the_trained_go_first_no_other_fit_makes_up_for_it() -> None:
    facts: dict[str, Any] = {"may_be_matched": "trained first"}
    best = candidate(
        trained_elsewhere=False,
        team=10,
        taken=0,
        has_introduced=True,
        job_title="Toezichthouder",
        hired_on=date(2000, 1, 1),
        themes=HOPEFUL.themes,
        days=HOPEFUL.days,
        ways=frozenset({"walking"}),
        **facts,
    )
    everything = {row.key: "very important" for row in WEIGHTED}
    assert 1000 * fit(HOPEFUL, best, everything) < FIRST == fit(HOPEFUL, candidate(**facts))
    assert fit(HOPEFUL, candidate(trained_elsewhere=False, may_be_matched="anyone")) == 0


# Of a newcomer and of a mentor the table knows this and nothing else. Whoever adds a fact here
# answers for it: age, gender, origin, belief, health or a private situation never belong in it.
KNOWN_OF_A_NEWCOMER = {
    *("pk", "given_name", "team", "department", "job_title", "first_day", "today", "employer"),
    *("managers", "themes", "days", "way"),
}
KNOWN_OF_A_MENTOR = {
    *("pk", "sort_name", "given_name", "team", "department", "job_title", "organisation"),
    *("employer", "hired_on", "leaves_on", "managers", "capacity", "taken", "available_from"),
    *("available_until", "paused_until", "is_mentor", "is_trained", "trained_elsewhere"),
    *("trained_on", "may_be_matched", "said_no_to", "changed_with", "apart_from"),
    *("has_introduced", "has_time", "waits_for_manager", "themes", "days", "ways"),
}


def test_what_the_law_protects_is_no_fact_and_so_cannot_be_a_criterion() -> None:
    assert {one.name for one in fields(Newcomer)} == KNOWN_OF_A_NEWCOMER
    assert {one.name for one in fields(Candidate)} == KNOWN_OF_A_MENTOR


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
