"""Handing mails over: claim, write, hand over, note what came of it; one commit for each mail.

A crash before the hand-over sends again; one during it is *unknown* (see engine.abandon_stale).
"""

import logging
import smtplib
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.mail import EmailMessage
from django.db import InterfaceError, OperationalError, connection

from mentorship.reminders.letters.compose import Letter, as_email, compose
from mentorship.reminders.models import LEASE, DeadAddress, Mail, Message
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.owed.judging import Item, still_owed
from mentorship.reminders.rules import Notice
from mentorship.reminders.sending.calm import is_put_off
from mentorship.reminders.sending.server import Server
from mentorship.web.moment import written_for

logger = logging.getLogger(__name__)

BATCH = 20  # mails claimed at once: with the server at its slowest still within the lease
TRIES = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=2)
BREATH = 0.2  # seconds between two tries to reach the database


@dataclass(frozen=True)
class Outcome:
    """What became of one mail; ``letter`` is None when nothing in it was still owed."""

    mail: Mail
    letter: Letter | None
    reasons: list[str]


@dataclass
class UnderWay:
    """A mail that the server has, or is getting, and has not answered."""

    mail: Mail
    items: list[Item]
    answer: Future[int | None]


@dataclass
class Sender:
    """One hand with one connection: whoever kills it leaves at most one mail in doubt.

    While the server thinks about one mail, the next one is written.
    """

    server: Server = field(default_factory=Server)
    is_away: bool = False  # the server could not be reached, so asking on makes no sense
    _under_way: UnderWay | None = None

    def deliver(self, at: datetime, number: int = BATCH) -> list[Outcome]:
        """Hand over what is due, at most ``number`` mails; none is due when it gives none."""
        mails = Mail.objects.claim(at, number)
        now = Round(at, frozenset(one.recipient_id for one in mails))
        outcomes, latest = [], time.monotonic() + LEASE.total_seconds() / 2
        try:
            for mail, items in contents(mails, now):
                if time.monotonic() > latest:  # too slow: when its lease is over, another takes it
                    break
                if self.is_away:
                    _wait_for_server(mail, at)
                else:
                    outcomes.append(self._deliver_one(mail, items, now))
        finally:
            self._settle(at)
        return outcomes

    def _deliver_one(self, mail: Mail, items: list[Item], now: Round) -> Outcome:
        waits = is_put_off(mail, items, now)
        letter = None if waits else _try_to_write(mail, items, now)
        self._settle(now.at)
        if letter is not None:
            self._begin(mail, as_email(letter, mail), items, now.at)
        return Outcome(mail, letter, reasons_of(items))

    def _begin(self, mail: Mail, email: EmailMessage, items: list[Item], at: datetime) -> None:
        try:
            self.server.open()
        except (smtplib.SMTPException, OSError) as fault:
            logger.warning("the mail server cannot be reached: %s", type(fault).__name__)
            self.is_away = True
            _wait_for_server(mail, at, type(fault).__name__)
            return
        if mail.advance("data"):
            self._under_way = UnderWay(mail, items, self.server.hand_over(email))

    def _settle(self, at: datetime) -> None:
        """Wait for the server's answer to the mail before, and note it."""
        under_way, self._under_way = self._under_way, None
        if under_way is None:
            return
        try:
            under_way.answer.result()
        except Exception as fault:  # a service's library has its own kinds
            self.server.hang_up()
            _note_fault(under_way.mail, fault, under_way.items, at)
        else:
            _note_sent(under_way.mail, at)

    def close(self) -> None:
        self.server.close()


def _try_to_write(mail: Mail, items: list[Item], now: Round) -> Letter | None:
    """None when nothing in it is still owed, or when it cannot be written: the others go on."""
    if not items:
        # Freed, so that the day's one calm mail can still be another.
        mail.advance("dropped", calm_day=None)
        return None
    try:
        return write(mail, items, now)
    except Exception as fault:
        logger.exception("mail %s could not be written", mail.pk)
        mail.advance("failed", fault=type(fault).__name__)
        return None


def contents(mails: list[Mail], now: Round) -> Iterator[tuple[Mail, list[Item]]]:
    """Each mail with what in it still holds true."""
    inside: dict[int | None, list[Item]] = defaultdict(list)
    messages = Message.objects.standing().filter(mail__in=mails)
    for item in still_owed(messages.select_related("organisation", "recipient"), now):
        inside[item.message.mail_id].append(item)
    return ((mail, inside[mail.pk]) for mail in mails)


def write(mail: Mail, items: list[Item], now: Round) -> Letter:
    """The letter as it goes now."""
    with written_for(now.at):
        return compose(items, mail.recipient, items[0].message.organisation)


def reasons_of(items: list[Item]) -> list[str]:
    """For who looks over the shoulder of a pass: which rules speak, at which offsets."""
    return [f"{one.message.rule} {one.message.offset:+d}" for one in items]


def _wait_for_server(mail: Mail, at: datetime, fault: str = "") -> None:
    """A server that is away says nothing about this mail: no try is lost, however long it takes."""
    mail.advance("queued", next_try_at=at + FIRST_WAIT, fault=fault)


def _note_sent(mail: Mail, at: datetime) -> None:
    """It has gone: a database that is away for a moment must not make it go again."""
    latest = time.monotonic() + LEASE.total_seconds() / 2
    while True:
        try:
            mail.advance("sent", sent_at=at, fault="")
            return
        except (InterfaceError, OperationalError):
            if time.monotonic() > latest:
                raise
            connection.close()  # the next try opens a new one
            time.sleep(BREATH)


def _note_fault(mail: Mail, fault: Exception, items: list[Item], at: datetime) -> None:
    """Back off and try again; stop when the server said never, or after ten tries."""
    # The server's sentence may hold an address: the log gets the kind of fault alone.
    name = type(fault).__name__
    logger.warning("mail %s was not accepted: %s", mail.pk, name)
    if mail.state == "data" and not _has_answered(fault):
        if any(isinstance(one.told, Notice) for one in items):
            mail.advance("unknown", fault=name)
            return
    elif _refuses_address(fault):
        DeadAddress.note(mail.recipient.email, at, name)
    tries = mail.tries + 1
    if _is_final(fault) or tries >= TRIES:
        mail.advance("failed", fault=name, tries=tries)
        return
    wait = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    mail.advance("queued", next_try_at=at + wait, fault=name, tries=tries)


def _has_answered(fault: Exception) -> bool:
    """The server said no in so many words; a line that went dead says nothing."""
    return isinstance(fault, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)


def _refuses_address(fault: Exception) -> bool:
    """Not by policy (5.7): a server that takes nothing from us says nothing of the address."""
    if not isinstance(fault, smtplib.SMTPRecipientsRefused) or not _is_final(fault):
        return False
    return not any(bytes(words).startswith(b"5.7.") for _code, words in fault.recipients.values())


def _is_final(fault: Exception) -> bool:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in fault.recipients.values())
    return isinstance(fault, smtplib.SMTPResponseException) and fault.smtp_code >= 500
