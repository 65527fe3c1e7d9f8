"""Whether a pair is on track: from the days they met and nothing else, at each border."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.attention import lines
from matching.models import CheckIn, Mentorship
from matching.models.mentorship import Stage
from mentorship.people.models import Person
from tests.cast import NOW, make_adviser, make_newcomer, make_organisation, make_person
from tests.matching.cast import at, make_mentor, pair_up

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def sanne() -> Person:
    return make_adviser()


def pair_of(first_day: date, *, said_yes: date = date(2026, 11, 20), name: str = "") -> Mentorship:
    pair = pair_up(make_mentor(), make_newcomer(name or "Daan Visser", starts_on=first_day))
    Mentorship.objects.filter(pk=pair.pk).update(answered_at=at(said_yes))
    return pair


def met(pair: Mentorship, on: date) -> None:
    pair.conversations.create(met_on=on, noted_by=pair.mentee)


def track(pair: Mentorship, on: date = TODAY) -> str:
    return Mentorship.objects.with_track(on).get(pk=pair.pk).track  # type: ignore[attr-defined]


@pytest.mark.parametrize(("ago", "wanted"), [(13, "early"), (14, "early"), (15, "attention")])
def test_two_weeks_after_the_first_day_a_pair_that_never_met_needs_attention(
    ago: int, wanted: str
) -> None:
    assert track(pair_of(TODAY - ago * DAY)) == wanted


@pytest.mark.parametrize(("ago", "wanted"), [(13, "early"), (14, "early"), (15, "attention")])
def test_for_a_mentor_who_came_later_the_yes_is_the_beginning(ago: int, wanted: str) -> None:
    assert track(pair_of(TODAY - 60 * DAY, said_yes=TODAY - ago * DAY)) == wanted


@pytest.mark.parametrize(("ago", "wanted"), [(34, "good"), (35, "good"), (36, "attention")])
def test_five_weeks_after_the_last_conversation_a_pair_needs_attention(
    ago: int, wanted: str
) -> None:
    pair = pair_of(TODAY - 80 * DAY)
    met(pair, TODAY - 70 * DAY)
    met(pair, TODAY - ago * DAY)
    assert track(pair) == wanted


@pytest.mark.parametrize(("ago", "wanted"), [(99, "attention"), (100, ""), (101, "")])
def test_after_a_hundred_days_there_is_nothing_to_say(ago: int, wanted: str) -> None:
    assert track(pair_of(TODAY - ago * DAY, said_yes=TODAY - 110 * DAY)) == wanted


def test_who_meets_before_the_first_day_is_on_track_and_who_does_not_is_early() -> None:
    first, second = pair_of(TODAY + 9 * DAY), pair_of(TODAY + 9 * DAY)
    met(first, TODAY - DAY)
    assert (track(first), track(second)) == ("good", "early")


def test_only_a_pair_that_runs_has_a_track_and_a_check_in_changes_none() -> None:
    pair = pair_of(TODAY - 40 * DAY)
    CheckIn.objects.create(mentorship=pair, person=pair.mentee, day=30, answer="well")
    assert track(pair) == "attention"
    pair.end(at=NOW)
    assert track(pair) == ""


@pytest.mark.parametrize(
    ("first_day", "wanted"),
    [
        (TODAY + DAY, Stage.ACCEPTED),
        (TODAY, Stage.ACTIVE),
        (TODAY - 99 * DAY, Stage.ACTIVE),
        (TODAY - 100 * DAY, Stage.OVER),
    ],
)
def test_where_a_pair_stands_follows_from_the_first_day(first_day: date, wanted: Stage) -> None:
    pair = pair_of(first_day)
    assert pair.stage(TODAY) == wanted
    by_stage = {
        Stage.ACCEPTED: Mentorship.objects.accepted(TODAY),
        Stage.ACTIVE: Mentorship.objects.going_on(TODAY),
        Stage.OVER: Mentorship.objects.over(TODAY),
    }
    assert {stage for stage, found in by_stage.items() if pair in found} == {wanted}


def test_the_list_narrows_to_what_needs_attention_and_today_names_it(
    client: Client, sanne: Person, clock: None
) -> None:
    silent = pair_of(TODAY - 40 * DAY, name="Stil Koppel")
    well = pair_of(TODAY - 40 * DAY, name="Vlot Koppel")
    met(well, TODAY - 3 * DAY)
    there = make_organisation("medemblik")
    far = make_newcomer("Ver Weg", organisation=there, starts_on=TODAY - 40 * DAY)
    pair_up(make_mentor("Ed Elders", organisation=there), far)
    client.force_login(sanne)
    text = client.get(reverse("matching:pairs"), {"show": "attention"}).content.decode()
    assert silent.mentee.name in text
    assert well.mentee.name not in text
    assert far.name not in text
    [line] = [one for one in lines(sanne, NOW) if "aandacht" in one.what]
    assert (line.count, line.url, line.urgent) == (
        1,
        f"{reverse('matching:pairs')}?show=attention",
        False,
    )
    everything = client.get(reverse("matching:pairs"), {"show": "nonsense"})
    assert well.mentee.name in everything.content.decode()


def test_nobody_but_the_adviser_reads_of_a_track(client: Client, clock: None) -> None:
    manager = make_person("Petra Hoekstra")
    pair = pair_of(TODAY - 40 * DAY)
    pair.mentee.manager = manager
    pair.mentee.save()
    own = {pair.mentor: "matching:my_mentees", pair.mentee: "matching:my_mentor"}
    for viewer, name in {**own, manager: "people:team"}.items():
        client.force_login(viewer)
        text = client.get(reverse(name)).content.decode()
        assert "aandacht" not in text
        assert "op koers" not in text
        assert client.get(reverse("matching:pairs")).status_code == 404


def test_a_list_of_pairs_costs_one_query_whatever_their_number() -> None:
    for _number in range(5):
        met(pair_of(TODAY - 40 * DAY), TODAY - 2 * DAY)
    with CaptureQueriesContext(connection) as queries:
        assert {one.track for one in Mentorship.objects.with_track(TODAY)} == {"good"}  # type: ignore[attr-defined]
    assert len(queries) == 1
