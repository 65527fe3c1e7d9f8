"""Collega's → Inlezen, as an adviser goes through it."""

import csv
import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mentorship.people.models import ImportRow, Organisation, PeopleImport, Person, Team
from tests.cast import NOW, make_adviser, make_organisation, make_person
from tests.people.staff import DAAN, DATA, HEADINGS, PETRA, bring_in

pytestmark = pytest.mark.django_db
WITH_FAULTS = "hoorn-instroom-2027-03-met-fouten.csv"


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


@pytest.fixture
def page(client: Client, hoorn: Organisation) -> Client:
    client.force_login(make_adviser(hoorn, team=None, number="1000"))
    return client


def upload(client: Client, data: bytes | str, name: str = "lijst.csv") -> str:
    """Where the upload leads to, or the words on what is wrong with it."""
    content = data.encode() if isinstance(data, str) else data
    file = SimpleUploadedFile(name, content)
    response = client.post(reverse("people:import"), {"file": file})
    if response.status_code == 302:
        return response.headers["Location"]
    assert response.status_code == 422
    return str(response.context["form"].errors["file"][0])


def text(*rows: str, headings: str = HEADINGS) -> str:
    return "\n".join([headings, *rows])


def at(name: str, *more: object) -> str:
    return reverse(f"people:import_{name}", args=[PeopleImport.objects.get().pk, *more])


def test_from_upload_to_result_nothing_is_written_before_carrying_through(
    page: Client, hoorn: Organisation, django_capture_on_commit_callbacks: Any
) -> None:
    before = set(Person.objects.all())
    address = upload(page, (DATA / "hoorn-medewerkers.csv").read_bytes())
    assert address == at("preview")
    response = page.get(address)
    assert response.context["counts"] == {"new": 640, "changed": 0, "unchanged": 0, "wrong": 0}
    assert response.context["page"].paginator.count == 640
    assert set(Person.objects.all()) == before
    assert not Team.objects.exists()

    with django_capture_on_commit_callbacks(execute=True):
        response = page.post(at("apply"), follow=True)
    assert response.redirect_chain == [(at("result"), 302)]
    assert response.context["counts"] == {"new": 640, "changed": 0, "unchanged": 0, "wrong": 0}
    assert hoorn.people.count() == 641
    done = PeopleImport.objects.get()
    assert not done.file  # the list itself is not kept
    assert not ImportRow.objects.exists()


def test_every_row_can_be_reached_and_each_outcome_alone(page: Client, hoorn: Organisation) -> None:
    bring_in(hoorn, "hoorn-medewerkers.csv")
    Person.objects.filter(number="10005").update(job_title="Anders")
    rows = (DATA / "hoorn-medewerkers.csv").read_text("utf-8-sig").splitlines()
    wrong = [row.replace("@", " ") for row in rows[-60:]]
    upload(page, "\n".join([*rows[:-60], *wrong]))
    found = set()
    for number in range(1, 14):
        found |= {row.line for row in page.get(at("preview"), {"page": number}).context["page"]}
    assert found == set(range(2, 642))
    for outcome, count in (("wrong", 60), ("changed", 1), ("unchanged", 579), ("new", 0)):
        response = page.get(at("preview"), {"show": outcome})
        assert response.context["page"].paginator.count == count
    assert "Anders" in page.get(at("preview"), {"show": "changed"}).content.decode()


def test_the_same_file_again_has_nothing_to_carry_through(
    page: Client, hoorn: Organisation
) -> None:
    upload(page, text(PETRA, DAAN))
    page.post(at("apply"))
    PeopleImport.objects.all().delete()
    upload(page, text(PETRA, DAAN))
    response = page.get(at("preview"))
    assert response.context["counts"] == {"new": 0, "changed": 0, "unchanged": 2, "wrong": 0}
    assert at("apply") not in response.content.decode()


def test_a_double_click_writes_once(page: Client, hoorn: Organisation) -> None:
    upload(page, text(PETRA, DAAN))
    first, second = page.post(at("apply")), page.post(at("apply"))
    assert first.headers["Location"] == second.headers["Location"] == at("result")
    assert PeopleImport.objects.get().summary["new"] == 2
    assert hoorn.people.count() == 3


def test_what_changed_since_the_preview_is_shown_before_anything_is_written(
    page: Client, hoorn: Organisation
) -> None:
    upload(page, text(PETRA, DAAN))
    make_person("Iemand Anders", email="d.visser@hoorn.example", number="555")
    response = page.post(at("apply"), follow=True)
    assert response.redirect_chain == [(at("preview"), 302)]
    assert "Er is niets opgeslagen" in response.content.decode()
    assert response.context["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "wrong": 1}
    assert not Person.objects.filter(number__in=["1", "2"]).exists()
    page.post(at("apply"))
    assert set(Person.objects.filter(number__in=["1", "2"]).values_list("number", flat=True)) == {
        "1"
    }


def test_wrong_rows_come_back_as_a_file_that_works_out_no_formula(
    page: Client, hoorn: Organisation
) -> None:
    bring_in(hoorn, "hoorn-medewerkers.csv")
    upload(page, (DATA / WITH_FAULTS).read_bytes())
    page.post(at("apply"))
    assert hoorn.people.filter(number__in=["11326", "11341"]).count() == 2

    body = page.get(at("wrong", "csv")).content.decode("utf-8-sig")
    table = list(csv.reader(io.StringIO(body), delimiter=";"))
    assert table[0] == [*HEADINGS.split(";"), "Reden"]
    assert [row[0] for row in table[1:]] == [
        "11328", "11331", "11332", "11333", "10087", "11336", "11337", "11339",
    ]  # fmt: skip
    assert table[-1][3] == '\'=HYPERLINK("x")'
    assert table[-1][-1].startswith("Achternaam: hier staat een formule.")

    book = openpyxl.load_workbook(io.BytesIO(page.get(at("wrong", "xlsx")).content))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert len(cells) == 9 * 13
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_mended_rows_come_in_with_the_file_of_wrong_rows(page: Client, hoorn: Organisation) -> None:
    bring_in(hoorn, "hoorn-medewerkers.csv")
    upload(page, (DATA / WITH_FAULTS).read_bytes())
    page.post(at("apply"))
    body = page.get(at("wrong", "xlsx")).content
    PeopleImport.objects.all().delete()
    book = openpyxl.load_workbook(io.BytesIO(body))
    sheet = book.active
    assert sheet is not None
    for row in list(sheet.iter_rows(min_row=2)):
        if row[0].value == "11328":
            row[4].value = "m.riet@hoorn.example"
    stream = io.BytesIO()
    book.save(stream)
    upload(page, stream.getvalue(), "foute-regels.xlsx")
    assert page.get(at("preview")).context["counts"]["new"] == 1
    page.post(at("apply"))
    assert Person.objects.get(number="11328").email == "m.riet@hoorn.example"


def test_new_teams_are_made_when_the_adviser_ticks_so(page: Client, hoorn: Organisation) -> None:
    bring_in(hoorn, "hoorn-medewerkers.csv")
    upload(page, (DATA / WITH_FAULTS).read_bytes())
    assert page.get(at("preview")).context["counts"]["wrong"] == 8
    page.post(at("teams"), {"makes_teams": "on"})
    assert page.get(at("preview")).context["counts"]["wrong"] == 7
    assert not Team.objects.filter(name="Team dat niet bestaat").exists()
    page.post(at("teams"))
    assert page.get(at("preview")).context["counts"]["wrong"] == 8
    page.post(at("teams"), {"makes_teams": "on"})
    page.post(at("apply"))
    assert Team.objects.filter(name="Team dat niet bestaat").exists()


def test_unknown_headings_are_asked_about(page: Client, hoorn: Organisation) -> None:
    headings = "Code;Roep;Familie;Postbus"
    address = upload(page, text("1;Petra;Hoekstra;p@hoorn.example", headings=headings))
    assert address == at("columns")
    assert page.get(at("preview")).headers["Location"] == at("columns")
    assert page.post(at("apply")).headers["Location"] == at("columns")
    fields = ("number", "given_name", "family_name", "email")
    chosen = {f"column_{place}": key for place, key in enumerate(fields)}
    response = page.post(at("columns"), chosen | {"column_3": "number"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"__all__", "column_0", "column_3"}
    assert page.post(at("columns"), chosen).headers["Location"] == at("preview")
    page.post(at("apply"))
    assert Person.objects.get(number="1").name == "Petra Hoekstra"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("", "Dit bestand is leeg."),
        (HEADINGS, "geen collega’s eronder"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "geen CSV- of Excel-bestand"),
        ("Voornaam;Achternaam\nDaan;Visser", "ontbreken: Personeelsnummer, E-mailadres. Gevonden"),
        ("hallo\nwereld", "Deze kolommen ontbreken"),
        (text(*[PETRA] * 20_000), "meer dan 10.000 regels"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_and_not_kept(
    page: Client, data: bytes | str, words: str
) -> None:
    assert words in upload(page, data)
    assert not PeopleImport.objects.exists()


def test_a_new_upload_takes_the_place_of_an_unfinished_one(page: Client) -> None:
    upload(page, text(PETRA))
    first = PeopleImport.objects.get()
    upload(page, text(PETRA, DAAN))
    assert PeopleImport.objects.get().pk != first.pk
    assert not first.file.storage.exists(first.file.name)


def test_an_import_exists_for_the_advisers_of_its_organisation_alone(
    page: Client, client: Client
) -> None:
    upload(page, text(PETRA))
    for stranger in (make_adviser(make_organisation("enkhuizen")), make_person()):
        client.force_login(stranger)
        for name in ("preview", "columns", "result"):
            assert client.get(at(name)).status_code == 404
        for name in ("apply", "teams"):
            assert client.post(at(name)).status_code == 404
        assert client.get(at("wrong", "csv")).status_code == 404
    assert not Person.objects.filter(number="1").exists()


def test_an_adviser_cannot_bring_people_into_another_organisation(page: Client) -> None:
    other = make_organisation("enkhuizen")
    file = SimpleUploadedFile("lijst.csv", text(PETRA).encode())
    page.post(reverse("people:import"), {"file": file, "organisation": other.pk})
    assert not PeopleImport.objects.filter(organisation=other).exists()


def test_the_result_leads_to_the_new_colleagues(page: Client, hoorn: Organisation) -> None:
    soon = (NOW + timedelta(days=20)).strftime("%d-%m-%Y")
    upload(page, text(PETRA, DAAN.replace("01-02-2027", soon)))
    response = page.post(at("apply"), follow=True)
    assert response.context["newcomers"] == 1
    assert "Eén nieuwe collega" in response.content.decode()
