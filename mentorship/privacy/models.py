"""Who looked at somebody's words, what was handed out or went, and how long things are kept."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation, Person
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


class DeedQuerySet(models.QuerySet["Deed"]):
    def visible_to(self, person: Person) -> Self:
        """Whom it is about; who manages the application; an adviser who of their own is erased.

        Who is erased is not told: they cannot sign in any more.
        """
        if person.is_admin:
            return self
        advised = Organisation.objects.advised_by(person)
        about_self = Q(about=person) & ~Q(kind=Deed.Kind.ERASURE)
        return self.filter(about_self | Q(kind=Deed.Kind.ERASURE, about__organisation__in=advised))

    def erasures(self) -> Self:
        return self.filter(kind=Deed.Kind.ERASURE)


class Deed(models.Model):
    """That data were handed out, or went: of one person, or by the clock. Counts, no words.

    Of words that were taken out: from which row (``what``), and under which name they stood there.
    """

    class Kind(models.TextChoices):
        EXPORT = "export", _("a copy was handed out")
        ERASURE = "erasure", _("a colleague was erased")
        RETENTION = "retention", _("kept long enough, and cleared away")
        TAKEN_OUT = "taken out", _("words were taken out")

    kind = models.CharField(_("what was done"), max_length=10, choices=Kind)
    about = models.ForeignKey(Person, models.CASCADE, null=True, related_name="deeds")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(_("done at"))
    counts = models.JSONField(default=dict)  # rows by the label of their model
    what = models.CharField(max_length=60, blank=True, default="", db_default="")
    name = models.CharField(max_length=50, blank=True, default="", db_default="")
    title = WordingField(_("title"), blank=True, db_default={})

    objects = DeedQuerySet.as_manager()

    class Meta:
        ordering = ["-done_at", "-pk"]
        indexes = [models.Index(fields=["what"], name="deeds_by_what")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class OwnTerm(models.Model):
    """An organisation keeps one thing shorter or longer than the house does. ``key`` of a Kept."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="own_terms")
    key = models.CharField(max_length=60)
    days = models.PositiveSmallIntegerField(_("days"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "key"], name="one_own_term"),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.days} days"
