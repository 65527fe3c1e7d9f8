"""What is told, when, to whom, and how often: the clock is walked over a rule of the tests' own."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentorship.people.models import ClosedPeriod, Person
from mentorship.reminders.models import Mail, Message
from mentorship.reminders.outbox import take_back, tell
from mentorship.reminders.plan.timeline import timeline
from mentorship.reminders.sending.passes import one_pass, rehearsal
from tests.cast import AMSTERDAM, make_organisation, make_person

pytestmark = pytest.mark.django_db
TUESDAY = date(2027, 2, 9)


def at(day: date, hour: int = 9, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=AMSTERDAM)


def starter(starts_on: date = TUESDAY, **facts: Any) -> Person:
    return make_person(**({"job_title": "owed", "starts_on": starts_on} | facts))


def walk(first: date, last: date, step: timedelta = timedelta(minutes=30)) -> list[datetime]:
    """Passes through the days; gives the local moments at which a mail went."""
    moments = []
    moment = at(first, 0)
    while moment < at(last + timedelta(days=1), 0):
        if any(one.mail.state == "sent" for one in one_pass(moment)):
            moments.append(moment)
        moment += step
    return moments


def test_each_offset_goes_once_when_the_office_opens() -> None:
    person = starter()
    moments = walk(date(2027, 2, 1), date(2027, 2, 20))
    assert moments == [at(date(2027, 2, 2)), at(date(2027, 2, 8)), at(date(2027, 2, 16))]
    assert [one.to for one in mail.outbox] == [[person.email]] * 3


def test_before_the_anchor_moves_to_the_working_day_before_and_after_it_to_the_one_after() -> None:
    starter(date(2027, 5, 5))  # 28 April is the Wednesday after King's Day, 4 May a Tuesday
    ClosedPeriod.objects.create(
        organisation=make_organisation(),
        first_day=date(2027, 4, 28),
        last_day=date(2027, 4, 30),
        reason="Meivakantie",
    )
    ClosedPeriod.objects.create(
        organisation=make_organisation(),
        first_day=date(2027, 5, 12),
        last_day=date(2027, 5, 13),
        reason="Verhuizing",
    )
    # -7 is 28 April, closed, and 27 April is King's Day: Monday 26. +7 is 12 May, closed: the 14th.
    moments = walk(date(2027, 4, 20), date(2027, 5, 20))
    assert moments == [at(date(2027, 4, 26)), at(date(2027, 5, 4)), at(date(2027, 5, 14))]


def test_after_downtime_only_the_latest_offset_goes() -> None:
    starter()
    moments = walk(date(2027, 2, 8), date(2027, 2, 8))
    assert moments == [at(date(2027, 2, 8))]
    told = Message.objects.values_list("offset", "dropped_why")
    assert set(told) == {(-1, ""), (-7, "late")}  # what was missed is listed, and not sent


def test_an_offset_that_passed_its_end_is_never_sent() -> None:
    starter()
    assert walk(date(2027, 2, 24), date(2027, 3, 3)) == []


def test_who_no_longer_owes_it_when_the_mail_is_taken_up_gets_nothing() -> None:
    person = starter()
    tell("hello", person, person, organisation=person.organisation, at=at(TUESDAY, 8))
    Person.objects.filter(pk=person.pk).update(job_title="gone quiet")
    assert [one.letter for one in one_pass(at(TUESDAY, 9))] == [None]
    assert Message.objects.get(rule="hello").dropped_why == "no longer needed"
    assert mail.outbox == []


def test_who_left_gets_nothing() -> None:
    leaver = starter(leaves_on=date(2027, 2, 1))
    tell("hello", leaver, leaver, organisation=leaver.organisation, at=at(TUESDAY, 8))
    walk(date(2027, 2, 9), date(2027, 2, 9))
    assert mail.outbox == []
    assert set(Message.objects.values_list("dropped_why", flat=True)) == {"left"}


def test_a_days_calm_messages_share_one_mail_and_the_next_waits_for_tomorrow() -> None:
    person = starter(date(2027, 2, 16))  # -7 is Tuesday the 9th
    other = starter(date(2030, 1, 1))
    told = {"recipient": person, "organisation": person.organisation}
    tell("hello", person, at=at(TUESDAY, 8), **told)
    one_pass(at(TUESDAY, 9))
    tell("hello", other, at=at(TUESDAY, 10), **told)
    one_pass(at(TUESDAY, 11))
    assert [one.subject for one in mail.outbox] == ["Somebody says hello (en nog 1)"]
    one_pass(at(TUESDAY + timedelta(days=1), 9))
    assert len(mail.outbox) == 2


def test_calm_mail_keeps_office_hours_and_urgent_mail_does_not() -> None:
    person, sunday = starter(date(2030, 1, 1)), date(2027, 2, 7)
    told = {"recipient": person, "organisation": person.organisation}
    tell("hello", person, at=at(sunday, 20), **told)
    tell("shout", person, at=at(sunday, 20), **told)
    one_pass(at(sunday, 20, 1))  # still held
    assert mail.outbox == []
    one_pass(at(sunday, 20, 2))
    assert [m.rule for m in Message.objects.filter(mail__state="sent")] == ["shout"]
    assert walk(sunday, date(2027, 2, 8)) == [at(date(2027, 2, 8))]


def test_what_concerns_tomorrow_is_urgent() -> None:
    starter()
    walk(date(2027, 2, 1), date(2027, 2, 8))
    assert list(Message.objects.values_list("offset", "urgent")) == [(-7, False), (-1, True)]


def test_an_undone_click_is_not_told() -> None:
    person = starter(date(2030, 1, 1))
    tell("hello", person, person, organisation=person.organisation, at=at(TUESDAY))
    assert take_back("hello", person, at=at(TUESDAY, 9, 1)) == 1
    walk(TUESDAY, TUESDAY)
    assert mail.outbox == []


def test_the_same_click_twice_is_told_once() -> None:
    person = starter(date(2030, 1, 1))
    for _click in range(2):
        tell("hello", person, person, organisation=person.organisation, at=at(TUESDAY))
    assert Message.objects.count() == 1


def test_a_clock_set_back_an_hour_sends_nothing_twice() -> None:
    starter()
    one_pass(at(date(2027, 2, 2), 9, 30))
    one_pass(at(date(2027, 2, 2), 8, 30))
    one_pass(at(date(2027, 2, 2), 9, 30))
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("change", [date(2026, 10, 25), date(2027, 3, 28), date(2027, 10, 31)])
def test_around_the_change_of_summer_time_the_local_hour_holds(change: date) -> None:
    starter(change + timedelta(days=9))  # a week before it is the Tuesday after the change
    moments = walk(change, change + timedelta(days=2), timedelta(minutes=10))
    assert moments == [at(change + timedelta(days=2))]


def test_a_rehearsal_shows_what_would_go_and_keeps_nothing() -> None:
    person = starter()
    shown = rehearsal(at(date(2027, 2, 2)))
    assert [(one.mail.recipient, one.reasons) for one in shown] == [(person, ["first_day -7"])]
    assert (Message.objects.count(), Mail.objects.count(), mail.outbox) == (0, 0, [])


def test_the_plan_shows_what_went_and_what_will_go_by_the_same_rules() -> None:
    starter()
    one_pass(at(date(2027, 2, 2)))
    entries = timeline("page", at(date(2027, 2, 3)))
    assert [(one.at, one.state) for one in entries] == [
        (at(date(2027, 2, 2)), "sent"),
        (at(date(2027, 2, 8)), "planned"),
        (at(date(2027, 2, 16)), "planned"),
    ]
    assert timeline("another page", at(date(2027, 2, 3))) == []


def test_a_pass_asks_as_much_for_thirty_people_as_for_three() -> None:
    counts = []
    for people in (3, 27):
        for _each in range(people):
            starter()
        one_pass(at(date(2027, 2, 2)))
        with CaptureQueriesContext(connection) as asked:
            one_pass(at(date(2027, 2, 2), 9, 3 + people // 9))
        counts.append(len(asked))
    assert len(mail.outbox) == 30
    assert counts[0] == counts[1]


def test_what_a_closed_stretch_moves_far_is_told_when_the_office_opens_again() -> None:
    starter()
    ClosedPeriod.objects.create(
        organisation=make_organisation(),
        first_day=date(2027, 2, 15),
        last_day=date(2027, 2, 28),
        reason="Lange vakantie",
    )
    # +7 is 16 February, and worth sending for a week: both lie in the closed weeks.
    assert walk(date(2027, 2, 10), date(2027, 3, 5)) == [at(date(2027, 3, 1))]
