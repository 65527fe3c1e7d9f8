"""Searching by name, while no name stands in any address."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from mentorship.people.searching import LONGEST
from tests.cast import make_adviser, make_newcomer, make_organisation, make_person
from tests.matching.cast import make_mentor, pair_up

pytestmark = pytest.mark.django_db
WHERE = ["people:list", "matching:mentors", "matching:new_mentor", "matching:pairs"]


@pytest.fixture
def desk(client: Client) -> Client:
    """An adviser with colleagues, mentors and a pair that are all called Visser."""
    sanne = make_adviser()
    make_person("Kees Visser")
    pair_up(make_mentor("Joris Visser"), make_newcomer("Daan Visser"), by=sanne)
    client.force_login(sanne)
    return client


@pytest.mark.parametrize("name", WHERE)
def test_a_name_that_is_searched_for_stands_in_no_address(desk: Client, name: str) -> None:
    answer = desk.post(reverse(name), {"q": "Visser", "show": ""}, follow=True)

    page = answer.content.decode()
    [(address, status)] = answer.redirect_chain
    assert status == 302
    assert re.fullmatch(rf"{reverse(name)}\?found=\w{{10}}", address)
    assert 'value="Visser"' in page
    assert "Visser" in re.sub(r'value="Visser"', "", page)  # and somebody was found
    links = re.findall(r'(?:href|action)="([^"]*)"', page)
    assert [link for link in links if "isser" in link] == []


@pytest.mark.parametrize("name", WHERE)
def test_the_address_of_a_search_can_be_opened_again_and_an_older_one_too(
    desk: Client, name: str
) -> None:
    first = desk.post(reverse(name), {"q": "Visser"})["Location"]
    second = desk.post(reverse(name), {"q": "Zzz"})["Location"]

    assert desk.post(reverse(name), {"q": "Visser"})["Location"] == first
    assert 'value="Visser"' in desk.get(first).content.decode()
    assert 'value="Zzz"' in desk.get(second).content.decode()


@pytest.mark.parametrize("name", WHERE)
def test_a_search_of_somebody_else_and_a_name_in_an_address_find_nothing(
    desk: Client, name: str
) -> None:
    address = desk.post(reverse(name), {"q": "Visser"})["Location"]
    other = Client()
    other.force_login(make_adviser())

    for asked in (address, f"{reverse(name)}?q=Visser", f"{reverse(name)}?found=made-up"):
        assert 'value="Visser"' not in other.get(asked).content.decode()


@pytest.mark.parametrize("name", WHERE)
def test_who_may_not_open_the_page_searches_nothing(name: str) -> None:
    stranger = Client()
    stranger.force_login(make_person(organisation=make_organisation("medemblik")))

    assert stranger.post(reverse(name), {"q": "Visser"}).status_code == 404


def test_the_pages_and_tabs_of_a_search_keep_it(desk: Client) -> None:
    for number in range(60):
        make_person(f"Anne{number} Visser")
    page = desk.post(reverse("people:list"), {"q": "visser"}, follow=True).content.decode()

    links = re.findall(r'href="(\?[^"]*)"', page)
    assert len([one for one in links if "page=2" in one]) == 1
    for link in links:
        kept = desk.get(reverse("people:list") + link.replace("&amp;", "&")).content.decode()
        assert 'value="visser"' in kept, link


def test_an_empty_search_shows_all_and_only_the_last_twenty_are_kept(desk: Client) -> None:
    every = [desk.post(reverse("people:list"), {"q": f"Naam{one}"}) for one in range(25)]

    assert desk.post(reverse("people:list"), {"q": " ", "show": ""})["Location"] == reverse(
        "people:list"
    )
    assert set(desk.session["searches"].values()) == {f"Naam{one}" for one in range(5, 25)}
    assert desk.get(every[0]["Location"]).status_code == 200


@pytest.mark.parametrize("name", WHERE)
def test_it_works_with_the_token_of_the_page_alone(desk: Client, name: str) -> None:
    """As a browser without a script posts it."""
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = desk.cookies
    page = strict.get(reverse(name)).content.decode()
    [form] = re.findall(r'<form method="post"[^>]*role="search".*?</form>', page, re.S)
    [token] = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form)

    assert strict.post(reverse(name), {"q": "Visser"}).status_code == 403
    answer = strict.post(reverse(name), {"q": "Visser", "csrfmiddlewaretoken": token})
    assert answer.status_code == 302


@pytest.mark.parametrize("name", WHERE)
def test_what_is_too_long_to_search_for_is_cut_to_what_the_page_takes(
    desk: Client, name: str
) -> None:
    page = desk.post(reverse(name), {"q": "x" * 300}, follow=True).content.decode()

    assert f'value="{"x" * LONGEST}"' in page
    assert f'maxlength="{LONGEST}"' in page
    assert "Visser" not in page  # it was searched for, and not left out as too long
