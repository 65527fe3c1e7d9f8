"""A rule and a notice of the tests' own, so that the engine is tested apart from any room."""

import socket
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from mentorship.people.models import Person
from mentorship.reminders.rules import Book, Button, Notice, Owed, Rule, Window, book
from tests.cast import AMSTERDAM

TEMPLATES = Path(__file__).parent / "templates"


class FirstDay(Rule[Person]):
    """Whoever starts is told a week and a day before, and a week after."""

    key = "first_day"
    title = "First day"
    model = Person
    offsets = (-7, -1, 7)

    def owed(self, window: Window) -> Iterable[Owed]:
        people = Person.objects.filter(
            starts_on__range=(window.first, window.last), job_title__startswith="owed"
        ).select_related("organisation")
        for person in people:
            yield Owed(
                subject=person,
                recipient=person,
                organisation=person.organisation,
                anchor=person.starts_on,
                since=datetime(2026, 1, 1, tzinfo=AMSTERDAM),
                about="page",
            )

    def button(self, subject: Person, recipient: Person) -> Button:
        return Button("Open", "/")


class Hello(Notice[Person]):
    key = "hello"
    title = "Hello"
    model = Person

    def still_owed(self, subject: Person, recipient: Person, occasion: str, at: datetime) -> bool:
        return subject.job_title != "gone quiet"


class Shout(Hello):
    """The same, and urgent; it borrows the folder of hello."""

    key = "shout"
    urgent = True


@pytest.fixture(autouse=True)
def rules(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Book:
    """Only these speak, whatever the rooms above have declared."""
    told = {"first_day": FirstDay(), "hello": Hello(), "shout": Shout()}
    monkeypatch.setattr(book, "_told", told)
    engine = dict(settings.TEMPLATES[0])
    engine["DIRS"] = [TEMPLATES, *engine["DIRS"]]
    settings.TEMPLATES = [engine]
    return book


@pytest.fixture
def free_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]
