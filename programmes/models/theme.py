"""What a meeting is about: at most three themes. Less is more."""

from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person
from programmes.models.cohort import Meeting

MOST_THEMES = 3
PLACES = range(1, MOST_THEMES + 1)


class ThemeQuerySet(models.QuerySet["Theme"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(meeting__in=Meeting.objects.visible_to(person))

    def led_by(self, person: Person) -> Self:
        """Chosen by the trainer. An adviser and the participants see them."""
        return self.filter(meeting__in=Meeting.objects.led_by(person))

    def advised_by(self, person: Person) -> Self:
        """What another chose, in a group of this adviser."""
        managed = self.filter(meeting__in=Meeting.objects.managed_by(person))
        return managed.exclude(meeting__cohort__trainer=person)

    def choose(self, meeting: Meeting, words: str, position: int | None = None) -> bool:
        """On this place, or else on the first that is free; False when all are taken.

        The same words twice are a second click: they stand once.
        """
        taken = dict(self.filter(meeting=meeting).values_list("position", "words"))
        if words.casefold() in {one.casefold() for one in taken.values()}:
            return True
        free = [one for one in PLACES if one not in taken]
        if not free:
            return False
        try:
            with transaction.atomic():
                place = position if position in free else free[0]
                self.create(meeting=meeting, position=place, words=words)
        except IntegrityError:  # another page took the place meanwhile: look again
            return self.choose(meeting, words)
        return True


class Theme(models.Model):
    """One of the themes of a meeting, in the words that participants read."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField(editable=False)
    words = models.CharField(_("theme"), max_length=80)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position"]
        constraints = [
            models.CheckConstraint(
                condition=Q(position__gte=1, position__lte=MOST_THEMES),
                name="at_most_three_themes",
                violation_error_message=_("A meeting has three themes at most. Less is more."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "position"],
                name="one_theme_on_a_place",
                violation_error_message=_("Another theme stands on this place."),
            ),
            models.UniqueConstraint(
                fields=["meeting", "words"],
                name="a_theme_once_for_a_meeting",
                violation_error_message=_("This theme is chosen already."),
            ),
        ]

    def __str__(self) -> str:
        return self.words
