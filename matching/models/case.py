"""A situation that a participant writes down by the incident method, to learn from with others."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from matching.models.buddies import BuddyMember, BuddyPair
from mentorship.people.models import Person
from programmes.models import TAKING_PART, Cohort, Enrolment, Meeting, Step

PARTS = ("situation", "question", "did", "learnt")  # the steps of the method, in their order


class CaseQuerySet(models.QuerySet["Case"]):
    def readable_by(self, person: Person, at: datetime) -> Self:
        """The writer always; of what is handed in, whom the writer chose: a buddy while they are
        buddies, or the group with its trainer. What is for the return meeting the trainer reads
        beforehand, and the group from the moment that the meeting begins."""
        seats = Enrolment.objects.of(person).taking_part()
        pairs = BuddyMember.objects.filter(enrolment__in=seats, pair__in=BuddyPair.objects.live())
        in_pair = BuddyMember.objects.filter(pair__in=pairs.values("pair"), ended_at=None)
        begun = Meeting.objects.held().filter(step__key="return", starts_at__lte=at)
        is_trainer = Q(enrolment__cohort__trainer=person)
        is_fellow = Q(enrolment__cohort__in=seats.values("cohort"))
        With = Case.Audience
        chosen = (
            Q(shared_with=With.BUDDY, enrolment__in=in_pair.values("enrolment"))
            | Q(shared_with=With.COHORT) & (is_trainer | is_fellow)
            | Q(shared_with=With.RETURN) & is_trainer
            | Q(shared_with=With.RETURN, enrolment__cohort__in=begun.values("cohort")) & is_fellow
        )
        return self.filter(
            Q(enrolment__person=person)
            | (Q(handed_in_at__isnull=False, enrolment__state__in=TAKING_PART) & chosen)
        )

    def written_by(self, person: Person) -> Self:
        return self.filter(enrolment__person=person)

    def handed_in(self) -> Self:
        return self.filter(handed_in_at__isnull=False)

    def steps_done(self, cohorts: Iterable[int]) -> set[tuple[int, int]]:
        """(enrolment, step) of who has a case for the return meeting; see declare.StepKind.

        One that nobody else reads counts: it is told there. One for the buddy alone does not.
        """
        brought = self.handed_in().exclude(shared_with=Case.Audience.BUDDY)
        found = brought.filter(
            enrolment__cohort__in=cohorts,
            enrolment__cohort__programme__steps__kind=Step.Kind.CASE,
        ).annotate(step=F("enrolment__cohort__programme__steps"))
        return set(found.values_list("enrolment", "step"))

    def with_writer(self) -> Self:
        return self.select_related("enrolment__person__team", "enrolment__cohort__organisation")


class Case(models.Model):
    """``number`` tells one person's cases in a group apart, so that a page which saves by itself
    before there is a row, and one that saves twice, make one row."""

    class Audience(models.TextChoices):
        NOBODY = "", _("With nobody")
        BUDDY = "buddy", _("With my buddy")
        COHORT = "cohort", _("With my group and the trainer, right away")
        RETURN = "return", _("With the trainer now, and with my group at the return meeting")

    enrolment = models.ForeignKey(Enrolment, models.CASCADE, related_name="cases")
    number = models.PositiveSmallIntegerField(editable=False)
    title = models.CharField(_("title"), max_length=120, blank=True)
    situation = models.TextField(_("the situation"), blank=True, max_length=20_000)
    question = models.TextField(_("your question"), blank=True, max_length=2_000)
    did = models.TextField(_("what you did"), blank=True, max_length=5_000)
    learnt = models.TextField(_("what you learnt"), blank=True, max_length=5_000)
    shared_with = models.CharField(
        _("shared with"), max_length=10, blank=True, default="", choices=Audience
    )
    saved_at = models.DateTimeField(auto_now=True)
    handed_in_at = models.DateTimeField(null=True, editable=False)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "number"]
        constraints = [
            models.UniqueConstraint(fields=["enrolment", "number"], name="a_case_by_its_number")
        ]

    def __str__(self) -> str:
        return self.title or str(_("Case %(number)s") % {"number": self.number})

    @property
    def parts(self) -> list[tuple[str, str, str]]:
        """What was written, each by its field and under its step of the method."""
        titles = {
            "situation": _("The situation"),
            "question": _("The question"),
            "did": _("What I did"),
            "learnt": _("What I learnt"),
        }
        return [(one, str(titles[one]), text) for one in PARTS if (text := getattr(self, one))]

    @property
    def written(self) -> dict[str, str]:
        """Each field that its writer filled in or chose, as a form sends it."""
        return {name: getattr(self, name) for name in ("title", *PARTS, "shared_with")}

    @property
    def text(self) -> str:
        """All that was written, to look for names in."""
        return "\n".join([self.title, *(getattr(self, one) for one in PARTS)])

    def meet_stored(self) -> None:
        """Be the row that another save has made or changed since this one was read: what is typed
        stays, and with whom it is shared is only chosen here while it is a draft."""
        stored = Case.objects.filter(enrolment=self.enrolment, number=self.number).first()
        if stored is not None:
            self.pk, self._state.adding = stored.pk, False
            self.handed_in_at = stored.handed_in_at
            if stored.handed_in_at is not None:
                self.shared_with = stored.shared_with

    def audiences(self) -> list[tuple[str, Any]]:
        """Whom it can be shared with: a buddy once there is one, or where that was chosen."""
        mine = BuddyMember.objects.filter(enrolment=self.enrolment_id, ended_at=None)
        has_buddy = mine.filter(pair__in=BuddyPair.objects.live()).exists()
        missing = not has_buddy and self.shared_with != Case.Audience.BUDDY
        return [one for one in Case.Audience.choices if not (missing and one[0] == "buddy")]

    def share(self, audience: str) -> None:
        self.shared_with = audience
        self.save(update_fields=["shared_with", "saved_at"])


def cohorts_with_cases_for(person: Person) -> QuerySet[Cohort]:
    """Whose cases somebody may be shown at all: as a participant, or as the trainer."""
    seats = Enrolment.objects.of(person).taking_part()
    return Cohort.objects.filter(
        Q(pk__in=seats.values("cohort")) | Q(pk__in=Cohort.objects.led_by(person).values("pk"))
    ).select_related("organisation", "trainer")


def case_of(enrolment: Enrolment, number: int) -> Case | None:
    """One that is there, or the next to be written; a number beyond that is none."""
    found = Case.objects.filter(enrolment=enrolment, number=number).first()
    if found is None and number == next_number(enrolment):
        return Case(enrolment=enrolment, number=number)
    return found


def next_number(enrolment: Enrolment) -> int:
    last = enrolment.cases.order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1
