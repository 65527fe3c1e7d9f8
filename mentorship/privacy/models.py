"""Who looked at somebody's words: kept so that the writer can see it."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person
from mentorship.web.wording import WordingField


class ReadingQuerySet(models.QuerySet["Reading"]):
    def visible_to(self, person: Person) -> Self:
        """A reading is shown to the one whose words were read, and to nobody else."""
        return self.filter(writer=person)


class Reading(models.Model):
    """That somebody read what another wrote. The words themselves are never copied here."""

    reader = models.ForeignKey(Person, models.PROTECT, related_name="+")
    writer = models.ForeignKey(Person, models.CASCADE, related_name="readings")
    what = models.CharField(_("what"), max_length=60)  # a label such as "intake.response:5"
    title = WordingField(_("title"))
    read_at = models.DateTimeField(_("read at"))

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-read_at", "-pk"]
        indexes = [models.Index(fields=["writer", "-read_at"], name="readings_of_a_writer")]

    def __str__(self) -> str:
        return self.what
