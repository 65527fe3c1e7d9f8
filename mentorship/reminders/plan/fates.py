"""What became of a message, in words for people."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.reminders.models import Mail, Message
from mentorship.web.templatetags.wegwijs import clock

UNDELIVERED = ("failed", "unknown", "bounced")  # somebody must decide; so Mail calls them too

OTHER = gettext_lazy("the mail server did not take it")
UNREACHABLE = gettext_lazy("the mail server could not be reached")
FAULTS = {
    "SMTPRecipientsRefused": gettext_lazy("the mail server does not know the address"),
    "SMTPDataError": gettext_lazy("the mail server refused it"),
    "SMTPSenderRefused": gettext_lazy("the mail server refuses our own address"),
    "SMTPServerDisconnected": gettext_lazy("the mail server broke off"),
    "SMTPConnectError": UNREACHABLE,
    "SMTPAuthenticationError": gettext_lazy("the mail server does not let us in"),
    "ConnectionRefusedError": UNREACHABLE,
    "TimeoutError": UNREACHABLE,
    "gaierror": UNREACHABLE,
}


def fate(message: Message, at: datetime) -> tuple[str, str, datetime]:
    """State, reason and moment of a message that was written.

    The states: held (after a click), waiting, sent, skipped, failed, unknown, bounced.
    """
    mail = message.mail
    if message.dropped_at is not None:
        return "skipped", message.get_dropped_why_display(), message.dropped_at
    if mail is None:
        return _loose(message, at)
    if mail.state == "sent" and mail.sent_at is not None:
        return "sent", "", mail.sent_at
    if mail.state in UNDELIVERED:
        return mail.state, fault_in_words(mail), mail.sent_at or mail.next_try_at
    if mail.fault:
        words = _("tried before: %(why)s") % {"why": fault_in_words(mail)}
        return "waiting", words, mail.next_try_at
    return "waiting", "", mail.next_try_at


def _loose(message: Message, at: datetime) -> tuple[str, str, datetime]:
    if message.not_before > at:
        words = _("waits until %(clock)s") % {"clock": clock(message.not_before)}
        return "held", words, message.not_before
    return "waiting", "" if message.urgent else _("in office hours"), max(at, message.not_before)


def fault_in_words(mail: Mail) -> str:
    """A server's own sentence is kept nowhere: it may hold an address."""
    if not mail.fault or mail.fault[0].isdigit():  # as a report of mail that came back: 5.1.1
        return mail.fault
    return str(FAULTS.get(mail.fault, OTHER))
