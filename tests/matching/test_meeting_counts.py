"""How often people met, in numbers for a coordinator: never of fewer than five people."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching.meeting_counts import LATELY, Met, met_lately
from matching.models import BuddyMember, BuddyPair, Conversation, Exchange, Mentorship
from mentorship.people.models import Academy, Organisation, Person, Role
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_coordinator,
    make_newcomer,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.matching.cast import as_person, make_mentor, pair_up, past_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = NOW.date()


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


@pytest.fixture
def hanneke(hoorn: Organisation) -> Person:
    return make_coordinator()


def make_pairs(organisation: Organisation, number: int) -> list[Mentorship]:
    adviser = make_adviser(organisation)
    return [
        pair_up(
            make_mentor(f"Mentor N{one}", organisation=organisation),
            make_newcomer(f"Nieuw N{one}", organisation=organisation),
            by=adviser,
        )
        for one in range(number)
    ]


def talked(pair: Mentorship, days_ago: int = 0) -> None:
    met_on = TODAY - timedelta(days=days_ago)
    Conversation.objects.create(mentorship=pair, met_on=met_on, noted_by=pair.mentee)


def make_buddies(organisation: Organisation, sizes: list[int], **facts: Any) -> list[BuddyPair]:
    cohort = past_cohort(organisation=organisation, **facts)
    pairs = [BuddyPair.objects.create(cohort=cohort, made_on=TODAY) for _ in sizes]
    for pair, size in zip(pairs, sizes, strict=True):
        for _ in range(size):
            BuddyMember.objects.create(pair=pair, enrolment=enrol(cohort))
    return pairs


def exchanged(pair: BuddyPair, days_ago: int = 0) -> None:
    someone = pair.buddy_members.first().enrolment.person  # type: ignore[union-attr]
    met_on = TODAY - timedelta(days=days_ago)
    Exchange.objects.create(pair=pair, met_on=met_on, noted_by=someone)


def test_talks_are_counted_from_five_pairs_up(hoorn: Organisation, hanneke: Person) -> None:
    pairs = make_pairs(hoorn, 4)
    talked(pairs[0])
    assert met_lately(hanneke, NOW) == []

    [fifth] = make_pairs(hoorn, 1)
    talked(fifth)
    talked(pairs[0], days_ago=20)
    assert met_lately(hanneke, NOW) == [Met(hoorn, 3, None)]


def test_exchanges_are_counted_from_five_buddies_up(hoorn: Organisation, hanneke: Person) -> None:
    [first] = make_buddies(hoorn, [2])
    exchanged(first)
    assert met_lately(hanneke, NOW) == []

    [second] = make_buddies(hoorn, [3], name="Groep lente")
    exchanged(second)
    assert met_lately(hanneke, NOW) == [Met(hoorn, None, 2)]


def test_what_is_longer_ago_counts_no_more_and_nobody_met_is_a_number_too(
    hoorn: Organisation, hanneke: Person
) -> None:
    pairs = make_pairs(hoorn, 5)
    talked(pairs[0], days_ago=LATELY.days + 1)
    buddies = make_buddies(hoorn, [2, 3])
    exchanged(buddies[0], days_ago=LATELY.days + 1)

    assert met_lately(hanneke, NOW) == [Met(hoorn, 0, 0)]


def test_who_was_no_pair_any_more_makes_no_number(hoorn: Organisation, hanneke: Person) -> None:
    """Four who run, one that ended long ago, and one that said no: too few people."""
    pairs = make_pairs(hoorn, 6)
    long_ago = NOW - LATELY - timedelta(days=1)
    Mentorship.objects.filter(pk=pairs[4].pk).update(state="ended", ended_at=long_ago)
    Mentorship.objects.filter(pk=pairs[5].pk).update(state="declined")
    buddies = make_buddies(hoorn, [2, 3])
    buddies[0].end(long_ago)

    assert met_lately(hanneke, NOW) == []


def test_another_academy_s_people_are_not_counted(hoorn: Organisation, hanneke: Person) -> None:
    elsewhere = Academy.objects.create(name="Academie elders", slug="elders")
    there = make_organisation("alkmaar", academy=elsewhere)
    for pair in make_pairs(there, 5):
        talked(pair)
    assert met_lately(hanneke, NOW) == []

    medemblik = make_organisation("medemblik")
    for pair in make_pairs(medemblik, 5):
        talked(pair)
    assert met_lately(hanneke, NOW) == [Met(medemblik, 5, None)]
    cor = make_person("Cor Elders", organisation=None)
    Role.objects.create(person=cor, kind="coordinator", academy=elsewhere)
    assert met_lately(cor, NOW) == [Met(there, 5, None)]


def test_the_coordinator_reads_numbers_and_no_name_and_nobody_else_does(
    client: Client, hoorn: Organisation, hanneke: Person
) -> None:
    pairs = make_pairs(hoorn, 5)
    for pair in pairs:
        talked(pair)
    page = as_person(client, hanneke).get(reverse("programmes:overview")).content.decode()
    assert "Hoe vaak mensen elkaar spraken" in page
    assert "te weinig mensen" in page
    assert "Nieuw N" not in page
    assert "Mentor N" not in page

    for viewer in (pairs[0].asked_by, pairs[0].mentor, make_trainer(), make_person()):
        assert not Conversation.objects.counted_for(viewer).exists()
        assert not Exchange.objects.counted_for(viewer).exists()
        assert met_lately(viewer, NOW) == []
