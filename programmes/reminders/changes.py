"""What a click causes: a meeting planned, moved or cancelled, a whole group stopped or resumed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Invite, Notice, book
from mentorship.web.moment import moment
from mentorship.web.templatetags.wegwijs import clock_span, day
from programmes.calendar import Method, invitation
from programmes.models import TAKING_PART, Cohort, Meeting
from programmes.reminders.placeholders import cohort_words, meeting_words


class MeetingNotice(Notice[Meeting]):
    """About one meeting, into its recipient's calendar or out of it: each needs a mail of its own.
    The meeting's page is where the button leads."""

    model = Meeting
    alone = True
    method: ClassVar[Method] = "REQUEST"

    def load(self, pks: Iterable[int]) -> dict[int, Meeting]:
        rows = Meeting.objects.select_related("step", "cohort__organisation", "cohort__trainer")
        return rows.in_bulk(list(pks))

    def context(self, subject: Meeting, recipient: Person) -> dict[str, Any]:
        return {"leads": subject.cohort.trainer_id == recipient.pk, "title": subject.step.title}

    def words(self, subject: Meeting, recipient: Person) -> dict[str, str]:
        return meeting_words(subject)

    def invite(self, subject: Meeting, recipient: Person) -> Invite:
        content = invitation(subject, recipient, method=self.method, at=moment())
        return Invite(self.method, content)

    def button(self, subject: Meeting, recipient: Person) -> Button | None:
        return Button(_("See the meeting"), reverse("programmes:meeting", args=[subject.pk]))


@book.add
class MeetingPlanned(MeetingNotice):
    key = "meeting_planned"
    title = gettext_lazy("A meeting was planned")

    def still_owed(self, subject: Meeting, recipient: Person, occasion: str, at: datetime) -> bool:
        """Written when it is sent, so it is right even if the meeting moved in between."""
        return subject.cancelled_at is None and is_ahead(subject, recipient, at)


@book.add
class MeetingMoved(MeetingNotice):
    key = "meeting_moved"
    title = gettext_lazy("A meeting was moved")
    urgent = True

    def still_owed(self, subject: Meeting, recipient: Person, occasion: str, at: datetime) -> bool:
        """Moved again: that has its own mail."""
        is_last = occasion == str(subject.sequence)
        return is_last and subject.cancelled_at is None and is_ahead(subject, recipient, at)

    def words(self, subject: Meeting, recipient: Person) -> dict[str, str]:
        was = subject.moved_from, subject.moved_from_end
        before = {_("day_before"): day(was[0]), _("time_before"): clock_span(*was)}
        return super().words(subject, recipient) | before


@book.add
class MeetingCancelled(MeetingNotice):
    key = "meeting_cancelled"
    title = gettext_lazy("A meeting was cancelled")
    urgent = True
    method = "CANCEL"

    def still_owed(self, subject: Meeting, recipient: Person, occasion: str, at: datetime) -> bool:
        return subject.cancelled_at is not None and is_ahead(subject, recipient, at)


@book.add
class MeetingOff(MeetingNotice):
    """Out of the calendar of who left the group, or of everybody when the group is off."""

    key = "meeting_off"
    title = gettext_lazy("A meeting left the calendar")
    urgent = True
    method = "CANCEL"

    def still_owed(self, subject: Meeting, recipient: Person, occasion: str, at: datetime) -> bool:
        """Back in the group, and the meeting is on: then it stays in the calendar."""
        is_off = subject.cancelled_at is not None
        return subject.ends_at > at and (is_off or not is_ahead(subject, recipient, at))

    def button(self, subject: Meeting, recipient: Person) -> Button | None:
        return None


def is_ahead(meeting: Meeting, recipient: Person, at: datetime) -> bool:
    """Still to come, and this person leads it or has not left the group meanwhile."""
    cohort = meeting.cohort
    if cohort.cancelled_at is not None or meeting.ends_at <= at:
        return False
    organises = recipient.pk in (cohort.trainer_id, cohort.created_by_id)
    return organises or cohort.enrolments.filter(person=recipient, state__in=TAKING_PART).exists()


class CohortNotice(Notice[Cohort]):
    """About the whole group."""

    model = Cohort
    urgent = True

    def load(self, pks: Iterable[int]) -> dict[int, Cohort]:
        return Cohort.objects.select_related("organisation", "programme", "trainer").in_bulk(
            list(pks)
        )

    def context(self, subject: Cohort, recipient: Person) -> dict[str, Any]:
        return {"leads": subject.trainer_id == recipient.pk}

    def words(self, subject: Cohort, recipient: Person) -> dict[str, str]:
        return cohort_words(subject)


@book.add
class CohortCancelled(CohortNotice):
    key = "cohort_cancelled"
    title = gettext_lazy("The group was cancelled")

    def still_owed(self, subject: Cohort, recipient: Person, occasion: str, at: datetime) -> bool:
        return subject.cancelled_at is not None


@book.add
class CohortResumed(CohortNotice):
    key = "cohort_resumed"
    title = gettext_lazy("The group goes on after all")

    def still_owed(self, subject: Cohort, recipient: Person, occasion: str, at: datetime) -> bool:
        return subject.cancelled_at is None

    def button(self, subject: Cohort, recipient: Person) -> Button | None:
        return Button(_("See the group"), reverse("programmes:cohort", args=[subject.pk]))
