"""*These two* and *not these two*: who may decide, what follows, and two advisers at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching import actions
from matching.actions.ruling import Overtaken
from matching.board import load_board
from matching.models import Mentorship, Ruling
from matching.models.ruling import mark_of
from mentorship.people.models import Person
from mentorship.reminders.models import Message
from tests.cast import NOW, make_adviser, make_newcomer, make_organisation, make_person
from tests.matching.cast import asked, at_once, make_mentor, pair_up

pytestmark = pytest.mark.django_db
TOGETHER, APART = Ruling.Kind.TOGETHER, Ruling.Kind.APART


@pytest.fixture
def sanne() -> Person:
    return make_adviser()


@pytest.fixture
def daan() -> Person:
    return make_newcomer("Daan Visser")


@pytest.fixture
def joris() -> Person:
    return make_mentor("Joris Meer")


def mark(newcomer: Person) -> str:
    return mark_of(newcomer.rulings.all().standing())


def decide(newcomer: Person, mentor: Person, kind: Any, by: Person, seen: str | None = None) -> Any:
    seen = mark(newcomer) if seen is None else seen
    return actions.decide(newcomer, mentor, kind, by=by, at=NOW, seen=seen)


def rulings() -> set[tuple[str, str, str]]:
    rows = Ruling.objects.select_related("newcomer", "mentor")
    return {(one.newcomer.given_name, one.kind, one.mentor.given_name) for one in rows}


def proposals() -> dict[str, str | None]:
    board = load_board(make_organisation(), NOW)
    found = {one: board.round.mentor_of(one.pk) for one in board.waiting}
    return {
        one.given_name: board.people[mentor].given_name if mentor else None
        for one, mentor in found.items()
    }


# --- what follows -----------------------------------------------------------------------------


def test_who_is_set_is_proposed_the_rest_moves_over_and_nobody_is_told(
    daan: Person, joris: Person, sanne: Person
) -> None:
    make_newcomer("Noor Jansen", team=None)
    anja = make_mentor("Anja Smit", team=None)
    assert proposals() == {"Daan": "Joris", "Noor": "Anja"}
    decide(daan, anja, TOGETHER, sanne)
    assert proposals() == {"Daan": "Anja", "Noor": "Joris"}
    assert not Message.objects.exists()
    assert not Mentorship.objects.exists()


def test_setting_another_replaces_the_first_and_keeping_apart_lets_go_of_the_two(
    daan: Person, joris: Person, sanne: Person
) -> None:
    anja = make_mentor("Anja Smit")
    decide(daan, joris, TOGETHER, sanne)
    decide(daan, anja, TOGETHER, sanne)
    assert rulings() == {("Daan", "together", "Anja")}
    decide(daan, anja, APART, sanne)
    decide(daan, joris, APART, sanne)
    assert rulings() == {("Daan", "apart", "Anja"), ("Daan", "apart", "Joris")}
    assert proposals() == {"Daan": None}
    decide(daan, anja, None, sanne)
    assert rulings() == {("Daan", "apart", "Joris")}
    assert proposals() == {"Daan": "Anja"}


def test_what_the_table_rules_out_cannot_be_set(daan: Person, sanne: Person) -> None:
    cannot = {
        make_mentor("Anja Smit", capacity=0): "Anja Smit begeleidt nu niemand.",
        make_person("Kees Groot"): "Kees Groot is hier geen mentor.",
        make_mentor("Els El", organisation=make_organisation("medemblik")): (
            "Els El is hier geen mentor."
        ),
    }
    for mentor, why in cannot.items():
        with pytest.raises(actions.NotPossible) as fault:
            decide(daan, mentor, TOGETHER, sanne)
        assert str(fault.value) == why
    assert rulings() == set()


def test_a_place_is_set_for_one_newcomer_and_is_not_asked_for_by_another(
    daan: Person, joris: Person, sanne: Person
) -> None:
    noor = make_newcomer("Noor Jansen")
    decide(daan, joris, TOGETHER, sanne)
    why = "Joris Meer heeft geen plaats meer: die staat vast voor Daan. Maak dat eerst los."
    with pytest.raises(actions.NotPossible, match="staat vast voor Daan") as fault:
        decide(noor, joris, TOGETHER, sanne)
    assert str(fault.value) == why
    with pytest.raises(actions.NotPossible, match="staat vast voor Daan"):
        asked(joris, noor, by=sanne)
    assert asked(joris, daan, by=sanne).mentor == joris


def test_a_no_lets_the_newcomer_into_the_next_round_and_the_board_says_why(
    daan: Person, joris: Person, sanne: Person
) -> None:
    make_mentor("Anja Smit")
    decide(daan, joris, TOGETHER, sanne)
    question = asked(joris, daan, by=sanne)
    actions.answer_proposal(question, accepted=False, at=NOW + timedelta(hours=1))
    assert proposals() == {"Daan": "Anja"}
    board = load_board(make_organisation(), NOW + timedelta(hours=2))
    assert board.why_broken(daan) == "Joris Meer liet eerder weten dat het nu niet uitkomt."


def test_who_was_set_before_the_last_mentor_is_not_set_again_when_that_pair_ends(
    daan: Person, joris: Person, sanne: Person
) -> None:
    daan.rulings.create(mentor=joris, kind=TOGETHER, made_by=sanne, made_at=NOW - timedelta(days=3))
    pair = pair_up(joris, daan)
    actions.end_mentorship(pair, at=NOW, kind="change")
    assert list(daan.rulings.all().standing()) == []
    daan.rulings.create(mentor=make_mentor("Anja Smit"), kind=APART, made_by=sanne, made_at=NOW)
    assert [one.kind for one in daan.rulings.all().standing()] == ["apart"]


# --- on the page ------------------------------------------------------------------------------


def press(client: Client, newcomer: Person, ruling: str, **more: Any) -> Any:
    data = {"ruling": ruling, f"seen-{newcomer.pk}": mark(newcomer)} | more
    return client.post(reverse("matching:rule", args=[newcomer.pk]), data)


@pytest.mark.usefixtures("clock")
def test_a_press_says_who_moved_and_its_undo_puts_it_back(
    client: Client, daan: Person, joris: Person, sanne: Person
) -> None:
    client.force_login(sanne)
    noor = make_newcomer("Noor Jansen", team=None)
    anja = make_mentor("Anja Smit", team=None)
    assert proposals() == {"Daan": "Joris", "Noor": "Anja"}
    answer = press(client, daan, f"together.{anja.pk}")
    page = client.get(answer.url).content.decode()
    assert "Daan Visser en Anja Smit staan vast." in page
    assert "Eén ander schoof door: Noor Jansen naar Joris Meer." in page
    undo = page.split(reverse("matching:undo_ruling", args=["x"])[:-2])[1].split("/")[0]
    client.post(reverse("matching:undo_ruling", args=[undo]))
    assert (rulings(), proposals()) == (set(), {"Daan": "Joris", "Noor": "Anja"})
    # Once more the same undo finds that nothing is as it was, or that it is so already.
    decide(noor, anja, APART, sanne)
    client.post(reverse("matching:undo_ruling", args=[undo]))
    assert rulings() == {("Noor", "apart", "Anja")}


@pytest.mark.usefixtures("clock")
def test_an_undo_brings_back_whom_a_colleague_had_set(
    client: Client, daan: Person, joris: Person, sanne: Person
) -> None:
    marieke = make_adviser()
    decide(daan, joris, TOGETHER, marieke)
    client.force_login(sanne)
    page = client.get(press(client, daan, f"free.{joris.pk}").url).content.decode()
    assert rulings() == set()
    undo = page.split(reverse("matching:undo_ruling", args=["x"])[:-2])[1].split("/")[0]
    client.post(reverse("matching:undo_ruling", args=[undo]))
    assert Ruling.objects.get().made_by == marieke


@pytest.mark.usefixtures("clock")
def test_what_was_not_ticked_stays_so_after_a_round_trip(
    client: Client, daan: Person, joris: Person, sanne: Person
) -> None:
    client.force_login(sanne)
    noor = make_newcomer("Noor Jansen")
    sent = {"offered": [daan.pk, noor.pk], "chosen": [f"{daan.pk}.{joris.pk}"], "page": "1"}
    answer = press(client, daan, f"together.{joris.pk}", **sent)
    assert client.get(answer.url).context["skipped"] == {noor.pk}


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("ruling", ["", "x", "together.", "together.0", "whatever.1", "free.x"])
def test_a_button_that_is_not_ours_does_not_exist(
    ruling: str, client: Client, daan: Person, sanne: Person
) -> None:
    client.force_login(sanne)
    assert press(client, daan, ruling).status_code == 404


@pytest.mark.usefixtures("clock")
def test_only_an_adviser_of_the_newcomer_decides(
    client: Client, daan: Person, joris: Person, sanne: Person
) -> None:
    for viewer in (make_adviser(make_organisation("medemblik")), joris, daan, make_person()):
        client.force_login(viewer)
        assert press(client, daan, f"together.{joris.pk}").status_code == 404
    assert rulings() == set()
    there = make_organisation("medemblik")
    client.force_login(sanne)
    ed = make_mentor("Ed Elders", organisation=there)
    assert press(client, daan, f"together.{ed.pk}").status_code == 404


def test_a_ruling_is_seen_by_advisers_and_not_by_the_two(
    daan: Person, joris: Person, sanne: Person
) -> None:
    decide(daan, joris, TOGETHER, sanne)
    seen = {one for one in Person.objects.all() if Ruling.objects.visible_to(one).exists()}
    make_adviser(make_organisation("medemblik"))
    assert seen == {sanne}


# --- two advisers -----------------------------------------------------------------------------


@pytest.mark.usefixtures("clock")
def test_the_second_of_two_advisers_changes_nothing_and_reads_who_did_what(
    daan: Person, joris: Person, sanne: Person
) -> None:
    marieke = make_adviser()
    Person.objects.filter(pk=marieke.pk).update(given_name="Marieke", family_name="Bos")
    anja, pages = make_mentor("Anja Smit"), (Client(), Client())
    for page, adviser in zip(pages, (marieke, sanne), strict=True):
        page.force_login(adviser)
        page.get(reverse("matching:board"))
    old = {f"seen-{daan.pk}": mark(daan)}
    press(pages[0], daan, f"together.{joris.pk}", **old)
    answer = press(pages[1], daan, f"together.{anja.pk}", **old)
    text = pages[1].get(answer.url).content.decode()
    assert "Marieke Bos heeft intussen Joris Meer vastgezet voor Daan." in text
    assert rulings() == {("Daan", "together", "Joris")}


@pytest.mark.parametrize(
    ("done", "said"),
    [
        ("apart", "Sanne Wit heeft intussen beslist: niet Joris Meer voor Daan."),
        ("let go", "Een keuze over Daan is intussen losgemaakt."),
        ("asked", "Sanne Wit heeft Joris Meer al gevraagd voor Daan."),
    ],
)
def test_an_old_page_is_told_what_happened(
    done: str, said: str, daan: Person, joris: Person, sanne: Person
) -> None:
    anja = make_mentor("Anja Smit")
    if done == "let go":
        decide(daan, anja, APART, sanne)
    old = mark(daan)
    if done == "asked":
        asked(joris, daan, by=sanne)
    elif done == "apart":
        decide(daan, joris, APART, sanne)
    else:
        decide(daan, anja, None, sanne)
    before = rulings()
    with pytest.raises(Overtaken, match=said):
        decide(daan, anja, TOGETHER, sanne, seen=old)
    assert rulings() == before


@pytest.mark.django_db(transaction=True)
def test_of_two_advisers_at_the_same_moment_one_decides() -> None:
    daan, sanne = make_newcomer("Daan Visser"), make_adviser()
    mentors = [make_mentor(name) for name in ("Joris Meer", "Anja Smit", "Kim Bos", "Ed Vos")]
    said = at_once(*(lambda one=one: decide(daan, one, TOGETHER, sanne, "-") for one in mentors))
    [ruling] = Ruling.objects.select_related("mentor")
    name = ruling.mentor.name
    assert (
        said
        == [f"Sanne Wit heeft intussen {name} vastgezet voor Daan. Er is nu niets veranderd."] * 3
    )


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_set_once_by_advisers_at_the_same_moment() -> None:
    joris, sanne = make_mentor("Joris Meer"), make_adviser()
    newcomers = [make_newcomer(f"Nieuw {number}") for number in range(6)]
    said = at_once(*(lambda one=one: decide(one, joris, TOGETHER, sanne, "-") for one in newcomers))
    assert (len(said), Ruling.objects.count()) == (5, 1)
