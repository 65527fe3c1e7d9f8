"""How one organisation matches: what counts how much, who may be matched, how many are expected."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation, Person


class PolicyQuerySet(models.QuerySet["Policy"]):
    def managed_by(self, person: Person) -> Self:
        return self.filter(organisation__in=Organisation.objects.advised_by(person))

    def of(self, organisation: Organisation) -> "Policy":
        """The organisation's own choices, or what holds where nobody chose."""
        found = self.filter(organisation=organisation).first()
        return found or Policy(organisation=organisation)


class Policy(models.Model):
    """An organisation's own choices; without a row the table of criteria stands as it is.

    ``weights`` holds only what differs from the table: key of a row to key of a weight.
    ``expected_a_month`` is the adviser's own figure of newcomers; None follows the imports.
    """

    class MayBeMatched(models.TextChoices):
        TRAINED = "trained", _("only who is trained")
        TRAINED_FIRST = "trained first", _("who is trained goes first")
        ANYONE = "anyone", _("every mentor, trained or not")

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="policy")
    weights = models.JSONField(default=dict, blank=True)
    may_be_matched = models.CharField(
        _("who may be matched"),
        max_length=20,
        choices=MayBeMatched,
        default=MayBeMatched.TRAINED,
    )
    expected_a_month = models.PositiveSmallIntegerField(
        _("new colleagues a month that you expect"), null=True, blank=True
    )

    objects = PolicyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"policy of {self.organisation_id}"
