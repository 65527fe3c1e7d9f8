"""Who was at a meeting, as its trainer or adviser notes it."""

from collections.abc import Iterable

from django.db import transaction

from programmes.actions.telling import enrolled
from programmes.models import TAKING_PART, Attendance, Meeting


def note_attendance(meeting: Meeting, present: Iterable[int]) -> None:
    """Who was there: of everybody taking part, the enrolments in ``present``; the rest was not."""
    was_there = set(present)
    with transaction.atomic():
        for enrolment in enrolled(meeting.cohort).filter(state__in=TAKING_PART):
            Attendance.objects.update_or_create(
                meeting=meeting,
                enrolment=enrolment,
                defaults={"present": enrolment.pk in was_there},
            )


def restore_attendance(meeting: Meeting, noted: Iterable[tuple[int, bool]]) -> None:
    """Undo: exactly what was noted before, and nothing where nothing was."""
    with transaction.atomic():
        meeting.attendance.all().delete()
        known = set(meeting.cohort.enrolments.values_list("pk", flat=True))
        Attendance.objects.bulk_create(
            Attendance(meeting=meeting, enrolment_id=pk, present=present)
            for pk, present in noted
            if pk in known
        )
