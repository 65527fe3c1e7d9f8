"""One pass: write what is owed, and put it in envelopes. Late or doubled does no harm.

Nothing here decides by the clock of the machine: each function gets its moment. A pass that dies
half-way is finished by the next one; two at once are kept apart by unique keys and row locks.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from mentorship.people.models import Organisation
from mentorship.people.working_days import WorkingDays
from mentorship.reminders.models import Mail, Message, Pulse
from mentorship.reminders.rules import Notice, Rule, Slot, SlotKey, book
from mentorship.reminders.watch.alive import SILENCE

AT_ONCE = 500  # people whose envelopes are filled in one transaction
Why = Message.Why


@dataclass
class Round:
    """One round at one moment, and what it has asked already: nothing is asked twice in a round.

    ``recipients`` narrows every question to these people; None is everybody.
    """

    at: datetime
    recipients: frozenset[int] | None = None
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
        for slot in self._slots(rule, self.at, until, about):
            if slot.begins <= until and slot.ends > self.at:
                yield slot

    def missed(self, rule: Rule, since: datetime) -> Iterator[Slot]:
        """Every offset of whatever is still owed that ended between then and now."""
        for slot in self._slots(rule, since, self.at, ""):
            if since < slot.ends <= self.at:
                yield slot

    def _slots(self, rule: Rule, first: datetime, last: datetime, about: str) -> Iterator[Slot]:
        window = rule.window(first.date(), last.date(), about, self.recipients)
        for owed in rule.owed(window):
            if self.recipients is None or owed.recipient.pk in self.recipients:
                for slot in rule.slots(owed, self.days(owed.organisation)):
                    if not slot.is_void():
                        yield slot

    def is_on(self, rule: Rule, key: SlotKey) -> bool:
        """Asks the rule's own query: handed in, moved and over all come out as no."""
        if rule.key not in self._on:
            self._on[rule.key] = {slot.key for slot in self.slots(rule)}
        return key in self._on[rule.key]


def write_owed(now: Round) -> list[Exception]:
    """Write a message for each slot that is on now and was not written before.

    A rule that fails keeps no other from speaking: its error is given back.
    """
    last, faults = Pulse.last(), []
    for rule in book.rules():
        try:
            with apart():
                _write(rule, now, last)
        except Exception as fault:
            faults.append(fault)
    return faults


def apart() -> AbstractContextManager[Any]:
    """A rule's error spoils no transaction around it. Where there is none, asking locks nobody out:
    on SQLite one writes at a time, and a round asks much and mostly writes nothing."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _write(rule: Rule, now: Round, last: datetime | None) -> None:
    fresh = _unwritten(rule, (slot for slot in now.slots(rule) if _may_go(slot, now)))
    messages = [message_of(rule, slot, now.at) for slot in fresh]
    _hold_back(rule, messages, now)
    if last is not None and last < now.at - SILENCE:  # it may have missed something altogether
        missed = _unwritten(rule, now.missed(rule, last))
        messages += [message_of(rule, slot, now.at, Why.LATE) for slot in missed]
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=500)


def _may_go(slot: Slot, now: Round) -> bool:
    """What is calm is written when it can go: by then a later offset may have taken its place."""
    return slot.is_urgent() or now.is_in_office(slot.owed.organisation)


def _unwritten(rule: Rule, slots: Iterable[Slot]) -> list[Slot]:
    found = {slot.key: slot for slot in slots}
    told = Message.objects.filter(rule=rule.key)
    for _rule, subject, recipient, occasion, offset in told.keys_about({key[0] for key in found}):
        found.pop((subject, recipient, occasion, offset), None)
    return list(found.values())


def message_of(rule: Rule, slot: Slot, at: datetime, why: str = "") -> Message:
    """What a slot says, as it is written at that moment; dropped at once when ``why`` says so."""
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
        dropped_at=at if why else None,
        dropped_why=why,
    )


def _hold_back(rule: Rule, messages: list[Message], now: Round) -> None:
    """Nobody is reminded of one step more often than their organisation set, whatever moved."""
    if not rule.asks_for or not messages:
        return
    keys = [one.key for one in book.rules() if one.asks_for == rule.asks_for]
    told = (
        Message.objects.standing()
        .filter(rule__in=keys, subject__in={one.subject for one in messages}, again=0)
        .values_list("subject", "recipient")
        .annotate(number=Count("pk"))
    )
    often = {(subject, recipient): number for subject, recipient, number in told.order_by()}
    for message in messages:
        number = often.get((message.subject, message.recipient_id), 0)
        if number >= message.organisation.most_reminders:
            message.dropped_at, message.dropped_why = now.at, Why.ENOUGH


def fill_envelopes(now: Round) -> None:
    """Put loose messages in mails: urgent ones at once, calm ones in the day's one calm mail.

    What goes alone gets a mail for itself. An urgent mail takes along what is calm, if that may go.
    """
    last = 0
    while people := _next_people(now.at, last):
        _fill(people, now)
        last = people[-1]


def _next_people(at: datetime, after: int) -> list[int]:
    loose = Message.objects.loose(at).filter(recipient__gt=after)
    return list(
        loose.order_by("recipient").values_list("recipient", flat=True).distinct()[:AT_ONCE]
    )


def _fill(people: list[int], now: Round) -> None:
    """The envelopes of these people. Another pass at work on the same messages skips them."""
    with transaction.atomic():
        loose = Message.objects.loose(now.at).filter(recipient__in=people)
        rows = loose.select_for_update(skip_locked=True, of=("self",)).select_related(
            "organisation"
        )
        had = _calm_days(people, now.at)
        filled: list[tuple[Mail, list[Message]]] = []
        for recipient, messages in _by_recipient(rows).items():
            filled += _envelopes(recipient, messages, had[recipient], now)
        mails = [mail for mail, _messages in filled]
        # A calm mail that another pass made meanwhile is not made twice: its messages stay loose.
        Mail.objects.bulk_create(mails, ignore_conflicts=True, batch_size=500)
        made = Mail.objects.filter(message_id__in=[one.message_id for one in mails])
        keys = dict(made.values_list("message_id", "pk"))
        put = [(keys.get(mail.message_id), messages) for mail, messages in filled]
        for mail, messages in put:
            for message in messages:
                message.mail_id = mail
        sealed = [message for mail, messages in put if mail for message in messages]
        Message.objects.bulk_update(sealed, ["mail"], batch_size=500)


def _calm_days(people: list[int], at: datetime) -> dict[int, set[date | None]]:
    """On which days around now somebody had a calm mail."""
    near = (at - timedelta(days=1)).date(), (at + timedelta(days=1)).date()
    had: dict[int, set[date | None]] = defaultdict(set)
    for person, day in Mail.objects.filter(recipient__in=people, calm_day__range=near).values_list(
        "recipient", "calm_day"
    ):
        had[person].add(day)
    return had


def _by_recipient(messages: Iterable[Message]) -> dict[int, list[Message]]:
    grouped: dict[int, list[Message]] = defaultdict(list)
    for message in messages:
        grouped[message.recipient_id].append(message)
    return grouped


def _envelopes(
    recipient: int, messages: list[Message], had: set[date | None], now: Round
) -> list[tuple[Mail, list[Message]]]:
    """One mail for what can be joined, and one for each that goes alone."""
    may_go = [one for one in messages if one.urgent or now.is_in_office(one.organisation)]
    lone = [one for one in may_go if one.rule in book and book[one.rule].alone]
    urgent = [one for one in may_go if one.urgent and one not in lone]
    calm = [one for one in may_go if not one.urgent and one not in lone]
    day = calm[0].organisation.local_date(now.at) if calm else None
    if day in had:
        calm, day = [], None
    groups = [(day, urgent + calm), *((None, [one]) for one in lone)]
    return [
        (
            Mail(recipient_id=recipient, calm_day=calm_day, created_at=now.at, next_try_at=now.at),
            group,
        )
        for calm_day, group in groups
        if group
    ]


def abandon_stale(at: datetime) -> None:
    """A sender that died while handing over: nobody knows whether it arrived.

    A mail of reminders alone goes again under the same Message-ID; one with a notice in it (an
    invitation, a decision) waits for the adviser's word.
    """
    stuck = Mail.objects.stuck_in_data(at)
    notices = [one.key for one in book if isinstance(one, Notice)]
    with_notice = stuck.filter(messages__rule__in=notices).values_list("pk", flat=True)
    Mail.objects.filter(pk__in=list(with_notice), state="data").update(state="unknown")
    stuck.update(state="queued", next_try_at=at)
