"""Mail through a service on the web: what it refuses, and what it tells afterwards."""

import json
from base64 import b64encode
from datetime import datetime
from typing import Any
from unittest import mock

import pytest
import requests
from django.test import Client
from environ import Env

from mentorship.mail_url import mail_settings
from mentorship.reminders.models import DeadAddress, Mail
from mentorship.reminders.outbox import tell
from mentorship.reminders.returned.service_events import doors
from mentorship.reminders.sending.passes import one_pass
from tests.cast import AMSTERDAM, make_person
from tests.reminders.returned import ADDRESS, IDENT

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.reminders.service_urls")]
NOON = datetime(2027, 2, 9, 12, tzinfo=AMSTERDAM)


@pytest.fixture(autouse=True)
def _postmark(settings: Any) -> None:
    settings.MAIL_SERVICE = "postmark"
    settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
    settings.ANYMAIL = {
        "POSTMARK_SERVER_TOKEN": "x",
        "WEBHOOK_SECRET": "wegwijs:geheim",
        "IGNORE_UNSUPPORTED_FEATURES": True,
    }


def sent_mail() -> Mail:
    person = make_person(email=ADDRESS)
    return Mail.objects.create(recipient=person, message_id=IDENT, state="sent", sent_at=NOON)


def told(client: Client, kind: str, word: str = "wegwijs:geheim", **facts: Any) -> int:
    """The service posts an event; gives the status of our answer."""
    event = {
        "RecordType": "Bounce",
        "Type": kind,
        "ID": 42,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "Email": ADDRESS,
        "BouncedAt": "2027-02-09T12:00:00Z",
        "Metadata": {"mail": str(IDENT)},
    } | facts
    answer = client.post(
        "/postmark/tracking/",
        json.dumps(event),
        content_type="application/json",
        headers={"Authorization": "Basic " + b64encode(word.encode()).decode()},
    )
    return answer.status_code


def state_of(mail: Mail) -> tuple[str, str]:
    mail.refresh_from_db()
    return mail.state, mail.fault


@pytest.mark.parametrize(
    ("kind", "becomes", "dead"),
    [
        ("HardBounce", ("bounced", "5.0.0"), [ADDRESS]),
        ("BadEmailAddress", ("bounced", "5.0.0"), [ADDRESS]),
        ("DMARCPolicy", ("bounced", "4.0.0"), []),
        ("Transient", ("sent", ""), []),
        ("AutoResponder", ("sent", ""), []),
        ("SpamNotification", ("sent", ""), []),
    ],
)
def test_what_the_service_tells_is_kept(
    client: Client, kind: str, becomes: tuple[str, str], dead: list[str]
) -> None:
    mail = sent_mail()
    assert told(client, kind) == 200
    assert state_of(mail) == becomes
    assert list(DeadAddress.objects.values_list("address", flat=True)) == dead


def test_who_does_not_know_the_word_is_not_believed(client: Client) -> None:
    mail = sent_mail()
    assert told(client, "HardBounce", word="wegwijs:fout") == 400
    assert state_of(mail) == ("sent", "")


@pytest.mark.parametrize("metadata", [{}, {"mail": "no number"}, {"mail": None}, {"mail": 7}])
def test_an_event_about_no_mail_of_ours_is_taken_and_forgotten(
    client: Client, metadata: dict[str, Any]
) -> None:
    mail = sent_mail()
    assert told(client, "HardBounce", Metadata=metadata) == 200
    assert state_of(mail) == ("sent", "")


def test_only_the_service_that_is_used_has_a_door() -> None:
    assert [one.name for one in doors("postmark")] == ["postmark_tracking_webhook"]
    assert [one.name for one in doors("amazon_ses")] == ["amazon_ses_tracking_webhook"]


def sending(status: int, answer: Any) -> Any:
    """The service answers this to whatever is sent; nothing leaves the machine."""
    response = requests.Response()
    response.status_code = status
    response._content = json.dumps(answer).encode()
    return mock.patch.object(requests.Session, "request", return_value=response)


def one_told() -> None:
    person = make_person(email=ADDRESS)
    tell("hello", person, person, organisation=person.organisation, at=NOON.replace(hour=11))


def test_a_mail_goes_by_the_service_with_our_number_for_it() -> None:
    one_told()
    taken = {"ErrorCode": 0, "To": ADDRESS, "MessageID": "1", "Message": "OK"}
    with sending(200, taken) as call:
        one_pass(NOON)
    mail = Mail.objects.get()
    assert mail.state == "sent"
    posted = json.loads(call.call_args.kwargs["data"])
    assert posted["Metadata"] == {"mail": str(mail.message_id)}
    assert {"Name": "Message-ID", "Value": mail.header_id} in posted["Headers"]


@pytest.mark.parametrize(
    ("status", "becomes"),
    [(422, "failed"), (401, "failed"), (429, "queued"), (500, "queued"), (503, "queued")],
)
def test_what_the_service_answers_is_final_or_tried_again(status: int, becomes: str) -> None:
    one_told()
    with sending(status, {"ErrorCode": 1, "Message": "no"}):
        one_pass(NOON)
    assert (Mail.objects.get().state, DeadAddress.objects.count()) == (becomes, 0)


def test_an_address_that_the_service_refuses_is_left_alone() -> None:
    one_told()
    words = f"Found inactive addresses: {ADDRESS}. Inactive recipients are known to bounce."
    with sending(422, {"ErrorCode": 406, "Message": words}):
        one_pass(NOON)
    assert Mail.objects.get().state == "failed"
    assert DeadAddress.objects.get().address == ADDRESS


def test_a_line_to_the_service_that_goes_dead_leaves_a_notice_in_doubt() -> None:
    one_told()
    with mock.patch.object(requests.Session, "request", side_effect=requests.ConnectionError):
        one_pass(NOON)
    assert Mail.objects.get().state == "unknown"


def test_the_environment_says_which_service_and_its_secrets(monkeypatch: Any) -> None:
    monkeypatch.setenv("ANYMAIL_WEBHOOK_SECRET", "wegwijs:geheim")
    monkeypatch.setenv("ANYMAIL_POSTMARK_SERVER_TOKEN", "x")
    got = mail_settings("anymail+postmark:", Env())
    assert (got["MAIL_SERVICE"], got["EMAIL_BACKEND"]) == (
        "postmark",
        "anymail.backends.postmark.EmailBackend",
    )
    assert got["ANYMAIL"]["POSTMARK_SERVER_TOKEN"] == "x"
