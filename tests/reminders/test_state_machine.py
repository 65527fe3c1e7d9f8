"""Clicks, passes, crashes and outages in any order: nothing stale, lost, double or hasty.

Hypothesis chooses the story; the application plays it; a model in plain Python says after each step
what is true (model.py). THOROUGH=1 plays more and longer stories.
"""

from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from matching import actions as matching
from matching.models import Mentorship
from mentorship.people.models import Person
from mentorship.reminders import actions as brake
from mentorship.reminders.models import LEASE, Mail, Message
from mentorship.reminders.rules import Book, book
from programmes import actions
from programmes.actions import Move
from programmes.models import Submission
from tests.reminders.almanac import THOROUGH
from tests.reminders.model import TAKES_PART
from tests.reminders.world import Post, World

EXAMPLES, STEPS = (300, 50) if THOROUGH else (4, 20)
MEETINGS = st.sampled_from(["talk", "half-day-1", "half-day-2"])
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture(autouse=True)
def rules() -> Book:
    """The real ones, and not those that the tests of the engine bring along."""
    return book


class House(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.undone = ExitStack()
        self.undone.enter_context(_put_back())
        self.world, self.number = World(), 0
        self.before: tuple[str, Move, list[Any]] | None = None

    def teardown(self) -> None:
        try:
            self.let_time_pass_calmly()
        finally:
            self.undone.close()

    # --- clicks about the group -----------------------------------------------------------------

    @rule(who=st.integers(0, 3))
    def invite(self, who: int) -> None:
        cohort = self.world.fresh_cohort()
        if cohort.can_still_invite(self.world.now) and cohort.cancelled_at is None:
            person = self.world.colleagues[who]
            actions.invite(cohort, [person], by=self.world.adviser, at=self.world.now)

    @rule(who=st.integers(0, 3), answer=st.sampled_from(["accept", "accept", "decline"]))
    def answer(self, who: int, answer: str) -> None:
        if enrolment := self.world.enrolment(self.world.colleagues[who]):
            getattr(actions, answer)(enrolment, self.world.now)

    @rule(who=st.integers(0, 3))
    def withdraw(self, who: int) -> None:
        if enrolment := self.world.enrolment(self.world.colleagues[who]):
            actions.withdraw(enrolment, by=self.world.adviser, at=self.world.now)

    @rule(who=st.integers(0, 3), to=st.sampled_from(["invited", "accepted"]))
    def reinstate(self, who: int, to: str) -> None:
        enrolment = self.world.enrolment(self.world.colleagues[who])
        if enrolment and enrolment.can_answer(self.world.now) is False:
            actions.reinstate(enrolment, to=to, at=self.world.now)

    @rule()
    def take_invitations_back(self) -> None:
        cohort = self.world.fresh_cohort()
        if last := cohort.enrolments.filter(state="invited").order_by("-invited_at").first():
            actions.take_invitations_back(cohort, last.invited_at, self.world.now)

    @rule(key=MEETINGS, days=st.integers(1, 20), hour=st.integers(8, 16))
    def move(self, key: str, days: int, hour: int) -> None:
        meeting = self.world.meeting(key)
        starts = (self.world.now + days * DAY).replace(hour=hour, minute=0)
        move = Move(starts, starts + 3 * HOUR, meeting.place)
        deadlines = list(meeting.cohort.deadlines.values_list("pk", "opens_on", "due_on"))
        was = Move(meeting.starts_at, meeting.ends_at, meeting.place)
        if actions.move_meeting(meeting, move, by=self.world.adviser, at=self.world.now):
            self.before = (key, was, deadlines)

    @rule()
    def put_back(self) -> None:
        if self.before is not None:
            key, move, deadlines = self.before
            meeting, self.before = self.world.meeting(key), None
            by, now = self.world.adviser, self.world.now
            actions.put_meeting_back(meeting, move, deadlines, by=by, at=now)

    @rule(key=MEETINGS)
    def cancel_or_reinstate(self, key: str) -> None:
        meeting = self.world.meeting(key)
        turn = actions.reinstate_meeting if meeting.cancelled_at else actions.cancel_meeting
        turn(meeting, by=self.world.adviser, at=self.world.now)
        self.before = None

    @rule()
    def stop_or_resume_the_group(self) -> None:
        cohort = self.world.fresh_cohort()
        if cohort.cancelled_at is None:
            actions.cancel_cohort(cohort, by=self.world.adviser, at=self.world.now)
        else:
            actions.resume_cohort(cohort, at=self.world.now)

    @rule(who=st.integers(0, 3), key=st.sampled_from(["preparation", "practical"]))
    def hand_in(self, who: int, key: str) -> None:
        enrolment = self.world.enrolment(self.world.colleagues[who])
        if enrolment is not None and enrolment.state in TAKES_PART:
            step = self.world.cohort.programme.steps.get(key=key)
            made, _new = Submission.objects.get_or_create(enrolment=enrolment, step=step)
            made.hand_in(self.world.now)

    # --- clicks about people --------------------------------------------------------------------

    @rule()
    def new_colleague(self) -> None:
        self.number += 1
        self.world.bring_in(100 + self.number)

    @rule(who=st.integers(0, 7))
    def leave(self, who: int) -> None:
        people = [*self.world.colleagues, *self.world.mentors]
        if who < len(people):
            last = self.world.now.date() - DAY
            Person.objects.filter(pk=people[who].pk).update(leaves_on=last)

    @rule(who=st.integers(0, 1))
    def ask_a_mentor(self, who: int) -> None:
        newcomer = Person.objects.filter(given_name="Nieuw").order_by("-pk").first()
        mentor = Person.objects.get(pk=self.world.mentors[who].pk)
        if newcomer is not None:
            with suppress(matching.NotPossible):
                matching.ask(mentor, newcomer, by=self.world.adviser, at=self.world.now)

    @rule(what=st.sampled_from(["yes", "no", "withdraw", "end", "resume"]))
    def go_on_with_a_question(self, what: str) -> None:
        pair, now = Mentorship.objects.order_by("-pk").first(), self.world.now
        if pair is None:
            return
        if what in ("yes", "no"):
            matching.answer_proposal(pair, accepted=what == "yes", at=now)
        elif what == "withdraw":
            matching.withdraw(pair, at=now)
        elif what == "end":
            matching.end_mentorship(pair, at=now)
        else:
            with suppress(matching.NotPossible):
                matching.resume_mentorship(pair, at=now)

    # --- time, and what goes wrong ----------------------------------------------------------------

    @rule(minutes=st.sampled_from([1, 1, 2, 3, 10, 45]))
    def some_minutes(self, minutes: int) -> None:
        self.tick(minutes * MINUTE)

    @rule(hours=st.sampled_from([1, 3, 8, 16]))
    def some_hours(self, hours: int) -> None:
        self.tick(hours * HOUR)

    @rule(days=st.sampled_from([1, 2, 6]))
    def some_days(self, days: int) -> None:
        self.tick(days * DAY)

    @rule(days=st.integers(1, 3))
    def days_with_a_pass_now_and_then(self, days: int) -> None:
        for _each in range(days * 4):
            self.tick(6 * HOUR)

    @rule()
    def the_clock_goes_back_an_hour(self) -> None:
        self.tick(-HOUR)

    @rule(in_data=st.booleans(), arrived=st.booleans())
    def a_sender_dies(self, in_data: bool, arrived: bool) -> None:
        self.world.die(in_data=in_data, arrived=arrived)

    @rule(mood=st.sampled_from(["fair", "fair", "away", "busy", "silent"]))
    def the_mail_server(self, mood: str) -> None:
        Post.mood = mood

    @rule()
    def halt_or_go_on(self) -> None:
        if not brake.halt(self.world.place, by=self.world.adviser, at=self.world.now):
            brake.go_on(self.world.place, self.world.now)

    def tick(self, step: timedelta) -> None:
        since = self.world.last
        self.world.run(step)
        assert self.world.unwritten(self.world.facts(), since) == []

    # --- what holds after each step -------------------------------------------------------------

    @invariant()
    def nothing_stale(self) -> None:
        assert self.world.untrue == []

    @invariant()
    def nothing_double(self) -> None:
        known = self.world.doubts
        assert {k: n for k, n in self.world.letters.items() if n > 1 + known[k]} == {}
        mails = dict(Message.objects.values_list("pk", "mail"))
        idents = {one.pk: one.header_id for one in Mail.objects.all()}
        double = [k for k, n in self.world.heard.items() if n > 1 + known[idents[mails[k]]]]
        assert double == []

    @invariant()
    def one_calm_mail_a_day(self) -> None:
        assert {key: ids for key, ids in self.world.calm.items() if len(ids) > 1} == {}

    @invariant()
    def each_message_is_somewhere(self) -> None:
        standing = Message.objects.standing()
        assert not standing.filter(mail__state="dropped").exists()
        sent = set(standing.filter(mail__state="sent").values_list("pk", flat=True))
        assert sent <= set(self.world.heard)

    # --- in the end -----------------------------------------------------------------------------

    def let_time_pass_calmly(self) -> None:
        """Nothing waits any more, and in each calendar stands what goes on."""
        Post.mood = "fair"
        brake.go_on(self.world.place, self.world.now)
        self.tick(LEASE + MINUTE)
        for _each in range(6 * 3):  # each day one of them falls in office hours
            self.tick(8 * HOUR)
        waiting = Message.objects.standing().exclude(mail__state__in=["sent", "failed", "unknown"])
        young = self.world.now - 4 * DAY
        assert list(waiting.filter(not_before__lt=young)) == []
        self.nothing_stale()
        self.nothing_double()
        self.one_calm_mail_a_day()
        assert_calendars_are_right(self.world)


def assert_calendars_are_right(world: World) -> None:
    """Of everybody whose mail arrived: each meeting to come, at its time, and nothing else."""
    facts = world.facts()
    lost = set(
        Mail.objects.filter(state__in=["failed", "unknown"]).values_list("recipient", flat=True)
    )
    people = [world.trainer.pk, *(one.pk for one in world.colleagues)]
    for person in people:
        if person in lost or facts.has_left(person, world.now):
            continue
        for key, meeting in facts.meetings.items():
            if meeting.starts_at <= world.now + DAY:
                continue
            should = facts.is_on(meeting) and facts.concerns(meeting, person)
            _sequence, is_in, starts = world.calendars.get((person, key), (0, False, None))
            assert is_in == should, (person, meeting, is_in)
            assert not is_in or starts == meeting.starts_at


def _put_back() -> Any:
    """All that an example wrote is gone afterwards."""

    class Undo(transaction.Atomic):
        def __exit__(self, *facts: Any) -> None:
            transaction.set_rollback(True)
            super().__exit__(None, None, None)

    return Undo(None, True, False)


@pytest.mark.django_db
def test_whatever_happens_nothing_is_stale_lost_or_double(settings: Any) -> None:
    settings.EMAIL_BACKEND = "tests.reminders.world.Post"
    run_state_machine_as_test(House, settings=_how_long())


def _how_long() -> settings:
    return settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink] if THOROUGH else [Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
