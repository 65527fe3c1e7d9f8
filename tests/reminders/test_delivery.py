"""Mail to a real SMTP server: what a refusal, a silence and a crash come to."""

import socket
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import connections

from mentorship.people.models import Person
from mentorship.reminders import actions
from mentorship.reminders.models import LEASE, DeadAddress, Mail
from mentorship.reminders.outbox import tell
from mentorship.reminders.sending import delivery
from mentorship.reminders.sending.passes import one_pass
from tests.cast import AMSTERDAM, make_person

NOON = datetime(2027, 2, 9, 12, tzinfo=AMSTERDAM)


class Sink:
    """Takes mail, and answers per address as it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str]] = []  # address, Message-ID
        self.answers: dict[str, str] = {}

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        text = bytes(envelope.content or b"").decode(errors="replace")
        ident = next(line for line in text.splitlines() if line.lower().startswith("message-id"))
        self.taken.append((envelope.rcpt_tos[0], ident.split(":", 1)[1].strip()))
        return "250 taken"


@pytest.fixture
def sink(settings: Any) -> Iterator[Sink]:
    handler = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()


def somebody_told(key: str = "hello") -> Person:
    person = make_person()
    tell(key, person, person, organisation=person.organisation, at=NOON - timedelta(minutes=5))
    return person


@pytest.mark.django_db
def test_a_bad_address_stops_and_blocks_nobody_else(sink: Sink) -> None:
    bad, good = somebody_told(), somebody_told()
    sink.answers[bad.email] = "550 no such mailbox"
    one_pass(NOON)
    assert [address for address, _ident in sink.taken] == [good.email]
    assert Mail.objects.get(recipient=bad).state == "failed"
    assert Mail.objects.get(recipient=good).state == "sent"


@pytest.mark.django_db
def test_only_a_refusal_of_the_address_itself_marks_the_address(sink: Sink) -> None:
    gone, shy = somebody_told(), somebody_told()
    sink.answers[gone.email] = "550 5.1.1 no such mailbox"
    sink.answers[shy.email] = "550 5.7.26 we take nothing from your domain"
    one_pass(NOON)
    assert set(Mail.objects.values_list("state", flat=True)) == {"failed"}
    assert list(DeadAddress.objects.values_list("address", flat=True)) == [gone.email]


@pytest.mark.django_db
def test_a_busy_server_is_tried_again_with_longer_waits_under_the_same_id(sink: Sink) -> None:
    person = somebody_told()
    sink.answers[person.email] = "451 later"
    moment, waits = NOON, []
    for _try in range(3):
        one_pass(moment)
        mail = Mail.objects.get(recipient=person)
        waits.append(int((mail.next_try_at - moment).total_seconds()))
        moment = mail.next_try_at
    assert (waits, mail.state) == ([30, 60, 120], "queued")
    del sink.answers[person.email]
    one_pass(moment)
    assert sink.taken == [(person.email, mail.header_id)]


@pytest.mark.django_db
def test_it_stops_after_ten_tries(sink: Sink) -> None:
    person, moment = somebody_told("shout"), NOON
    sink.answers[person.email] = "451 later"
    for _try in range(12):
        one_pass(moment)
        moment += timedelta(hours=3)
    mail = Mail.objects.get(recipient=person)
    assert (mail.state, mail.tries) == ("failed", delivery.TRIES)


@pytest.mark.django_db
def test_a_server_that_is_away_loses_nothing(sink: Sink, settings: Any) -> None:
    person, port = somebody_told(), settings.EMAIL_PORT
    settings.EMAIL_PORT = 1
    one_pass(NOON)
    assert Mail.objects.get(recipient=person).state == "queued"
    settings.EMAIL_PORT = port
    one_pass(NOON + timedelta(minutes=1))
    assert [address for address, _ident in sink.taken] == [person.email]


@pytest.mark.django_db
def test_a_night_without_a_server_costs_no_mail_a_try(sink: Sink, settings: Any) -> None:
    people, port, moment = [somebody_told() for _each in range(3)], settings.EMAIL_PORT, NOON
    settings.EMAIL_PORT = 1
    for _try in range(30):
        one_pass(moment)
        moment += timedelta(minutes=1)
    assert set(Mail.objects.values_list("state", "tries")) == {("queued", 0)}
    settings.EMAIL_PORT = port
    one_pass(moment)
    assert sorted(address for address, _ident in sink.taken) == sorted(p.email for p in people)


@pytest.mark.django_db
def test_who_slept_through_a_retry_by_hand_does_not_hold_the_new_claim(sink: Sink) -> None:
    person = somebody_told()
    mail = Mail.objects.create(recipient=person, next_try_at=NOON)
    person.messages.update(mail=mail)
    (slow,) = Mail.objects.claim(NOON, 1)
    assert slow.advance("data")
    one_pass(NOON + LEASE + timedelta(seconds=1))
    assert actions.retry(slow, NOON + timedelta(hours=1))
    (quick,) = Mail.objects.claim(NOON + timedelta(hours=1), 1)
    assert quick.advance("data")
    assert not slow.advance("queued")


@pytest.mark.django_db
def test_a_sender_killed_before_the_hand_over_is_replaced_after_its_lease(sink: Sink) -> None:
    person = somebody_told()
    mail = Mail.objects.create(recipient=person, next_try_at=NOON)
    person.messages.update(mail=mail)
    (mail,) = Mail.objects.claim(NOON, 1)
    one_pass(NOON + LEASE)
    assert sink.taken == []
    one_pass(NOON + LEASE + timedelta(seconds=1))
    assert sink.taken == [(person.email, mail.header_id)]


@pytest.mark.django_db
def test_a_sender_that_slept_past_its_lease_lets_go(sink: Sink) -> None:
    Mail.objects.create(recipient=somebody_told(), next_try_at=NOON)
    (slow,) = Mail.objects.claim(NOON, 1)
    (quick,) = Mail.objects.claim(NOON + LEASE + timedelta(seconds=1), 1)
    assert not slow.advance("data")
    assert quick.advance("data")


@pytest.mark.django_db
def test_a_notice_whose_sender_died_in_the_hand_over_waits_for_somebodys_word(sink: Sink) -> None:
    person = somebody_told()
    mail = Mail.objects.create(recipient=person, next_try_at=NOON)
    person.messages.update(mail=mail)
    (mail,) = Mail.objects.claim(NOON, 1)
    assert mail.advance("data")
    one_pass(NOON + LEASE + timedelta(seconds=1))
    mail.refresh_from_db()
    assert (mail.state, sink.taken) == ("unknown", [])
    actions.retry(mail, NOON + timedelta(hours=1))
    one_pass(NOON + timedelta(hours=1))
    assert sink.taken == [(person.email, mail.header_id)]


@pytest.mark.django_db
def test_a_reminder_whose_sender_died_in_the_hand_over_goes_again_under_the_same_id(
    sink: Sink,
) -> None:
    person = make_person(job_title="owed", starts_on=NOON.date() + timedelta(days=7))
    mail = Mail.objects.create(recipient=person, next_try_at=NOON)
    person.messages.create(
        rule="first_day",
        subject=f"people.person:{person.pk}",
        occasion=person.starts_on.isoformat(),
        offset=-7,
        organisation=person.organisation,
        mail=mail,
    )
    (mail,) = Mail.objects.claim(NOON, 1)
    assert mail.advance("data")
    one_pass(NOON + LEASE + timedelta(seconds=1))
    assert sink.taken == [(person.email, mail.header_id)]


@pytest.mark.django_db(transaction=True)
def test_ten_passes_at_once_send_each_mail_once(sink: Sink) -> None:
    people = {somebody_told().email for _each in range(20)}
    start = threading.Barrier(10)

    def run() -> None:
        start.wait()
        one_pass(NOON)
        connections.close_all()

    threads = [threading.Thread(target=run) for _each in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(address for address, _ident in sink.taken) == sorted(people)
