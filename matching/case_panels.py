"""Where cases show on the pages of other rooms, and when the step *Your case* is done."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from matching.models import BuddyPair, Case
from matching.models.case import cohorts_with_cases_for, next_number
from mentorship.people.models import Person
from programmes.models import Cohort, Enrolment, Meeting, Step


def link(enrolment: Enrolment, step: Step) -> str:
    """To what is begun, or to a clean sheet; with several, to the list of them."""
    draft = _draft(enrolment)
    if draft is None and enrolment.cases.exists():
        return reverse("matching:cases", args=[enrolment.cohort_id])
    return reverse("matching:write_case", args=[enrolment.pk, draft or 1])


def progress(enrolment: Enrolment, step: Step) -> str:
    return _("You have a draft.") if _draft(enrolment) else ""


def unnamed() -> Iterable[int]:
    """Also a case that is shared with nobody is one; who shared one stands with the cases."""
    return Step.objects.filter(kind=Step.Kind.CASE).values_list("pk", flat=True)


def _draft(enrolment: Enrolment) -> int | None:
    """The number of the case that one is writing."""
    return enrolment.cases.filter(handed_in_at=None).values_list("number", flat=True).first()


def route(subject: Enrolment, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On one's own route, from when there is a buddy to tell it to, or something to read."""
    if not subject.takes_part or subject.cohort.cancelled_at is not None:
        return None
    others, mine = _of_others(subject.cohort, viewer, at), subject.cases.count()
    has_buddy = BuddyPair.objects.live().of(viewer).filter(cohort=subject.cohort_id).exists()
    if not (others or mine or has_buddy):
        return None
    draft = _draft(subject)
    return {
        "enrolment": subject,
        "others": others,
        "mine": mine,
        "draft": draft,
        "number": draft or next_number(subject),
    }


def meeting(subject: Meeting, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On the page of the return meeting: what was brought to it."""
    if subject.step.key != "return":
        return None
    return group(subject.cohort, viewer, at)


def group(subject: Cohort, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For the trainer and the participants: what of each other they may read."""
    if not cohorts_with_cases_for(viewer).filter(pk=subject.pk).exists():
        return None
    is_trainer = subject.trainer_id == viewer.pk
    return {
        "cohort": subject,
        "others": _of_others(subject, viewer, at),
        "is_trainer": is_trainer,
    }


def on_a_card(subject: Cohort, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On the trainer's list of groups, as soon as there is something to read."""
    found = group(subject, viewer, at)
    return found if found and found["others"] else None


def _of_others(cohort: Cohort, viewer: Person, at: datetime) -> int:
    shown = Case.objects.readable_by(viewer, at).filter(enrolment__cohort=cohort)
    return shown.exclude(enrolment__person=viewer).count()
