"""Whatever is clicked, and however often it is undone: calendars come to say what is planned."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from mentorship.people.models import Person
from mentorship.reminders.owed.engine import Round, fill_envelopes
from mentorship.reminders.sending.passes import hand_over
from programmes import actions
from programmes.actions import Move
from programmes.actions.telling import tell_of_meeting
from programmes.models import Cohort, Enrolment, Meeting
from tests.cast import (
    NOW,
    make_cohort,
)
from tests.programmes.calendars import agenda, joined, meeting_of, should_hold, to

MINUTE = timedelta(minutes=1)


@dataclass
class Story:
    """A group in which anything may happen, an adviser who clicks, and one participant."""

    cohort: Cohort
    noor: Enrolment
    at: datetime = NOW
    undo: list[tuple[Meeting, Move]] = field(default_factory=list)

    def tell(self, deeds: list[str]) -> None:
        for deed in deeds:
            self.cohort.refresh_from_db()
            self.noor.refresh_from_db()
            self.at += timedelta(seconds=50)
            getattr(self, deed)()

    @property
    def adviser(self) -> Person:
        return self.cohort.created_by

    def yes(self) -> None:
        actions.accept(self.noor, self.at)

    def no(self) -> None:
        actions.decline(self.noor, self.at)

    def out(self) -> None:
        actions.withdraw(self.noor, by=self.adviser, at=self.at)

    def back(self) -> None:
        actions.reinstate(self.noor, to="seat", at=self.at)

    def move(self) -> None:
        meeting = meeting_of(self.cohort)
        was = Move(meeting.starts_at, meeting.ends_at, meeting.place)
        there = to(date(2027, 2, 3 + len(self.undo) % 7), time(8 + self.at.minute % 10))
        if actions.move_meeting(meeting, there, by=self.adviser, at=self.at):
            self.undo.append((meeting, was))

    def move_back(self) -> None:
        if self.undo:
            meeting, was = self.undo.pop()
            actions.put_meeting_back(meeting, was, [], by=self.adviser, at=self.at)

    def cancel(self) -> None:
        actions.cancel_meeting(meeting_of(self.cohort), by=self.adviser, at=self.at)

    def go_on(self) -> None:
        actions.reinstate_meeting(meeting_of(self.cohort), by=self.adviser, at=self.at)

    def stop(self) -> None:
        actions.cancel_cohort(self.cohort, by=self.adviser, at=self.at)

    def resume(self) -> None:
        actions.resume_cohort(self.cohort, at=self.at)

    def wait(self) -> None:
        self.at += 3 * MINUTE
        self.ring()

    def ring(self) -> None:
        """A pass of what clicks caused; reminders have no say in calendars."""
        fill_envelopes(Round(self.at))
        list(hand_over(self.at))


DEEDS = [name for name in vars(Story) if name[0] != "_" and name not in ("tell", "adviser", "at")]


@pytest.mark.django_db
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(deeds=st.lists(st.sampled_from(sorted({*DEEDS} - {"undo"})), min_size=3, max_size=14))
@example(["back", "move", "ring", "move_back"])
def test_whatever_happens_the_calendar_comes_to_say_what_is_planned(deeds: list[str]) -> None:
    with transaction.atomic():
        mail.outbox.clear()
        cohort = make_cohort()
        for meeting in cohort.meetings.select_related("step"):
            tell_of_meeting(meeting, "meeting_planned", [cohort.trainer], at=NOW)
        cohort.meetings.filter(step__for_organisers=True).delete()
        story = Story(cohort, joined(cohort))
        story.tell([*deeds, "wait", "wait"])
        for person in (story.noor.person, cohort.trainer):
            assert agenda(person).entries == should_hold(person), person
        transaction.set_rollback(True)
