"""What trainer and adviser are told of a cohort as time goes by."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.models import Person
from mentorship.reminders.rules import Button, Owed, Rule, Window, book
from mentorship.web.templatetags.wegwijs import day
from programmes.models import Cohort, Meeting, Step
from programmes.planner import add_months
from programmes.progress import Progress
from programmes.reminders.advising import advisers_of, cohorts_by_key, of_organisers
from programmes.reminders.owing import UntilMeeting, meetings_in, on_days_of, with_deadlines
from programmes.reminders.placeholders import cohort_words, meeting_words
from programmes.reminders.tasks import FORMS_BEFORE

INTAKES = FORMS_BEFORE & Q(step__questionnaire__startswith="intake")


@book.add
class IntakesSoFar(UntilMeeting):
    """To the trainer, a week and a day before the meeting that the intakes prepare.

    Good to know: who has not sent one is reminded anyway, and they stand on the trainer's own page.
    """

    key = "intakes_so_far"
    title = gettext_lazy("The intakes so far")
    model = Meeting
    offsets = (-7, -1)
    needed = False

    def owed(self, window: Window) -> Iterable[Owed]:
        meetings = on_days_of(window, window.only(meetings_in(window), "cohort__trainer"))
        tasks = with_deadlines(meetings, INTAKES)
        for meeting in {task.meeting.pk: task.meeting for task in tasks}.values():
            yield Owed(
                subject=meeting,
                recipient=meeting.cohort.trainer,
                organisation=meeting.cohort.organisation,
                anchor=meeting.day,
                since=meeting.cohort.created_at,
                about=meeting.cohort.label,
            )

    def load(self, pks: Iterable[int]) -> dict[int, Meeting]:
        found = Meeting.objects.filter(pk__in=pks).select_related(
            "step", "cohort__organisation", "cohort__trainer"
        )
        return {one.pk: one for one in found}

    def context(self, subject: Meeting, recipient: Person) -> dict[str, Any]:
        progress = Progress([subject.cohort])
        steps = [
            one.step
            for one in progress.items(subject.cohort)
            if one.step.questionnaire.startswith("intake") and one.step.anchor_id == subject.step_id
        ]
        return {
            "done": progress.count_done(subject.cohort, steps),
            "total": len(progress.taking_part(subject.cohort)),
        }

    def words(self, subject: Meeting, recipient: Person) -> dict[str, str]:
        numbers = self.context(subject, recipient)
        own = {_("intakes_in"): str(numbers["done"]), _("participants"): str(numbers["total"])}
        return own | meeting_words(subject)

    def button(self, subject: Meeting, recipient: Person) -> Button:
        return Button(_("Read the intakes"), reverse("programmes:groups"))


@book.add
class ReturnNotPlanned(Rule[Cohort]):
    """To adviser and trainer: a meeting that comes months later has no day, and it is six weeks."""

    key = "return_not_planned"
    title = gettext_lazy("The return meeting has no date")
    model = Cohort
    offsets = (-42,)

    def owed(self, window: Window) -> Iterable[Owed]:
        expected = list(_unplanned(window))
        advisers = advisers_of({cohort.organisation_id for cohort, _day in expected})
        for cohort, around in expected:
            for recipient in {cohort.trainer, *advisers[cohort.organisation_id]}:
                yield Owed(
                    subject=cohort,
                    recipient=recipient,
                    organisation=cohort.organisation,
                    anchor=around,
                    since=cohort.created_at,
                    about=cohort.label,
                )

    def load(self, pks: Iterable[int]) -> dict[int, Cohort]:
        return cohorts_by_key(pks)

    def context(self, subject: Cohort, recipient: Person) -> dict[str, Any]:
        ever = Window(date(2000, 1, 1), date(2100, 1, 1), subject.label)
        return {"expected": next((one for _cohort, one in _unplanned(ever)), None)}

    def words(self, subject: Cohort, recipient: Person) -> dict[str, str]:
        expected = self.context(subject, recipient)["expected"]
        return {_("expected_around"): day(expected)} | cohort_words(subject)

    def button(self, subject: Cohort, recipient: Person) -> Button:
        return Button(_("Plan the meeting"), reverse("programmes:cohort", args=[subject.pk]))


def _unplanned(window: Window) -> Iterator[tuple[Cohort, date]]:
    """Cohorts, of the window's people, with a meeting that by its distance comes in the window, and
    is not planned."""
    months = Step.objects.filter(kind="meeting", months__gt=0, anchor__isnull=False)
    later = {step.anchor_id: step for step in months}
    longest = max((step.months for step in later.values()), default=0)
    earlier = replace(window, first=window.first - timedelta(days=31 * longest))
    anchors = of_organisers(meetings_in(earlier, Q(step__in=later)), window)
    planned = set(
        Meeting.objects.held()
        .filter(cohort__in={one.cohort_id for one in anchors}, step__in=later.values())
        .values_list("cohort_id", "step_id")
    )
    for anchor in anchors:
        step = later[anchor.step_id]
        expected = add_months(anchor.day, step.months)
        if (anchor.cohort_id, step.pk) not in planned and window.first <= expected <= window.last:
            yield anchor.cohort, expected
