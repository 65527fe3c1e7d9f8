"""Questionnaires are data with a version; answers stay with the version they were given to."""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation, Person
from mentorship.web.wording import Wording, WordingField

if TYPE_CHECKING:
    from intake.models.question import Question

MOST_ON_A_PAGE = 10
CHECK_IN = "check-in"  # of a pair: asked after so many days, never at a step


def family_of(key: str) -> str:
    return re.sub(r"-\d+$", "", key)


class QuestionnaireQuerySet(models.QuerySet["Questionnaire"]):
    def managed_by(self, person: Person) -> Self:
        """Shipped ones are read, copied, never changed."""
        return self.filter(organisation__in=Organisation.objects.advised_by(person))

    def known_to(self, organisation: Organisation) -> Self:
        """Its own and the shipped ones; what was thrown away does not exist."""
        return self.filter(Q(organisation=organisation) | Q(organisation=None), discarded_at=None)

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def drafts(self) -> Self:
        return self.filter(published_at=None, discarded_at=None)

    def in_use(self, organisation: Organisation) -> Self:
        """Those participants may get: published, and not withdrawn for the shipped one."""
        return self.known_to(organisation).published().filter(withdrawn_at=None)

    def current(self, key: str, organisation: Organisation) -> "Questionnaire":
        """The newest version: the organisation's own if it has one, else the shipped one."""
        return (
            self.in_use(organisation)
            .filter(key=key)
            .order_by(F("organisation").desc(nulls_last=True), "-version")[:1]
            .get()
        )

    def current_by_key(self, organisation: Organisation) -> dict[str, "Questionnaire"]:
        """The current version of each form, in one query."""
        oldest_first = self.in_use(organisation).order_by(
            F("organisation").asc(nulls_first=True), "version"
        )
        return {one.key: one for one in oldest_first}


class Questionnaire(models.Model):
    """One version of a form. ``key`` says which: intake, self-analysis, reflection, evaluation,
    and the check-in of a pair.

    A form that an adviser set apart begins with the key of the one it was made from, so that it is
    read, counted and reminded of in the same way: evaluation-2. Without ``published_at`` it is a
    draft, and has no number yet.
    """

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
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    discarded_at = models.DateTimeField(null=True, editable=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "key", "version"],
                condition=Q(organisation__isnull=False, published_at__isnull=False),
                name="own_form_version_once",
            ),
            models.UniqueConstraint(
                fields=["key", "version"],
                condition=Q(organisation=None),
                name="shipped_form_version_once",
            ),
            models.UniqueConstraint(
                fields=["organisation", "key"],
                condition=Q(published_at=None, discarded_at=None),
                name="one_draft_of_a_form",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False)
                | Q(published_at__isnull=False, withdrawn_at=None, discarded_at=None),
                name="a_shipped_form_is_published",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=False) | Q(withdrawn_at=None),
                name="only_a_published_form_is_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None) | Q(discarded_at=None),
                name="only_a_draft_is_discarded",
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @property
    def is_check_in(self) -> bool:
        return self.key == CHECK_IN

    @property
    def is_answered(self) -> bool:
        """Whatever protects a version holds answers to it, in this room or a higher one."""
        return any(
            one.related_model._base_manager.filter(**{one.field.name: self}).exists()
            for one in self._meta.related_objects
            if one.on_delete is models.PROTECT
        )

    @property
    def family(self) -> str:
        """The key of the shipped form that this one is, or was made from."""
        return family_of(self.key)

    def parts(self) -> list["Part"]:
        """Its pages: questions that follow each other under the same theme."""
        themes = groupby(self.questions.all(), key=lambda one: one.theme)
        return [
            Part(number, theme, list(questions))
            for number, (theme, questions) in enumerate(themes, start=1)
        ]

    def take_questions_of(self, other: "Questionnaire") -> None:
        """Copies, with the same keys: they are the same questions still."""
        copies = list(other.questions.all())
        for one in copies:
            one.pk, one.questionnaire = None, self
            one._state.adding = True
        self.questions.model._default_manager.bulk_create(copies)

    def publish(self, by: Person, at: datetime) -> None:
        """It becomes the newest version of its organisation."""
        published = Questionnaire.objects.published().filter(
            organisation=self.organisation, key=self.key
        )
        newest = published.aggregate(newest=Max("version"))["newest"] or 0
        self.version, self.published_by, self.published_at = newest + 1, by, at
        self.save(update_fields=["version", "published_by", "published_at"])

    def discard(self, at: datetime | None) -> None:
        """Throw the draft away, or bring it back when None."""
        self.discarded_at = at
        self.save(update_fields=["discarded_at"])


@dataclass(frozen=True)
class Part:
    """One page of a form: its number, its theme and the questions on it."""

    number: int
    theme: Wording
    questions: list["Question"]

    @property
    def is_full(self) -> bool:
        return len(self.questions) >= MOST_ON_A_PAGE

    def holds(self, keys: Container[str]) -> bool:
        return any(question.key in keys for question in self.questions)
