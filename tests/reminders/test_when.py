"""When a calm mail that a click writes goes: said by the clock by which it then goes."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import translation

from mentorship.people.models import ClosedPeriod, Organisation, Person
from mentorship.reminders.models import Mail
from mentorship.reminders.outbox import HOLD, tell
from mentorship.reminders.sending.passes import one_pass
from mentorship.reminders.when import calm_goes, in_words, who_hears_when
from tests.cast import AMSTERDAM, make_organisation, make_person

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 1, 11)


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), AMSTERDAM)


SUNDAY, NEXT = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)
GOES = [
    (at(MONDAY, 10), at(MONDAY, 10, 2), "over twee minuten"),
    (at(MONDAY, 7), at(MONDAY, 9), "vandaag om 9.00 uur"),
    (at(MONDAY, 8, 58), at(MONDAY, 9), "over twee minuten"),
    (at(MONDAY, 16, 57), at(MONDAY, 16, 59), "over twee minuten"),
    (at(MONDAY, 16, 58), at(NEXT, 9), "morgen om 9.00 uur"),
    (at(SUNDAY, 18, 28), at(MONDAY, 9), "morgen om 9.00 uur"),
    (at(date(2027, 1, 8), 18), at(MONDAY, 9), "maandag 11 januari om 9.00 uur"),
    (at(date(2027, 3, 27), 12), at(date(2027, 3, 30), 9), "dinsdag 30 maart om 9.00 uur"),  # Easter
]


@pytest.mark.parametrize(("now", "goes", "words"), GOES)
def test_a_calm_mail_waits_for_the_office(now: datetime, goes: datetime, words: str) -> None:
    hoorn = make_organisation()
    moment = calm_goes(hoorn, now, hoorn.working_days())
    assert moment == goes
    with translation.override("nl"):
        assert in_words(moment, now) == words


def test_a_closed_day_is_passed_over() -> None:
    hoorn = make_organisation()
    ClosedPeriod.objects.create(
        organisation=hoorn, first_day=MONDAY, last_day=MONDAY, reason="Feest"
    )
    assert calm_goes(hoorn, at(SUNDAY, 12), hoorn.working_days()) == at(NEXT, 9)


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


def had_calm_mail(person: Person, on: date) -> None:
    Mail.objects.create(
        recipient=person, calm_day=on, created_at=at(on, 9), next_try_at=at(on, 9), state="sent"
    )


def test_who_had_the_mail_of_the_day_hears_it_the_day_after(hoorn: Organisation) -> None:
    anja, joris = make_person("Anja Smit"), make_person("Joris Meer")
    had_calm_mail(anja, MONDAY)
    now = at(MONDAY, 10)
    with translation.override("nl"):
        assert who_hears_when([joris], hoorn, now) == ("over twee minuten", "")
        assert who_hears_when([anja], hoorn, now) == ("morgen om 9.00 uur", "")
        assert who_hears_when([anja, joris], hoorn, now) == (
            "over twee minuten",
            "Wie vandaag al een mail kreeg, hoort het morgen om 9.00 uur.",
        )
        assert who_hears_when([], hoorn, now) == ("over twee minuten", "")


@pytest.mark.parametrize("now", [goes[0] for goes in GOES[:-1]])
@pytest.mark.parametrize("had", [False, True])
def test_the_mail_goes_at_the_moment_that_was_said(
    now: datetime, had: bool, hoorn: Organisation
) -> None:
    joris = make_person("Joris Meer")
    if had:
        had_calm_mail(joris, now.date())
    taken = {now.date()} if had else set()
    tell("hello", joris, joris, organisation=hoorn, at=now)
    goes = calm_goes(hoorn, now, hoorn.working_days(), taken)
    for moment in (now, now + HOLD, goes - timedelta(minutes=1)):
        if moment < goes:
            one_pass(moment)
            assert not _told(joris)
    one_pass(goes)
    assert _told(joris)


def _told(person: Person) -> bool:
    return person.messages.filter(rule="hello", mail__state="sent").exists()
