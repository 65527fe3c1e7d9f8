"""A mentor who goes while a question to them is still open."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from matching.attention import lines
from matching.models import MentorProfile
from mentorship.declare import Line
from mentorship.people.models import Person
from tests.cast import NOW, make_adviser, make_newcomer, make_organisation
from tests.matching.cast import asked, make_mentor, pair_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def sanne() -> Person:
    return make_adviser()


def leaves(person: Person, day: date) -> None:
    Person.objects.filter(pk=person.pk).update(leaves_on=day)


def asked_lines(adviser: Person) -> list[Line]:
    return [one for one in lines(adviser, NOW) if "gevraagd" in one.what and "kan" in one.what]


def test_a_mentor_who_leaves_with_only_an_open_question_is_a_line_of_today(
    sanne: Person, client: Client
) -> None:
    piet = make_mentor("Piet Post")
    asked(piet, make_newcomer("Noor Jansen", starts_on=date(2027, 1, 18)), by=sanne)
    asked(make_mentor("Anja Smit"), make_newcomer("Sem Kok"), by=sanne)
    assert not asked_lines(sanne)
    leaves(piet, date(2027, 3, 1))
    [line] = asked_lines(sanne)
    assert line.count == 1
    assert line.detail == "Piet Post vertrekt op maandag 1 maart en heeft nog niet geantwoord"
    client.force_login(sanne)
    page = client.get(line.url).content.decode()
    assert line.url == reverse("matching:handover", args=[piet.pk])
    assert "Piet Post vertrekt op maandag 1 maart." in page
    assert "Noor Jansen" in page
    assert "begeleidt nu niemand" not in page


@pytest.mark.parametrize(("days", "named"), [(20, False), (21, True)])
def test_a_long_break_counts_and_a_short_one_does_not(
    days: int, named: bool, sanne: Person
) -> None:
    piet = make_mentor("Piet Post")
    asked(piet, make_newcomer("Noor Jansen", starts_on=date(2027, 1, 18)), by=sanne)
    MentorProfile.objects.filter(person=piet).update(paused_until=NOW.date() + timedelta(days=days))
    assert bool(asked_lines(sanne)) is named


def test_who_also_guides_somebody_is_named_once(sanne: Person) -> None:
    piet = make_mentor("Piet Post", capacity=3)
    pair_up(piet, make_newcomer("Daan Visser", starts_on=date(2027, 1, 4)), by=sanne)
    asked(piet, make_newcomer("Noor Jansen", starts_on=date(2027, 1, 18)), by=sanne)
    leaves(piet, date(2027, 3, 1))
    assert not asked_lines(sanne)
    assert any("niet verder" in one.what for one in lines(sanne, NOW))


def test_another_adviser_s_question_is_no_line(sanne: Person) -> None:
    piet = make_mentor("Piet Post")
    asked(piet, make_newcomer("Noor Jansen", starts_on=date(2027, 1, 18)), by=sanne)
    leaves(piet, date(2027, 3, 1))
    elsewhere = make_adviser(make_organisation("medemblik"))
    assert not asked_lines(elsewhere)
