"""Who is reminded of what on which day: the clock is walked over each rule; and what mails say."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching import actions
from matching.links import answer_path
from matching.models import BuddyMember, BuddyPair, Mentorship
from matching.reminders.buddies import rounds
from mentorship.people.models import Person
from mentorship.reminders.letters.compose import Letter, compose
from mentorship.reminders.models import Message
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.owed.judging import Item
from mentorship.reminders.rules import Rule, Told, book, label
from mentorship.reminders.sending.passes import one_pass
from programmes.models import Cohort
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_newcomer,
    make_organisation,
    make_person,
)
from tests.matching.cast import asked, at, days, make_mentor, pair_up, past_cohort, walk

pytestmark = pytest.mark.django_db

# --- a newcomer without a mentor --------------------------------------------------------------


def test_the_adviser_hears_on_import_and_each_working_day_of_the_last_ten() -> None:
    make_adviser()
    make_newcomer(starts_on=date(2027, 2, 1))  # a Monday; it is known by now, the 12th
    assert walk("newcomer_without_mentor", first=date(2027, 1, 12)) == [
        (day, "Sanne")
        for day in ("12 Jan", "22 Jan", "25 Jan", "26 Jan", "27 Jan", "28 Jan", "29 Jan", "1 Feb")
    ]


def test_an_import_within_the_last_ten_days_is_told_at_once() -> None:
    make_adviser()
    make_newcomer(starts_on=date(2027, 1, 15))
    assert walk("newcomer_without_mentor", first=date(2027, 1, 12)) == [
        (day, "Sanne") for day in ("12 Jan", "13 Jan", "14 Jan", "15 Jan")
    ]


def test_it_stops_while_a_mentor_is_asked_and_once_there_is_one() -> None:
    sanne, joris = make_adviser(), make_mentor(capacity=5)
    asked(joris, make_newcomer("Is Asked"), by=sanne)
    pair_up(joris, make_newcomer("Is Paired"), by=sanne)
    assert walk("newcomer_without_mentor") == []


def test_who_left_before_the_first_day_is_named_no_more() -> None:
    make_adviser()
    start = date(2027, 1, 20)
    for name, leaves in (("Weg Gegaan", date(2027, 1, 8)), ("Blijft Kort", start)):
        make_newcomer(name, starts_on=start, leaves_on=leaves)
    one_pass(at(date(2027, 1, 12)))
    told = Message.objects.filter(rule="newcomer_without_mentor").values_list("subject", flat=True)
    assert [*told] == [label(Person.objects.get(given_name="Blijft"))]


def test_who_left_in_the_first_weekend_is_not_named_on_monday() -> None:
    make_adviser()
    saturday = date(2027, 1, 23)
    make_newcomer("Al Weg", starts_on=saturday, leaves_on=saturday + timedelta(days=1))
    assert walk("newcomer_without_mentor", first=date(2027, 1, 22)) == [("22 Jan", "Sanne")]
    make_newcomer("Nog Hier", starts_on=saturday, leaves_on=date(2027, 1, 25))
    assert walk("newcomer_without_mentor", first=date(2027, 1, 25)) == [("25 Jan", "Sanne")]


def test_after_a_no_it_goes_on() -> None:
    sanne = make_adviser()
    question = asked(make_mentor(), make_newcomer(), by=sanne)
    actions.answer_proposal(question, accepted=False, at=NOW)
    heard = walk("newcomer_without_mentor", first=date(2027, 1, 20))
    assert [day for day, _name in heard][1:3] == ["22 Jan", "25 Jan"]


def test_each_adviser_hears_of_the_own_organisation_alone() -> None:
    medemblik = make_organisation("medemblik")
    make_adviser()
    els = make_adviser(medemblik)
    Person.objects.filter(pk=els.pk).update(given_name="Els")
    make_newcomer("Daan Visser", starts_on=date(2027, 1, 13))
    make_newcomer("Nel Elders", organisation=medemblik, starts_on=date(2027, 1, 13))
    make_newcomer("Voor Ons", starts_on=date(2026, 11, 30))
    heard = walk("newcomer_without_mentor", first=date(2027, 1, 13))
    assert sorted(heard) == [("13 Jan", "Els"), ("13 Jan", "Sanne")]


def test_several_newcomers_are_one_calm_mail_a_day() -> None:
    sanne = make_adviser()
    for name in ("Daan Visser", "Noor Jansen", "Sem Kok"):
        make_newcomer(name, starts_on=date(2027, 1, 20))
    for day in days(date(2027, 1, 12), date(2027, 1, 14)):
        one_pass(at(day))
        one_pass(at(day, 14))
    letters = [one for one in mail.outbox if one.to == [sanne.email]]
    assert len(letters) == 3
    for letter in letters:
        assert letter.subject == "Kies een mentor voor 3 nieuwe collega’s"
        assert letter.body.count("/matching/") == 1  # one list, one button: to the board
        for name in ("Daan Visser", "Noor Jansen", "Sem Kok"):
            assert f"{name}: woensdag 20 januari, team Wonen" in letter.body


# --- a mentor who is asked --------------------------------------------------------------------


def test_a_mentor_is_reminded_after_two_and_five_days_and_then_it_goes_back() -> None:
    asked(make_mentor(), make_newcomer(), at=at(date(2027, 1, 13)))  # a Wednesday
    assert walk("mentor_asked_reminder") == [("15 Jan", "Joris"), ("18 Jan", "Joris")]
    assert walk("mentor_does_not_answer") == [("21 Jan", "Sanne")]


@pytest.mark.parametrize("said", [True, False])
def test_an_answer_stops_the_reminders(said: bool) -> None:
    question = asked(make_mentor(), make_newcomer())
    actions.answer_proposal(question, accepted=said, at=NOW)
    assert walk("mentor_asked_reminder") == walk("mentor_does_not_answer") == []


def test_a_question_taken_back_is_not_reminded_of() -> None:
    actions.withdraw(asked(make_mentor(), make_newcomer()), at=NOW)
    assert walk("mentor_asked_reminder") == walk("mentor_does_not_answer") == []


# --- the first appointment --------------------------------------------------------------------


def test_five_days_before_the_first_day_both_hear_to_make_an_appointment() -> None:
    pair_up(make_mentor(), make_newcomer(starts_on=date(2027, 2, 1)))
    assert sorted(walk("first_appointment")) == [("27 Jan", "Daan"), ("27 Jan", "Joris")]


def test_a_pair_made_in_the_last_days_is_not_told_to_once_more() -> None:
    pair_up(make_mentor(), make_newcomer(starts_on=date(2027, 1, 13)))
    assert walk("first_appointment") == []


def test_a_pair_that_ended_makes_no_appointment() -> None:
    actions.end_mentorship(pair_up(make_mentor(), make_newcomer()), at=NOW)
    assert walk("first_appointment") == []


# --- buddies ----------------------------------------------------------------------------------


@pytest.fixture
def pair() -> BuddyPair:
    """Made on Tuesday 22 December; the return meeting is on Monday 15 March."""
    cohort = past_cohort()
    people = [enrol(cohort, make_person(name)) for name in ("Ada Aa", "Bob Bb")]
    [made] = actions.make_buddies(cohort, [people], at=at(date(2026, 12, 22)))
    return made


def both(*dates: str) -> list[tuple[str, str]]:
    return [(day, name) for day in dates for name in ("Ada", "Bob")]


def test_every_four_weeks_until_the_return_meeting_they_plan_and_a_week_later_say_so(
    pair: BuddyPair,
) -> None:
    assert walk("buddy_exchange") == both("19 Jan", "16 Feb")
    assert walk("buddies_met") == both("26 Jan", "23 Feb")


def test_the_rounds_end_before_the_return_meeting() -> None:
    made = date(2026, 12, 22)
    assert list(rounds(made, date(2027, 2, 16))) == [date(2027, 1, 19)]
    assert list(rounds(made, date(2027, 2, 17))) == [date(2027, 1, 19), date(2027, 2, 16)]
    assert len(list(rounds(made, None))) == 3


def test_who_has_met_is_not_asked_in_that_round(pair: BuddyPair) -> None:
    ada = pair.members.all()[0].person
    actions.note_exchange(pair, ada, at=at(date(2027, 1, 21)))
    assert walk("buddy_exchange", first=date(2027, 1, 22)) == both("16 Feb")
    assert walk("buddies_met") == both("23 Feb")


def test_having_met_in_the_week_before_counts_for_that_round(pair: BuddyPair) -> None:
    ada = pair.members.all()[0].person
    actions.note_exchange(pair, ada, at=at(date(2027, 1, 12)))
    assert walk("buddy_exchange") == both("16 Feb")
    actions.note_exchange(pair, ada, at=at(date(2027, 2, 8)))  # a day too early for the second
    assert walk("buddies_met") == both("23 Feb")


def test_who_left_the_cohort_hears_nothing_and_an_ended_pair_is_silent(pair: BuddyPair) -> None:
    cor = enrol(pair.cohort, make_person("Cor Cc"))
    BuddyMember.objects.create(pair=pair, enrolment=cor)
    ada, bob, _cor = pair.members.all()
    ada.move_to("withdrawn", at=NOW)
    assert walk("buddy_exchange") == [
        (day, name) for day in ("19 Jan", "16 Feb") for name in ("Bob", "Cor")
    ]
    Person.objects.filter(pk=bob.person_id).update(leaves_on=date(2027, 2, 1))
    assert walk("buddy_exchange") == [("19 Jan", "Bob"), ("19 Jan", "Cor")]  # nobody to meet
    pair.end(NOW)
    assert walk("buddy_exchange") == walk("buddies_met") == []


def test_a_cancelled_cohort_is_silent(pair: BuddyPair) -> None:
    Cohort.objects.update(cancelled_at=NOW)
    assert walk("buddy_exchange") == walk("buddies_met") == []


def test_the_plan_of_a_cohort_holds_its_own_buddies_alone(pair: BuddyPair) -> None:
    make_newcomer()
    asked(make_mentor(), make_newcomer("Noor Jansen"))
    other = past_cohort(
        name="Ander", trainer=pair.cohort.trainer, created_by=pair.cohort.created_by
    )
    people = [enrol(other, make_person(name)) for name in ("Cor Cc", "Dik Dd")]
    actions.make_buddies(other, [people], at=at(date(2026, 12, 22)))
    for rule in own_rules():
        slots = Round(NOW).slots(rule, NOW + timedelta(days=100), about=pair.cohort.label)
        assert {slot.owed.about for slot in slots} <= {pair.cohort.label}


# --- all of them ------------------------------------------------------------------------------


def own_told() -> list[Told[Any]]:
    return [one for one in book if type(one).__module__.startswith("matching.")]


def own_rules() -> list[Rule[Any]]:
    return [one for one in own_told() if isinstance(one, Rule)]


def count_queries(rule: Rule[Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        list(Round(NOW).slots(rule, NOW + timedelta(days=100)))
    return len(queries)


def test_a_rule_asks_as_much_for_many_as_for_few(pair: BuddyPair) -> None:
    def some(number: int) -> None:
        for i in range(number):
            mentor = make_mentor(f"Mentor {i}", capacity=5)
            make_newcomer(f"Wacht {i}")
            asked(mentor, make_newcomer(f"Vraag {i}"), by=pair.cohort.created_by)
            pair_up(mentor, make_newcomer(f"Koppel {i}"), by=pair.cohort.created_by)
            people = [enrol(pair.cohort) for _ in range(2)]
            BuddyPair.objects.create(
                cohort=pair.cohort, made_on=pair.made_on, made_at=pair.made_at
            ).members.set(people)

    some(1)
    few = {one.key: count_queries(one) for one in own_rules()}
    some(6)
    assert {one.key: count_queries(one) for one in own_rules()} == few
    assert max(few.values()) <= 8


def letters(key: str, subject: Any, recipient: Person) -> dict[str, Letter]:
    """The letter in both languages, as it would go."""
    message = Message(rule=key, recipient=recipient, organisation=recipient.organisation)
    written = {}
    for language in ("nl", "en"):
        recipient.language = language
        item = Item(message, book[key], book[key].load([subject.pk])[subject.pk])
        written[language] = compose([item], recipient, recipient.organisation)
    return written


def scene(key: str) -> tuple[Any, Person]:
    """A subject for each message, and who hears it."""
    if key.startswith("budd"):
        cohort = past_cohort()
        people = [enrol(cohort, make_person(name)) for name in ("Ada Aa", "Bob Bb", "Cor Cc")]
        [made] = actions.make_buddies(cohort, [people], at=NOW)
        return made, people[0].person
    if key == "mentor_has_time":
        seat = enrol(
            past_cohort(), make_person("Joris Meer", manager=make_person("Petra Hoekstra"))
        )
        return seat, seat.person.manager
    if key == "mentor_without_group_has_time":
        mentor = make_mentor("Joris Meer", manager=make_person("Petra Hoekstra"))
        mentor.mentor_profile.ask_time(NOW)
        return mentor.mentor_profile, mentor.manager
    sanne = make_adviser()
    if key == "newcomer_without_mentor":
        return make_newcomer("Daan d'Hondt"), sanne
    mentee = make_newcomer("Daan d'Hondt", manager=make_person("Petra Hoekstra"))
    if key == "say_what_you_hope":
        return mentee, mentee
    mentor = make_mentor(
        "Joris Meer", about="Ik loop graag & praat", how_to_meet="Dinsdag", phone="06 1234"
    )
    found = asked(mentor, mentee, by=sanne)
    if key not in ("mentor_asked", "mentor_asked_reminder", "mentor_does_not_answer"):
        found.answer(accepted=True, at=NOW, word="Leuk")
    if key == "another_mentor_asked":
        actions.ask_for_another(found, mentee, at=NOW, word="Daan en Joris")
        return found.change_requests.get(), sanne
    if key == "word_to_adviser":
        return actions.write_word(mentee, mentee, text="Daan en Joris", at=NOW), sanne
    recipients = {
        "mentor_found": mentee,
        "newcomer_has_mentor": mentee.manager,
        "mentor_answered": sanne,
        "mentor_does_not_answer": sanne,
    }
    return found, recipients.get(key, mentor)


@pytest.mark.parametrize("key", [one.key for one in own_told()])
def test_each_mail_says_something_short_in_both_languages(key: str) -> None:
    subject, recipient = scene(key)
    written = letters(key, subject, recipient)
    for letter in written.values():
        assert 10 < len(letter.subject) <= 60
        for name in ("Daan", "Hondt", "Joris", "Meer", "Ada", "Bob", "Sanne", "Petra"):
            assert name not in letter.subject
        assert "{" not in letter.text
        assert "&amp;" not in letter.text
        assert "&#x27;" not in letter.text
    assert written["nl"].subject != written["en"].subject
    assert written["nl"].text != written["en"].text


def test_the_newcomer_reads_name_team_word_and_how_to_meet() -> None:
    subject, daan = scene("mentor_found")
    text = letters("mentor_found", subject, daan)["nl"].text
    for part in (
        "Joris Meer is je mentor", "team Wonen", "‘Ik loop graag & praat’",
        "Zo spreek je af met Joris: Dinsdag", subject.mentor.email, "06 1234",
    ):  # fmt: skip
        assert part in text


@pytest.mark.usefixtures("clock")  # a link is signed with the second it is made in
def test_the_mentor_who_is_asked_reads_first_name_team_and_day_and_a_link() -> None:
    subject, joris = scene("mentor_asked")
    text = letters("mentor_asked", subject, joris)["nl"].text
    assert "Daan begint op maandag 1 februari in team Wonen." in " ".join(text.split())
    assert answer_path(subject) in text
    assert "Hondt" not in text


def test_the_adviser_reads_of_a_no_who_it_was_and_what_now() -> None:
    subject, sanne = scene("mentor_asked")
    actions.answer_proposal(subject, accepted=False, at=NOW, word="Te druk")
    sanne = subject.asked_by
    text = letters("mentor_answered", subject, sanne)["nl"].text
    assert "Joris Meer kan deze keer geen mentor van Daan d'Hondt zijn." in text
    assert "Te druk" in text
    assert f"/matching/newcomers/{subject.mentee_id}/" in text


def test_pairs_that_are_replaced_before_their_mail_goes_are_not_told_of() -> None:
    cohort = past_cohort()
    ada, bob, cor, dik = (enrol(cohort, make_person(f"{name} X")) for name in "ABCD")
    actions.make_buddies(cohort, [[ada, bob], [cor, dik]], at=NOW)
    actions.make_buddies(cohort, [[ada, cor], [bob, dik]], at=NOW + timedelta(minutes=1))
    one_pass(NOW + timedelta(minutes=5))
    [letter] = [one for one in mail.outbox if one.to == [ada.person.email]]
    assert "C X is je buddy" in letter.body
    assert "B X" not in letter.body


def test_a_trio_reads_both_names_and_how_to_reach_them() -> None:
    subject, ada = scene("buddies_made")
    text = letters("buddies_made", subject, ada)["nl"].text
    assert "Bob Bb en Cor Cc zijn je buddy’s." in text
    assert all(one.email in text for one in subject.others(ada))
    assert ada.email not in text


def test_an_end_says_to_each_the_name_of_the_other() -> None:
    subject, joris = scene("mentorship_ended")
    assert "mentor van Daan" in letters("mentorship_ended", subject, joris)["nl"].text
    text = letters("mentorship_ended", subject, subject.mentee)["nl"].text
    assert "Joris is niet langer je mentor" in text


@pytest.mark.usefixtures("clock")  # a link is signed with the second it is made in
def test_from_the_question_to_the_newcomer_s_mailbox() -> None:
    """Asked at ten, yes at eleven: by the next morning everybody has heard."""
    make_adviser()
    daan = make_newcomer(manager=make_person("Petra Hoekstra"))
    joris = make_mentor()
    question = asked(joris, daan, by=Person.objects.get(given_name="Sanne"))
    one_pass(NOW + timedelta(minutes=3))
    [first] = [one for one in mail.outbox if one.to == [joris.email]]
    assert answer_path(question) in first.body
    actions.answer_proposal(question, accepted=True, at=NOW + timedelta(hours=1))
    one_pass(NOW + timedelta(hours=1, minutes=3))
    one_pass(NOW + timedelta(days=1))
    heard = {one.to[0] for one in mail.outbox}
    assert heard == {joris.email, daan.email, daan.manager.email, question.asked_by.email}
    assert Mentorship.objects.get().state == "active"


def test_the_mail_about_a_change_of_mentor_names_nobody() -> None:
    request, sanne = scene("another_mentor_asked")
    text = letters("another_mentor_asked", request, sanne)["nl"].text
    for name in ("Daan", "Hondt", "Joris", "Meer"):
        assert name not in text
    assert reverse("matching:suggest", args=[request.mentorship.mentee_id]) not in text
    assert reverse("today") in text
