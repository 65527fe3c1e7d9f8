"""What whoever leads a meeting writes after it: for themselves, and for the next time."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person
from programmes.models.cohort import Meeting


class AfterNoteQuerySet(models.QuerySet["AfterNote"]):
    def visible_to(self, person: Person) -> Self:
        """Its writer. What to change is also for the trainer and the advisers of the group."""
        overseen = Meeting.objects.overseen_by(person).values("pk")
        return self.filter(
            Q(writer=person) | Q(kind=AfterNote.Kind.NEXT_TIME, meeting__in=overseen)
        )

    def keep(self, meeting: Meeting, writer: Person, kind: str, text: str, *, at: datetime) -> None:
        """What stands last; nothing at all leaves no row."""
        if text:
            said = {"text": text, "saved_at": at}
            self.update_or_create(meeting=meeting, writer=writer, kind=kind, defaults=said)
        else:
            self.filter(meeting=meeting, writer=writer, kind=kind).delete()


class AfterNote(models.Model):
    """One text of one writer about one meeting. ``kind`` says who reads it."""

    class Kind(models.TextChoices):
        OWN = "own", _("for oneself")
        NEXT_TIME = "next", _("what to do differently next time")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="after_notes")
    writer = models.ForeignKey(Person, models.CASCADE, related_name="+", editable=False)
    kind = models.CharField(max_length=4, choices=Kind, editable=False)
    text = models.TextField(max_length=4000)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = AfterNoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "writer", "kind"], name="one_note_after_a_meeting_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.meeting_id}"
