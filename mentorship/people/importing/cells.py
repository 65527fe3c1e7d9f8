"""What may stand in a cell, per kind of column; the reasons are sentences for the adviser."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from import_export.widgets import Widget

EMPTY_WORDS = {"-", "–", "—", "n.v.t.", "nvt", "n/a"}  # "Null" and "Geen" are names
EXCEL_FAULT = re.compile(r"^#[A-Z/0]+[!?]?$")
EXCEL_DAY_ZERO = date(1899, 12, 30)
DAY_FIRST = re.compile(r"^(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})$")
YEAR_FIRST = re.compile(r"^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ][\d:.]+)?$")
YEARS = range(1930, 2101)


class TextCell(Widget):
    """Text in one line. A formula is refused: what it gives is not what stands there."""

    def __init__(self, max_length: int, is_required: bool = False) -> None:
        super().__init__()
        self.max_length = max_length
        self.is_required = is_required

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = one_line(value)
        if not text and self.is_required:
            raise ValueError(_("this is missing."))
        if len(text) > self.max_length:
            raise ValueError(
                _("this is longer than %(count)d characters.") % {"count": self.max_length}
            )
        return text


class EmailCell(TextCell):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        address = str(super().clean(value, row, **kwargs)).lower()
        try:
            validate_email(address)
        except ValidationError as fault:
            raise ValueError(
                _("“%(cell)s” is not an e-mail address.") % {"cell": address}
            ) from fault
        return address


class DayCell(Widget):
    """dd-mm-jjjj, d-m-jj, jjjj-mm-dd, or the number of a day as Excel keeps it."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        text = one_line(value)
        return as_day(text) if text else None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value.strftime("%d-%m-%Y") if value else ""


class HoursCell(Widget):
    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        text = one_line(value).replace(",", ".")
        if not text:
            return None
        if not re.fullmatch(r"[0-7]?\d(\.\d+)?", text):
            raise ValueError(_("“%(cell)s” is not a number of hours.") % {"cell": value})
        return Decimal(text).quantize(Decimal("0.1"))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return f"{value:f}".removesuffix(".0").replace(".", ",") if value is not None else ""


def one_line(cell: str) -> str:
    """The cell without blanks around it, or "" for a word that says it is empty."""
    text = cell.strip().removeprefix("'")  # ours, from a file of wrong rows
    if re.search(r"[\r\n]", text):
        raise ValueError(_("there is a line break in it. Is a quotation mark missing?"))
    if text[:1] in ("=", "@") or re.match(r"[+-][^\d\s(]", text):
        raise ValueError(_("there is a formula in it. Put its outcome in its place."))
    if EXCEL_FAULT.match(text):
        raise ValueError(_("“%(cell)s” is an error of Excel.") % {"cell": text})
    return "" if text.lower() in EMPTY_WORDS else " ".join(text.split())


def as_day(text: str) -> date:
    try:
        day = _parsed(text)
    except ValueError as fault:
        raise ValueError(_("%(cell)s is not a date that exists.") % {"cell": text}) from fault
    if day is None:
        raise ValueError(_("“%(cell)s” is not a date. Write it as 31-01-2027.") % {"cell": text})
    if day.year not in YEARS:
        raise ValueError(_("the year of %(cell)s cannot be right.") % {"cell": text})
    return day


def _parsed(text: str) -> date | None:
    if found := DAY_FIRST.match(text):
        day, month, year = map(int, found.groups())
        return date(year if year > 99 else _century(year), month, day)
    if found := YEAR_FIRST.match(text):
        year, month, day = map(int, found.groups())
        return date(year, month, day)
    if re.fullmatch(r"\d{5}", text):
        return EXCEL_DAY_ZERO + timedelta(days=int(text))
    return None


def _century(year: int) -> int:
    """26 is 2026, 87 is 1987: nobody is known more than ten years ahead."""
    this_year = date.today().year  # noqa: DTZ011 - a century has no time zone
    return 2000 + year if 2000 + year <= this_year + 10 else 1900 + year
