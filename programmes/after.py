"""What was written after a meeting, for its page."""

from datetime import datetime
from typing import Any

from mentorship.people.models import Person
from programmes.models import AfterNote, Meeting


def on_meeting(subject: Meeting, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For whoever leads or advises: what they wrote, and what to change."""
    if not Meeting.objects.looked_back_on_by(viewer, at).filter(pk=subject.pk).exists():
        return None
    notes = AfterNote.objects.visible_to(viewer).filter(meeting=subject).select_related("writer")
    return {
        "meeting": subject,
        "has_own": any(one.kind == AfterNote.Kind.OWN for one in notes),
        "changes": (changes := [one for one in notes if one.kind == AfterNote.Kind.NEXT_TIME]),
        "has_change": any(one.writer_id == viewer.pk for one in changes),
    }
