"""A quiet line: what a mentor or a newcomer wants to say to the adviser alone."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from matching.models.mentorship import Mentorship
from mentorship.people.models import Organisation, Person, Role
from mentorship.people.models.person import PersonQuerySet


class WordQuerySet(models.QuerySet["Word"]):
    def visible_to(self, person: Person) -> Self:
        """Who wrote it, and the adviser. Not the other of the pair, the manager or the trainer."""
        read = Word.objects.managed_by(person).values("pk")
        return self.filter(Q(writer=person) | Q(pk__in=read))

    def managed_by(self, person: Person) -> Self:
        """An adviser who is the mentor here, or is new here, gets no line about it: ``readers``."""
        guided = Mentorship.objects.active().filter(mentor=person).values("mentee")
        words = self.filter(mentee__organisation__in=Organisation.objects.advised_by(person))
        return words.exclude(Q(mentee=person) | Q(mentee__in=guided))

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


def readers(mentee: Person) -> PersonQuerySet:
    """Who gets a line of this newcomer or their mentor: advisers who are neither of the two."""
    advisers = Role.objects.advising().filter(organisation=mentee.organisation_id)
    mentors = Mentorship.objects.active().filter(mentee=mentee).values("mentor")
    people = Person.objects.filter(pk__in=advisers.values("person"))
    return people.exclude(Q(pk=mentee.pk) | Q(pk__in=mentors))
