"""The ways to look at the list of mentors: who can be asked now, and who not and why."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from matching.values import Candidate

SHOWN: dict[str, tuple[Any, Callable[[Candidate, date], bool]]] = {
    "": (_("all mentors"), lambda one, on: True),
    "room": (_("has a place now"), lambda one, on: one.has_room(on)),
    "full": (_("full"), lambda one, on: one.may_be_asked and not one.free),
    "training": (_("in training"), lambda one, on: _is_in_training(one, on)),
    "manager": (_("waits for the manager"), lambda one, on: one.waits_for_manager),
    "break": (_("has a break"), lambda one, on: one.is_paused(on)),
}


def _is_in_training(one: Candidate, on: date) -> bool:
    ready = one.trained_on
    return not one.followed_training and ready is not None and ready >= on


def narrowed(mentors: Sequence[Candidate], show: str, on: date) -> list[Candidate]:
    return [one for one in mentors if SHOWN[show][1](one, on)]


def counted(mentors: Sequence[Candidate], on: date) -> list[tuple[str, str]]:
    """Each way with how many there are."""
    return [
        (key, f"{words} ({len(narrowed(mentors, key, on))})") for key, (words, _is) in SHOWN.items()
    ]
