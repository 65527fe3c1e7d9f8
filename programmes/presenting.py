"""Who shows the practical assignment when, for the page of the meeting and for one's own route."""

from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from mentorship.people.models import Person
from programmes.models import PRACTICAL, Enrolment, Meeting, Submission

TURNS: list[Promise] = [
    pgettext_lazy("turn", "first"),
    pgettext_lazy("turn", "second"),
    pgettext_lazy("turn", "third"),
    pgettext_lazy("turn", "fourth"),
    pgettext_lazy("turn", "fifth"),
    pgettext_lazy("turn", "sixth"),
    pgettext_lazy("turn", "seventh"),
    pgettext_lazy("turn", "eighth"),
    pgettext_lazy("turn", "ninth"),
    pgettext_lazy("turn", "tenth"),
]


def turn_words(place: int) -> str:
    """ "second", counted from 1."""
    if place <= len(TURNS):
        return str(TURNS[place - 1])
    return _("number %(place)d") % {"place": place}


def own_turn(shown: list[Submission], person: Person) -> str:
    """When this person's turn is, in words, or "" where they show nothing."""
    for place, one in enumerate(shown, start=1):
        if one.enrolment.person_id == person.pk:
            return turn_words(place)
    return ""


def in_turn(subject: Meeting, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """The panel of a meeting: from the first assignment that is shared until it is over."""
    if not Meeting.objects.to_come(at).filter(pk=subject.pk).exists():
        return None
    shown = shown_for(subject, viewer)
    if not shown:
        return None
    fellows = Enrolment.objects.visible_to(viewer).taking_part().filter(cohort=subject.cohort_id)
    silent = fellows.exclude(pk__in=[one.enrolment_id for one in shown])
    return {
        "meeting": subject,
        "shown": shown,
        "silent": [one.person.name for one in silent.select_related("person").by_name()],
        "turn": own_turn(shown, viewer),
        "is_chosen": any(one.turn for one in shown),
        "may_order": Meeting.objects.overseen_by(viewer).filter(pk=subject.pk).exists(),
    }


def on_route(subject: Enrolment, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """One's own turn at the meeting to come."""
    to_come = Meeting.objects.to_come(at).filter(cohort=subject.cohort_id)
    meeting = to_come.filter(step__hangs_on_it__key=PRACTICAL).select_related("step").first()
    turn = own_turn(shown_for(meeting, viewer), viewer) if meeting else ""
    return {"meeting": meeting, "turn": turn} if turn else None


def shown_for(meeting: Meeting, viewer: Person) -> list[Submission]:
    listed = Submission.objects.listed_for(viewer).shown_at(meeting)
    return list(listed.select_related("enrolment__person"))
