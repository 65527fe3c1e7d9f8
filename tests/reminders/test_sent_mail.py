"""A mail as it leaves the house, looked at as the mail servers on its way look at it."""

import re
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from typing import Any

import pytest
from django.core import mail as outbox

from mentorship.people.models import Person
from mentorship.reminders.models import Mail
from mentorship.reminders.outbox import tell
from mentorship.reminders.rules import Book
from mentorship.reminders.sending.passes import one_pass
from tests.cast import AMSTERDAM, make_person
from tests.reminders.conftest import Hello

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 2, 9, 12, tzinfo=AMSTERDAM)


class GoodToKnow(Hello):
    needed = False


@pytest.fixture(autouse=True)
def _house(settings: Any) -> None:
    settings.SITE_URL = "https://wegwijs.hoorn.example"
    settings.DEFAULT_FROM_EMAIL = "Wegwijs <wegwijs@hoorn.example>"


def sent(key: str = "hello", **facts: Any) -> tuple[Any, EmailMessage]:
    """The mail as it is handed to the server, and as whoever gets it reads it."""
    person = make_person(**facts)
    tell(key, person, person, organisation=person.organisation, at=NOON - timedelta(minutes=5))
    one_pass(NOON)
    given = outbox.outbox[-1]
    read = message_from_bytes(given.message().as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return given, read


def test_every_header_that_a_careful_server_asks_for_is_there_once() -> None:
    _given, read = sent()
    for name in ("From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Auto-Submitted"):
        assert len(read.get_all(name, [])) == 1, name
    assert read["From"].addresses[0].domain == "hoorn.example"
    assert read["Reply-To"].addresses[0].addr_spec == "leren@hoorn.example"
    assert read["Auto-Submitted"] == "auto-generated"
    assert parsedate_to_datetime(read["Date"]).year >= 2026
    assert read.defects == []
    assert all(len(line) <= 998 for line in read.as_bytes().splitlines())


def test_its_number_is_of_our_own_host_and_stays_the_same_for_each_try() -> None:
    given, read = sent()
    assert re.fullmatch(r"<[0-9a-f-]{36}@wegwijs\.hoorn\.example>", read["Message-ID"])
    mail = Mail.objects.get()
    mail.attempts += 1
    assert mail.header_id == read["Message-ID"] == given.extra_headers["Message-ID"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_it_has_a_plain_and_an_html_part_in_the_same_language(language: str) -> None:
    _given, read = sent(language=language)
    assert read["Content-Language"] == language
    assert read.get_content_type() == "multipart/alternative"
    kinds = [part.get_content_type() for part in read.iter_parts()]
    assert kinds == ["text/plain", "text/html"]
    html = read.get_body(("html",))
    assert html is not None
    assert f'<html lang="{language}"' in html.get_content()
    hello = {"nl": "Hallo", "en": "Hello"}[language]
    assert all(hello in part.get_content() for part in read.iter_parts())


def test_only_what_is_not_needed_can_be_turned_off(rules: Book) -> None:
    assert sent()[1]["List-Unsubscribe"] is None
    rules._told["hello"] = GoodToKnow()
    _given, read = sent()
    assert read["List-Unsubscribe"].strip().startswith("<https://wegwijs.hoorn.example/mail/off/")
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_envelope_comes_back_elsewhere_and_the_letter_is_still_from_us(settings: Any) -> None:
    given, read = sent()
    assert given.from_email == "Wegwijs <wegwijs@hoorn.example>"
    settings.BOUNCE_ADDRESS = "terug@wegwijs.hoorn.example"
    given, read = sent()
    assert given.from_email == "terug@wegwijs.hoorn.example"
    assert read["From"].addresses[0].addr_spec == "wegwijs@hoorn.example"


def test_it_has_one_recipient_and_its_subject_names_nobody() -> None:
    given, read = sent()
    person = Person.objects.get(email=given.to[0])
    assert given.recipients() == [person.email]
    assert person.family_name not in read["Subject"]
