"""Matching's rows of the reminder table: each is walked by the clock, to the local day."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from matching import actions
from matching.models import Agreement, Hope, MentorProfile, Mentorship
from mentorship.people.models import ClosedPeriod, Organisation, Person
from mentorship.reminders.models import Message, Unwanted
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.rules import Rule, Told, book
from mentorship.reminders.sending.passes import one_pass
from programmes.models import Cohort, Enrolment
from tests.cast import NOW, enrol, make_adviser, make_newcomer, make_person
from tests.matching.cast import asked, at, make_mentor, pair_up, past_cohort, walk

pytestmark = pytest.mark.django_db

TUESDAY, FRIDAY = date(2027, 1, 12), date(2027, 1, 15)


def seat(day: date = TUESDAY, hour: int = 15, **facts: Any) -> Enrolment:
    """Joris took a seat on this day, after the office opened; Petra is his manager."""
    petra = make_person("Petra Hoekstra")
    joris = make_person("Joris Meer", **({"manager": petra} | facts))
    return enrol(past_cohort(), joris, state_since=at(day, hour))


def without_group(manager: Person | None, name: str = "Gerda Ver", **facts: Any) -> Person:
    """A mentor without a seat, about whose time the adviser had the manager asked on TUESDAY."""
    mentor = make_mentor(name, manager=manager, **facts)
    MentorProfile.objects.filter(person=mentor).update(time_asked_at=at(TUESDAY, 15))
    return mentor


def pair(starts_on: date = date(2027, 2, 1), **facts: Any) -> Mentorship:
    return pair_up(make_mentor(), make_newcomer(starts_on=starts_on, **facts))


def close(first: date, last: date) -> None:
    ClosedPeriod.objects.create(
        organisation=Organisation.objects.get(slug="hoorn"),
        first_day=first,
        last_day=last,
        reason="Dicht",
    )


# --- the manager: does the mentor have time? --------------------------------------------------


def test_the_manager_is_asked_on_the_day_of_the_seat_and_three_days_later() -> None:
    seat(TUESDAY)
    assert walk("mentor_has_time") == [("12 Jan", "Petra"), ("15 Jan", "Petra")]


def test_a_seat_taken_in_the_evening_is_told_the_next_morning_and_never_twice() -> None:
    petra = seat(TUESDAY, 20).person.manager
    assert petra is not None
    for hours in range(0, 20 * 24, 13):  # from eight in the evening on
        one_pass(at(TUESDAY, 20) + timedelta(hours=hours))
    assert [one.to for one in mail.outbox] == [[petra.email]] * 2
    sent = Message.objects.filter(rule="mentor_has_time").order_by("pk")
    assert [f"{one.created_at:%-d %b}" for one in sent] == ["13 Jan", "15 Jan"]


def test_what_falls_in_a_weekend_or_a_closed_week_waits_for_the_first_working_day() -> None:
    seat(FRIDAY)
    assert walk("mentor_has_time") == [("15 Jan", "Petra"), ("18 Jan", "Petra")]
    close(date(2027, 1, 18), date(2027, 1, 22))
    assert walk("mentor_has_time") == [("15 Jan", "Petra"), ("25 Jan", "Petra")]


@pytest.mark.parametrize("agreed", [True, False])
def test_any_answer_stops_it_whoever_noted_it(agreed: bool) -> None:
    taken = seat()
    petra = taken.person.manager
    assert petra is not None
    assert walk("mentor_has_time")
    actions.answer_about_time(taken.person, petra, agreed=agreed, at=NOW)
    assert walk("mentor_has_time") == []
    Agreement.objects.all().delete()
    noted = Agreement(mentor=taken.person)
    noted.note(agreed=agreed, by=make_adviser(), at=NOW)
    assert walk("mentor_has_time") == []


def test_nobody_is_asked_about_who_withdrew_left_or_has_no_manager() -> None:
    taken = seat()
    taken.move_to("withdrawn", at=NOW)
    enrol(taken.cohort, make_person("Zonder Baas"), state_since=at(TUESDAY))
    boss = make_person("Bas Boss")
    gone = make_person("Is Weg", manager=boss, leaves_on=TUESDAY - timedelta(days=1))
    enrol(taken.cohort, gone, state_since=at(TUESDAY))
    invited = make_person("Is Gevraagd", manager=boss)
    enrol(taken.cohort, invited, state="invited", state_since=at(TUESDAY))
    assert walk("mentor_has_time") == []
    enrol(taken.cohort, make_person("Doet Mee", manager=boss), state_since=at(TUESDAY))
    assert walk("mentor_has_time") == [("12 Jan", "Bas"), ("15 Jan", "Bas")]
    Cohort.objects.update(cancelled_at=NOW)
    assert walk("mentor_has_time") == []


def test_a_manager_who_left_is_not_written_to() -> None:
    taken = seat()
    Person.objects.filter(staff=taken.person).update(leaves_on=date(2027, 1, 1))
    one_pass(at(TUESDAY, 16))
    assert mail.outbox == []


def test_another_manager_is_asked_in_turn() -> None:
    taken = seat()
    one_pass(at(TUESDAY, 16))
    els = make_person("Els Nieuw")
    Person.objects.filter(pk=taken.person_id).update(manager=els)
    one_pass(at(TUESDAY + timedelta(days=1), 9))
    assert [one.to[0].split(".")[0] for one in mail.outbox] == ["petra", "els"]


def test_the_ceiling_of_the_organisation_holds_for_the_manager() -> None:
    taken = seat()
    Organisation.objects.update(most_reminders=1)
    for day in range(10):
        one_pass(at(TUESDAY + timedelta(days=day), 16))
    assert len(mail.outbox) == 1
    [held] = Message.objects.exclude(dropped_at=None)
    assert (held.dropped_why, held.offset) == (Message.Why.ENOUGH, 3)
    assert taken.person.manager_id == held.recipient_id


# --- the first conversation -------------------------------------------------------------------


def test_both_make_an_appointment_before_day_one_and_say_a_week_later_whether_they_met() -> None:
    pair(date(2027, 2, 1))  # a Monday
    assert sorted(walk("first_appointment")) == [("27 Jan", "Daan"), ("27 Jan", "Joris")]
    assert sorted(walk("pair_met")) == [("8 Feb", "Daan"), ("8 Feb", "Joris")]


def test_that_they_met_stops_both() -> None:
    found = pair()
    actions.note_conversation(found, found.mentee, at=NOW)
    assert walk("first_appointment") == walk("pair_met") == []


def test_a_week_after_a_first_day_before_a_closed_week_is_the_day_it_opens() -> None:
    pair(date(2027, 2, 6))  # a Saturday; a week later is one too
    assert {day for day, _name in walk("pair_met")} == {"15 Feb"}
    close(date(2027, 2, 15), date(2027, 2, 19))  # lasts longer than the week a last offset has
    assert {day for day, _name in walk("pair_met")} == {"22 Feb"}
    assert {day for day, _name in walk("first_appointment")} == {"1 Feb"}


def test_one_of_them_saying_so_in_the_mail_spares_the_other() -> None:
    found = pair(date(2027, 1, 11))
    actions.note_conversation(found, found.mentor, at=at(date(2027, 1, 17)))
    one_pass(at(date(2027, 1, 18)))
    assert mail.outbox == []


# --- check-ins --------------------------------------------------------------------------------


def test_both_are_asked_separately_thirty_sixty_and_a_hundred_days_after_day_one() -> None:
    pair(date(2027, 1, 11))
    # 10 February is a Wednesday, 12 March a Friday, 21 April a Wednesday.
    assert sorted(walk("check_in")) == [
        (day, name) for day in ("10 Feb", "12 Mar", "21 Apr") for name in ("Daan", "Joris")
    ]
    assert not Person.objects.newcomers(date(2027, 4, 21)).exists()  # and yet it is asked


def test_an_answer_stops_that_one_for_that_person_alone() -> None:
    found = pair(date(2027, 1, 11))
    actions.check_in(found, found.mentee, 30, answer="well", word="", at=at(date(2027, 2, 10)))
    assert sorted(walk("check_in")) == [
        ("10 Feb", "Joris"),
        ("12 Mar", "Daan"),
        ("12 Mar", "Joris"),
        ("21 Apr", "Daan"),
        ("21 Apr", "Joris"),
    ]


def test_a_check_in_on_a_closed_day_goes_on_the_first_working_day_after() -> None:
    pair(date(2027, 1, 11))
    close(date(2027, 2, 8), date(2027, 2, 12))
    assert {day for day, _name in walk("check_in", last=date(2027, 3, 1))} == {"15 Feb"}
    close(date(2027, 2, 13), date(2027, 2, 19))
    assert {day for day, _name in walk("check_in", last=date(2027, 3, 1))} == {"22 Feb"}


def test_a_pair_made_later_is_not_asked_about_what_was_before() -> None:
    pair(date(2026, 12, 3))  # 40 days before now; paired two days ago
    assert {day for day, _name in walk("check_in")} == {"1 Feb", "15 Mar"}  # not 2 January


def test_no_ceiling_keeps_the_third_check_in_away() -> None:
    found = pair(date(2027, 1, 11))
    Organisation.objects.update(most_reminders=1)
    for day in (date(2027, 2, 10), date(2027, 3, 12), date(2027, 4, 21)):
        one_pass(at(day))
    sent = Message.objects.filter(rule="check_in", recipient=found.mentee, dropped_at=None)
    assert sent.count() == 3


def test_a_check_in_waits_for_the_day_s_calm_mail() -> None:
    found = pair(date(2027, 1, 11))
    cohort = past_cohort()
    members = [enrol(cohort, one) for one in (found.mentor, make_person("Ada Aa"))]
    actions.make_buddies(cohort, [members], at=at(date(2027, 1, 13)))  # four weeks on: 10 February
    mail.outbox.clear()
    for hour in (7, 9, 12, 19):
        one_pass(at(date(2027, 2, 10), hour))
    joris = [one for one in mail.outbox if one.to == [found.mentor.email]]
    assert len(joris) == 1
    assert "check-in/" in joris[0].body
    assert "/home" in joris[0].body or "Bekijk je buddy" in joris[0].body


# --- nothing after the end --------------------------------------------------------------------


@pytest.mark.parametrize("key", ["first_appointment", "pair_met", "check_in"])
def test_a_pair_that_ended_or_lost_one_is_owed_nothing(key: str) -> None:
    found = pair()
    assert walk(key)
    Person.objects.filter(pk=found.mentee_id).update(leaves_on=date(2027, 1, 20))
    assert walk(key) == []
    Person.objects.filter(pk=found.mentee_id).update(leaves_on=None)
    Person.objects.filter(pk=found.mentor_id).update(leaves_on=date(2027, 1, 20))
    assert walk(key) == []
    Person.objects.filter(pk=found.mentor_id).update(leaves_on=None)
    assert walk(key)
    actions.end_mentorship(found, at=NOW)
    assert walk(key) == []


def test_what_waits_in_an_envelope_is_not_sent_once_the_pair_has_ended() -> None:
    found = pair(date(2027, 1, 11))
    one_pass(at(date(2027, 2, 9), 19))  # outside the office
    actions.end_mentorship(found, at=at(date(2027, 2, 10), 7))
    mail.outbox.clear()
    one_pass(at(date(2027, 2, 10), 9))
    assert {one.subject for one in mail.outbox} <= {"Jullie zijn geen koppel meer"}
    assert not Message.objects.filter(rule="check_in", dropped_at=None).exists()


# --- a newcomer without a mentor --------------------------------------------------------------


def test_the_digest_counts_and_names_nobody_in_its_subject() -> None:
    sanne = make_adviser()
    make_newcomer("Daan Visser", starts_on=date(2027, 1, 20))
    one_pass(at(TUESDAY))
    make_newcomer("Noor Jansen", starts_on=date(2027, 1, 14))
    one_pass(at(TUESDAY + timedelta(days=1)))
    first, second = (one for one in mail.outbox if one.to == [sanne.email])
    assert first.subject == "Kies een mentor voor één nieuwe collega"
    assert second.subject == "Kies een mentor voor 2 nieuwe collega’s"
    assert second.body.count("Kies mentoren") == 1


# --- a newcomer who may say what they hope for --------------------------------------------------


def test_a_newcomer_hears_of_the_hopes_page_when_known_and_once_more_before_day_one() -> None:
    make_newcomer("Daan Visser", starts_on=date(2027, 4, 5))
    make_newcomer("Noor Laat", starts_on=date(2027, 1, 14))  # known two days before: once
    start = NOW.date()
    told: list[tuple[str, str]] = []
    for ahead in range(100):
        one_pass(at(start + timedelta(days=ahead)))
        for one in Message.objects.filter(rule="say_what_you_hope").order_by("pk")[len(told) :]:
            told.append((f"{start + timedelta(days=ahead):%-d %b}", one.recipient.given_name))
    assert sorted(told) == sorted([("12 Jan", "Daan"), ("12 Jan", "Noor"), ("22 Mar", "Daan")])


def test_hopes_are_not_asked_of_who_said_them_or_for_whom_somebody_is_found() -> None:
    said, found, wanted = (make_newcomer(f"Nieuw {one}") for one in ("Een", "Twee", "Drie"))
    make_person("Lang Hier")
    assert {name for _day, name in walk("say_what_you_hope")} == {"Nieuw"}
    Hope.objects.create(person=said)
    pair_up(make_mentor(), found)
    question = asked(make_mentor(), wanted)
    assert walk("say_what_you_hope") == []
    actions.withdraw(question, at=NOW)
    assert {one[1] for one in walk("say_what_you_hope")} == {"Nieuw"}
    Person.objects.filter(pk=wanted.pk).update(leaves_on=NOW.date() - timedelta(days=1))
    one_pass(NOW + timedelta(minutes=5))
    assert wanted.email not in {to for one in mail.outbox for to in one.to}


def test_the_mail_about_hopes_is_calm_and_may_be_turned_off() -> None:
    daan = make_newcomer(starts_on=TUESDAY + timedelta(days=1))
    one_pass(at(TUESDAY, 5))  # before the office opens
    assert mail.outbox == []
    Unwanted.objects.create(person=daan, rule="say_what_you_hope")
    one_pass(at(TUESDAY, 10))
    assert daan.email not in {one.to[0] for one in mail.outbox}
    Unwanted.objects.all().delete()
    Message.objects.all().delete()
    one_pass(at(TUESDAY, 11))
    [letter] = [one for one in mail.outbox if one.to == [daan.email]]
    assert letter.subject == "Help ons een mentor te vinden die bij je past"
    assert "/my-mentor/hopes/" in letter.body


# --- the manager of a mentor without a group --------------------------------------------------


def test_an_adviser_who_makes_a_mentor_has_the_manager_asked_twice_until_the_answer() -> None:
    bas = make_person("Bas Boss")
    gerda = without_group(bas)
    make_mentor("Niet Gevraagd", manager=bas)
    without_group(None, "Zonder Baas")
    without_group(bas, "Is Weg", leaves_on=TUESDAY - timedelta(days=1))
    assert walk("mentor_without_group_has_time") == [("12 Jan", "Bas"), ("15 Jan", "Bas")]
    actions.answer_about_time(gerda, bas, agreed=False, at=NOW)
    assert walk("mentor_without_group_has_time") == []


def test_asked_anew_it_goes_anew() -> None:
    gerda = without_group(make_person("Bas Boss"))
    MentorProfile.objects.get(person=gerda).ask_time(at(TUESDAY + timedelta(days=13), 15))
    assert walk("mentor_without_group_has_time") == [("25 Jan", "Bas"), ("28 Jan", "Bas")]


# --- narrowing, turning off, own words --------------------------------------------------------


def own_told() -> list[Told[Any]]:
    return [one for one in book if type(one).__module__.startswith("matching.")]


def test_every_rule_asks_only_about_whom_it_is_asked_about() -> None:
    """Each person's own slots are the same whether one is asked about them or about everybody."""
    sanne, taken = make_adviser(), seat()
    joris = make_mentor("Mees Mentor", capacity=5)
    without_group(make_person("Bas Boss"))
    make_newcomer("Wacht Even", starts_on=date(2027, 1, 20))
    asked(joris, make_newcomer("Vraag Open"), by=sanne)
    pair_up(joris, make_newcomer("Loopt Al", starts_on=date(2027, 1, 11)), by=sanne)
    pair_up(joris, make_newcomer("Begint Nog", starts_on=date(2027, 2, 1)), by=sanne)
    members = [enrol(taken.cohort, make_person(name)) for name in ("Ada Aa", "Bob Bb")]
    actions.make_buddies(taken.cohort, [members], at=at(date(2026, 12, 22)))
    later = NOW + timedelta(days=120)
    for rule in (one for one in own_told() if isinstance(one, Rule)):
        everybody = [slot.key for slot in Round(NOW).slots(rule, later)]
        assert everybody, rule.key
        for person in {key[1] for key in everybody}:
            own = [slot.key for slot in Round(NOW, frozenset({person})).slots(rule, later)]
            assert sorted(own) == sorted(key for key in everybody if key[1] == person)
        nobody = frozenset({make_person().pk})
        assert list(Round(NOW, nobody).slots(rule, later)) == []


def test_only_what_is_good_to_know_can_be_turned_off(client: Client) -> None:
    assert [one.key for one in own_told() if not one.needed] == [
        *("newcomer_has_mentor", "say_what_you_hope")
    ]
    petra = make_person("Petra Hoekstra")
    question = asked(make_mentor(), make_newcomer(manager=petra))
    Unwanted.objects.create(person=petra, rule="newcomer_has_mentor")
    actions.answer_proposal(question, accepted=True, at=NOW)
    one_pass(NOW + timedelta(minutes=5))
    assert petra.email not in {one.to[0] for one in mail.outbox}


def test_reminders_of_one_step_share_its_ceiling() -> None:
    steps = {one.key: one.asks_for for one in own_told() if isinstance(one, Rule) and one.asks_for}
    assert steps == {
        "mentor_has_time": "time of a participant",
        "mentor_without_group_has_time": "time of a mentor",
        "mentor_asked_reminder": "answer of a mentor",
        "first_appointment": "first conversation",
        "pair_met": "first conversation",
        "say_what_you_hope": "hopes of a newcomer",
    }
