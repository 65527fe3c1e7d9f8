"""How far cohorts and their people are: what is planned and what is done.

Everything is read at once for all cohorts asked for, so a page with twenty cohorts runs as many
queries as one with two. What it takes to be done is a step kind's own knowledge (declare.StepKind).
"""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from mentorship import declare
from programmes.models import TAKING_PART, Attendance, Cohort, Deadline, Enrolment, Meeting, Step


@dataclass(frozen=True)
class Item:
    """A step as one cohort has it: with its meeting or its deadline, or with neither yet."""

    step: Step
    meeting: Meeting | None = None
    deadline: Deadline | None = None

    @property
    def is_planned(self) -> bool:
        return self.deadline is not None or (
            self.meeting is not None and self.meeting.cancelled_at is None
        )

    @property
    def day(self) -> date | None:
        """The day of the meeting, or the last day to hand in."""
        if self.deadline is not None:
            return self.deadline.due_on
        return self.meeting.day if self.meeting and self.is_planned else None

    def is_over(self, at: datetime) -> bool:
        """A meeting that ended. A deadline is never over: late is allowed."""
        return self.meeting is not None and self.meeting.is_over(at)

    def is_open(self, today: date) -> bool:
        return self.deadline is not None and self.deadline.opens_on <= today

    @property
    def is_task(self) -> bool:
        """Something that a participant does alone, by a day."""
        return self.step.kind in Step.TASKS

    @property
    def precedes_meeting(self) -> bool:
        return self.step.anchor_id is not None and self.step.days <= 0


def done_steps(cohorts: Iterable[int], kinds: Container[str] | None = None) -> set[tuple[int, int]]:
    """(enrolment, step) of whatever is done in these cohorts: of any kind, or of some."""
    ids = list(cohorts)
    asked = [one for one in declare.step_kinds if kinds is None or one.key in kinds]
    return set().union(*(kind.done(ids) for kind in asked)) if ids else set()


def unnamed_steps() -> set[int]:
    """Of these a person is reminded, and nobody else hears who did them."""
    return {step for kind in declare.step_kinds for step in kind.unnamed()}


class Progress:
    """The steps, dates, people and what is done, of some cohorts."""

    def __init__(self, cohorts: Iterable[Cohort]) -> None:
        self.cohorts = list(cohorts)
        self._by_id = {cohort.pk: cohort for cohort in self.cohorts}
        self._items = self._load_items()
        self._people = self._load_people()
        self._done = done_steps(self._by_id)
        # Meetings of which somebody noted who was there.
        self._noted = set(
            Attendance.objects.filter(meeting__cohort__in=self._by_id)
            .values_list("meeting", flat=True)
            .distinct()
        )

    def _load_items(self) -> dict[int, list[Item]]:
        programmes = {cohort.programme_id for cohort in self.cohorts}
        steps = defaultdict(list)
        for step in Step.objects.filter(programme__in=programmes, for_organisers=False):
            steps[step.programme_id].append(step)
        meetings = {
            (one.cohort_id, one.step_id): one
            for one in Meeting.objects.filter(cohort__in=self._by_id)
        }
        deadlines = {
            (one.cohort_id, one.step_id): one
            for one in Deadline.objects.filter(cohort__in=self._by_id)
        }
        items: dict[int, list[Item]] = {}
        for cohort in self.cohorts:
            items[cohort.pk] = []
            for step in steps[cohort.programme_id]:
                key = (cohort.pk, step.pk)
                item = Item(step, meetings.get(key), deadlines.get(key))
                if item.is_task and item.deadline is None:
                    continue  # added to the programme after this group was planned
                for row in (item.meeting, item.deadline):
                    if row is not None:
                        row.cohort, row.step = cohort, step
                items[cohort.pk].append(item)
        return items

    def _load_people(self) -> dict[int, list[Enrolment]]:
        people = defaultdict(list)
        found = Enrolment.objects.filter(cohort__in=self._by_id).select_related("person__team")
        for enrolment in found.by_name():
            enrolment.cohort = self._by_id[enrolment.cohort_id]
            people[enrolment.cohort_id].append(enrolment)
        return people

    def items(self, cohort: Cohort) -> list[Item]:
        """In the programme's order; the talk of the organisers is not among them."""
        return self._items[cohort.pk]

    def meetings(self, cohort: Cohort) -> list[Item]:
        return [item for item in self.items(cohort) if item.step.is_meeting]

    def has_begun(self, cohort: Cohort, at: datetime) -> bool:
        """The first meeting for participants has started."""
        held = [one.meeting for one in self.meetings(cohort) if one.meeting and one.is_planned]
        return any(one.starts_at <= at for one in held)

    def unnoted(self, cohort: Cohort, at: datetime) -> list[Meeting]:
        """Meetings that are over and of which nobody noted who was there."""
        if not self.taking_part(cohort):
            return []
        held = [one.meeting for one in self.meetings(cohort) if one.meeting and one.is_over(at)]
        return [one for one in held if one.pk not in self._noted]

    def groups(self, cohort: Cohort) -> list[list[Item]]:
        """Steps that are one moment for people: forms in a row on the same side of a meeting."""

        def moment(item: Item) -> tuple[object, ...]:
            if item.step.kind != Step.Kind.QUESTIONNAIRE:
                return (item.step.pk,)
            return (item.step.anchor_id, item.precedes_meeting, "forms")

        return [list(group) for _, group in groupby(self.items(cohort), key=moment)]

    def enrolments(self, cohort: Cohort, *states: str) -> list[Enrolment]:
        """By name; with states given, only those."""
        return [one for one in self._people[cohort.pk] if not states or one.state in states]

    def taking_part(self, cohort: Cohort) -> list[Enrolment]:
        return self.enrolments(cohort, *TAKING_PART)

    def is_done(self, enrolment: Enrolment, step: Step) -> bool:
        return (enrolment.pk, step.pk) in self._done

    def count_done(self, cohort: Cohort, steps: Iterable[Step]) -> int:
        """How many participants did all of these."""
        wanted = list(steps)
        return sum(
            all(self.is_done(one, step) for step in wanted) for one in self.taking_part(cohort)
        )

    def is_overtaken(self, cohort: Cohort, item: Item, at: datetime) -> bool:
        """A later meeting is over, so this is no longer what somebody should do first."""
        return any(
            later.step.position > item.step.position and later.is_over(at)
            for later in self.meetings(cohort)
        )
