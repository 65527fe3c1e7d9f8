"""A person in a cohort, from invitation to completion, and whether they were there."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Exists, Max, Min, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person
from programmes.models.cohort import OPEN_STATES, TAKING_PART, Cohort, Meeting

UNPLANNED = timedelta(days=60)  # how long an invitation stands when no meeting is planned
# Meetings that participants come to, seen from an enrolment.
HELD = Q(cohort__meetings__cancelled_at=None, cohort__meetings__step__for_organisers=False)
MOVES = frozenset(
    {
        ("invited", "accepted"),
        ("invited", "waiting"),
        ("invited", "declined"),
        ("invited", "withdrawn"),
        ("declined", "invited"),
        ("declined", "accepted"),
        ("declined", "waiting"),
        ("waiting", "accepted"),
        ("waiting", "declined"),
        ("waiting", "withdrawn"),
        ("accepted", "withdrawn"),
        ("accepted", "declined"),
        ("accepted", "completed"),
        ("withdrawn", "invited"),
        ("withdrawn", "accepted"),
        ("withdrawn", "waiting"),
    }
)


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, all of them for adviser and trainer, fellow participants for each other."""
        mine = Cohort.objects.filter(enrolments__person=person, enrolments__state__in=TAKING_PART)
        return self.filter(
            Q(person=person)
            | Q(cohort__in=Cohort.objects.overseen_by(person))
            | Q(cohort__in=mine, state__in=TAKING_PART)
        )

    def managed_by(self, person: Person) -> Self:
        return self.filter(cohort__in=Cohort.objects.managed_by(person))

    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def taking_part(self) -> Self:
        """Holding a seat in a cohort that goes on, by somebody who is still there."""
        return self.filter(state__in=TAKING_PART, cohort__cancelled_at=None, person__erased_at=None)

    def holding_a_seat(self) -> Self:
        return self.filter(seat__isnull=False)

    def unanswered(self) -> Self:
        return self.filter(
            state="invited",
            cohort__cancelled_at=None,
            person__is_active=True,
            person__erased_at=None,
        )

    def waiting(self) -> Self:
        """Who waits, the longest first."""
        return self.filter(state="waiting").order_by("state_since", "pk")

    def open(self) -> Self:
        """Invited, waiting or taking part, in a cohort that goes on."""
        return self.filter(state__in=OPEN_STATES, cohort__cancelled_at=None)

    def open_or_declined(self) -> Self:
        """Who may still look at the invitation, and change their mind."""
        return self.filter(state__in=[*OPEN_STATES, "declined"], cohort__cancelled_at=None)

    def with_start(self) -> Self:
        """Adds ``group_starts_at``, when the first meeting for participants begins."""
        return self.annotate(group_starts_at=Min("cohort__meetings__starts_at", filter=HELD))

    def with_span(self) -> Self:
        """Also adds ``group_ends_at``, when the last one ends."""
        last = Max("cohort__meetings__ends_at", filter=HELD)
        return self.with_start().annotate(group_ends_at=last)

    def by_name(self) -> Self:
        """As a Dutch register; see PersonQuerySet.by_name."""
        return self.order_by("person__sorts_as", "pk")

    def trained(self, at: datetime) -> Self:
        """Was present at each meeting up to the second half-day, as attendance says.

        A step whose key is not ``return`` counts; the talk beforehand is not for participants.
        """
        to_attend = Meeting.objects.filter(
            cohort=OuterRef("cohort"), step__for_organisers=False, cancelled_at=None
        ).exclude(step__key="return")
        there = self._at_each(to_attend).filter(state__in=TAKING_PART)
        return there.filter(Exists(to_attend.filter(ends_at__lte=at)))

    def certified(self) -> Self:
        """Has completed the programme, and was at every meeting: who gets a certificate."""
        held = Meeting.objects.filter(
            cohort=OuterRef("cohort"), step__for_organisers=False, cancelled_at=None
        )
        return self._at_each(held).filter(
            state="completed", cohort__cancelled_at=None, person__erased_at=None
        )

    def certificates_of(self, person: Person) -> Self:
        """The certificates somebody may open: one's own, and as adviser those of the group."""
        managed = Cohort.objects.managed_by(person)
        return self.certified().filter(Q(person=person) | Q(cohort__in=managed))

    def _at_each(self, meetings: models.QuerySet[Meeting]) -> Self:
        """Present at every one of these meetings of their cohort; there is at least one."""
        missed = meetings.exclude(
            Exists(
                Attendance.objects.filter(
                    meeting=OuterRef("pk"), enrolment=OuterRef(OuterRef("pk")), present=True
                )
            )
        )
        return self.filter(Exists(meetings), ~Exists(missed))


class Enrolment(models.Model):
    """Somebody in a cohort. A seat is numbered, so that two people can never hold the same one."""

    class State(models.TextChoices):
        INVITED = "invited", _("invited")
        ACCEPTED = "accepted", _("takes part")
        WAITING = "waiting", _("on the waiting list")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        COMPLETED = "completed", _("completed")

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, models.PROTECT, related_name="enrolments")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.INVITED)
    seat = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    invited_at = models.DateTimeField(default=timezone.now, editable=False)
    invited_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", editable=False
    )
    state_since = models.DateTimeField(default=timezone.now, editable=False)

    # Where the queryset added them; see with_start and with_span.
    group_starts_at: datetime | None
    group_ends_at: datetime | None

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["invited_at"], name="enrolment_unanswered", condition=Q(state="invited")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "person"],
                name="one_enrolment_in_a_cohort",
                violation_error_message=_("This colleague is already in the group."),
            ),
            models.UniqueConstraint(
                fields=["cohort", "seat"],
                condition=Q(seat__isnull=False),
                name="one_person_on_a_seat",
                violation_error_message=_("This seat is taken."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=TAKING_PART, seat__isnull=False)
                | (~Q(state__in=TAKING_PART) & Q(seat=None)),
                name="taking_part_means_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.cohort}"

    def move_to(self, state: str, *, at: datetime, seat: int | None = None) -> bool:
        """Change state if the move is allowed and nobody was first; says whether it did."""
        if (self.state, state) not in MOVES:
            return False
        moved = Enrolment.objects.filter(pk=self.pk, state=self.state).update(
            state=state, seat=seat, state_since=at
        )
        if moved:
            self.state, self.seat, self.state_since = state, seat, at
        return bool(moved)

    @property
    def takes_part(self) -> bool:
        return self.state in TAKING_PART

    @property
    def answers_until(self) -> datetime:
        """Until the first meeting begins, one may still say yes or no."""
        if "group_starts_at" not in self.__dict__:
            held = Meeting.objects.held().for_participants().filter(cohort=self.cohort_id)
            self.group_starts_at = held.aggregate(first=Min("starts_at"))["first"]
        return self.group_starts_at or self.invited_at + UNPLANNED

    def can_answer(self, at: datetime) -> bool:
        return (
            self.cohort.cancelled_at is None
            and self.state not in ("withdrawn", "completed")
            and at < self.answers_until
        )


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(
            Q(enrolment__person=person) | Q(meeting__cohort__in=Cohort.objects.overseen_by(person))
        )

    def steps_done(self, cohorts: Iterable[int]) -> set[tuple[int, int]]:
        """(enrolment, step) of each meeting somebody was at; see declare.StepKind."""
        there = self.filter(present=True, meeting__cohort__in=cohorts)
        return set(there.values_list("enrolment_id", "meeting__step_id"))


class Attendance(models.Model):
    """Whether somebody was at a meeting, as the trainer noted it."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="attendance")
    present = models.BooleanField(_("present"))
    noted_at = models.DateTimeField(auto_now=True)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "enrolment"], name="attendance_noted_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.present}"
