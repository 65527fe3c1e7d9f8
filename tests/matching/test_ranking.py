"""Order of the suggestions, and of those who cannot be asked."""

from dataclasses import replace
from datetime import date
from random import Random

from matching.criteria import why_not
from matching.ranking import advise, propose
from tests.matching.cast import NEWCOMER, candidate


def names(suggestions: list) -> list[str]:  # type: ignore[type-arg]
    return [one.candidate.sort_name for one in suggestions]


CANDIDATES = [
    candidate(pk=2, sort_name="same team", team=10),
    candidate(pk=3, sort_name="same department", department="Ruimte", hired_on=date(2010, 1, 1)),
    candidate(pk=4, sort_name="long here", hired_on=date(2010, 1, 1)),
    candidate(pk=5, sort_name="trained", is_trained=True),
    candidate(pk=6, sort_name="free", taken=0),
    candidate(pk=7, sort_name="b nothing"),
    candidate(pk=8, sort_name="a nothing"),
    candidate(pk=9, sort_name="a nothing"),
    candidate(pk=10, sort_name="full", taken=2),
    candidate(pk=11, sort_name="full in the team", taken=2, team=10),
]


def test_the_best_stand_first_and_equals_by_name_whatever_order_they_come_in() -> None:
    for seed in range(5):
        shuffled = list(CANDIDATES)
        Random(seed).shuffle(shuffled)
        advice = advise(NEWCOMER, shuffled)
        assert [one.candidate.pk for one in advice.suggestions] == [2, 3, 4, 5, 6, 8, 9, 7]
        assert names(advice.excluded) == ["full in the team", "full"]
        assert [one.key for one in advice.excluded] == ["full", "full"]


def test_nobody_is_both_suggested_and_excluded_and_nobody_is_lost() -> None:
    advice = advise(NEWCOMER, CANDIDATES)
    listed = [one.candidate.pk for one in [*advice.suggestions, *advice.excluded]]
    assert sorted(listed) == [one.pk for one in CANDIDATES]


def test_who_starts_first_gets_the_best_and_a_place_is_suggested_once() -> None:
    second = replace(NEWCOMER, pk=100)
    third = replace(NEWCOMER, pk=101)
    mentors = {2: candidate(pk=2, team=10), 5: candidate(pk=5, sort_name="other", taken=1)}
    found = propose([NEWCOMER, second, third], mentors)
    assert {pk: one.candidate.pk for pk, one in found.items()} == {1: 2, 100: 5}


def test_two_places_are_suggested_twice() -> None:
    second = replace(NEWCOMER, pk=100)
    found = propose([NEWCOMER, second], {2: candidate(pk=2, capacity=2, taken=0)})
    assert {pk: one.candidate.pk for pk, one in found.items()} == {1: 2, 100: 2}
    assert "begeleidt nu niemand" in found[100].reasons  # as things stand, not as suggested


def test_nothing_that_is_suggested_is_ruled_out() -> None:
    for suggestion in advise(NEWCOMER, CANDIDATES).suggestions:
        assert why_not(NEWCOMER, suggestion.candidate) is None
