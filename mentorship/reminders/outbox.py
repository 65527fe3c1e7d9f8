"""The door by which rooms put a message in the outbox, in the transaction of the click itself."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import Model

from mentorship.people.models import Organisation, Person
from mentorship.reminders.models import Mail, Message
from mentorship.reminders.models.message import MessageQuerySet
from mentorship.reminders.rules import book, label

HOLD = timedelta(minutes=2)  # long enough to undo a click before anybody hears of it


def tell(
    key: str,
    subject: Model,
    recipient: Person,
    *,
    organisation: Organisation,
    at: datetime,
    occasion: str = "",
    about: str = "",
) -> Message:
    """Write what ``recipient`` must be told. Told already, or written already: nothing changes.

    ``occasion`` tells apart what may be told again about the same subject: a meeting's sequence,
    the moment of an invitation.
    """
    message, _is_new = Message.objects.get_or_create(
        rule=key,
        subject=label(subject),
        recipient=recipient,
        occasion=occasion,
        offset=0,
        again=0,
        defaults={
            "organisation": organisation,
            "about": about,
            "urgent": book[key].urgent,
            "created_at": at,
            "not_before": at + HOLD,
        },
    )
    return message


def take_back(
    key: str,
    subject: Model,
    *,
    occasion: str | None = None,
    recipient: Person | None = None,
    at: datetime,
) -> int:
    """Undo: drop what no sender has taken up yet. Gives how many were stopped."""
    told = Message.objects.filter(rule=key, subject=label(subject))
    if occasion is not None:
        told = told.filter(occasion=occasion)
    if recipient is not None:
        told = told.filter(recipient=recipient)
    with transaction.atomic():
        return still_waiting(told).drop(at, Message.Why.UNDONE)


def who_heard(key: str, subject: Model, occasion: str | None = None) -> set[int]:
    """After taking back what could be: whom the message reached, or is on its way to."""
    gone = Message.objects.standing().filter(rule=key, subject=label(subject))
    if occasion is not None:
        gone = gone.filter(occasion=occasion)
    return set(gone.values_list("recipient", flat=True))


def occasion_of(moment: datetime) -> str:
    """A click's moment as an occasion: the same words, whatever zone it was written in."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def still_waiting(messages: MessageQuerySet) -> MessageQuerySet:
    """Those that no sender has taken up, and that none can take up before this transaction ends."""
    list(messages.select_for_update().order_by("pk"))
    envelopes = Mail.objects.filter(messages__in=messages)
    list(Mail.objects.select_for_update().filter(pk__in=envelopes.values("pk")).order_by("pk"))
    return messages.waiting()
