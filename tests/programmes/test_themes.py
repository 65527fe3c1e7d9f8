"""What a meeting is about: three themes at most, chosen by its trainer, seen by who takes part."""

from collections.abc import Iterator
from datetime import datetime
from html import unescape

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from mentorship.people.models import Person
from mentorship.people.undo import remember
from programmes.models import Cohort, Enrolment, Meeting, Theme
from programmes.route import stations
from programmes.themes import on_meeting
from tests.cast import (
    AMSTERDAM,
    NOW,
    enrol,
    make_adviser,
    make_cohort,
    make_coordinator,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
THREE = ["Luisteren", "Feedback", "Eigen stijl"]
OVER = datetime(2027, 2, 3, 10, tzinfo=AMSTERDAM)  # the day after half-day 1


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort()


@pytest.fixture
def meeting(cohort: Cohort) -> Meeting:
    return cohort.meetings.get(step__key="half-day-1")


@pytest.fixture
def mine(cohort: Cohort) -> Enrolment:
    return enrol(cohort, make_person("Fatima Bos"))


@pytest.fixture
def trainer(client: Client, cohort: Cohort) -> Client:
    client.force_login(cohort.trainer)
    return client


def choose(meeting: Meeting, *words: str) -> None:
    for one in words:
        assert Theme.objects.choose(meeting, one)


def standing(meeting: Meeting) -> list[tuple[int, str]]:
    return list(Theme.objects.filter(meeting=meeting).values_list("position", "words"))


def address(meeting: Meeting) -> str:
    return reverse("programmes:themes", args=[meeting.pk])


def undo_of(client: Client, path: str) -> str:
    """The address behind the undo button of the page that comes next."""
    [message] = client.get(path).context["messages"]
    return str(message.extra_tags).removeprefix("undo:")


# --- the rule ----------------------------------------------------------------------------------


def test_three_themes_take_their_places_and_a_fourth_finds_none(meeting: Meeting) -> None:
    choose(meeting, *THREE)

    assert Theme.objects.choose(meeting, "Grenzen") is False
    assert standing(meeting) == [(1, "Luisteren"), (2, "Feedback"), (3, "Eigen stijl")]


@pytest.mark.parametrize("position", [0, 4])
def test_the_database_knows_no_fourth_place(meeting: Meeting, position: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.create(meeting=meeting, position=position, words="Grenzen")


def test_two_themes_cannot_stand_on_one_place(meeting: Meeting) -> None:
    choose(meeting, "Luisteren")

    with pytest.raises(IntegrityError), transaction.atomic():
        Theme.objects.create(meeting=meeting, position=1, words="Grenzen")


def test_too_many_is_told_in_a_sentence(meeting: Meeting) -> None:
    names = {one.name: str(one.violation_error_message) for one in Theme._meta.constraints}

    assert names == {
        "at_most_three_themes": "Een bijeenkomst heeft hooguit drie thema’s. Minder is meer.",
        "one_theme_on_a_place": "Op deze plaats staat al een thema.",
        "a_theme_once_for_a_meeting": "Dit thema is al gekozen.",
    }


def test_the_same_theme_twice_stands_once(meeting: Meeting) -> None:
    choose(meeting, "Luisteren", "luisteren")

    assert standing(meeting) == [(1, "Luisteren")]


def test_each_meeting_has_three_of_its_own(cohort: Cohort, meeting: Meeting) -> None:
    other = cohort.meetings.get(step__key="half-day-2")
    choose(meeting, *THREE)
    choose(other, *THREE)

    assert len(standing(meeting)) == len(standing(other)) == 3


# --- choosing ----------------------------------------------------------------------------------


def test_the_trainer_adds_a_theme_and_returns_to_where_it_was_chosen(
    trainer: Client, meeting: Meeting
) -> None:
    answer = trainer.post(address(meeting), {"words": "Luisteren", "next": "/groups/1/wishes/"})

    assert answer.headers["Location"] == "/groups/1/wishes/"
    assert standing(meeting) == [(1, "Luisteren")]


def test_no_page_elsewhere_is_returned_to(trainer: Client, meeting: Meeting) -> None:
    answer = trainer.post(address(meeting), {"words": "Luisteren", "next": "https://kwaad.example"})

    assert answer.headers["Location"] == f"/meetings/{meeting.pk}/#themes"


def test_a_fourth_asks_which_one_to_drop_and_loses_no_word(
    trainer: Client, meeting: Meeting
) -> None:
    choose(meeting, *THREE)

    sent = {"words": "Grenzen stellen", "next": "/groups/1/wishes/"}
    page = unescape(trainer.post(address(meeting), sent).content.decode())

    assert '<a href="/groups/1/wishes/">' in page  # leaving it as it is
    assert "Drie thema’s is genoeg" in page
    assert 'value="Grenzen stellen"' in page
    assert [words for words in THREE if words not in page] == []
    assert len(standing(meeting)) == 3


def test_the_dropped_one_gives_its_place_and_undo_brings_it_back(
    trainer: Client, meeting: Meeting
) -> None:
    choose(meeting, *THREE)
    feedback = meeting.themes.get(words="Feedback")
    sent = {"words": "Grenzen", "drop": feedback.pk, "swap": "yes"}

    trainer.post(address(meeting), sent)
    assert standing(meeting) == [(1, "Luisteren"), (2, "Grenzen"), (3, "Eigen stijl")]

    trainer.post(undo_of(trainer, f"/meetings/{meeting.pk}/"))
    assert standing(meeting) == [(1, "Luisteren"), (2, "Feedback"), (3, "Eigen stijl")]


@pytest.mark.parametrize("sent", [{"words": "Grenzen"}, {"words": "Luisteren", "drop": "second"}])
def test_without_a_choice_or_with_a_theme_that_stands_nothing_is_dropped(
    trainer: Client, meeting: Meeting, sent: dict[str, str]
) -> None:
    choose(meeting, *THREE)
    drop = {"drop": str(meeting.themes.get(position=2).pk)} if "drop" in sent else {}

    answer = trainer.post(address(meeting), sent | drop | {"swap": "yes"})

    assert answer.status_code == 422
    assert f'value="{sent["words"]}"' in answer.content.decode()
    assert [words for _place, words in standing(meeting)] == THREE


def test_a_theme_of_another_meeting_is_not_dropped(
    trainer: Client, cohort: Cohort, meeting: Meeting
) -> None:
    other = cohort.meetings.get(step__key="half-day-2")
    choose(meeting, *THREE)
    choose(other, "Coachen")

    sent = {"words": "Grenzen", "drop": other.themes.get().pk, "swap": "yes"}
    assert trainer.post(address(meeting), sent).status_code == 422
    assert standing(other) == [(1, "Coachen")]


def test_dropping_can_be_undone_until_the_places_are_full_again(
    trainer: Client, meeting: Meeting
) -> None:
    choose(meeting, *THREE)
    first = meeting.themes.get(position=1)
    trainer.post(reverse("programmes:theme_drop", args=[first.pk]))
    assert [words for _place, words in standing(meeting)] == THREE[1:]
    undo = undo_of(trainer, f"/meetings/{meeting.pk}/")

    choose(meeting, "Grenzen")
    page = trainer.post(undo, follow=True).content.decode()
    assert "Er staan weer drie thema’s" in unescape(page)
    assert "Luisteren" not in [words for _place, words in standing(meeting)]

    meeting.themes.get(words="Grenzen").delete()
    trainer.post(undo)
    assert [words for _place, words in standing(meeting)] == THREE


@pytest.mark.parametrize("how", ["drop", "swap"])
def test_undo_returns_to_the_page_on_which_it_was_done(
    trainer: Client, meeting: Meeting, how: str
) -> None:
    choose(meeting, *THREE)
    first, wishes = meeting.themes.get(position=1), f"/groups/{meeting.cohort_id}/wishes/"
    if how == "drop":
        trainer.post(reverse("programmes:theme_drop", args=[first.pk]), {"next": wishes})
    else:
        sent = {"words": "Grenzen", "drop": first.pk, "swap": "yes", "next": wishes}
        trainer.post(address(meeting), sent)

    answer = trainer.post(undo_of(trainer, wishes))

    assert answer.headers["Location"] == wishes
    assert [words for _place, words in standing(meeting)] == THREE


def test_an_empty_theme_is_asked_again(trainer: Client, meeting: Meeting) -> None:
    assert trainer.post(address(meeting), {"words": "  "}).status_code == 422
    assert standing(meeting) == []


# --- who may, and who sees ---------------------------------------------------------------------


def others(cohort: Cohort, mine: Enrolment) -> dict[str, Person]:
    elsewhere = make_organisation("medemblik")
    return {
        "adviser": cohort.created_by,
        "participant": mine.person,
        "coordinator": make_coordinator(),
        "trainer elsewhere": make_cohort(elsewhere).trainer,
        "adviser elsewhere": make_adviser(elsewhere),
    }


def test_only_the_trainer_chooses(
    client: Client, cohort: Cohort, meeting: Meeting, mine: Enrolment
) -> None:
    choose(meeting, "Luisteren")
    theme = meeting.themes.get()
    token = remember("theme", [meeting.pk, "Oud", 2, "", ""])
    for who, person in others(cohort, mine).items():
        client.force_login(person)
        posts = [
            client.post(address(meeting), {"words": "Grenzen"}),
            client.post(reverse("programmes:theme_drop", args=[theme.pk])),
            client.post(reverse("programmes:theme_put_back", args=[meeting.pk, token])),
        ]

        assert [one.status_code for one in posts] == [404, 404, 404], who
    assert standing(meeting) == [(1, "Luisteren")]


def test_the_talk_beforehand_has_no_themes(trainer: Client, cohort: Cohort) -> None:
    talk = cohort.meetings.get(step__key="talk")

    assert trainer.post(address(talk), {"words": "Grenzen"}).status_code == 404
    assert on_meeting(talk, cohort.trainer, NOW) is None


def test_adviser_and_participants_see_them_and_strangers_do_not(
    cohort: Cohort, meeting: Meeting, mine: Enrolment
) -> None:
    choose(meeting, *THREE)
    people = {"trainer": cohort.trainer, **others(cohort, mine)}

    seen = {who for who, person in people.items() if Theme.objects.visible_to(person).exists()}

    assert seen == {"trainer", "adviser", "participant", "coordinator"}
    panel = on_meeting(meeting, mine.person, NOW)
    assert panel is not None
    assert [one.words for one in panel["chosen"]] == THREE
    assert panel["may_choose"] is False


def test_themes_are_chosen_until_the_meeting_is_over(cohort: Cohort, meeting: Meeting) -> None:
    choose(meeting, "Luisteren")
    before, after = (on_meeting(meeting, cohort.trainer, at) for at in (NOW, OVER))

    assert before is not None
    assert after is not None
    assert (before["may_choose"], after["may_choose"]) == (True, False)


def test_they_stand_at_their_own_meeting_on_the_route(
    client: Client, cohort: Cohort, meeting: Meeting, mine: Enrolment
) -> None:
    choose(meeting, *THREE)
    choose(cohort.meetings.get(step__key="half-day-2"), "Coachen")
    choose(make_cohort(make_organisation("medemblik")).meetings.get(step__key="return"), "Elders")

    found = [one.themes for one in stations(mine, NOW) if one.themes]

    assert found == [tuple(THREE), ("Coachen",)]
    client.force_login(mine.person)
    page = unescape(client.get("/route/").content.decode())
    assert "Luisteren · Feedback · Eigen stijl" in page
    assert "Elders" not in page
