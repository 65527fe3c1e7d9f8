"""What an adviser does to messages by hand: once more, not at all, nothing at all for now."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from mentorship.people.models import Organisation, Person
from mentorship.reminders.models import DeadAddress, Halt, Mail, Message
from mentorship.reminders.models.message import MessageQuerySet
from mentorship.reminders.outbox import still_waiting
from mentorship.reminders.owed.engine import message_of
from mentorship.reminders.plan.fates import UNDELIVERED
from mentorship.reminders.rules import Rule, Slot, book


def retry(mail: Mail, at: datetime) -> bool:
    """Send what did not arrive, or perhaps not, again under the same Message-ID. Says whether it
    waits for its turn now."""
    stuck = Mail.objects.filter(pk=mail.pk, state__in=UNDELIVERED)
    return bool(stuck.queue_again(at))


def send_again(message: Message, at: datetime) -> Message:
    """Once more to somebody who has had it, at once. It is dropped if it is no longer owed.

    While a copy waits, a second click gives that one.
    """
    with transaction.atomic():
        same = Message.objects.filter(
            rule=message.rule,
            subject=message.subject,
            recipient=message.recipient_id,
            occasion=message.occasion,
            offset=message.offset,
        )
        if copy := still_waiting(same).filter(again__gt=0).first():
            return copy
        message.again = (same.aggregate(most=Max("again"))["most"] or 0) + 1
        message.pk, message.mail, message.urgent = None, None, True
        message.created_at = message.not_before = at
        message.dropped_at, message.dropped_why = None, ""
        message._state.adding = True
        message.save()
    return message


def stop(message: Message, at: datetime) -> bool:
    """Not sent after all; for what is written and waits. Says whether it was in time."""
    with transaction.atomic():
        waiting = still_waiting(Message.objects.filter(pk=message.pk))
        return bool(waiting.drop(at, Message.Why.STOPPED))


def stop_planned(rule: Rule, slot: Slot, at: datetime) -> Message:
    """Not sent when its time comes: it is written now, as stopped, and so never written again."""
    written = message_of(rule, slot, at, Message.Why.STOPPED)
    Message.objects.bulk_create([written], ignore_conflicts=True)
    subject, recipient, occasion, offset = slot.key
    found = Message.objects.get(
        rule=rule.key,
        subject=subject,
        recipient=recipient,
        occasion=occasion,
        offset=offset,
        again=0,
    )
    stop(found, at)  # a pass may have written it just before
    found.refresh_from_db()
    return found


def leave(message: Message, at: datetime) -> bool:
    """It did not arrive, and need not any more. Says whether that had to be decided."""
    stuck = Message.objects.standing().filter(pk=message.pk, mail__state__in=UNDELIVERED)
    return bool(stuck.drop(at, Message.Why.STOPPED))


def let_go_after_all(message: Message) -> bool:
    """Undo a stop. What did not arrive must be decided about again. What came from a rule is
    written anew when its time comes, or at once if it has. What came from a click, or is a copy
    that an adviser asked for, goes when its hold is over."""
    stopped = Message.objects.filter(pk=message.pk, dropped_why=Message.Why.STOPPED)
    if message.mail is not None and message.mail.state in UNDELIVERED:
        return bool(stopped.update(dropped_at=None, dropped_why=""))
    if message.again == 0 and message.rule in book and isinstance(book[message.rule], Rule):
        return bool(stopped.delete()[0])
    return bool(stopped.update(dropped_at=None, dropped_why="", mail=None))


def trust(address: str, at: datetime) -> int:
    """Somebody says that the address is right: what failed there goes once more. Gives how many."""
    with transaction.atomic():
        DeadAddress.objects.filter(address=address).delete()
        failed = Mail.objects.filter(recipient__email=address, state__in=["failed", "bounced"])
        return failed.queue_again(at)


def halt(organisation: Organisation | None, *, by: Person | None, at: datetime) -> bool:
    """Nothing is sent any more, of one organisation or of all. Says whether it was on."""
    _halt, is_new = Halt.objects.get_or_create(
        organisation=organisation, defaults={"since": at, "by": by}
    )
    return is_new


def go_on(organisation: Organisation | None, at: datetime) -> bool:
    """Sending goes on, and what waits is owed from now. Says whether it was halted."""
    with transaction.atomic():
        waits = Mail.objects.due(at).filter(state="queued")
        if organisation is not None:
            waits = waits.filter(messages__organisation=organisation)
        Mail.objects.filter(pk__in=waits.values("pk")).update(next_try_at=at)
        return bool(Halt.objects.filter(organisation=organisation).delete()[0])


def send_now(message: Message, at: datetime) -> bool:
    """It waits no longer, not for its hold and not for office hours. Says whether it waited."""
    loose = Message.objects.standing().filter(pk=message.pk, mail=None)
    return bool(loose.update(not_before=at, urgent=True))


def retry_all(messages: MessageQuerySet, at: datetime) -> int:
    """Every mail of these that did not arrive goes again, but to an address that takes none."""
    stuck = Mail.objects.filter(pk__in=messages.values("mail"))
    dead = DeadAddress.objects.filter(address=OuterRef("recipient__email"))
    return sum(retry(mail, at) for mail in stuck.filter(~Exists(dead)))


def stop_held(messages: MessageQuerySet, at: datetime) -> list[int]:
    """Those that still wait for the end of their hold are not sent. Gives which."""
    with transaction.atomic():
        held = list(messages.held(at).select_for_update().values_list("pk", flat=True))
        Message.objects.filter(pk__in=held).drop(at, Message.Why.STOPPED)
    return held
