"""Whom and what an organisation has already, looked up once for a whole file."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F
from django.utils.functional import cached_property

from mentorship.people.models import Organisation, Person, Team
from mentorship.people.models.person import plain


@dataclass
class Listed:
    """Where somebody stands in the words of a staff list: names, in place of keys."""

    department: str = ""
    team: str = ""
    manager: str = ""  # the number; the address of a manager who has none


def listed(person: Person) -> Listed:
    """What a person of this import carries along, next to the fields of the row."""
    found: Listed = person.__dict__.setdefault("listed", Listed())
    return found


class Known:
    """People by number and address, teams by name; and the addresses of everybody elsewhere."""

    def __init__(self, organisation: Organisation) -> None:
        self.organisation = organisation
        self.by_number: dict[str, Person] = {}
        self.by_email: dict[str, Person] = {}
        for person in self._people():
            self.by_email[person.email] = person
            if person.number:
                self.by_number[person.number] = person
        self.managers = {person.number or email: person for email, person in self.by_email.items()}
        self.teams = {team_key(one.department, one.name): one for one in organisation.teams.all()}

    def _people(self) -> list[Person]:
        people = Person.objects.filter(organisation=self.organisation, erased_at=None)
        words = ("team__department", "team__name", "manager__number", "manager__email")
        facts = people.annotate(**{f"listed_{word}": F(word) for word in words})
        for person in facts:
            department, team, number, email = (
                person.__dict__.pop(f"listed_{word}") or "" for word in words
            )
            person.__dict__["listed"] = Listed(department, team, number or email)
        return list(facts)

    @cached_property
    def addresses_elsewhere(self) -> set[str]:
        elsewhere = Person.objects.exclude(organisation=self.organisation)
        return set(elsewhere.values_list("email", flat=True))

    @cached_property
    def _teams_by_name(self) -> dict[str, list[Team]]:
        found = defaultdict(list)
        for team in self.teams.values():
            found[plain(team.name)].append(team)
        return found

    def person(self, number: str, email: str) -> Person | None:
        """By number; somebody added by hand without a number is known by the address."""
        if number in self.by_number:
            return self.by_number[number]
        by_email = self.by_email.get(email)
        return by_email if by_email and not by_email.number else None

    def team(self, department: str | None, name: str) -> Team | None:
        """A file without departments means the only team of that name."""
        if department is not None:
            return self.teams.get(team_key(department, name))
        same_name = self._teams_by_name.get(plain(name), [])
        return same_name[0] if len(same_name) == 1 else None


def team_key(department: str, name: str) -> tuple[str, str]:
    return plain(department), plain(name)
