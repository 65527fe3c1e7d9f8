"""What an organisation made of the mentor guide: every version of a section stays."""

from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation, Person


class GuideVersionQuerySet(models.QuerySet["GuideVersion"]):
    def of(self, organisation: Organisation, language: str) -> Self:
        return self.filter(organisation=organisation, language=language)

    def newest(self) -> Self:
        """The one of each section and language that is read now."""
        later = GuideVersion.objects.filter(
            organisation=OuterRef("organisation"),
            section=OuterRef("section"),
            language=OuterRef("language"),
            number__gt=OuterRef("number"),
        )
        return self.filter(~Exists(later))


class GuideVersion(models.Model):
    """One version of a section of the guide, in one language. The highest number is read.

    Without a title and a text it is the section as it came with Wegwijs.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="guide_versions")
    section = models.SlugField(_("section"))
    language = models.CharField(_("language"), max_length=5)
    number = models.PositiveIntegerField(editable=False)
    title = models.CharField(_("title"), max_length=80, blank=True)
    text = models.TextField(_("text"), max_length=6000, blank=True)
    written_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", editable=False
    )
    written_at = models.DateTimeField(editable=False)

    objects = GuideVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "section", "language", "number"],
                name="guide_version_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.section} ({self.language}) {self.number}"

    def add(self) -> bool:
        """Write this version; False when somebody wrote one of its number first."""
        try:
            with transaction.atomic():
                self.save(force_insert=True)
        except IntegrityError:
            return False
        return True

    @property
    def words(self) -> tuple[str, str]:
        return self.title, self.text

    @property
    def is_shipped(self) -> bool:
        return not self.text
