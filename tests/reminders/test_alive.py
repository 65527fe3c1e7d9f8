"""Seen to be alive: what /ready/ says, what the watcher hears, and what Prometheus reads."""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from unittest import mock

import pytest
from celery.signals import worker_shutting_down
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from mentorship.reminders import tasks
from mentorship.reminders.models import Halt, Mail, Pulse
from mentorship.reminders.outbox import tell
from mentorship.reminders.rules import Book
from mentorship.reminders.sending.delivery import BATCH
from mentorship.reminders.sending.passes import one_pass
from mentorship.reminders.watch import alive
from tests.cast import AMSTERDAM, make_person

pytestmark = pytest.mark.django_db
NOON = datetime(2027, 2, 9, 12, tzinfo=AMSTERDAM)
SECRET = "/a-secret-address"
YEAR = timedelta(days=365)


@pytest.fixture
def calls(settings: Any) -> Iterator[list[str]]:
    """What reaches the watcher outside; the reminders know its address."""
    heard: list[str] = []

    class Watcher(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *words: Any) -> None:
            """Nothing on the screen."""

    server = HTTPServer(("127.0.0.1", 0), Watcher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.HEARTBEAT_URL = f"http://127.0.0.1:{server.server_port}{SECRET}"
    yield heard
    server.shutdown()
    server.server_close()


def smtp(settings: Any, port: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port


def test_a_round_that_was_whole_calls_the_watcher_at_most_once_a_minute(calls: list[str]) -> None:
    one_pass(NOON)
    one_pass(NOON)
    assert calls == [SECRET]


def test_the_task_that_beat_rings_calls_the_watcher_too(calls: list[str]) -> None:
    tasks.drain()
    assert calls == [SECRET]


def test_nobody_is_called_while_the_mail_server_is_away(
    calls: list[str], settings: Any, free_port: int
) -> None:
    smtp(settings, free_port)
    one_pass(NOON)
    assert (calls, Pulse.last()) == ([], NOON)


def test_nobody_is_called_when_the_database_takes_no_pulse(calls: list[str]) -> None:
    with (
        mock.patch.object(Pulse, "beat", side_effect=OperationalError),
        pytest.raises(OperationalError),
    ):
        one_pass(NOON)
    assert calls == []


def test_nobody_is_called_when_a_pulse_was_written_but_does_not_stand(calls: list[str]) -> None:
    with mock.patch.object(Pulse, "beat"):
        one_pass(NOON)
    assert calls == []


def test_nobody_is_called_when_a_rule_could_not_speak(calls: list[str], rules: Book) -> None:
    with (
        mock.patch.object(type(rules["first_day"]), "owed", side_effect=ValueError),
        pytest.raises(ExceptionGroup),
    ):
        one_pass(NOON)
    assert calls == []


def test_a_house_that_was_halted_on_purpose_is_alive(calls: list[str]) -> None:
    Halt.objects.create()
    one_pass(NOON)
    assert calls == [SECRET]


def test_a_watcher_that_is_away_stops_nothing_and_its_address_stays_secret(
    settings: Any, free_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    settings.HEARTBEAT_URL = f"http://127.0.0.1:{free_port}{SECRET}"
    one_pass(NOON)
    assert "the heartbeat did not arrive" in caplog.text
    assert SECRET not in caplog.text


def test_a_worker_that_is_asked_to_stop_finishes_its_batch_and_leaves_the_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tasks, "_stops", threading.Event())
    worker_shutting_down.send(sender="a worker")
    for _number in range(BATCH + 5):
        person = make_person()
        tell("shout", person, person, organisation=person.organisation, at=NOON - YEAR)
    tasks.drain()
    assert Mail.objects.filter(state="sent").count() == BATCH
    assert Mail.objects.filter(state="queued").count() == 5


def parts(client: Client) -> dict[str, Any]:
    return client.get("/ready/").json()


def test_ready_says_yes_after_a_round_and_tells_nothing_else(client: Client) -> None:
    tasks.drain()
    answer = client.get("/ready/")
    assert answer.status_code == 200
    assert answer.json() == {
        "database": True,
        "broker": True,
        "worker": True,
        "mail": True,
        "disk": True,
        "on_time": True,
        "oldest_owed_seconds": 0,
    }


def test_ready_says_no_while_the_mail_server_is_away(
    client: Client, settings: Any, free_port: int
) -> None:
    smtp(settings, free_port)
    tasks.drain()
    assert client.get("/ready/").status_code == 503
    assert (parts(client)["worker"], parts(client)["mail"]) == (True, False)


def test_ready_says_no_when_the_loop_has_stopped(client: Client) -> None:
    tasks.drain()
    Pulse.objects.update(beat_at=NOON - timedelta(days=400))
    assert client.get("/ready/").status_code == 503
    assert parts(client)["worker"] is False


def test_ready_says_no_when_the_disk_is_full(client: Client) -> None:
    tasks.drain()
    with mock.patch("shutil.disk_usage") as usage:
        usage.return_value.free = 1000
        assert parts(client)["disk"] is False


def test_ready_says_no_when_a_mail_waits_too_long(client: Client) -> None:
    tasks.drain()
    Mail.objects.create(recipient=make_person(), next_try_at=NOON - timedelta(days=400))
    assert client.get("/ready/").status_code == 503
    assert parts(client)["on_time"] is False
    assert parts(client)["oldest_owed_seconds"] > 600


def test_ready_without_a_database_still_answers(client: Client) -> None:
    with mock.patch("mentorship.reminders.views.alive.connection") as connection:
        connection.cursor.side_effect = OperationalError
        answer = client.get("/ready/")
    assert answer.status_code == 503
    assert (answer.json()["database"], answer.json()["oldest_owed_seconds"]) == (False, None)


def test_a_fresh_house_whose_loop_never_ran_is_quiet_until_something_waits() -> None:
    assert alive.standstill(NOON) is None
    person = make_person()
    tell("shout", person, person, organisation=person.organisation, at=NOON)
    assert alive.standstill(NOON + timedelta(minutes=12)) is None
    hold_is_over = NOON + timedelta(minutes=2)
    assert alive.standstill(NOON + timedelta(minutes=13)) == hold_is_over


def test_a_loop_that_stopped_is_seen_after_ten_minutes_though_nothing_waits() -> None:
    one_pass(NOON)
    assert alive.standstill(NOON + timedelta(minutes=10)) is None
    assert alive.standstill(NOON + timedelta(minutes=11)) == NOON


def test_a_mail_server_that_went_away_is_seen_while_the_loop_goes_on(
    settings: Any, free_port: int
) -> None:
    one_pass(NOON)
    smtp(settings, free_port)
    for minutes in range(1, 12):
        one_pass(NOON + timedelta(minutes=minutes))
    assert alive.standstill(NOON + timedelta(minutes=11)) == NOON


def test_a_cache_that_is_away_stops_no_mail(calls: list[str]) -> None:
    person = make_person()
    tell("shout", person, person, organisation=person.organisation, at=NOON - timedelta(minutes=5))
    with (
        mock.patch.object(cache, "set", side_effect=ConnectionError),
        mock.patch.object(cache, "get", side_effect=ConnectionError),
    ):
        one_pass(NOON)
    assert (Mail.objects.get().state, calls) == ("sent", [])


def figures(client: Client) -> dict[str, float]:
    answer = client.get("/metrics/", headers={"Authorization": "Bearer een-lang-geheim"})
    assert answer.status_code == 200
    lines = [line for line in answer.content.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


@pytest.mark.parametrize("given", ["", "Bearer ", "Bearer fout", "een-lang-geheim"])
def test_without_the_right_token_there_are_no_figures(
    client: Client, settings: Any, given: str
) -> None:
    settings.METRICS_TOKEN = "een-lang-geheim"
    assert client.get("/metrics/", headers={"Authorization": given}).status_code == 404
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics/", headers={"Authorization": given}).status_code == 404


def test_the_figures_count_what_there_is_and_name_nobody(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = "een-lang-geheim"
    tasks.drain()
    person = make_person()
    for state in ("sent", "sent", "bounced", "failed", "unknown", "queued"):
        Mail.objects.create(recipient=person, state=state, next_try_at=NOON - timedelta(days=400))
    tell("hello", person, person, organisation=person.organisation, at=NOON + timedelta(days=4000))
    got = figures(client)
    wanted = {
        "wegwijs_mails_sent": 3,
        "wegwijs_mails_failed": 1,
        "wegwijs_mails_bounced": 1,
        "wegwijs_mails_unknown": 1,
        "wegwijs_mails_due": 1,
        "wegwijs_mails_waiting": 1,
        "wegwijs_messages_held": 1,
        'wegwijs_messages_dropped{reason="no_longer_needed"}': 0,
        "wegwijs_mail_server_up": 1,
        "wegwijs_dead_addresses": 0,
        "wegwijs_halts": 0,
    }
    assert {name: got[name] for name in wanted} == wanted
    assert got["wegwijs_oldest_owed_seconds"] > 600
    assert got["wegwijs_pulse_age_seconds"] < 600
    assert "@" not in " ".join(got)
