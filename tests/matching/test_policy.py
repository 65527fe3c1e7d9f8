"""An organisation's own weights: seen before they count, kept, undone, and nobody else's."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching.board import load_board
from matching.criteria import WEIGHTED
from matching.models import Policy, Ruling
from matching.weighing import choices_of, mark_of, preview
from mentorship.people.models import Organisation, Person, Team
from tests.cast import (
    NOW,
    make_adviser,
    make_newcomer,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.matching.cast import as_person, make_mentor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
STANDS = choices_of(Policy())


def url(name: str, *args: Any) -> str:
    return reverse(f"matching:{name}", args=args)


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


@pytest.fixture
def sanne(hoorn: Organisation) -> Person:
    return make_adviser(hoorn)


@pytest.fixture
def daan(hoorn: Organisation) -> Person:
    """Near works in his team, Long has been here for years in another; both have one place."""
    other = Team.objects.create(organisation=hoorn, department="Sociaal", name="Jeugd")
    make_mentor("Nel Near", starts_on=date(2026, 6, 1))
    make_mentor("Lou Long", team=other, starts_on=date(2010, 1, 1))
    return make_newcomer("Daan Visser")


def proposed(organisation: Organisation, newcomer: Person) -> str:
    board = load_board(organisation, NOW)
    mentor = board.round.mentor_of(newcomer.pk)
    return board.people[mentor].family_name if mentor else ""


LONG_FIRST = STANDS | {"same-team": "a little", "knows-the-organisation": "very important"}


def test_one_sees_who_would_change_and_why_before_anything_is_kept(
    client: Client, hoorn: Organisation, sanne: Person, daan: Person
) -> None:
    shown = as_person(client, sanne).get(url("try_policy"), LONG_FIRST)
    [change] = shown.context["preview"].changes
    assert (change.newcomer, shown.context["preview"].waiting) == (daan, 1)
    assert (change.before.mentor.family_name, change.after.mentor.family_name) == ("Near", "Long")
    assert "zelfde team" in change.before.reasons
    assert "17 jaar in Hoorn" in change.after.reasons
    text = shown.content.decode()
    for words in ("Nel Near", "Lou Long", "zelfde team", "17 jaar in Hoorn", "Zo doen"):
        assert words in text
    assert not Policy.objects.exists()
    assert proposed(hoorn, daan) == "Near"


def test_then_it_counts_and_undo_puts_it_back_as_it_was(
    client: Client, hoorn: Organisation, sanne: Person, daan: Person
) -> None:
    Policy.objects.create(organisation=hoorn, weights={"room": "not"}, expected_a_month=8)
    shown = as_person(client, sanne).get(url("try_policy"), LONG_FIRST)
    answer = client.post(url("adopt_policy"), LONG_FIRST | {"seen": shown.context["seen"]})
    assert answer.status_code == 302
    kept = Policy.objects.get()
    assert kept.weights == {"same team": "a little", "knows the organisation": "very important"}
    assert (proposed(hoorn, daan), kept.expected_a_month) == ("Long", 8)
    [undo] = list(client.get(url("criteria")).context["messages"])
    client.post(undo.extra_tags.removeprefix("undo:"))
    kept.refresh_from_db()
    assert (kept.weights, kept.expected_a_month) == ({"room": "not"}, 8)


def test_what_is_proposed_afterwards_is_what_the_preview_said(
    hoorn: Organisation, daan: Person
) -> None:
    """Where they work keeps each with the own mentor; without it the same job draws Daan to Lou."""
    team = Team.objects.get(name="Jeugd")
    noor = make_newcomer("Noor Bos", starts_on=date(2027, 2, 8), team=team)
    Person.objects.filter(family_name__in=["Long", daan.family_name]).update(job_title="Jurist")
    wanted = Policy(organisation=hoorn, weights={"same team": "not", "same department": "not"})
    before = {one.pk: proposed(hoorn, one) for one in (daan, noor)}
    said = {
        one.newcomer.pk: (
            one.before.mentor.family_name if one.before else "",
            one.after.mentor.family_name if one.after else "",
        )
        for one in preview(load_board(hoorn, NOW), wanted).changes
    }
    wanted.save()
    after = {one.pk: proposed(hoorn, one) for one in (daan, noor)}
    assert said == {pk: (before[pk], after[pk]) for pk in before if before[pk] != after[pk]} != {}


def test_whom_an_adviser_set_stays_whatever_counts(
    client: Client, hoorn: Organisation, sanne: Person, daan: Person
) -> None:
    near = Person.objects.get(family_name="Near")
    Ruling.objects.create(newcomer=daan, mentor=near, kind="together", made_by=sanne)
    shown = as_person(client, sanne).get(url("try_policy"), LONG_FIRST)
    assert shown.context["preview"].changes == []
    assert "verandert er niets" in shown.content.decode()


def test_a_preview_that_somebody_overtook_is_shown_anew_and_keeps_nothing(
    client: Client, hoorn: Organisation, sanne: Person, daan: Person
) -> None:
    Policy.objects.create(organisation=hoorn, weights={"room": "important"})
    stale = LONG_FIRST | {"seen": mark_of(Policy())}
    answer = as_person(client, sanne).post(url("adopt_policy"), stale)
    assert answer.status_code == 409
    assert "intussen veranderd" in answer.content.decode()
    assert answer.context["seen"] == mark_of(Policy.objects.get())
    assert Policy.objects.get().weights == {"room": "important"}


def test_back_from_the_preview_the_choices_are_still_there(
    client: Client, sanne: Person, daan: Person
) -> None:
    shown = as_person(client, sanne).get(url("try_policy"), LONG_FIRST)
    form = client.get(shown.context["back_url"]).context["form"]
    assert {name: form[name].value() for name in form.fields} == LONG_FIRST


def test_the_table_as_it_came_is_one_click_and_a_preview_away(
    client: Client, hoorn: Organisation, sanne: Person, daan: Person
) -> None:
    before = as_person(client, sanne).get(url("criteria"))
    assert not before.context["is_own"]
    Policy.objects.create(organisation=hoorn, weights={"same team": "not"})
    shown = client.get(client.get(url("criteria")).context["standard"])
    assert [turn.rule for turn in shown.context["preview"].turns] == [WEIGHTED[0].rule]


@pytest.mark.parametrize(
    "wrong", [{"same-team": "enormously"}, {"same-team": ""}, {"may_be_matched": "nobody"}]
)
def test_a_weight_that_does_not_exist_is_refused_with_a_sentence(
    client: Client, sanne: Person, wrong: dict[str, str]
) -> None:
    as_person(client, sanne)
    assert client.get(url("try_policy"), STANDS | wrong).status_code == 422
    seen = {"seen": mark_of(Policy())}
    assert client.post(url("adopt_policy"), STANDS | wrong | seen).status_code == 422
    assert not Policy.objects.exists()


# --- who may be matched -----------------------------------------------------------------------


@pytest.fixture
def untrained(hoorn: Organisation) -> Person:
    """Not trained, and all else speaks for them."""
    return make_mentor("Ton Terecht", trained=False, starts_on=date(2005, 1, 1), about="Hallo")


@pytest.mark.parametrize(
    ("rule", "mentor"), [("trained", "Ver"), ("trained first", "Ver"), ("anyone", "Terecht")]
)
def test_an_organisation_chooses_who_may_be_matched(
    hoorn: Organisation, untrained: Person, rule: str, mentor: str
) -> None:
    other = Team.objects.create(organisation=hoorn, department="Sociaal", name="Jeugd")
    make_mentor("Gerda Ver", team=other)
    Policy.objects.create(organisation=hoorn, may_be_matched=rule)
    assert proposed(hoorn, make_newcomer()) == mentor


@pytest.mark.parametrize(("rule", "served"), [("trained", 1), ("trained first", 2), ("anyone", 2)])
def test_trained_first_still_serves_who_would_be_left_without(
    hoorn: Organisation, untrained: Person, rule: str, served: int
) -> None:
    make_mentor("Gerda Ver")
    newcomers = [make_newcomer(), make_newcomer("Noor Bos", starts_on=date(2027, 2, 8))]
    Policy.objects.create(organisation=hoorn, may_be_matched=rule)
    found = [proposed(hoorn, one) for one in newcomers]
    assert sum(1 for one in found if one) == served
    assert "Ver" in found


def test_the_preview_says_who_gets_a_mentor_and_how_many_could_be_asked(
    client: Client, sanne: Person, untrained: Person
) -> None:
    daan = make_newcomer()
    anyone = STANDS | {"may_be_matched": "anyone"}
    shown = as_person(client, sanne).get(url("try_policy"), anyone)
    [change] = shown.context["preview"].changes
    assert (change.newcomer, change.before, change.after.mentor) == (daan, None, untrained)
    assert "nu 0, straks 1" in shown.content.decode()
    assert client.get(url("criteria")).content.decode().count("Een mentor is opgeleid") == 1


# --- whose ------------------------------------------------------------------------------------


def test_only_advisers_of_the_organisation_see_try_and_change_its_table(
    client: Client, hoorn: Organisation, sanne: Person
) -> None:
    seen = {"seen": mark_of(Policy()), "organisation": "hoorn"}
    els = make_adviser(make_organisation("medemblik"))
    as_person(client, sanne).post(url("adopt_policy"), LONG_FIRST | seen)
    [undo] = list(client.get(url("criteria")).context["messages"])
    before = Policy.objects.get().weights
    for viewer in (els, make_mentor(), make_trainer(), make_person(), make_newcomer()):
        as_person(client, viewer)
        assert client.get(url("criteria"), {"organisation": "hoorn"}).status_code == 404
        assert client.get(url("try_policy"), STANDS | seen).status_code == 404
        assert client.post(url("adopt_policy"), STANDS | seen).status_code == 404
        assert client.post(undo.extra_tags.removeprefix("undo:")).status_code == 404
    assert Policy.objects.get().weights == before


def test_who_advises_two_organisations_changes_one_at_a_time(client: Client, sanne: Person) -> None:
    medemblik = make_organisation("medemblik")
    sanne.roles.create(kind="adviser", organisation=medemblik)
    chosen = LONG_FIRST | {"seen": mark_of(Policy()), "organisation": "medemblik"}
    as_person(client, sanne).post(url("adopt_policy"), chosen)
    assert Policy.objects.get().organisation == medemblik


def count(organisation: Organisation) -> int:
    with CaptureQueriesContext(connection) as queries:
        preview(load_board(organisation, NOW), Policy(organisation=organisation, weights={}))
    return len(queries)


def test_a_preview_of_many_takes_as_many_queries_as_one(hoorn: Organisation, daan: Person) -> None:
    few = count(hoorn)
    for number in range(5):
        make_mentor(f"Mentor Nummer{number}")
        make_newcomer(f"Nieuw Nummer{number}")
    assert count(hoorn) == few
