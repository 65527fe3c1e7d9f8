"""What the rules of cohorts share: which meetings and deadlines matter, and who owes what.

What makes a step done is asked of its kind (declare.StepKind), so nothing here knows a form.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, ClassVar, Literal, TypeVar

from django.db.models import Q, QuerySet

from mentorship.people.models import Organisation, Person
from mentorship.people.working_days import WorkingDays
from mentorship.reminders.rules import Owed, Rule, Slot, Window
from programmes.models import Cohort, Deadline, Enrolment, Meeting, Step
from programmes.models.cohort import MeetingQuerySet
from programmes.models.deadline import DeadlineQuerySet
from programmes.progress import done_steps

Q_ = TypeVar("Q_", bound=QuerySet[Any])
A_DAY = timedelta(days=1)  # so that no time zone falls outside a query; the local day decides
WITH_A_MEETING = ("step", "cohort__organisation", "cohort__trainer", "cohort__created_by")


@dataclass(frozen=True)
class Task:
    """A deadline, and the meeting of the same cohort that it hangs on."""

    deadline: Deadline
    meeting: Meeting


def cohort_of(about: str) -> int | None:
    """The cohort that a window is narrowed to. A page of another kind matches none."""
    model, _, pk = about.rpartition(":")
    return int(pk) if model == Cohort._meta.label_lower else -1 if about else None


def narrowed(rows: Q_, window: Window) -> Q_:
    """Only those of the cohort that the window is about, if it is about one."""
    pk = cohort_of(window.about)
    return rows if pk is None else rows.filter(cohort=pk)


def of_participants(rows: Q_, window: Window) -> Q_:
    """Those of cohorts that the people of the window, if it is about some, take part in."""
    if window.recipients is None:
        return rows
    enrolments = Enrolment.objects.taking_part().filter(person__in=window.recipients)
    return rows.filter(cohort__in=enrolments.values("cohort"))


def meetings_in(window: Window, which: Q | None = None) -> MeetingQuerySet:
    """Meetings held, around the local days of the window, with all that a mail shows of them."""
    zone = Organisation().zone
    found = Meeting.objects.held().filter(
        which or Q(),
        starts_at__gte=datetime.combine(window.first - A_DAY, time.min, zone),
        starts_at__lt=datetime.combine(window.last + 2 * A_DAY, time.min, zone),
    )
    return narrowed(found, window).select_related(*WITH_A_MEETING)


def on_days_of(window: Window, meetings: Iterable[Meeting]) -> list[Meeting]:
    """Those whose own local day lies in the window."""
    return [one for one in meetings if window.first <= one.day <= window.last]


def tasks_by_meeting(window: Window, which: Q) -> list[Task]:
    """Deadlines of the window's people that hang on a meeting in the window."""
    found = of_participants(meetings_in(window), window)
    return with_deadlines(on_days_of(window, found), which)


def with_deadlines(found: Iterable[Meeting], which: Q) -> list[Task]:
    """The deadlines that hang on these meetings."""
    meetings = {(one.cohort_id, one.step_id): one for one in found}
    cohorts = {cohort for cohort, _ in meetings}
    deadlines = Deadline.objects.filter(which, cohort__in=cohorts).select_related("step")
    return _paired(deadlines, meetings)


def tasks_by_day(window: Window, field: str, which: Q) -> list[Task]:
    """Deadlines of the window's people of which ``field`` (``opens_on`` or ``due_on``) lies in the
    window."""
    found = of_participants(deadlines_in(window, field).filter(which), window)
    return with_meetings(found)


def deadlines_in(window: Window, field: str) -> DeadlineQuerySet:
    in_window = {f"{field}__range": (window.first, window.last)}
    found = Deadline.objects.filter(cohort__cancelled_at=None, **in_window)
    return narrowed(found, window).select_related("step")


def with_meetings(found: Iterable[Deadline]) -> list[Task]:
    """These deadlines, as far as the meeting that they hang on is held."""
    deadlines = list(found)
    meetings = {
        (one.cohort_id, one.step_id): one
        for one in Meeting.objects.held()
        .filter(cohort__in={one.cohort_id for one in deadlines})
        .select_related(*WITH_A_MEETING)
    }
    return _paired(deadlines, meetings)


def _paired(deadlines: Iterable[Deadline], meetings: dict[tuple[int, int], Meeting]) -> list[Task]:
    tasks = []
    for deadline in deadlines:
        meeting = meetings.get((deadline.cohort_id, deadline.step.anchor_id or 0))
        if meeting is not None:
            deadline.cohort, deadline.meeting = meeting.cohort, meeting
            tasks.append(Task(deadline, meeting))
    return tasks


def participants(cohorts: Iterable[int], window: Window) -> dict[int, list[Enrolment]]:
    """Who of the window's people takes part and is still there, by cohort."""
    people = defaultdict(list)
    found = Enrolment.objects.taking_part().filter(cohort__in=set(cohorts), person__is_active=True)
    for enrolment in window.only(found, "person").select_related("person"):
        people[enrolment.cohort_id].append(enrolment)
    return people


def who_owes(tasks: list[Task], window: Window) -> Iterator[tuple[Task, Enrolment]]:
    """Each task with each participant, of the window's people, who has not done it."""
    cohorts = {one.deadline.cohort_id for one in tasks}
    people = participants(cohorts, window)
    done = done_steps(people, {one.deadline.step.kind for one in tasks})
    for task in tasks:
        for enrolment in people[task.deadline.cohort_id]:
            if (enrolment.pk, task.deadline.step_id) not in done:
                yield task, enrolment


def enrolment_of(cohort: Cohort, person: Person) -> Enrolment | None:
    """Read from all of the cohort's: a batch of mails loads them once, with its subjects."""
    return next((one for one in cohort.enrolments.all() if one.person_id == person.pk), None)


def undone(enrolment: Enrolment, which: Q) -> list[Step]:
    """This participant's steps, as far as planned, that are not done."""
    deadlines = Deadline.objects.filter(which, cohort=enrolment.cohort_id).select_related("step")
    steps = [one.step for one in deadlines.order_by("step__position")]
    done = done_steps([enrolment.cohort_id], {one.kind for one in steps})
    return [one for one in steps if (enrolment.pk, one.pk) not in done]


class UntilMeeting(Rule[Any]):
    """Nothing is sent any more once the meeting has begun (or, by ``until``, is over). The subject
    is that meeting, or a deadline that hangs on it."""

    until: ClassVar[Literal["starts_at", "ends_at"]] = "starts_at"

    def slots(self, owed: Owed, days: WorkingDays) -> list[Slot]:
        until = getattr(meeting_of(owed), self.until)
        return [replace(one, ends=min(one.ends, until)) for one in super().slots(owed, days)]


def meeting_of(owed: Owed) -> Meeting:
    subject = owed.subject
    if isinstance(subject, Deadline):
        return subject.meeting
    assert isinstance(subject, Meeting)
    return subject
