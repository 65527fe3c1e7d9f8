"""The list of mentors is narrowed to who can be asked now, to why not, and by name."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import Agreement
from mentorship.people.models import Person
from tests.cast import NOW, make_adviser, make_newcomer, make_organisation, make_person
from tests.matching.cast import make_mentor, pair_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
EVERYBODY = {"Anja", "Bea", "Cees", "Dirk", "Eva"}


@pytest.fixture
def sanne() -> Person:
    sanne = make_adviser()
    make_mentor("Anja Smit", capacity=2)
    pair_up(make_mentor("Bea Bos"), make_newcomer("Noor Jansen"), by=sanne)
    make_mentor("Cees Kok", paused_until=NOW.date() + timedelta(days=9))
    manager = make_person("Petra Hoekstra")
    make_mentor("Dirk Meer", manager=manager)
    make_mentor("Eva Post", trained=False)
    make_mentor("Maud Elders", organisation=make_organisation("medemblik"))
    return sanne


def shown(client: Client, adviser: Person, **query: str) -> set[str]:
    client.force_login(adviser)
    answer = client.post(reverse("matching:mentors"), query, follow=True)
    return {person.given_name for person, _one in answer.context["rows"]}


@pytest.mark.parametrize(
    ("show", "names"),
    [
        ("", EVERYBODY),
        ("room", {"Anja"}),
        ("full", {"Bea"}),
        ("training", set()),
        ("manager", {"Dirk"}),
        ("break", {"Cees"}),
        ("nonsense", EVERYBODY),
    ],
)
def test_the_list_is_narrowed_to_what_the_adviser_looks_for(
    show: str, names: set[str], client: Client, sanne: Person
) -> None:
    assert not Agreement.objects.exists()
    assert shown(client, sanne, show=show) == names


def test_a_name_and_a_way_to_look_go_together(client: Client, sanne: Person) -> None:
    assert shown(client, sanne, q="smit") == {"Anja"}
    assert shown(client, sanne, q="smit", show="full") == set()
    assert shown(client, sanne, q="elders") == set()


def test_each_way_to_look_says_how_many_and_nobody_found_leads_on(
    client: Client, sanne: Person
) -> None:
    client.force_login(sanne)
    text = client.post(reverse("matching:mentors"), {"q": "zzz"}, follow=True).content.decode()
    assert "alle mentoren (5)" in text
    assert "heeft nu plaats (1)" in text
    assert "Geen mentor past hierbij." in text
    assert f'href="{reverse("matching:mentors")}">Toon alle mentoren' in text
