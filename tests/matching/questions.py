"""Random questions of who goes to whom, and the best answer by trying everything."""

import random
from functools import cache

from matching.solver import Question

Best = tuple[int, tuple[int, ...], int]  # how many are left, who is, what the rest costs


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
            costs = question.choices[newcomer]
            if mentor in costs and loads[number] < question.places[mentor]:
                fuller = (*loads[:number], loads[number] + 1, *loads[number + 1 :])
                left, who, cost = rest(place + 1, fuller)
                own = costs[mentor] + question.rise(mentor, loads[number])
                tried.append((left, (0, *who), cost + own))
        return min(tried)

    return rest(0, (0,) * len(mentors))


def a_question(dice: random.Random) -> Question[str, str]:
    """Up to seven by seven, with little room and much, strict and loose."""
    newcomers = [f"newcomer {number}" for number in range(dice.randint(1, 7))]
    mentors = [f"mentor {number}" for number in range(dice.randint(1, 7))]
    density = dice.choice([0.3, 0.6, 1])
    return Question(
        newcomers,
        mentors,
        places={one: dice.randint(0, 2) for one in mentors},
        choices={
            newcomer: {mentor: dice.randint(-9, 9) for mentor in mentors if dice.random() < density}
            for newcomer in newcomers
        },
        guides={one: dice.randint(0, 2) for one in mentors},
        rises=sorted(dice.randint(0, 6) for _each in range(3)),
    )
