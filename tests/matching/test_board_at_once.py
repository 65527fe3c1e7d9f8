"""A script that presses a button of the board gets the board itself, and not the way to it."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import Ruling
from mentorship.people.models import Person
from tests.cast import make_adviser, make_newcomer
from tests.matching.cast import make_mentor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SCRIPT = {"HX-Request": "true"}
TWICE = 32  # newcomers: a second page of the board


@pytest.fixture
def mentors(client: Client) -> list[Person]:
    client.force_login(make_adviser())
    for number in range(TWICE):
        make_newcomer(f"Nieuw{number:02}", starts_on=date(2027, 2, 1) + timedelta(days=number))
    return [make_mentor(f"Mentor{number:02}", capacity=2) for number in range(8)]


def on_page_two(client: Client) -> list[Person]:
    page = client.get(reverse("matching:board"), {"page": 2})
    return [one.newcomer for one in page.context["rows"]]


def press(client: Client, newcomer: Person, ruling: str, **more: Any) -> Any:
    sent = {"ruling": ruling, f"seen-{newcomer.pk}": "-", "page": "2"} | more
    url = reverse("matching:rule", args=[newcomer.pk])
    return client.post(url, sent, headers=SCRIPT)


def main_of(answer: Any) -> str:
    """The part that the script puts in place; a token against forgery differs each time."""
    [part] = re.findall(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", part)


@pytest.mark.parametrize("word", ["together", "apart"])
def test_the_answer_is_the_board_as_it_would_be_loaded(
    word: str, client: Client, mentors: list[Person]
) -> None:
    first, other = on_page_two(client)[:2]
    answer = press(client, first, f"{word}.{mentors[3].pk}", offered=[first.pk, other.pk])
    assert answer.status_code == 200
    assert Ruling.objects.get().kind == word
    assert {one.pk for one in on_page_two(client)} >= {first.pk, other.pk}
    address: dict[str, Any] = {
        "organisation": "hoorn",
        "page": 2,
        "skip": sorted([str(first.pk), str(other.pk)]),
    }
    assert main_of(answer) == main_of(client.get(reverse("matching:board"), address))
    assert f"organisation=hoorn&amp;page=1&amp;skip={first.pk}" in main_of(answer)


def test_what_was_done_stands_above_it_with_its_undo(client: Client, mentors: list[Person]) -> None:
    newcomer = on_page_two(client)[0]
    text = press(client, newcomer, f"together.{mentors[3].pk}").content.decode()
    assert "staan vast." in text
    assert reverse("matching:undo_ruling", args=["x"])[:-2] in text


def test_from_the_page_of_a_newcomer_it_goes_back_there(
    client: Client, mentors: list[Person]
) -> None:
    newcomer = on_page_two(client)[0]
    sent = {"from": "newcomer"}
    answer = press(client, newcomer, f"together.{mentors[3].pk}", **sent)
    assert answer.url == reverse("matching:suggest", args=[newcomer.pk])
