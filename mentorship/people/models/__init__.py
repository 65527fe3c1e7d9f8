"""Who: academies, organisations, teams, people and the roles they hold."""

from mentorship.people.models.imports import ImportRow, PeopleImport
from mentorship.people.models.organisations import Academy, ClosedPeriod, Organisation, Team
from mentorship.people.models.person import Person, Role

__all__ = [
    "Academy",
    "ClosedPeriod",
    "ImportRow",
    "Organisation",
    "PeopleImport",
    "Person",
    "Role",
    "Team",
]
