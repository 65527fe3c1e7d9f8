"""Collega's: the list, one colleague, adding and changing by hand; my details; my team."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.people.models import Person, Team
from tests.cast import (
    NOW,
    make_adviser,
    make_newcomer,
    make_organisation,
    make_person,
    make_trainer,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def adviser() -> Person:
    return make_adviser()


@pytest.fixture
def page(client: Client, adviser: Person) -> Client:
    client.force_login(adviser)
    return client


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(reverse("people:list") + query)
    return [one.name for one in response.context["page"]]


def found(client: Client, words: str, show: str = "") -> list[str]:
    answer = client.post(reverse("people:list"), {"q": words, "show": show}, follow=True)
    return [one.name for one in answer.context["page"]]


def test_without_colleagues_the_page_says_what_to_do_first(page: Client) -> None:
    make_person("Els Elders", organisation=make_organisation("enkhuizen"))
    html = page.get(reverse("people:list")).content.decode()
    assert "Lees eerst je personeelslijst in" in html
    assert reverse("people:import") in html


def test_the_list_shows_the_own_organisation_by_name_and_by_filter(page: Client) -> None:
    petra = make_person("Petra Hoekstra")
    make_person("Joris Meer", prefix="van der", manager=petra)
    make_newcomer("Daan Visser")
    make_person("Wim Weg", leaves_on=date(2027, 1, 11))
    make_person("Els Elders", organisation=make_organisation("enkhuizen"))
    assert names(page) == ["Petra Hoekstra", "Joris van der Meer", "Daan Visser", "Sanne Wit"]
    assert names(page, "?show=new") == ["Daan Visser"]
    assert names(page, "?show=managers") == ["Petra Hoekstra"]
    assert names(page, "?show=left") == ["Wim Weg"]
    assert found(page, "joris wonen") == ["Joris van der Meer"]
    assert found(page, "elders") == []
    assert names(page, "?show=nonsense&page=99") == names(page)


def test_the_list_asks_as_much_of_the_database_at_10_as_at_1000_rows(page: Client) -> None:
    organisation, team = make_organisation(), Team.objects.get(name="Wonen")
    manager = make_person("Petra Hoekstra")

    def hire(first: int, last: int) -> None:
        people = [
            Person(organisation=organisation, team=team, manager=manager, given_name="Kees",
                   family_name=f"Test{number}", email=f"k{number}@hoorn.example",
                   starts_on=date(2027, 1, 4), number=f"x{number}")
            for number in range(first, last)
        ]  # fmt: skip
        Person.objects.bulk_create(people)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert page.get(reverse("people:list")).status_code == 200
        return len(asked)

    hire(0, 10)
    few = queries()
    hire(10, 1000)
    assert queries() == few


@pytest.mark.parametrize("name", ["list", "add", "import", "organisation", "administration"])
def test_these_pages_do_not_exist_for_others(client: Client, name: str) -> None:
    for stranger in (make_person(), make_trainer()):
        client.force_login(stranger)
        assert client.get(reverse(f"people:{name}")).status_code == 404


def test_a_colleague_shows_the_file_to_adviser_manager_and_self_alone(client: Client) -> None:
    petra = make_person("Petra Hoekstra")
    daan = make_newcomer(manager=petra, number="77123")
    url = reverse("people:person", args=[daan.pk])
    for viewer in (make_adviser(), petra, daan):
        client.force_login(viewer)
        assert "77123" in client.get(url).content.decode()
    client.force_login(make_person("Bas Buur"))
    assert client.get(url).status_code == 404
    client.force_login(daan)  # whoever sees a manager does not see the manager's file
    of_petra = client.get(reverse("people:person", args=[petra.pk])).content.decode()
    assert petra.email in of_petra
    assert petra.number not in of_petra


def test_an_adviser_of_elsewhere_finds_nobody(client: Client) -> None:
    daan = make_newcomer()
    client.force_login(make_adviser(make_organisation("enkhuizen")))
    for name in ("person", "edit"):
        assert client.get(reverse(f"people:{name}", args=[daan.pk])).status_code == 404


FACTS = {
    "given_name": "Fatima", "prefix": "", "family_name": "Amrani",
    "email": "F.Amrani@hoorn.example",
    "number": "", "job_title": "Jurist", "team": "", "new_team": "", "new_department": "",
    "manager": "", "starts_on": "2027-02-01", "leaves_on": "", "hours_per_week": "32",
}  # fmt: skip


def test_a_colleague_is_added_by_hand_with_a_new_team(page: Client, adviser: Person) -> None:
    facts = FACTS | {"new_team": "Jeugd", "new_department": "Sociaal Domein"}
    response = page.post(reverse("people:add"), facts)
    fatima = Person.objects.get(email="f.amrani@hoorn.example")
    assert response.headers["Location"] == reverse("people:person", args=[fatima.pk])
    assert (fatima.organisation, str(fatima.team)) == (adviser.organisation, "Jeugd")
    assert not fatima.has_usable_password()


def test_what_cannot_be_is_said_and_not_saved(page: Client) -> None:
    make_person(email="f.amrani@hoorn.example")
    facts = FACTS | {"starts_on": "2027-02-01", "leaves_on": "2027-01-01", "new_team": "Jeugd"}
    response = page.post(reverse("people:add"), facts)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"email", "leaves_on", "new_department"}
    assert not Person.objects.filter(family_name="Amrani").exists()


def test_an_adviser_notes_a_last_day(page: Client) -> None:
    daan = make_newcomer(number="77")
    facts = FACTS | {"email": daan.email, "number": "77", "leaves_on": "2027-03-31"}
    page.post(reverse("people:edit", args=[daan.pk]), facts)
    daan.refresh_from_db()
    assert daan.leaves_on == date(2027, 3, 31)
    assert daan.name == "Fatima Amrani"


def test_a_manager_or_team_of_another_organisation_is_no_choice(page: Client) -> None:
    stranger = make_person("Els Elders", organisation=make_organisation("enkhuizen"))
    facts = FACTS | {"manager": stranger.pk, "team": stranger.team_id}
    response = page.post(reverse("people:add"), facts)
    assert set(response.context["form"].errors) == {"manager", "team"}


def test_everybody_keeps_up_phone_and_language_and_nothing_else(client: Client) -> None:
    daan = make_newcomer()
    client.force_login(daan)
    client.post(
        reverse("people:me"),
        {"phone": "0229 252 200", "language": "en", "email": "x@x.example", "is_admin": "on"},
    )
    daan.refresh_from_db()
    assert (daan.phone, daan.language, daan.is_admin) == ("0229 252 200", "en", False)
    assert daan.email != "x@x.example"


def test_my_team_shows_newcomers_first_and_nobody_of_another_team(client: Client) -> None:
    petra = make_person("Petra Hoekstra")
    joris = make_person("Joris Meer", manager=petra)
    daan = make_newcomer(manager=petra)
    make_person("Wim Weg", manager=petra, leaves_on=date(2027, 1, 11))
    make_newcomer("Noor Jansen")
    client.force_login(petra)
    response = client.get(reverse("people:team"))
    assert response.context["newcomers"] == [daan]
    assert list(response.context["others"]) == [joris]


def test_a_manager_lands_on_my_team(client: Client) -> None:
    petra = make_person("Petra Hoekstra")
    make_person("Joris Meer", manager=petra)
    client.force_login(petra)
    assert client.get("/").headers["Location"] == reverse("people:team")


@pytest.mark.parametrize("name", ["add", "import", "me", "organisation", "add_period"])
def test_a_form_sent_without_anything_in_it_says_what_is_missing(page: Client, name: str) -> None:
    assert page.post(reverse(f"people:{name}")).status_code == 422


def test_my_team_does_not_exist_for_who_has_none(client: Client) -> None:
    client.force_login(make_person())
    assert client.get(reverse("people:team")).status_code == 404
