"""What a newcomer hopes for: three closed questions and one open, and who reads the answers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import Hope, Mentorship
from mentorship.people.models import Person
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_coordinator,
    make_newcomer,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.matching.cast import as_person, make_mentor, pair_up, past_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGE, KEEP = reverse("matching:hopes"), reverse("matching:keep_hopes")
SAID = {"themes": ["politics", "growing"], "days": ["tue", "mon"], "way": "walking", "word": "Hoi!"}


@pytest.fixture
def daan() -> Person:
    return make_newcomer(manager=make_person("Petra Hoekstra"))


def test_a_newcomer_says_it_on_one_page_and_changes_it_later(client: Client, daan: Person) -> None:
    assert "Vertel wat je hoopt" in as_person(client, daan).get("/my-mentor/").content.decode()
    assert client.post(PAGE, SAID).url == reverse("matching:my_mentor")
    kept = Hope.objects.get()
    assert (kept.person, kept.themes, kept.days) == (daan, ["politics", "growing"], ["mon", "tue"])
    assert (kept.way, kept.word, kept.said_at) == ("walking", "Hoi!", NOW)
    shown = client.get("/my-mentor/").content.decode()
    assert "maandag en dinsdag" in shown
    assert "Hoi!" in shown
    client.post(PAGE, {"days": ["fri"]})
    kept.refresh_from_db()
    assert (kept.themes, kept.days, kept.way, kept.word) == ([], ["fri"], "", "")


def test_every_question_may_be_left_empty(client: Client, daan: Person) -> None:
    assert as_person(client, daan).post(PAGE, {}).status_code == 302
    assert Hope.objects.get().is_empty


def test_more_than_three_themes_are_refused_and_nothing_is_lost(
    client: Client, daan: Person
) -> None:
    four = {"themes": ["politics", "growing", "balance", "the-work"], "word": "Hoi!"}
    answer = as_person(client, daan).post(PAGE, four)
    assert answer.status_code == 422
    assert "Je koos er 4. Kies de drie" in answer.content.decode()
    assert "Hoi!" in answer.content.decode()
    assert client.post(KEEP, four).status_code == 422
    assert not Hope.objects.exists()


def test_what_is_chosen_is_kept_at_once(client: Client, daan: Person) -> None:
    assert as_person(client, daan).post(KEEP, {"days": ["mon"]}).status_code == 204
    assert client.post(KEEP, SAID).status_code == 204
    assert Hope.objects.get().word == "Hoi!"


def test_only_who_is_new_here_is_asked(client: Client) -> None:
    long_here = make_newcomer("Oud Gediende", starts_on=NOW.date() - timedelta(days=120))
    for viewer in (make_person(), make_mentor(), make_adviser(), make_trainer(), long_here):
        for address in (PAGE, KEEP):
            assert as_person(client, viewer).post(address, SAID).status_code == 404
    assert not Hope.objects.exists()


def test_that_somebody_was_asked_is_not_to_be_seen_and_with_a_mentor_choosing_is_done(
    client: Client, daan: Person
) -> None:
    before = as_person(client, daan).get(PAGE).content.decode()
    joris, sanne = make_mentor(), make_adviser()
    asked = Mentorship.objects.create(mentor=joris, mentee=daan, asked_by=sanne)
    assert "Joris" not in client.get(PAGE).content.decode()
    assert "koppelen is dus klaar" not in before
    asked.delete()
    pair_up(joris, daan, by=sanne)
    assert "Joris is al je mentor; het koppelen is dus klaar." in client.get(PAGE).content.decode()


@pytest.fixture
def cast(daan: Person) -> dict[str, Any]:
    """Daan has said it and has Joris; beside them everybody who might come near."""
    sanne, joris = make_adviser(), make_mentor("Joris Meer", capacity=5)
    cohort = past_cohort(created_by=sanne)
    enrol(cohort, joris)
    noor = make_newcomer("Noor Bos")
    pair_up(joris, daan, by=sanne)
    former, asked = make_mentor("Vorige Mentor"), make_mentor("Tess Vink")
    ended = {"state": "ended", "answered_at": NOW, "ended_at": NOW}
    Mentorship.objects.create(mentor=former, mentee=daan, asked_by=sanne, **ended)
    Mentorship.objects.create(mentor=asked, mentee=noor, asked_by=sanne)
    sem = make_newcomer("Sem Kok")
    for one in (daan, noor, sem):
        Hope.objects.create(person=one, themes=["politics"], word=f"Van {one.given_name}")
    return {
        "daan": daan,
        "noor": noor,
        "sem": sem,
        "joris": joris,
        "sanne": sanne,
        "others": [
            former,
            asked,
            daan.manager,
            cohort.trainer,
            enrol(cohort).person,
            make_coordinator(),
            make_adviser(make_organisation("medemblik")),
            make_person(),
        ],
    }


def test_hopes_are_read_by_their_writer_the_mentor_of_the_pair_and_the_adviser_alone(
    cast: dict[str, Any],
) -> None:
    def seen(viewer: Person) -> set[str]:
        return set(Hope.objects.visible_to(viewer).values_list("person__given_name", flat=True))

    assert seen(cast["daan"]) == {"Daan"} == seen(cast["joris"])
    assert seen(cast["noor"]) == {"Noor"}
    assert seen(cast["sanne"]) == {"Daan", "Noor", "Sem"}
    for viewer in cast["others"]:
        assert seen(viewer) == set(), viewer


def test_mentor_and_adviser_see_them_where_they_work_and_nobody_else_does(
    client: Client, cast: dict[str, Any]
) -> None:
    mine = reverse("matching:my_mentees")
    assert "Van Daan" in as_person(client, cast["joris"]).get(mine).content.decode()
    person = reverse("people:person", args=[cast["daan"].pk])
    assert "Van Daan" in as_person(client, cast["sanne"]).get(person).content.decode()
    for viewer in cast["others"]:
        for address in (mine, person):
            assert "Van Daan" not in as_person(client, viewer).get(address).content.decode()
    suggest = reverse("matching:suggest", args=[cast["sem"].pk])
    assert "Van Sem" in as_person(client, cast["sanne"]).get(suggest).content.decode()
    assert "Van Noor" not in as_person(client, cast["joris"]).get(mine).content.decode()
