"""What the rules of cohorts share: which meetings and deadlines matter, and who owes what.

What makes a step done is asked of its kind (declare.StepKind), so nothing here knows a form.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from django.db.models import Q, QuerySet

from mentorship.people.models import Organisation, Person
from mentorship.people.working_days import WorkingDays
from mentorship.reminders.rules import Owed, Rule, Slot, Window
from programmes.models import Cohort, Deadline, Enrolment, Meeting, Step
from programmes.progress import done_steps

Q_ = TypeVar("Q_", bound=QuerySet[Any])
A_DAY = timedelta(days=1)  # so that no time zone falls outside a query; the local day decides


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


def meetings_in(window: Window, which: Q | None = None) -> list[Meeting]:
    """Meetings held, on a local day within the window, with all that a mail shows of them."""
    zone = Organisation().zone
    found = Meeting.objects.held().filter(
        which or Q(),
        starts_at__gte=datetime.combine(window.first - A_DAY, time.min, zone),
        starts_at__lt=datetime.combine(window.last + 2 * A_DAY, time.min, zone),
    )
    loaded = narrowed(found, window).select_related(
        "step", "cohort__organisation", "cohort__trainer", "cohort__created_by"
    )
    return [one for one in loaded if window.first <= one.day <= window.last]


def tasks_by_meeting(window: Window, which: Q) -> list[Task]:
    """Deadlines that hang on a meeting in the window."""
    meetings = {(one.cohort_id, one.step_id): one for one in meetings_in(window)}
    cohorts = {cohort for cohort, _ in meetings}
    deadlines = Deadline.objects.filter(which, cohort__in=cohorts).select_related("step")
    return _paired(deadlines, meetings)


def tasks_by_day(window: Window, field: str, which: Q) -> list[Task]:
    """Deadlines of which ``field`` (``opens_on`` or ``due_on``) lies in the window."""
    in_window = {f"{field}__range": (window.first, window.last)}
    found = Deadline.objects.filter(which, cohort__cancelled_at=None, **in_window)
    deadlines = list(narrowed(found, window).select_related("step"))
    meetings = {
        (one.cohort_id, one.step_id): one
        for one in Meeting.objects.held()
        .filter(cohort__in={one.cohort_id for one in deadlines})
        .select_related("step", "cohort__organisation", "cohort__trainer", "cohort__created_by")
    }
    return _paired(deadlines, meetings)


def _paired(deadlines: Iterable[Deadline], meetings: dict[tuple[int, int], Meeting]) -> list[Task]:
    tasks = []
    for deadline in deadlines:
        meeting = meetings.get((deadline.cohort_id, deadline.step.anchor_id or 0))
        if meeting is not None:
            deadline.cohort = meeting.cohort
            tasks.append(Task(deadline, meeting))
    return tasks


def participants(cohorts: Iterable[int]) -> dict[int, list[Enrolment]]:
    """Who takes part and is still there, by cohort."""
    people = defaultdict(list)
    found = Enrolment.objects.taking_part().filter(cohort__in=set(cohorts), person__is_active=True)
    for enrolment in found.select_related("person"):
        people[enrolment.cohort_id].append(enrolment)
    return people


def who_owes(tasks: list[Task]) -> Iterator[tuple[Task, Enrolment]]:
    """Each task with each participant who has not done it."""
    cohorts = {one.deadline.cohort_id for one in tasks}
    people, done = participants(cohorts), done_steps(cohorts)
    for task in tasks:
        for enrolment in people[task.deadline.cohort_id]:
            if (enrolment.pk, task.deadline.step_id) not in done:
                yield task, enrolment


def enrolment_of(cohort: Cohort, person: Person) -> Enrolment | None:
    return Enrolment.objects.filter(cohort=cohort, person=person).select_related("cohort").first()


def undone(enrolment: Enrolment, which: Q) -> list[Step]:
    """This participant's steps, as far as planned, that are not done."""
    done = done_steps([enrolment.cohort_id])
    deadlines = Deadline.objects.filter(which, cohort=enrolment.cohort_id).select_related("step")
    return [
        one.step
        for one in deadlines.order_by("step__position")
        if (enrolment.pk, one.step_id) not in done
    ]


class UntilMeeting(Rule[Any]):
    """Nothing is sent any more once the meeting has begun. ``meeting_of`` says which."""

    def meeting_of(self, owed: Owed) -> Meeting:
        raise NotImplementedError

    def slots(self, owed: Owed, days: WorkingDays) -> list[Slot]:
        starts = self.meeting_of(owed).starts_at
        return [replace(one, ends=min(one.ends, starts)) for one in super().slots(owed, days)]
