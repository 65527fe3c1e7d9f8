"""What a newcomer wants to learn, as the two of the pair say it."""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from mentorship.people.models import Person

UNDO = timedelta(days=1)  # how long a goal that was taken away can be put back


class GoalQuerySet(models.QuerySet["Goal"]):
    def visible_to(self, person: Person) -> Self:
        """The newcomer, and whoever is the mentor now. Nobody else, the adviser neither."""
        mine = person.mentorships.filter(state="active").values("mentee")
        return self.filter(Q(mentee=person) | Q(mentee__in=mine))

    def standing(self) -> Self:
        return self.filter(taken_away_at=None)

    def add(self, mentee: Person, text: str) -> None:
        """A second click is the same goal, also when both arrive at once."""
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=mentee.pk)
            same = self.standing().filter(mentee=mentee, text=text, reached_on=None)
            if not same.exists():
                self.create(mentee=mentee, text=text)

    def forgotten(self, at: datetime) -> Self:
        """Taken away so long ago that nobody can put it back."""
        return self.filter(taken_away_at__lt=at - UNDO)


class Goal(models.Model):
    """A goal is the newcomer's: with another mentor it goes along, and the one before loses it.

    Both may change it. ``version`` counts the changes, so that of two who write at once the
    second gets to see the first.
    """

    mentee = models.ForeignKey(Person, models.CASCADE, related_name="goals")
    text = models.CharField(max_length=200)
    version = models.PositiveIntegerField(default=1, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    reached_on = models.DateField(null=True, editable=False)
    taken_away_at = models.DateTimeField(null=True, editable=False)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = [F("reached_on").asc(nulls_first=True), "pk"]

    def __str__(self) -> str:
        return f"goal {self.pk} of {self.mentee_id}"

    def rewrite(self, text: str, *, after: int) -> bool:
        """Says no when the other changed it since version ``after``; then nothing changes.

        Whoever saw that it was taken away, and writes it all the same, puts it back.
        """
        same = Goal.objects.filter(pk=self.pk, version=after)
        return bool(same.update(text=text, version=F("version") + 1, taken_away_at=None))

    def reach(self, on: date) -> bool:
        """Who says so first sets the day; says no when it was reached already."""
        return bool(Goal.objects.filter(pk=self.pk, reached_on=None).update(reached_on=on))

    def unreach(self) -> None:
        Goal.objects.filter(pk=self.pk).update(reached_on=None)

    def take_away(self, at: datetime | None) -> None:
        """None puts it back."""
        Goal.objects.filter(pk=self.pk).update(taken_away_at=at, version=F("version") + 1)
