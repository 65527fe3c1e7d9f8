"""Dates, hours and headings of any supplier."""

from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentorship.people.importing.cells import DayCell, HoursCell, as_day, one_line
from mentorship.people.importing.columns import COLUMNS, normal, recognise

DAYS = st.dates(date(1930, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_a_day_is_read_however_it_is_written(day: date) -> None:
    assert as_day(day.strftime("%d-%m-%Y")) == day
    assert as_day(f"{day.day}/{day.month}/{day.year}") == day
    assert as_day(f"{day.day}.{day.month}.{day.year}") == day
    assert as_day(day.isoformat()) == day
    assert as_day(day.strftime("%Y%m%d")) == day
    assert as_day(f"{day.isoformat()} 00:00:00") == day
    assert as_day(str((day - date(1899, 12, 30)).days)) == day
    assert DayCell().clean(DayCell().render(day)) == day


@given(st.dates(date(1960, 1, 1), date(2029, 12, 31)))
def test_a_year_of_two_figures_is_of_this_age(day: date) -> None:
    assert as_day(f"{day.day}-{day.month}-{day.year % 100:02}") == day


@pytest.mark.parametrize(
    "cell", ["31-02-2027", "00-01-2027", "morgen", "2027", "1-2", "99-99-9999"]
)
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"datum|jaar"):
        as_day(cell)


@given(st.text())
def test_any_text_is_a_day_or_refused_in_words(cell: str) -> None:
    with suppress(ValueError):
        assert isinstance(as_day(cell), date)


@pytest.mark.parametrize(
    ("cell", "hours"),
    [("36", "36"), ("32,5", "32.5"), ("28.00", "28"), ("", None), ("0", "0")],
)
def test_hours_are_read(cell: str, hours: str | None) -> None:
    assert HoursCell().clean(cell) == (Decimal(hours) if hours else None)


@pytest.mark.parametrize("cell", ["veel", "-4", "100", "1e9", "NaN", "Infinity"])
def test_what_is_no_number_of_hours_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="uren"):
        HoursCell().clean(cell)


@pytest.mark.parametrize("cell", ["=1+1", "@SUM(A1)", "+A1", "-cmd", '=HYPERLINK("x")', "'=1+1"])
def test_a_formula_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match="formule"):
        one_line(cell)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("+31 6 1234", "+31 6 1234"),
        ("-", ""),
        (" n.v.t. ", ""),
        ("'+31 6", "+31 6"),
        ("a  b", "a b"),
    ],
)
def test_what_only_looks_like_a_formula_is_kept(cell: str, text: str) -> None:
    assert one_line(cell) == text


DECORATION = st.text(alphabet=" -_.():/", max_size=3)


@given(st.sampled_from(sorted(COLUMNS)), DECORATION, DECORATION, st.booleans(), st.data())
def test_a_heading_is_known_whatever_surrounds_it(
    key: str, before: str, after: str, is_loud: bool, data: st.DataObject
) -> None:
    heading = data.draw(st.sampled_from(COLUMNS[key].headings.split()))
    written = before + (heading.upper() if is_loud else heading.title()) + after
    assert normal(written) == heading
    assert recognise([written], []).fields == [key]


def test_headings_of_four_suppliers() -> None:
    for headings in (
        "Personeelsnummer;Voornaam;Tussenvoegsel;Achternaam;Emailadres;Afdeling;Team;Functie;Chef",
        "Medewerker;Roepnaam;Voorvoegsel;Achternaam;E-mail werk;Afdeling;Team;Functie;Manager",
        "Employee ID;First name;Prefix;Last name;E-mail;Department;Team;Job title;Manager",
        "Pers.nr.;ROEPNAAM;Voorv.;Achternaam;Zakelijk e-mailadres;Sector;Cluster;Functienaam;Chef",
    ):
        found = recognise(headings.split(";"), [])
        assert found.is_sure
        assert found.fields == [
            "number", "given_name", "prefix", "family_name", "email", "department", "team",
            "job_title", "manager",
        ]  # fmt: skip


def test_the_calling_name_goes_before_the_names_of_the_passport() -> None:
    found = recognise(["Voornamen", "Roepnaam", "Nummer", "Achternaam", "E-mail"], [])
    assert found.fields == ["", "given_name", "number", "family_name", "email"]


def test_a_private_address_is_never_taken_for_the_work_address() -> None:
    found = recognise(["E-mail privé", "Nummer", "Voornaam", "Achternaam"], [])
    assert found.fields[0] == ""
    assert found.missing == ["email"]


def test_a_slip_of_the_pen_and_names_in_place_of_numbers_are_in_doubt() -> None:
    headings = ["Medewerker", "Voornaam", "Achternaam", "E-mail", "Leidingevende"]
    found = recognise(headings, [["Visser, D.", "Daan", "Visser", "d@hoorn.example", "1"]])
    assert found.fields == ["number", "given_name", "family_name", "email", "manager"]
    assert found.doubtful == {0, 4}


def test_two_columns_of_one_heading_are_in_doubt() -> None:
    found = recognise(["E-mail", "Nummer", "Voornaam", "Achternaam", "E-mail"], [])
    assert found.doubtful == {0, 4}
