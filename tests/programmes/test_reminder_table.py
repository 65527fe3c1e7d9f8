"""The reminder table, row by row: the clock is walked over each, to the local day, and each stops.

What goes in which words stands in test_rules.py; the rows of pairs in tests/matching.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail

from matching.models import Case
from mentorship.people.models import ClosedPeriod, Organisation, Person
from mentorship.reminders.models import Mail, Message, Unwanted
from mentorship.reminders.rules import Rule, book
from mentorship.reminders.sending.passes import one_pass
from programmes import attention
from programmes.actions import enrolling, moving
from programmes.models import Cohort, Deadline, Enrolment, Submission
from programmes.shipped import STEPS
from tests.cast import AMSTERDAM, NOW, enrol, make_cohort, make_person, step

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LONG_AGO = datetime(2026, 11, 2, 9, tzinfo=AMSTERDAM)
MONTHS = ["Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun"]  # of 2026 the first, of 2027 the others
REFLECTIONS = ("reflection-1", "reflection-2")
EVALUATIONS = ("evaluation", "evaluation-return")
FORMS = ("intake", "self-analysis", "self-analysis-return")


@dataclass(frozen=True)
class Row:
    """A rule, to whom, and on which local days when nobody does anything."""

    rule: str
    to: str
    days: str
    steps: tuple[str, ...] = ()  # what stops it once handed in

    @property
    def on(self) -> list[date]:
        return [parsed(one.strip()) for one in self.days.split(",")]


def parsed(words: str) -> date:
    day, month = words.split()
    number = MONTHS.index(month)
    return date(2027 if number else 2026, number or 12, int(day))


# Half-day 1 on Tuesday 2 February, half-day 2 on Tuesday 23, the return meeting on Monday 24 May,
# the talk on Tuesday 29 December. Closed: weekends, 26 March, 29 March, 17 May (Whit Monday).
TABLE = [
    Row("invitation_unanswered", "Noor", "15 Jan, 19 Jan"),
    Row("forms_open", "Fatima", "29 Dec, 10 May", FORMS),
    Row("forms_due", "Fatima", "19 Jan, 26 Jan, 29 Jan, 14 May, 21 May", FORMS),
    Row("preparation_due", "Fatima", "19 Jan, 22 Jan", ("preparation",)),
    Row("meeting_soon", "Fatima", "26 Jan, 1 Feb, 16 Feb, 22 Feb, 14 May, 21 May"),
    Row("meeting_soon", "Marijke", "22 Dec, 28 Dec, 26 Jan, 1 Feb, 16 Feb, 22 Feb, 14 May, 21 May"),
    Row("meeting_soon", "Sanne", "22 Dec, 28 Dec"),
    Row("intakes_so_far", "Marijke", "26 Jan, 1 Feb"),
    Row("practical_due", "Fatima", "16 Feb, 19 Feb", ("practical",)),
    Row("practical_today", "Fatima", "23 Feb", ("practical",)),
    Row(
        "reflection_due", "Fatima", "3 Feb, 8 Feb, 24 Feb, 1 Mar", ("reflection-1", "reflection-2")
    ),
    Row("evaluation_due", "Fatima", "24 Feb, 2 Mar, 25 May, 31 May", EVALUATIONS),
    Row("case_due", "Fatima", "10 May, 21 May", ("case",)),
    Row(
        "who_is_behind",
        "Sanne",
        "25 Jan, 1 Feb, 15 Feb, 22 Feb, 8 Mar, 15 Mar, 22 Mar, 24 May, 7 Jun, 14 Jun, 21 Jun",
        tuple(one.key for one in STEPS),
    ),
]


@pytest.fixture
def cohort(done: set[tuple[int, int]]) -> Cohort:
    cohort = make_cohort(created_at=LONG_AGO)
    enrol(cohort, make_person("Fatima Amrani"), state_since=LONG_AGO)
    return cohort


def fatima() -> Enrolment:
    return Enrolment.objects.get(person__given_name="Fatima")


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """One real rule, or a few, so that a walk of months takes a moment."""
    rules = dict(book._told)

    def keep(*keys: str) -> None:
        monkeypatch.setattr(book, "_told", {key: rules[key] for key in keys})

    return keep


def walk(first: date, last: date) -> None:
    """Each day as the office opens."""
    day = first
    while day <= last:
        one_pass(at(day))
        day += DAY


def told() -> dict[tuple[str, str], list[date]]:
    """What was sent: by rule and first name, the local days."""
    found: dict[tuple[str, str], list[date]] = defaultdict(list)
    sent = Message.objects.filter(mail__state="sent", dropped_at=None).select_related("recipient")
    for one in sent.order_by("mail__sent_at"):
        day = one.mail.sent_at.astimezone(AMSTERDAM).date()
        found[one.rule, one.recipient.given_name].append(day)
    return found


def days_of(row: Row) -> list[date]:
    return told()[row.rule, row.to]


# --- on its days --------------------------------------------------------------------------------


def test_each_row_goes_on_its_days_and_nothing_else_goes(cohort: Cohort) -> None:
    """Every rule of the house at once, from the talk to three weeks after the last form."""
    walk(date(2026, 12, 14), NOW.date() - DAY)
    enrolling.invite(cohort, [make_person("Noor Bos")], by=cohort.created_by, at=NOW)
    walk(NOW.date() + DAY, date(2027, 7, 9))
    heard = {key: days for key, days in told().items() if is_of_groups(key[0])}
    assert heard == {(row.rule, row.to): row.on for row in TABLE}
    # Joined: nobody had two calm mails on a day.
    calm = [(one.recipient_id, one.calm_day) for one in Mail.objects.exclude(calm_day=None)]
    assert len(calm) == len(set(calm))


def is_of_groups(key: str) -> bool:
    return isinstance(book[key], Rule) and type(book[key]).__module__.startswith("programmes.")


def test_a_return_meeting_without_a_date_is_told_once_to_adviser_and_trainer_until_it_is_planned(
    cohort: Cohort, only: Callable[..., None]
) -> None:
    only("return_not_planned")
    meeting = cohort.meetings.get(step__key="return")
    meeting.cancel(LONG_AGO)
    walk(date(2027, 4, 1), date(2027, 4, 20))
    expected = {("return_not_planned", name): [date(2027, 4, 9)] for name in ("Sanne", "Marijke")}
    assert told() == expected
    Message.objects.all().delete()
    meeting.reinstate()
    walk(date(2027, 4, 1), date(2027, 4, 20))
    assert told() == {}


def test_every_row_of_a_group_stands_in_this_table() -> None:
    walked = {row.rule for row in TABLE} | {"return_not_planned"}
    assert {one.key for one in book.rules() if is_of_groups(one.key)} == walked


def test_the_documentation_has_the_same_table() -> None:
    lines = (settings.BASE_DIR / "docs" / "reminders.md").read_text().splitlines()
    written = {line.split("`")[1] for line in lines if line.startswith("| `") and "` | " in line}
    rules = {one.key for one in book.rules() if is_of_groups(one.key)}
    assert rules <= written


def test_every_mail_has_its_folder() -> None:
    """Both languages and the HTML are made from these two; test_rules composes each of a group."""
    folders = settings.BASE_DIR / "templates" / "mail"
    real = [one for one in book if not type(one).__module__.startswith("tests.")]
    found = {one.key: {file.name for file in (folders / one.key).glob("*")} for one in real}
    assert found == {one.key: {"subject.txt", "body.txt"} for one in real}


# --- it stops -----------------------------------------------------------------------------------


def after_the_first(row: Row, then: Callable[[], object]) -> list[date]:
    """The days on which it went, if this happens an hour after the first one."""
    one_pass(at(row.on[0]))
    then()
    for day in row.on[1:]:
        walk(day, day + DAY)
    return days_of(row)


@pytest.mark.parametrize("row", [one for one in TABLE if one.steps], ids=lambda row: row.rule)
def test_it_stops_once_it_is_handed_in(
    row: Row, cohort: Cohort, done: set[tuple[int, int]], only: Callable[..., None]
) -> None:
    only(row.rule)
    assert after_the_first(row, lambda: hand_in(row.steps, done)) == row.on[:1]


def hand_in(keys: tuple[str, ...], done: set[tuple[int, int]]) -> None:
    one = fatima()
    for key in keys:
        made = step(one.cohort, key)
        if made.kind == "questionnaire":
            done.add((one.pk, made.pk))
        elif made.kind == "assignment":
            Submission.objects.create(enrolment=one, step=made, handed_in_at=NOW)
        elif made.kind == "case":
            Case.objects.create(enrolment=one, number=1, handed_in_at=NOW)


def withdraw() -> None:
    fatima().move_to("withdrawn", at=NOW)


def leave() -> None:
    Person.objects.filter(given_name="Fatima").update(leaves_on=date(2026, 12, 1), is_active=False)


def cancel_group() -> None:
    Cohort.objects.update(cancelled_at=NOW)


def cancel_meetings() -> None:
    for meeting in fatima().cohort.meetings.all():
        meeting.cancel(NOW)


@pytest.mark.parametrize("why", [withdraw, leave, cancel_group, cancel_meetings])
@pytest.mark.parametrize(
    "row", [one for one in TABLE if one.to == "Fatima"], ids=lambda row: row.rule
)
def test_it_stops_for_who_withdrew_or_left_and_for_what_is_off(
    row: Row, why: Callable[[], None], cohort: Cohort, only: Callable[..., None]
) -> None:
    only(row.rule)
    assert after_the_first(row, why) == row.on[:1]


@pytest.mark.parametrize("answer", [enrolling.accept, enrolling.decline])
def test_an_invitation_is_not_repeated_once_it_is_answered(
    answer: Callable[..., object], cohort: Cohort, only: Callable[..., None]
) -> None:
    only("invitation_unanswered", "seat_confirmed", "meeting_planned", "invitation")
    enrolling.invite(cohort, [make_person("Noor Bos")], by=cohort.created_by, at=NOW)
    noor = Enrolment.objects.get(person__given_name="Noor")
    assert after_the_first(TABLE[0], lambda: answer(noor, NOW)) == TABLE[0].on[:1]


def test_what_was_due_before_a_meeting_never_goes_once_it_has_begun(
    cohort: Cohort, only: Callable[..., None]
) -> None:
    """Nothing was sent for a week before half-day 2; at ten that day it has begun."""
    only("practical_due", "meeting_soon", "forms_due")
    for hour in (10, 14, 16):
        one_pass(at(date(2027, 2, 23), hour))
    assert told() == {}


def test_on_the_day_itself_it_asks_until_the_meeting_is_over(
    cohort: Cohort, only: Callable[..., None]
) -> None:
    only("practical_today")
    one_pass(at(date(2027, 2, 23), 13))  # it ended at half past twelve
    assert told() == {}


# --- the calendar -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "closed", "moves"),
    [
        ("forms_due", "26 Jan", "25 Jan"),
        ("preparation_due", "22 Jan", "21 Jan"),
        ("meeting_soon", "1 Feb", "29 Jan"),
        ("case_due", "10 May", "7 May"),
        ("reflection_due", "3 Feb", "4 Feb"),
        ("evaluation_due", "25 May", "26 May"),
        ("who_is_behind", "15 Feb", "16 Feb"),
    ],
)
def test_a_closed_day_moves_it_before_its_anchor_to_the_day_before_and_else_to_the_day_after(
    rule: str, closed: str, moves: str, cohort: Cohort, only: Callable[..., None]
) -> None:
    only(rule)
    close(parsed(closed), parsed(closed))
    walk(parsed(closed) - 3 * DAY, parsed(closed) + 2 * DAY)
    row = next(one for one in TABLE if one.rule == rule)
    assert days_of(row)[-1] == parsed(moves)  # what was due before it went before it


def test_a_week_that_is_closed_altogether_has_no_monday_mail(
    cohort: Cohort, only: Callable[..., None]
) -> None:
    only("who_is_behind")
    close(date(2027, 2, 15), date(2027, 2, 19))
    walk(date(2027, 2, 12), date(2027, 2, 22))
    assert told() == {("who_is_behind", "Sanne"): [date(2027, 2, 22)]}


def close(first: date, last: date) -> None:
    ClosedPeriod.objects.create(
        organisation=Organisation.objects.get(slug="hoorn"),
        first_day=first,
        last_day=last,
        reason="Dicht",
    )


# --- Monday: who is behind ----------------------------------------------------------------------


def test_the_monday_mail_names_who_is_behind_with_what_group_by_group(
    cohort: Cohort, only: Callable[..., None]
) -> None:
    only("who_is_behind")
    in_time = enrol(cohort, make_person("Op Tijd"), state_since=LONG_AGO)
    for made in cohort.programme.steps.filter(kind="assignment"):
        Submission.objects.create(enrolment=in_time, step=made, handed_in_at=NOW)
    Case.objects.create(enrolment=in_time, number=1, handed_in_at=NOW)
    other = make_cohort(
        created_at=LONG_AGO, name="Groep twee", created_by=cohort.created_by, trainer=cohort.trainer
    )
    enrol(other, make_person("Noor Bos"), state_since=LONG_AGO)
    walk(date(2027, 2, 1), date(2027, 2, 1))
    [letter] = mail.outbox
    assert letter.to == [cohort.created_by.email]
    assert letter.subject.startswith("Achter op 1 februari: Groep ")
    assert letter.subject.endswith(" (en nog 1)")
    body = str(letter.body)
    assert "2 deelnemers van Groep winter lopen achter." in body
    assert "Fatima Amrani: Intake, Zelfanalyse, Voorbereiding" in body
    assert "Op Tijd: Intake, Zelfanalyse\n" in body
    assert "Eén deelnemer van Groep twee loopt achter." in body
    assert [f"/cohorts/{one.pk}/participants/" in body for one in (cohort, other)] == [True, True]
    assert letter.extra_headers["List-Unsubscribe"]


def test_without_anybody_behind_no_monday_mail_goes(
    cohort: Cohort, done: set[tuple[int, int]], only: Callable[..., None]
) -> None:
    only("who_is_behind")
    hand_in(("intake", "self-analysis", "preparation"), done)
    walk(date(2027, 1, 18), date(2027, 2, 5))
    assert told() == {}


def test_who_completed_the_programme_is_not_called_behind(
    cohort: Cohort, only: Callable[..., None]
) -> None:
    only("who_is_behind")
    fatima().move_to("completed", at=NOW, seat=1)
    walk(date(2027, 1, 25), date(2027, 2, 5))
    assert told() == {}


def test_an_adviser_turns_the_monday_mail_off_and_a_reminder_stays(
    cohort: Cohort, only: Callable[..., None]
) -> None:
    only("who_is_behind", "forms_due")
    for person, key in ((cohort.created_by, "who_is_behind"), (fatima().person, "forms_due")):
        Unwanted.objects.create(person=person, rule=key)
    walk(date(2027, 1, 25), date(2027, 1, 25))
    assert told() == {("forms_due", "Fatima"): [date(2027, 1, 25)]}


# --- the ceiling --------------------------------------------------------------------------------


def move(cohort: Cohort, day: date, said: date) -> None:
    meeting = cohort.meetings.get(step__key="half-day-2")
    length = meeting.ends_at - meeting.starts_at
    to = moving.Move(at(day), at(day) + length, meeting.place)
    moving.move_meeting(meeting, to, by=cohort.created_by, at=at(said))


def test_a_meeting_that_is_moved_three_times_reminds_no_more_than_the_ceiling_allows(
    cohort: Cohort, only: Callable[..., None]
) -> None:
    """Two rules ask for the practical assignment; over all its days five is the most."""
    only("practical_due", "practical_today", "meeting_moved")
    walk(date(2027, 2, 15), date(2027, 2, 22))
    for weeks in (1, 2, 3):
        day = date(2027, 2, 23) + 7 * weeks * DAY
        move(cohort, day, said=day - 8 * DAY)
        walk(day - 7 * DAY, day - (DAY if weeks < 3 else 0 * DAY))
    asked = Message.objects.filter(rule__startswith="practical_", recipient=fatima().person)
    assert asked.filter(mail__state="sent").count() == 5
    held_back = asked.filter(mail=None)
    assert {one.dropped_why for one in held_back} == {Message.Why.ENOUGH}
    assert held_back.count() == 4


@time_machine.travel(at(date(2027, 1, 29), 10), tick=False)
def test_after_the_ceiling_the_adviser_sees_it_in_today_until_it_is_in(
    cohort: Cohort, done: set[tuple[int, int]], only: Callable[..., None]
) -> None:
    only("forms_open", "forms_due", "invitation_unanswered", "case_due")
    enrol(cohort, make_person("Noor Bos"), state_since=at(date(2027, 1, 20)))
    Organisation.objects.update(most_reminders=2)
    walk(date(2026, 12, 28), date(2027, 1, 29))
    forms = told()["forms_open", "Fatima"] + told()["forms_due", "Fatima"]
    assert forms == [date(2026, 12, 29), date(2027, 1, 19)]
    assert told()["forms_due", "Noor"] == [date(2027, 1, 26), date(2027, 1, 29)]
    assert silent(cohort, date(2027, 1, 29)) == [
        (1, "collega in Groep winter reageert niet meer op herinneringen", "Fatima Amrani")
    ]
    hand_in(("intake",), done)
    assert len(silent(cohort, date(2027, 1, 29))) == 1
    hand_in(("self-analysis",), done)
    assert silent(cohort, date(2027, 1, 29)) == []


def test_what_a_meeting_has_overtaken_is_not_in_today_any_more(
    cohort: Cohort, only: Callable[..., None]
) -> None:
    only("forms_open", "forms_due", "invitation_unanswered")
    Organisation.objects.update(most_reminders=1)
    walk(date(2026, 12, 28), date(2027, 1, 29))
    assert len(silent(cohort, date(2027, 2, 1))) == 1
    assert silent(cohort, date(2027, 2, 2), hour=10) == []


def silent(cohort: Cohort, day: date, hour: int = 8) -> list[tuple[int, str, str]]:
    lines = attention.lines(cohort.created_by, at(day, hour))
    return [(one.count, one.what, one.detail) for one in lines if "reageer" in one.what]


def test_rules_that_ask_for_one_step_count_by_the_same_row() -> None:
    by_step = defaultdict(set)
    for one in book.rules():
        if one.asks_for:
            by_step[one.asks_for].add(one.model)
    assert {step for step, models in by_step.items() if len(models) > 1} == set()
    tells = {one.key for one in book.rules() if is_of_groups(one.key) and not one.asks_for}
    assert tells == {"meeting_soon", "intakes_so_far", "return_not_planned", "who_is_behind"}


# --- a step that is new in the programme --------------------------------------------------------


def test_a_group_that_was_planned_before_there_was_a_case_is_not_asked_for_one(
    cohort: Cohort, only: Callable[..., None]
) -> None:
    only("case_due", "who_is_behind")
    Deadline.objects.filter(step__key="case").delete()
    Deadline.objects.exclude(step__key="case").delete()
    walk(date(2027, 5, 7), date(2027, 5, 25))
    assert told() == {}
