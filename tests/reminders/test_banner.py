"""The banner on every page: who sees that no mail goes out, and in which words."""

from datetime import datetime, timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from mentorship.people.models import Person
from mentorship.reminders.banners import no_mail
from mentorship.reminders.models import Halt, Pulse
from mentorship.reminders.watch.alive import LATELY, standstill_lately
from tests.cast import AMSTERDAM, make_adviser, make_organisation, make_person, make_trainer

pytestmark = [pytest.mark.django_db, pytest.mark.asks_whether_mail_goes_out]
TEN = datetime(2027, 2, 9, 10, 32, tzinfo=AMSTERDAM)
LATER = TEN + timedelta(minutes=11)
STILL = (
    "Wegwijs verstuurt sinds 10.32 uur geen mail. Niets gaat verloren: wat nog nodig is, gaat uit "
    "zodra het weer kan. Meld het bij wie Wegwijs beheert."
)


@pytest.fixture
def adviser() -> Person:
    return make_adviser()


@pytest.fixture
def stopped() -> None:
    Pulse.beat(TEN)


@pytest.mark.usefixtures("stopped")
def test_an_adviser_and_an_administrator_see_it_and_nobody_else(adviser: Person) -> None:
    admin = make_person(is_admin=True, organisation=None)
    others = [make_person(), make_trainer()]
    assert [no_mail(one, LATER) for one in (adviser, admin)] == [STILL, STILL]
    assert [no_mail(one, LATER) for one in others] == ["", ""]


@pytest.mark.usefixtures("stopped")
def test_the_day_is_said_when_it_is_not_today(adviser: Person) -> None:
    assert "sinds dinsdag 9 februari, 10.32 uur" in no_mail(adviser, TEN + timedelta(days=1))


def test_it_is_gone_within_seconds_once_the_loop_is_back(adviser: Person) -> None:
    Pulse.beat(TEN)
    with mock.patch.object(cache, "set", wraps=cache.set) as kept:
        assert no_mail(adviser, LATER)
    (_key, _since, seconds), _named = kept.call_args
    assert seconds == 10
    cache.delete(LATELY)  # as it is by then, whatever clock the cache goes by
    Pulse.beat(LATER)
    assert no_mail(adviser, LATER + timedelta(seconds=11)) == ""


def test_a_halt_is_told_as_what_somebody_wished(adviser: Person) -> None:
    Pulse.beat(TEN)
    Halt.objects.create(since=TEN, by=adviser)
    assert no_mail(adviser, LATER) == (
        "Alle mail staat stil sinds 10.32 uur. Niets gaat verloren: wat nog nodig is, gaat uit "
        "zodra iemand het weer aanzet."
    )


def test_a_halt_of_one_organisation_is_told_at_once_to_its_own_advisers(adviser: Person) -> None:
    other = make_adviser(make_organisation("medemblik"))
    assert no_mail(adviser, LATER) == ""
    Halt.objects.create(since=TEN, organisation=adviser.organisation)
    assert no_mail(adviser, LATER).startswith("De mail van Gemeente Hoorn staat stil sinds 10.32")
    assert no_mail(other, LATER) == ""


@pytest.mark.usefixtures("stopped")
def test_a_page_costs_one_query_for_it(
    adviser: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    adviser.holds("adviser")
    no_mail(adviser, LATER)
    with django_assert_num_queries(1):
        assert no_mail(adviser, LATER) == STILL


@pytest.mark.usefixtures("stopped")
def test_a_page_opens_while_the_cache_is_away(adviser: Person) -> None:
    with mock.patch.object(cache, "get", side_effect=ConnectionError):
        assert standstill_lately(LATER) is None
        assert no_mail(adviser, LATER) == ""


@time_machine.travel(LATER)
@pytest.mark.usefixtures("stopped")
def test_it_stands_on_the_page_itself_and_not_on_a_colleagues(
    client: Client, adviser: Person
) -> None:
    client.force_login(adviser)
    assert STILL in client.get("/people/").content.decode()
    client.force_login(make_person())
    assert STILL not in client.get("/me/").content.decode()


def test_a_fresh_house_says_nothing(client: Client, adviser: Person, settings: Any) -> None:
    client.force_login(adviser)
    assert "geen mail" not in client.get("/people/").content.decode()
