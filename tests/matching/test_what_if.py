"""The true cost of every other choice, against trying everything and against solving anew."""

import os
import random
from collections import Counter
from dataclasses import replace

from matching.solver import Division, Question, divide
from matching.what_if import Loss, Move, WhatIf
from tests.matching.questions import a_question, best_of_all

CASES = 10_000 if os.environ.get("THOROUGH") else 500


def with_only(
    question: Question[str, str], newcomer: str, mentor: str | None
) -> Question[str, str]:
    """This newcomer goes there, before all others; or nowhere."""
    return replace(
        question,
        newcomers=[newcomer, *(one for one in question.newcomers if one != newcomer)],
        choices={
            **question.choices,
            newcomer: {
                one: cost for one, cost in question.choices[newcomer].items() if one == mentor
            },
        },
    )


def loss_by_trying(division: Division[str, str], question: Question[str, str]) -> Loss[str]:
    _count, who, cost = best_of_all(question)
    left = [one for one, is_left in zip(question.newcomers, who, strict=True) if is_left]
    return Loss(
        cost - division.cost,
        tuple(one for one in left if one not in division.left),
        tuple(one for one in division.left if one not in left),
    )


def test_every_other_choice_takes_what_trying_everything_says() -> None:
    dice = random.Random(7)
    for _case in range(CASES):
        question = a_question(dice)
        division = divide(question)
        what_if = WhatIf(division)
        newcomer = dice.choice(question.newcomers)
        for mentor in (*question.mentors, None):
            row = question.choices[newcomer]
            if mentor and (mentor not in row or not question.places[mentor]):
                assert what_if.loss(newcomer, mentor) is None
            else:
                told = what_if.loss(newcomer, mentor)
                assert told == loss_by_trying(division, with_only(question, newcomer, mentor))


def test_the_next_best_takes_what_it_takes_to_forbid_the_present() -> None:
    dice = random.Random(8)
    for _case in range(CASES):
        question = a_question(dice)
        division = divide(question)
        newcomer = dice.choice(question.newcomers)
        now = division.mentor_of.get(newcomer)
        found = WhatIf(division).next_best(newcomer)
        if now is None:
            mentors = [one for one in question.choices[newcomer] if question.places[one]]
            assert (found is None) == (not mentors)
        else:
            row = {one: cost for one, cost in question.choices[newcomer].items() if one != now}
            kept = {**question.choices, newcomer: row}
            assert found
            assert found[1] == loss_by_trying(division, replace(question, choices=kept))
            assert found[1] == WhatIf(division).loss(newcomer, found[0])


def test_the_moves_told_make_a_division_that_takes_just_that_much() -> None:
    dice = random.Random(9)
    for _case in range(CASES):
        question = a_question(dice)
        division = divide(question)
        what_if = WhatIf(division)
        newcomer = dice.choice(question.newcomers)
        for mentor in (*question.choices[newcomer], None):
            loss = what_if.loss(newcomer, mentor)
            moves = what_if.moves(newcomer, mentor)
            if loss is None or mentor == division.mentor_of.get(newcomer):
                assert moves == []
            else:
                own = Move(newcomer, division.mentor_of.get(newcomer), mentor)
                assert loss == loss_after(division, [own, *moves])


def loss_after(division: Division[str, str], moves: list[Move[str, str]]) -> Loss[str]:
    """Carries the moves out: each moves once, from where they are, and no place is given twice."""
    goes: dict[str, str | None] = {**dict.fromkeys(division.left), **division.mentor_of}
    for move in moves:
        assert goes[move.newcomer] == move.before != move.after
        goes[move.newcomer] = move.after
    assert len({move.newcomer for move in moves}) == len(moves)
    question = division.question
    loads = Counter(mentor for mentor in goes.values() if mentor)
    assert all(loads[mentor] <= question.places[mentor] for mentor in loads)
    cost = sum(question.choices[one][mentor] for one, mentor in goes.items() if mentor)
    cost += sum(question.rise(one, number) for one in loads for number in range(loads[one]))
    return Loss(
        cost - division.cost,
        tuple(one for one in question.newcomers if not goes[one] and one in division.mentor_of),
        tuple(one for one in division.left if goes[one]),
    )


def test_a_choice_that_makes_others_move_names_them_in_order() -> None:
    costs = {"Anna": {"Bob": -9, "Carla": -8}, "Dirk": {"Carla": -9, "Eva": -7}}
    places = {"Bob": 1, "Carla": 1, "Eva": 1}
    what_if = WhatIf(divide(Question(["Anna", "Dirk"], ["Bob", "Carla", "Eva"], places, costs)))
    assert what_if.loss("Anna", "Carla") == Loss(3)
    assert what_if.moves("Anna", "Carla") == [Move("Dirk", "Carla", "Eva")]
    assert what_if.next_best("Dirk") == ("Eva", Loss(2))


def test_a_choice_may_leave_somebody_without_and_serve_somebody_else() -> None:
    """Sam guides Noor, who stands first. Were it Ali, Noor would be without."""
    costs = {"Noor": {"Sam": 5, "Eva": 0}, "Ali": {"Sam": 2}}
    what_if = WhatIf(divide(Question(["Noor", "Ali"], ["Sam", "Eva"], {"Sam": 1}, costs)))
    assert what_if.loss("Ali", "Sam") == Loss(-3, left=("Noor",), served=("Ali",))
    assert what_if.moves("Ali", "Sam") == [Move("Noor", "Sam", None)]
    assert what_if.loss("Noor", None) == Loss(-3, left=("Noor",), served=("Ali",))
    assert what_if.loss("Noor", "Eva") is None  # who has no place
    assert what_if.next_best("Ali") == ("Sam", Loss(-3, ("Noor",), ("Ali",)))


def test_what_is_so_already_takes_nothing() -> None:
    costs: dict[str, dict[str, int]] = {"Noor": {"Sam": 5}, "Ali": {}}
    what_if = WhatIf(divide(Question(["Noor", "Ali"], ["Sam"], {"Sam": 1}, costs)))
    assert what_if.loss("Noor", "Sam") == what_if.loss("Ali", None) == Loss(0)
    assert what_if.next_best("Ali") is None
    assert what_if.next_best("Noor") == (None, Loss(-5, left=("Noor",)))
