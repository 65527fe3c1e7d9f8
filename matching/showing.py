"""The ways to look at the list of pairs: by where one stands, and by what it needs."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from matching.models.mentorship import MentorshipQuerySet, Track

Narrow = Callable[[MentorshipQuerySet, date], MentorshipQuerySet]

SHOWN: dict[str, tuple[Any, Narrow]] = {
    "": (_("all pairs"), lambda pairs, on: pairs.pairs()),
    "attention": (_("needs attention"), lambda pairs, on: pairs.on_track(Track.ATTENTION, on)),
    "change": (_("asks for a change"), lambda pairs, on: pairs.asking_for_change()),
    "good": (_("on track"), lambda pairs, on: pairs.on_track(Track.GOOD, on)),
    "early": (_("too early to say"), lambda pairs, on: pairs.on_track(Track.EARLY, on)),
    "asked": (_("mentor is asked"), lambda pairs, on: pairs.awaiting()),
    "accepted": (_("has not begun"), lambda pairs, on: pairs.accepted(on)),
    "active": (_("going on"), lambda pairs, on: pairs.going_on(on)),
    "over": (_("hundred days are over"), lambda pairs, on: pairs.over(on)),
    "ended": (_("ended"), lambda pairs, on: pairs.filter(state="ended")),
}


def narrowed(pairs: MentorshipQuerySet, show: str, on: date) -> MentorshipQuerySet:
    return SHOWN[show][1](pairs, on)


def counted(pairs: MentorshipQuerySet, on: date) -> list[tuple[str, str]]:
    """Each way with how many there are."""
    found = {key: narrowed(pairs, key, on).count() for key in SHOWN}
    return [(key, f"{SHOWN[key][0]} ({number})") for key, number in found.items()]
