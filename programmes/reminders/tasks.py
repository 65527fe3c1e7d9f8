"""What a participant fills in or makes: forms before and after a meeting, and assignments."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Owed, Rule, Window, book
from mentorship.web.templatetags.wegwijs import day
from programmes.models import PRACTICAL, Deadline, Enrolment, Meeting
from programmes.reminders.owing import (
    Task,
    UntilMeeting,
    enrolment_of,
    tasks_by_day,
    tasks_by_meeting,
    undone,
    who_owes,
)
from programmes.reminders.placeholders import cohort_words, date_of, meeting_words
from programmes.route import link_of

FORMS_BEFORE = Q(step__kind="questionnaire", step__days__lte=0)
FORMS_AFTER = Q(step__kind="questionnaire", step__days__gt=0)
QUIET_AFTER_OPENING = timedelta(days=4)
ASSIGNMENTS = Q(step__kind="assignment")


class FormsRule(UntilMeeting):
    """The forms that prepare a meeting, as one message. The subject is that meeting."""

    model = Meeting
    asks_for = "forms before a meeting"
    asks_to_write = True

    def tasks(self, window: Window) -> list[Task]:
        raise NotImplementedError

    def anchor(self, task: Task) -> date:
        raise NotImplementedError

    def since(self, task: Task, enrolment: Enrolment) -> datetime:
        return enrolment.state_since

    def owed(self, window: Window) -> Iterable[Owed]:
        found: dict[tuple[int, int, date], Owed] = {}
        for task, enrolment in who_owes(self.tasks(window), window):
            anchor = self.anchor(task)
            found.setdefault(
                (task.meeting.pk, enrolment.pk, anchor),
                Owed(
                    subject=task.meeting,
                    recipient=enrolment.person,
                    organisation=task.meeting.cohort.organisation,
                    anchor=anchor,
                    since=self.since(task, enrolment),
                    about=task.meeting.cohort.label,
                ),
            )
        return found.values()

    def load(self, pks: Iterable[int]) -> dict[int, Meeting]:
        found = Meeting.objects.filter(pk__in=pks).select_related("step", "cohort__trainer")
        return {one.pk: one for one in found.prefetch_related("cohort__enrolments")}

    def context(self, subject: Meeting, recipient: Person) -> dict[str, Any]:
        enrolment = enrolment_of(subject.cohort, recipient)
        steps = undone(enrolment, FORMS_BEFORE & Q(step__anchor=subject.step)) if enrolment else []
        return {"steps": steps, "trainer": subject.cohort.trainer}

    def words(self, subject: Meeting, recipient: Person) -> dict[str, str]:
        titles = [str(one.title) for one in self.context(subject, recipient)["steps"]]
        return {_("forms"): ", ".join(titles)} | meeting_words(subject)

    def button(self, subject: Meeting, recipient: Person) -> Button:
        enrolment = enrolment_of(subject.cohort, recipient)
        steps = self.context(subject, recipient)["steps"]
        link = link_of(enrolment, steps[0]) if enrolment and steps else ""
        return Button(_("Fill in the form"), link or reverse("programmes:route"))


@book.add
class FormsOpen(FormsRule):
    """On the day that the forms before a meeting open."""

    key = "forms_open"
    title = gettext_lazy("Forms are open")
    offsets = (0,)

    def tasks(self, window: Window) -> list[Task]:
        return tasks_by_day(window, "opens_on", FORMS_BEFORE)

    def anchor(self, task: Task) -> date:
        return task.deadline.opens_on


@book.add
class FormsDue(FormsRule):
    """Two weeks, one week and two days before the meeting that the forms prepare."""

    key = "forms_due"
    title = gettext_lazy("Forms before the meeting")
    offsets = (-14, -7, -2)

    def tasks(self, window: Window) -> list[Task]:
        return tasks_by_meeting(window, FORMS_BEFORE)

    def anchor(self, task: Task) -> date:
        return task.meeting.day

    def since(self, task: Task, enrolment: Enrolment) -> datetime:
        """Not in the first days after its opening was told."""
        told_on = task.deadline.opens_on + QUIET_AFTER_OPENING
        return max(
            enrolment.state_since, task.meeting.cohort.organisation.moment(told_on, time.min)
        )


class DeadlineRule(Rule[Deadline]):
    """One step that somebody has not done. The subject is the cohort's deadline for it."""

    model = Deadline
    asks_to_write = True
    which: ClassVar[Q]

    def tasks(self, window: Window) -> list[Task]:
        return tasks_by_meeting(window, self.which)

    def anchor(self, task: Task) -> date:
        return task.meeting.day

    def owed(self, window: Window) -> Iterable[Owed]:
        for task, enrolment in who_owes(self.tasks(window), window):
            yield Owed(
                subject=task.deadline,
                recipient=enrolment.person,
                organisation=task.meeting.cohort.organisation,
                anchor=self.anchor(task),
                since=enrolment.state_since,
                about=task.meeting.cohort.label,
            )

    def load(self, pks: Iterable[int]) -> dict[int, Deadline]:
        found = Deadline.objects.filter(pk__in=pks).select_related(
            "step__anchor", "cohort__trainer"
        )
        return {one.pk: one for one in found.prefetch_related("cohort__enrolments")}

    def context(self, subject: Deadline, recipient: Person) -> dict[str, Any]:
        return {
            "step": subject.step,
            "trainer": subject.cohort.trainer,
            "meeting": Meeting.objects.filter(cohort=subject.cohort_id, step=subject.step.anchor_id)
            .select_related("step", "cohort__organisation", "cohort__trainer")
            .first(),
        }

    def words(self, subject: Deadline, recipient: Person) -> dict[str, str]:
        meeting = self.context(subject, recipient)["meeting"]
        own = {
            _("assignment"): str(subject.step.title),
            _("assignment_summary"): str(subject.step.summary),
            _("last_day"): day(subject.due_on),
            _("date_of_last_day"): date_of(subject.due_on),
        }
        return own | (meeting_words(meeting) if meeting else cohort_words(subject.cohort))

    def label(self, subject: Deadline) -> str:
        return _("Go to the assignment")

    def button(self, subject: Deadline, recipient: Person) -> Button:
        enrolment = enrolment_of(subject.cohort, recipient)
        link = link_of(enrolment, subject.step) if enrolment else ""
        return Button(self.label(subject), link or reverse("programmes:route"))


@book.add
class PreparationDue(DeadlineRule):
    """A week and two days before the last day to hand in."""

    key = "preparation_due"
    title = gettext_lazy("Preparation")
    asks_for = "preparation"
    offsets = (-7, -2)
    which = ASSIGNMENTS & ~Q(step__key=PRACTICAL)

    def tasks(self, window: Window) -> list[Task]:
        return tasks_by_day(window, "due_on", self.which)

    def anchor(self, task: Task) -> date:
        return task.deadline.due_on


class PracticalRule(UntilMeeting, DeadlineRule):
    """What is shown at a meeting; reminded of before it and on its day, and as often as one step
    may be in all."""

    asks_for = "practical assignment"
    which = ASSIGNMENTS & Q(step__key=PRACTICAL)


@book.add
class PracticalDue(PracticalRule):
    """A week and two days before the meeting where it is shown."""

    key = "practical_due"
    title = gettext_lazy("Practical assignment")
    offsets = (-7, -2)


@book.add
class PracticalToday(PracticalRule):
    """On the day itself, to who handed in nothing."""

    key = "practical_today"
    title = gettext_lazy("Show your assignment today")
    offsets = (0,)
    lasts_days = 0
    until = "ends_at"  # it may begin as the office opens


@book.add
class CaseDue(UntilMeeting, DeadlineRule):
    """Two weeks and three days before the return meeting: bring a case."""

    key = "case_due"
    title = gettext_lazy("Bring a case")
    asks_for = "case"
    offsets = (-14, -3)
    which = Q(step__kind="case")

    def label(self, subject: Deadline) -> str:
        return _("Write your case")


class FormsAfter(DeadlineRule):
    """A form that looks back on a meeting, one message each."""

    def label(self, subject: Deadline) -> str:
        return _("Fill in the form")


@book.add
class ReflectionDue(FormsAfter):
    """The day after a half-day, and once more."""

    key = "reflection_due"
    title = gettext_lazy("Looking back on the meeting")
    asks_for = "reflection"
    offsets = (1, 5)
    which = FORMS_AFTER & ~Q(step__questionnaire__startswith="evaluation")


@book.add
class EvaluationDue(FormsAfter):
    """The day after, and a week after."""

    key = "evaluation_due"
    title = gettext_lazy("Evaluation")
    asks_for = "evaluation"
    offsets = (1, 7)
    which = FORMS_AFTER & Q(step__questionnaire__startswith="evaluation")
