"""The questions after a check-in: asked in the version that was current, read by oneself alone."""

from datetime import date
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intake.actions import begin_draft, publish, remove_question
from intake.models import Questionnaire
from intake.shipped import FORMS, ship
from matching import actions
from matching.links import check_in_path
from matching.models import CheckIn, Mentorship
from mentorship.people.models import Organisation, Person
from tests.cast import (
    make_adviser,
    make_newcomer,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.matching.cast import as_person, at, make_mentor, pair_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LATER = at(date(2027, 2, 12))  # 32 days after Daan's first day
NEXT = "Samen naar de raad"


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


@pytest.fixture
def sanne(hoorn: Organisation) -> Person:
    return make_adviser(hoorn)


@pytest.fixture
def pair(sanne: Person) -> Any:
    with time_machine.travel(LATER, tick=False):
        yield pair_up(make_mentor(), make_newcomer(starts_on=date(2027, 1, 11)), by=sanne)


def own_version(organisation: Organisation, adviser: Person) -> Questionnaire:
    """One that asks one question less."""
    draft = begin_draft(Questionnaire.objects.current("check-in", organisation), organisation)
    remove_question(draft.questions.get(key="whom"))
    publish(draft, adviser, LATER)
    draft.refresh_from_db()
    return draft


def keys(version: Questionnaire | None) -> set[str]:
    assert version is not None
    return {one.key for one in version.questions.all()}


# --- one click, and then what one likes ---------------------------------------------------------


def test_one_click_is_enough_and_the_questions_come_after_it(
    client: Client, pair: Mentorship
) -> None:
    path = check_in_path(pair, pair.mentee)
    before = client.get(path).content.decode()
    page = client.post(path, {"answer": "well"}).content.decode()

    kept = CheckIn.objects.get()
    assert (kept.answer, kept.answers) == ("well", {})
    assert ("Wat helpt jullie?" in before, "Wat helpt jullie?" in page) == (False, True)
    assert "Schrijf geen medische gegevens op." in page
    assert page.count("(hoeft niet)") == 4


def test_what_one_adds_is_kept_and_shown_to_nobody_who_has_the_link(
    client: Client, pair: Mentorship
) -> None:
    path = check_in_path(pair, pair.mentee)
    client.post(path, {"answer": "well"})
    sent = {"more": "30", "q-open": "4", "q-helps": ["goal", "time"], "q-next": NEXT, "q-whom": "9"}
    page = client.post(path, sent).content.decode()

    assert CheckIn.objects.get().answers == {"open": "4", "helps": ["goal", "time"], "next": NEXT}
    for text in (page, client.get(path).content.decode()):
        assert NEXT not in text
        assert "Wat helpt jullie?" not in text  # it is in, and does not ask again


def test_whoever_only_answered_may_still_add_later(client: Client, pair: Mentorship) -> None:
    path = check_in_path(pair, pair.mentor)
    client.post(path, {"answer": "not"})
    assert "Wat helpt jullie?" in client.get(path).content.decode()
    with time_machine.travel(at(date(2027, 3, 6)), tick=False):  # the question is over
        client.post(path, {"more": "30", "q-next": NEXT})
    assert CheckIn.objects.get().answers == {"next": NEXT}


def test_what_cannot_be_kept_is_still_in_the_box(client: Client, pair: Mentorship) -> None:
    path = check_in_path(pair, pair.mentee)
    client.post(path, {"answer": "well"})
    long = "Te veel woorden. " * 400
    answer = client.post(path, {"more": "30", "q-next": long, "q-helps": "goal"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert long.strip() in page
    assert 'value="goal"' in page.split("checked")[0].rsplit("<input", 1)[1]
    assert CheckIn.objects.get().answers == {}


def test_the_other_of_the_pair_and_a_stranger_add_nothing(client: Client, pair: Mentorship) -> None:
    actions.check_in(pair, pair.mentee, 30, answer="well", word="", at=LATER)
    url = reverse("matching:check_in_own", args=[pair.pk])
    sent = {"more": "30", "q-next": NEXT}
    for viewer in (pair.mentor, make_person(), make_trainer()):
        assert as_person(client, viewer).post(url, sent).status_code == 404
    as_person(client, pair.mentee)
    for wrong in ("60", "-1", "x", "9" * 30):
        assert client.post(url, sent | {"more": wrong}).status_code == 404
    assert CheckIn.objects.get().answers == {}


def test_one_reads_ones_own_answers_back_and_nobody_else_does(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    actions.check_in(pair, pair.mentee, 30, answer="well", word="", at=LATER)
    CheckIn.objects.get().tell_more({"open": "4", "next": NEXT})
    mine = as_person(client, pair.mentee).get(reverse("matching:my_mentor")).content.decode()
    assert "Wat je na 30 dagen nog meer antwoordde" in mine
    assert NEXT in mine
    theirs = [
        as_person(client, pair.mentor).get(reverse("matching:my_mentees")),
        as_person(client, sanne).get(reverse("matching:suggest", args=[pair.mentee_id])),
        client.get(reverse("matching:pairs")),
        client.get(reverse("matching:check_in_totals", args=[pair.mentee.organisation_id])),
    ]
    assert [one.status_code for one in theirs] == [200] * 4
    assert [one for one in theirs if NEXT in one.content.decode()] == []


# --- versions -----------------------------------------------------------------------------------


def test_answers_stay_with_the_version_that_was_current_at_the_click(
    client: Client, pair: Mentorship, sanne: Person, hoorn: Organisation
) -> None:
    path = check_in_path(pair, pair.mentee)
    client.post(path, {"answer": "well"})
    mine = own_version(hoorn, sanne)
    client.post(path, {"more": "30", "q-whom": "2"})
    client.post(check_in_path(pair, pair.mentor), {"answer": "well"})

    first, second = CheckIn.objects.get(person=pair.mentee), CheckIn.objects.get(person=pair.mentor)
    assert (first.questionnaire, first.answers) == (
        Questionnaire.objects.get(key="check-in", organisation=None),
        {"whom": "2"},
    )
    assert second.questionnaire == mine
    assert keys(first.questionnaire) - keys(second.questionnaire) == {"whom"}


def test_another_organisation_keeps_the_shipped_questions(
    pair: Mentorship, sanne: Person, hoorn: Organisation
) -> None:
    own_version(hoorn, sanne)
    medemblik = make_organisation("medemblik")
    there = pair_up(
        make_mentor("Els Verder", organisation=medemblik),
        make_newcomer("Bo Ver", starts_on=date(2027, 1, 11), organisation=medemblik),
    )
    actions.check_in(there, there.mentee, 30, answer="well", word="", at=LATER)
    version = CheckIn.objects.get().questionnaire
    assert version is not None
    assert version.organisation is None


def test_a_question_that_its_adviser_calls_needed_may_still_be_left_open(
    client: Client, pair: Mentorship, sanne: Person, hoorn: Organisation
) -> None:
    own_version(hoorn, sanne).questions.update(required=True)
    path = check_in_path(pair, pair.mentee)
    client.post(path, {"answer": "well"})
    assert client.post(path, {"more": "30", "q-open": "3"}).status_code == 200
    assert CheckIn.objects.get().answers == {"open": "3"}


def test_a_shipped_version_that_a_check_in_answered_is_never_changed(pair: Mentorship) -> None:
    [form] = [one for one in FORMS if one.key == "check-in"]
    stored = Questionnaire.objects.get(key="check-in")
    actions.check_in(pair, pair.mentee, 30, answer="well", word="", at=LATER)
    ship(type(form)(**{**vars(form), "title": ("Anders", "Different")}))
    stored.refresh_from_db()
    assert str(stored.title) == "Check-in"


def test_an_adviser_makes_the_check_in_their_own_and_no_step_asks_it(
    client: Client, sanne: Person, hoorn: Organisation
) -> None:
    as_person(client, sanne)
    place = reverse("intake:questionnaire", args=[hoorn.pk, "check-in"])
    shelf = unescape(client.get(reverse("intake:questionnaires")).content.decode())
    page = unescape(client.get(place).content.decode())
    assert "Elk koppel krijgt deze na 30, 60 en 100 dagen." in shelf
    assert "30, 60 en 100 dagen na de eerste werkdag" in page
    apart = reverse("intake:set_apart", args=[hoorn.pk, "check-in"])
    assert apart not in page
    assert client.get(apart).status_code == 404

    client.post(reverse("intake:change", args=[hoorn.pk, "check-in"]))
    draft = Questionnaire.objects.drafts().get(key="check-in", organisation=hoorn)
    preview = client.get(reverse("intake:preview", args=[draft.pk, 1])).content.decode()
    assert "Alleen jij leest terug wat je invult." in preview
    client.post(reverse("intake:publish", args=[draft.pk]))
    assert Questionnaire.objects.current("check-in", hoorn) == draft
