"""Who is told what about a pair."""

from datetime import datetime

from matching.models import Mentorship
from mentorship.people.models import Person
from mentorship.reminders.outbox import tell


def tell_of(
    mentorship: Mentorship, key: str, person: Person, *, at: datetime, occasion: str = ""
) -> None:
    organisation = mentorship.mentee.organisation or mentorship.mentor.organisation
    assert organisation is not None
    tell(key, mentorship, person, organisation=organisation, at=at, occasion=occasion)
