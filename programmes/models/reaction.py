"""What the others of a group write back about an assignment that was shared."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person
from programmes.models.work import Submission


class ReactionQuerySet(models.QuerySet["Reaction"]):
    def visible_to(self, person: Person) -> Self:
        """Who wrote it, also after taking it back; and whom it is for. Nobody else at all."""
        return self.filter(
            Q(writer=person) | Q(submission__enrolment__person=person, removed_at=None)
        )

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(removed_at=None)

    def received_by(self, person: Person) -> Self:
        """What may be read about one's own assignments; not while they are not shared."""
        shared = Submission.objects.written_by(person).shared()
        return self.standing().filter(submission__in=shared)

    def changed_by(self, person: Person) -> Self:
        """One's own, for as long as one may open what it is about."""
        return self.filter(writer=person, submission__in=Submission.objects.answered_by(person))

    def questions_first(self) -> Self:
        """A question may need some thought before the meeting."""
        is_question = models.Case(models.When(kind="question", then=0), default=1)
        return self.order_by(is_question, "written_at", "pk")

    def send(
        self, submission: Submission, writer: Person, kind: str, text: str, *, at: datetime
    ) -> "Reaction":
        """The same words twice are a second click: they stand once."""
        found, _is_new = self.get_or_create(
            submission=submission,
            writer=writer,
            text=text,
            removed_at=None,
            defaults={"kind": kind, "written_at": at},
        )
        return found


class Reaction(models.Model):
    """A question or a compliment, for the writer of the assignment alone."""

    class Kind(models.TextChoices):
        QUESTION = "question", _("a question")
        COMPLIMENT = "compliment", _("a compliment")

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="reactions")
    writer = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    text = models.CharField(_("text"), max_length=500)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    # Gone for its reader at once, and still there for who clicks *undo*.
    removed_at = models.DateTimeField(null=True, editable=False)

    objects = ReactionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "writer", "text"],
                condition=Q(removed_at=None),
                name="same_words_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.submission}"

    @property
    def stands_elsewhere(self) -> bool:
        """Whether the same words were sent in another row that was not taken back."""
        same = Reaction.objects.standing().filter(submission=self.submission_id, text=self.text)
        return same.filter(writer=self.writer_id).exclude(pk=self.pk).exists()

    def take_back(self, at: datetime) -> None:
        """The first click counts."""
        if self.removed_at is None:
            self.removed_at = at
            self.save(update_fields=["removed_at"])

    def put_back(self) -> None:
        """Where the same words were sent anew, those stand already."""
        if not self.stands_elsewhere:
            self.removed_at = None
            self.save(update_fields=["removed_at"])
