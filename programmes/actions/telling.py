"""Who hears of what happens to a date, and who has heard already."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from mentorship.people.models import Person
from mentorship.reminders.models import Message
from mentorship.reminders.outbox import tell
from mentorship.reminders.rules import label
from programmes.actions.enrolling import occasion_of
from programmes.models import TAKING_PART, Cohort, Enrolment, Meeting


def concerned(meeting: Meeting, *, but: Person | None = None) -> list[Person]:
    """Trainer and participants; for the talk beforehand trainer and adviser. ``but`` did it."""
    cohort = meeting.cohort
    if meeting.step.for_organisers:
        people = [cohort.trainer, cohort.created_by]
    else:
        taking = enrolled(cohort).filter(state__in=TAKING_PART, person__erased_at=None)
        people = [cohort.trainer, *(one.person for one in taking)]
    return [one for one in dict.fromkeys(people) if one != but]


def enrolled(cohort: Cohort) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(cohort=cohort).select_related("person").order_by("pk")


def with_a_waiting(meeting: Meeting, key: str) -> set[int]:
    """Whose message of this kind is written and has not gone into an envelope."""
    waiting = Message.objects.filter(rule=key, subject=label(meeting), mail=None, dropped_at=None)
    return set(waiting.values_list("recipient", flat=True))


def who_heard(row: Meeting | Cohort, key: str, occasion: str | None = None) -> set[int]:
    """After taking back what could be: whom the message reached, or is on its way to."""
    gone = Message.objects.filter(rule=key, subject=label(row), dropped_at=None)
    if occasion is not None:
        gone = gone.filter(occasion=occasion)
    return set(gone.values_list("recipient", flat=True))


def tell_of_meeting(meeting: Meeting, key: str, people: Iterable[Person], *, at: datetime) -> None:
    for person in people:
        tell(
            key,
            meeting,
            person,
            organisation=meeting.cohort.organisation,
            at=at,
            occasion=str(meeting.sequence),
            about=meeting.cohort.label,
        )


def tell_of_cohort(cohort: Cohort, key: str, person: Person, at: datetime) -> None:
    organisation = cohort.organisation
    occasion = occasion_of(at)
    tell(
        key, cohort, person, organisation=organisation, at=at, occasion=occasion, about=cohort.label
    )
