"""The plan: what was told and what will be, by the same rules and in one line of time."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.urls import reverse

from mentorship.people.models import Organisation, Person
from mentorship.reminders.models import Message
from mentorship.reminders.models.message import MessageQuerySet
from mentorship.reminders.owed.engine import Round, message_of
from mentorship.reminders.plan.fates import fate
from mentorship.reminders.rules import Rule, Slot, SlotKey, book

AHEAD = timedelta(days=400)  # past the return meeting of a cohort planned today
SALT = "wegwijs.planned"
Key = tuple[str, str, int, str, int]  # rule, and what makes its slot unique


@dataclass(frozen=True)
class Planned:
    """An offset that is still to come, of a rule."""

    rule: Rule
    slot: Slot

    @property
    def token(self) -> str:
        return token_of(self.rule.key, self.slot.key)

    def as_message(self, at: datetime) -> Message:
        """As the engine would write it at that moment; it is not saved."""
        return message_of(self.rule, self.slot, at)


@dataclass(frozen=True)
class Entry:
    """One message, past or to come. ``state`` is "planned" or one of ``fates``."""

    at: datetime
    title: str
    recipient: Person
    state: str
    why: str = ""
    message: Message | None = None
    planned: Planned | None = None

    @property
    def url(self) -> str:
        """Where its organisers, and its recipient once it was sent, read it."""
        if self.planned is not None:
            return reverse("reminders:planned", args=[self.planned.token])
        assert self.message is not None
        return reverse("reminders:message", args=[self.message.pk])


def timeline(about: str, at: datetime) -> list[Entry]:
    """Everything filed under ``about``, in order of time."""
    written = _entries(Message.objects.about(about), at)
    to_come = [one for one in _planned(Round(at), about) if one.slot.owed.about == about]
    return _in_order(written, to_come, at)


def timeline_of(person: Person, organisations: Iterable[Organisation], at: datetime) -> list[Entry]:
    """Everything these organisations told somebody and will, in order of time."""
    ours = {one.pk for one in organisations}
    written = _entries(Message.objects.filter(recipient=person, organisation__in=ours), at)
    to_come = [
        one
        for one in _planned(Round(at, frozenset({person.pk})))
        if one.slot.owed.organisation.pk in ours
    ]
    return _in_order(written, to_come, at)


def sent_to(person: Person, at: datetime, number: int | None = None) -> list[Entry]:
    """What somebody was sent, newest first."""
    sent = Message.objects.standing().filter(recipient=person, mail__state="sent")
    return _entries(sent.order_by("-mail__sent_at", "pk")[:number], at)


def token_of(rule: str, key: SlotKey) -> str:
    """How an offset is named in an address: nobody can make one up, and it names no person."""
    return signing.dumps([rule, *key], salt=SALT)


def find_planned(token: str, at: datetime) -> Entry | None:
    """The entry that a token names, if its rule still has it to come."""
    try:
        key, *slot_key = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    if key not in book or not isinstance(rule := book[key], Rule):
        return None
    person = slot_key[1]
    for slot in Round(at, frozenset({person})).slots(rule, at + AHEAD):
        if list(slot.key) == slot_key:
            return None if (key, *slot.key) in _written([slot.key]) else _coming(rule, slot, at)
    return None


def _in_order(written: list[Entry], to_come: list[Planned], at: datetime) -> list[Entry]:
    known = _written([one.slot.key for one in to_come])
    coming = [
        _coming(one.rule, one.slot, at)
        for one in to_come
        if (one.rule.key, *one.slot.key) not in known
    ]
    return sorted([*written, *coming], key=lambda one: one.at)


def _planned(now: Round, about: str = "") -> Iterator[Planned]:
    for rule in book.rules():
        for slot in now.slots(rule, now.at + AHEAD, about):
            yield Planned(rule, slot)


def _coming(rule: Rule, slot: Slot, at: datetime) -> Entry:
    planned = Planned(rule, slot)
    moment = max(slot.begins, at)
    return Entry(moment, str(rule.title), slot.owed.recipient, "planned", planned=planned)


def _written(keys: list[SlotKey]) -> set[Key]:
    """Which of these stand as messages already, whoever else has one about the same subjects."""
    return set(Message.objects.keys_about(key[0] for key in keys))


def entry_of(message: Message, at: datetime) -> Entry:
    state, why, moment = fate(message, at)
    title = str(book[message.rule].title)
    return Entry(moment, title, message.recipient, state, why, message=message)


def _entries(messages: MessageQuerySet, at: datetime) -> list[Entry]:
    rows = messages.select_related("recipient", "mail", "organisation")
    return [entry_of(one, at) for one in rows if one.rule in book]
