"""The plan a day at a time: one line for the same message to many people."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from mentorship.reminders.plan.timeline import Entry


@dataclass
class Batch:
    """The same message on the same day, with the same fate; one entry for each person."""

    title: str
    state: str
    why: str
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Day:
    day: date
    batches: list[Batch] = field(default_factory=list)


def by_day(entries: Iterable[Entry]) -> list[Day]:
    """In the order of the entries."""
    days: dict[date, dict[tuple[str, str, str], Batch]] = {}
    for entry in entries:
        lines = days.setdefault(timezone.localdate(entry.at), {})
        key = entry.title, entry.state, entry.why
        lines.setdefault(key, Batch(*key)).entries.append(entry)
    return [Day(day, list(lines.values())) for day, lines in days.items()]


def past_and_to_come(entries: list[Entry]) -> tuple[list[Day], list[Day]]:
    """What is settled, newest first; and what is on its way or planned, in order."""
    still = {"planned", "held", "waiting"}
    past = [one for one in reversed(entries) if one.state not in still]
    return by_day(past), by_day(one for one in entries if one.state in still)
