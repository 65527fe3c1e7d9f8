"""Questionnaires are data with a version; answers stay with the version they were given to."""


from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation
from mentorship.web.wording import WordingField


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def current(self, key: str, organisation: Organisation) -> "Questionnaire":
        """The newest version: the organisation's own if it has one, else the shipped one."""
        return (
            self.filter(Q(organisation=organisation) | Q(organisation=None), key=key)
            .order_by(models.F("organisation").desc(nulls_last=True), "-version")[:1]
            .get()
        )


class Questionnaire(models.Model):
    """One version of a form. ``key`` says which form: intake, self-analysis, reflection, evaluation."""

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


class Question(models.Model):
    """One question of one version. ``options`` (a choice) and ``theme`` (its page) are wordings too."""

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
