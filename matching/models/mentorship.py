"""A mentor, and the newcomer they guide."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation, Person

OPEN = ("asked", "active")


class MentorProfileQuerySet(models.QuerySet["MentorProfile"]):
    def visible_to(self, person: Person) -> Self:
        """Colleagues of one's own organisation may read who the mentors are."""
        return self.filter(
            Q(person=person)
            | Q(person__organisation=person.organisation_id, person__organisation__isnull=False)
            | Q(person__organisation__in=Organisation.objects.advised_by(person)),
            person__erased_at=None,
        )

    def available(self, on: date) -> Self:
        """NULL means no limit on that side."""
        return self.filter(
            Q(available_from=None) | Q(available_from__lte=on),
            Q(available_until=None) | Q(available_until__gte=on),
            capacity__gt=0,
        )


class MentorProfile(models.Model):
    """What somebody offers as a mentor: for how many, when, and who they are in their own words."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="mentor_profile")
    capacity = models.PositiveSmallIntegerField(
        _("how many new colleagues at a time"), default=1
    )
    available_from = models.DateField(_("available from"), null=True, blank=True)
    available_until = models.DateField(_("available until"), null=True, blank=True)
    about = models.TextField(_("who I am"), blank=True, max_length=1000)
    how_to_meet = models.CharField(_("how to meet me"), max_length=200, blank=True)

    objects = MentorProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__lte=5),
                name="mentor_guides_at_most_five",
                violation_error_message=_("A mentor guides at most five colleagues at a time."),
            ),
            models.CheckConstraint(
                condition=Q(available_from=None)
                | Q(available_until=None)
                | Q(available_from__lte=F("available_until")),
                name="mentor_available_in_order",
                violation_error_message=_("Available until must not be before available from."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)


class MentorshipQuerySet(models.QuerySet["Mentorship"]):
    def visible_to(self, person: Person) -> Self:
        """The two of them once it is active, the mentor who is asked, and the adviser.

        The newcomer's manager sees who the mentor is. A newcomer does not see who was asked.
        """
        return self.filter(
            Q(mentor=person)
            | Q(mentee=person, state__in=["active", "ended"])
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


class Mentorship(models.Model):
    """A mentor and a mentee, from the question to the mentor until the end."""

    class State(models.TextChoices):
        ASKED = "asked", _("mentor is asked")
        ACTIVE = "active", _("runs")
        DECLINED = "declined", _("mentor said no")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ENDED = "ended", _("ended")

    mentor = models.ForeignKey(Person, models.PROTECT, related_name="mentorships")
    mentee = models.ForeignKey(Person, models.PROTECT, related_name="menteeships")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ASKED)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", editable=False)
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    answered_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = MentorshipQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
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
        ]

    def __str__(self) -> str:
        return f"{self.mentor} – {self.mentee}"

    def answer(self, *, accepted: bool, at: datetime) -> bool:
        """Record the mentor's answer; the first one stands. Says whether this was it."""
        state = self.State.ACTIVE if accepted else self.State.DECLINED
        done = Mentorship.objects.filter(pk=self.pk, state=self.State.ASKED).update(
            state=state, answered_at=at
        )
        if done:
            self.state, self.answered_at = state, at
        return bool(done)
