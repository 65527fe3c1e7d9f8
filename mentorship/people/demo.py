"""The demo's first chapter: the academy, its organisations, and made-up people in two of them."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from mentorship import declare
from mentorship.people.models import Academy, ClosedPeriod, Organisation, Person, Role, Team

PASSWORD = "wegwijs"  # the demo accounts' only; the rule of 12 characters holds for everybody else
STAFF = Path(__file__).with_name("demo_people.csv")
ORGANISATIONS = {
    "hoorn": "Gemeente Hoorn",
    "medemblik": "Gemeente Medemblik",
    "enkhuizen": "Gemeente Enkhuizen",
    "stede-broec": "Gemeente Stede Broec",
    "drechterland": "Gemeente Drechterland",
    "koggenland": "Gemeente Koggenland",
    "opmeer": "Gemeente Opmeer",
}
# The people of the list who can sign in with the demo's password.
ADDRESSES = {
    ("hoorn", "Sanne de Wit"): "adviseur@hoorn.example",
    ("hoorn", "Joris van der Meer"): "mentor@hoorn.example",
    ("hoorn", "Daan Visser"): "nieuw@hoorn.example",
    ("hoorn", "Petra Hoekstra"): "manager@hoorn.example",
    ("medemblik", "Ilse Bakker"): "adviseur@medemblik.example",
}


@dataclass(frozen=True)
class Account:
    """One of the demo's people with a password, and what they come to see."""

    email: str
    name: str
    part: str


ACCOUNTS = [
    Account("adviseur@hoorn.example", "Sanne de Wit", "adviseur van Hoorn"),
    Account("trainer@icm.example", "Marijke van Dam", "trainer"),
    Account("mentor@hoorn.example", "Joris van der Meer", "mentor, team Wonen"),
    Account("nieuw@hoorn.example", "Daan Visser", "nieuwe collega, team Wonen"),
    Account("manager@hoorn.example", "Petra Hoekstra", "leidinggevende van team Wonen"),
    Account("adviseur@medemblik.example", "Ilse Bakker", "adviseur van Medemblik"),
    Account("academie@westfriesland.example", "Hanneke Schouten", "coördinator van de academie"),
    Account("beheer@wegwijs.example", "Robin Beheer", "beheerder van Wegwijs"),
]


def tell(at: datetime) -> None:
    academy, _ = Academy.objects.get_or_create(
        slug="westfriesland", defaults={"name": "Westfriesland Academie"}
    )
    organisations = {
        slug: _organisation(academy, slug, name, at) for slug, name in ORGANISATIONS.items()
    }
    _hire(organisations, at)
    _give_roles(academy, organisations)
    _set_passwords()


def _organisation(academy: Academy, slug: str, name: str, at: datetime) -> Organisation:
    today = at.date()
    organisation, is_new = Organisation.objects.get_or_create(
        slug=slug,
        defaults={
            "academy": academy,
            "name": name,
            "newcomers_from": (today - timedelta(days=120)).replace(day=1),
            "contact_email": f"leren@{slug}.example",
            "theme": slug if slug in ("hoorn", "medemblik") else "",
        },
    )
    if is_new:
        ClosedPeriod.objects.create(
            organisation=organisation,
            first_day=date(today.year, 12, 28),
            last_day=date(today.year, 12, 31),
            reason="Sluiting tussen kerst en nieuwjaar",
        )
    return organisation


def _hire(organisations: dict[str, Organisation], at: datetime) -> None:
    """The first of each team in the list manages the rest of it."""
    managers: dict[Team, Person] = {}
    with STAFF.open(encoding="utf-8") as staff:
        for number, row in enumerate(csv.DictReader(staff, delimiter=";"), 90_001):
            organisation = organisations[row["organisatie"]]
            team, _ = Team.objects.get_or_create(
                organisation=organisation, department=row["afdeling"], name=row["team"]
            )
            person = _person(row, organisation, at, team=team, number=str(number))
            manager = managers.setdefault(team, person)
            if person != manager and person.manager_id is None:
                person.manager = manager
                person.save(update_fields=["manager"])


def _person(
    row: dict[str, str], organisation: Organisation, at: datetime, team: Team, number: str
) -> Person:
    names = [row["voornaam"], row["tussenvoegsel"], row["achternaam"]]
    name = " ".join(filter(None, names))
    local_part = name.lower().replace("'", "").replace(" ", ".")
    plain = local_part.translate(str.maketrans("öü", "ou"))
    host = f"{organisation.slug}.example"
    facts = {
        "number": number,
        "given_name": row["voornaam"],
        "prefix": row["tussenvoegsel"],
        "family_name": row["achternaam"],
        "team": team,
        "job_title": row["functie"],
        "hours_per_week": int(row["uren"]),
        "starts_on": _day(row["start"], organisation, at),
        "leaves_on": _day(row["einde"], organisation, at) if row["einde"] else None,
    }
    email = ADDRESSES.get((organisation.slug, name), f"{plain}@{host}")
    return _get_or_make(email, organisation=organisation, **facts)


def _day(written: str, organisation: Organisation, at: datetime) -> date:
    """A date, or a number of days from today moved to a working day."""
    if written.count("-") == 2:
        return date.fromisoformat(written)
    wanted = organisation.local_date(at) + timedelta(days=int(written))
    return organisation.working_days().on_or_after(wanted)


def _get_or_make(email: str, **facts: Any) -> Person:
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email, **facts)


def _give_roles(academy: Academy, organisations: dict[str, Organisation]) -> None:
    trainer = _get_or_make(
        "trainer@icm.example", given_name="Marijke", prefix="van", family_name="Dam"
    )
    coordinator = _get_or_make(
        "academie@westfriesland.example", given_name="Hanneke", family_name="Schouten"
    )
    _get_or_make("beheer@wegwijs.example", given_name="Robin", family_name="Beheer", is_admin=True)
    kinds = Role.Kind
    Role.objects.get_or_create(person=trainer, kind=kinds.TRAINER, academy=academy)
    Role.objects.get_or_create(person=coordinator, kind=kinds.COORDINATOR, academy=academy)
    for slug in ("hoorn", "medemblik"):
        adviser = Person.objects.get(email=f"adviseur@{slug}.example")
        Role.objects.get_or_create(
            person=adviser, kind=kinds.ADVISER, organisation=organisations[slug]
        )


def _set_passwords() -> None:
    """Once: a demo account whose password was changed keeps it."""
    for person in Person.objects.filter(email__in=[one.email for one in ACCOUNTS]):
        if not person.has_usable_password():
            person.set_password(PASSWORD)
            person.save(update_fields=["password"])


declare.chapters.add(declare.Chapter(key="people", tell=tell, order=10))
