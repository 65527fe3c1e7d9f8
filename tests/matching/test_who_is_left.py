"""Who stays without a mentor: why, in words that are true, and what would help most."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.board import load_board
from matching.criteria import HARD
from matching.nobody_can import COUNTED
from matching.relief import who_is_left
from mentorship.people.models import Person
from tests.cast import NOW, make_adviser, make_newcomer, make_organisation, make_person
from tests.matching.cast import asked, make_mentor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def sanne(client: Client) -> Person:
    adviser = make_adviser()
    client.force_login(adviser)
    return adviser


def board_of(client: Client) -> Any:
    answer = client.get(reverse("matching:board"))
    assert answer.status_code == 200
    return answer


def text_of(client: Client) -> str:
    return " ".join(board_of(client).content.decode().split())


def test_who_is_left_reads_why_and_what_would_help_most(client: Client, sanne: Person) -> None:
    for number in range(3):
        make_newcomer(f"Nieuw{number}", starts_on=date(2027, 2, 1 + number))
    make_mentor("Anja Smit")
    make_mentor("Ellen Singh", capacity=2, paused_until=date(2027, 6, 1))
    [left] = who_is_left(load_board(make_organisation(), NOW))
    assert [one.given_name for one in left.newcomers] == ["Nieuw1", "Nieuw2"]
    assert left.why == "Drie nieuwe collega’s kunnen alleen bij Anja Smit, met één plaats."
    assert [(one.text, one.then) for one in left.helps] == [
        ("de pauze van Ellen Singh eindigt eerder", "Dan hebben er twee meer een mentor."),
        ("één plaats meer bij Anja Smit", "Dan heeft er één meer een mentor."),
    ]
    text = text_of(client)
    assert left.why in text
    assert reverse("matching:mentor", args=[left.helps[0].mentor.pk]) in text


def test_when_all_are_full_the_others_read_so_together_and_one_more_place_is_offered(
    client: Client, sanne: Person
) -> None:
    """So the board stands after nearly every round."""
    first, *_others = [
        make_newcomer(f"Nieuw{number}", starts_on=date(2027, 2, 1 + number)) for number in range(4)
    ]
    anja = make_mentor("Anja Smit")
    make_mentor("Ellen Singh", paused_until=date(2027, 6, 1))
    for name in ("Joris Meer", "Bram Vos", "Iris Kok"):
        make_mentor(name, trained=False)
    asked(anja, first)
    [left] = who_is_left(load_board(make_organisation(), NOW))
    assert [one.given_name for one in left.newcomers] == ["Nieuw1", "Nieuw2", "Nieuw3"]
    assert left.why == (
        "Geen mentor kan nu: drie zijn nog niet opgeleid,"
        " één heeft pauze en één heeft geen plaats vrij."
    )
    assert [(one.text, one.mentor) for one in left.helps] == [
        ("één plaats meer bij Anja Smit", anja),
        ("de pauze van Ellen Singh eindigt eerder", Person.objects.get(family_name="Singh")),
    ]
    assert left.why in text_of(client)


def test_whom_nobody_may_guide_is_apart_from_those_for_whom_all_are_full(
    client: Client, sanne: Person
) -> None:
    baas = make_mentor("Petra Hoekstra", capacity=0)
    daan = make_newcomer("Daan Visser", manager=baas)
    noor, sem = make_newcomer("Noor Jansen"), make_newcomer("Sem Kok")
    full, none = who_is_left(load_board(make_organisation(), NOW))
    assert (set(full.newcomers), none.newcomers) == ({noor, sem}, [daan])
    assert full.why == "Geen mentor kan nu: één heeft geen plaats vrij."
    assert none.why == "Geen mentor kan nu: één staat in dezelfde lijn."
    assert [one.text for one in full.helps] == ["één plaats meer bij Petra Hoekstra"]
    assert none.helps == []


def test_where_there_is_no_mentor_at_all_it_says_that(client: Client, sanne: Person) -> None:
    make_newcomer("Daan Visser")
    [left] = who_is_left(load_board(make_organisation(), NOW))
    assert left.why == "Er is nog geen mentor."


def test_the_rarest_reasons_are_counted_together(client: Client, sanne: Person) -> None:
    make_newcomer("Daan Visser")
    for name in ("Joris Meer", "Bram Vos"):
        make_mentor(name, capacity=0)
    make_mentor("Iris Kok", trained=False)
    make_mentor("Ellen Singh", paused_until=date(2027, 6, 1))
    make_mentor("Tom Bos", leaves_on=date(2027, 3, 1))
    make_mentor("Lot Dam", available_until=date(2027, 3, 1))
    [left] = who_is_left(load_board(make_organisation(), NOW))
    assert left.why == (
        "Geen mentor kan nu: twee hebben geen plaats vrij, één is nog niet opgeleid,"
        " één vertrekt binnenkort en twee andere kunnen ook niet."
    )


def test_every_hard_row_can_be_counted() -> None:
    assert list(COUNTED) == [row.key for row in HARD]


HELPS: list[tuple[dict[str, Any], str]] = [
    ({"capacity": 0}, "één plaats meer bij Joris Meer"),
    ({"available_until": date(2027, 3, 1)}, "Joris Meer is de hele periode beschikbaar"),
    ({"manager": True}, "de leidinggevende van Joris Meer is akkoord met de tijd"),
    ({"apart": True}, "je maakt ‘niet deze twee’ los bij Joris Meer"),
]


@pytest.mark.parametrize(("facts", "text"), HELPS)
def test_each_row_that_can_change_is_named_as_help(
    facts: dict[str, Any], text: str, sanne: Person
) -> None:
    daan = make_newcomer("Daan Visser")
    offer = {key: value for key, value in facts.items() if key not in ("manager", "apart")}
    joris = make_mentor("Joris Meer", **offer)
    if "manager" in facts:
        Person.objects.filter(pk=joris.pk).update(manager=make_person("Petra Hoekstra"))
    if "apart" in facts:
        daan.rulings.create(mentor=joris, kind="apart", made_by=sanne)
    [left] = who_is_left(load_board(make_organisation(), NOW))
    assert [one.text for one in left.helps] == [text]


def test_nobody_is_left_when_there_is_room(client: Client, sanne: Person) -> None:
    make_newcomer("Daan Visser")
    make_mentor("Joris Meer")
    assert who_is_left(load_board(make_organisation(), NOW)) == []
    assert 'id="left"' not in text_of(client)


def test_of_many_who_are_left_a_few_are_named_and_the_others_counted(
    client: Client, sanne: Person
) -> None:
    for number in range(8):
        make_newcomer(f"Nieuw Nummer{number}")
    make_mentor("Joris Meer")
    board = board_of(client)
    [left] = board.context["left"]
    assert (len(left.newcomers), len(left.named), left.unnamed) == (7, 4, 3)
    assert "en nog 3 anderen" in text_of(client)
    assert len(board.context["rows"]) == 8  # nobody is hidden: each has a row
