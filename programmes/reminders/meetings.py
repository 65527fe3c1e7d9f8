"""A meeting comes near: to who takes part, and to who leads it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Owed, Window, book
from programmes.models import Cohort, Enrolment, Material, Meeting
from programmes.models.cohort import MeetingQuerySet
from programmes.reminders.owing import (
    UntilMeeting,
    enrolment_of,
    meetings_in,
    on_days_of,
    participants,
)
from programmes.reminders.placeholders import meeting_words


@book.add
class MeetingSoon(UntilMeeting):
    """A week and a day before each meeting. The talk beforehand is for adviser and trainer."""

    key = "meeting_soon"
    title = gettext_lazy("The meeting is near")
    model = Meeting
    offsets = (-7, -1)

    def owed(self, window: Window) -> Iterable[Owed]:
        meetings = on_days_of(window, _of_anybody(meetings_in(window), window))
        people = participants((one.cohort_id for one in meetings), window)
        for meeting in meetings:
            for person, since in _organisers(meeting):
                yield self._owed(meeting, person, since)
            if not meeting.step.for_organisers:
                for enrolment in people[meeting.cohort_id]:
                    yield self._owed(meeting, enrolment.person, enrolment.state_since)

    def _owed(self, meeting: Meeting, recipient: Person, since: datetime) -> Owed:
        return Owed(
            subject=meeting,
            recipient=recipient,
            organisation=meeting.cohort.organisation,
            anchor=meeting.day,
            since=since,
            about=meeting.cohort.label,
        )

    def load(self, pks: Iterable[int]) -> dict[int, Meeting]:
        found = Meeting.objects.filter(pk__in=pks).select_related(
            "step", "cohort__trainer", "cohort__organisation"
        )
        return {one.pk: one for one in found.prefetch_related("cohort__enrolments")}

    def context(self, subject: Meeting, recipient: Person) -> dict[str, Any]:
        return {
            "is_participant": enrolment_of(subject.cohort, recipient) is not None,
            "trainer": subject.cohort.trainer,
            "has_material": Material.objects.filter(meeting=subject, removed_at=None).exists(),
        }

    def words(self, subject: Meeting, recipient: Person) -> dict[str, str]:
        return meeting_words(subject)

    def button(self, subject: Meeting, recipient: Person) -> Button:
        return Button(_("See the meeting"), reverse("programmes:meeting", args=[subject.pk]))


def _of_anybody(meetings: MeetingQuerySet, window: Window) -> MeetingQuerySet:
    """Of the window's people, as participant or as organiser."""
    if window.recipients is None:
        return meetings
    organised = Q(trainer__in=window.recipients) | Q(created_by__in=window.recipients)
    cohorts = Cohort.objects.filter(organised).order_by().values_list("pk", flat=True)
    enrolments = Enrolment.objects.taking_part().filter(person__in=window.recipients)
    joined = enrolments.order_by().values_list("cohort", flat=True)
    return meetings.filter(cohort__in=list(cohorts.union(joined)))


def _organisers(meeting: Meeting) -> Iterator[tuple[Person, datetime]]:
    cohort = meeting.cohort
    yield cohort.trainer, cohort.created_at
    if meeting.step.for_organisers and cohort.created_by_id != cohort.trainer_id:
        yield cohort.created_by, cohort.created_at
