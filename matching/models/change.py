"""That one of a pair asks for a change."""

from datetime import datetime
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.models.confiding import confiding_in
from matching.models.mentorship import Mentorship
from mentorship.people.models import Person


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def visible_to(self, person: Person) -> Self:
        """Who asked, and the adviser. Not the other of the pair, not the manager."""
        return self.filter(Q(asked_by=person) | Q(mentorship__mentee__in=confiding_in(person)))

    def managed_by(self, person: Person) -> Self:
        return self.filter(mentorship__mentee__in=confiding_in(person))

    def open(self) -> Self:
        """The adviser has not closed it."""
        return self.filter(handled_at=None)

    def waiting(self) -> Self:
        """Still to be talked about: open, and the pair runs on."""
        return self.open().filter(mentorship__state="active")


class ChangeRequest(models.Model):
    """One of a pair who asks the adviser, quietly, for a change. Nobody is at fault."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="change_requests")
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+", editable=False)
    word = models.CharField(_("what you want to say about it"), max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    handled_at = models.DateTimeField(null=True, editable=False)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "asked_by"],
                condition=Q(handled_at=None),
                name="one_open_change_request",
                violation_error_message=_("You have asked this already."),
            )
        ]

    def __str__(self) -> str:
        return f"change of {self.mentorship_id}"

    def close(self, at: datetime) -> None:
        self.handled_at = at
        self.save(update_fields=["handled_at"])

    def reopen(self) -> bool:
        """Undo; says no when the same person has asked anew since."""
        try:
            with transaction.atomic():
                ChangeRequest.objects.filter(pk=self.pk).update(handled_at=None)
        except IntegrityError:
            return False
        return True


def open_requests(pair: Mentorship, adviser: Person) -> ChangeRequestQuerySet:
    """What this adviser reads of the two of this pair, and has not closed."""
    asked = ChangeRequest.objects.managed_by(adviser).open().filter(mentorship=pair)
    return asked.select_related("asked_by")
