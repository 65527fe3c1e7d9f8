"""A real house with a clock, clicks and a post office of its own, for the state machine.

Everything but time and the mail server is the application: the clicks are its actions, the passes
are those of ``manage.py remind``. Nothing is kept in memory between two passes.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected
from typing import Any, ClassVar

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from matching.models import MentorProfile, Mentorship
from mentorship.people.models import Person
from mentorship.reminders.letters.compose import as_email
from mentorship.reminders.models import Halt, Mail, Message
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.rules import book
from mentorship.reminders.sending.delivery import contents, write
from mentorship.reminders.sending.passes import one_pass, prepare
from programmes import actions
from programmes.models import Cohort, Enrolment, Meeting, Programme, Submission
from programmes.planner import Slot
from tests.cast import AMSTERDAM, make_adviser, make_organisation, make_person, make_trainer
from tests.people.staff import PETRA, lines, list_of
from tests.reminders.model import Due, Facts, Gathering, Seat, Told, is_in_office

BEGINS = datetime(2027, 1, 12, 10, tzinfo=AMSTERDAM)  # a Tuesday
HALF_DAY_1 = date(2027, 2, 2)
A_MINUTE = timedelta(minutes=1)
STANDSTILL = timedelta(minutes=5)


class Post(BaseEmailBackend):
    """A mail server with moods: fair, away, busy, or silent after it took the mail."""

    mood: ClassVar[str] = "fair"
    taken: ClassVar[list[EmailMessage]] = []

    def open(self) -> bool:
        if self.mood == "away":
            raise ConnectionRefusedError
        return True

    def send_messages(self, messages: Any) -> int:
        if self.mood == "busy":
            raise SMTPDataError(451, b"later")
        Post.taken += messages
        if self.mood == "silent":
            raise SMTPServerDisconnected("no answer")
        return len(messages)


@dataclass
class World:
    """``doubts``: how often nobody could know whether a mail arrived, by Message-ID."""

    now: datetime = BEGINS
    last: datetime | None = None
    letters: Counter[str] = field(default_factory=Counter)
    heard: Counter[int] = field(default_factory=Counter)
    doubts: Counter[str] = field(default_factory=Counter)
    calm: dict[tuple[int, date], set[str]] = field(default_factory=dict)
    untrue: list[str] = field(default_factory=list)
    calendars: dict[tuple[int, int], tuple[int, bool, datetime]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        Post.mood, Post.taken = "fair", []
        self.place = make_organisation(newcomers_from=date(2026, 1, 1))
        self.adviser, self.trainer = make_adviser(), make_trainer()
        self.colleagues = [make_person() for _each in range(4)]
        self.mentors = [make_person(hours_per_week=36) for _each in range(2)]
        for one in self.mentors:
            MentorProfile.objects.create(person=one, trained_elsewhere=True)
        self.cohort = self._plan()

    def _plan(self) -> Cohort:
        programme = Programme.objects.get(organisation=None)
        days = {"talk": HALF_DAY_1 - timedelta(days=14), "half-day-1": HALF_DAY_1}
        days["half-day-2"] = HALF_DAY_1 + timedelta(days=21)
        slots = [Slot(key, day, starts=time(9), ends=time(12, 30)) for key, day in days.items()]
        for step in programme.steps.select_related("anchor"):
            if not step.is_meeting and step.anchor is not None and step.anchor.key in days:
                slots.append(Slot(step.key, days[step.anchor.key] + timedelta(days=step.days)))
        cohort = Cohort(
            organisation=self.place,
            programme=programme,
            trainer=self.trainer,
            created_by=self.adviser,
            created_at=self.now,
            name="Groep winter",
            seats=2,
        )
        return actions.plan_cohort(cohort, slots, at=self.now, place="Stadhuis")

    # --- rows as they are now -----------------------------------------------------------------

    def fresh_cohort(self) -> Cohort:
        return Cohort.objects.select_related("organisation", "trainer", "created_by").get()

    def meeting(self, key: str) -> Meeting:
        return Meeting.objects.select_related("cohort__organisation", "step").get(step__key=key)

    def enrolment(self, person: Person) -> Enrolment | None:
        return Enrolment.objects.filter(person=person).first()

    def facts(self) -> Facts:
        cohort = self.fresh_cohort()
        enrolments = cohort.enrolments.all()
        handed_in = Submission.objects.handed_in().values_list("enrolment__person", "step__key")
        return Facts(
            is_off=cohort.cancelled_at is not None,
            since=cohort.created_at,
            trainer=self.trainer.pk,
            adviser=self.adviser.pk,
            meetings={
                one.pk: Gathering(
                    one.step.key,
                    one.starts_at,
                    one.ends_at,
                    one.cancelled_at is not None,
                    one.step.for_organisers,
                )
                for one in cohort.meetings.select_related("step")
            },
            seats={one.pk: Seat(one.person_id, one.state, one.state_since) for one in enrolments},
            due_on={
                one.pk: (one.step.key, one.step.anchor.key if one.step.anchor else "", one.due_on)
                for one in cohort.deadlines.select_related("step__anchor")
            },
            done=frozenset(handed_in),
            pairs={
                one.pk: (one.mentor_id, one.mentee_id, one.state)
                for one in Mentorship.objects.all()
            },
            last_days=dict(Person.objects.exclude(leaves_on=None).values_list("pk", "leaves_on")),
        )

    def bring_in(self, number: int) -> None:
        """The next staff list has a new colleague, who starts within some weeks."""
        first_day = (self.now + timedelta(days=21)).strftime("%d-%m-%Y")
        row = f"{number};Nieuw;;Collega;nieuw{number}@hoorn.example;Ruimte;Wonen;Jurist;1;"
        list_of(self.place, lines(PETRA, row + f"{first_day};;32")).write()

    # --- time passes --------------------------------------------------------------------------

    def run(self, step: timedelta, mood: str = "") -> None:
        """Later, one pass; then what came of it is read."""
        self.now += step
        Post.mood = mood or Post.mood
        if Post.mood == "silent":
            self._doubt()
        one_pass(self.now)
        self.read_post()
        self.last = self.now if self.last is None else max(self.last, self.now)

    def _doubt(self) -> None:
        """Whatever waits may be handed over without an answer."""
        prepare(self.now)
        self.doubts.update(one.header_id for one in Mail.objects.due(self.now).may_go())

    def die(self, *, in_data: bool, arrived: bool) -> None:
        """A sender claims some mail, begins to hand one over perhaps, and is no more."""
        prepare(self.now)
        mails, now = Mail.objects.claim(self.now, 2), Round(self.now)
        for mail, items in contents(mails, now) if in_data else ():
            if items and mail.advance("data"):
                self.doubts[mail.header_id] += 1
                if arrived:
                    Post.taken.append(as_email(write(mail, items, now), mail))
        self.read_post()

    def read_post(self) -> None:
        facts, is_halted = self.facts(), Halt.objects.exists()
        for email in Post.taken:
            self.letters[email.extra_headers["Message-ID"]] += 1
            ident = email.extra_headers["Message-ID"].strip("<>").partition("@")[0]
            mail = Mail.objects.get(message_id=ident)
            inside = list(Message.objects.standing().filter(mail=mail))
            if not any(one.urgent or book[one.rule].alone for one in inside):
                self._note_calm(mail)
            if is_halted:
                self.untrue.append(f"mail at {self.now}, while all was halted")
            for message in inside:
                self.heard[message.pk] += 1
                self._read(message, email, facts)
        Post.taken.clear()

    def _note_calm(self, mail: Mail) -> None:
        local = self.now.astimezone(AMSTERDAM).date()
        self.calm.setdefault((mail.recipient_id, local), set()).add(mail.header_id)
        if not is_in_office(self.now):
            self.untrue.append(f"calm mail at {self.now}")

    def _read(self, message: Message, email: EmailMessage, facts: Facts) -> None:
        told = Told(
            message.rule,
            message.subject_pk,
            message.recipient_id,
            message.occasion,
            message.offset,
            str(email.body),
        )
        if why := facts.why_untrue(told, self.now):
            self.untrue.append(f"{message.rule} at {self.now}: {why}\n{email.body}")
        for kind in (
            one for one in getattr(email, "alternatives", []) if "calendar" in str(one.mimetype)
        ):
            self._put_in_calendar(told, str(kind.content), "REQUEST" in str(kind.mimetype))

    def _put_in_calendar(self, told: Told, content: str, is_in: bool) -> None:
        """As calendars do: an older version than what stands there changes nothing."""
        sequence = int(content.partition("SEQUENCE:")[2].splitlines()[0])
        before = self.calendars.get((told.recipient, told.subject), (-1, False, self.now))
        if sequence >= before[0]:
            starts = Meeting.objects.get(pk=told.subject).starts_at
            self.calendars[told.recipient, told.subject] = (sequence, is_in, starts)

    # --- what must be there ---------------------------------------------------------------------

    def unwritten(self, facts: Facts, since: datetime | None) -> list[Due]:
        """Of what is owed by now, what is neither written, nor dropped or late with a reason."""
        rows = Message.objects.values_list("rule", "subject", "recipient", "occasion", "offset")
        written = {
            (rule, int(subject.rpartition(":")[2]), who, occasion, offset)
            for rule, subject, who, occasion, offset in rows
        }
        return [
            one
            for one in facts.dues()
            if self._is_owed(one, since)
            and (one.rule, one.subject, one.recipient, one.occasion, one.offset) not in written
        ]

    def _is_owed(self, one: Due, since: datetime | None) -> bool:
        if one.begins <= self.now < one.ends:
            return one.is_urgent or is_in_office(self.now)
        missed = since is not None and self.now - since > STANDSTILL
        return missed and since is not None and since < one.ends <= self.now
