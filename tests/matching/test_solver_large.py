"""Divisions too large to try everything, against two other exact methods: scipy and HiGHS."""

import os
import random

import highspy
import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from matching.solver import Division, Question, divide

CASES = 500 if os.environ.get("THOROUGH") else 24
HIGHEST = 100  # of a cost or a rise


def a_large_question(dice: random.Random, number: int) -> Question[int, int]:
    """To 300 by 150: in turn strict and loose, with places short and ample."""
    count = dice.randint(8, 300 if os.environ.get("THOROUGH") else 60)
    newcomers, mentors = range(count), range(1000, 1000 + count // 2)
    density = 0.06 if number % 2 else 0.8
    places = [1, 2, 2] if number % 4 < 2 else [1, 2, 3, 4]
    return Question(
        newcomers,
        mentors,
        places={one: dice.choice(places) for one in mentors},
        choices={
            newcomer: {
                mentor: dice.randint(-HIGHEST, 0) for mentor in mentors if dice.random() < density
            }
            for newcomer in newcomers
        },
        guides={one: dice.choice([0, 0, 1, 2]) for one in mentors},
        rises=(0, 10, 30, 60, HIGHEST),
    )


def penalties(question: Question[int, int]) -> list[int]:
    """What it costs to leave each: one more left weighs more than who is, and that than all costs.

    Steps of the same size do, since those who can be served together are a matroid: its best basis
    depends on the order of the weights alone.
    """
    count = len(question.newcomers)
    return [2 * HIGHEST * count * (2 * count - rank) for rank in range(count)]


def objective(division: Division[int, int]) -> int:
    paid = penalties(division.question)
    left = set(division.left)
    return division.cost + sum(
        paid[rank] for rank, one in enumerate(division.question.newcomers) if one in left
    )


def by_scipy(question: Question[int, int]) -> int:
    """A column for each place and for each newcomer left."""
    places = [(one, seat) for one in question.mentors for seat in range(question.places[one])]
    paid = penalties(question)
    table = np.full((len(paid), len(places) + len(paid)), 10.0 * paid[0])
    for row, newcomer in enumerate(question.newcomers):
        table[row, len(places) + row] = paid[row]
        for column, (mentor, seat) in enumerate(places):
            if (cost := question.choices[newcomer].get(mentor)) is not None:
                table[row, column] = cost + question.rise(mentor, seat)
    return int(table[linear_sum_assignment(table)].sum())


def by_highs(question: Question[int, int]) -> int:
    """As a linear programme: each newcomer goes somewhere or is left, each mentor fills seats."""
    row = {one: number for number, one in enumerate((*question.newcomers, *question.mentors))}
    columns = [
        (cost, [(row[one], 1), (row[other], -1)])
        for one in question.newcomers
        for other, cost in question.choices[one].items()
    ]
    columns += [(cost, [(number, 1)]) for number, cost in enumerate(penalties(question))]
    columns += [
        (question.rise(mentor, seat), [(row[mentor], 1)])
        for mentor in question.mentors
        for seat in range(question.places[mentor])
    ]
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = len(columns), len(row)
    programme.col_cost_ = np.array([cost for cost, _entries in columns], dtype=float)
    programme.col_lower_, programme.col_upper_ = np.zeros(len(columns)), np.ones(len(columns))
    bounds = np.array([1.0] * len(question.newcomers) + [0.0] * len(question.mentors))
    programme.row_lower_ = programme.row_upper_ = bounds
    programme.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    programme.a_matrix_.start_ = np.cumsum([0, *(len(entries) for _cost, entries in columns)])
    entries = [entry for _cost, each in columns for entry in each]
    programme.a_matrix_.index_ = np.array([number for number, _value in entries])
    programme.a_matrix_.value_ = np.array([value for _number, value in entries], dtype=float)
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.passModel(programme)
    solver.run()
    return round(solver.getInfo().objective_function_value)


@pytest.mark.parametrize("number", range(CASES))
def test_two_other_exact_methods_come_to_the_same(number: int) -> None:
    question = a_large_question(random.Random(number), number)
    found = objective(divide(question))
    assert found == by_scipy(question) == by_highs(question)
