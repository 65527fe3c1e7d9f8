"""The best division over all newcomers at once, against every division there is."""

import random
from dataclasses import replace

from matching.ranking import propose
from matching.round import Round
from matching.solver import Question, divide
from tests.matching.cast import NEWCOMER, candidate
from tests.matching.house import a_house
from tests.matching.questions import a_question, best_of_all

CASES = 10_000


def test_no_division_serves_more_serves_others_first_or_costs_less() -> None:
    dice = random.Random(2027)
    for _case in range(CASES):
        question = a_question(dice)
        division = divide(question)
        who = tuple(int(one in division.left) for one in question.newcomers)
        assert (sum(who), who, division.cost) == best_of_all(question)


def test_the_first_gives_way_when_that_serves_one_more() -> None:
    """Noor could have either, Ali only the one whom Noor would like best."""
    costs = {"Noor": {"Sam": -9, "Eva": -1}, "Ali": {"Sam": -1}}
    division = divide(Question(["Noor", "Ali"], ["Eva", "Sam"], {"Eva": 1, "Sam": 1}, costs))
    assert division.mentor_of == {"Noor": "Eva", "Ali": "Sam"}


def test_whoever_starts_first_is_served_when_places_are_short() -> None:
    costs = {"first": {"Sam": 5}, "second": {"Sam": -5}}
    division = divide(Question(["first", "second"], ["Sam"], {"Sam": 1}, costs))
    assert (division.mentor_of, division.left) == ({"first": "Sam"}, ["second"])


def test_the_order_in_which_mentors_come_changes_nothing() -> None:
    mentors = {pk: candidate(pk=pk, capacity=2) for pk in range(2, 12)}
    shuffled = dict(random.Random(1).sample(sorted(mentors.items()), len(mentors)))
    assert propose([NEWCOMER], mentors) == propose([NEWCOMER], shuffled)


def test_a_pin_is_one_choice_and_the_first_place_and_a_ban_one_choice_less() -> None:
    """All that *these two* and *not these two* need of the solver."""
    costs = {"Noor": {"Sam": -9, "Eva": -1}, "Ali": {"Sam": -8, "Eva": -7}}
    free = Question(["Noor", "Ali"], ["Eva", "Sam"], {"Eva": 1, "Sam": 1}, costs)
    assert divide(free).mentor_of == {"Noor": "Sam", "Ali": "Eva"}
    pinned = replace(
        free,
        newcomers=["Ali", "Noor"],
        choices={**costs, "Ali": {"Sam": -8}},
    )
    assert divide(pinned).mentor_of == {"Ali": "Sam", "Noor": "Eva"}
    one_place = replace(pinned, places={"Sam": 1})
    assert (divide(one_place).mentor_of, divide(one_place).left) == ({"Ali": "Sam"}, ["Noor"])
    banned = {**costs, "Noor": {"Eva": -1}}
    assert divide(replace(free, choices=banned)).mentor_of == {"Noor": "Eva", "Ali": "Sam"}


def in_another_order(dice: random.Random, house: Round, *, of_newcomers: bool) -> Round:
    mentors, newcomers = list(house.candidates.items()), list(house.newcomers.items())
    dice.shuffle(mentors)
    if of_newcomers:
        dice.shuffle(newcomers)
    return replace(house, candidates=dict(mentors), newcomers=dict(newcomers))


def test_the_same_facts_in_another_order_give_the_same_pairs() -> None:
    """Many are equal here. The order of newcomers says who goes first when places are short; where
    all are served it says nothing."""
    dice = random.Random(4)
    served = 0
    for _case in range(100):
        house = a_house(dice, 16, short=dice.random() < 0.5, strict=dice.random() < 0.5)
        all_are_served = not house.division.left
        served += all_are_served
        for _again in range(3):
            shuffled = in_another_order(dice, house, of_newcomers=all_are_served)
            assert shuffled.division.mentor_of == house.division.mentor_of
        assert propose([*house.newcomers.values()], shuffled.candidates) == propose(
            [*house.newcomers.values()], house.candidates
        )
    assert 20 < served < 80  # both occur


def test_to_set_who_was_proposed_moves_nobody() -> None:
    dice = random.Random(5)
    for _case in range(30):
        house = a_house(dice, 16, short=dice.random() < 0.3, strict=dice.random() < 0.5)
        for newcomer, mentor in house.division.mentor_of.items():
            assert house.decided(newcomer, mentor, frozenset()).moved_since(house) == {}
