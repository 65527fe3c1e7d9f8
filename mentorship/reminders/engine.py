"""One pass: write what is owed, put it in envelopes, hand them over. Late or doubled does no harm.

Nothing here decides by the clock of the machine: each function gets its moment. A pass that dies
half-way is finished by the next one; two at once are kept apart by unique keys in the database.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from mentorship.people.models import Organisation, Person
from mentorship.people.working_days import WorkingDays
from mentorship.reminders.models import Mail, Message
from mentorship.reminders.rules import Notice, Rule, Slot, SlotKey, Told, book


@dataclass
class Round:
    """One round at one moment, and what it has asked already: nothing is asked twice in a round."""

    at: datetime
    _days: dict[int, WorkingDays] = field(default_factory=dict)
    _on: dict[str, set[SlotKey]] = field(default_factory=dict)

    def days(self, organisation: Organisation) -> WorkingDays:
        if organisation.pk not in self._days:
            self._days[organisation.pk] = organisation.working_days()
        return self._days[organisation.pk]

    def is_in_office(self, organisation: Organisation) -> bool:
        return organisation.is_in_office(self.at, self.days(organisation))

    def slots(self, rule: Rule, until: datetime | None = None, about: str = "") -> Iterator[Slot]:
        """Every offset that is or comes on from now until then, for whoever is still owed it."""
        until = until or self.at
        window = rule.window(self.at.date(), until.date(), about)
        for owed in rule.owed(window):
            for slot in rule.slots(owed, self.days(owed.organisation)):
                if slot.begins <= until and slot.ends > self.at and not slot.is_void():
                    yield slot

    def is_on(self, rule: Rule, key: SlotKey) -> bool:
        """Asks the rule's own query: handed in, moved and over all come out as no."""
        if rule.key not in self._on:
            self._on[rule.key] = {slot.key for slot in self.slots(rule)}
        return key in self._on[rule.key]


def write_owed(now: Round) -> None:
    """Write a message for each slot that is on now and was not written before."""
    for rule in book.rules():
        fresh = [_message(rule, slot, now.at) for slot in now.slots(rule) if _may_go(slot, now)]
        Message.objects.bulk_create(fresh, ignore_conflicts=True, batch_size=500)


def _may_go(slot: Slot, now: Round) -> bool:
    """What is calm is written when it can go: by then a later offset may have taken its place."""
    return slot.is_urgent() or now.is_in_office(slot.owed.organisation)


def _message(rule: Rule, slot: Slot, at: datetime) -> Message:
    subject, _recipient, occasion, offset = slot.key
    return Message(
        rule=rule.key,
        subject=subject,
        recipient=slot.owed.recipient,
        occasion=occasion,
        offset=offset,
        organisation=slot.owed.organisation,
        about=slot.owed.about,
        urgent=rule.urgent or slot.is_urgent(),
        created_at=at,
        not_before=at,
    )


def fill_envelopes(now: Round) -> None:
    """Put loose messages in mails: urgent ones at once, calm ones in the day's one calm mail."""
    loose = Message.objects.loose(now.at).select_related("organisation", "recipient")
    for recipient, messages in _by_recipient(loose):
        urgent = [one for one in messages if one.urgent]
        calm = [one for one in messages if not one.urgent and now.is_in_office(one.organisation)]
        if urgent:
            _seal(recipient, urgent, now.at)
        elif calm:
            day = calm[0].organisation.local_date(now.at)
            _seal(recipient, calm, now.at, calm_day=day)


def _by_recipient(messages: Iterable[Message]) -> list[tuple[Person, list[Message]]]:
    grouped: dict[int, list[Message]] = {}
    for message in messages:
        grouped.setdefault(message.recipient_id, []).append(message)
    return [(group[0].recipient, group) for group in grouped.values()]


def _seal(
    recipient: Person, messages: list[Message], at: datetime, calm_day: date | None = None
) -> None:
    """One mail with these messages; none when another pass was first or the calm mail has gone."""
    try:
        with transaction.atomic():
            mail = Mail.objects.create(
                recipient=recipient, calm_day=calm_day, created_at=at, next_try_at=at
            )
            taken = Message.objects.filter(
                pk__in=[one.pk for one in messages], mail=None, dropped_at=None
            ).update(mail=mail)
            if not taken:
                mail.delete()
    except IntegrityError:
        pass  # this person's calm mail of the day exists: tomorrow, then


@dataclass(frozen=True)
class Item:
    """A message with what it takes to write it down."""

    message: Message
    told: Told
    subject: object


def still_owed(messages: list[Message], now: Round) -> list[Item]:
    """The messages that hold true now, most urgent first; the others are marked as dropped."""
    kept: list[Item] = []
    for message in messages:
        why, item = _judge(message, now)
        if item is not None:
            kept.append(item)
        else:
            Message.objects.filter(pk=message.pk).update(dropped_at=now.at, dropped_why=why)
    return sorted(kept, key=lambda one: (not one.message.urgent, one.message.created_at))


def _judge(message: Message, now: Round) -> tuple[str, Item | None]:
    """Why a message is no longer owed, or the item to send."""
    if message.rule not in book:
        return "unknown rule", None
    told = book[message.rule]
    subject = told.load([message.subject_pk]).get(message.subject_pk)
    if subject is None:
        return "gone", None
    recipient = message.recipient
    if recipient.erased_at or recipient.has_left(message.organisation.local_date(now.at)):
        return "left", None
    if isinstance(told, Rule):
        key = (message.subject, recipient.pk, message.occasion, message.offset)
        owed = now.is_on(told, key)
    else:
        assert isinstance(told, Notice)
        owed = told.still_owed(subject, recipient, message.occasion, now.at)
    return ("", Item(message, told, subject)) if owed else ("no longer needed", None)


def abandon_stale(at: datetime) -> None:
    """A sender that died while handing over: nobody knows whether it arrived.

    A mail of reminders alone goes again under the same Message-ID; one with a notice in it (an
    invitation, a decision) waits for the adviser's word.
    """
    stuck = Mail.objects.stuck_in_data(at)
    notices = [one.key for one in book if not isinstance(one, Rule)]
    with_notice = stuck.filter(messages__rule__in=notices)
    unsure = Mail.objects.filter(pk__in=list(with_notice.values_list("pk", flat=True)))
    unsure.update(state="unknown")
    stuck.update(state="queued", next_try_at=at)
