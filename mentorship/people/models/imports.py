"""A staff list on its way in: kept as a file until somebody says *Doorvoeren*."""

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
    columns = models.JSONField(default=dict)  # heading in the file -> field of a person, or ""
    applied_at = models.DateTimeField(_("applied at"), null=True, editable=False)
    summary = models.JSONField(default=dict)  # counts by outcome, once applied

    objects = PeopleImportQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name
