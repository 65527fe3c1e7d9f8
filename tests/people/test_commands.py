"""import_people, and the people of the demo."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from mentorship.people import demo
from mentorship.people.models import Organisation, Person, Role, Team
from tests.cast import make_organisation
from tests.people.staff import DATA, bring_in

pytestmark = pytest.mark.django_db


def run(path: Path, *flags: str, organisation: str = "hoorn") -> list[str]:
    said = StringIO()
    call_command("import_people", str(path), *flags, organisation=organisation, stdout=said)
    return said.getvalue().splitlines()


def test_the_command_counts_and_names_each_wrong_row() -> None:
    hoorn = make_organisation()
    staff = DATA / "hoorn-medewerkers.csv"
    assert run(staff, "--dry-run") == ["640 nieuw, 0 gewijzigd, 0 ongewijzigd, 0 fout"]
    assert not Person.objects.exists()
    run(staff)
    assert run(staff) == ["0 nieuw, 0 gewijzigd, 640 ongewijzigd, 0 fout"]
    said = run(DATA / "hoorn-instroom-2027-03-met-fouten.csv")
    assert said[0] == "2 nieuw, 0 gewijzigd, 0 ongewijzigd, 8 fout"
    assert said[5] == "  7: Veerle van der Hoek: Nummer 10087 hoort bij Wessel Maes."
    assert len(said) == 9
    assert hoorn.people.count() == 642


def test_new_teams_can_be_made_from_the_command() -> None:
    bring_in(make_organisation(), "hoorn-medewerkers.csv")
    said = run(DATA / "hoorn-instroom-2027-03-met-fouten.csv", "--new-teams")
    assert said[0] == "3 nieuw, 0 gewijzigd, 0 ongewijzigd, 7 fout"
    assert Team.objects.filter(name="Team dat niet bestaat").exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Dit bestand is leeg."),
        (b"MZ\x00\x00", "geen CSV- of Excel-bestand"),
        (b"Voornaam;Achternaam\nDaan;Visser", "ontbreken: Personeelsnummer, E-mailadres."),
    ],
)
def test_a_file_that_cannot_be_read_ends_the_command_with_one_sentence(
    tmp_path: Path, content: bytes, words: str
) -> None:
    make_organisation()
    path = tmp_path / "lijst.csv"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=words) as raised:
        run(path)
    assert raised.value.returncode == 1


def test_a_missing_file_or_organisation_is_one_sentence(tmp_path: Path) -> None:
    make_organisation()
    with pytest.raises(CommandError, match=r"weg\.csv"):
        run(tmp_path / "weg.csv")
    with pytest.raises(CommandError, match="hoorn"):
        run(DATA / "hoorn-medewerkers.csv", organisation="horn")


# --- the demo -----------------------------------------------------------------------------------


def test_the_demo_may_be_told_twice() -> None:
    for _time in range(2):
        demo.tell(timezone.now())
    assert set(Organisation.objects.values_list("slug", flat=True)) == set(demo.ORGANISATIONS)
    assert Person.objects.count() == 99
    assert Role.objects.count() == 4
    everybody = Person.objects.filter(email__in=[one.email for one in demo.ACCOUNTS])
    assert [one.check_password(demo.PASSWORD) for one in everybody] == [True] * 8
    daan = Person.objects.get(email="nieuw@hoorn.example")
    assert daan in Person.objects.newcomers(timezone.localdate())
    assert daan.manager == Person.objects.get(email="manager@hoorn.example")
    assert daan.team == Person.objects.get(email="mentor@hoorn.example").team


def test_a_real_staff_list_fits_beside_the_demo() -> None:
    demo.tell(timezone.now())
    hoorn = Organisation.objects.get(slug="hoorn")
    bring_in(hoorn, "hoorn-medewerkers.csv")
    assert hoorn.people.count() == 69 + 640


def test_the_demo_is_refused_outside_debug(settings: object) -> None:
    with pytest.raises(CommandError, match="--force"):
        call_command("demo")
    assert not Person.objects.exists()
