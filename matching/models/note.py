"""What one of a pair notes of a talk, for themselves."""

from datetime import datetime
from typing import Self

from django.db import models
from django.utils import timezone

from matching.models.talking import Conversation
from mentorship.people.models import Person


class TalkNoteQuerySet(models.QuerySet["TalkNote"]):
    def visible_to(self, person: Person) -> Self:
        """Its writer. Not the other of the pair, nor anybody else."""
        return self.filter(writer=person)

    def keep(self, talk: Conversation, person: Person, text: str, *, at: datetime) -> None:
        """What stands last; nothing at all leaves no row."""
        if text:
            said = {"text": text, "saved_at": at}
            self.update_or_create(conversation=talk, writer=person, defaults=said)
        else:
            self.filter(conversation=talk, writer=person).delete()


class TalkNote(models.Model):
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="notes")
    writer = models.ForeignKey(Person, models.CASCADE, related_name="+", editable=False)
    text = models.TextField(max_length=4000)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = TalkNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation", "writer"], name="one_note_of_a_talk_each"
            )
        ]

    def __str__(self) -> str:
        return f"note of talk {self.conversation_id}"
