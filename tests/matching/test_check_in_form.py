"""The questions after a check-in: asked in the version that was current, counted by fives."""

from datetime import date, timedelta
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
from matching.check_in_totals import Outcome, outcome_of
from matching.links import check_in_path
from matching.models import CheckIn, Mentorship
from mentorship.people.models import Organisation, Person
from tests.cast import (
    make_adviser,
    make_coordinator,
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


# --- totals -------------------------------------------------------------------------------------


def say(sanne: Person, answers: list[tuple[str, dict[str, Any]]], first: int = 0) -> None:
    """One check-in each, an hour after the other, of a pair of its own."""
    for number, (answer, more) in enumerate(answers, start=first):
        pair = pair_up(
            make_mentor(f"Mentor Nummer{number}", organisation=sanne.organisation),
            make_newcomer(f"Nieuw Nummer{number}", organisation=sanne.organisation),
            by=sanne,
        )
        moment = LATER + timedelta(hours=number)
        actions.check_in(pair, pair.mentee, 30, answer=answer, word="", at=moment)
        CheckIn.objects.get(mentorship=pair).tell_more(more)


def counts(outcome: Outcome) -> dict[str, list[int]]:
    return {
        one.question.key: [count for _words, count in one.counts]
        for one in outcome.totals
        if one.is_enough
    }


def test_under_five_nothing_is_told_and_then_they_count_five_at_a_time(
    sanne: Person, hoorn: Organisation
) -> None:
    """An adviser sees who answered when: the sixth alone would tell what that one said."""
    say(sanne, [("well", {"open": "4", "helps": ["goal"], "next": NEXT})] * 4)
    assert outcome_of(hoorn, sanne) == Outcome(4, 0, [])
    say(sanne, [("could be better", {"open": "2"})], first=4)
    five = counts(outcome_of(hoorn, sanne))
    # Of what helps there are four answers: too few. What is written is never counted.
    assert five == {"": [4, 1, 0], "open": [0, 1, 0, 4, 0]}
    say(sanne, [("not", {"open": "1"})] * 4, first=5)
    assert counts(outcome_of(hoorn, sanne)) == five
    say(sanne, [("well", {"open": "5"})], first=9)
    assert counts(outcome_of(hoorn, sanne)) == {"": [5, 1, 4], "open": [4, 1, 0, 4, 1]}


def test_five_check_ins_of_two_people_tell_nothing(
    pair: Mentorship, sanne: Person, hoorn: Organisation
) -> None:
    for day, writer in ((30, 0), (60, 0), (100, 0), (30, 1), (60, 1), (100, 1)):
        person = (pair.mentee, pair.mentor)[writer]
        actions.check_in(pair, person, day, answer="well", word="", at=LATER)
    assert outcome_of(hoorn, sanne) == Outcome(6, 0, [])
    # With three others there is a lot, but five answers to a question are still of two people.
    for one in CheckIn.objects.all():
        one.tell_more({"open": "4"})
    say(sanne, [("not", {"whom": "1"})] * 3, first=1)
    outcome = outcome_of(hoorn, sanne)
    assert (outcome.counted, counts(outcome)) == (9, {"": [6, 0, 3]})


def test_a_check_in_of_before_there_were_questions_counts_for_the_click_alone(
    sanne: Person, hoorn: Organisation
) -> None:
    say(sanne, [("well", {"open": "4"})] * 5)
    CheckIn.objects.filter(pk=CheckIn.objects.first().pk).update(questionnaire=None, answers={})  # type: ignore[union-attr]
    assert counts(outcome_of(hoorn, sanne)) == {"": [5, 0, 0]}


def test_totals_are_for_the_adviser_and_the_academy_s_coordinator(
    client: Client, sanne: Person, hoorn: Organisation
) -> None:
    say(sanne, [("well", {"open": "4"})] * 5)
    url = reverse("matching:check_in_totals", args=[hoorn.pk])
    hanneke = make_coordinator()
    for viewer in (sanne, hanneke):
        page = as_person(client, viewer).get(url)
        assert page.status_code == 200
        assert "5 van de 5 check-ins tellen mee" in page.content.decode()
        assert "Nummer" not in page.content.decode()
    overview = client.get(reverse("programmes:overview")).content.decode()
    assert url in overview
    els = make_adviser(make_organisation("medemblik"))
    mentor, mentee = Mentorship.objects.values_list("mentor", "mentee")[0]
    those = Person.objects.filter(pk__in=(mentor, mentee))
    for viewer in (els, make_trainer(), make_person(organisation=hoorn), *those):
        assert as_person(client, viewer).get(url).status_code == 404
        assert not CheckIn.objects.counted_for(viewer).exists()


def test_a_check_in_of_another_organisation_does_not_count(
    sanne: Person, hoorn: Organisation
) -> None:
    els = make_adviser(make_organisation("medemblik"))
    say(els, [("not", {"open": "1"})] * 5, first=20)
    say(sanne, [("well", {"open": "5"})] * 5)
    assert counts(outcome_of(hoorn, sanne)) == {"": [5, 0, 0], "open": [0, 0, 0, 0, 5]}
