"""One question of a questionnaire, and what an answer to it is."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.models.questionnaire import Questionnaire
from mentorship.web.wording import Wording, WordingField

Answer = str | list[str]  # a list where several were chosen, or set in an order
Answers = Mapping[str, Answer]


def is_given(answer: Answer | None) -> bool:
    """A list of empty places is no answer."""
    return any(answer) if isinstance(answer, list) else bool(answer)


def as_list(answer: Answer | None) -> list[str]:
    found = answer if isinstance(answer, list) else [answer or ""]
    return [one for one in found if one]


class Question(models.Model):
    """One question of one version. ``theme`` names its page; the same ``key`` in another version
    says that it is the same question still.

    ``options`` are the answers to choose from, and the five words of a scale from low to high.
    ``at_most``: so many may be chosen, or get a place in an order; 0 is all of them.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        SCALE = "scale", _("scale of five")
        CHOICE = "choice", _("one choice")
        SEVERAL = "several", _("several choices")
        RANKING = "ranking", _("an order")

    MANY = frozenset({Kind.SEVERAL, Kind.RANKING})

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField()
    kind = models.CharField(max_length=10, choices=Kind)
    theme = WordingField(_("theme"), blank=True)
    text = WordingField(_("question"))
    help = WordingField(_("help"), blank=True)
    options = models.JSONField(default=list, blank=True)  # [{"key": …, "nl": …, "en": …}]
    at_most = models.PositiveSmallIntegerField(default=0, db_default=0)
    required = models.BooleanField(_("needed"), default=True)

    class Meta:
        ordering = ["questionnaire", "position"]
        constraints = [
            models.UniqueConstraint(fields=["questionnaire", "key"], name="question_key_once"),
            models.UniqueConstraint(
                fields=["questionnaire", "position"], name="question_position_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def choices(self) -> list[tuple[str, Wording]]:
        return [(option["key"], Wording(option)) for option in self.options]

    @property
    def is_text(self) -> bool:
        return self.kind == self.Kind.TEXT

    @property
    def takes_many(self) -> bool:
        return self.kind in self.MANY

    @property
    def places(self) -> int:
        """How many places an order has."""
        return min(self.at_most or len(self.options), len(self.options))

    def chosen(self, answer: Answer | None) -> list[str]:
        """What was chosen, each in words, in the order in which it was set."""
        words = dict(self.choices)
        return [str(words[key]) for key in as_list(answer) if key in words]

    def words_for(self, answer: Answer | None) -> str:
        """An answer as people read it: the text itself, or the words of what was chosen."""
        if self.is_text:
            return answer if isinstance(answer, str) else ""
        found: Sequence[Any] = self.chosen(answer)
        if self.kind == self.Kind.RANKING:
            found = [f"{place}. {words}" for place, words in enumerate(found, start=1)]
        return "\n".join(found)
