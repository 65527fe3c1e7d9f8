"""What an adviser decided about one newcomer and one mentor, before anybody is asked."""

from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models.mentorship import Mentorship
from mentorship.people.models import Organisation, Person


class RulingQuerySet(models.QuerySet["Ruling"]):
    def visible_to(self, person: Person) -> Self:
        """Advisers of the newcomer's organisation, and nobody else: not the two themselves."""
        return self.managed_by(person)

    def managed_by(self, person: Person) -> Self:
        return self.filter(newcomer__organisation__in=Organisation.objects.advised_by(person))

    def standing(self) -> Self:
        """Without *these two* of before the newcomer's last mentor: that was done, and is over."""
        since = Mentorship.objects.paired().filter(
            mentee=OuterRef("newcomer"), answered_at__gte=OuterRef("made_at")
        )
        return self.filter(~(Q(kind=Ruling.Kind.TOGETHER) & Exists(since)))


class Ruling(models.Model):
    """*These two*, or *not these two*. It stands until an adviser takes it back."""

    class Kind(models.TextChoices):
        TOGETHER = "together", _("these two")
        APART = "apart", _("not these two")

    newcomer = models.ForeignKey(Person, models.CASCADE, related_name="rulings")
    mentor = models.ForeignKey(Person, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = RulingQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["newcomer", "mentor"],
                name="one_ruling_for_two_people",
                violation_error_message=_("An adviser decided about these two already."),
            ),
            models.UniqueConstraint(
                fields=["newcomer"],
                condition=Q(kind="together"),
                name="one_mentor_is_set_for_a_newcomer",
                violation_error_message=_("Another mentor is set for this colleague already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.newcomer_id} {self.kind} {self.mentor_id}"

    @property
    def is_together(self) -> bool:
        return self.kind == self.Kind.TOGETHER


def mark_of(rulings: Iterable[Ruling]) -> str:
    """What stands about a newcomer, as short as a page can carry it along; a new decision is a new
    row, so the same rows say the same."""
    return ".".join(str(pk) for pk in sorted(one.pk for one in rulings)) or "-"
