"""How often people met, for the coordinator of an academy: counts, of five people or more.

Of fewer somebody who knows them could guess who did not meet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, QuerySet

from intake.totals import FEWEST
from matching.models import BuddyMember, BuddyPair, Conversation, Exchange, Mentorship
from mentorship.people.models import Organisation, Person
from programmes.models import Cohort

LATELY = timedelta(days=91)  # three months


@dataclass(frozen=True)
class Met:
    """In one organisation; None where there were too few people to tell."""

    organisation: Organisation
    talks: int | None
    exchanges: int | None


def met_lately(coordinator: Person, at: datetime) -> list[Met]:
    """Organisations with enough people for one of the two; four queries, however many there are."""
    since = at - LATELY
    pairs = Mentorship.objects.paired().exclude(ended_at__lt=since)
    talks = Conversation.objects.counted_for(coordinator).filter(met_on__gt=since.date())
    told = _told(
        _by(pairs, "mentee__organisation", "mentee"),
        _by(talks, "mentorship__mentee__organisation", "pk"),
    )
    buddies = BuddyMember.objects.filter(pair__in=_buddy_pairs(since).values("pk"))
    exchanges = Exchange.objects.counted_for(coordinator).filter(met_on__gt=since.date())
    shared = _told(
        _by(buddies, "pair__cohort__organisation", "enrolment__person"),
        _by(exchanges, "pair__cohort__organisation", "pk"),
    )
    mine = Organisation.objects.coordinated_by(coordinator).order_by("name")
    found = [Met(one, told.get(one.pk), shared.get(one.pk)) for one in mine]
    return [one for one in found if (one.talks, one.exchanges) != (None, None)]


def _buddy_pairs(since: datetime) -> QuerySet[BuddyPair]:
    """That were buddies after that moment, in a group that was not over."""
    over = Cohort.objects.finished(since).values("pk")
    pairs = BuddyPair.objects.filter(cohort__cancelled_at=None)
    return pairs.exclude(cohort__in=over).exclude(ended_at__lt=since)


def _by(rows: QuerySet[Any], organisation: str, what: str) -> dict[int, int]:
    """How many different ones there are in each organisation, by its key."""
    counted = rows.order_by().values_list(organisation).annotate(Count(what, distinct=True))
    return dict(counted)


def _told(people: dict[int, int], times: dict[int, int]) -> dict[int, int]:
    return {key: times.get(key, 0) for key, number in people.items() if number >= FEWEST}
