"""What one participant answered for one step, and who may read or count it."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from intake.models.question import Answers, is_given
from intake.models.questionnaire import Questionnaire
from mentorship.people.models import Organisation, Person
from programmes.models import TAKING_PART, Cohort, Enrolment, Step


def cohorts_counted_by(person: Person) -> models.QuerySet[Cohort]:
    """Whose totals somebody sees: their own cohorts', and a coordinator's whole academy."""
    academy = Q(organisation__in=Organisation.objects.coordinated_by(person))
    overseen = Q(pk__in=Cohort.objects.overseen_by(person).values("pk"))
    return Cohort.objects.filter(overseen | academy)


class ResponseQuerySet(models.QuerySet["Response"]):
    def visible_to(self, person: Person) -> Self:
        """Whose words these are, and who else reads them.

        Intake and self-analysis: the trainer of the cohort, once handed in. Reflection: the trainer
        (and for now nobody else) when its writer shares it. Evaluation: its writer alone.
        No role reads past this, an administrator's neither. Whoever left the cohort takes their
        words with them.
        """
        by_trainer = Q(questionnaire__readers=Questionnaire.Readers.TRAINER)
        by_choice = Q(
            questionnaire__readers=Questionnaire.Readers.WHEN_SHARED, shared_at__isnull=False
        )
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

    def shareable(self) -> Self:
        return self.handed_in().filter(questionnaire__readers=Questionnaire.Readers.WHEN_SHARED)

    def evaluations(self) -> Self:
        """Counted, never read one by one."""
        return self.filter(questionnaire__readers=Questionnaire.Readers.TOTALS)

    def that_count(self) -> Self:
        """Handed in by who takes part still."""
        return self.handed_in().filter(enrolment__state__in=TAKING_PART)

    def counted_for(self, person: Person) -> Self:
        """Responses this person may count, not read."""
        return self.that_count().filter(enrolment__cohort__in=cohorts_counted_by(person))

    def by_name(self) -> Self:
        """In the order of their writers; see PersonQuerySet.by_name."""
        return self.order_by("enrolment__person__sorts_as", "pk")


class Response(models.Model):
    """Answers by question key. The version is fixed when it starts.

    ``draft`` is what its writer is typing and nobody else ever sees; ``answers`` is what was handed
    in. So a correction half-way is not read by anybody until it is sent again. ``saved_from`` is
    the page that saved last: one that was opened before that must not undo it unasked.
    """

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="responses")
    step = models.ForeignKey(Step, models.PROTECT, related_name="responses")
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="responses")
    draft = models.JSONField(default=dict)
    answers = models.JSONField(default=dict)
    part = models.PositiveSmallIntegerField(default=1)  # the page its writer was on
    saved_from = models.CharField(max_length=12, blank=True, default="", db_default="")
    started_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(_("handed in"), null=True, editable=False)
    shared_at = models.DateTimeField(_("shared"), null=True, editable=False)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "step"], name="one_response_for_a_step"),
            models.CheckConstraint(
                condition=Q(shared_at=None) | Q(handed_in_at__isnull=False),
                name="only_a_handed_in_form_is_shared",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.questionnaire} – {self.enrolment_id}"

    @property
    def is_handed_in(self) -> bool:
        return self.handed_in_at is not None

    @property
    def has_unsent_changes(self) -> bool:
        return (
            self.is_handed_in
            and {key: answer for key, answer in self.draft.items() if is_given(answer)}
            != self.answers
        )

    def save_draft(self, typed: Answers, *, part: int, at: datetime, page: str = "") -> None:
        """Lay what was typed over what is there; other pages stay as they are.

        Only for whoever holds the row's lock: see ``intake.actions``.
        """
        self.draft = self.draft | dict(typed)
        self.part, self.saved_at, self.saved_from = part, at, page
        self.save(update_fields=["draft", "part", "saved_at", "saved_from"])

    def hand_in(self, answers: dict[str, Any], at: datetime) -> None:
        """The first moment counts; a correction keeps it. Only for whoever holds the row's lock."""
        self.answers = self.draft = answers
        self.saved_at, self.saved_from = at, get_random_string(12)
        self.handed_in_at = self.handed_in_at or at
        self.save(update_fields=["answers", "draft", "saved_at", "saved_from", "handed_in_at"])

    def take_out(self, key: str) -> None:
        """One answer goes, as it was sent and as it is being typed. Only for whoever holds the
        row's lock."""
        self.answers.pop(key, None)
        self.draft.pop(key, None)
        self.save(update_fields=["answers", "draft"])

    def share(self, at: datetime | None) -> None:
        """With the trainer from ``at``, or with nobody when None."""
        self.shared_at = at
        self.save(update_fields=["shared_at"])
