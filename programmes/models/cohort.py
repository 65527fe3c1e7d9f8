"""One run of a programme: its dates, its trainer and its seats."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Case, Count, F, Max, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation, Person
from programmes.models.programme import Programme, Step

TAKING_PART = ("accepted", "completed")
OPEN_STATES = ("invited", "waiting", *TAKING_PART)  # asked, in line, or taking part


class CohortQuerySet(models.QuerySet["Cohort"]):
    def visible_to(self, person: Person) -> Self:
        """Its advisers, its trainer, its participants, and the academy's coordinator."""
        return self.filter(
            Q(organisation__in=Organisation.objects.advised_by(person))
            | Q(trainer=person)
            | Q(enrolments__person=person, enrolments__state__in=OPEN_STATES)
            | Q(organisation__in=Organisation.objects.coordinated_by(person))
        ).distinct()

    def managed_by(self, person: Person) -> Self:
        """Where this person plans and invites."""
        return self.filter(organisation__in=Organisation.objects.advised_by(person))

    def led_by(self, person: Person) -> Self:
        return self.filter(trainer=person, cancelled_at=None)

    def overseen_by(self, person: Person) -> Self:
        """Those who may see every participant: advisers and the trainer."""
        return self.managed_by(person) | self.filter(trainer=person)

    def labels_overseen_by(self, person: Person) -> list[str]:
        """Under these stands what is told about the groups."""
        return [one.label for one in self.overseen_by(person).distinct()]

    def with_span(self) -> Self:
        """Adds ``first_meeting`` and ``last_meeting``: moments, or None when nothing is planned."""
        held = Q(meetings__cancelled_at=None, meetings__step__for_organisers=False)
        return self.annotate(
            first_meeting=Min("meetings__starts_at", filter=held),
            last_meeting=Max("meetings__ends_at", filter=held),
        )

    def with_phase(self, at: datetime) -> Self:
        """Adds ``phase``: running, coming, finished or cancelled. Nothing planned yet is coming."""
        return self.with_span().annotate(
            phase=Case(
                When(cancelled_at__isnull=False, then=Value("cancelled")),
                When(last_meeting__lt=at, then=Value("finished")),
                When(first_meeting__lte=at, then=Value("running")),
                default=Value("coming"),
            )
        )

    def in_order(self) -> Self:
        """After ``with_phase``: running and coming first, the soonest in front; the past behind."""
        rank = Case(
            When(phase="running", then=0),
            When(phase="coming", then=1),
            When(phase="finished", then=2),
            default=3,
        )
        is_past = Q(phase__in=["finished", "cancelled"])
        soonest = Case(When(is_past, then=None), default=F("first_meeting"))
        return self.order_by(rank, soonest.asc(nulls_last=True), "-last_meeting", "-pk")

    def with_seats_taken(self) -> Self:
        """Adds ``taken``. A subquery, so that it does not multiply with the meetings of a span."""
        taking = (
            Cohort.objects.filter(pk=OuterRef("pk"), enrolments__state__in=TAKING_PART)
            .order_by()
            .values("pk")
            .annotate(number=Count("enrolments"))
        )
        return self.annotate(taken=Coalesce(Subquery(taking.values("number")), 0))

    def running(self, at: datetime) -> Self:
        """Not cancelled and the last meeting not over."""
        return self.with_span().filter(cancelled_at=None, last_meeting__gte=at)

    def finished(self, at: datetime) -> Self:
        return self.with_span().filter(cancelled_at=None, last_meeting__lt=at)


def training_ends(path: str = "") -> Max:
    """When the last meeting before the return meeting ends, whoever was there; ``path`` leads to
    the cohort, as in "cohort__". See ``EnrolmentQuerySet.trained``."""
    meetings = f"{path}meetings"
    held = {f"{meetings}__cancelled_at": None, f"{meetings}__step__for_organisers": False}
    is_return = Q(**{f"{meetings}__step__key": "return"})
    return Max(f"{meetings}__ends_at", filter=Q(**held) & ~is_return)


class Cohort(models.Model):
    """A group of colleagues who are trained as mentors together."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="cohorts")
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="cohorts")
    trainer = models.ForeignKey(
        Person, models.PROTECT, related_name="led_cohorts", verbose_name=_("trainer")
    )
    name = models.CharField(_("name"), max_length=80)
    seats = models.PositiveSmallIntegerField(_("seats"))
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    # Only there after the query that adds them.
    phase: str
    taken: int
    first_meeting: datetime | None
    last_meeting: datetime | None

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=60),
                name="cohort_has_one_to_sixty_seats",
                violation_error_message=_("A group has one to sixty seats."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def cancel(self, at: datetime) -> bool:
        """Says whether it did: the first click counts."""
        done = Cohort.objects.filter(pk=self.pk, cancelled_at=None).update(cancelled_at=at)
        if done:
            self.cancelled_at = at
        return bool(done)

    def resume(self) -> bool:
        done = Cohort.objects.filter(pk=self.pk, cancelled_at__isnull=False).update(
            cancelled_at=None
        )
        if done:
            self.cancelled_at = None
        return bool(done)

    def can_still_invite(self, at: datetime) -> bool:
        """Until the first meeting for participants begins."""
        begun = self.meetings.held().for_participants().filter(starts_at__lte=at)
        return not begun.exists()

    @property
    def label(self) -> str:
        """How messages are filed under this cohort."""
        return f"programmes.cohort:{self.pk}"


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: Person) -> Self:
        """The talk beforehand concerns adviser and trainer only."""
        seen = self.filter(cohort__in=Cohort.objects.visible_to(person))
        overseen = Cohort.objects.overseen_by(person)
        return seen.filter(Q(step__for_organisers=False) | Q(cohort__in=overseen))

    def managed_by(self, person: Person) -> Self:
        return self.filter(cohort__in=Cohort.objects.managed_by(person))

    def led_by(self, person: Person) -> Self:
        return self.filter(cohort__in=Cohort.objects.led_by(person))

    def overseen_by(self, person: Person) -> Self:
        """Where this person notes who was there and adds material: its adviser and trainer."""
        return self.filter(cohort__in=Cohort.objects.overseen_by(person))

    def looked_back_on_by(self, person: Person, at: datetime) -> Self:
        """From its beginning: before that, or cancelled, there is nothing to look back on."""
        return self.overseen_by(person).filter(starts_at__lte=at, cancelled_at=None)

    def of_trainer(self, trainer: Person) -> Self:
        """Whatever the organisation: nobody can be in two places."""
        return self.held().filter(cohort__trainer=trainer)

    def held(self) -> Self:
        """Neither cancelled nor part of a cancelled cohort."""
        return self.filter(cancelled_at=None, cohort__cancelled_at=None)

    def for_participants(self) -> Self:
        """Without the talk beforehand, which is between adviser and trainer."""
        return self.filter(step__for_organisers=False)

    def in_calendar_of(self, person: Person) -> Self:
        """What this person takes part in or leads; the talk beforehand also as its adviser."""
        mine = Cohort.objects.filter(enrolments__person=person, enrolments__state__in=TAKING_PART)
        return self.held().filter(
            Q(cohort__trainer=person)
            | Q(cohort__created_by=person, step__for_organisers=True)
            | Q(cohort__in=mine, step__for_organisers=False)
        )

    def over(self, at: datetime) -> Self:
        return self.held().filter(ends_at__lte=at)

    def to_come(self, at: datetime) -> Self:
        return self.held().filter(ends_at__gt=at)


class Meeting(models.Model):
    """A dated gathering of a cohort. ``sequence`` rises with each change, as calendars ask."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="meetings")
    step = models.ForeignKey(Step, models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=160, blank=True)
    link = models.URLField(_("link to join online"), blank=True)
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)
    # When it was to be before its last move, for the mail that tells of it.
    moved_from = models.DateTimeField(null=True, editable=False)
    moved_from_end = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        # The rules ask for what is near, among the meetings of all years.
        indexes = [models.Index(fields=["starts_at"], name="meeting_near")]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "step"], name="one_meeting_for_a_step"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")),
                name="meeting_ends_after_it_starts",
                violation_error_message=_("A meeting must end after it starts."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.step.title)

    @property
    def day(self) -> date:
        return self.cohort.organisation.local_date(self.starts_at)

    def is_over(self, at: datetime) -> bool:
        return self.cancelled_at is None and self.ends_at <= at

    def raise_sequence(self) -> None:
        Meeting.objects.filter(pk=self.pk).update(sequence=F("sequence") + 1)
        self.refresh_from_db(fields=["sequence"])

    def cancel(self, at: datetime) -> bool:
        """Says whether it did. The sequence rises, as calendars ask of a cancellation."""
        return self.cancelled_at is None and self._turn(at)

    def reinstate(self) -> bool:
        return self.cancelled_at is not None and self._turn(None)

    def _turn(self, cancelled_at: datetime | None) -> bool:
        done = Meeting.objects.filter(pk=self.pk, cancelled_at=self.cancelled_at).update(
            cancelled_at=cancelled_at, sequence=F("sequence") + 1
        )
        if done:
            self.refresh_from_db(fields=["cancelled_at", "sequence"])
        return bool(done)
