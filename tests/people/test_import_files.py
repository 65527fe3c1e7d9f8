"""The files as HR systems write them, with exact outcomes."""

import pytest
from django.utils.translation import override

from mentorship.people.models import Organisation, Person, Team
from tests.cast import make_organisation
from tests.people.staff import bring_in, file_of, list_of, reasons

pytestmark = pytest.mark.django_db
STAFF = "hoorn-medewerkers.csv"


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


def counts(organisation: Organisation, name: str) -> tuple[int, int, int, int]:
    found = list_of(organisation, file_of(name)).judge().counts
    return found["new"], found["changed"], found["unchanged"], found["wrong"]


def test_a_first_staff_list_brings_everybody_with_team_and_manager(hoorn: Organisation) -> None:
    assert counts(hoorn, STAFF) == (640, 0, 0, 0)
    assert not Person.objects.exists()  # judging writes nothing
    assert not Team.objects.exists()
    bring_in(hoorn, STAFF)
    assert hoorn.people.count() == 640
    assert hoorn.teams.count() == 27
    zoe = Person.objects.get(number="10023")
    assert (zoe.name, zoe.sort_name) == ("Zoë van der Wensen", "Wensen, Zoë van der")
    assert str(zoe.team) == "Toezicht en Handhaving"
    nobody = hoorn.people.filter(manager=None).values_list("job_title", flat=True)
    assert set(nobody) == {"Teammanager"}
    assert not zoe.has_usable_password()


@pytest.mark.parametrize(
    ("name", "new"),
    [
        ("hoorn-instroom-2026-12.csv", 6),
        ("hoorn-instroom-2027-01.csv", 9),
        ("hoorn-instroom-2027-02.csv", 7),
        ("hoorn-instroom-2027-02.xlsx", 7),
    ],
)
def test_newcomers_of_a_month_come_in_and_the_same_file_again_changes_nothing(
    hoorn: Organisation, name: str, new: int
) -> None:
    bring_in(hoorn, STAFF)
    assert counts(hoorn, name) == (new, 0, 0, 0)
    bring_in(hoorn, name)
    assert counts(hoorn, name) == (0, 0, new, 0)
    assert counts(hoorn, STAFF) == (0, 0, 640, 0)
    assert hoorn.people.count() == 640 + new  # who is not in the file stays


def test_the_workbook_and_the_csv_of_one_month_say_the_same(hoorn: Organisation) -> None:
    bring_in(hoorn, STAFF, "hoorn-instroom-2027-02.csv")
    assert counts(hoorn, "hoorn-instroom-2027-02.xlsx") == (0, 0, 7, 0)


def test_two_organisations_live_beside_each_other(hoorn: Organisation) -> None:
    medemblik = make_organisation("medemblik")
    bring_in(hoorn, STAFF)
    bring_in(medemblik, "medemblik-medewerkers.csv")
    assert medemblik.people.count() == 310
    assert counts(medemblik, "medemblik-medewerkers.csv") == (0, 0, 310, 0)


def test_each_of_eight_faults_has_its_reason_and_the_other_rows_come_in(
    hoorn: Organisation,
) -> None:
    bring_in(hoorn, STAFF)
    with override("nl"):
        judgement = list_of(hoorn, file_of("hoorn-instroom-2027-03-met-fouten.csv")).write()
    assert judgement.counts == {"new": 2, "changed": 0, "unchanged": 0, "wrong": 8}
    assert reasons(judgement) == {
        "Maxim Riet": ["E-mailadres: “geen-mailadres” is geen e-mailadres."],
        "Wout Keijser": ["Regel 2 heeft hetzelfde e-mailadres."],
        "Nienke Dillen": ["Eerste werkdag: 31-02-2027 is geen datum die bestaat."],
        "Sam Bruijne": ["Leidinggevende 99999 staat niet in dit bestand en ook niet in Wegwijs."],
        "Veerle van der Hoek": ["Nummer 10087 hoort bij Wessel Maes."],
        "Myrthe": ["Achternaam: dit ontbreekt."],
        "Fiene van den Waderle": [
            "Team “Team dat niet bestaat” bestaat niet bij afdeling “Ruimte”."
        ],
        'Sem =HYPERLINK("x")': [
            "Achternaam: hier staat een formule. Zet de uitkomst ervoor in de plaats."
        ],
    }
    came_in = set(Person.objects.filter(starts_on__year=2027, starts_on__month=3, starts_on__day=15)
                  .values_list("number", flat=True))  # fmt: skip
    assert {"11326", "11341"} <= came_in
    assert hoorn.people.count() == 642
    assert Person.objects.get(number="10087").name == "Wessel Maes"


def test_an_unknown_team_is_made_when_the_adviser_says_so(hoorn: Organisation) -> None:
    bring_in(hoorn, STAFF)
    file = file_of("hoorn-instroom-2027-03-met-fouten.csv")
    judgement = list_of(hoorn, file, makes_teams=True).write()
    assert judgement.new_teams == ["Ruimte: Team dat niet bestaat"]
    assert "Fiene van den Waderle" not in reasons(judgement)
    assert str(Person.objects.get(number="11337").team) == "Team dat niet bestaat"
