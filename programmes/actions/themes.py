"""Choosing what a meeting is about. Three at most: a fourth takes the place of another."""

from django.db import transaction

from programmes.models import Meeting, Theme


@transaction.atomic
def swap_theme(meeting: Meeting, old: Theme, words: str) -> bool:
    """``words`` on the place of ``old``; False when somebody else filled the place first."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    Theme.objects.filter(pk=old.pk).delete()
    return Theme.objects.choose(meeting, words)


@transaction.atomic
def put_theme_back(meeting: Meeting, words: str, position: int, instead_of: str) -> bool:
    """What was dropped returns, and what came in its place goes; False when there is no room."""
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    if instead_of:
        Theme.objects.filter(meeting=meeting, words=instead_of).delete()
    return Theme.objects.choose(meeting, words, position)
