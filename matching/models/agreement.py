"""That a mentor has the time, as their manager says."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mentorship.people.models import Organisation, Person
from mentorship.people.models.person import PersonQuerySet
from programmes.models import TAKING_PART, Enrolment


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, person: Person) -> Self:
        """Its manager, and advisers. Not the mentor: the word is not for them."""
        return self.filter(
            Q(manager=person) | Q(mentor__organisation__in=Organisation.objects.advised_by(person))
        )

    def managed_by(self, person: Person) -> Self:
        return self.filter(mentor__organisation__in=Organisation.objects.advised_by(person))

    def refused(self) -> Self:
        """A manager said no, and no adviser has taken it up."""
        return self.filter(agreed=False, noted_by=None)


class Agreement(models.Model):
    """Whether a mentor's manager agrees that they have the time. Without a row: not answered yet.

    ``word`` is for the adviser alone. ``noted_by`` is the adviser who noted the answer, or who
    talked about a no and let it stand.
    """

    mentor = models.OneToOneField(Person, models.CASCADE, related_name="agreement")
    manager = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", editable=False
    )
    agreed = models.BooleanField()
    word = models.CharField(max_length=300, blank=True, editable=False)
    answered_at = models.DateTimeField(default=timezone.now, editable=False)
    noted_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["answered_at"]

    def __str__(self) -> str:
        return f"time of {self.mentor_id}: {self.agreed}"

    def note(self, *, agreed: bool, by: Person, at: datetime) -> None:
        """What the adviser heard, or decided after a talk; the manager's word stays."""
        if self.pk is None or self.agreed != agreed:
            self.answered_at = at
        self.agreed, self.noted_by = agreed, by
        self.save()


def staff_who_mentor(manager: Person) -> PersonQuerySet:
    """Whose time this manager is asked about: who takes or took part, or was made a mentor."""
    taking_part = Enrolment.objects.filter(
        person=OuterRef("pk"), state__in=TAKING_PART, cohort__cancelled_at=None
    )
    return Person.objects.filter(
        Exists(taking_part) | Q(mentor_profile__isnull=False),
        manager=manager,
        erased_at=None,
    )
