"""Where a pair stands, in the same words on every page."""

from django import template
from django.utils import timezone

from matching.models import Mentorship
from matching.models.mentorship import Stage, Track

register = template.Library()

STAGE_KINDS = {Stage.ASKED: "warm", Stage.ACCEPTED: "good", Stage.ACTIVE: "good"}
TRACK_KINDS = {Track.GOOD: "good", Track.ATTENTION: "warm"}


@register.filter
def stage(pair: Mentorship) -> Stage:
    organisation, now = pair.mentee.organisation, timezone.now()
    return pair.stage(organisation.local_date(now) if organisation else timezone.localdate(now))


@register.filter
def stage_kind(stage: Stage) -> str:
    """How the tag of a stage looks."""
    return STAGE_KINDS.get(stage, "plain")


@register.filter
def track(key: str) -> Track | None:
    """Of the ``track`` that ``with_track`` adds; None where there is nothing to say."""
    return Track(key) if key else None


@register.filter
def track_kind(track: Track) -> str:
    return TRACK_KINDS.get(track, "plain")
