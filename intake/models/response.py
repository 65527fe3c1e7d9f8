"""What one participant answered for one step."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.models.questionnaire import Questionnaire
from mentorship.people.models import Person
from programmes.models import TAKING_PART, Cohort, Enrolment, Step


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, person: Person) -> Self:
        """Whose words these are, and whom design.md section 6 lets read them.

        Intake and self-analysis: the trainer of the cohort, once handed in. Reflection: the trainer
        (and for now nobody else) when its writer shares it. Evaluation: its writer alone.
        """
        by_trainer = Q(questionnaire__readers="trainer")
        by_choice = Q(questionnaire__readers="shared", shared_at__isnull=False)
        return self.filter(
            Q(enrolment__person=person)
            | (
                Q(enrolment__cohort__trainer=person, handed_in_at__isnull=False)
                & Q(enrolment__state__in=TAKING_PART)
                & (by_trainer | by_choice)
            )
        )

    def written_by(self, person: Person) -> Self:
        return self.filter(enrolment__person=person)

    def handed_in(self) -> Self:
        return self.filter(handed_in_at__isnull=False)

    def counted_for(self, person: Person) -> Self:
        """Responses this person may count, not read: those of cohorts they oversee."""
        return self.filter(enrolment__cohort__in=Cohort.objects.overseen_by(person))


class Response(models.Model):
    """Answers by question key. A draft until it is handed in; the version is fixed when it starts."""

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="responses")
    step = models.ForeignKey(Step, models.PROTECT, related_name="responses")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)
    handed_in_at = models.DateTimeField(_("handed in"), null=True, editable=False)
    shared_at = models.DateTimeField(_("shared"), null=True, editable=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step"], name="one_response_for_a_step")
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} – {self.enrolment_id}"

    def hand_in(self, at: datetime) -> None:
        """The first moment counts; a correction keeps it."""
        if self.handed_in_at is None:
            self.handed_in_at = at
        self.save()
