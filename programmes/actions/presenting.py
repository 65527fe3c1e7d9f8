"""The order in which a group shows each other the practical assignment."""

from collections.abc import Iterable

from django.db import transaction

from programmes.models import Cohort, Meeting, Submission

Turns = list[tuple[int, int | None]]  # each submission with its turn


def move_turn(meeting: Meeting, submission: Submission, by: int) -> Turns:
    """One place earlier (-1) or later (1). Gives the turns as they were, and none past an edge."""
    with transaction.atomic():
        rows = _locked(meeting)
        here = next((place for place, row in enumerate(rows) if row.pk == submission.pk), None)
        if here is None or not 0 <= here + by < len(rows):
            return []
        before: Turns = [(row.pk, row.turn) for row in rows]
        rows[here], rows[here + by] = rows[here + by], rows[here]
        for turn, row in enumerate(rows, start=1):
            row.turn = turn
        Submission.objects.bulk_update(rows, ["turn"])
    return before


def restore_turns(meeting: Meeting, turns: Iterable[tuple[int, int | None]]) -> None:
    """Undo. What is shown no longer is left alone, and what came since comes last again."""
    was = dict(turns)
    with transaction.atomic():
        rows = _locked(meeting)
        for row in rows:
            row.turn = was.get(row.pk)
        Submission.objects.bulk_update(rows, ["turn"])


def _locked(meeting: Meeting) -> list[Submission]:
    """Two clicks at once count one after the other."""
    Cohort.objects.select_for_update().get(pk=meeting.cohort_id)
    return list(Submission.objects.shown_at(meeting))
