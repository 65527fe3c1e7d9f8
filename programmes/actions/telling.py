"""Who hears of what happens to a date, who has heard already, and what stands in whose calendar."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db.models import Q, QuerySet

from mentorship.people.models import Person
from mentorship.reminders.models import Message
from mentorship.reminders.outbox import take_back, tell
from mentorship.reminders.rules import label
from programmes.models import TAKING_PART, Cohort, Enrolment, Meeting

PUT_IN = ("meeting_planned", "meeting_moved")
TAKEN_OUT = ("meeting_cancelled", "meeting_off")


def occasion_of(moment: datetime) -> str:
    """The same words for the same moment, whatever zone it was written in."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


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


def holders(meeting: Meeting) -> set[int]:
    """In whose calendar it stands: the last that went to them put it there."""
    told = Message.objects.standing().filter(rule__in=[*PUT_IN, *TAKEN_OUT], subject=label(meeting))
    gone = told.exclude(pk__in=told.waiting().values("pk")).order_by("created_at", "pk")
    last = dict(gone.values_list("recipient", "rule"))
    return {person for person, rule in last.items() if rule in PUT_IN}


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


def who_heard(row: Meeting | Cohort, key: str, occasion: str | None = None) -> set[int]:
    """After taking back what could be: whom the message reached, or is on its way to."""
    gone = Message.objects.standing().filter(rule=key, subject=label(row))
    if occasion is not None:
        gone = gone.filter(occasion=occasion)
    return set(gone.values_list("recipient", flat=True))


def kept_from(meeting: Meeting, since: datetime | None) -> set[int]:
    """Who was to hear of a move, and did not because of what was done at that moment."""
    taken_back = Message.objects.filter(
        rule="meeting_moved",
        subject=label(meeting),
        dropped_at=since,
        dropped_why=Message.Why.UNDONE,
    )
    return set(taken_back.values_list("recipient", flat=True)) if since else set()


def take_out(meeting: Meeting, people: Iterable[Person], *, at: datetime) -> None:
    """The meeting goes on without these people, or not at all: out of the calendars it stands in.

    What they were still to hear of it stays unsaid: a move is taken back, the rest is not owed.
    """
    inside = holders(meeting)
    for person in people:
        take_back("meeting_moved", meeting, recipient=person, at=at)
        if person.pk in inside:
            tell_of_meeting(meeting, "meeting_off", [person], at=at, occasion=occasion_of(at))


def put_in(
    meeting: Meeting, people: Iterable[Person], *, at: datetime, since: datetime | None = None
) -> None:
    """The meeting concerns these people, again: into the calendars where it does not stand.

    What was done at ``since`` is undone with this: what waits of it goes no further, and who did
    not hear of a move because of it, or after it, gets the entry as it is now.
    """
    people = list(people)
    for person in people:
        take_back("meeting_off", meeting, recipient=person, at=at)
    up_to_date = set() if _moved_after(meeting, since) else holders(meeting)
    up_to_date -= kept_from(meeting, since)
    waiting = with_a_waiting(meeting, "meeting_planned")
    to_hear = [one for one in people if one.pk not in up_to_date | waiting]
    tell_of_meeting(meeting, "meeting_planned", to_hear, at=at, occasion=occasion_of(at))


def _moved_after(meeting: Meeting, since: datetime | None) -> bool:
    moves = Message.objects.filter(rule="meeting_moved", subject=label(meeting))
    return since is not None and moves.filter(created_at__gt=since).exists()


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
