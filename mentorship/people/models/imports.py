"""A staff list on its way in: kept as a file until somebody says *Doorvoeren*."""

from collections import Counter
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.people.models.organisations import Organisation
from mentorship.people.models.person import Person


class PeopleImportQuerySet(models.QuerySet["PeopleImport"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(organisation__in=Organisation.objects.advised_by(person))


class PeopleImport(models.Model):
    """An uploaded file, which heading is which field, and what became of it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="people_imports")
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    file_name = models.CharField(_("file"), max_length=200)
    file = models.FileField(upload_to="people-imports/")
    headings = models.JSONField(default=list)
    columns = models.JSONField(default=list)  # for each heading the field of a person, or ""
    new_teams = models.JSONField(default=list)  # in words; teams of the file nobody knows yet
    makes_teams = models.BooleanField(_("make new teams"), default=False)
    applied_at = models.DateTimeField(_("applied at"), null=True, editable=False)
    summary = models.JSONField(default=dict)  # counts by outcome, once applied

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_judged(self) -> bool:
        """Whether its columns are settled, so that there is a preview."""
        return self.applied_at is not None or self.rows.exists()

    def counts(self) -> dict[str, int]:
        """How many rows have each outcome; an outcome that did not occur has 0."""
        if self.applied_at:
            return dict(self.summary)
        found = Counter(self.rows.values_list("outcome", flat=True))
        return {outcome: found[outcome] for outcome in ImportRow.Outcome.values}


class ImportRow(models.Model):
    """What one line of the file would do, as the adviser sees it before it is done."""

    class Outcome(models.TextChoices):
        NEW = "new", _("new")
        CHANGED = "changed", _("changed")
        UNCHANGED = "unchanged", _("unchanged")
        WRONG = "wrong", _("wrong")

    people_import = models.ForeignKey(PeopleImport, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    name = models.CharField(max_length=250)
    detail = models.CharField(max_length=400)
    changes = models.JSONField(default=list)  # [field's label, old, new] for each change
    reasons = models.JSONField(default=list)  # sentences, for a wrong row
    cells = models.JSONField(default=list)  # the wrong row as it stands in the file

    class Meta:
        ordering = ["line"]
        indexes = [models.Index(fields=["people_import", "outcome", "line"], name="import_rows")]

    def __str__(self) -> str:
        return f"{self.line}: {self.outcome}"
