"""A staff list from upload to *Doorvoeren*. Each function says what it writes."""

from datetime import datetime

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from mentorship.people.importing.preview import (
    Judgement,
    StaffList,
    name_columns,
    wants_new_teams,
)
from mentorship.people.importing.reading import StaffFile, UnreadableFile, read
from mentorship.people.models import ImportRow, Organisation, PeopleImport, Person


def take_in(
    organisation: Organisation, by: Person, file_name: str, data: bytes
) -> tuple[PeopleImport, bool]:
    """Keep the file, with its columns named, in place of what this person left half done.

    Gives whether the columns are sure. Raises UnreadableFile; then nothing is kept.
    """
    staff = read(data)
    recognised = name_columns(staff)
    if not recognised.can_be_pointed_out:
        raise UnreadableFile(recognised.what_is_missing())
    for unfinished in PeopleImport.objects.filter(uploaded_by=by, applied_at=None):
        forget_file(unfinished)
        unfinished.delete()
    kept = PeopleImport(
        organisation=organisation,
        uploaded_by=by,
        file_name=file_name[-200:],
        headings=staff.headings,
        columns=recognised.fields,
        makes_teams=wants_new_teams(organisation, staff),
    )
    kept.file.save("list", ContentFile(data), save=False)
    kept.save()
    if recognised.is_sure:
        _keep(kept, _staff_list(kept, staff).judge())
    return kept, recognised.is_sure


def staff_file(people_import: PeopleImport) -> StaffFile:
    with people_import.file.open("rb") as file:
        return read(file.read())


def look_ahead(people_import: PeopleImport) -> None:
    """Work out what each row would do and keep that, for the preview. No person is written."""
    _keep(people_import, _staff_list(people_import, staff_file(people_import)).judge())


def carry_out(people_import: PeopleImport, at: datetime) -> bool:
    """*Doorvoeren*: write what the preview showed, all or nothing. A second click does nothing.

    When something changed since the preview was made, nothing is written: there is a new preview
    and the answer is False.
    """
    try:
        with transaction.atomic():
            current = PeopleImport.objects.select_for_update().get(pk=people_import.pk)
            if current.applied_at:
                return True
            # One list at a time in an organisation: the second sees what the first wrote.
            Organisation.objects.select_for_update().get(pk=current.organisation_id)
            is_as_shown = _write(current, at)
    except IntegrityError:  # somebody was added by hand in these very seconds
        is_as_shown = False
    if not is_as_shown:
        look_ahead(people_import)
    return is_as_shown


def _write(people_import: PeopleImport, at: datetime) -> bool:
    judgement = _staff_list(people_import, staff_file(people_import)).write()
    if _in_short(judgement) != list(
        people_import.rows.values_list("line", "outcome", "changes").order_by("line")
    ):
        transaction.set_rollback(True)
        return False
    people_import.applied_at = at
    people_import.summary = judgement.counts
    people_import.save(update_fields=["applied_at", "summary"])
    people_import.rows.exclude(outcome=ImportRow.Outcome.WRONG).delete()
    transaction.on_commit(lambda: forget_file(people_import))
    return True


def forget_file(people_import: PeopleImport) -> None:
    """The list itself is not kept: all that counts has been taken from it."""
    people_import.file.delete(save=people_import.applied_at is not None)


def _staff_list(people_import: PeopleImport, staff: StaffFile) -> StaffList:
    return StaffList(
        people_import.organisation,
        staff,
        people_import.columns,
        people_import.makes_teams,
    )


def _in_short(judgement: Judgement) -> list[tuple[int, str, list[list[str]]]]:
    return [(row.line, row.outcome, row.changes) for row in judgement.rows]


@transaction.atomic
def _keep(people_import: PeopleImport, judgement: Judgement) -> None:
    people_import.rows.all().delete()
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                people_import=people_import,
                line=row.line,
                outcome=row.outcome,
                name=row.name,
                detail=row.detail,
                changes=row.changes,
                reasons=row.reasons,
                cells=row.cells,
            )
            for row in judgement.rows
        ],
        batch_size=1000,
    )
    people_import.new_teams = judgement.new_teams
    people_import.save(update_fields=["columns", "makes_teams", "new_teams"])
