"""What a meeting offers its participants, and what they hand in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person
from programmes.models.cohort import TAKING_PART, Cohort, Meeting
from programmes.models.enrolment import Enrolment
from programmes.models.programme import Step

PRACTICAL = "practical"  # the key of the assignment that is shown at a meeting, with a file


class MaterialQuerySet(models.QuerySet["Material"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(person), removed_at=None)

    def managed_by(self, person: Person) -> Self:
        """Adviser and trainer both add material."""
        return self.filter(meeting__cohort__in=Cohort.objects.overseen_by(person))


class Material(models.Model):
    """A text, presentation or link that goes with a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="materials")
    title = models.CharField(_("title"), max_length=120)
    link = models.URLField(_("link"), blank=True)
    file = models.FileField(_("file"), upload_to="materials/", blank=True)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    # Gone for everybody at once, and still there for who clicks *undo*.
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(link="") | ~Q(file=""),
                name="material_has_a_link_or_a_file",
                violation_error_message=_("Give a link or a file."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    def remove(self, at: datetime | None) -> None:
        """From ``at`` for nobody to see; back again when None."""
        self.removed_at = at
        self.save(update_fields=["removed_at"])


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, person: Person) -> Self:
        """The writer always; once shared, who takes part in the cohort, and its trainer.

        An adviser gets no further than ``listed_for``.
        """
        fellow = Cohort.objects.filter(enrolments__person=person, enrolments__state__in=TAKING_PART)
        reads = Q(enrolment__cohort__in=fellow) | Q(enrolment__cohort__trainer=person)
        return self.filter(Q(enrolment__person=person) | (self._shared() & reads))

    def written_by(self, person: Person) -> Self:
        return self.filter(enrolment__person=person)

    def listed_for(self, person: Person) -> Self:
        """Whose title this person sees: what they may read, and for an adviser what is shared."""
        managed = Q(enrolment__cohort__in=Cohort.objects.managed_by(person))
        return self.filter(
            Q(pk__in=Submission.objects.visible_to(person)) | (self._shared() & managed)
        )

    def overseen_by(self, person: Person) -> Self:
        """What others share in a group of this trainer or adviser; see ``listed_for``."""
        groups = Cohort.objects.overseen_by(person).values("pk")
        listed = self.listed_for(person).shared().exclude(enrolment__person=person)
        return listed.filter(enrolment__cohort__in=groups)

    def shared(self) -> Self:
        return self.filter(self._shared())

    def answered_by(self, person: Person) -> Self:
        """What others shared with this person, who may send a question or a compliment."""
        return self.visible_to(person).shared().exclude(enrolment__person=person)

    def shown_at(self, meeting: Meeting) -> Self:
        """The practical assignments that are shown at this meeting, in turn.

        Until the trainer chooses, whoever shared first begins: an order that says nothing of what
        was made, and in which whoever shares later comes last of itself.
        """
        return (
            self.shared()
            .filter(
                enrolment__cohort=meeting.cohort_id,
                enrolment__person__erased_at=None,
                step__key=PRACTICAL,
                step__anchor=meeting.step_id,
            )
            .order_by(F("turn").asc(nulls_last=True), "shared_at", "pk")
        )

    @staticmethod
    def _shared() -> Q:
        return Q(
            shared_at__isnull=False,
            handed_in_at__isnull=False,
            enrolment__state__in=TAKING_PART,
        )

    def steps_done(self, cohorts: Iterable[int]) -> set[tuple[int, int]]:
        """(enrolment, step) of whatever was handed in; see declare.StepKind."""
        done = self.handed_in().filter(enrolment__cohort__in=cohorts)
        return set(done.values_list("enrolment_id", "step_id"))

    def handed_in(self) -> Self:
        return self.filter(handed_in_at__isnull=False)


class Submission(models.Model):
    """What a participant made for an assignment; shared only when its writer says so."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="submissions")
    step = models.ForeignKey(Step, models.PROTECT, related_name="submissions")
    title = models.CharField(_("title"), max_length=120, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=20_000)
    file = models.FileField(_("presentation"), upload_to="submissions/", blank=True)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    saved_at = models.DateTimeField(auto_now=True)
    handed_in_at = models.DateTimeField(null=True, editable=False)
    shared_at = models.DateTimeField(null=True, editable=False)
    # When it is shown, counted from 1, once the trainer chose an order; see ``shown_at``.
    turn = models.PositiveSmallIntegerField(null=True, editable=False)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "step"], name="one_submission_for_an_assignment"
            )
        ]

    def __str__(self) -> str:
        return self.title or str(self.step.title)

    @property
    def is_shared(self) -> bool:
        return self.handed_in_at is not None and self.shared_at is not None

    def meet_stored(self, *, keeps_file: bool) -> str:
        """Be the row that another save has made or changed since this one was read.

        What is typed stays; the rest is taken over. Gives the name of the file that is stored.
        """
        stored = Submission.objects.filter(enrolment=self.enrolment, step=self.step).first()
        if stored is None:
            return ""
        self.pk, self._state.adding = stored.pk, False
        self.handed_in_at, self.shared_at = stored.handed_in_at, stored.shared_at
        self.turn = stored.turn
        if keeps_file:
            self.file, self.file_name = stored.file, stored.file_name
        return stored.file.name or ""

    def hand_in(self, at: datetime) -> None:
        """The first moment counts; handing in again keeps it."""
        if self.handed_in_at is None:
            self.handed_in_at = at
        self.save()

    def share(self, at: datetime | None) -> None:
        """With the cohort and its trainer from ``at``, or with nobody when None."""
        self.shared_at = at
        self.save(update_fields=["shared_at", "saved_at"])
