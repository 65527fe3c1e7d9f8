"""Asked, answered, and what became of the answer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.models import Organisation, Person
from mentorship.people.working_days import WorkingDays
from mentorship.reminders.outbox import occasion_of
from mentorship.reminders.rules import Button, Notice, Owed, Rule, Slot, Window, book
from mentorship.web.signed import signed_token
from programmes.models import TAKING_PART, Enrolment, Meeting
from programmes.reminders.owing import A_DAY, narrowed
from programmes.reminders.placeholders import enrolment_words

LOADED = ("cohort__organisation", "cohort__programme", "cohort__trainer", "person", "invited_by")


def answer_path(enrolment: Enrolment) -> str:
    """The page where somebody answers without signing in, open until the first meeting."""
    token = signed_token("invitation", enrolment.pk, enrolment.answers_until)
    return reverse("programmes:answer", args=[token])


def load(pks: Iterable[int]) -> dict[int, Enrolment]:
    found = Enrolment.objects.filter(pk__in=pks).with_start().select_related(*LOADED)
    return {one.pk: one for one in found}


def dates(enrolment: Enrolment) -> dict[str, Any]:
    held = Meeting.objects.held().for_participants().filter(cohort=enrolment.cohort_id)
    return {"meetings": list(held.select_related("step")), "cohort": enrolment.cohort}


class EnrolmentNotice(Notice[Enrolment]):
    """About one enrolment, worth telling while it is still in one of these states."""

    model = Enrolment
    states: tuple[str, ...] = ()

    def load(self, pks: Iterable[int]) -> dict[int, Enrolment]:
        return load(pks)

    def context(self, subject: Enrolment, recipient: Person) -> dict[str, Any]:
        return dates(subject)

    def words(self, subject: Enrolment, recipient: Person) -> dict[str, str]:
        return enrolment_words(subject)

    def still_owed(
        self, subject: Enrolment, recipient: Person, occasion: str, at: datetime
    ) -> bool:
        return subject.state in self.states and subject.cohort.cancelled_at is None


@book.add
class Invitation(EnrolmentNotice):
    """You are asked. An older invitation says nothing once there is a newer one."""

    key = "invitation"
    title = gettext_lazy("Invitation")
    states = ("invited",)

    def still_owed(
        self, subject: Enrolment, recipient: Person, occasion: str, at: datetime
    ) -> bool:
        return (
            super().still_owed(subject, recipient, occasion, at)
            and occasion == occasion_of(subject.invited_at)
            and subject.can_answer(at)
        )

    def button(self, subject: Enrolment, recipient: Person) -> Button:
        return Button(_("See the invitation and answer"), answer_path(subject))


@book.add
class SeatConfirmed(EnrolmentNotice):
    key = "seat_confirmed"
    title = gettext_lazy("Your seat is confirmed")
    states = TAKING_PART

    def button(self, subject: Enrolment, recipient: Person) -> Button:
        return Button(_("See my route"), reverse("programmes:route"))


@book.add
class SeatOffered(SeatConfirmed):
    """From the waiting list to a seat."""

    key = "seat_offered"
    title = gettext_lazy("A seat came free")


@book.add
class OnWaitingList(EnrolmentNotice):
    key = "on_waiting_list"
    title = gettext_lazy("On the waiting list")
    states = ("waiting",)

    def button(self, subject: Enrolment, recipient: Person) -> Button:
        return Button(_("See where you stand"), answer_path(subject))


@book.add
class Withdrawn(EnrolmentNotice):
    """The organisers took you out of the group."""

    key = "withdrawn"
    title = gettext_lazy("No longer in the group")
    states = ("withdrawn",)

    def button(self, subject: Enrolment, recipient: Person) -> Button:
        return Button(_("See your route"), reverse("programmes:route"))


@book.add
class InvitationUnanswered(Rule[Enrolment]):
    """Three and seven days after the invitation, as long as an answer is still possible."""

    key = "invitation_unanswered"
    title = gettext_lazy("Reminder of the invitation")
    model = Enrolment
    offsets = (3, 7)
    asks_for = "answer"

    def load(self, pks: Iterable[int]) -> dict[int, Enrolment]:
        return load(pks)

    def owed(self, window: Window) -> Iterable[Owed]:
        zone = Organisation().zone
        asked = Enrolment.objects.unanswered().filter(
            invited_at__gte=datetime.combine(window.first - A_DAY, time.min, zone),
            invited_at__lt=datetime.combine(window.last + 2 * A_DAY, time.min, zone),
        )
        asked = window.only(narrowed(asked, window), "person")
        for enrolment in asked.with_start().select_related(*LOADED):
            organisation = enrolment.cohort.organisation
            yield Owed(
                subject=enrolment,
                recipient=enrolment.person,
                organisation=organisation,
                anchor=organisation.local_date(enrolment.invited_at),
                since=enrolment.invited_at,
                about=enrolment.cohort.label,
            )

    def slots(self, owed: Owed, days: WorkingDays) -> list[Slot]:
        enrolment = owed.subject
        assert isinstance(enrolment, Enrolment)
        until = enrolment.answers_until
        return [replace(one, ends=min(one.ends, until)) for one in super().slots(owed, days)]

    def context(self, subject: Enrolment, recipient: Person) -> dict[str, Any]:
        return dates(subject)

    def words(self, subject: Enrolment, recipient: Person) -> dict[str, str]:
        return enrolment_words(subject)

    def button(self, subject: Enrolment, recipient: Person) -> Button:
        return Button(_("See the invitation and answer"), answer_path(subject))
