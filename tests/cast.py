"""The cast: makers of people and groups for tests. Each gives a saved row with sensible facts."""

from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from mentorship.people.models import Academy, Organisation, Person, Role, Team
from programmes.models import Cohort, Deadline, Enrolment, Meeting, Programme

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2027, 1, 12, 10, 0, tzinfo=AMSTERDAM)  # a Tuesday, in office hours
_numbers = count(1)


def make_organisation(slug: str = "hoorn", **facts: Any) -> Organisation:
    academy, _ = Academy.objects.get_or_create(
        slug="westfriesland", defaults={"name": "Westfriesland Academie"}
    )
    facts = {
        "name": f"Gemeente {slug.title()}",
        "newcomers_from": date(2026, 12, 1),
        "contact_email": f"leren@{slug}.example",
    } | facts
    organisation, _ = Organisation.objects.get_or_create(
        slug=slug, defaults={"academy": academy, **facts}
    )
    return organisation


def make_team(
    organisation: Organisation | None = None, name: str = "Wonen", department: str = "Ruimte"
) -> Team:
    organisation = organisation or make_organisation()
    team, _ = Team.objects.get_or_create(
        organisation=organisation, name=name, department=department
    )
    return team


def make_person(name: str = "", **facts: Any) -> Person:
    """An employee of Hoorn in team Wonen, unless the facts say otherwise."""
    number = next(_numbers)
    given, _, family = (name or f"Kees Test{number}").partition(" ")
    if "organisation" not in facts:
        facts["organisation"] = make_organisation()
    if "team" not in facts and facts["organisation"]:
        facts["team"] = make_team(facts["organisation"])
    host = facts["organisation"].slug if facts["organisation"] else "icm"
    facts = {
        "email": f"{given}.{family}{number}@{host}.example".lower().replace(" ", ""),
        # Far from the numbers of tests/data, whichever tests ran before.
        "number": str(900_000 + number) if facts["organisation"] else "",
        "starts_on": date(2015, 3, 1) if facts["organisation"] else None,
    } | facts
    return Person.objects.create_user(given_name=given, family_name=family, **facts)


def make_adviser(organisation: Organisation | None = None, **facts: Any) -> Person:
    organisation = organisation or make_organisation()
    adviser = make_person("Sanne Wit", organisation=organisation, **facts)
    Role.objects.create(person=adviser, kind=Role.Kind.ADVISER, organisation=organisation)
    return adviser


def make_trainer(**facts: Any) -> Person:
    trainer = make_person("Marijke Trainer", organisation=None, **facts)
    academy = make_organisation().academy
    Role.objects.create(person=trainer, kind=Role.Kind.TRAINER, academy=academy)
    return trainer


def make_coordinator(**facts: Any) -> Person:
    coordinator = make_person("Ans Academie", organisation=None, **facts)
    academy = make_organisation().academy
    Role.objects.create(person=coordinator, kind=Role.Kind.COORDINATOR, academy=academy)
    return coordinator


def make_newcomer(name: str = "Daan Visser", **facts: Any) -> Person:
    return make_person(name, **({"starts_on": date(2027, 2, 1)} | facts))


def make_cohort(
    organisation: Organisation | None = None,
    *,
    half_day_1: date = date(2027, 2, 2),
    half_day_2: date = date(2027, 2, 23),
    return_day: date = date(2027, 5, 24),
    **facts: Any,
) -> Cohort:
    """A cohort of the shipped programme with all its dates: meetings 9.00-12.30 local time."""
    organisation = organisation or make_organisation()
    programme = Programme.objects.get(organisation=None)
    facts = {"name": "Groep winter", "seats": 9, "programme": programme} | facts
    facts.setdefault("trainer", None)
    trainer = facts.pop("trainer") or make_trainer()
    creator = facts.pop("created_by", None) or make_adviser(organisation)
    cohort = Cohort.objects.create(
        organisation=organisation, trainer=trainer, created_by=creator, **facts
    )
    days = {
        "talk": half_day_1 - timedelta(days=35),
        "half-day-1": half_day_1,
        "half-day-2": half_day_2,
        "return": return_day,
    }
    for step in programme.steps.select_related("anchor"):
        if step.is_meeting:
            starts = datetime.combine(days[step.key], datetime.min.time(), AMSTERDAM)
            Meeting.objects.create(
                cohort=cohort,
                step=step,
                starts_at=starts.replace(hour=9),
                ends_at=starts.replace(hour=12, minute=30),
                place="Stadhuis, Westfrieszaal",
            )
        elif step.anchor is not None:
            due = days[step.anchor.key] + timedelta(days=step.days)
            Deadline.objects.create(
                cohort=cohort,
                step=step,
                opens_on=due - timedelta(days=step.opens_days),
                due_on=due,
            )
    return cohort


def enrol(cohort: Cohort, person: Person | None = None, **facts: Any) -> Enrolment:
    """Somebody who takes part since the beginning of 2027, on the next free seat."""
    person = person or make_person(organisation=cohort.organisation)
    facts = {"state": "accepted", "state_since": datetime(2027, 1, 4, 9, tzinfo=AMSTERDAM)} | facts
    if facts["state"] in ("accepted", "completed"):
        taken = cohort.enrolments.exclude(seat=None).count()
        facts.setdefault("seat", taken + 1)
    return Enrolment.objects.create(cohort=cohort, person=person, **facts)


def step(cohort: Cohort, key: str) -> Any:
    return cohort.programme.steps.get(key=key)
