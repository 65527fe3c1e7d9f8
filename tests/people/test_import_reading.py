"""Files that cannot be read say why in one sentence; those that can are read whatever they are."""

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest
from django.utils.translation import override

from mentorship.people.importing.preview import name_columns
from mentorship.people.importing.reading import MAX_BYTES, UnreadableFile, read
from tests.people.staff import DAAN, HEADINGS, PETRA

TEXT = "\r\n".join([HEADINGS, PETRA, DAAN.replace("Daan", "Zoë")])


def workbook(*sheets: list[list[object]], hide: int | None = None) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"Blad {number + 1}")
        for row in rows:
            sheet.append(row)
        if number == hide:
            sheet.sheet_state = "hidden"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def zipped(**parts: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


LIST: list[list[object]] = [row.split(";") for row in (HEADINGS, PETRA, DAAN)]
FAULTS = {
    "empty": (b"", "Dit bestand is leeg."),
    "blank": (b" \r\n \r\n", "Dit bestand is leeg."),
    "only separators": (b";;;\r\n;;;\r\n", "Er staat niets in dit bestand."),
    "only headings": (HEADINGS.encode(), "In dit bestand staan wel koppen, maar geen collega’s"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(40), "Dit is geen CSV- of Excel"),
    "a program": (b"MZ\x90\x00\x03" + bytes(200), "Dit is geen CSV- of Excel"),
    "a pdf": (b"%PDF-1.7 and text without a zero byte", "Dit is geen CSV- of Excel"),
    "another zip": (zipped(word__document_xml=b"x"), "Dit is geen CSV- of Excel"),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "zit een wachtwoord"),
    "a cut workbook": (workbook(LIST)[:900], "Dit Excel-bestand is beschadigd."),
    "a broken workbook": (zipped(xl__workbook_xml=b"<oh"), "Dit Excel-bestand is beschadigd."),
    "a zip bomb": (zipped(xl__workbook_xml=bytes(41 * 1024**2)), "veel te groot"),
    "two lists": (workbook(LIST, LIST), "meer dan één lijst: Blad 1, Blad 2."),
    "too large": (b"a" * (MAX_BYTES + 1), "groter dan 10 MB"),
    "damaged accents": (TEXT.encode().decode("cp1252").encode(), "accenten zijn kapot"),
    "20,000 rows": ((HEADINGS + "\n" + (PETRA + "\n") * 20_000).encode(), "meer dan 10.000 regels"),
    "an open quotation": ((HEADINGS + '\n1;"' + "Petra;" * 40_000).encode(), "aanhalingsteken"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_what_cannot_be_read_says_why_in_dutch(fault: str) -> None:
    data, words = FAULTS[fault]
    with override("nl"), pytest.raises(UnreadableFile) as raised:
        read(data)
    assert words in str(raised.value)
    assert len(str(raised.value)) < 200


def test_a_workbook_of_20_000_rows_is_refused_without_reading_it_all() -> None:
    with pytest.raises(UnreadableFile, match=r"10\.000"):
        read(workbook([LIST[0], *([LIST[1]] * 20_000)]))


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_every_encoding_and_separator_reads_the_same(encoding: str, separator: str) -> None:
    found = read(TEXT.replace(";", separator).encode(encoding))
    assert found.headings == HEADINGS.split(";")
    assert [(number, cells[1]) for number, cells in found.lines] == [(2, "Petra"), (3, "Zoë")]


def test_a_title_above_the_headings_and_blank_lines_do_no_harm() -> None:
    found = read(f"Export van 12-01-2027\n\n{HEADINGS}\n{PETRA}\n\n{DAAN}\n".encode())
    assert found.headings == HEADINGS.split(";")
    assert [number for number, _cells in found.lines] == [4, 6]


def test_the_hint_of_excel_is_no_row() -> None:
    found = read(f"sep=;\r\n{HEADINGS}\r\n{PETRA}\r\n".encode())
    assert [number for number, _cells in found.lines] == [3]


def test_a_workbook_gives_days_numbers_and_formulas_as_text() -> None:
    row = [1, "Petra", None, "=A1&B1", "p@hoorn.example", "Ruimte", "Wonen", "Chef", 10.0,
           datetime(2027, 2, 1), None, 32.5]  # fmt: skip  # noqa: DTZ001
    found = read(workbook([LIST[0], row]))
    assert found.lines == [
        (2, ["1", "Petra", "", "=A1&B1", "p@hoorn.example", "Ruimte", "Wonen", "Chef", "10",
             "2027-02-01", "", "32.5"]),
    ]  # fmt: skip


def test_the_list_is_found_among_other_sheets() -> None:
    found = read(workbook([["Toelichting"], ["Dit is de export"]], LIST, [[None]]))
    assert len(found.lines) == 2
    assert len(read(workbook(LIST, LIST, hide=1)).lines) == 2


def test_missing_columns_are_named_beside_the_ones_found() -> None:
    found = name_columns(read(b"Voornaam;Achternaam\nDaan;Visser\n"))
    assert not found.can_be_pointed_out
    with override("nl"):
        assert found.what_is_missing() == (
            "Deze kolommen ontbreken: Personeelsnummer, E-mailadres."
            " Gevonden: Voornaam, Achternaam."
        )
