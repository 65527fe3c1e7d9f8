"""Handing mails over: claim, write, hand over, note what came of it; one commit for each mail.

A crash before the hand-over sends again; one during it is *unknown* (see engine.abandon_stale).
"""

import logging
import smtplib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from mentorship.reminders.engine import Round
from mentorship.reminders.judging import Item, still_owed
from mentorship.reminders.letters import Letter, as_email, compose
from mentorship.reminders.models import DeadAddress, Mail, Message
from mentorship.reminders.rules import Notice
from mentorship.reminders.server import LeaseLostError, Server
from mentorship.web.moment import written_for

logger = logging.getLogger(__name__)

BATCH = 20  # mails claimed at once: with the server at its slowest still within the lease
TRIES = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=2)


@dataclass(frozen=True)
class Outcome:
    """What became of one mail; ``letter`` is None when nothing in it was still owed."""

    mail: Mail
    letter: Letter | None
    reasons: list[str]


@dataclass
class Sender:
    """One hand with one connection: whoever kills it leaves at most one mail in doubt."""

    server: Server = field(default_factory=Server)

    def deliver(self, at: datetime, number: int = BATCH) -> list[Outcome]:
        """Hand over what is due, at most ``number`` mails; none is left to hand over when empty."""
        mails = Mail.objects.claim(at, number)
        now = Round(at, frozenset(one.recipient_id for one in mails))
        return [self._deliver_one(mail, items, now) for mail, items in contents(mails, now)]

    def _deliver_one(self, mail: Mail, items: list[Item], now: Round) -> Outcome:
        if not items:
            # Freed, so that the day's one calm mail can still be another.
            mail.advance("dropped", calm_day=None)
            return Outcome(mail, None, [])
        try:
            letter = write(mail, items, now)
        except Exception as fault:  # one broken text must not keep the others from going
            logger.exception("mail %s could not be written", mail.pk)
            mail.advance("failed", fault=type(fault).__name__)
            return Outcome(mail, None, [])
        self._hand_over(mail, letter, items, now.at)
        return Outcome(
            mail, letter, [f"{one.message.rule} {one.message.offset:+d}" for one in items]
        )

    def _hand_over(self, mail: Mail, letter: Letter, items: list[Item], at: datetime) -> None:
        try:
            self.server.open()
            self.server.hand_over(as_email(letter, mail), lambda: mail.advance("data"))
            mail.advance("sent", sent_at=at, fault="")
        except LeaseLostError:
            self.server.close()
        except (smtplib.SMTPException, OSError) as fault:
            self.server.close()
            _note_fault(mail, fault, items, at)

    def close(self) -> None:
        self.server.close()


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
    if _is_final(fault) or mail.attempts >= TRIES:
        mail.advance("failed", fault=name)
        return
    wait = min(FIRST_WAIT * 2 ** (mail.attempts - 1), LONGEST_WAIT)
    mail.advance("queued", next_try_at=at + wait, fault=name)


def _has_answered(fault: Exception) -> bool:
    """The server said no in so many words; a line that went dead says nothing."""
    return isinstance(fault, smtplib.SMTPResponseException | smtplib.SMTPRecipientsRefused)


def _refuses_address(fault: Exception) -> bool:
    return isinstance(fault, smtplib.SMTPRecipientsRefused) and _is_final(fault)


def _is_final(fault: Exception) -> bool:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in fault.recipients.values())
    return isinstance(fault, smtplib.SMTPResponseException) and fault.smtp_code >= 500
