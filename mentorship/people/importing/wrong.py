"""The rows that were left out, as a file to mend and bring in again."""

import re
from collections.abc import Iterable

import tablib
from django.utils.translation import gettext as _

from mentorship.people.importing.columns import OURS, normal
from mentorship.people.models import ImportRow

UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
STARTS_A_FORMULA = re.compile(r"^[=+\-@\t\r]")


def as_dataset(headings: list[str], rows: Iterable[ImportRow]) -> tablib.Dataset:
    """As they stood in the file, with the reason in a last column."""
    kept = [place for place, heading in enumerate(headings) if normal(heading) not in OURS]
    dataset = tablib.Dataset(headers=[*(harmless(headings[one]) for one in kept), _("Reason")])
    for row in rows:
        cells = [row.cells[one] if one < len(row.cells) else "" for one in kept]
        dataset.append([*map(harmless, cells), harmless(" ".join(row.reasons))])
    return dataset


def as_csv(dataset: tablib.Dataset) -> bytes:
    """The way Excel opens it at a double click in Dutch."""
    return str(dataset.export("csv", delimiter=";")).encode("utf-8-sig")


def as_workbook(dataset: tablib.Dataset) -> bytes:
    return bytes(dataset.export("xlsx", escape=True))


def harmless(cell: str) -> str:
    """With a quotation mark in front a spreadsheet shows a formula and does not work it out.

    Signs that no workbook can hold are left out.
    """
    cell = UNWRITABLE.sub("", cell)
    return f"'{cell}" if STARTS_A_FORMULA.match(cell) else cell
