"""What keeps mail from arriving, for the page that it concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from mentorship.people.models import Organisation, Person
from mentorship.reminders.fates import UNDELIVERED
from mentorship.reminders.models import DeadAddress, Halt, Message
from mentorship.reminders.models.message import MessageQuerySet
from mentorship.reminders.plan import Entry


@dataclass(frozen=True)
class Standing:
    """``held`` waits after a click; ``undelivered`` needs a decision; ``dead`` take no mail."""

    organisation: Organisation | None
    halt: Halt | None
    held: int
    held_until: datetime | None
    undelivered: int
    dead: list[Person]


def standing(entries: Iterable[Entry], organisation: Organisation | None) -> Standing:
    every = list(entries)
    held = [one.message.not_before for one in every if one.message and one.state == "held"]
    waits = {"planned", "held", "waiting", *UNDELIVERED}
    return Standing(
        organisation=organisation,
        halt=halt_of(organisation),
        held=len(held),
        held_until=max(held, default=None),
        undelivered=sum(one.state in UNDELIVERED for one in every),
        dead=without_address({one.recipient for one in every if one.state in waits}),
    )


def halt_of(organisation: Organisation | None) -> Halt | None:
    """What keeps this organisation's mail from going: its own halt or the one of all."""
    halts = Halt.objects.filter(Q(organisation=None) | Q(organisation=organisation))
    return halts.select_related("by", "organisation").order_by("since").first()


def without_address(people: Iterable[Person]) -> list[Person]:
    """Those whose address takes no mail, by name."""
    every = list(people)
    dead: set[str] = set()
    for start in range(0, len(every), 500):
        addresses = [one.email for one in every[start : start + 500]]
        rows = DeadAddress.objects.filter(address__in=addresses)
        dead |= set(rows.values_list("address", flat=True))
    return sorted((one for one in every if one.email in dead), key=lambda one: one.sorts_as)


def dead_address(person: Person) -> DeadAddress | None:
    return DeadAddress.objects.filter(address=person.email).first()


def undelivered(person: Person) -> MessageQuerySet:
    """What did not arrive, or perhaps not, of the organisations that this adviser advises."""
    mine = Message.objects.managed_by(person).standing()
    return mine.filter(mail__state__in=UNDELIVERED, recipient__erased_at=None)
