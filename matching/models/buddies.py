"""Two participants (three when the number is odd) who coach each other."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from mentorship.people.models import Organisation, Person
from programmes.models import Cohort, Enrolment, Meeting

A_DAY = timedelta(days=1)


class BuddyPairQuerySet(models.QuerySet["BuddyPair"]):
    def visible_to(self, person: Person) -> Self:
        """The buddies themselves while they are, advisers and the trainer."""
        return self.filter(
            Q(buddy_members__enrolment__person=person, ended_at=None)
            | Q(cohort__in=Cohort.objects.overseen_by(person))
        ).distinct()

    def of(self, person: Person) -> Self:
        return self.filter(buddy_members__enrolment__person=person)

    def live(self) -> Self:
        """Not replaced by other pairs, in a cohort that goes on."""
        return self.filter(ended_at=None, cohort__cancelled_at=None)

    def lasting(self) -> Self:
        """Who are buddies, or really were: for a day, or they met. Not what was undone at once."""
        lasted = Q(ended_at__gte=F("made_at") + A_DAY)
        return self.filter(Q(ended_at=None) | lasted | Q(exchanges__isnull=False)).distinct()

    def among(self, enrolments: Iterable[Enrolment]) -> Iterator[tuple[int, bool, list[int]]]:
        """Of each pair with two or more of these people, in any group: the group, whether it is
        over, and which people. One query."""
        people = [one.person_id for one in enrolments]
        rows = BuddyMember.objects.filter(enrolment__person__in=people, pair__in=self)
        found: dict[tuple[int, int, bool], list[int]] = defaultdict(list)
        for pair, cohort, ended_at, person in rows.values_list(
            "pair", "pair__cohort", "pair__ended_at", "enrolment__person"
        ):
            found[pair, cohort, ended_at is not None].append(person)
        for (_pair, cohort, is_over), together in found.items():
            if len(together) > 1:
                yield cohort, is_over, together

    def with_members(self) -> Self:
        return self.prefetch_related("members__person__team")

    def with_return(self) -> Self:
        """Adds ``returns_at``, when their cohort's return meeting begins; None while unplanned."""
        back = Meeting.objects.held().filter(cohort=OuterRef("cohort"), step__key="return")
        return self.annotate(returns_at=Subquery(back.values("starts_at")[:1]))


class BuddyPair(models.Model):
    """Buddies of one cohort. ``made_on`` is the local day from which the four weeks count.

    Replaced by other pairs, it stays with what the two did; ``ended_at`` says since when.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="buddy_pairs")
    made_on = models.DateField()
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    members = models.ManyToManyField(Enrolment, through="BuddyMember", related_name="buddy_pairs")

    objects = BuddyPairQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["made_on"], condition=Q(ended_at=None), name="buddies_by_day")
        ]

    def __str__(self) -> str:
        return f"buddies {self.pk}"

    @property
    def people(self) -> list[Person]:
        """By name, whatever order the rows come in; loaded by ``with_members``."""
        found = [member.person for member in self.members.all()]
        return sorted(found, key=lambda one: (one.sorts_as, one.pk))

    def others(self, person: Person) -> list[Person]:
        return [one for one in self.people if one.pk != person.pk]

    def end(self, at: datetime | None) -> None:
        """From ``at`` they are no longer buddies; None puts it back."""
        BuddyPair.objects.filter(pk=self.pk).update(ended_at=at)
        self.buddy_members.update(ended_at=at)
        self.ended_at = at


class BuddyMember(models.Model):
    """A participant in a pair; ``ended_at`` is the pair's, so that nobody is in two at a time."""

    pair = models.ForeignKey(BuddyPair, models.CASCADE, related_name="buddy_members")
    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="buddy_members")
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(ended_at=None),
                name="nobody_is_in_two_buddy_pairs",
            ),
            models.UniqueConstraint(fields=["pair", "enrolment"], name="once_in_a_pair"),
        ]

    def __str__(self) -> str:
        return f"member {self.enrolment_id} of {self.pair_id}"


class ExchangeQuerySet(models.QuerySet["Exchange"]):
    def visible_to(self, person: Person) -> Self:
        """That they met, not what was said: nothing else is kept."""
        return self.filter(pair__in=BuddyPair.objects.visible_to(person))

    def counted_for(self, person: Person) -> Self:
        """To count, for a coordinator; from how many people up, see ``meeting_counts``."""
        academy = Organisation.objects.coordinated_by(person)
        return self.filter(pair__cohort__organisation__in=academy)


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
