"""Whatever is opened, sent or goes wrong: no line of the log holds anything of a person."""

import logging
import re
import smtplib
from collections.abc import Iterator
from datetime import timedelta
from logging.config import DictConfigurator
from typing import Any

import pytest
import time_machine
from celery import shared_task
from django.conf import settings as house
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, OperationalError, ProgrammingError
from django.test import Client
from django.urls import reverse

from matching.links import answer_path
from mentorship.people.models import Person
from mentorship.reminders.sending.passes import one_pass
from tests.cast import NOW, make_newcomer
from tests.matching.cast import asked, make_mentor
from tests.privacy.marking import Mark, mark_everything
from tests.privacy.scene import Scene, make_scene

pytestmark = pytest.mark.django_db
WORDS = "merk-in-een-fout"


class Kept(logging.Handler):
    """Each line as the house writes it."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        lines = DictConfigurator(dict(house.LOGGING))
        self.setFormatter(lines.configure_formatter(dict(house.LOGGING["formatters"]["line"])))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@pytest.fixture
def log() -> Iterator[Kept]:
    """Every logger from the lowest level up, but for what the settings keep silent."""
    kept, silent = Kept(), {"flufl.bounce"}
    names = [name for name in logging.root.manager.loggerDict if name not in silent]
    loggers = [logging.root, *(logging.getLogger(name) for name in names)]
    before = [(one, one.level) for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
    logging.root.addHandler(kept)
    yield kept
    logging.root.removeHandler(kept)
    for one, level in before:
        one.setLevel(level)


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def of_people() -> set[str]:
    """Names and addresses of everybody."""
    return {
        word
        for one in Person.objects.all()
        for word in (one.email, one.given_name, one.family_name)
        if len(word) > 3
    }


def found_in(log: Kept, hidden: set[str]) -> set[str]:
    assert log.lines, "nothing was logged at all: then this proves nothing"
    return {one for one in hidden if re.search(rf"(?<!\w){re.escape(one)}(?!\w)", log.text)}


def test_opening_and_sending_what_is_marked_leaves_none_of_it(scene: Scene, log: Kept) -> None:
    marks: list[Mark] = mark_everything(scene.subject)
    people = [*scene.viewers.values(), scene.newcomer, Person.objects.get(pk=scene.subject.pk)]
    pages = [
        *("home", "privacy:mine", "privacy:readings", "privacy:log", "people:list"),
        *("matching:mentors", "matching:pairs", "matching:board", "matching:my_mentees"),
    ]
    urls = [reverse(name) for name in pages]
    urls += [reverse("people:person", args=[scene.subject.pk]), "/nowhere/"]
    urls += [reverse("intake:response", args=[scene.rows["intake"].pk])]
    urls += [reverse("programmes:submission", args=[scene.rows["submission"].pk])]
    statuses = set()
    for one in people:
        client = Client()
        client.force_login(one)
        statuses |= {client.get(url).status_code for url in urls}
        client.post(reverse("people:list"), {"q": marks[0].text}, follow=True)
        client.post(urls[-1], {"kind": "question", "text": marks[0].text})

    assert statuses >= {200, 404}
    assert "Not Found: /nowhere/" in log.text
    assert found_in(log, of_people() | {one.text for one in marks}) == set()


def test_signing_in_leaves_no_address_and_no_code(log: Kept, scene: Scene) -> None:
    client, person = Client(), scene.subject
    client.post(reverse("account_login"), {"login": person.email})
    [code] = re.findall(r"\b\d{6}\b", str(mail.outbox[-1].body))
    confirm = reverse("account_confirm_login_code")
    client.post(confirm, {"code": "000000"})
    client.post(confirm, {"code": code})
    wrong = {"login": "merk@nergens.example", "password": "merk-wachtwoord", "way": "password"}
    Client().post(reverse("account_login"), wrong)
    Client(enforce_csrf_checks=True).post(reverse("account_login"), wrong)

    assert "account/login" in log.text or "Forbidden" in log.text
    hidden = of_people() | {code, "merk@nergens.example", "merk-wachtwoord"}
    assert found_in(log, hidden) == set()


def test_no_button_of_a_mail_can_be_pressed_from_the_log(log: Kept, scene: Scene) -> None:
    link = answer_path(scene.rows["pair"])
    token = link.rstrip("/").rpartition("/")[2]
    client = Client()
    for path in (link, link.replace(token, token[:-1]), f"/{token}/", f"{link}?x=1"):
        client.get(path)
        client.put(path)
        client.post(path)

    assert "Not Found" in log.text
    assert token not in log.text
    assert token[:-1] not in log.text


@pytest.mark.urls("tests.privacy.faults_with_words")
def test_a_fault_says_its_kind_and_its_place_and_no_words(log: Kept) -> None:
    client = Client(raise_request_exception=False)

    assert client.get("/breaks/").status_code == 500

    assert "RuntimeError" in log.text
    assert "IntegrityError" in log.text  # what led to it
    assert "faults_with_words.py" in log.text
    assert WORDS not in log.text


@pytest.mark.parametrize("kind", [OperationalError, ProgrammingError])
def test_the_line_of_a_query_with_its_words_is_left_out(log: Kept, kind: type[Exception]) -> None:
    """So PostgreSQL says where it stumbled; its driver has put the words in the query itself."""
    said = f"function lower(integer) does not exist\nLINE 1: SELECT lower(1), '{WORDS}'\n   ^"
    try:
        raise kind(said)
    except kind:
        logging.getLogger("house").exception("It broke")

    assert f"{kind.__name__}: function lower(integer) does not exist" in log.text
    assert "LINE 1" not in log.text
    assert WORDS not in log.text


def test_a_mail_that_is_refused_or_cannot_be_written_leaves_no_address(
    log: Kept, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_args: Any) -> Any:
        address = scene.newcomer.email
        raise smtplib.SMTPRecipientsRefused({address: (550, f"{WORDS} {address}".encode())})

    monkeypatch.setattr(EmailBackend, "send_messages", refuses)
    asked(make_mentor("Roel Mentor"), make_newcomer("Nora Nieuw"))
    for minutes in (5, 10):
        one_pass(NOW + timedelta(minutes=minutes))

    assert "SMTPRecipientsRefused" in log.text
    assert found_in(log, of_people() | {WORDS}) == set()


@shared_task
def fails(words: str) -> None:
    raise IntegrityError(f"Key (email)=({words}) already exists.")


def test_a_task_that_fails_leaves_its_kind_and_no_words(log: Kept) -> None:
    fails.apply([WORDS])

    assert "IntegrityError" in log.text
    assert WORDS not in log.text
