"""The ways to look at the list of pairs: by where one stands, and by what it needs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from matching.models import ChangeRequest
from matching.models.mentorship import MentorshipQuerySet, Track
from mentorship.people.models import Person

Narrow = Callable[[MentorshipQuerySet, Person, date], MentorshipQuerySet]


def _asking(pairs: MentorshipQuerySet, viewer: Person) -> MentorshipQuerySet:
    asked = ChangeRequest.objects.managed_by(viewer).waiting()
    return pairs.filter(pk__in=asked.values("mentorship"))


SHOWN: dict[str, tuple[Any, Narrow]] = {
    "": (_("all pairs"), lambda pairs, who, on: pairs.pairs()),
    "attention": (_("needs attention"), lambda pairs, who, on: pairs.on_track(Track.ATTENTION, on)),
    "change": (_("asks for a change"), lambda pairs, who, on: _asking(pairs, who)),
    "good": (_("on track"), lambda pairs, who, on: pairs.on_track(Track.GOOD, on)),
    "early": (_("too early to say"), lambda pairs, who, on: pairs.on_track(Track.EARLY, on)),
    "asked": (_("mentor is asked"), lambda pairs, who, on: pairs.awaiting()),
    "accepted": (_("has not begun"), lambda pairs, who, on: pairs.accepted(on)),
    "active": (_("going on"), lambda pairs, who, on: pairs.going_on(on)),
    "over": (_("hundred days are over"), lambda pairs, who, on: pairs.over(on)),
    "ended": (_("ended"), lambda pairs, who, on: pairs.filter(state="ended")),
}


def narrowed(pairs: MentorshipQuerySet, show: str, viewer: Person, on: date) -> MentorshipQuerySet:
    return SHOWN[show][1](pairs, viewer, on)


def counted(pairs: MentorshipQuerySet, viewer: Person, on: date) -> list[tuple[str, str]]:
    """Each way with how many there are."""
    found = {key: narrowed(pairs, key, viewer, on).count() for key in SHOWN}
    return [(key, f"{SHOWN[key][0]} ({number})") for key, number in found.items()]
