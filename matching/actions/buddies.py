"""Buddy pairs of a cohort: made, put back, and that they met."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from matching.actions.refusing import NotPossible
from matching.models import BuddyMember, BuddyPair, Exchange
from mentorship.people.models import Person
from mentorship.reminders.outbox import occasion_of, take_back, tell, who_heard
from programmes.models import Cohort, Enrolment


def make_buddies(
    cohort: Cohort, groups: Sequence[Sequence[Enrolment]], *, at: datetime
) -> list[BuddyPair]:
    """Make these the cohort's pairs and tell whoever has a new buddy; gives the new ones.

    A pair that stays as it was keeps its row and its history, and is told nothing.
    """
    day = cohort.organisation.local_date(at)
    try:
        with transaction.atomic():
            wanted = {frozenset(one.pk for one in group): group for group in groups}
            kept = _end_the_others(cohort, set(wanted), at)
            made = []
            for key, group in wanted.items():
                if key not in kept:
                    pair = BuddyPair.objects.create(cohort=cohort, made_on=day, made_at=at)
                    BuddyMember.objects.bulk_create(
                        BuddyMember(pair=pair, enrolment=one) for one in group
                    )
                    _tell_members(pair, [one.person for one in group], at)
                    made.append(pair)
    except IntegrityError as fault:
        raise NotPossible(_("Somebody else was just making pairs. Look again.")) from fault
    return made


def _end_the_others(
    cohort: Cohort, wanted: set[frozenset[int]], at: datetime
) -> set[frozenset[int]]:
    """End the live pairs that are not wanted; gives those that stay.

    Two of a trio whose third has left are still each other's buddies.
    """
    kept, there = set(), set(cohort.enrolments.taking_part().values_list("pk", flat=True))
    for pair in cohort.buddy_pairs.live().prefetch_related("buddy_members"):
        key = frozenset(member.enrolment_id for member in pair.buddy_members.all()) & there
        if key in wanted:
            kept.add(key)
        else:
            pair.end(at)  # a mail about it that has not gone is dropped: see still_owed
    return kept


def _tell_members(pair: BuddyPair, people: Iterable[Person], at: datetime) -> None:
    for person in people:
        tell(
            "buddies_made",
            pair,
            person,
            organisation=pair.cohort.organisation,
            at=at,
            occasion=occasion_of(at),
            about=pair.cohort.label,
        )


def undo_buddies(cohort: Cohort, *, at: datetime) -> bool:
    """Put back the pairs as they were before the last time; says whether there was anything."""
    last = cohort.buddy_pairs.live().order_by("-made_at").first()
    if last is None:
        return False
    with transaction.atomic():
        heard: set[int] = set()
        replaced = list(cohort.buddy_pairs.filter(ended_at=last.made_at).with_members())
        for pair in cohort.buddy_pairs.live().filter(made_at=last.made_at):
            pair.end(at)
            take_back("buddies_made", pair, at=at)
            heard |= who_heard("buddies_made", pair)
        for pair in replaced:
            pair.end(None)
            # They have heard of the others, so they hear of each other again.
            _tell_members(pair, [one for one in pair.people if one.pk in heard], at)
    return True


def note_exchange(pair: BuddyPair, person: Person, *, at: datetime) -> None:
    """That they met, on the day it is said; said by both it is kept once."""
    day = pair.cohort.organisation.local_date(at)
    Exchange.objects.get_or_create(pair=pair, met_on=day, defaults={"noted_by": person})
