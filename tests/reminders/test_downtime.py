"""A day on which nothing ran: what was missed is told once, joined, and what is over is listed."""

from datetime import date, datetime, timedelta

import pytest
from django.core import mail

from mentorship.people.models import Person
from mentorship.reminders.models import Message
from mentorship.reminders.outbox import tell
from mentorship.reminders.rules import Book
from mentorship.reminders.sending.passes import one_pass
from tests.cast import AMSTERDAM, make_person
from tests.reminders.conftest import FirstDay

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2027, 2, 8), date(2027, 2, 9)
DOWN = datetime(2027, 2, 8, 8, 55, tzinfo=AMSTERDAM)  # five minutes before the office opens
BACK = DOWN + timedelta(hours=24, minutes=5)


class TheEve(FirstDay):
    """Worth sending until it has begun."""

    offsets = (-1,)


class TheDay(FirstDay):
    """Worth sending until the day is over."""

    key = "first_day_itself"
    offsets = (0,)
    lasts_days = 0


@pytest.fixture(autouse=True)
def eve_and_day(rules: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rules._told, "first_day", TheEve())
    monkeypatch.setitem(rules._told, "first_day_itself", TheDay())


def starter(starts_on: date) -> Person:
    return make_person(job_title="owed", starts_on=starts_on)


def test_after_a_day_each_hears_once_and_in_one_mail_what_still_matters() -> None:
    starts_today, started = starter(TUESDAY), starter(MONDAY)
    one_pass(DOWN)
    organisation = starts_today.organisation
    tell("hello", started, starts_today, organisation=organisation, at=DOWN + timedelta(minutes=1))
    for minutes in (0, 1, 30, 300):
        one_pass(BACK + timedelta(minutes=minutes))
    assert [one.to for one in mail.outbox] == [[starts_today.email]]
    went = Message.objects.filter(mail__state="sent")
    assert set(went.values_list("rule", "offset")) == {
        ("first_day", -1),
        ("first_day_itself", 0),
        ("hello", 0),
    }


def test_what_was_over_before_anybody_could_hear_it_is_listed_and_not_sent() -> None:
    starter(MONDAY)
    one_pass(DOWN)
    one_pass(BACK)
    listed = Message.objects.values_list("rule", "offset", "dropped_why")
    assert set(listed) == {("first_day", -1, "late"), ("first_day_itself", 0, "late")}
    assert mail.outbox == []
