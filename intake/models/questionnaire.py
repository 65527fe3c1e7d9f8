"""Questionnaires are data with a version; answers stay with the version they were given to."""

from collections.abc import Container
from dataclasses import dataclass
from itertools import groupby

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation
from mentorship.web.wording import Wording, WordingField


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def current(self, key: str, organisation: Organisation) -> "Questionnaire":
        """The newest version: the organisation's own if it has one, else the shipped one."""
        return (
            self.filter(Q(organisation=organisation) | Q(organisation=None), key=key)
            .order_by(models.F("organisation").desc(nulls_last=True), "-version")[:1]
            .get()
        )

    def current_by_key(self, organisation: Organisation) -> dict[str, "Questionnaire"]:
        """The current version of each form, in one query."""
        oldest_first = self.filter(Q(organisation=organisation) | Q(organisation=None)).order_by(
            models.F("organisation").asc(nulls_first=True), "version"
        )
        return {one.key: one for one in oldest_first}


class Questionnaire(models.Model):
    """One version of a form. ``key`` says which: intake, self-analysis, reflection, evaluation."""

    class Readers(models.TextChoices):
        TRAINER = "trainer", _("the trainer of the group")
        WHEN_SHARED = "shared", _("only whom the writer shares it with")
        TOTALS = "totals", _("nobody; totals from five answers")

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="questionnaires"
    )
    key = models.SlugField()
    version = models.PositiveSmallIntegerField(default=1)
    title = WordingField(_("title"))
    introduction = WordingField(_("introduction"), blank=True)
    readers = models.CharField(_("who reads it"), max_length=10, choices=Readers)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key", "version"],
                condition=Q(organisation__isnull=False),
                name="own_form_version_once",
            ),
            models.UniqueConstraint(
                fields=["key", "version"],
                condition=Q(organisation=None),
                name="shipped_form_version_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    def parts(self) -> list["Part"]:
        """Its pages: questions that follow each other under the same theme."""
        themes = groupby(self.questions.all(), key=lambda one: one.theme)
        return [
            Part(number, theme, list(questions))
            for number, (theme, questions) in enumerate(themes, start=1)
        ]


class Question(models.Model):
    """One question of one version. ``theme`` names its page.

    ``options`` are the answers to choose from, and the five words of a scale from low to high.
    """

    class Kind(models.TextChoices):
        TEXT = "text", _("text")
        SCALE = "scale", _("scale of five")
        CHOICE = "choice", _("one choice")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    key = models.SlugField()
    kind = models.CharField(max_length=10, choices=Kind)
    theme = WordingField(_("theme"), blank=True)
    text = WordingField(_("question"))
    help = WordingField(_("help"), blank=True)
    options = models.JSONField(default=list, blank=True)  # [{"key": …, "nl": …, "en": …}]
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

    def words_for(self, answer: str) -> str:
        """An answer as people read it: the text itself, or the words of what was chosen."""
        if self.kind == self.Kind.TEXT:
            return answer
        return str(dict(self.choices).get(answer, ""))


@dataclass(frozen=True)
class Part:
    """One page of a form: its number, its theme and the questions on it."""

    number: int
    theme: Wording
    questions: list[Question]

    def holds(self, keys: Container[str]) -> bool:
        return any(question.key in keys for question in self.questions)
