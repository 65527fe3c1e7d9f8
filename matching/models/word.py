"""A quiet line: what a mentor or a newcomer wants to say to the adviser alone."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from matching.models.confiding import confiding_in
from mentorship.people.models import Person


class WordQuerySet(models.QuerySet["Word"]):
    def visible_to(self, person: Person) -> Self:
        """Who wrote it, and the adviser. Not the other of the pair, the manager or the trainer."""
        return self.filter(Q(writer=person) | Q(mentee__in=confiding_in(person)))

    def managed_by(self, person: Person) -> Self:
        return self.filter(mentee__in=confiding_in(person))

    def open(self) -> Self:
        """No adviser has taken it up yet."""
        return self.filter(handled_at=None)


class Word(models.Model):
    """Written at any moment; ``mentee`` is the newcomer whose page the adviser reads it on."""

    writer = models.ForeignKey(Person, models.CASCADE, related_name="+", editable=False)
    mentee = models.ForeignKey(Person, models.CASCADE, related_name="+", editable=False)
    text = models.CharField(max_length=600)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    handled_at = models.DateTimeField(null=True, editable=False)

    objects = WordQuerySet.as_manager()

    class Meta:
        ordering = ["written_at", "pk"]

    def __str__(self) -> str:
        return f"word of {self.writer_id}"

    def handle(self, at: datetime | None) -> None:
        """The adviser took it up; None puts it back on the list."""
        self.handled_at = at
        self.save(update_fields=["handled_at"])
