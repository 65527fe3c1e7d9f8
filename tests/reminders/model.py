"""What is true at a moment, in plain Python: the model that the state machine is held against.

``Facts`` is a picture of the house without a query in it. From it follows whether a mail is true,
who must have heard of a meeting by now, and what stands in whose calendar.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tests.reminders import almanac
from tests.reminders.almanac import DAY

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TAKES_PART = ("accepted", "completed")
MONTHS = "januari februari maart april mei juni juli augustus september oktober november december"
STATES_TOLD = {
    "invitation": ("invited",),
    "invitation_unanswered": ("invited",),
    "seat_confirmed": TAKES_PART,
    "seat_offered": TAKES_PART,
    "on_waiting_list": ("waiting",),
    "withdrawn": ("withdrawn",),
}
PAIRS_TOLD = {
    "mentor_asked": ("asked",),
    "mentor_asked_reminder": ("asked",),
    "mentor_does_not_answer": ("asked",),
    "mentor_question_lapsed": ("withdrawn",),
    "mentor_answered": ("active", "declined"),
    "mentor_found": ("active",),
    "you_are_mentor": ("active",),
    "newcomer_has_mentor": ("active",),
    "first_appointment": ("active",),
    "mentorship_ended": ("ended",),
}
WORK = ("preparation_due", "practical_due", "practical_today", "reflection_due", "evaluation_due")


@dataclass(frozen=True)
class Gathering:
    """A meeting."""

    step: str
    starts_at: datetime
    ends_at: datetime
    is_off: bool
    for_organisers: bool

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(AMSTERDAM).date()


@dataclass(frozen=True)
class Seat:
    """An enrolment."""

    person: int
    state: str
    since: datetime


@dataclass(frozen=True)
class Told:
    """One message in a mail that was handed over."""

    rule: str
    subject: int
    recipient: int
    occasion: str
    offset: int
    text: str


@dataclass(frozen=True)
class Due:
    """What somebody must have been told, or have been kept from for a reason, once it is on."""

    rule: str
    subject: int
    recipient: int
    occasion: str
    offset: int
    begins: datetime
    ends: datetime
    is_urgent: bool


@dataclass(frozen=True)
class Facts:
    is_off: bool
    since: datetime
    trainer: int
    adviser: int
    meetings: dict[int, Gathering]
    seats: dict[int, Seat]
    due_on: dict[int, tuple[str, str, date]]  # by deadline: its step, its meeting's step, its day
    done: frozenset[tuple[int, str]]  # person and step
    pairs: dict[int, tuple[int, int, str]]  # mentor, newcomer, state
    last_days: dict[int, date]

    def has_left(self, person: int, at: datetime) -> bool:
        last = self.last_days.get(person)
        return last is not None and last < at.astimezone(AMSTERDAM).date()

    def takes_part(self, person: int) -> bool:
        return any(one.person == person and one.state in TAKES_PART for one in self.seats.values())

    def concerns(self, meeting: Gathering, person: int) -> bool:
        if meeting.for_organisers:
            return person in (self.trainer, self.adviser)
        return person == self.trainer or self.takes_part(person)

    def is_on(self, meeting: Gathering) -> bool:
        return not (self.is_off or meeting.is_off)

    # --- nothing stale ----------------------------------------------------------------------

    def why_untrue(self, told: Told, at: datetime) -> str:
        """Why this should not have been said at that moment, or ""."""
        if self.has_left(told.recipient, at):
            return "to somebody who has left"
        if told.rule in STATES_TOLD:
            is_right = self.seats[told.subject].state in STATES_TOLD[told.rule] and not self.is_off
            return "" if is_right else "another state by now"
        if told.rule in PAIRS_TOLD:
            return "" if self.pairs[told.subject][2] in PAIRS_TOLD[told.rule] else "another answer"
        if told.rule in ("newcomer_without_mentor", "say_what_you_hope"):
            taken = {who for _, who, state in self.pairs.values() if state in ("asked", "active")}
            return "has a mentor" if told.subject in taken else ""
        if told.rule in ("cohort_cancelled", "cohort_resumed"):
            return "" if self.is_off == (told.rule == "cohort_cancelled") else "the other way round"
        if told.rule in WORK:
            return self._why_no_work(told)
        if told.subject in self.meetings and told.rule.startswith(("meeting_", "forms_")):
            return self._why_not_of_meeting(told, self.meetings[told.subject], at)
        return ""

    def _why_no_work(self, told: Told) -> str:
        step, meeting, day = self.due_on[told.subject]
        if (told.recipient, step) in self.done:
            return "handed in"
        if not self.takes_part(told.recipient):
            return "takes no part"
        found = next(one for one in self.meetings.values() if one.step == meeting)
        anchor = day if told.rule == "preparation_due" else found.day
        if not self.is_on(found):
            return "about a meeting that is off"
        return "" if told.occasion == anchor.isoformat() else "for another day"

    def _why_not_of_meeting(self, told: Told, meeting: Gathering, at: datetime) -> str:
        if told.rule == "meeting_off":
            goes = self.is_on(meeting) and self.concerns(meeting, told.recipient)
            return "is on, and concerns them" if goes else self._other_time(told, meeting)
        if told.rule == "meeting_cancelled":
            return "" if meeting.is_off and not self.is_off else "is on"
        if not self.is_on(meeting):
            return "is off"
        if not self.concerns(meeting, told.recipient):
            return "does not concern them"
        is_near = at < meeting.starts_at and told.occasion == meeting.day.isoformat()
        if told.rule == "meeting_soon" and not is_near:
            return "on another day, or begun"
        if told.rule.startswith("forms_"):
            return "has begun" if at >= meeting.starts_at else ""
        return self._other_time(told, meeting)

    def _other_time(self, told: Told, meeting: Gathering) -> str:
        starts = meeting.starts_at.astimezone(AMSTERDAM)
        words = (f"{starts.day} {MONTHS.split()[starts.month - 1]}", f"{starts.hour}.{starts:%M}")
        return "" if all(one in told.text for one in words) else f"another time than {starts}"

    # --- nothing lost -----------------------------------------------------------------------

    def dues(self) -> list[Due]:
        """Of two rules, worked out anew: a meeting is near, and the practical assignment is due."""
        found = []
        for key, meeting in self.meetings.items():
            people = [(self.trainer, self.since)]
            if not meeting.for_organisers:
                people += [
                    (one.person, one.since)
                    for one in self.seats.values()
                    if one.state in TAKES_PART
                ]
            for person, since in people if self.is_on(meeting) else []:
                found += self._slots("meeting_soon", key, person, meeting, (-7, -1), since)
        for key, (step, meeting_step, _day) in self.due_on.items():
            meeting = next(one for one in self.meetings.values() if one.step == meeting_step)
            for seat in self.seats.values() if step == "practical" else ():
                owes = seat.state in TAKES_PART and (seat.person, step) not in self.done
                if owes and self.is_on(meeting):
                    found += self._slots(
                        "practical_due", key, seat.person, meeting, (-7, -2), seat.since
                    )
        return found

    def _slots(
        self,
        rule: str,
        subject: int,
        person: int,
        meeting: Gathering,
        offsets: tuple[int, ...],
        since: datetime,
    ) -> list[Due]:
        days = almanac.local_days_of_offsets(meeting.day, offsets, set())
        begins = [almanac.to_utc(day, time(9), "Europe/Amsterdam") for day in days]
        ends = [*begins[1:], almanac.to_utc(meeting.day + DAY, time.min, "Europe/Amsterdam")]
        if rule == "meeting_soon":
            ends = [min(one, meeting.starts_at) for one in ends]
        return [
            Due(rule, subject, person, meeting.day.isoformat(), offset, begin, end,
                timedelta(0) <= meeting.day - day <= DAY)
            for offset, day, begin, end in zip(offsets, days, begins, ends, strict=True)
            if since <= begin < end
        ]  # fmt: skip


def is_in_office(at: datetime) -> bool:
    local = at.astimezone(AMSTERDAM)
    return time(9) <= local.time() < time(17) and almanac.is_open(local.date(), set())
