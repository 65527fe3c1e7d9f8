"""What a manager hears: agree that somebody in the team has time to be a mentor."""

from collections.abc import Iterable, Iterator
from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.links import time_path
from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Named, Owed, Rule, Window, book
from programmes.models import Enrolment
from programmes.reminders.owing import narrowed


@book.add
class MentorHasTime(Rule[Enrolment]):
    """To the manager of each participant, once there is a seat: does your colleague have the time?

    Until an answer is kept, whoever noted it. No answer blocks nothing.
    """

    key = "mentor_has_time"
    title = gettext_lazy("The manager agrees that the mentor has time")
    model = Enrolment
    offsets = (0, 3)
    lasts_days = 14  # longer than a closed week
    asks_for = "time of a mentor"

    def load(self, pks: Iterable[int]) -> dict[int, Enrolment]:
        rows = Enrolment.objects.filter(pk__in=pks).select_related("person__team", "cohort")
        return {row.pk: row for row in rows}

    def owed(self, window: Window) -> Iterator[Owed]:
        for seat in _seats(window):
            mentor, manager = seat.person, seat.person.manager
            organisation = seat.cohort.organisation
            asked_on = organisation.local_date(seat.state_since)
            if manager is None or mentor.has_left(asked_on):
                continue
            yield Owed(
                subject=seat,
                recipient=manager,
                organisation=organisation,
                anchor=asked_on,
                # The seat was taken in the course of that day, after its first offset began.
                since=organisation.moment(asked_on, time.min),
                about=seat.cohort.label,
                calm=True,
            )

    def words(self, subject: Enrolment, recipient: Person) -> dict[str, str]:
        mentor = subject.person
        return {_("mentor"): Named(mentor.name), _("mentor_first_name"): Named(mentor.given_name)}

    def button(self, subject: Enrolment, recipient: Person) -> Button:
        path = time_path(subject.person, recipient, subject.state_since)
        return Button(_("Answer yes or no"), path)


def _seats(window: Window) -> QuerySet[Enrolment]:
    """Seats taken on a local day in the window, for which no manager has answered."""
    first = datetime.combine(window.first, time.min)
    last = datetime.combine(window.last + timedelta(days=1), time.min)
    seats = window.only(Enrolment.objects.all(), "person__manager").filter(
        state="accepted",  # whoever has completed it guides somebody, or not: asked long ago
        state_since__gte=timezone.make_aware(first),
        state_since__lt=timezone.make_aware(last),
        cohort__cancelled_at=None,
        person__erased_at=None,
        person__manager__isnull=False,
        person__agreement=None,
    )
    return narrowed(seats, window).select_related("person__manager", "cohort__organisation")
