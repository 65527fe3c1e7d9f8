"""A round on plain values: what is set is served first, and all who wait are divided at once."""

from dataclasses import replace
from random import Random

from matching.round import Round
from matching.values import Candidate, Newcomer
from tests.matching.cast import NEWCOMER, candidate


def newcomers(*pks: int) -> dict[int, Newcomer]:
    return {pk: replace(NEWCOMER, pk=pk, given_name=f"Nieuw {pk}") for pk in pks}


def mentors(*rows: Candidate) -> dict[int, Candidate]:
    return {one.pk: one for one in rows}


IN_TEAM = candidate(pk=50, sort_name="in the team", team=10, taken=0, capacity=1)
OTHER = candidate(pk=51, sort_name="other", taken=0, capacity=1)
FULL = candidate(pk=52, sort_name="full", taken=2, capacity=2)


def test_who_is_set_is_served_before_who_stands_on_top() -> None:
    plain = Round(newcomers(1, 2, 3), mentors(IN_TEAM))
    assert plain.division.mentor_of == {1: 50}
    pinned = Round(newcomers(1, 2, 3), mentors(IN_TEAM), together={3: 50})
    assert pinned.division.mentor_of == {3: 50}


def test_who_is_set_has_one_choice_and_the_rest_moves_over() -> None:
    before = Round(newcomers(1, 2), mentors(IN_TEAM, OTHER))
    [has_it] = [one for one, mentor in before.division.mentor_of.items() if mentor == 50]
    other = 3 - has_it
    after = before.decided(other, 50, frozenset())
    assert after.division.mentor_of == {other: 50, has_it: 51}
    assert after.moved_since(before) == {other: 50, has_it: 51}


def test_two_who_are_kept_apart_are_not_proposed_and_letting_go_puts_it_back() -> None:
    before = Round(newcomers(1), mentors(IN_TEAM, OTHER))
    apart = before.decided(1, None, {50})
    assert apart.division.mentor_of == {1: 51}
    row = apart.forbids(1, 50)
    assert row is not None
    assert row.key == "apart"
    assert apart.decided(1, None, frozenset()).division.mentor_of == {1: 50}


def test_what_the_table_forbids_cannot_stay_set_and_leaves_its_newcomer_free() -> None:
    found = Round(newcomers(1), mentors(FULL, OTHER), together={1: 52})
    assert (found.pins, found.division.mentor_of) == ({}, {1: 51})


def test_of_two_who_are_set_for_one_place_the_first_has_it() -> None:
    found = Round(newcomers(1, 2), mentors(IN_TEAM, OTHER), together={2: 50, 1: 50})
    assert found.pins == {2: 50}
    assert found.division.mentor_of == {2: 50, 1: 51}
    assert (found.set_for(50, but=1), found.set_for(50, but=2), found.set_for(51, but=1)) == (
        [2],
        [],
        [],
    )


def test_deciding_gives_what_a_round_made_anew_gives() -> None:
    rows = [
        candidate(pk=50 + n, sort_name=f"m{n}", team=10 + n % 3, taken=n % 2, capacity=1 + n % 3)
        for n in range(6)
    ]
    chance = Random(5)
    for _try in range(200):
        newcomer, together, apart = chance.choice((1, 2, 3, 4)), None, {chance.randrange(50, 56)}
        if chance.random() < 0.5:
            together = chance.choice([pk for pk in range(50, 56) if pk not in apart])
        before = Round(newcomers(1, 2, 3, 4), mentors(*rows), together={2: 51})
        pins = {one: who for one, who in before.together.items() if one != newcomer}
        anew = Round(
            before.newcomers,
            {
                pk: replace(one, apart_from=frozenset({newcomer}) if pk in apart else frozenset())
                for pk, one in before.candidates.items()
            },
            together=pins if together is None else pins | {newcomer: together},
        )
        after = before.decided(newcomer, together, apart)
        assert after.costs == anew.costs
        assert after.division.mentor_of == anew.division.mentor_of


def test_the_order_in_which_the_mentors_come_in_changes_nothing() -> None:
    rows = [candidate(pk=50 + n, sort_name="same", taken=0, capacity=1) for n in range(5)]
    expected = Round(newcomers(1, 2, 3), mentors(*rows)).division.mentor_of
    for seed in range(10):
        Random(seed).shuffle(rows)
        assert Round(newcomers(1, 2, 3), mentors(*rows)).division.mentor_of == expected
