"""The order in which a group shows each other the practical assignment."""

from collections.abc import Iterable

from django.db import transaction

from programmes.models import Cohort, Meeting, Submission

Turns = list[tuple[int, int | None, int]]  # each submission: its turn before, and now


def move_turn(meeting: Meeting, submission: Submission, by: int) -> Turns:
    """One place earlier (-1) or later (1). Gives the turns, and none past an edge."""
    with transaction.atomic():
        rows = _locked(meeting)
        here = next((place for place, row in enumerate(rows) if row.pk == submission.pk), None)
        if here is None or not 0 <= here + by < len(rows):
            return []
        rows[here], rows[here + by] = rows[here + by], rows[here]
        turns: Turns = [(row.pk, row.turn, turn) for turn, row in enumerate(rows, start=1)]
        for row, (_pk, _before, turn) in zip(rows, turns, strict=True):
            row.turn = turn
        Submission.objects.bulk_update(rows, ["turn"])
    return turns


def restore_turns(meeting: Meeting, turns: Iterable[tuple[int, int | None, int]]) -> bool:
    """Undo; False where somebody moved a turn since, for their choice is the later one.

    What is shown no longer is left alone, and what came since comes last again.
    """
    was = {pk: (before, now) for pk, before, now in turns}
    with transaction.atomic():
        rows = _locked(meeting)
        if any(row.turn != was.get(row.pk, (None, None))[1] for row in rows):
            return False
        for row in rows:
            row.turn = was.get(row.pk, (None, None))[0]
        Submission.objects.bulk_update(rows, ["turn"])
    return True


def _locked(meeting: Meeting) -> list[Submission]:
    """Two clicks at once count one after the other."""
    Cohort.objects.select_for_update().get(pk=meeting.cohort_id)
    return list(Submission.objects.shown_at(meeting))
