"""Who is reminded of what on which day: the clock is walked over each rule of a cohort."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matching.models import Case
from mentorship.people.models import ClosedPeriod, Person
from mentorship.reminders.letters.compose import compose
from mentorship.reminders.models import Message
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.owed.judging import Item
from mentorship.reminders.rules import Rule, Slot, book
from mentorship.reminders.sending.passes import one_pass
from programmes.actions import enrolling
from programmes.models import Cohort, Enrolment, Submission
from programmes.reminders.invitations import answer_path
from tests.cast import AMSTERDAM, NOW, enrol, make_cohort, make_person, make_trainer, step

pytestmark = pytest.mark.django_db

YEAR = (date(2026, 12, 1), date(2027, 7, 1))
LONG_AGO = datetime(2026, 11, 2, 9, tzinfo=AMSTERDAM)
Told = list[tuple[str, str]]  # day and first name


@pytest.fixture
def cohort(done: set[tuple[int, int]]) -> Cohort:
    """Half-days on Tuesday 2 and 23 February, return on Monday 24 May, at nine, with Fatima."""
    cohort = make_cohort(created_at=LONG_AGO)
    enrol(cohort, make_person("Fatima Amrani"))
    return cohort


def fatima() -> Enrolment:
    return Enrolment.objects.get(person__given_name="Fatima")


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)


def walk(key: str, first: date = YEAR[0], last: date = YEAR[1]) -> Told:
    """What this rule says between two days, in order: asked once for the whole stretch, and then
    again a minute before each moment that came out, and at that moment itself."""
    rule = book[key]
    assert isinstance(rule, Rule)
    planned = sorted(
        Round(at(first, 0)).slots(rule, at(last, 23)), key=lambda one: (one.begins, one.key)
    )
    for slot in planned:
        early, in_time = Round(slot.begins - timedelta(minutes=1)), Round(slot.begins)
        assert (early.is_on(rule, slot.key), in_time.is_on(rule, slot.key)) == (False, True)
    return [(said_on(slot), slot.owed.recipient.given_name) for slot in planned]


def said_on(slot: Slot) -> str:
    local = slot.begins.astimezone(AMSTERDAM)
    return f"{local:%-d %b}" + ("" if local.hour == 9 else f" {local:%H}")


def to(name: str, *dates: str) -> Told:
    return [(day, name) for day in dates]


# --- each rule on its days --------------------------------------------------------------------

WHAT_FATIMA_HEARS = {
    # two weeks, one, and two days before 2 February: 31 January is a Sunday
    "forms_due": ["19 Jan", "26 Jan", "29 Jan", "14 May", "21 May"],
    # open since 29 December, before she took part; for the return from Sunday 9 May
    "forms_open": ["10 May"],
    # the last day is 26 January; two days before is a Sunday
    "preparation_due": ["19 Jan", "22 Jan"],
    "practical_due": ["16 Feb", "19 Feb"],
    "practical_today": ["23 Feb"],
    "case_due": ["10 May", "21 May"],
    # 7 and 28 February are Sundays
    "reflection_due": ["3 Feb", "8 Feb", "24 Feb", "1 Mar"],
    "evaluation_due": ["24 Feb", "2 Mar", "25 May", "31 May"],
    # 17 May is Whit Monday, 23 May a Sunday
    "meeting_soon": ["26 Jan", "1 Feb", "16 Feb", "22 Feb", "14 May", "21 May"],
}


@pytest.mark.parametrize("key", WHAT_FATIMA_HEARS)
def test_a_participant_who_does_nothing_hears_of_each_step_on_its_days(
    key: str, cohort: Cohort
) -> None:
    told = [day for day, name in walk(key) if name == "Fatima"]
    assert sorted(told) == sorted(WHAT_FATIMA_HEARS[key])


def test_in_a_week_without_a_closed_day_each_offset_is_exact(done: set[tuple[int, int]]) -> None:
    cohort = make_cohort(created_at=LONG_AGO, half_day_1=date(2027, 2, 4))  # a Thursday
    enrol(cohort, make_person("Fatima Amrani"))
    until = date(2027, 2, 5)
    told = {key: walk(key, last=until) for key in ("forms_due", "preparation_due")}
    assert told == {
        "forms_due": to("Fatima", "21 Jan", "28 Jan", "2 Feb"),
        "preparation_due": to("Fatima", "21 Jan", "26 Jan"),
    }


def test_the_trainer_hears_of_each_meeting_and_with_the_adviser_of_the_talk(cohort: Cohort) -> None:
    # The talk is on Tuesday 29 December.
    told = [one for one in walk("meeting_soon") if one[1] != "Fatima"]
    talk = ["22 Dec", "28 Dec"]
    assert sorted(told) == sorted(
        to("Marijke", *talk, *WHAT_FATIMA_HEARS["meeting_soon"]) + to("Sanne", *talk)
    )


def test_the_trainer_hears_how_many_intakes_are_in(cohort: Cohort) -> None:
    assert walk("intakes_so_far") == to("Marijke", "26 Jan", "1 Feb")


def test_the_opening_of_the_forms_is_told_to_who_takes_part_by_then(
    done: set[tuple[int, int]],
) -> None:
    cohort = make_cohort(created_at=LONG_AGO)
    enrol(cohort, make_person("Early Bird"), state_since=LONG_AGO)
    enrol(cohort, make_person("Late Bird"), state_since=at(date(2026, 12, 30)))
    assert walk("forms_open", last=date(2027, 2, 2)) == to("Early", "29 Dec")


def test_an_invitation_is_repeated_after_three_and_seven_days(cohort: Cohort) -> None:
    enrolling.invite(cohort, [make_person("Noor Bos")], by=cohort.created_by, at=NOW)
    assert walk("invitation_unanswered") == to("Noor", "15 Jan", "19 Jan")


def test_a_return_meeting_without_a_date_is_told_six_weeks_before_it_should_be(
    cohort: Cohort,
) -> None:
    assert walk("return_not_planned") == []
    cohort.meetings.get(step__key="return").cancel(at(date(2027, 3, 1)))
    # Three months after 23 February is 23 May; six weeks before is a Sunday.
    assert sorted(walk("return_not_planned")) == [("9 Apr", "Marijke"), ("9 Apr", "Sanne")]


def test_each_monday_the_adviser_hears_who_is_behind_until_a_next_meeting_overtakes_it(
    cohort: Cohort,
) -> None:
    before_half_day_1, after_it = ["25 Jan", "1 Feb"], ["15 Feb", "22 Feb"]
    for_three_weeks_at_most = ["8 Mar", "15 Mar", "22 Mar", "24 May", "7 Jun", "14 Jun", "21 Jun"]
    assert walk("who_is_behind") == to(
        "Sanne", *before_half_day_1, *after_it, *for_three_weeks_at_most
    )


# --- it stops ---------------------------------------------------------------------------------


def test_whatever_is_done_is_not_asked_for_again(
    cohort: Cohort, done: set[tuple[int, int]]
) -> None:
    one = fatima()
    for done_step in cohort.programme.steps.all():
        if done_step.kind == "questionnaire":
            done.add((one.pk, done_step.pk))
        elif done_step.kind == "assignment":
            Submission.objects.create(enrolment=one, step=done_step, handed_in_at=NOW)
        elif done_step.kind == "case":
            Case.objects.create(enrolment=one, number=1, handed_in_at=NOW)
    keys = [*(key for key in WHAT_FATIMA_HEARS if key != "meeting_soon"), "who_is_behind"]
    assert {key: walk(key) for key in keys} == {key: [] for key in keys}


def test_one_form_of_two_is_not_enough_and_the_mail_names_the_other(
    cohort: Cohort, done: set[tuple[int, int]]
) -> None:
    one = fatima()
    done.add((one.pk, step(cohort, "intake").pk))
    assert walk("forms_due", last=date(2027, 2, 3)) == to("Fatima", "19 Jan", "26 Jan", "29 Jan")
    rule, meeting = book["forms_due"], cohort.meetings.get(step__key="half-day-1")
    assert rule.context(meeting, one.person)["steps"] == [step(cohort, "self-analysis")]
    button = rule.button(meeting, one.person)
    assert button is not None
    assert button.path == "/form/self-analysis/"


def test_a_draft_of_an_assignment_is_still_asked_for(cohort: Cohort) -> None:
    Submission.objects.create(enrolment=fatima(), step=step(cohort, "preparation"), text="Zij …")
    assert walk("preparation_due") == to("Fatima", "19 Jan", "22 Jan")


@pytest.mark.parametrize("state", ["invited", "waiting", "declined", "withdrawn"])
def test_who_does_not_take_part_hears_nothing_of_the_steps(state: str, cohort: Cohort) -> None:
    enrol(cohort, make_person("Noor Bos"), state=state, invited_at=LONG_AGO)
    keys = [*WHAT_FATIMA_HEARS, "intakes_so_far", "return_not_planned", "who_is_behind"]
    assert [one for key in keys for one in walk(key) if one[1] == "Noor"] == []


def test_a_cancelled_group_is_silent(cohort: Cohort) -> None:
    enrolling.invite(cohort, [make_person("Noor Bos")], by=cohort.created_by, at=NOW)
    cohort.cancel(NOW)
    assert {one.key: walk(one.key) for one in cohort_rules()} == {
        one.key: [] for one in cohort_rules()
    }


def cohort_rules() -> list[Rule[Any]]:
    return [one for one in book.rules() if type(one).__module__.startswith("programmes.")]


def test_every_rule_of_a_group_is_walked_in_this_file() -> None:
    of_organisers = {"intakes_so_far", "return_not_planned", "who_is_behind"}
    walked = {*WHAT_FATIMA_HEARS, "invitation_unanswered", *of_organisers}
    assert {one.key for one in cohort_rules()} == walked


# --- the calendar moves it ----------------------------------------------------------------------


def test_what_falls_in_a_closed_week_moves_to_before_or_after_it(cohort: Cohort) -> None:
    ClosedPeriod.objects.create(
        organisation=cohort.organisation,
        first_day=date(2027, 2, 15),
        last_day=date(2027, 2, 26),
        reason="Voorjaarsvakantie",
    )
    # Both would go on that day, so the earlier one does not.
    assert walk("practical_due") == to("Fatima", "12 Feb")
    assert walk("reflection_due", first=date(2027, 2, 20)) == to("Fatima", "1 Mar")


def test_a_moved_meeting_takes_its_reminders_along(cohort: Cohort) -> None:
    meeting = cohort.meetings.get(step__key="half-day-2")
    week = timedelta(days=7)
    meeting.starts_at, meeting.ends_at = meeting.starts_at + week, meeting.ends_at + week
    meeting.save()
    assert walk("practical_due") == to("Fatima", "23 Feb", "26 Feb")


def test_a_cancelled_meeting_asks_for_nothing(cohort: Cohort) -> None:
    cohort.meetings.get(step__key="half-day-1").cancel(NOW)
    heard = [one for key in ("meeting_soon", "forms_due", "reflection_due") for one in walk(key)]
    assert {day for day, name in heard if name == "Fatima"} & {"26 Jan", "1 Feb", "3 Feb"} == set()


def test_who_joins_late_is_not_flooded(cohort: Cohort) -> None:
    late = date(2027, 1, 28)  # a Thursday
    enrol(cohort, make_person("Noor Bos"), state_since=at(late, 15))
    keys = ["forms_open", "forms_due", "preparation_due", "meeting_soon"]
    told = {
        key: [one for one in walk(key, last=date(2027, 2, 2)) if one[1] == "Noor"] for key in keys
    }
    assert told == {
        "forms_open": [],
        "forms_due": to("Noor", "29 Jan"),
        "preparation_due": [],
        "meeting_soon": to("Noor", "1 Feb"),
    }


def test_nothing_about_a_meeting_goes_once_it_has_begun(cohort: Cohort) -> None:
    meeting = cohort.meetings.get(step__key="half-day-1")
    last = list(Round(at(date(2027, 2, 2), 8)).slots(book["meeting_soon"]))
    assert {slot.ends for slot in last if slot.owed.subject == meeting} == {meeting.starts_at}
    assert list(Round(meeting.starts_at).slots(book["meeting_soon"])) == []


def test_an_invitation_is_not_repeated_once_the_group_has_begun(cohort: Cohort) -> None:
    moment = at(date(2027, 1, 29))
    enrolling.invite(cohort, [make_person("Noor Bos")], by=cohort.created_by, at=moment)
    assert walk("invitation_unanswered") == to("Noor", "1 Feb")


def test_a_plan_of_one_group_holds_nothing_of_another(cohort: Cohort) -> None:
    other = make_cohort(
        created_at=LONG_AGO, name="Ander", trainer=make_trainer(), created_by=cohort.created_by
    )
    enrol(other, make_person("Noor Bos"))
    for one in cohort_rules():
        slots = Round(NOW).slots(one, NOW + timedelta(days=200), about=cohort.label)
        assert {slot.owed.about for slot in slots} <= {cohort.label}


def test_a_rule_asks_as_much_for_many_as_for_few(cohort: Cohort) -> None:
    few = {one.key: count_queries(one) for one in cohort_rules()}
    for number in range(20):
        enrol(cohort, make_person(f"Extra Persoon{number}"), seat=30 + number)
    assert {one.key: count_queries(one) for one in cohort_rules()} == few
    assert max(few.values()) <= 8


def count_queries(rule: Rule[Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        list(Round(NOW).slots(rule, NOW + timedelta(days=300)))
    return len(queries)


# --- what is written ----------------------------------------------------------------------------


def letters(key: str, subject: Any, recipient: Person) -> dict[str, Any]:
    """The letter in both languages."""
    message = Message(rule=key, recipient=recipient, organisation=recipient.organisation)
    written = {}
    for language in ("nl", "en"):
        recipient.language = language
        item = Item(message, book[key], book[key].load([subject.pk])[subject.pk])
        written[language] = compose([item], recipient, Cohort.objects.all()[0].organisation)
    return written


@pytest.mark.parametrize(
    "key",
    ["invitation", "invitation_unanswered", "seat_confirmed", "seat_offered", "on_waiting_list",
     "withdrawn", "forms_open", "forms_due", "preparation_due", "meeting_soon", "practical_due",
     "practical_today", "case_due", "who_is_behind", "reflection_due", "evaluation_due",
     "intakes_so_far"],
)  # fmt: skip
def test_each_mail_says_something_short_in_both_languages(key: str, cohort: Cohort) -> None:
    one = fatima()
    subject = {
        "Enrolment": one,
        "Meeting": cohort.meetings.get(step__key="half-day-1"),
        "Deadline": cohort.deadlines.get(step__key="practical"),
        "Cohort": cohort,
    }[book[key].model.__name__]
    written = letters(key, subject, one.person)
    for letter in written.values():
        assert 10 < len(letter.subject) <= 60
        for secret in ("Fatima", "Amrani", "Marijke"):
            assert secret not in letter.subject
        assert "&" not in letter.text
        assert "{" not in letter.text
        assert f'<html lang="{letter.language}">' in letter.html
    assert written["nl"].subject != written["en"].subject
    assert written["nl"].text != written["en"].text


def test_the_button_of_the_invitation_opens_the_question_without_signing_in(
    cohort: Cohort, client: Client
) -> None:
    [noor] = enrolling.invite(cohort, [make_person("Noor Bos")], by=cohort.created_by, at=NOW)
    button = book["invitation"].button(noor, noor.person)
    assert button is not None
    assert button.path == answer_path(noor)
    assert noor.person.email not in button.url


def test_from_the_click_to_the_mailbox_and_back(cohort: Cohort, time_stands: None) -> None:
    """Invited at ten: the mail waits two minutes. A yes the same day is confirmed the day after,
    and each date comes by itself, for the calendar."""
    enrolling.invite(cohort, [make_person("Noor Bos")], by=cohort.created_by, at=NOW)
    one_pass(NOW + timedelta(minutes=1))
    assert mail.outbox == []
    one_pass(NOW + timedelta(minutes=3))
    [invitation] = mail.outbox
    assert invitation.subject == "Word je mentor? We beginnen op 2 februari"
    noor = Enrolment.objects.get(person__given_name="Noor")
    assert answer_path(noor) in invitation.body
    enrolling.accept(noor, NOW + timedelta(hours=1))
    one_pass(NOW + timedelta(days=1))
    assert {one.to[0] for one in mail.outbox} == {noor.person.email}
    assert [one.subject for one in mail.outbox[1:]] == [
        "Je doet mee: we beginnen op 2 februari",
        "Gepland: Dagdeel 1, di 2 feb",
        "Gepland: Dagdeel 2, di 23 feb",
        "Gepland: Terugkom, ma 24 mei",
    ]


def test_an_invitation_that_is_answered_before_it_goes_is_not_sent(cohort: Cohort) -> None:
    [noor] = enrolling.invite(cohort, [make_person("Noor Bos")], by=cohort.created_by, at=NOW)
    enrolling.withdraw(noor, by=cohort.created_by, at=NOW + timedelta(minutes=1))
    one_pass(NOW + timedelta(minutes=5))
    assert mail.outbox == []
