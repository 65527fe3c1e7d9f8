"""An address that takes no mail reaches the adviser within a working day, until it is put right."""

from datetime import datetime, timedelta

import pytest
from django.core import mail as outbox

from mentorship.people.models import Person
from mentorship.reminders import actions
from mentorship.reminders.models import DeadAddress, Message
from mentorship.reminders.outbox import tell
from mentorship.reminders.reminders import AddressTakesNoMail
from mentorship.reminders.rules import Book
from mentorship.reminders.sending.passes import one_pass
from tests.cast import AMSTERDAM, make_adviser, make_organisation, make_person, make_trainer

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2027, 2, 9, 14, 10, tzinfo=AMSTERDAM)
FRIDAY_NIGHT = datetime(2027, 2, 12, 22, 0, tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
def _spoken(rules: Book) -> None:
    rules.add(AddressTakesNoMail)


@pytest.fixture
def adviser() -> Person:
    return make_adviser(email="sanne@hoorn.example")


@pytest.fixture
def jan() -> Person:
    return make_person("Jan Bakker", email="jan.bakker@hoorn.example")


def heard(first: datetime, days: int = 21) -> list[tuple[str, str]]:
    """The clock goes on by the hour; gives when each mail went, and to whom."""
    got: list[tuple[str, str]] = []
    for hours in range(days * 24):
        at = first + timedelta(hours=hours)
        before = len(outbox.outbox)
        one_pass(at)
        local = at.astimezone(AMSTERDAM)
        got += [(f"{local:%a %d %H:%M}", one.to[0]) for one in outbox.outbox[before:]]
    return got


def test_the_adviser_hears_at_once_in_office_hours_and_once_more_after_a_week(
    adviser: Person, jan: Person
) -> None:
    DeadAddress.note(jan.email, TUESDAY, "5.1.1")
    assert heard(TUESDAY) == [("Tue 09 14:10", adviser.email), ("Tue 16 09:10", adviser.email)]


def test_what_came_back_on_a_friday_night_is_told_on_monday_morning(
    adviser: Person, jan: Person
) -> None:
    DeadAddress.note(jan.email, FRIDAY_NIGHT, "5.1.1")
    assert heard(FRIDAY_NIGHT, days=5) == [("Mon 15 09:00", adviser.email)]


def test_the_mail_names_the_colleague_and_the_subject_line_does_not(
    adviser: Person, jan: Person
) -> None:
    DeadAddress.note(jan.email, TUESDAY, "5.1.1")
    one_pass(TUESDAY)
    (mail,) = outbox.outbox
    assert mail.subject == "Een adres neemt geen mail aan"
    assert "Mail aan Jan Bakker komt niet aan. Klopt het adres jan.bakker@hoorn" in mail.body
    assert f"http://localhost/people/{jan.pk}/" in mail.body


def test_nothing_more_is_told_once_somebody_trusts_the_address(
    adviser: Person, jan: Person
) -> None:
    DeadAddress.note(jan.email, TUESDAY, "5.1.1")
    one_pass(TUESDAY)
    actions.trust(jan.email, TUESDAY + timedelta(days=1))
    assert heard(TUESDAY + timedelta(days=1)) == []


def test_nothing_more_is_told_once_the_address_is_changed(adviser: Person, jan: Person) -> None:
    DeadAddress.note(jan.email, TUESDAY, "5.1.1")
    one_pass(TUESDAY)
    jan.email = "j.bakker@hoorn.example"
    jan.save()
    assert heard(TUESDAY + timedelta(days=1)) == []


def told() -> list[tuple[str, str]]:
    """Who hears about whom."""
    one_pass(TUESDAY)
    rows = Message.objects.filter(rule="address_takes_no_mail").select_related("recipient")
    names = {f"people.person:{one.pk}": one.given_name for one in Person.objects.all()}
    return sorted((one.recipient.email, names[one.subject]) for one in rows)


def test_only_the_advisers_of_that_colleagues_organisation_hear_and_not_about_themselves(
    adviser: Person, jan: Person
) -> None:
    second = make_adviser(email="tweede@hoorn.example")
    make_adviser(make_organisation("medemblik"), email="elders@medemblik.example")
    gone = make_person("Weg Gegaan", is_active=False)
    for person in (jan, second, gone):
        DeadAddress.note(person.email, TUESDAY, "5.1.1")
    assert told() == [
        ("sanne@hoorn.example", "Jan"),
        ("sanne@hoorn.example", "Sanne"),  # the second adviser, of the same given name
        ("tweede@hoorn.example", "Jan"),
    ]


def test_of_a_trainer_hears_every_organisation_that_mailed_them(adviser: Person) -> None:
    make_adviser(make_organisation("medemblik"), email="elders@medemblik.example")
    trainer = make_trainer(email="marijke@icm.example")
    tell("hello", trainer, trainer, organisation=adviser.organisation, at=TUESDAY)
    DeadAddress.note(trainer.email, TUESDAY, "5.1.1")
    assert told() == [("sanne@hoorn.example", "Marijke")]
