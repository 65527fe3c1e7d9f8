"""What a newcomer hopes to find in a mentor."""

from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching.choices import DAYS, THEMES, WAYS, in_words
from mentorship.people.models import Organisation, Person


class HopeQuerySet(models.QuerySet["Hope"]):
    def visible_to(self, person: Person) -> Self:
        """Its writer, the adviser who matches, and from then on the mentor of the pair."""
        return self.filter(
            models.Q(person=person)
            | models.Q(person__organisation__in=Organisation.objects.advised_by(person))
            | models.Q(person__in=person.mentorships.filter(state="active").values("mentee"))
        )

    def managed_by(self, person: Person) -> Self:
        return self.filter(person__organisation__in=Organisation.objects.advised_by(person))


class Hope(models.Model):
    """Said before the first day, or in the first weeks; everything may stay empty.

    Keys of ``matching.choices``. The closed answers count in matching; ``word`` never does.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="hope")
    themes = models.JSONField(_("what you want to talk about"), default=list, blank=True)
    days = models.JSONField(_("the days you work"), default=list, blank=True)
    way = models.CharField(
        _("how you like to meet"), max_length=20, blank=True, choices=list(WAYS.items())
    )
    word = models.CharField(_("what else your mentor may know"), max_length=300, blank=True)
    said_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = HopeQuerySet.as_manager()

    def __str__(self) -> str:
        return f"hope of {self.person_id}"

    @property
    def theme_words(self) -> str:
        return in_words(THEMES, self.themes, ", ")

    @property
    def day_words(self) -> str:
        return in_words(DAYS, self.days)

    @property
    def is_empty(self) -> bool:
        return not (self.themes or self.days or self.way or self.word)
