"""Handing in: the row and its file change together, and an old file goes when it is replaced."""

from datetime import datetime

from django.db import transaction

from programmes.forms.work import SubmissionForm
from programmes.models import Enrolment, Submission


def save_draft(form: SubmissionForm) -> Submission | None:
    """None when it was handed in meanwhile: then only the button changes it."""
    return _save(form, None)


def hand_in(form: SubmissionForm, at: datetime) -> Submission:
    submission = _save(form, at)
    assert submission is not None
    return submission


def _save(form: SubmissionForm, handed_in_at: datetime | None) -> Submission | None:
    with transaction.atomic():
        submission: Submission = form.save(commit=False)
        # The page saves by itself too, so two saves may come at once: the second waits here.
        Enrolment.objects.select_for_update().get(pk=submission.enrolment_id)
        before = submission.meet_stored(keeps_file="file" not in form.changed_data)
        if handed_in_at is None and submission.handed_in_at is not None:
            return None
        if handed_in_at is None:
            submission.save()
        else:
            submission.hand_in(handed_in_at)
        if before and before != submission.file.name:
            storage = submission.file.storage
            transaction.on_commit(lambda: storage.delete(before))
    return submission


def remove_file(submission: Submission) -> None:
    """Take the presentation away; the text stays."""
    before = submission.file.name
    if before:
        storage = submission.file.storage
        with transaction.atomic():
            submission.file, submission.file_name = "", ""
            submission.save(update_fields=["file", "file_name", "saved_at"])
            transaction.on_commit(lambda: storage.delete(before))
