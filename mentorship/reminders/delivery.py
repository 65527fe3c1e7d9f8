"""Handing mails over: claim, write, hand over, note what came of it; one commit for each step.

A crash before the hand-over sends again; one during it is *unknown* (see engine.abandon_stale).
"""

import logging
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from mentorship.reminders.engine import Round, still_owed
from mentorship.reminders.letters import Letter, as_email, compose
from mentorship.reminders.models import Mail
from mentorship.web.moment import written_for

logger = logging.getLogger(__name__)

TRIES = 10
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=2)


@dataclass(frozen=True)
class Outcome:
    """What became of one mail; ``letter`` is None when nothing in it was still owed."""

    mail: Mail
    letter: Letter | None
    reasons: list[str]


def deliver(now: Round, limit: int = 200) -> Iterator[Outcome]:
    """Hand over what is due, at most ``limit`` mails."""
    due = list(
        Mail.objects.due(now.at).order_by("next_try_at", "pk").select_related("recipient")[:limit]
    )
    if not due:
        return
    connection = get_connection()
    try:
        for mail in due:
            if mail.claim(now.at):
                yield _deliver_one(mail, connection, now)
    finally:
        connection.close()


def write(mail: Mail, now: Round) -> tuple[Letter | None, list[str]]:
    """The letter as it would go now, and the reason of each message in it."""
    items = still_owed(list(mail.messages.select_related("organisation", "recipient")), now)
    if not items:
        return None, []
    with written_for(now.at):
        letter = compose(items, mail.recipient, items[0].message.organisation)
    return letter, [f"{one.message.rule} {one.message.offset:+d}" for one in items]


def _deliver_one(mail: Mail, connection: BaseEmailBackend, now: Round) -> Outcome:
    letter, reasons = write(mail, now)
    if letter is None:
        # Freed, so that the day's one calm mail can still be another.
        mail.advance("dropped", calm_day=None)
        return Outcome(mail, None, [])
    email = as_email(letter, mail)
    try:
        connection.open()  # a server that is away is noticed before the hand-over begins
        if mail.advance("data"):
            connection.send_messages([email])
            mail.advance("sent", sent_at=now.at, fault="")
    except (smtplib.SMTPException, OSError) as fault:
        connection.close()
        _note_fault(mail, fault, now.at)
    return Outcome(mail, letter, reasons)


def _note_fault(mail: Mail, fault: Exception, at: datetime) -> None:
    """Back off and try again; stop when the server said never, or after ten tries."""
    # The server's sentence may hold an address: the log gets the kind of fault alone.
    logger.warning("mail %s was not accepted: %s", mail.pk, type(fault).__name__)
    if _is_final(fault) or mail.attempts >= TRIES:
        mail.advance("failed", fault=type(fault).__name__)
        return
    wait = min(FIRST_WAIT * 2 ** (mail.attempts - 1), LONGEST_WAIT)
    mail.advance("queued", next_try_at=at + wait, fault=type(fault).__name__)


def _is_final(fault: Exception) -> bool:
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _words in fault.recipients.values())
    return isinstance(fault, smtplib.SMTPResponseException) and fault.smtp_code >= 500


def retry(mail: Mail, at: datetime) -> None:
    """Somebody says: send it again."""
    Mail.objects.filter(pk=mail.pk, state__in=["failed", "unknown"]).update(
        state="queued", next_try_at=at, attempts=0
    )
