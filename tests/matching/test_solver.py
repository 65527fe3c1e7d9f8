"""The best division over all newcomers at once, against every division there is."""

import random
from functools import cache

from matching.ranking import propose
from matching.solver import Question, divide
from tests.matching.test_ranking import NEWCOMER, candidate

CASES = 10_000
Best = tuple[int, tuple[int, ...], float]  # how many are left, who is, what the rest costs


def best_of_all(question: Question[str, str]) -> Best:
    """By trying everything, newcomer by newcomer; equal loads are tried once."""
    mentors = list(question.mentors)

    @cache
    def rest(place: int, loads: tuple[int, ...]) -> Best:
        if place == len(question.newcomers):
            return 0, (), 0
        newcomer = question.newcomers[place]
        left, who, cost = rest(place + 1, loads)
        tried = [(left + 1, (1, *who), cost)]
        for number, mentor in enumerate(mentors):
            if mentor in question.choices[newcomer] and loads[number] < question.places[mentor]:
                fuller = (*loads[:number], loads[number] + 1, *loads[number + 1 :])
                left, who, cost = rest(place + 1, fuller)
                own = question.costs[newcomer, mentor] + question.rise(mentor, loads[number])
                tried.append((left, (0, *who), cost + own))
        return min(tried)

    return rest(0, (0,) * len(mentors))


def a_question(dice: random.Random) -> Question[str, str]:
    newcomers = [f"newcomer {number}" for number in range(dice.randint(1, 7))]
    mentors = [f"mentor {number}" for number in range(dice.randint(1, 7))]
    density = dice.choice([0.3, 0.6, 1])
    return Question(
        newcomers,
        mentors,
        places={one: dice.randint(0, 2) for one in mentors},
        costs={
            (newcomer, mentor): dice.randint(-9, 9)
            for newcomer in newcomers
            for mentor in mentors
            if dice.random() < density
        },
        guides={one: dice.randint(0, 2) for one in mentors},
        rises=sorted(dice.randint(0, 6) for _each in range(3)),
    )


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
