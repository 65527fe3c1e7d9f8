"""The best division over all newcomers at once, against every division there is."""

import random

from matching.ranking import propose
from matching.solver import Question, divide
from tests.matching.cast import NEWCOMER, candidate
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
    costs = {("Noor", "Sam"): -9, ("Noor", "Eva"): -1, ("Ali", "Sam"): -1}
    division = divide(Question(["Noor", "Ali"], ["Eva", "Sam"], {"Eva": 1, "Sam": 1}, costs))
    assert division.mentor_of == {"Noor": "Eva", "Ali": "Sam"}


def test_whoever_starts_first_is_served_when_places_are_short() -> None:
    costs = {("first", "Sam"): 5, ("second", "Sam"): -5}
    division = divide(Question(["first", "second"], ["Sam"], {"Sam": 1}, costs))
    assert (division.mentor_of, division.left) == ({"first": "Sam"}, ["second"])


def test_the_order_in_which_mentors_come_changes_nothing() -> None:
    mentors = {pk: candidate(pk=pk, capacity=2) for pk in range(2, 12)}
    shuffled = dict(random.Random(1).sample(sorted(mentors.items()), len(mentors)))
    assert propose([NEWCOMER], mentors) == propose([NEWCOMER], shuffled)
