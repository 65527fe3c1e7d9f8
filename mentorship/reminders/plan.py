"""The plan: what was told and what will be, by the same rules and in one line of time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from mentorship.people.models import Person
from mentorship.reminders.engine import Round
from mentorship.reminders.models import Message
from mentorship.reminders.rules import book

AHEAD = timedelta(days=400)  # past the return meeting of a cohort planned today


@dataclass(frozen=True)
class Entry:
    """One message, past or to come: planned, held, sent, skipped, failed or unknown."""

    at: datetime
    title: str
    recipient: Person
    state: str
    why: str = ""
    message: Message | None = None


def timeline(about: str, at: datetime) -> list[Entry]:
    """Everything filed under ``about``, in order of time."""
    written = list(
        Message.objects.about(about).select_related("recipient", "mail").order_by("created_at")
    )
    known = {(one.rule, one.subject, one.recipient_id, one.occasion, one.offset) for one in written}
    past = [_entry(one) for one in written if one.rule in book]
    return sorted([*past, *_to_come(about, at, known)], key=lambda one: one.at)


def _to_come(about: str, at: datetime, known: set[tuple[str, str, int, str, int]]) -> list[Entry]:
    now = Round(at)
    return [
        Entry(max(slot.begins, at), str(rule.title), slot.owed.recipient, "planned")
        for rule in book.rules()
        for slot in now.slots(rule, at + AHEAD, about)
        if (rule.key, *slot.key) not in known and slot.owed.about == about
    ]


def _entry(message: Message) -> Entry:
    state, why, at = _fate(message)
    return Entry(at, str(book[message.rule].title), message.recipient, state, why, message)


def _fate(message: Message) -> tuple[str, str, datetime]:
    """State, reason and moment of a message that was written."""
    mail = message.mail
    if message.dropped_at is not None:
        return "skipped", message.get_dropped_why_display(), message.dropped_at
    if mail is None:
        return "held", _("goes when its hold is over"), message.not_before
    if mail.state == "sent" and mail.sent_at is not None:
        return "sent", "", mail.sent_at
    if mail.state in ("failed", "unknown"):
        return mail.state, mail.fault, mail.next_try_at
    return "held", _("is on its way"), mail.next_try_at
