"""Two participants (three when the number is odd) who coach each other."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from mentorship.people.models import Person
from programmes.models import Cohort, Enrolment


class BuddyPairQuerySet(models.QuerySet["BuddyPair"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(
            Q(members__person=person) | Q(cohort__in=Cohort.objects.overseen_by(person))
        ).distinct()

    def of(self, person: Person) -> Self:
        return self.filter(members__person=person)

    def live(self) -> Self:
        return self.filter(cohort__cancelled_at=None)


class BuddyPair(models.Model):
    """Buddies of one cohort. ``made_on`` is the local day from which the four weeks count."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="buddy_pairs")
    made_on = models.DateField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    members = models.ManyToManyField(Enrolment, through="BuddyMember", related_name="buddy_pairs")

    objects = BuddyPairQuerySet.as_manager()

    def __str__(self) -> str:
        return " + ".join(str(member.person) for member in self.members.all())


class BuddyMember(models.Model):
    """A participant in a pair: nobody is in two."""

    pair = models.ForeignKey(BuddyPair, models.CASCADE, related_name="buddy_members")
    enrolment = models.OneToOneField(Enrolment, models.CASCADE, related_name="buddy_member")

    def __str__(self) -> str:
        return str(self.enrolment)


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    def visible_to(self, person: Person) -> Self:
        """That they met, not what was said: nothing else is kept."""
        return self.filter(pair__in=BuddyPair.objects.visible_to(person))


class Exchange(models.Model):
    """That buddies met, on a local day."""

    pair = models.ForeignKey(BuddyPair, models.CASCADE, related_name="exchanges")
    met_on = models.DateField()
    noted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        ordering = ["-met_on"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "met_on"], name="one_exchange_a_day")
        ]

    def __str__(self) -> str:
        return str(self.met_on)
