"""From an uploaded file to rows of text cells, or one clear sentence on why not.

The csv module and openpyxl do the parsing; here is what suppliers do differently: encoding,
separator, lines above the headings, several sheets. And what would hurt: size, depth, junk.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from mentorship.people.importing.columns import count_known

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 40 * 1024 * 1024  # of a workbook, which is a zip
MAX_ROWS = 10_000
MAX_COLUMNS = 100
HEADINGS_WITHIN = 10  # lines; a title and a date may stand above the headings
SEPARATORS = ";,\t|"
BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
GARBLED = re.compile(r"Ã[\x80-\xbf©«¶¼¨ª´]|â€|\ufffd")  # UTF-8 once read as Windows-1252

Line = tuple[int, list[str]]  # its number in the file, its cells


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message says why and what to do."""


@dataclass(frozen=True)
class StaffFile:
    """A file's headings and its rows, every cell as text."""

    headings: list[str]
    lines: list[Line]


def read(data: bytes) -> StaffFile:
    if not data.strip():
        raise UnreadableFile(_("This file is empty."))
    if len(data) > MAX_BYTES:
        raise UnreadableFile(_("This file is larger than 10 MB. Save the list without extras."))
    if data.startswith(b"PK\x03\x04"):
        return _checked(_from_workbook(data))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnreadableFile(
            _(
                "This workbook has a password, or it is of the old kind (.xls)."
                " Save it as .xlsx without a password."
            )
        )
    return _checked(_from_text(decode(data)))


def _checked(lines: list[Line]) -> StaffFile:
    """The headings are the line with the most known ones, near the top."""
    if not lines:
        raise UnreadableFile(_("There is nothing in this file."))
    top = lines[:HEADINGS_WITHIN]
    place = max(range(len(top)), key=lambda index: (count_known(top[index][1]), -index))
    headings, rows = lines[place][1], lines[place + 1 :]
    if not rows:
        raise UnreadableFile(_("This file has headings, but no colleagues below them."))
    if len(rows) > MAX_ROWS:
        raise UnreadableFile(
            _("This file has more than 10,000 rows, which is the most we read at once. Split it.")
        )
    return StaffFile(headings, rows)


# --- text -----------------------------------------------------------------------------------


def decode(data: bytes) -> str:
    """By its mark, else UTF-8, else Windows-1252, which is what Excel makes in Dutch."""
    text = _decoded(data)
    if text is None or CONTROL.search(text) or text.startswith("%PDF"):
        raise UnreadableFile(
            _("This is not a CSV or Excel file. Export the list again, as CSV or .xlsx.")
        )
    if GARBLED.search(text):
        raise UnreadableFile(
            _(
                "The letters with accents are damaged in this file (“Ã©” in place of “é”)."
                " Export it again as CSV UTF-8, or as .xlsx."
            )
        )
    return text


def _decoded(data: bytes) -> str | None:
    for encoding in _likely_encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _likely_encodings(data: bytes) -> list[str]:
    for mark, encoding in BOMS.items():
        if data.startswith(mark):
            return [encoding]
    sample = data[:4000]
    if sample[1::2].count(0) > len(sample) / 4:
        return ["utf-16-le"]
    if sample[0::2].count(0) > len(sample) / 4:
        return ["utf-16-be"]
    return ["utf-8", "cp1252"]


def _from_text(text: str) -> list[Line]:
    separator = _separator(text)
    skipped = 0
    if re.match(r"sep=.\r?\n", text, re.IGNORECASE):  # Excel's own hint, no data
        text, skipped = text.split("\n", 1)[1], 1
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    lines: list[Line] = []
    number = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((number + skipped, [cell.strip() for cell in cells[:MAX_COLUMNS]]))
            number = reader.line_num + 1
    except csv.Error as fault:
        raise UnreadableFile(
            _("From line %(line)d on, a quotation mark is missing or too many.")
            % {"line": number + skipped}
        ) from fault
    return lines


def _separator(text: str) -> str:
    """The one that shows the most headings we know; then the one that cuts most often."""
    if hint := re.match(r"sep=(.)\r?\n", text, re.IGNORECASE):
        return hint[1]
    top = [line[:5000] for line in text.splitlines()[:HEADINGS_WITHIN]]

    def merit(separator: str) -> tuple[int, int]:
        rows = list(csv.reader(top, delimiter=separator))
        return max(map(count_known, rows), default=0), sum(map(len, rows))

    return max(SEPARATORS, key=merit)


# --- workbooks ------------------------------------------------------------------------------


def _from_workbook(data: bytes) -> list[Line]:
    _check_unpacked(data)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        sheets = {sheet.title: list(_sheet_lines(sheet)) for sheet in visible}
    except Exception as fault:  # openpyxl lets through whatever its parsers raise
        raise UnreadableFile(
            _("This workbook is damaged. Open it in Excel, save it again, and try once more.")
        ) from fault
    return _the_list(sheets)


def _check_unpacked(data: bytes) -> None:
    try:
        parts = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile as fault:
        raise UnreadableFile(
            _("This workbook is damaged. Open it in Excel, save it again, and try once more.")
        ) from fault
    if "xl/workbook.xml" not in {part.filename for part in parts}:
        raise UnreadableFile(
            _("This is not a CSV or Excel file. Export the list again, as CSV or .xlsx.")
        )
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnreadableFile(
            _("Unpacked, this workbook is far too large. Copy the list alone to a new workbook.")
        )


def _sheet_lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # what a file says of its own size is not to be trusted
    found = 0
    rows = sheet.iter_rows(max_col=MAX_COLUMNS, values_only=True)
    for number, values in enumerate(rows, start=1):
        cells = _without_empty_end(as_text(value) for value in values)
        if cells:
            found += 1
            yield number, cells
        if found > MAX_ROWS + HEADINGS_WITHIN:
            return


def _without_empty_end(cells: Iterable[str]) -> list[str]:
    kept = list(cells)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def as_text(value: Any) -> str:
    """A cell as it would stand in a CSV. A formula keeps its sign, so that its row is refused."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(str(value).split())


def _the_list(sheets: dict[str, list[Line]]) -> list[Line]:
    filled = {title: lines for title, lines in sheets.items() if lines}
    lists = [
        title
        for title, lines in filled.items()
        if max(count_known(cells) for _number, cells in lines[:HEADINGS_WITHIN]) >= 3
    ]
    if len(lists) > 1:
        raise UnreadableFile(
            _("This workbook has more than one list: %(sheets)s. Keep one sheet.")
            % {"sheets": ", ".join(lists)}
        )
    if lists:
        return filled[lists[0]]
    return next(iter(filled.values()), [])
