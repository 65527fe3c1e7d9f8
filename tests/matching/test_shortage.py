"""Who stays without and why, and what would help: against trying everything."""

import os
import random
from collections import Counter
from dataclasses import replace

from matching.shortage import Bottleneck, Change, Relief, bottlenecks, relief
from matching.solver import Question, divide
from tests.matching.questions import a_question

CASES = 10_000 if os.environ.get("THOROUGH") else 1_000


def test_these_three_can_only_go_to_these_two_who_have_two_places() -> None:
    allowed = {"Noor": "Sam", "Ali": "Sam Eva", "Bo": "Eva", "Cem": "Eva", "Fay": "Dirk"}
    costs = {one: dict.fromkeys(mentors.split(), 0) for one, mentors in allowed.items()}
    mentors = ["Dirk", "Eva", "Sam"]
    question = Question(["Noor", "Ali", "Fay", "Bo"], mentors, dict.fromkeys(mentors, 1), costs)
    assert bottlenecks(divide(question)) == [Bottleneck(("Noor", "Ali", "Bo"), ("Eva", "Sam"), 2)]
    more = replace(question, newcomers=["Noor", "Ali", "Fay", "Bo", "Cem"])
    assert bottlenecks(divide(more)) == [
        Bottleneck(("Noor", "Ali", "Bo", "Cem"), ("Eva", "Sam"), 2)
    ]


def test_whom_nobody_may_guide_is_named_with_nobody() -> None:
    division = divide(
        Question(["Noor", "Ali"], ["Sam"], {"Sam": 1}, {"Noor": {"Sam": 1}, "Ali": {}})
    )
    assert bottlenecks(division) == [Bottleneck(("Ali",), (), 0)]


def test_when_nobody_is_left_there_is_no_bottleneck() -> None:
    assert bottlenecks(divide(Question(["Noor"], ["Sam"], {"Sam": 1}, {"Noor": {"Sam": 1}}))) == []


def test_bottlenecks_prove_what_they_say() -> None:
    """Nobody in one may go elsewhere, its places fall short by just those left; none overlap."""
    dice = random.Random(11)
    for _case in range(CASES):
        question = a_question(dice)
        division = divide(question)
        found = bottlenecks(division)
        for one in found:
            left = [newcomer for newcomer in one.newcomers if newcomer in division.left]
            choices = {mentor for each in one.newcomers for mentor in question.choices[each]}
            assert set(one.mentors) == choices
            assert one.places == sum(question.places[mentor] for mentor in one.mentors)
            assert len(one.newcomers) - one.places == len(left) > 0
        named = Counter(each for one in found for each in (*one.newcomers, *one.mentors))
        assert set(named.values()) <= {1}
        assert set(division.left) <= set(named)


def a_change(dice: random.Random, question: Question[str, str]) -> Change[str, str]:
    mentors = [*question.mentors, "mentor trained next month"]
    return Change(
        {mentor: dice.randint(1, 2) for mentor in mentors if dice.random() < 0.2},
        {
            (newcomer, mentor)
            for newcomer in question.newcomers
            for mentor in mentors
            if dice.random() < 0.1
        },
    )


def changed(question: Question[str, str], change: Change[str, str]) -> Question[str, str]:
    choices = {one: dict(row) for one, row in question.choices.items()}
    for newcomer, mentor in change.pairs:
        choices[newcomer].setdefault(mentor, 0)
    return replace(
        question,
        mentors=[*question.mentors, "mentor trained next month"],
        places=Counter(question.places) + Counter(change.places),
        choices=choices,
    )


def test_a_change_serves_as_many_more_as_solving_anew_says() -> None:
    dice = random.Random(12)
    for _case in range(CASES):
        question = a_question(dice)
        division = divide(question)
        changes = {name: a_change(dice, question) for name in range(4)}
        more = {
            name: len(division.left) - len(divide(changed(question, change)).left)
            for name, change in changes.items()
        }
        found = relief(division, changes)
        best_first = sorted((name for name in more if more[name]), key=lambda name: -more[name])
        assert [one.change for one in found] == best_first
        assert all(len(one.served) == more[one.change] for one in found)
        # Those told are served when those who have a mentor come first, and nobody of these loses.
        for one in found:
            first = [*division.mentor_of, *division.left]
            anew = divide(replace(changed(question, changes[one.change]), newcomers=first))
            assert set(anew.left) == set(division.left) - set(one.served)


def test_a_place_more_at_the_bottleneck_helps_and_elsewhere_does_not() -> None:
    costs = {"Noor": {"Sam": 0}, "Ali": {"Sam": 0, "Eva": 0}, "Bo": {"Eva": 0}}
    places = {"Sam": 1, "Eva": 1, "Dirk": 1}
    division = divide(Question(["Noor", "Ali", "Bo"], ["Dirk", "Eva", "Sam"], places, costs))
    assert relief(
        division,
        {
            "a place at Dirk": Change({"Dirk": 1}),
            "a place at Sam": Change({"Sam": 1}),
            "Noor with Dirk": Change(pairs={("Noor", "Dirk")}),
        },
    ) == [Relief("a place at Sam", ("Bo",)), Relief("Noor with Dirk", ("Bo",))]


def test_of_changes_that_help_as_much_the_first_given_stands_first() -> None:
    question = Question(["Noor", "Ali"], ["Sam"], {}, {"Noor": {"Sam": 0}, "Ali": {"Sam": 0}})
    found = relief(
        divide(question), {3: Change({"Sam": 1}), 1: Change({"Sam": 2}), 2: Change({"Sam": 1})}
    )
    assert found == [Relief(1, ("Noor", "Ali")), Relief(3, ("Noor",)), Relief(2, ("Noor",))]
