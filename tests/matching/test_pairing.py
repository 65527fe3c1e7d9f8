"""Buddy pairs against brute force and against each other: nothing is better, nobody is left out."""

from collections.abc import Iterator
from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import LinearConstraint, milp

from matching.pairing import (
    NO_PAST,
    Distance,
    Group,
    Member,
    Past,
    group_of,
    make_groups,
    price_of,
    two,
)
from matching.pairing.bound import shares_of
from matching.pairing.few import MOST_FOR_FEW, best_of_few
from matching.pairing.many import best_of_many
from matching.pairing.values import FORBIDDEN, Indices, Prices

MOST_SEATS = 60


@st.composite
def members(draw: st.DrawFn, smallest: int = 2, largest: int = 9) -> list[Member]:
    """People in a few teams of fewer departments, some of whom manage others among them."""
    number = draw(st.integers(smallest, largest))
    return [
        Member(
            pk=pk,
            name=f"n{draw(st.integers(0, 3))}",
            team=draw(st.sampled_from([None, 1, 2, 3])),
            department=draw(st.sampled_from(["", "a", "b"])),
            manager=draw(st.sampled_from([None, None, *(m for m in range(number) if m != pk)])),
            organisation=draw(st.sampled_from([1, 1, 2])),
        )
        for pk in range(number)
    ]


@st.composite
def pasts(draw: st.DrawFn, largest: int = 9) -> Past:
    """Some twos who were buddies before; others who are in a pair now."""
    some_two = st.sets(st.integers(0, largest - 1), min_size=2, max_size=2).map(frozenset)
    order = draw(st.permutations(range(largest)))
    pairs = [frozenset(order[i : i + 2]) for i in range(0, largest - 1, 2)]
    now = draw(st.sampled_from([0, 0, len(pairs), len(pairs) // 2]))
    before = draw(st.frozensets(some_two, max_size=largest))
    return Past(before=before, now=frozenset(pairs[:now]))


def every_arrangement(people: list[Member], *, trio: bool) -> Iterator[list[Group]]:
    if not people:
        yield []
        return
    first, *rest = people
    for size in (1, 2) if trio else (1,):
        for others in combinations(rest, size):
            left = [one for one in rest if one not in others]
            for groups in every_arrangement(left, trio=trio and size == 1):
                yield [group_of(first, *others), *groups]


def allowed(groups: list[Group]) -> bool:
    return not any(group.manager_and_staff() for group in groups)


def best_price(people: list[Member], past: Past = NO_PAST) -> int | None:
    is_odd = len(people) % 2 == 1
    found = [
        price_of(groups, past)
        for groups in every_arrangement(people, trio=is_odd)
        if allowed(groups) and len(groups) == len(people) // 2
    ]
    return min(found, default=None)


def total(found: list[Indices] | None, prices: Prices) -> int | None:
    if found is None:
        return None
    return sum(prices[i][j] for group in found for i, j in combinations(group, 2))


def a_crowd(number: int, seed: int) -> tuple[list[Member], Past]:
    """People as in a group of several organisations, most of whom were in groups before."""
    draw = Random(seed)
    people = [
        Member(
            pk,
            f"{pk:02}",
            team=draw.randrange(max(2, number // 3)),
            department=f"d{draw.randrange(3)}",
            organisation=draw.randrange(3),
            manager=draw.choice([None] * 9 + [one for one in range(number) if one != pk]),
        )
        for pk in range(number)
    ]
    before = {two(*draw.sample(range(number), 2)) for _again in range(2 * number)}
    return people, Past(before=frozenset(before))


# --- nothing is better ------------------------------------------------------------------------


@settings(max_examples=300, deadline=None)
@given(members(), pasts())
def test_nothing_is_better_than_what_comes_out(people: list[Member], past: Past) -> None:
    groups = make_groups(people, past=past)
    assert (None if groups is None else price_of(groups, past)) == best_price(people, past)


@settings(max_examples=300, deadline=None)
@given(members(smallest=3, largest=14), pasts(largest=14), st.integers(0, 3))
def test_two_exact_ways_that_share_nothing_come_to_the_same(
    people: list[Member], past: Past, variant: int
) -> None:
    prices = past.prices(people, variant)
    assert total(best_of_few(prices), prices) == total(best_of_many(prices), prices)


@pytest.mark.parametrize("number", [17, 18, 19])
def test_above_sixteen_the_other_way_is_asked_as_well(number: int) -> None:
    for seed in range(6):
        people, past = a_crowd(number, seed)
        prices = past.prices(people, 0)
        assert total(best_of_many(prices), prices) == total(best_of_few(prices), prices)


def by_integer_programme(prices: list[list[int]]) -> int | None:
    """A column for each two, and with an odd number for each three, of which one is chosen."""
    people = range(len(prices))
    groups: list[Indices] = list(combinations(people, 2))
    if len(prices) % 2:
        groups += combinations(people, 3)
    costs = [sum(prices[i][j] for i, j in combinations(one, 2)) for one in groups]
    groups = [one for one, cost in zip(groups, costs, strict=True) if cost < FORBIDDEN]
    costs = [cost for cost in costs if cost < FORBIDDEN]
    rows = np.zeros((len(prices) + 1, len(groups)))
    for column, group in enumerate(groups):
        rows[list(group), column] = 1
        rows[-1, column] = len(group) == 3
    once = [1] * len(prices) + [len(prices) % 2]
    found = milp(
        costs, constraints=LinearConstraint(rows, once, once), integrality=1, bounds=(0, 1)
    )
    return round(found.fun) if found.success else None


@pytest.mark.parametrize("number", [12, 13, 20, 21, 25, 31, 40])
def test_an_integer_programme_finds_nothing_better_in_a_large_group(number: int) -> None:
    for seed in range(8 if number < 30 else 2):
        draw = Random(f"{number} {seed}")
        prices = [[FORBIDDEN] * number for _one in range(number)]
        for i, j in combinations(range(number), 2):
            if draw.random() < 0.6:
                prices[i][j] = prices[j][i] = draw.randrange(-20, 100)
        assert total(best_of_many(prices), prices) == by_integer_programme(prices)


@pytest.mark.parametrize("number", [20, 31, 40, 41, 60])
def test_no_two_pairs_of_a_large_group_are_better_off_with_others(number: int) -> None:
    """What an exchange between any two groups could better, a best arrangement has not left."""
    people, past = a_crowd(number, number)
    groups = make_groups(people, past=past)
    assert groups is not None
    for one, other in combinations(groups, 2):
        both = [*one.members, *other.members]
        assert price_of([one, other], past) == best_price(both, past)


@settings(max_examples=100, deadline=None)
@given(st.integers(2, 9), st.randoms(use_true_random=False))
def test_the_shares_of_two_people_are_never_more_than_their_price(number: int, random) -> None:  # noqa: ANN001
    prices = [[10**6] * number for _one in range(number)]
    for i, j in combinations(range(number), 2):
        prices[i][j] = prices[j][i] = random.randrange(-50, 50)
    shares = shares_of(prices)
    for i, j in combinations(range(number), 2):
        assert shares[i] + shares[j] <= 2 * prices[i][j]


# --- everybody, in the same way, however they come --------------------------------------------


@settings(max_examples=150, deadline=None)
@given(members(largest=24), st.integers(0, 5))
def test_everybody_is_in_one_group_and_never_with_a_manager(
    people: list[Member], variant: int
) -> None:
    groups = make_groups(people, variant)
    if groups is not None:
        placed = sorted(member.pk for group in groups for member in group.members)
        assert placed == [one.pk for one in people]
        assert sorted(len(group.members) for group in groups) == [
            *[2] * (len(people) // 2 - len(people) % 2),
            *[3] * (len(people) % 2),
        ]
        assert allowed(groups)


@settings(max_examples=60, deadline=None)
@given(members(), st.integers(1, 9))
def test_another_variant_is_just_as_good(people: list[Member], variant: int) -> None:
    one, other = make_groups(people), make_groups(people, variant)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert price_of(one) == price_of(other)


@settings(max_examples=80, deadline=None)
@given(members(largest=22), pasts(largest=22), st.randoms(use_true_random=False))
def test_the_order_in_which_people_come_changes_nothing(
    people: list[Member],
    past: Past,
    random,  # noqa: ANN001
) -> None:
    shuffled = list(people)
    random.shuffle(shuffled)
    assert make_groups(people, past=past) == make_groups(shuffled, past=past)


def test_a_trio_is_chosen_with_the_rest_and_not_from_what_is_left() -> None:
    # Two of team 1, two of team 2, one of team 3: pairing 1-2, 1-2 first leaves the trio to chance.
    people = [
        Member(0, "a", 1, "x"),
        Member(1, "b", 1, "x"),
        Member(2, "c", 2, "x"),
        Member(3, "d", 2, "x"),
        Member(4, "e", 3, "y"),
    ]
    groups = make_groups(people)
    assert groups is not None
    assert price_of(groups) == best_price(people)
    trio = next(group for group in groups if len(group.members) == 3)
    assert 4 in {member.pk for member in trio.members}
    assert all(group.distance is not Distance.SAME_TEAM for group in groups)


def test_an_only_manager_with_only_own_staff_cannot_be_paired() -> None:
    people = [Member(0, "boss"), Member(1, "one", manager=0), Member(2, "two", manager=0)]
    assert make_groups(people) is None


@pytest.mark.parametrize("number", [20, 21])
def test_a_boss_of_all_of_a_large_group_cannot_be_paired(number: int) -> None:
    people = [Member(pk, f"{pk}", manager=0 if pk else None) for pk in range(number)]
    assert make_groups(people) is None


@pytest.mark.parametrize("number", [0, 1])
def test_fewer_than_two_are_no_buddies(number: int) -> None:
    assert make_groups([Member(pk, "x") for pk in range(number)]) is None


@pytest.mark.parametrize(
    "number", [MOST_FOR_FEW - 1, MOST_FOR_FEW, MOST_FOR_FEW + 1, MOST_SEATS - 1, MOST_SEATS]
)
def test_a_whole_cohort_from_one_department_still_gets_pairs_across_teams(number: int) -> None:
    people = [Member(pk, f"{pk:02}", team=pk % 5, department="a") for pk in range(number)]
    groups = make_groups(people)
    assert groups is not None
    assert all(group.distance is Distance.TEAMS for group in groups)


# --- what comes before what -------------------------------------------------------------------


def arranged(people: list[Member], past: Past = NO_PAST) -> set[str]:
    groups = make_groups(people, past=past)
    assert groups is not None
    return {"+".join(member.name for member in group.members) for group in groups}


def test_in_a_shared_group_buddies_come_from_different_organisations() -> None:
    people = [
        Member(0, "hoorn 1", 1, "a", organisation=1),
        Member(1, "hoorn 2", 2, "b", organisation=1),
        Member(2, "medemblik 1", 1, "a", organisation=2),
        Member(3, "medemblik 2", 2, "b", organisation=2),
    ]
    groups = make_groups(people)
    assert groups is not None
    assert {group.distance for group in groups} == {Distance.ORGANISATIONS}


def test_a_department_of_the_same_name_elsewhere_is_another_department() -> None:
    here, there = Member(0, "a", None, "Ruimte", None, 1), Member(1, "b", None, "Ruimte", None, 2)
    assert group_of(here, there).distance is Distance.ORGANISATIONS


def test_who_were_buddies_before_are_not_again_even_if_it_means_one_team() -> None:
    people = [Member(0, "a", 1), Member(1, "b", 1), Member(2, "c", 2), Member(3, "d", 2)]
    past = Past(before=frozenset({two(0, 2), two(0, 3)}))
    assert arranged(people, past) == {"a+b", "c+d"}


def test_when_all_were_buddies_before_the_best_of_what_is_left_comes_out() -> None:
    people = [Member(0, "a", 1), Member(1, "b", 1), Member(2, "c", 2), Member(3, "d", 2)]
    past = Past(before=frozenset(two(i, j) for i, j in combinations(range(4), 2)))
    assert arranged(people, past) in ({"a+c", "b+d"}, {"a+d", "b+c"})


# --- when somebody comes or goes ---------------------------------------------------------------


def six(team: int | None = None) -> list[Member]:
    return [Member(pk, name, team) for pk, name in enumerate("abcdef")]


NOW = frozenset({two(0, 1), two(2, 3), two(4, 5)})


def test_a_newcomer_joins_one_pair_and_the_others_stay() -> None:
    people = [*six(), Member(6, "g")]
    found = arranged(people, Past(now=NOW))
    assert len(found & {"a+b", "c+d", "e+f"}) == 2
    assert sum(len(names) == len("a+b+g") for names in found) == 1


def test_who_loses_a_buddy_joins_the_pair_that_is_farthest_away() -> None:
    people = [
        Member(0, "a", 1, "x"),
        Member(1, "b", 2, "x"),
        Member(2, "c", 3, "y"),
        Member(3, "d", 4, "y"),
        Member(4, "e", 5, "x"),
    ]
    assert arranged(people, Past(now=NOW)) == {"a+b", "c+d+e"}


def test_a_trio_that_may_be_no_trio_any_more_gives_one_to_the_newcomer() -> None:
    now = frozenset({two(0, 1), two(2, 3), two(2, 4), two(3, 4)})
    found = arranged(six(), Past(now=now))
    assert "a+b" in found
    assert sum("f" in names and bool({"c", "d", "e"} & set(names)) for names in found) == 1


def test_two_who_came_are_a_pair_and_nothing_else_changes_though_they_are_of_one_team() -> None:
    people = [*six(), Member(6, "g", 1), Member(7, "h", 1)]
    assert arranged(people, Past(now=NOW)) == {"a+b", "c+d", "e+f", "g+h"}


def test_two_who_came_and_may_not_be_buddies_disturb_one_pair_only() -> None:
    people = [*six(), Member(6, "g"), Member(7, "h", manager=6)]
    found = arranged(people, Past(now=NOW))
    assert len(found & {"a+b", "c+d", "e+f"}) == 2


def test_a_pair_that_has_become_manager_and_staff_is_parted() -> None:
    people = [Member(0, "a"), Member(1, "b", manager=0), Member(2, "c"), Member(3, "d")]
    assert "a+b" not in arranged(people, Past(now=frozenset({two(0, 1), two(2, 3)})))
