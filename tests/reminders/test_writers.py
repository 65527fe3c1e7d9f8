"""Twenty who write at once on one SQLite file: each waits its turn."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from mentorship.people.models import Person
from mentorship.reminders.models import Mail, Message, Pulse
from tests.cast import NOW, make_person

WRITERS, TURNS = 20, 25


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a server has its own way with writers")
@pytest.mark.django_db(transaction=True)
def test_twenty_writers_at_once_never_find_the_database_locked() -> None:
    person = make_person()
    together = threading.Barrier(WRITERS)

    def write(number: int) -> None:
        try:
            together.wait()
            for turn in range(TURNS):
                _read_then_write(person, number * TURNS + turn)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        for done in [pool.submit(write, number) for number in range(WRITERS)]:
            done.result()  # raises what the writer met
    assert Message.objects.count() == Mail.objects.count() == WRITERS * TURNS
    assert Pulse.last() == NOW + timedelta(seconds=WRITERS * TURNS - 1)


def _read_then_write(person: Person, number: int) -> None:
    """What is worst for SQLite: a transaction that reads first and wants to write after that."""
    with transaction.atomic():
        Message.objects.count()
        mail = Mail.objects.create(recipient=person)
        Message.objects.create(
            rule="hello",
            subject="people.person:1",
            recipient=person,
            occasion=str(number),
            organisation=person.organisation,
            mail=mail,
        )
    Pulse.beat(NOW + timedelta(seconds=number))
    Mail.objects.claim(NOW, 1)
