"""A meeting comes near: to who takes part, and to who leads it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Owed, Window, book
from programmes.models import Material, Meeting
from programmes.reminders.owing import UntilMeeting, enrolment_of, meetings_in, participants


@book.add
class MeetingSoon(UntilMeeting):
    """A week and a day before each meeting. The talk beforehand is for adviser and trainer."""

    key = "meeting_soon"
    title = gettext_lazy("The meeting is near")
    model = Meeting
    offsets = (-7, -1)

    def owed(self, window: Window) -> Iterable[Owed]:
        meetings = meetings_in(window)
        people = participants(one.cohort_id for one in meetings)
        for meeting in meetings:
            cohort = meeting.cohort
            for person, since in _organisers(meeting):
                yield self._owed(meeting, person, since)
            if not meeting.step.for_organisers:
                for enrolment in people[cohort.pk]:
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

    def meeting_of(self, owed: Owed) -> Meeting:
        assert isinstance(owed.subject, Meeting)
        return owed.subject

    def load(self, pks: Iterable[int]) -> dict[int, Meeting]:
        found = Meeting.objects.filter(pk__in=pks).select_related(
            "step", "cohort__trainer", "cohort__organisation"
        )
        return {one.pk: one for one in found}

    def context(self, subject: Meeting, recipient: Person) -> dict[str, Any]:
        return {
            "is_participant": enrolment_of(subject.cohort, recipient) is not None,
            "trainer": subject.cohort.trainer,
            "has_material": Material.objects.filter(meeting=subject, removed_at=None).exists(),
        }

    def button(self, subject: Meeting, recipient: Person) -> Button:
        return Button(_("See the meeting"), reverse("programmes:meeting", args=[subject.pk]))


def _organisers(meeting: Meeting) -> Iterator[tuple[Person, datetime]]:
    cohort = meeting.cohort
    yield cohort.trainer, cohort.created_at
    if meeting.step.for_organisers and cohort.created_by_id != cohort.trainer_id:
        yield cohort.created_by, cohort.created_at
