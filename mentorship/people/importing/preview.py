"""What each row of a staff list would do, and having it done. Page and command both ask here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import tablib
from django.utils.text import capfirst
from import_export.results import Result, RowResult

from mentorship.people.importing.columns import COLUMNS, Recognised, recognise
from mentorship.people.importing.known import Known, listed
from mentorship.people.importing.reading import StaffFile
from mentorship.people.importing.resource import PersonResource
from mentorship.people.importing.rules import RowRules
from mentorship.people.models import ImportRow, Organisation, Person

Outcome = ImportRow.Outcome
OUTCOMES = {
    RowResult.IMPORT_TYPE_NEW: Outcome.NEW,
    RowResult.IMPORT_TYPE_UPDATE: Outcome.CHANGED,
    RowResult.IMPORT_TYPE_SKIP: Outcome.UNCHANGED,
    RowResult.IMPORT_TYPE_INVALID: Outcome.WRONG,
}


@dataclass(frozen=True)
class Row:
    """What one line of the file would do, or why it does nothing."""

    line: int
    outcome: str
    name: str
    detail: str
    changes: list[list[str]] = field(default_factory=list)  # field, old, new
    reasons: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Judgement:
    """Every row of the file, and the teams that it names and nobody knows yet."""

    rows: list[Row]
    new_teams: list[str]

    @property
    def counts(self) -> dict[str, int]:
        found = Counter(row.outcome for row in self.rows)
        return {outcome: found[outcome] for outcome in Outcome.values}


@dataclass(frozen=True)
class StaffList:
    """A file that was read, with its columns named, on its way into an organisation."""

    organisation: Organisation
    file: StaffFile
    fields: Sequence[str]
    makes_teams: bool

    def judge(self) -> Judgement:
        """What would happen. Nothing is written."""
        return self._run(dry_run=True)

    def write(self) -> Judgement:
        """Do it, leaving out the wrong rows. The caller holds the transaction."""
        return self._run(dry_run=False)

    def _run(self, *, dry_run: bool) -> Judgement:
        """A row whose manager's own row is wrong is wrong too: look until no more are found."""
        left_out: set[str] = set()
        while True:
            resource, result = self._pass(left_out, dry_run=True)
            wrong = _wrong_numbers(resource, result) & resource.rules.leant_on
            if not wrong:
                break
            left_out |= wrong
        if not dry_run:
            resource, result = self._pass(left_out, dry_run=False)
        names = {key: person.name for key, person in resource.known.managers.items()}
        rows = [
            self._row(found, resource, line, cells, names)
            for found, (line, cells) in zip(result.rows, self.file.lines, strict=True)
        ]
        return Judgement(rows, sorted(resource.rules.new_teams.values()))

    def _pass(self, left_out: set[str], *, dry_run: bool) -> tuple[PersonResource, Result]:
        dataset = self._dataset()
        known = Known(self.organisation)
        lines = [line for line, _cells in self.file.lines]
        rules = RowRules(known, dataset, lines, makes_teams=self.makes_teams, left_out=left_out)
        resource = PersonResource(known, rules)
        result = resource.import_data(dataset, dry_run=dry_run, use_transactions=False)
        for fault in [*result.base_errors, *(one for row in result.rows for one in row.errors)]:
            raise fault.error  # a mistake of ours, not of the file
        return resource, result

    def _dataset(self) -> tablib.Dataset:
        places = [(place, key) for place, key in enumerate(self.fields) if key]
        dataset = tablib.Dataset(headers=[key for _place, key in places])
        for _line, cells in self.file.lines:
            dataset.append([cells[place] if place < len(cells) else "" for place, _key in places])
        return dataset

    def _row(
        self,
        found: RowResult,
        resource: PersonResource,
        line: int,
        cells: list[str],
        names: dict[str, str],
    ) -> Row:
        outcome = OUTCOMES[found.import_type]
        if outcome == Outcome.WRONG:
            by_field = dict(zip(self.fields, cells, strict=False))
            parts = (by_field.get(key, "") for key in ("given_name", "prefix", "family_name"))
            name = " ".join(filter(None, parts)) or by_field.get("number", "")
            return Row(line, outcome, name[:250], "", [], _reasons(found), cells)
        changes = _changes(resource, found, names) if outcome == Outcome.CHANGED else []
        return Row(line, outcome, found.instance.name, _detail(found.instance), changes)


def name_columns(file: StaffFile) -> Recognised:
    return recognise(file.headings, [cells for _line, cells in file.lines[:200]])


def wants_new_teams(organisation: Organisation, file: StaffFile) -> bool:
    """A staff list brings its teams along; a list of this month's newcomers should know them."""
    has_teams = organisation.teams.exists()
    return not has_teams or len(file.lines) * 2 > organisation.people.count()


def _wrong_numbers(resource: PersonResource, result: Result) -> set[str]:
    """Numbers that nobody will have after this import, because their row is left out."""
    places = [place for place, row in enumerate(result.rows) if row.is_invalid()]
    fine = {
        resource.rules.numbers[place]
        for place, row in enumerate(result.rows)
        if not row.is_invalid()
    }
    wrong = {resource.rules.numbers[place] for place in places}
    return wrong - fine - resource.known.by_number.keys()


def _reasons(found: RowResult) -> list[str]:
    """Sentences: "E-mail address: this is missing." """
    said = []
    for key, messages in found.validation_error.message_dict.items():
        for message in messages:
            column = COLUMNS.get(key.removeprefix("listed__"))
            said.append(f"{column.label}: {message}" if column else message)
    return [capfirst(one) for one in said]


def _detail(person: Person) -> str:
    return " · ".join(filter(None, (person.job_title, listed(person).team)))


def _changes(resource: PersonResource, found: RowResult, names: dict[str, str]) -> list[list[str]]:
    changes = []
    for key in COLUMNS:
        value = resource.fields[key]
        old, new = value.export(found.original), value.export(found.instance)
        if value.get_value(found.original) != value.get_value(found.instance):
            pair: list[Any] = (
                [names.get(old, old), names.get(new, new)] if key == "manager" else [old, new]
            )
            changes.append([key, *pair])
    return changes
