"""Asking, answering, withdrawing, ending: what changes, who is told, and who was first."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from matching import actions
from matching.models import ChangeRequest, Mentorship
from matching.models.mentorship import without_open_mentorship
from matching.pool import load_pool
from matching.ranking import advise
from mentorship.people.models import Organisation, Person
from mentorship.reminders import actions as by_hand
from mentorship.reminders.models import Mail, Message
from mentorship.reminders.sending.passes import one_pass
from tests.cast import NOW, make_adviser, make_newcomer, make_organisation, make_person
from tests.matching.cast import asked, at_once, make_mentor, pair_up

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def told() -> set[tuple[str, str]]:
    """What is waiting to be sent, and to whom."""
    messages = Message.objects.filter(dropped_at=None, mail=None).select_related("recipient")
    return {(one.rule, one.recipient.given_name) for one in messages}


@pytest.fixture
def daan() -> Person:
    return make_newcomer("Daan Visser", manager=make_person("Petra Hoekstra"))


@pytest.fixture
def joris() -> Person:
    return make_mentor("Joris Meer", capacity=2)


# --- asking -----------------------------------------------------------------------------------


def test_asking_writes_the_question_and_tells_only_the_mentor(joris: Person, daan: Person) -> None:
    adviser = make_adviser()
    question = actions.ask(joris, daan, by=adviser, at=NOW)
    assert (question.state, question.asked_by, question.asked_at) == ("asked", adviser, NOW)
    assert told() == {("mentor_asked", "Joris")}


def test_a_newcomer_gets_one_question_at_a_time(joris: Person, daan: Person) -> None:
    asked(joris, daan)
    with pytest.raises(actions.NotPossible, match="Sanne Wit heeft Joris Meer al gevraagd"):
        asked(make_mentor("Anja Smit"), daan)
    assert Mentorship.objects.count() == 1


def test_who_has_a_mentor_is_not_asked_for(joris: Person, daan: Person) -> None:
    pair_up(joris, daan)
    with pytest.raises(actions.NotPossible, match="Joris Meer is al de mentor van Daan"):
        asked(make_mentor("Anja Smit"), daan)


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"capacity": 0}, "Joris Meer begeleidt nu niemand."),
        ({"trained": False}, "Joris Meer heeft de opleiding nog niet gevolgd."),
        ({"leaves_on": date(2027, 3, 1)}, "Joris Meer vertrekt op 1 maart."),
    ],
)
def test_a_stale_page_asks_nobody_whom_the_table_rules_out(
    facts: dict[str, Any], why: str, daan: Person
) -> None:
    with pytest.raises(actions.NotPossible) as fault:
        asked(make_mentor("Joris Meer", **facts), daan)
    assert str(fault.value) == why
    assert not Mentorship.objects.exists()


def test_no_mentor_of_another_organisation_is_asked(daan: Person) -> None:
    els = make_mentor("Els Elders", organisation=make_organisation("medemblik"))
    with pytest.raises(actions.NotPossible):
        asked(els, daan)


def test_the_database_itself_refuses_a_second_open_question(joris: Person, daan: Person) -> None:
    asked(joris, daan)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mentorship.objects.create(mentor=make_mentor("Anja Smit"), mentee=daan, asked_by=joris)
    with pytest.raises(IntegrityError), transaction.atomic():
        Mentorship.objects.create(mentor=joris, mentee=joris, asked_by=joris)


@pytest.mark.django_db(transaction=True)
def test_of_two_advisers_at_once_one_asks_and_the_other_hears_who_was_first() -> None:
    daan, sanne = make_newcomer("Daan Visser"), make_adviser()
    mentors = [make_mentor("Joris Meer"), make_mentor("Anja Smit")]
    said = at_once(*(lambda one=one: actions.ask(one, daan, by=sanne, at=NOW) for one in mentors))
    [question] = Mentorship.objects.all()
    assert said == [f"Sanne Wit heeft {question.mentor.name} al gevraagd voor Daan."]
    assert told() == {("mentor_asked", question.mentor.given_name)}


@pytest.mark.django_db(transaction=True)
def test_of_fifty_who_ask_for_the_last_place_of_a_mentor_at_once_one_has_it() -> None:
    joris, sanne = make_mentor("Joris Meer", capacity=1), make_adviser()
    newcomers = [make_newcomer(f"Nieuw {number}") for number in range(50)]
    said = at_once(
        *(lambda one=one: actions.ask(joris, one, by=sanne, at=NOW) for one in newcomers)
    )
    assert said == ["Joris Meer zit vol: de ene plaats is bezet."] * 49
    [question] = Mentorship.objects.all()
    assert told() == {("mentor_asked", "Joris")}
    assert question.is_asked


@pytest.mark.django_db(transaction=True)
def test_of_fifty_yeses_at_once_for_one_place_one_holds_and_only_its_pair_is_told() -> None:
    """Fifty questions for one place cannot be asked: they stem from before the place was one."""
    joris, sanne = make_mentor("Joris Meer", capacity=1), make_adviser()
    questions = [
        Mentorship.objects.create(
            mentor=joris, mentee=make_newcomer(f"Nieuw {number}"), asked_by=sanne, asked_at=NOW
        )
        for number in range(50)
    ]
    said = at_once(
        *(
            lambda one=one: actions.answer_proposal(one, accepted=True, at=LATER)
            for one in questions
        )
    )
    assert len(said) == 49
    [pair] = Mentorship.objects.active()
    assert Mentorship.objects.awaiting().count() == 49
    found = Message.objects.filter(rule="mentor_found").select_related("recipient")
    assert [one.recipient for one in found] == [pair.mentee]


# --- answering --------------------------------------------------------------------------------


def test_yes_tells_newcomer_mentor_manager_and_adviser(joris: Person, daan: Person) -> None:
    question = asked(joris, daan)
    Message.objects.all().delete()
    assert actions.answer_proposal(question, accepted=True, at=LATER)
    question.refresh_from_db()
    assert (question.state, question.answered_at) == ("active", LATER)
    assert told() == {
        ("mentor_found", "Daan"),
        ("you_are_mentor", "Joris"),
        ("newcomer_has_mentor", "Petra"),
        ("mentor_answered", "Sanne"),
    }


def test_no_tells_only_the_adviser_and_the_newcomer_waits_again(
    joris: Person, daan: Person
) -> None:
    question = asked(joris, daan)
    Message.objects.all().delete()
    assert actions.answer_proposal(question, accepted=False, at=LATER, word="Te druk nu")
    question.refresh_from_db()
    assert (question.state, question.word) == ("declined", "Te druk nu")
    assert told() == {("mentor_answered", "Sanne")}
    assert daan in without_open_mentorship(Person.objects.newcomers(NOW.date()))


def test_who_said_no_is_not_suggested_again_for_this_newcomer_but_is_for_another(
    joris: Person, daan: Person
) -> None:
    actions.answer_proposal(asked(joris, daan), accepted=False, at=LATER)
    noor = make_newcomer("Noor Jansen")
    pool = load_pool(Organisation.objects.all(), LATER, [daan, noor])
    for newcomer, keys in ((daan, ["said no"]), (noor, [])):
        advice = advise(pool.newcomer(newcomer), pool.candidates_for(newcomer).values())
        excluded = [one.key for one in advice.excluded if one.candidate.pk == joris.pk]
        assert excluded == keys


def test_the_first_answer_stands_and_the_second_tells_nobody(joris: Person, daan: Person) -> None:
    question = asked(joris, daan)
    stale = Mentorship.objects.get(pk=question.pk)
    actions.answer_proposal(question, accepted=True, at=LATER)
    before = told()
    assert not actions.answer_proposal(stale, accepted=False, at=LATER + timedelta(hours=1))
    stale.refresh_from_db()
    assert (stale.state, stale.answered_at) == ("active", LATER)
    assert told() == before


def test_without_a_manager_nobody_is_told_in_their_place(joris: Person) -> None:
    question = asked(joris, make_newcomer("Noor Jansen"))
    actions.answer_proposal(question, accepted=True, at=LATER)
    assert "newcomer_has_mentor" not in {rule for rule, _name in told()}


# --- taking back ------------------------------------------------------------------------------


def test_a_question_taken_back_in_time_is_never_heard_of(joris: Person, daan: Person) -> None:
    question = asked(joris, daan)
    assert actions.withdraw(question, at=NOW + timedelta(minutes=1))
    assert told() == set()
    one_pass(NOW + timedelta(minutes=5))
    assert [one.to for one in mail.outbox if one.to == [joris.email]] == []


def test_taken_back_after_the_mail_the_mentor_hears_that_it_lapsed(
    joris: Person, daan: Person
) -> None:
    question = asked(joris, daan)
    one_pass(NOW + timedelta(minutes=5))
    actions.withdraw(question, at=NOW + timedelta(minutes=10))
    assert told() == {("mentor_question_lapsed", "Joris")}


def test_an_answered_question_cannot_be_taken_back(joris: Person, daan: Person) -> None:
    question = asked(joris, daan)
    stale = Mentorship.objects.get(pk=question.pk)
    actions.answer_proposal(question, accepted=True, at=LATER)
    assert not actions.withdraw(stale, at=LATER)
    assert Mentorship.objects.get().state == "active"


def test_asked_again_after_taking_back_the_mentor_is_told_again(
    joris: Person, daan: Person
) -> None:
    actions.withdraw(asked(joris, daan), at=NOW)
    again = asked(joris, daan, at=LATER)
    assert told() == {("mentor_asked", "Joris")}
    assert Message.objects.get(dropped_at=None).subject == f"matching.mentorship:{again.pk}"


# --- ending -----------------------------------------------------------------------------------


def test_an_end_tells_both_without_the_reason_and_the_history_stays(
    joris: Person, daan: Person
) -> None:
    pair = pair_up(joris, daan)
    assert actions.end_mentorship(pair, at=NOW, reason="Het klikte niet")
    assert told() == {("mentorship_ended", "Daan"), ("mentorship_ended", "Joris")}
    one_pass(NOW + timedelta(minutes=5))
    assert {address for one in mail.outbox for address in one.to} >= {joris.email, daan.email}
    assert not any("klikte" in one.body for one in mail.outbox)
    pair.refresh_from_db()
    assert (pair.state, pair.ended_at, pair.end_reason) == ("ended", NOW, "Het klikte niet")


def test_an_end_undone_in_time_is_never_heard_of(joris: Person, daan: Person) -> None:
    pair = pair_up(joris, daan)
    actions.end_mentorship(pair, at=NOW)
    actions.resume_mentorship(pair, at=NOW + timedelta(minutes=1))
    assert (pair.state, pair.ended_at) == ("active", None)
    assert told() == set()


def test_only_who_has_heard_of_an_end_hears_that_it_goes_on(joris: Person, daan: Person) -> None:
    pair = pair_up(joris, daan)
    actions.end_mentorship(pair, at=NOW)
    heard = Message.objects.get(rule="mentorship_ended", recipient=joris)
    heard.mail = Mail.objects.create(recipient=joris, state="sent", sent_at=NOW)
    heard.save()
    actions.resume_mentorship(pair, at=LATER)
    assert told() == {("you_are_mentor", "Joris")}


def test_a_question_that_an_adviser_stopped_does_not_lapse_aloud(
    joris: Person, daan: Person
) -> None:
    question = asked(joris, daan)
    assert by_hand.stop(Message.objects.get(rule="mentor_asked"), NOW)
    assert actions.withdraw(question, at=LATER)
    assert told() == set()


def test_an_end_cannot_be_undone_once_somebody_else_is_asked(joris: Person, daan: Person) -> None:
    pair = pair_up(joris, daan)
    actions.end_mentorship(pair, at=NOW)
    asked(make_mentor("Anja Smit"), daan, at=NOW + timedelta(seconds=1))
    with pytest.raises(actions.NotPossible, match="heeft Anja Smit al gevraagd voor Daan"):
        actions.resume_mentorship(pair, at=LATER)
    assert Mentorship.objects.get(pk=pair.pk).state == "ended"


# --- another mentor ---------------------------------------------------------------------------


def test_another_mentor_is_asked_for_once_and_only_advisers_hear_it(
    joris: Person, daan: Person
) -> None:
    pair = pair_up(joris, daan)
    assert actions.ask_for_another(pair, pair.mentee, at=NOW, word="Ander werk")
    assert not actions.ask_for_another(pair, pair.mentee, at=LATER)
    [request] = ChangeRequest.objects.all()
    assert (request.word, request.asked_at) == ("Ander werk", NOW)
    assert told() == {("another_mentor_asked", "Sanne")}


def test_an_end_closes_the_request(joris: Person, daan: Person) -> None:
    pair = pair_up(joris, daan)
    actions.ask_for_another(pair, pair.mentee, at=NOW)
    actions.end_mentorship(pair, at=LATER)
    assert ChangeRequest.objects.get().handled_at == LATER
