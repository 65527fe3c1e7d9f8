"""Who hears of what happens to a date, who has heard already, and what stands in whose calendar."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from mentorship.people.models import Person
from mentorship.reminders.models import Message
from mentorship.reminders.models.message import MessageQuerySet
from mentorship.reminders.outbox import occasion_of, take_back, tell
from mentorship.reminders.rules import label
from programmes.models import TAKING_PART, Cohort, Enrolment, Meeting

PUT_IN = ("meeting_planned", "meeting_moved")
TAKEN_OUT = ("meeting_cancelled", "meeting_off")


def concerned(meeting: Meeting, *, but: Person | None = None) -> list[Person]:
    """Trainer and participants; for the talk beforehand trainer and adviser.

    ``but`` did it and knows; only their calendar, if it stands in there, does not.
    """
    cohort = meeting.cohort
    if meeting.step.for_organisers:
        people = [cohort.trainer, cohort.created_by]
    else:
        taking = enrolled(cohort).filter(state__in=TAKING_PART, person__erased_at=None)
        people = [cohort.trainer, *(one.person for one in taking)]
    if but is not None and but.pk not in holders(meeting):
        people = [one for one in people if one != but]
    return list(dict.fromkeys(people))


def enrolled(cohort: Cohort) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(cohort=cohort).select_related("person").order_by("pk")


def holders(meeting: Meeting) -> dict[int, datetime]:
    """In whose calendar it stands, and since when: the last that went to them put it there."""
    told = Message.objects.standing().filter(rule__in=[*PUT_IN, *TAKEN_OUT], subject=label(meeting))
    # In the order of writing: a clock that was set back makes what is later look earlier.
    gone = told.exclude(pk__in=told.waiting().values("pk")).order_by("pk")
    last = {one.recipient_id: one for one in gone}
    return {person: one.created_at for person, one in last.items() if one.rule in PUT_IN}


def addressed(meeting: Meeting) -> set[int]:
    """Who was ever to hear that it is planned, whether they did or not, or heard that it is off."""
    told = Message.objects.filter(subject=label(meeting))
    off = told.standing().filter(rule__in=TAKEN_OUT)
    found = told.filter(Q(rule__in=PUT_IN) | Q(pk__in=off.values("pk")))
    return set(found.values_list("recipient", flat=True))


def with_a_waiting(meeting: Meeting, key: str) -> set[int]:
    """Whose message of this kind is written, and nobody has taken up."""
    waiting = Message.objects.waiting().filter(rule=key, subject=label(meeting))
    return set(waiting.values_list("recipient", flat=True))


def kept_from(meeting: Meeting, since: datetime | None) -> set[int]:
    """Who was to hear of a move, and did not because of what was done at that moment."""
    kept = _taken_back(meeting).filter(dropped_at=since) if since else _taken_back(meeting).none()
    return set(kept.values_list("recipient", flat=True))


def take_out(meeting: Meeting, people: Iterable[Person], *, at: datetime) -> None:
    """The meeting goes on without these people, or not at all: out of the calendars it stands in.

    This takes the place of what else they were still to hear of it.
    """
    people = list(people)
    for person in people:
        take_back("meeting_moved", meeting, recipient=person, at=at)
        take_back("meeting_cancelled", meeting, recipient=person, at=at)
    to_tell = holders(meeting).keys() - with_a_waiting(meeting, "meeting_off")
    leaving = [one for one in people if one.pk in to_tell]
    tell_of_meeting(meeting, "meeting_off", leaving, at=at, occasion=occasion_of(at))


def put_in(
    meeting: Meeting, people: Iterable[Person], *, at: datetime, since: datetime | None = None
) -> None:
    """The meeting concerns these people, again: into the calendars where it does not stand, or not
    as it is now. What was done at ``since`` is undone with this. What is off stays out."""
    if meeting.cancelled_at is not None or meeting.cohort.cancelled_at is not None:
        return
    people = list(people)
    for person in people:
        take_back("meeting_off", meeting, recipient=person, at=at)
    know = _up_to_date(meeting, since) | with_a_waiting(meeting, "meeting_planned")
    to_hear = [one for one in people if one.pk not in know]
    tell_of_meeting(meeting, "meeting_planned", to_hear, at=at, occasion=occasion_of(at))


def _up_to_date(meeting: Meeting, since: datetime | None) -> set[int]:
    """In whose calendar it stands as it is: no move was kept from them after they last heard.

    A move that was undone was kept from everybody, and nothing is missed by that.
    """
    moves = Message.objects.filter(rule="meeting_moved", subject=label(meeting))
    if since and moves.filter(created_at__gt=since).exists():
        return set()
    kept = _taken_back(meeting)
    if (meeting.moved_from, meeting.moved_from_end) == (meeting.starts_at, meeting.ends_at):
        kept = kept.filter(dropped_at=since) if since else kept.none()
    inside = holders(meeting)
    missed = kept.values_list("recipient", "created_at")
    return set(inside) - {one for one, at in missed if one in inside and at > inside[one]}


def _taken_back(meeting: Meeting) -> MessageQuerySet:
    moves = Message.objects.filter(rule="meeting_moved", subject=label(meeting))
    return moves.filter(dropped_why=Message.Why.UNDONE)


def tell_of_meeting(
    meeting: Meeting, key: str, people: Iterable[Person], *, at: datetime, occasion: str = ""
) -> None:
    """``occasion`` is the meeting's sequence, unless it is the moment that matters."""
    for person in people:
        tell(
            key,
            meeting,
            person,
            organisation=meeting.cohort.organisation,
            at=at,
            occasion=occasion or str(meeting.sequence),
            about=meeting.cohort.label,
        )


def tell_of_cohort(cohort: Cohort, key: str, person: Person, at: datetime) -> None:
    organisation = cohort.organisation
    occasion = occasion_of(at)
    tell(
        key, cohort, person, organisation=organisation, at=at, occasion=occasion, about=cohort.label
    )
