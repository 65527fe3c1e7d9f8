"""That a mentor has the time, as their manager says."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mentorship.people.models import Organisation, Person
from mentorship.people.models.person import PersonQuerySet
from programmes.models import TAKING_PART, Enrolment


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, person: Person) -> Self:
        """Its manager, and advisers. Not the mentor: the word is not for them."""
        return self.filter(
            Q(manager=person) | Q(mentor__organisation__in=Organisation.objects.advised_by(person))
        )

    def counted_about(self, person: Person) -> Self:
        """One's own page counts what another wrote, and does not show it."""
        return self.filter(mentor=person).exclude(word="")

    def managed_by(self, person: Person) -> Self:
        return self.filter(mentor__organisation__in=Organisation.objects.advised_by(person))

    def refused(self) -> Self:
        """A manager said no, and no adviser has taken it up."""
        return self.filter(agreed=False, noted_by=None)


class Agreement(models.Model):
    """Whether a mentor's manager agrees that they have the time. Without a row: not answered yet.

    ``word`` is for the adviser alone. ``noted_by`` is the adviser who noted the answer, or who
    talked about a no and let it stand.
    """

    mentor = models.OneToOneField(Person, models.CASCADE, related_name="agreement")
    manager = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", editable=False
    )
    agreed = models.BooleanField()
    word = models.CharField(max_length=300, blank=True, editable=False)
    answered_at = models.DateTimeField(default=timezone.now, editable=False)
    noted_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", editable=False
    )

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["answered_at"]

    def __str__(self) -> str:
        return f"time of {self.mentor_id}: {self.agreed}"

    def note(self, *, agreed: bool, by: Person, at: datetime) -> None:
        """What the adviser heard, or decided after a talk; the manager's word stays."""
        if self.pk is None or self.agreed != agreed:
            self.answered_at = at
        self.agreed, self.noted_by = agreed, by
        self.save()


def staff_who_mentor(manager: Person) -> PersonQuerySet:
    """Whose time this manager is asked about: who takes or took part, or was made a mentor."""
    return _mentors().filter(manager=manager)


def unanswered(adviser: Person, on: date, since: datetime) -> PersonQuerySet:
    """Mentors who are proposed to nobody, for their manager has not said whether there is time.

    The manager was asked before ``since``, or nobody asked; who was asked later may still answer.
    """
    asked_since = Enrolment.objects.filter(
        person=OuterRef("pk"), state="accepted", state_since__gt=since, cohort__cancelled_at=None
    )
    mine = _mentors().filter(organisation__in=Organisation.objects.advised_by(adviser))
    silent = mine.employed(on).filter(
        ~Exists(asked_since),
        agreement=None,
        manager__in=Person.objects.employed(on),
    )
    return silent.exclude(mentor_profile__time_asked_at__gt=since).exclude(
        mentor_profile__capacity=0
    )


def _mentors() -> PersonQuerySet:
    taking_part = Enrolment.objects.filter(
        person=OuterRef("pk"), state__in=TAKING_PART, cohort__cancelled_at=None
    )
    mentors = Exists(taking_part) | Q(mentor_profile__isnull=False)
    return Person.objects.filter(mentors, erased_at=None)
