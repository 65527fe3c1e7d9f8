"""What a group is told, a day at a time: one line for the same message to many people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from mentorship.people.models import Person
from mentorship.reminders.plan import Entry


@dataclass
class Batch:
    """The same message on the same day, with the same fate."""

    title: str
    state: str
    why: str
    people: list[Person] = field(default_factory=list)


@dataclass
class Day:
    day: date
    batches: list[Batch] = field(default_factory=list)


def batches(entries: Iterable[Entry]) -> list[Day]:
    """In the order of the entries."""
    days: dict[date, dict[tuple[str, str, str], Batch]] = {}
    for entry in entries:
        lines = days.setdefault(timezone.localdate(entry.at), {})
        key = entry.title, entry.state, entry.why
        people = lines.setdefault(key, Batch(*key)).people
        if entry.recipient not in people:
            people.append(entry.recipient)
    return [Day(day, list(lines.values())) for day, lines in days.items()]
