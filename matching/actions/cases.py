"""A case kept as a draft, or handed in: one row, however many pages save at once."""

from datetime import datetime

from django.db import transaction

from matching.case_forms import CaseForm
from matching.models import Case
from programmes.models import Enrolment


def save_draft(form: CaseForm) -> bool:
    """False when it was handed in meanwhile: then only the button changes it."""
    return _save(form, None)


def hand_in_case(form: CaseForm, at: datetime) -> None:
    """The first moment counts; handing in again keeps it."""
    _save(form, at)


def _save(form: CaseForm, handed_in_at: datetime | None) -> bool:
    with transaction.atomic():
        case: Case = form.save(commit=False)
        # The page saves by itself too, so two saves may come at once: the second waits here.
        Enrolment.objects.select_for_update().get(pk=case.enrolment_id)
        case.meet_stored()
        if handed_in_at is None and case.handed_in_at is not None:
            return False
        case.handed_in_at = case.handed_in_at or handed_in_at
        case.save()
    return True
