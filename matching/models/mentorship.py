"""A mentor, and the newcomer they guide."""

from datetime import datetime
from typing import Self

from django.db import IntegrityError, models, transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation, Person
from mentorship.people.models.person import PersonQuerySet

OPEN = ("asked", "active")
PAIRED = ("active", "ended")  # the mentor said yes


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    def visible_to(self, person: Person) -> Self:
        """The two of them once it is active, the mentor who is asked, and the adviser.

        The newcomer's manager sees who the mentor is. A newcomer does not see who was asked.
        """
        return self.filter(
            Q(mentor=person)
            | Q(mentee=person, state__in=PAIRED)
            | Q(mentee__manager=person, state="active")
            | Q(mentee__organisation__in=Organisation.objects.advised_by(person))
        ).distinct()

    def managed_by(self, person: Person) -> Self:
        return self.filter(mentee__organisation__in=Organisation.objects.advised_by(person))

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def active(self) -> Self:
        return self.filter(state="active")

    def awaiting(self) -> Self:
        return self.filter(state="asked")

    def with_people(self) -> Self:
        return self.select_related(
            "mentor__team", "mentor__mentor_profile", "mentee__team", "mentee__organisation"
        )

    def paired(self) -> Self:
        """Where the mentor said yes: a pair that runs, or ran."""
        return self.filter(state__in=PAIRED)

    def with_last_met(self) -> Self:
        """Adds ``last_met_on``: all that an adviser knows of the conversations."""
        return self.annotate(last_met_on=Max("conversations__met_on"))


class Mentorship(models.Model):
    """A mentor and a mentee, from the question to the mentor until the end.

    ``ended_at`` is also when a question was withdrawn. ``word`` is what the mentor said with the
    answer, ``end_kind`` and ``end_reason`` why it ended: all for the adviser alone.
    """

    class EndKind(models.TextChoices):
        DONE = "done", _("the first hundred days are over")
        CHANGE = "change", _("another mentor fits better")
        MENTOR_AWAY = "mentor away", _("the mentor leaves, or cannot go on")
        MENTEE_AWAY = "mentee away", _("the new colleague leaves")
        OTHER = "other", _("something else")

    class State(models.TextChoices):
        ASKED = "asked", _("mentor is asked")
        ACTIVE = "active", _("runs")
        DECLINED = "declined", _("mentor said no")
        WITHDRAWN = "withdrawn", _("question withdrawn")
        ENDED = "ended", _("ended")

    mentor = models.ForeignKey(Person, models.PROTECT, related_name="mentorships")
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="menteeships")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    word = models.CharField(max_length=300, blank=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    end_kind = models.CharField(max_length=20, blank=True, choices=EndKind, editable=False)
    end_reason = models.CharField(max_length=300, blank=True, editable=False)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentee"],
                condition=Q(state__in=OPEN),
                name="one_open_mentorship_for_a_mentee",
                violation_error_message=_("This colleague already has, or is getting, a mentor."),
            ),
            models.CheckConstraint(
                condition=~Q(mentor=F("mentee")),
                name="nobody_mentors_themselves",
                violation_error_message=_("Nobody can be their own mentor."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "withdrawn"]) | Q(answered_at__isnull=False),
                name="an_answer_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["ended", "withdrawn"], ended_at__isnull=False)
                | (~Q(state__in=["ended", "withdrawn"]) & Q(ended_at=None)),
                name="an_end_has_a_moment",
            ),
        ]
        indexes = [
            models.Index(fields=["mentor", "state"], name="mentorship_by_mentor"),
            models.Index(fields=["asked_at"], condition=Q(state="asked"), name="question_open"),
        ]

    def __str__(self) -> str:
        return f"{self.mentor} – {self.mentee}"

    @property
    def is_asked(self) -> bool:
        return self.state == self.State.ASKED

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    def other(self, person: Person) -> Person:
        """The other of the pair."""
        return self.mentee if person.pk == self.mentor_id else self.mentor

    def answer(self, *, accepted: bool, at: datetime, word: str = "") -> bool:
        """Record the mentor's answer; the first one stands. Says whether this was it."""
        state = self.State.ACTIVE if accepted else self.State.DECLINED
        return self._move(self.State.ASKED, state, answered_at=at, word=word)

    def withdraw(self, *, at: datetime) -> bool:
        """Take the question back, while it has no answer."""
        return self._move(self.State.ASKED, self.State.WITHDRAWN, ended_at=at)

    def end(self, *, at: datetime, reason: str = "") -> bool:
        return self._move(self.State.ACTIVE, self.State.ENDED, ended_at=at, end_reason=reason)

    def resume(self) -> bool:
        """Undo an end. The database refuses it when the mentee has another mentor by now."""
        nothing = {"ended_at": None, "end_kind": "", "end_reason": ""}
        return self._move(self.State.ENDED, self.State.ACTIVE, **nothing)

    def _move(self, before: str, after: str, **facts: object) -> bool:
        """Change state if it still is what this object says; whoever was first has won."""
        won = Mentorship.objects.filter(pk=self.pk, state=before).update(state=after, **facts)
        if won:
            self.state = after
            for name, value in facts.items():
                setattr(self, name, value)
        return bool(won)


def without_open_mentorship(people: PersonQuerySet) -> PersonQuerySet:
    """Those of ``people`` who have no mentor and for whom nobody is asked."""
    return people.filter(~Exists(Mentorship.objects.open().filter(mentee=OuterRef("pk"))))


class ChangeRequestQuerySet(models.QuerySet["ChangeRequest"]):
    def visible_to(self, person: Person) -> Self:
        """Who asked, and the adviser. Not the other of the pair, not the manager."""
        return self.filter(
            Q(asked_by=person)
            | Q(mentorship__mentee__organisation__in=Organisation.objects.advised_by(person))
        )

    def managed_by(self, person: Person) -> Self:
        return self.filter(
            mentorship__mentee__organisation__in=Organisation.objects.advised_by(person)
        )

    def open(self) -> Self:
        """The adviser has not closed it."""
        return self.filter(handled_at=None)

    def waiting(self) -> Self:
        """Still to be talked about: open, and the pair runs on."""
        return self.open().filter(mentorship__state="active")


class ChangeRequest(models.Model):
    """One of a pair who asks the adviser, quietly, for a change. Nobody is at fault."""

    mentorship = models.ForeignKey(Mentorship, models.CASCADE, related_name="change_requests")
    asked_by = models.ForeignKey(Person, models.CASCADE, related_name="+", editable=False)
    word = models.CharField(_("what you want to say about it"), max_length=300, blank=True)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    handled_at = models.DateTimeField(null=True, editable=False)

    objects = ChangeRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["mentorship", "asked_by"],
                condition=Q(handled_at=None),
                name="one_open_change_request",
                violation_error_message=_("You have asked this already."),
            )
        ]

    def __str__(self) -> str:
        return f"change of {self.mentorship_id}"

    def close(self, at: datetime) -> None:
        self.handled_at = at
        self.save(update_fields=["handled_at"])

    def reopen(self) -> bool:
        """Undo; says no when the newcomer has asked anew since."""
        try:
            with transaction.atomic():
                ChangeRequest.objects.filter(pk=self.pk).update(handled_at=None)
        except IntegrityError:
            return False
        return True
