"""Makers of mentors and pairs for these tests, and a walk of the clock over a rule."""

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client

from matching import actions
from matching.models import MentorProfile, Mentorship
from matching.values import Candidate, Newcomer
from mentorship.people.models import Person
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.rules import Rule, book
from programmes.models import Attendance, Cohort, Enrolment
from tests.cast import AMSTERDAM, NOW, enrol, make_adviser, make_cohort, make_person

YEAR = (date(2026, 12, 1), date(2027, 7, 1))
PROFILE = {
    *("capacity", "available_from", "available_until", "paused_until", "about", "how_to_meet"),
    *("themes", "days", "ways", "strengths"),
}


def make_mentor(name: str = "Joris Meer", *, trained: bool = True, **facts: Any) -> Person:
    """A colleague with a profile, trained elsewhere unless told otherwise."""
    offer = {key: facts.pop(key) for key in PROFILE & facts.keys()}
    mentor = make_person(name, **facts)
    MentorProfile.objects.create(person=mentor, trained_elsewhere=trained, **offer)
    return mentor


def as_person(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def pair_up(mentor: Person, mentee: Person, *, by: Person | None = None) -> Mentorship:
    """A pair that runs, as if asked and answered some days ago; nobody is told."""
    return Mentorship.objects.create(
        mentor=mentor,
        mentee=mentee,
        state="active",
        asked_by=by or make_adviser(mentee.organisation),
        asked_at=NOW - timedelta(days=3),
        answered_at=NOW - timedelta(days=2),
    )


def asked(mentor: Person, mentee: Person, *, by: Person | None = None, at: datetime = NOW) -> Any:
    return actions.ask(mentor, mentee, by=by or make_adviser(mentee.organisation), at=at)


def past_cohort(**facts: Any) -> Cohort:
    """Both half-days are over by NOW; the return meeting is not."""
    return make_cohort(
        half_day_1=date(2026, 12, 1),
        half_day_2=date(2026, 12, 15),
        return_day=date(2027, 3, 15),
        **facts,
    )


def attend(enrolment: Enrolment, *keys: str) -> None:
    """Note this participant as present at these meetings."""
    for meeting in enrolment.cohort.meetings.filter(step__key__in=keys):
        Attendance.objects.create(meeting=meeting, enrolment=enrolment, present=True)


def trained_in(cohort: Cohort, name: str, **facts: Any) -> Person:
    person = make_person(name, organisation=cohort.organisation, **facts)
    attend(enrol(cohort, person), "half-day-1", "half-day-2")
    return person


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=AMSTERDAM)


def days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def walk(key: str, first: date = YEAR[0], last: date = YEAR[1]) -> list[tuple[str, str]]:
    """What this rule would say first thing each day: day and first name."""
    told: dict[Any, tuple[str, str]] = {}
    rule = book[key]
    assert isinstance(rule, Rule)
    for day in days(first, last):
        for slot in Round(at(day)).slots(rule):
            told.setdefault(slot.key, (f"{day:%-d %b}", slot.owed.recipient.given_name))
    return list(told.values())


NEWCOMER = Newcomer(
    pk=1,
    given_name="Daan",
    team=10,
    department="Ruimte",
    job_title="Toezichthouder",
    first_day=date(2027, 2, 1),
    today=date(2027, 1, 12),
    managers=(90, 91),
)


def candidate(**facts: Any) -> Candidate:
    """A trained mentor of another department with a free place, about whom nothing fits."""
    facts = {
        "pk": 2,
        "sort_name": "meer joris",
        "given_name": "Joris",
        "team": 20,
        "department": "Sociaal Domein",
        "job_title": "Jurist",
        "organisation": "Hoorn",
        "hired_on": date(2026, 1, 1),
        "trained_elsewhere": True,
        "taken": 1,
        "capacity": 2,
    } | facts
    return Candidate(**facts)


def at_once(*works: Any) -> list[str]:
    """Run these in threads that begin together; gives the sentences of those that could not."""
    gate, said = threading.Barrier(len(works)), []

    def run(work: Any) -> None:
        try:
            gate.wait(timeout=20)
            work()
        except actions.NotPossible as why:
            said.append(str(why))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return said
