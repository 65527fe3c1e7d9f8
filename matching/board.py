"""What the adviser's screen shows: who waits, who is asked, and what we would suggest."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models.mentorship import without_open_mentorship
from matching.pool import Pool
from matching.ranking import Suggestion, propose
from mentorship.people.models import Person
from mentorship.people.models.person import PersonQuerySet
from mentorship.web.templatetags.wegwijs import day
from mentorship.web.today import in_words

SOON = timedelta(days=10)  # before the first day, from when the adviser hears it each day


@dataclass(frozen=True)
class Waiting:
    """A newcomer who waits, and the mentor we would suggest; None when nobody can."""

    newcomer: Person
    suggestion: Suggestion | None
    mentor: Person | None
    is_soon: bool


def newcomers_of(adviser: Person, at: datetime) -> PersonQuerySet:
    """Newcomers of the organisations this person advises; who starts first stands on top."""
    people = Person.objects.managed_by(adviser).newcomers(timezone.localdate(at))
    return people.order_by("starts_on", "sorts_as", "pk")


def waiting_of(adviser: Person, at: datetime) -> PersonQuerySet:
    return without_open_mentorship(newcomers_of(adviser, at))


def with_suggestions(newcomers: Iterable[Person], pool: Pool) -> list[Waiting]:
    """In the order given: the best for all together, and the first first when places are short."""
    newcomers = list(newcomers)
    found: dict[int, Suggestion] = {}
    for organisation in dict.fromkeys(one.organisation_id for one in newcomers):
        own = [one for one in newcomers if one.organisation_id == organisation]
        mentors = {
            pk: candidate
            for pk, candidate in pool.candidates.items()
            if pool.people[pk].organisation_id == organisation
        }
        found |= propose([pool.newcomer(one) for one in own], mentors)
    return [
        Waiting(
            newcomer=one,
            suggestion=suggestion,
            mentor=pool.people[suggestion.candidate.pk] if suggestion else None,
            is_soon=bool(one.starts_on and one.starts_on <= timezone.localdate(pool.at) + SOON),
        )
        for one in newcomers
        for suggestion in [found.get(one.pk)]
    ]


def board_lead(waiting: int, with_room: int) -> str:
    """Zes nieuwe collega's wachten op een mentor; elf mentoren hebben plaats."""
    first = ngettext(
        "%(number)s new colleague waits for a mentor",
        "%(number)s new colleagues wait for a mentor",
        waiting,
    ) % {"number": in_words(waiting)}
    second = ngettext(
        "%(number)s mentor has a place", "%(number)s mentors have a place", with_room
    ) % {"number": in_words(with_room)}
    return capfirst(_("%(first)s; %(second)s.") % {"first": first, "second": second})


def about(newcomer: Person) -> str:
    """Toezichthouder in team Wonen. Begint maandag 7 december."""
    job, team, first_day = newcomer.job_title, newcomer.team, newcomer.starts_on
    where = _("team %(team)s") % {"team": team.name} if team else ""
    who = ", ".join(part for part in (job, where) if part)
    starts = _("First day: %(day)s") % {"day": day(first_day)} if first_day else ""
    return " · ".join(part for part in (who, starts) if part)
