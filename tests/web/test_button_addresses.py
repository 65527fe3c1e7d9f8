"""The address of a button, opened as a page: it says so kindly, and leads to the button's page."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.pages.conftest import world as world
from tests.pages.page import Page
from tests.pages.table import PAGES
from tests.pages.world import World

pytestmark = pytest.mark.django_db
BUTTONS = [one for one in PAGES if one.get is None]
BACK = re.compile(r'<a class="button" href="([^"]+)"')
ROUNDABOUT = 2  # an undo below a button is two pages away


def ways_back(page: Page, world: World) -> list[int]:
    """What is answered at the address of the button, and at each way back from there."""
    client = Client()
    if page.who != "anonymous":
        client.force_login(world.person(page.who))
    answer = client.get(reverse(page.name, kwargs=page.args(world)) + page.query)
    found = [answer.status_code]
    while answer.status_code == 405 and len(found) <= ROUNDABOUT + 1:
        said = answer.content.decode()
        assert "Op dit adres staat geen pagina" in said, page.label
        assert answer["Allow"] == "POST", page.label
        answer = client.get(BACK.findall(said)[0])
        found.append(answer.status_code)
    return found


def test_the_address_of_each_button_says_so_and_leads_to_a_page(world: World) -> None:
    lost = {page.label: ways_back(page, world) for page in BUTTONS}
    assert len(lost) > 50
    assert {label: found for label, found in lost.items() if found[-1] not in (200, 302)} == {}
    assert {found[0] for found in lost.values()} == {405}


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("/my-new-colleague/pause/", "/my-new-colleague/"),
        ("/my-mentor/hopes/keep/", "/my-mentor/hopes/"),
        ("/pairs/1/keep/", "/"),
    ],
)
def test_the_first_way_on_is_the_page_that_the_button_stands_on(
    world: World, address: str, page: str
) -> None:
    client = Client()
    client.force_login(world.person("mentor"))
    said = client.get(address).content.decode()
    assert BACK.findall(said)[:1] == [page]


def test_what_is_sent_the_wrong_way_by_a_script_is_refused_as_ever(world: World) -> None:
    client = Client()
    client.force_login(world.person("adviser"))
    assert client.post("/today/").content == b""
