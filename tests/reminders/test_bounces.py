"""Mail that comes back: what is read from it, and what it does to a mail and an address."""

import mailbox
import ssl
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from mentorship.reminders import actions
from mentorship.reminders.models import DeadAddress, Mail
from mentorship.reminders.returned import bounces
from mentorship.reminders.returned.reports import Kind, read
from tests.cast import AMSTERDAM, make_person
from tests.reminders.imap import Folder, serving
from tests.reminders.returned import ADDRESS, IDENT, Said, returned

NOON = datetime(2027, 1, 26, 12, tzinfo=AMSTERDAM)
FILES = Path(__file__).parent.parent / "data" / "bounces"

FAILED = [
    (Said("postfix", "failed", "5.1.1", "550 5.1.1 User unknown"), "5.1.1"),
    (Said("postfix", "failed", "5.1.10", "556 5.1.10 Domain takes no mail (nullMX)"), "5.1.10"),
    (Said("postfix", "failed", "5.2.1", "550 5.2.1 Mailbox disabled"), "5.2.1"),
    (Said("postfix", "failed", "5.2.2", "552 5.2.2 Mailbox full"), "5.2.2"),
    (Said("postfix", "failed", "5.7.1", "554 5.7.1 Relay access denied"), "5.7.1"),
    (Said("postfix", "failed", "4.4.1", "connection timed out"), "4.4.1"),
    (Said("postfix", "failed", "4.2.2", "452 4.2.2 Over quota"), "4.2.2"),
    (Said("exim", "failed", "5.0.0", "550 5.1.1 no such user"), "5.1.1"),
    (Said("exim", "failed", "5.0.0", "550 Unrouteable address"), "5.0.0"),
    (Said("exim", "failed", "5.0.0", "452 mailbox full, gave up after four days"), "4.0.0"),
    (Said("exim", "failed", "5.4.4", "550 all relevant MX records point nowhere"), "5.4.4"),
    (Said("exchange", "failed", "5.1.10", "550 5.1.10 RecipientNotFound"), "5.1.10"),
    (Said("exchange", "failed", "5.1.1", "550 5.1.1 RESOLVER.ADR.ExRecipNotFound"), "5.1.1"),
    (Said("exchange", "failed", "5.2.2", "554 5.2.2 mailbox full; QuotaExceeded"), "5.2.2"),
    (Said("exchange", "failed", "5.7.133", "550 5.7.133 SenderNotAuthenticated"), "5.7.133"),
    (Said("exchange", "failed", "5.7.509", "550 5.7.509 DMARC says reject"), "5.7.509"),
    (Said("exchange", "failed", "5.4.14", "554 5.4.14 Hop count exceeded"), "5.4.14"),
    (Said("exchange", "failed", "4.4.7", "550 4.4.7 QUEUE.Expired; message expired"), "4.4.7"),
    (Said("gmail", "failed", "5.1.1", "550 5.1.1 account does not exist"), "5.1.1"),
    (Said("gmail", "failed", "5.2.1", "550 5.2.1 account is disabled"), "5.2.1"),
    (Said("gmail", "failed", "5.2.2", "552 5.2.2 inbox is out of storage"), "5.2.2"),
    (Said("gmail", "failed", "4.4.1", "The recipient server did not accept us"), "4.4.1"),
    (Said("sendmail", "failed", "5.1.2", "550 Host unknown"), "5.1.2"),
    (Said("sendmail", "failed", "5.1.1", "550 5.1.1 User unknown"), "5.1.1"),
    (Said("sendmail", "Failed", "5.1.1", "550 User unknown"), "5.1.1"),
    (Said("domino", "failed", "5.1.1", "550 jan.bakker is not listed in the Directory"), "5.1.1"),
    (Said("shouting", "FAILED", "5.1.1", "bad destination mailbox address"), "5.1.1"),
    (Said("shouting", "failed", "", "no status at all, 550"), "5.0.0"),
]
HARMLESS = [
    Said("postfix", "delayed", "4.4.1", "connect: Connection timed out"),
    Said("postfix", "delayed", "4.7.1", "450 4.7.1 Greylisted"),
    Said("exim", "delayed", "4.0.0", "451 try later"),
    Said("exchange", "delayed", "4.4.7", "400 4.4.7 message delayed"),
    Said("exchange", "expanded", "2.1.5", "250 list expanded"),
    Said("gmail", "delayed", "4.4.1", "will retry for two more days"),
    Said("sendmail", "delayed", "4.2.2", "452 4.2.2 mailbox full"),
    Said("sendmail", "relayed", "2.6.0", "250 relayed to a server without reports"),
    Said("postfix", "delivered", "2.0.0", "250 2.0.0 Ok"),
]
SHIPPED = {
    "complaint.eml": (Kind.HARMLESS, ""),
    "exchange-online-not-found.eml": (Kind.FAILED, "5.1.10"),
    "exchange-out-of-office.eml": (Kind.HARMLESS, ""),
    "exim-in-plain-words.eml": (Kind.FAILED, "5.0.0"),
    "exim-unknown-user.eml": (Kind.FAILED, "5.0.0"),
    "gmail-no-such-user.eml": (Kind.FAILED, "5.1.1"),
    "postfix-delayed.eml": (Kind.HARMLESS, ""),
    "postfix-two-recipients.eml": (Kind.FAILED, "5.1.1"),
    "postfix-unknown-user.eml": (Kind.FAILED, "5.1.1"),
    "qmail-no-mailbox.eml": (Kind.FAILED, "5.1.1"),
    "sendmail-unknown-host.eml": (Kind.FAILED, "5.1.2"),
    "smtputf8-unknown-user.eml": (Kind.FAILED, "5.1.1"),
}


def sent_mail(**facts: Any) -> Mail:
    person = make_person(email=ADDRESS)
    facts = {"message_id": IDENT, "state": "sent", "sent_at": NOON} | facts
    return Mail.objects.create(recipient=person, **facts)


def test_every_file_of_a_mail_that_came_back_is_read_as_what_it_is() -> None:
    assert sorted(SHIPPED) == sorted(path.name for path in FILES.glob("*.eml"))
    got = {name: read((FILES / name).read_bytes()) for name in SHIPPED}
    assert {name: (one.kind, one.status) for name, one in got.items()} == SHIPPED
    for name, one in got.items():
        assert (IDENT in one.idents) == (one.kind is Kind.FAILED), name
        # The list's own address was reached: it is another, behind it, that takes no mail.
        is_ours = one.kind is Kind.FAILED and name != "postfix-two-recipients.eml"
        assert (ADDRESS in one.addresses) == is_ours, name


@pytest.mark.parametrize("returns", ["headers", "all", "nothing"])
@pytest.mark.parametrize(("said", "status"), FAILED, ids=lambda one: getattr(one, "words", one))
def test_what_failed_is_known_with_its_status_and_address(
    said: Said, status: str, returns: str
) -> None:
    report = read(returned(said, returns=returns))
    assert (report.kind, report.status) == (Kind.FAILED, status)
    assert IDENT in report.idents
    assert ADDRESS in report.addresses


@pytest.mark.parametrize("said", HARMLESS, ids=lambda one: one.words)
def test_what_is_only_late_or_arrived_after_all_is_harmless(said: Said) -> None:
    assert read(returned(said)).kind is Kind.HARMLESS


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-replied",
        "Auto-Submitted: auto-generated",
        "X-Autoreply: yes",
        "X-Auto-Response-Suppress: All",
        "Precedence: auto_reply",
        "Content-Type: multipart/report; report-type=disposition-notification; boundary=x",
    ],
)
def test_a_machine_that_answers_for_somebody_is_harmless(header: str) -> None:
    text = f"{header}\nReturn-Path: <>\nFrom: jan@hoorn.example\nSubject: Afwezig\n\nTot maandag.\n"
    assert read(text.encode()).kind is Kind.HARMLESS


def test_a_colleague_who_answers_by_hand_is_left_for_people_to_read() -> None:
    text = f"From: {ADDRESS}\nIn-Reply-To: <{IDENT}@x>\n\n550 5.1.1 User unknown? Nee, ik ben er!\n"
    assert read(text.encode()).kind is Kind.UNKNOWN


@given(st.binary(max_size=3000))
def test_whatever_comes_in_it_never_crashes(raw: bytes) -> None:
    assert read(raw).kind in Kind
    for shape in (b"message/delivery-status", b"multipart/report; boundary=x", b"message/rfc822"):
        assert read(b"Content-Type: " + shape + b"\n\n" + raw).kind in Kind


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 5000,
        b"Content-Type: multipart/report; boundary=a\n\n" + b"--a\n" * 20_000,
        b"Content-Type: message/rfc822\n\n" * 3000,
        b"From: MAILER-DAEMON\nContent-Type: text/plain; charset=no-such\n\n\xff\xfe",
        b"Content-Type: message/delivery-status\n\nAction: failed\nStatus: \xff\n\n" * 500,
        b"From: =?utf-8?b?////?= <mailer-daemon>\nTo: " + b"<" * 50_000 + b"\n\nx",
    ],
    ids=["empty", "zeros", "boundaries", "deep", "charset", "bytes", "brackets"],
)
def test_a_mail_made_to_break_a_parser_breaks_nothing(raw: bytes) -> None:
    assert read(raw).kind in Kind


@pytest.mark.django_db
def test_a_mail_that_came_back_is_noted_and_its_address_is_left_alone() -> None:
    mail = sent_mail()
    assert bounces.note(read(returned(Said("postfix", "failed", "5.1.1"))), NOON)
    mail.refresh_from_db()
    assert (mail.state, mail.fault) == ("bounced", "5.1.1")
    dead = DeadAddress.objects.get()
    assert (dead.address, dead.since, dead.why) == (ADDRESS, NOON, "5.1.1")


@pytest.mark.django_db
def test_a_server_that_gave_up_for_now_leaves_the_address_in_use() -> None:
    mail = sent_mail()
    assert bounces.note(read(returned(Said("exchange", "failed", "4.4.7", "expired"))), NOON)
    mail.refresh_from_db()
    assert (mail.state, DeadAddress.objects.count()) == ("bounced", 0)


@pytest.mark.django_db
def test_the_same_report_twice_changes_nothing_once_somebody_trusts_the_address() -> None:
    mail, report = sent_mail(), read(returned(Said("postfix", "failed", "5.1.1")))
    bounces.note(report, NOON)
    actions.trust(ADDRESS, NOON + timedelta(hours=1))
    assert bounces.note(report, NOON + timedelta(hours=2))
    mail.refresh_from_db()
    assert (mail.state, DeadAddress.objects.count()) == ("queued", 0)


@pytest.mark.django_db
def test_an_address_that_was_changed_since_is_not_blamed_for_the_old_one() -> None:
    mail = sent_mail()
    mail.recipient.email = "jan.de.bakker@hoorn.example"
    mail.recipient.save()
    bounces.note(read(returned(Said("postfix", "failed", "5.1.1"))), NOON)
    mail.refresh_from_db()
    assert (mail.state, DeadAddress.objects.count()) == ("bounced", 0)


@pytest.mark.django_db
def test_a_report_about_a_mail_that_was_never_sent_blames_nobody() -> None:
    """Who knows an address and where reports go to can still not silence a colleague."""
    mail = sent_mail(message_id="00000000-0000-4000-8000-000000000000")
    assert not bounces.note(read(returned(Said("postfix", "failed", "5.1.1"))), NOON)
    mail.refresh_from_db()
    assert (mail.state, DeadAddress.objects.count()) == ("sent", 0)


@pytest.fixture
def maildir(tmp_path: Path, settings: Any) -> mailbox.Maildir:
    settings.BOUNCE_URL = f"maildir:{tmp_path / 'terug'}"
    return mailbox.Maildir(tmp_path / "terug")


@pytest.mark.django_db
def test_a_maildir_is_read_once_and_what_nobody_understands_is_left(
    maildir: mailbox.Maildir,
) -> None:
    mail = sent_mail()
    for name in ("postfix-unknown-user", "postfix-delayed", "exchange-out-of-office"):
        maildir.add((FILES / f"{name}.eml").read_bytes())
    maildir.add(b"From: iemand@elders.example\nSubject: Vraag\n\nWat is dit voor mail?\n")
    assert bounces.read_postbox(NOON) == bounces.Harvest(bounced=1, harmless=2, left=1)
    mail.refresh_from_db()
    assert mail.state == "bounced"
    assert [one["Subject"] for one in maildir] == ["Vraag"]
    assert bounces.read_postbox(NOON) == bounces.Harvest(left=1)


@pytest.mark.django_db
def test_a_mailbox_on_a_server_is_emptied_of_what_was_understood(settings: Any) -> None:
    mail, folder = sent_mail(), Folder()
    for name in ("exchange-out-of-office", "exchange-online-not-found"):
        folder.add((FILES / f"{name}.eml").read_bytes())
    folder.add(b"From: iemand@elders.example\r\n\r\n" + b"x" * 3_000_000)
    with serving(folder) as port:
        settings.BOUNCE_URL = f"imap://terug:geheim@127.0.0.1:{port}/INBOX"
        assert bounces.read_postbox(NOON) == bounces.Harvest(bounced=1, harmless=1, left=1)
        assert bounces.read_postbox(NOON) == bounces.Harvest(left=1)
    mail.refresh_from_db()
    assert (mail.state, list(folder.mails)) == ("bounced", [3])


@pytest.mark.parametrize("path", ["terug:fout@127.0.0.1:{port}", "terug:geheim@127.0.0.1:{port}/X"])
def test_a_server_that_refuses_us_is_one_line(settings: Any, path: str) -> None:
    with serving(Folder()) as port:
        settings.BOUNCE_URL = "imap://" + path.format(port=port)
        with pytest.raises(CommandError, match=r"^the postbox "):
            call_command("bounces")


def test_a_server_on_the_net_must_prove_who_it_is(settings: Any) -> None:
    settings.BOUNCE_URL = "imaps://terug:geheim@elders.example"
    refused = mock.patch("imaplib.IMAP4_SSL", side_effect=ssl.SSLCertVerificationError)
    with refused as connect, pytest.raises(CommandError):
        call_command("bounces")
    context = connect.call_args.kwargs["ssl_context"]
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.django_db
def test_the_command_says_in_one_line_what_it_found(
    maildir: mailbox.Maildir, capsys: pytest.CaptureFixture[str]
) -> None:
    sent_mail()
    maildir.add((FILES / "qmail-no-mailbox.eml").read_bytes())
    call_command("bounces")
    assert capsys.readouterr().out == "1 came back, 0 harmless, 0 left to read\n"


@pytest.mark.parametrize(
    "url",
    [
        "maildir:/there/is/no/such/folder",
        "imaps://terug:geheim@127.0.0.1:{port}/INBOX",
        "imap://terug:geheim@elders.example/INBOX",
        "pop3://terug:geheim@elders.example",
    ],
)
def test_a_postbox_that_cannot_be_read_is_one_line_without_its_password(
    url: str, settings: Any, free_port: int
) -> None:
    settings.BOUNCE_URL = url.format(port=free_port)
    with pytest.raises(CommandError) as fault:
        call_command("bounces")
    assert "geheim" not in str(fault.value)
