"""Whether a message still holds true, asked when it is taken up; for sending and for preview."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from mentorship.people.models import Person
from mentorship.reminders.models import Message, Unwanted
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.rules import Notice, Rule, Told, book

Why = Message.Why


@dataclass(frozen=True)
class Item:
    """A message with what it takes to write it down."""

    message: Message
    told: Told
    subject: Any


def judge(messages: Iterable[Message], now: Round) -> tuple[list[Item], dict[str, list[Message]]]:
    """Those that hold true now, most urgent first; and the others by why they do not.

    Each rule is asked once for all of its messages.
    """
    kept: list[Item] = []
    dropped: dict[str, list[Message]] = defaultdict(list)
    for key, same in _by_rule(messages).items():
        if key not in book:
            dropped[Why.GONE] += same
            continue
        told = book[key]
        subjects = told.load({one.subject_pk for one in same})
        deaf = _deaf(told, same)
        for message in same:
            item = Item(message, told, subjects.get(message.subject_pk))
            if why := _why_not(item, deaf, now):
                dropped[why].append(message)
            else:
                kept.append(item)
    return sorted(kept, key=lambda one: (not one.message.urgent, one.message.created_at)), dropped


def still_owed(messages: Iterable[Message], now: Round) -> list[Item]:
    """The messages that hold true now; the others are marked as dropped."""
    kept, dropped = judge(messages, now)
    for why, gone in dropped.items():
        Message.objects.filter(pk__in=[one.pk for one in gone]).drop(now.at, why)
    return kept


def _by_rule(messages: Iterable[Message]) -> dict[str, list[Message]]:
    grouped: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        grouped[message.rule].append(message)
    return grouped


def _deaf(told: Told, messages: list[Message]) -> set[int]:
    """Who turned this off; what is needed cannot be turned off."""
    if told.needed:
        return set()
    people = [one.recipient_id for one in messages]
    off = Unwanted.objects.filter(rule=told.key, person__in=people)
    return set(off.values_list("person", flat=True))


def _why_not(item: Item, deaf: set[int], now: Round) -> str:
    """Why this one is not sent, or ""."""
    message, told, recipient = item.message, item.told, item.message.recipient
    if item.subject is None:
        return Why.GONE
    if _is_gone(recipient, message, now):
        return Why.LEFT
    if recipient.pk in deaf:
        return Why.UNWANTED
    if isinstance(told, Rule):
        owed = now.is_on(told, message.key)
    else:
        assert isinstance(told, Notice)
        owed = told.still_owed(item.subject, recipient, message.occasion, now.at)
    return "" if owed else Why.SETTLED


def _is_gone(recipient: Person, message: Message, now: Round) -> bool:
    day = message.organisation.local_date(now.at)
    return recipient.erased_at is not None or recipient.has_left(day)
