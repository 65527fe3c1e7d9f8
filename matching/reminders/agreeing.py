"""What a manager hears: agree that somebody in the team has time to be a mentor."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import TypeVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.links import time_path
from matching.models import MentorProfile
from mentorship.people.models import Organisation, Person
from mentorship.reminders.rules import Button, Named, Owed, Rule, Window, book
from programmes.models import Enrolment
from programmes.reminders.owing import narrowed

M = TypeVar("M", Enrolment, MentorProfile)


class AsksForTime(Rule[M]):
    """To a mentor's manager: does your colleague have the time?

    Until an answer is kept, whoever noted it. Without an answer the mentor is asked for nobody.
    """

    offsets = (0, 3)
    lasts_days = 14  # longer than a closed week
    asks_to_write = True

    def words(self, subject: M, recipient: Person) -> dict[str, str]:
        mentor = subject.person
        return {_("mentor"): Named(mentor.name), _("mentor_first_name"): Named(mentor.given_name)}

    def button_for(self, mentor: Person, manager: Person, asked_at: datetime) -> Button:
        return Button(_("Answer yes or no"), time_path(mentor, manager, asked_at))


@book.add
class MentorHasTime(AsksForTime[Enrolment]):
    """About each participant, once there is a seat."""

    key = "mentor_has_time"
    title = gettext_lazy("The manager agrees that the mentor has time")
    asks_for = "time of a participant"
    model = Enrolment

    def load(self, pks: Iterable[int]) -> dict[int, Enrolment]:
        rows = Enrolment.objects.filter(pk__in=pks).select_related("person__team", "cohort")
        return {row.pk: row for row in rows}

    def owed(self, window: Window) -> Iterator[Owed]:
        for seat in _seats(window):
            manager, organisation = seat.person.manager, seat.cohort.organisation
            asked_on = organisation.local_date(seat.state_since)
            if manager is not None and not seat.person.has_left(asked_on):
                yield _owed(seat, manager, organisation, asked_on, about=seat.cohort.label)

    def button(self, subject: Enrolment, recipient: Person) -> Button:
        return self.button_for(subject.person, recipient, subject.state_since)


@book.add
class MentorWithoutGroupHasTime(AsksForTime[MentorProfile]):
    """About a mentor without a seat now, and whenever an adviser has the manager asked."""

    key = "mentor_without_group_has_time"
    title = gettext_lazy("The manager agrees that a mentor outside a group has time")
    asks_for = "time of a mentor"
    model = MentorProfile

    def load(self, pks: Iterable[int]) -> dict[int, MentorProfile]:
        rows = MentorProfile.objects.filter(pk__in=pks).select_related("person__team")
        return {row.pk: row for row in rows}

    def owed(self, window: Window) -> Iterator[Owed]:
        for profile in _profiles(window):
            mentor, asked_at = profile.person, profile.time_asked_at
            manager, organisation = mentor.manager, mentor.organisation
            if manager is None or organisation is None or asked_at is None:
                continue
            asked_on = organisation.local_date(asked_at)
            if not mentor.has_left(asked_on):
                yield _owed(profile, manager, organisation, asked_on)

    def button(self, subject: MentorProfile, recipient: Person) -> Button | None:
        asked_at = subject.time_asked_at
        return self.button_for(subject.person, recipient, asked_at) if asked_at else None


def _owed(
    subject: Enrolment | MentorProfile,
    manager: Person,
    organisation: Organisation,
    asked_on: date,
    about: str = "",
) -> Owed:
    # It came to be owed in the course of that day, after its first offset began.
    since = organisation.moment(asked_on, time.min)
    return Owed(subject, manager, organisation, asked_on, since, about=about, calm=True)


def _seats(window: Window) -> QuerySet[Enrolment]:
    """Seats taken on a local day in the window, for which no manager has answered."""
    first, end = _moments(window)
    seats = window.only(Enrolment.objects.all(), "person__manager").filter(
        state="accepted",  # whoever has completed it was asked long ago
        state_since__gte=first,
        state_since__lt=end,
        cohort__cancelled_at=None,
        person__erased_at=None,
        person__manager__isnull=False,
        person__agreement=None,
    )
    return narrowed(seats, window).select_related("person__manager", "cohort__organisation")


def _profiles(window: Window) -> QuerySet[MentorProfile]:
    """Mentors whose manager was asked by an adviser on a local day in the window, unanswered."""
    first, end = _moments(window)
    profiles = window.only(MentorProfile.objects.all(), "person__manager").filter(
        time_asked_at__gte=first,
        time_asked_at__lt=end,
        person__erased_at=None,
        person__manager__isnull=False,
        person__agreement=None,
    )
    profiles = profiles.select_related("person__manager", "person__organisation")
    return profiles.none() if window.about else profiles  # they stand on no page of their own


def _moments(window: Window) -> tuple[datetime, datetime]:
    first = datetime.combine(window.first, time.min)
    last = datetime.combine(window.last + timedelta(days=1), time.min)
    return timezone.make_aware(first), timezone.make_aware(last)
