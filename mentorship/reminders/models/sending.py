"""Whether mail is going out at all: the loop's pulse, and the hand on the brake."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mentorship.people.models import Organisation, Person


class Pulse(models.Model):
    """One row: when the loop last went round, and so whether sending is alive."""

    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.beat_at.isoformat()

    @classmethod
    def beat(cls, at: datetime) -> None:
        """Only forward: a clock that was set back does not make the loop look dead."""
        if not cls.objects.filter(pk=1, beat_at__lt=at).update(beat_at=at):
            cls.objects.get_or_create(pk=1, defaults={"beat_at": at})

    @classmethod
    def last(cls) -> datetime | None:
        return cls.objects.filter(pk=1).values_list("beat_at", flat=True).first()


class HaltQuerySet(models.QuerySet["Halt"]):
    def everywhere(self) -> Self:
        return self.filter(organisation=None)

    def of(self, person: Person) -> Self:
        """Those that keep this adviser's mail from going."""
        advised = Organisation.objects.advised_by(person)
        return self.filter(Q(organisation=None) | Q(organisation__in=advised))


class Halt(models.Model):
    """Somebody stopped all sending, of one organisation or (None) everywhere.

    What is owed waits; when it goes on again, whatever is no longer true is dropped. Sign-in codes
    pass by.
    """

    organisation = models.OneToOneField(
        Organisation, models.CASCADE, null=True, related_name="halt"
    )
    since = models.DateTimeField(default=timezone.now, editable=False)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+", editable=False)

    objects = HaltQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=Q(organisation=None), name="one_halt_everywhere"
            )
        ]

    def __str__(self) -> str:
        return f"halt of {self.organisation_id or 'all'}"
