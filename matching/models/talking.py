"""That a pair met, and how each of the two says it goes."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Answers, Question, Questionnaire
from intake.paper import answered
from matching.models.mentorship import PAIRED, Mentorship
from mentorship.people.models import Organisation, Person

CHECK_IN_DAYS = (30, 60, 100)  # after the first day
OPEN_FOR = timedelta(days=21)  # how long the question of a check-in stands


class ConversationQuerySet(models.QuerySet["Conversation"]):
    def visible_to(self, person: Person) -> Self:
        """The two of the pair. An adviser gets the date of the last: Mentorship.with_last_met."""
        return self.filter(
            Q(mentorship__mentor=person) | Q(mentorship__mentee=person),
            mentorship__state__in=PAIRED,
        )

    def counted_for(self, person: Person) -> Self:
        """To count, for a coordinator; from how many people up, see ``meeting_counts``."""
        academy = Organisation.objects.coordinated_by(person)
        return self.filter(mentorship__mentee__organisation__in=academy)


class Conversation(models.Model):
    """That mentor and mentee met, on a local day. What was said is nobody else's business."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="conversations")
    met_on = models.DateField()
    noted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering = ["-met_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "met_on"], name="one_conversation_of_a_pair_a_day"
            )
        ]

    def __str__(self) -> str:
        return str(self.met_on)


@dataclass(frozen=True)
class KnownCheckIn:
    """A check-in as an adviser knows it: who, when, and what was addressed to them."""

    pk: int
    day: int
    writer: Person
    mentee: Person
    word: str
    answered_at: datetime
    is_open: bool  # there is a word that no adviser has taken up


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def visible_to(self, person: Person) -> Self:
        """Whoever wrote it. Not the other of the pair, and not the adviser: see ``known_to``."""
        return self.filter(person=person)

    def counted_for(self, person: Person) -> Self:
        """To count, not to read: of those whom one advises, and of a coordinator's academy."""
        advised = Organisation.objects.advised_by(person)
        academy = Organisation.objects.coordinated_by(person)
        return self.filter(
            Q(mentorship__mentee__organisation__in=advised)
            | Q(mentorship__mentee__organisation__in=academy)
        )

    def has_answered(self, pair: Mentorship, person: Person, day: int) -> bool:
        return self.filter(mentorship=pair, person=person, day=day).exists()

    def managed_by(self, person: Person) -> Self:
        """To take what was addressed to the adviser off the list."""
        return self.filter(
            mentorship__mentee__organisation__in=Organisation.objects.advised_by(person)
        )

    def with_word(self) -> Self:
        """Something was addressed to the adviser, who has not taken it up yet."""
        return self.filter(handled_at=None).exclude(word="")

    def known_to(self, adviser: Person) -> list[KnownCheckIn]:
        """That it is in, and what was addressed to the adviser; never the answer itself."""
        rows = self.managed_by(adviser).select_related("person", "mentorship__mentee")
        return [
            KnownCheckIn(
                pk=one.pk,
                day=one.day,
                writer=one.person,
                mentee=one.mentorship.mentee,
                word=one.word,
                answered_at=one.answered_at,
                is_open=bool(one.word) and one.handled_at is None,
            )
            for one in rows.defer("answer", "answers").order_by("day", "answered_at", "pk")
        ]


class CheckIn(models.Model):
    """How one of a pair says it goes, 30, 60 and 100 days after the first day.

    The answer is the writer's own. ``word`` is addressed to the adviser; ``handled_at`` says when
    one took it up. ``answers`` are to the questions of the version that was current when they said
    how it goes: nobody needs to fill them in, and before there were any there is no version.
    """

    class Answer(models.TextChoices):
        WELL = "well", _("It goes well")
        COULD_BE_BETTER = "could be better", _("It could be better")
        NOT = "not", _("It does not work")

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, models.CASCADE, related_name="check_ins")
    day = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=20, choices=Answer)
    word = models.CharField(max_length=300, blank=True)
    questionnaire = models.ForeignKey(
        Questionnaire, models.PROTECT, null=True, editable=False, related_name="check_ins"
    )
    answers = models.JSONField(default=dict, db_default={})
    answered_at = models.DateTimeField(default=timezone.now, editable=False)
    handled_at = models.DateTimeField(null=True, editable=False)

    objects = CheckInQuerySet.as_manager()

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "person", "day"], name="one_check_in_each_time"
            ),
            models.CheckConstraint(
                condition=Q(day__in=CHECK_IN_DAYS), name="check_in_on_a_known_day"
            ),
        ]

    def __str__(self) -> str:
        return f"day {self.day} of {self.mentorship_id}"

    @property
    def questions(self) -> list[Question]:
        """None of them is needed, whatever the version says: one click is enough."""
        found = list(self.questionnaire.questions.all()) if self.questionnaire else []
        for one in found:
            one.required = False
        return found

    @property
    def told(self) -> list[tuple[Question, str]]:
        """What its writer answered, in words, and nothing that was left open."""
        if self.questionnaire is None:
            return []
        asked = answered(self.questionnaire.parts(), self.answers)
        return [(one, words) for _part, pairs in asked for one, words in pairs if words]

    def tell_more(self, answers: Answers) -> None:
        """The last that was sent counts."""
        self.answers = dict(answers)
        self.save(update_fields=["answers"])

    def handle(self, at: datetime | None) -> None:
        """The adviser took it up; None puts it back on the list."""
        self.handled_at = at
        self.save(update_fields=["handled_at"])


def current_check_in(pair: Mentorship, today: date) -> int | None:
    """The check-in that both are asked for now, by its day; None when there is none."""
    first_day = pair.mentee.starts_on
    if not pair.is_active or first_day is None:
        return None
    reached = [one for one in CHECK_IN_DAYS if first_day + timedelta(days=one) <= today]
    if not reached or first_day + timedelta(days=reached[-1]) + OPEN_FOR < today:
        return None
    return reached[-1]


def open_check_in(pair: Mentorship, person: Person, today: date) -> int | None:
    """The same, while ``person`` has not answered it."""
    day = current_check_in(pair, today)
    if day is None or CheckIn.objects.has_answered(pair, person, day):
        return None
    return day
