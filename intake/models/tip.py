"""How what was written in an evaluation is sorted for the next group."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.models.response import Response
from mentorship.people.models import Person
from programmes.models import Cohort


class TipQuerySet(models.QuerySet["Tip"]):
    def visible_to(self, person: Person) -> Self:
        """Its writer; who oversees their group; of what is passed on also who oversees another
        group of that organisation. Never through ``Response``: none of them reads a whole form.
        """
        overseen = Cohort.objects.overseen_by(person).values("pk")
        theirs = Q(response__enrolment__cohort__in=overseen)
        elsewhere = Q(response__enrolment__cohort__organisation__cohorts__in=overseen)
        return self.filter(
            Q(response__enrolment__person=person) | theirs | (elsewhere & Q(pile__in=Tip.PASSED_ON))
        ).distinct()

    def passed_on(self) -> Self:
        return self.filter(pile__in=Tip.PASSED_ON)


class Tip(models.Model):
    """One open answer in its pile; without a row it is not sorted yet.

    It points at the words and never copies them: what its writer mends, is mended here, and what
    they take away is gone.
    """

    class Pile(models.TextChoices):
        NOW = "now", _("do now")
        NEXT = "next", _("next group")
        NOT = "not", _("not")

    PASSED_ON = (Pile.NOW, Pile.NEXT)

    response = models.ForeignKey(Response, models.CASCADE, related_name="tips")
    key = models.SlugField()  # of the question
    pile = models.CharField(_("pile"), max_length=4, choices=Pile)
    sorted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sorted_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = TipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["response", "key"], name="a_tip_lies_in_one_pile"),
        ]

    def __str__(self) -> str:
        return f"{self.pile} {self.pk}"

    def tick(self, at: datetime | None) -> None:
        """Done from ``at``, or to do again when None."""
        self.done_at = at
        self.save(update_fields=["done_at"])
