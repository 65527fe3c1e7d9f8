"""What a newcomer wants to learn: the two of the pair see and change it, and nobody else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching import actions
from matching.models import Goal, Mentorship
from matching.reminders.goals import forget
from mentorship.people.models import Person
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_coordinator,
    make_newcomer,
    make_organisation,
    make_person,
)
from tests.matching.cast import as_person, make_mentor, pair_up, past_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
BUTTONS = ["reach_goal", "unreach_goal", "take_goal_away", "put_goal_back"]
MINE, GUIDED = reverse("matching:my_mentor"), reverse("matching:my_mentees")


@pytest.fixture
def pair() -> Mentorship:
    daan = make_newcomer(manager=make_person("Petra Hoekstra"))
    return pair_up(make_mentor("Joris Meer", capacity=5), daan)


@pytest.fixture
def goal(pair: Mentorship) -> Goal:
    return Goal.objects.create(mentee=pair.mentee, text="Een punt inbrengen")


def address(name: str, goal: Goal) -> str:
    return reverse(f"matching:{name}", args=[goal.pk])


def texts(viewer: Person) -> set[str]:
    return set(Goal.objects.visible_to(viewer).standing().values_list("text", flat=True))


def test_each_of_the_two_adds_one_and_the_other_sees_it(client: Client, pair: Mentorship) -> None:
    add = reverse("matching:new_goal", args=[pair.mentee_id])
    for person, text, page in (
        (pair.mentee, "Durven vragen", MINE),
        (pair.mentor, "De raad leren kennen", GUIDED),
    ):
        assert as_person(client, person).get(add).status_code == 200
        assert client.post(add, {"text": text})["Location"] == page
        client.post(add, {"text": text})  # a second click
    assert [one.text for one in Goal.objects.all()] == ["Durven vragen", "De raad leren kennen"]
    for person, page in ((pair.mentee, MINE), (pair.mentor, GUIDED)):
        shown = as_person(client, person).get(page).content.decode()
        assert "Durven vragen" in shown
        assert "De raad leren kennen" in shown


def test_a_goal_that_stands_twice_does_not_stop_a_third(pair: Mentorship, goal: Goal) -> None:
    other = Goal.objects.create(mentee=pair.mentee, text="Iets anders")
    assert other.rewrite(goal.text, after=1)
    Goal.objects.add(pair.mentee, goal.text)
    assert Goal.objects.count() == 2


def test_a_goal_reached_twice_keeps_its_first_day_and_the_second_click_undoes_nothing(
    client: Client, pair: Mentorship, goal: Goal
) -> None:
    Goal.objects.update(reached_on=NOW.date() - timedelta(days=2))
    shown = as_person(client, pair.mentor).post(address("reach_goal", goal), follow=True)
    assert [*shown.context["messages"]] == []
    goal.refresh_from_db()
    assert goal.reached_on == NOW.date() - timedelta(days=2)


def test_an_empty_goal_is_refused(client: Client, pair: Mentorship) -> None:
    add = reverse("matching:new_goal", args=[pair.mentee_id])
    assert as_person(client, pair.mentee).post(add, {"text": "  "}).status_code == 422
    assert not Goal.objects.exists()


def test_of_two_who_change_it_at_once_the_second_sees_the_first_and_chooses(
    client: Client, pair: Mentorship, goal: Goal
) -> None:
    url = address("goal", goal)
    as_person(client, pair.mentee).post(url, {"text": "Twee punten inbrengen", "after": "1"})
    late = as_person(client, pair.mentor).post(url, {"text": "Iets inbrengen", "after": "1"})
    goal.refresh_from_db()
    assert (late.status_code, goal.text) == (422, "Twee punten inbrengen")
    shown = late.content.decode()
    assert "Twee punten inbrengen" in shown
    assert 'value="Iets inbrengen"' in shown
    assert 'name="after" value="2"' in shown
    assert client.post(url, {"text": "Iets inbrengen", "after": "2"}).status_code == 302
    goal.refresh_from_db()
    assert goal.text == "Iets inbrengen"


def test_what_the_other_took_away_while_one_types_comes_back_by_choice_alone(
    client: Client, pair: Mentorship, goal: Goal
) -> None:
    as_person(client, pair.mentor).post(address("take_goal_away", goal))
    typed = {"text": "Durven", "after": "1"}
    late = as_person(client, pair.mentee).post(address("goal", goal), typed)
    assert "intussen weggehaald" in late.content.decode()
    assert texts(pair.mentee) == set()
    client.post(address("goal", goal), {"text": "Durven", "after": "2"})
    assert texts(pair.mentee) == {"Durven"} == texts(pair.mentor)


def test_a_save_that_says_no_version_changes_nothing(
    client: Client, pair: Mentorship, goal: Goal
) -> None:
    answer = as_person(client, pair.mentee).post(address("goal", goal), {"text": "Anders"})
    assert answer.status_code == 422
    assert texts(pair.mentee) == {"Een punt inbrengen"}


def test_reached_and_back_and_taken_away_and_back(
    client: Client, pair: Mentorship, goal: Goal
) -> None:
    as_person(client, pair.mentor).post(address("reach_goal", goal))
    goal.refresh_from_db()
    assert goal.reached_on == NOW.date()
    assert "Bereikt op" in as_person(client, pair.mentee).get(MINE).content.decode()
    client.post(address("unreach_goal", goal))
    goal.refresh_from_db()
    assert goal.reached_on is None

    undo = client.post(address("take_goal_away", goal), follow=True).content.decode()
    assert address("put_goal_back", goal) in undo
    assert "Een punt inbrengen" not in client.get(MINE).content.decode()
    client.post(address("put_goal_back", goal))
    assert "Een punt inbrengen" in client.get(MINE).content.decode()


def test_what_was_taken_away_is_forgotten_after_a_day(pair: Mentorship, goal: Goal) -> None:
    stays = Goal.objects.create(mentee=pair.mentee, text="Blijft")
    goal.take_away(NOW)
    forget(NOW + timedelta(hours=23))
    assert Goal.objects.count() == 2
    forget(NOW + timedelta(hours=25))
    assert list(Goal.objects.all()) == [stays]


@pytest.fixture
def others(pair: Mentorship) -> list[Person]:
    """Everybody who might come near, each with a pair or a role of their own."""
    cohort = past_cohort(created_by=pair.asked_by)
    enrol(cohort, pair.mentor)
    asked, elsewhere = make_mentor("Tess Vink"), make_newcomer("Kim Bos")
    Mentorship.objects.create(mentor=asked, mentee=make_newcomer("Sem"), asked_by=pair.asked_by)
    guides = pair_up(make_mentor("Bo Smit"), elsewhere).mentor
    return [
        *(asked, elsewhere, guides, pair.mentee.manager, pair.asked_by, cohort.trainer),
        *(enrol(cohort).person, make_coordinator(), make_person()),
        make_adviser(make_organisation("medemblik")),
        make_person("Robin Beheer", organisation=None, is_admin=True),
    ]


def test_nobody_else_reads_or_changes_it(
    client: Client, pair: Mentorship, goal: Goal, others: list[Person]
) -> None:
    assert texts(pair.mentee) == texts(pair.mentor) == {"Een punt inbrengen"}
    for viewer in others:
        assert texts(viewer) == set(), viewer
        as_person(client, viewer)
        assert client.get(address("goal", goal)).status_code == 404
        for name in BUTTONS:
            assert client.post(address(name, goal)).status_code == 404
        add = reverse("matching:new_goal", args=[pair.mentee_id])
        assert client.post(add, {"text": "Van een ander"}).status_code == 404
    goal.refresh_from_db()
    assert (goal.version, goal.reached_on, goal.taken_away_at) == (1, None, None)
    person = reverse("people:person", args=[pair.mentee_id])
    shown = as_person(client, pair.asked_by).get(person).content.decode()
    assert "Een punt inbrengen" not in shown


def test_only_of_somebody_who_is_new_goals_are_kept(client: Client, pair: Mentorship) -> None:
    for person in (pair.mentor, make_person()):
        own = reverse("matching:new_goal", args=[person.pk])
        assert as_person(client, person).post(own, {"text": "Van mij"}).status_code == 404


def test_goals_go_along_with_the_newcomer_and_the_mentor_before_loses_them_at_once(
    client: Client, pair: Mentorship, goal: Goal
) -> None:
    tess = make_mentor("Tess Vink")
    question: Any = actions.replace_mentor(pair, tess, by=pair.asked_by, at=NOW)
    assert texts(pair.mentor) == set()
    assert as_person(client, pair.mentor).get(address("goal", goal)).status_code == 404
    assert texts(tess) == set()  # asked is not yet a yes
    assert "Een punt inbrengen" in as_person(client, pair.mentee).get(MINE).content.decode()

    actions.answer_proposal(question, accepted=True, at=NOW)
    assert texts(tess) == {"Een punt inbrengen"} == texts(pair.mentee)
    assert "Een punt inbrengen" in as_person(client, tess).get(GUIDED).content.decode()
