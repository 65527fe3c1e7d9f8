"""What keeps mail from arriving, for the page that it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from mentorship.people.models import Person
from mentorship.reminders.models import DeadAddress, Message
from mentorship.reminders.models.message import MessageQuerySet
from mentorship.reminders.plan.fates import UNDELIVERED
from mentorship.reminders.plan.timeline import Entry


@dataclass(frozen=True)
class Standing:
    """``held`` waits after a click; ``undelivered`` needs a decision; ``dead`` take no mail."""

    held: int
    held_until: datetime | None
    undelivered: int
    dead: list[Person]


def standing(entries: Iterable[Entry]) -> Standing:
    every = list(entries)
    held = [one.message.not_before for one in every if one.message and one.state == "held"]
    waits = {"planned", "held", "waiting", *UNDELIVERED}
    return Standing(
        held=len(held),
        held_until=max(held, default=None),
        undelivered=sum(one.state in UNDELIVERED for one in every),
        dead=without_address({one.recipient for one in every if one.state in waits}),
    )


def without_address(people: Iterable[Person]) -> list[Person]:
    """Those whose address takes no mail, by name."""
    every = list(people)
    dead: set[str] = set()
    for start in range(0, len(every), 500):
        addresses = [one.email for one in every[start : start + 500]]
        rows = DeadAddress.objects.filter(address__in=addresses)
        dead |= set(rows.values_list("address", flat=True))
    return sorted((one for one in every if one.email in dead), key=lambda one: one.sorts_as)


def mailed_by(viewer: Person) -> QuerySet[Person]:
    """Whose mail is this adviser's business: one's own people, and whom one's organisations told
    something, such as the trainer."""
    own = Person.objects.managed_by(viewer)
    told = Message.objects.managed_by(viewer)
    either = Q(pk__in=own.values("pk")) | Q(pk__in=told.values("recipient"))
    return Person.objects.filter(either, erased_at=None)


def dead_address(person: Person) -> DeadAddress | None:
    return DeadAddress.objects.filter(address=person.email).first()


def undelivered(person: Person) -> MessageQuerySet:
    """What did not arrive, or perhaps not, of the organisations that this adviser advises."""
    mine = Message.objects.managed_by(person).standing()
    return mine.filter(mail__state__in=UNDELIVERED, recipient__erased_at=None)
