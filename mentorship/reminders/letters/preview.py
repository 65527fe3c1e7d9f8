"""A mail as it will read, or as it reads now that it went: by the code that sends it."""

import logging
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from mentorship.people.models import Organisation, Person
from mentorship.reminders.letters.compose import Letter, ToLookAt, compose
from mentorship.reminders.models import Message
from mentorship.reminders.models.message import MessageQuerySet
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.owed.judging import Item, judge
from mentorship.reminders.plan.timeline import Entry, timeline_of
from mentorship.reminders.rules import book
from mentorship.web.moment import written_for

logger = logging.getLogger(__name__)
GONE = ("sent", "bounced", "unknown", "data")  # mails that left the house, or perhaps


@dataclass(frozen=True)
class Shown:
    """``letter`` is None when nothing would go now, and ``why_not`` says why."""

    letter: Letter | None
    why_not: str = ""


def of_message(message: Message, seen: MessageQuerySet, at: datetime) -> Shown:
    """With what goes along in its envelope, as far as the reader may see it (``seen``)."""
    mail = message.mail
    if message.dropped_at is not None:
        return Shown(_write(_unjudged([message]), message.recipient, at))
    if mail is not None and mail.state in GONE:
        return Shown(
            _write(_unjudged(_along(message, seen)), message.recipient, mail.sent_at or at)
        )
    moment = max(at, message.not_before)
    return _judged(_along(message, seen), message.recipient, moment)


def of_planned(entry: Entry, organisations: Iterable[Organisation], at: datetime) -> Shown:
    """With what its recipient is told at the same moment: that comes in one mail."""
    assert entry.planned is not None
    along = [entry]
    if not entry.planned.rule.alone:
        along = [
            one
            for one in timeline_of(entry.recipient, organisations, at)
            if one.at == entry.at and one.planned and not one.planned.rule.alone
        ]
    messages = [one.planned.as_message(entry.at) for one in along if one.planned]
    return _judged(messages, entry.recipient, entry.at)


def _along(message: Message, seen: MessageQuerySet) -> list[Message]:
    """The messages in the same envelope; or, while there is none, those that will come to it."""
    rows = seen.standing().filter(recipient=message.recipient_id, mail=message.mail_id)
    if message.mail_id is None:
        alone = [one.key for one in book if one.alone]
        if message.rule in alone:
            return [message]
        rows = rows.filter(not_before__lte=message.not_before).exclude(rule__in=alone)
    return list(rows.select_related("organisation", "recipient", "mail"))


def _judged(messages: list[Message], recipient: Person, at: datetime) -> Shown:
    kept, dropped = judge(messages, Round(at, frozenset({recipient.pk})))
    if kept:
        return Shown(_write(kept, recipient, at))
    why = next(iter(dropped), Message.Why.GONE)
    return Shown(None, str(Message.Why(why).label))


def _unjudged(messages: list[Message]) -> list[Item]:
    """What went is no longer owed; it is shown all the same, as long as what it is about exists,
    and a room still declares it."""
    items = []
    for one in messages:
        if one.rule not in book:
            continue
        subject = book[one.rule].load([one.subject_pk]).get(one.subject_pk)
        if subject is not None:
            items.append(Item(one, book[one.rule], subject))
    return items


def _write(
    items: list[Item], recipient: Person, at: datetime, to_look_at: ToLookAt | None = None
) -> Letter | None:
    """None when it cannot be written: sending it would come to the same."""
    if not items:
        return None
    try:
        with written_for(at):
            organisation = items[0].message.organisation
            return compose(items, recipient, organisation, to_look_at or ToLookAt())
    except Exception:
        logger.exception("message %s could not be written", items[0].message.pk)
        return None


def tried(item: Item, language: str, at: datetime, to_look_at: ToLookAt) -> Letter | None:
    """One message by itself in another language or in words that are not kept yet."""
    recipient = copy(item.message.recipient)
    recipient.language = language
    return _write([item], recipient, at, to_look_at)


def why_not(message: Message, at: datetime) -> str:
    """Why this one, sent again now, would not go; or ""."""
    _kept, dropped = judge([message], Round(at, frozenset({message.recipient_id})))
    return "".join(str(Message.Why(why).label) for why in dropped)
