"""What concerns more than one cell or row."""

import pytest
from django.utils.translation import override

from mentorship.people.models import Organisation, Person
from tests.cast import make_organisation, make_person
from tests.people.staff import DAAN, HEADINGS, PETRA, lines, list_of, reasons

pytestmark = pytest.mark.django_db


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


def write(organisation: Organisation, *rows: str, headings: str = HEADINGS) -> dict[str, int]:
    return list_of(organisation, lines(*rows, headings=headings)).write().counts


def judge(organisation: Organisation, *rows: str) -> dict[str, list[str]]:
    with override("nl"):
        return reasons(list_of(organisation, lines(*rows)).judge())


def test_a_manager_may_stand_below_their_staff(hoorn: Organisation) -> None:
    write(hoorn, DAAN, PETRA)
    assert Person.objects.get(number="2").manager == Person.objects.get(number="1")


def test_a_manager_may_be_given_by_address(hoorn: Organisation) -> None:
    write(hoorn, PETRA, DAAN.replace(";1;01-02", ";P.Hoekstra@hoorn.example;01-02"))
    assert Person.objects.get(number="2").manager == Person.objects.get(number="1")


def test_who_stands_as_their_own_manager_has_none(hoorn: Organisation) -> None:
    write(hoorn, PETRA.replace("Teammanager;;", "Teammanager;1;"))
    assert Person.objects.get(number="1").manager is None


def test_staff_of_a_wrong_row_wait_until_it_is_mended(hoorn: Organisation) -> None:
    broken = PETRA.replace("p.hoekstra@hoorn.example", "geen")
    below = DAAN.replace("2;Daan;;Visser;d.visser", "3;Noor;;Smit;n.smit").replace(";1;", ";2;")
    assert judge(hoorn, below, broken, DAAN) == {
        "Petra Hoekstra": ["E-mailadres: “geen” is geen e-mailadres."],
        "Daan Visser": ["De regel van leidinggevende 1 is zelf fout."],
        "Noor Smit": ["De regel van leidinggevende 2 is zelf fout."],
    }


def test_a_change_is_shown_field_by_field(hoorn: Organisation) -> None:
    write(hoorn, PETRA, DAAN)
    changed = DAAN.replace("Jurist;1", "Adviseur;").replace("01-02-2027;;32", "15-02-2027;;32,5")
    judgement = list_of(hoorn, lines(PETRA, changed)).judge()
    assert [(row.name, row.outcome, row.changes) for row in judgement.rows] == [
        ("Petra Hoekstra", "unchanged", []),
        (
            "Daan Visser",
            "changed",
            [
                ["job_title", "Jurist", "Adviseur"],
                ["manager", "Petra Hoekstra", ""],
                ["starts_on", "01-02-2027", "15-02-2027"],
                ["hours_per_week", "32", "32,5"],
            ],
        ),
    ]


def test_who_marries_keeps_the_number(hoorn: Organisation) -> None:
    write(hoorn, PETRA, DAAN)
    married = DAAN.replace("Visser;d.visser", "Smit;d.smit")
    assert write(hoorn, PETRA, married) == {"new": 0, "changed": 1, "unchanged": 1, "wrong": 0}
    assert Person.objects.get(number="2").name == "Daan Smit"


def test_a_number_is_not_taken_over_by_somebody_else(hoorn: Organisation) -> None:
    write(hoorn, PETRA, DAAN)
    other = DAAN.replace("Daan;;Visser;d.visser", "Iris;;Bos;i.bos")
    assert judge(hoorn, PETRA, other) == {"Iris Bos": ["Nummer 2 hoort bij Daan Visser."]}


def test_the_first_of_two_rows_with_a_number_or_an_address_stands(hoorn: Organisation) -> None:
    same_number = DAAN.replace("Daan;;Visser;d.visser", "Iris;;Bos;i.bos")
    same_address = DAAN.replace("2;Daan;;Visser", "3;Ravi;;Singh")
    assert judge(hoorn, PETRA, DAAN, same_number, same_address) == {
        "Iris Bos": ["Regel 3 heeft hetzelfde personeelsnummer."],
        "Ravi Singh": ["Regel 3 heeft hetzelfde e-mailadres."],
    }


def test_an_address_of_another_organisation_says_no_more_than_that(hoorn: Organisation) -> None:
    make_person("Geheim Elders", organisation=make_organisation("opmeer"), email="x@elders.example")
    assert judge(hoorn, PETRA, DAAN.replace("d.visser@hoorn.example", "x@elders.example")) == {
        "Daan Visser": ["Dit e-mailadres hoort bij iemand buiten je organisatie."]
    }


def test_who_was_added_by_hand_is_known_by_the_address(hoorn: Organisation) -> None:
    by_hand = make_person("Daan Visser", email="d.visser@hoorn.example", number="")
    assert write(hoorn, PETRA, DAAN)["changed"] == 1
    by_hand.refresh_from_db()
    assert (by_hand.number, by_hand.job_title) == ("2", "Jurist")


def test_a_manager_without_a_number_stays_when_the_file_does_not_speak_of_managers(
    hoorn: Organisation,
) -> None:
    write(hoorn, PETRA, DAAN)
    by_hand = make_person("Els Hand", number="")
    Person.objects.filter(number="2").update(manager=by_hand)
    rows = ["2;Daan;Visser;d.visser@hoorn.example;Adviseur"]
    write(hoorn, *rows, headings="Nummer;Voornaam;Achternaam;E-mail;Functie")
    daan = Person.objects.get(number="2")
    assert (daan.job_title, daan.manager, str(daan.team)) == ("Adviseur", by_hand, "Wonen")


def test_a_prefix_in_one_cell_with_the_name_goes_to_its_place(hoorn: Organisation) -> None:
    together = DAAN.replace(";;Visser;", ";;van der Meer;")
    behind = PETRA.replace(";;Hoekstra;", ";;Berg, van den;")
    write(hoorn, behind, together)
    assert {one.sort_name for one in hoorn.people.all()} == {
        "Berg, Petra van den",
        "Meer, Daan van der",
    }


def test_a_last_day_before_the_first_is_wrong(hoorn: Organisation) -> None:
    row = DAAN.replace("01-02-2027;;32", "01-02-2027;31-01-2027;32")
    assert judge(hoorn, PETRA, row) == {"Daan Visser": ["De laatste werkdag ligt voor de eerste."]}


def test_team_names_are_matched_whatever_their_capitals(hoorn: Organisation) -> None:
    write(hoorn, PETRA, DAAN)
    assert write(hoorn, DAAN.replace("Ruimte;Wonen", "RUIMTE;wonen"))["unchanged"] == 1
    assert hoorn.teams.count() == 1


def test_a_department_without_teams_is_a_team_of_its_own(hoorn: Organisation) -> None:
    write(
        hoorn,
        "1;Petra;Hoekstra;p@hoorn.example;Griffie",
        headings="Personeelsnummer;Voornaam;Achternaam;Emailadres;Afdeling",
    )
    assert [(one.department, one.name) for one in hoorn.teams.all()] == [("Griffie", "Griffie")]


def test_everybody_comes_back_in_after_the_file_of_wrong_rows_is_mended(
    hoorn: Organisation,
) -> None:
    """Our own last column with reasons is no column of theirs."""
    assert write(hoorn, PETRA + ";Dit ontbreekt", headings=HEADINGS + ";Reden")["new"] == 1
