"""Whoever answers signed in is led on; the mail's own page leads nowhere further."""

import pytest
from django.test import Client
from django.urls import reverse

from matching.links import answer_path
from matching.models import Mentorship
from mentorship.people.models import Person
from tests.cast import make_adviser, make_newcomer, make_person
from tests.matching.cast import asked, make_mentor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def joris() -> Person:
    return make_mentor("Joris Meer")


@pytest.fixture
def question(joris: Person) -> Mentorship:
    return asked(joris, make_newcomer("Daan Visser"), by=make_adviser())


def main_of(page: str) -> str:
    return page.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(("answer", "leads_to"), [("yes", "matching:my_mentees"), ("no", "home")])
def test_a_mentor_who_answers_signed_in_goes_on_from_there(
    answer: str, leads_to: str, client: Client, joris: Person, question: Mentorship
) -> None:
    client.force_login(joris)
    url = reverse("matching:answer_own", args=[question.pk])
    page = main_of(client.post(url, {"answer": answer}).content.decode())
    assert f'href="{reverse(leads_to)}"' in page
    assert f'href="mailto:{question.mentee.organisation.contact_email}"' in page  # type: ignore[union-attr]


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_the_page_of_the_mail_leads_nowhere_further(
    answer: str, client: Client, question: Mentorship
) -> None:
    page = main_of(client.post(answer_path(question), {"answer": answer}).content.decode())
    assert 'href="/' not in page


def test_a_manager_who_answers_signed_in_goes_back_to_the_team(client: Client) -> None:
    petra = make_person("Petra Hoekstra")
    anja = make_mentor("Anja Smit", manager=petra)
    client.force_login(petra)
    url = reverse("matching:has_time_own", args=[anja.pk])
    page = main_of(client.post(url, {"answer": "no"}).content.decode())
    assert f'href="{reverse("people:team")}"' in page
    assert "Met dezelfde link" not in page
