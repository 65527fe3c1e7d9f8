"""On Mondays the adviser hears, group by group, who is behind with what."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.models import Person
from mentorship.people.working_days import WorkingDays
from mentorship.reminders.rules import Button, Named, Owed, Rule, Slot, Window, book
from mentorship.web.moment import today
from programmes.models import Cohort, Enrolment, Meeting, Step
from programmes.progress import unnamed_steps
from programmes.reminders.advising import advised, advisers_of, cohorts_by_key
from programmes.reminders.owing import Task, deadlines_in, who_owes, with_meetings
from programmes.reminders.placeholders import cohort_words

TASKS = Q(step__kind__in=Step.TASKS)
A_WEEK = timedelta(days=7)
NAMED_FOR = 3 * A_WEEK  # after its last day; from then on it stands in the group's grid alone


@dataclass(frozen=True)
class Behind:
    """One thing that a participant should have done by a Monday."""

    monday: date
    enrolment: Enrolment
    step: Step

    @property
    def cohort(self) -> Cohort:
        return self.enrolment.cohort


@book.add
class WhoIsBehind(Rule[Cohort]):
    """To the advisers, each Monday, of each group in which somebody is behind: they make one mail,
    each with its own button. On a closed Monday it goes on the next working day of that week.

    It names what was due, never what is in it, and counts nobody; an evaluation or a case it does
    not name. The same stands on the page of the group, so an adviser may turn it off.
    """

    key = "who_is_behind"
    title = gettext_lazy("Who is behind")
    model = Cohort
    offsets = (0,)
    lasts_days = 4
    needed = False

    def window(
        self,
        first: date,
        last: date,
        about: str = "",
        recipients: frozenset[int] | None = None,
    ) -> Window:
        """A Monday matters in its own week only."""
        return Window(first - A_WEEK, last + timedelta(days=1), about, recipients)

    def slots(self, owed: Owed, days: WorkingDays) -> list[Slot]:
        """Of a week that is closed altogether there is nothing to tell in the next."""
        weekend = owed.organisation.moment(owed.anchor + timedelta(days=5), time.min)
        return [replace(one, ends=min(one.ends, weekend)) for one in super().slots(owed, days)]

    def owed(self, window: Window) -> Iterator[Owed]:
        found: dict[tuple[Cohort, date], datetime] = {}
        for one in behind(window):
            key = one.cohort, one.monday
            since = one.enrolment.state_since
            found[key] = min(found.get(key, since), since)
        advisers = advisers_of({cohort.organisation_id for cohort, _monday in found})
        for (cohort, monday), since in found.items():
            for adviser in advisers[cohort.organisation_id]:
                yield Owed(cohort, adviser, cohort.organisation, monday, since, cohort.label)

    def load(self, pks: Iterable[int]) -> dict[int, Cohort]:
        return cohorts_by_key(pks)

    def context(self, subject: Cohort, recipient: Person) -> dict[str, Any]:
        monday = today() - timedelta(days=today().weekday())
        people: dict[str, list[str]] = defaultdict(list)
        for one in behind(Window(monday, monday, subject.label)):
            people[one.enrolment.person.name].append(one.step.short_title)
        listed = sorted((name, ", ".join(steps)) for name, steps in people.items())
        return {"people": listed, "monday": monday}

    def words(self, subject: Cohort, recipient: Person) -> dict[str, str]:
        people = self.context(subject, recipient)["people"]
        listed = "\n\n".join(f"{name}: {steps}" for name, steps in people)
        return {_("who_is_behind"): Named(listed)} | cohort_words(subject)

    def button(self, subject: Cohort, recipient: Person) -> Button:
        return Button(_("See who"), reverse("programmes:participants", args=[subject.pk]))


def behind(window: Window) -> Iterator[Behind]:
    """Whatever was due before a Monday in the window and is not in; not what a later meeting has
    overtaken, nor of who was said to have completed the programme."""
    due = replace(window, first=window.first - NAMED_FOR)
    deadlines = deadlines_in(due, "due_on").filter(TASKS).exclude(step__in=unnamed_steps())
    organisations = advised(window)
    if organisations is not None:
        deadlines = deadlines.filter(cohort__organisation__in=organisations)
    tasks = with_meetings(deadlines.order_by("step__position"))
    ends = _ends(tasks)
    everybody = replace(window, recipients=None)  # it is told to others than it is about
    for task, enrolment in who_owes(tasks, everybody):
        if enrolment.state == "accepted":
            enrolment.cohort = task.meeting.cohort
            for monday in _mondays(window, task, ends):
                yield Behind(monday, enrolment, task.deadline.step)


def _mondays(window: Window, task: Task, ends: dict[int, list[tuple[int, date]]]) -> Iterator[date]:
    """Those after its last day, until a later meeting is over."""
    step, due_on = task.deadline.step, task.deadline.due_on
    later = [day for place, day in ends[task.deadline.cohort_id] if place > step.position]
    last = min([*later, due_on + NAMED_FOR, window.last])
    monday = due_on + timedelta(days=7 - due_on.weekday())
    while monday <= last:
        if monday >= window.first:
            yield monday
        monday += A_WEEK


def _ends(tasks: Iterable[Task]) -> dict[int, list[tuple[int, date]]]:
    """On which day each meeting of these cohorts is, with its place in the programme."""
    found: dict[int, list[tuple[int, date]]] = defaultdict(list)
    meetings = Meeting.objects.held().filter(cohort__in={one.deadline.cohort_id for one in tasks})
    for meeting in meetings.select_related("step", "cohort__organisation"):
        found[meeting.cohort_id].append((meeting.step.position, meeting.day))
    return found
