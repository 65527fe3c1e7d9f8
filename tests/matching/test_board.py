"""The board: one round, what another choice comes to, who is left, and putting it to mentors."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching import actions
from matching.board import board_lead, load_board
from matching.models import MentorProfile, Mentorship, Policy, Ruling
from matching.otherwise import Otherwise
from matching.solver import divide
from mentorship.people.models import Organisation, Person, Role
from mentorship.reminders.models import Mail, Message
from tests.cast import (
    NOW,
    make_adviser,
    make_newcomer,
    make_organisation,
    make_person,
    make_team,
)
from tests.matching.cast import asked, at, make_mentor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def sanne(client: Client) -> Person:
    adviser = make_adviser()
    client.force_login(adviser)
    return adviser


def page(client: Client, name: str = "board", *args: Any, **get: Any) -> Any:
    answer = client.get(reverse(f"matching:{name}", args=args), get)
    assert answer.status_code == 200
    return answer


def text_of(client: Client, name: str = "board", *args: Any, **get: Any) -> str:
    return " ".join(page(client, name, *args, **get).content.decode().split())


def proposed(client: Client, **get: Any) -> dict[str, str | None]:
    rows = page(client, **get).context["rows"]
    return {one.newcomer.given_name: one.mentor.given_name if one.mentor else None for one in rows}


# --- one round --------------------------------------------------------------------------------


def test_who_stands_on_another_page_takes_a_place_too(client: Client, sanne: Person) -> None:
    """All who wait are divided at once, however few of them are shown."""
    for number in range(26):
        make_newcomer(f"Nieuw{number:02}", starts_on=date(2027, 2, 1) + timedelta(days=number))
    make_mentor("Joris Meer", capacity=1)
    assert proposed(client)["Nieuw00"] == "Joris"
    assert proposed(client, page=2) == {"Nieuw25": None}


def test_an_adviser_of_two_organisations_has_a_round_for_each(
    client: Client, sanne: Person
) -> None:
    there = make_organisation("medemblik")
    Role.objects.create(person=sanne, kind="adviser", organisation=there)
    make_newcomer("Daan Visser")
    make_newcomer("Nel Elders", organisation=there)
    make_mentor("Ed Elders", organisation=there)
    assert proposed(client) == {"Daan": None}
    assert proposed(client, organisation="medemblik") == {"Nel": "Ed"}
    assert [one["count"] for one in page(client).context["switch"]] == [1, 1]
    make_organisation("enkhuizen")
    for slug in ("enkhuizen", "nergens"):
        url = reverse("matching:board")
        assert client.get(url, {"organisation": slug}).status_code == 404


def test_the_weights_of_the_organisation_count_on_the_board(client: Client, sanne: Person) -> None:
    make_newcomer("Daan Visser")
    make_mentor("Joris Meer", starts_on=date(2026, 1, 1))
    make_mentor("Anja Smit", team=make_team(name="Havens"), starts_on=date(2000, 1, 1))
    assert proposed(client) == {"Daan": "Joris"}
    weights = {"same team": "not", "knows the organisation": "very important"}
    Policy.objects.create(organisation=make_organisation(), weights=weights)
    assert proposed(client) == {"Daan": "Anja"}


def test_the_board_asks_as_much_for_forty_as_for_one(client: Client, sanne: Person) -> None:
    def some(numbers: range) -> None:
        for number in numbers:
            mentor = make_mentor(f"Mentor{number}", capacity=number % 2)
            newcomer = make_newcomer(f"Nieuw{number}")
            newcomer.rulings.create(mentor=mentor, kind="apart", made_by=sanne)

    def queries(name: str, *args: Any) -> int:
        page(client, name, *args)
        with CaptureQueriesContext(connection) as asked_for:
            page(client, name, *args)
        return len(asked_for)

    some(range(2))
    first = Person.objects.get(given_name="Nieuw0")
    few = queries("board"), queries("suggest", first.pk)
    some(range(2, 22))
    assert (queries("board"), queries("suggest", first.pk)) == few


# --- in words ---------------------------------------------------------------------------------


def test_a_row_says_who_is_next_best_and_what_that_comes_to(client: Client, sanne: Person) -> None:
    make_newcomer("Daan Visser")
    make_newcomer("Noor Jansen", team=None, starts_on=date(2027, 2, 2))
    make_mentor("Joris Meer")
    make_mentor("Anja Smit", team=None)
    assert proposed(client) == {"Daan": "Joris", "Noor": "Anja"}
    assert (
        "De volgende beste is Anja Smit: dat past samen veel minder."
        " Dan gaat Noor Jansen naar Joris Meer." in text_of(client)
    )


def test_the_next_best_may_leave_somebody_else_and_that_is_said(
    client: Client, sanne: Person
) -> None:
    make_newcomer("Daan Visser")
    make_newcomer("Noor Jansen", team=None, starts_on=date(2027, 2, 2))
    make_newcomer("Sem Kok", team=None, starts_on=date(2027, 2, 3))
    make_mentor("Joris Meer")
    make_mentor("Anja Smit", team=None)
    Ruling.objects.create(
        newcomer=Person.objects.get(given_name="Noor"),
        mentor=Person.objects.get(given_name="Joris"),
        kind="apart",
        made_by=sanne,
    )
    assert proposed(client) == {"Daan": "Joris", "Noor": "Anja", "Sem": None}
    text = text_of(client)
    lost = "dan blijft Noor Jansen zonder mentor, en heeft Sem Kok er een."
    assert f"De volgende beste is Anja Smit: {lost}" in text
    assert text.count("Er is geen andere mentor die kan.") == 1  # Noor's, who has Anja alone
    own = text_of(client, "suggest", Person.objects.get(given_name="Sem").pk)
    assert own.count("Dan blijft Noor Jansen zonder mentor, en heeft Sem Kok er een. <") == 1


def test_who_chooses_sees_how_many_hours_each_mentor_has(client: Client, sanne: Person) -> None:
    daan = make_newcomer("Daan Visser")
    for name, hours in (("Anja Smit", 4), ("Joris Meer", 1), ("Ellen Singh", None)):
        mentor = make_mentor(name)
        MentorProfile.objects.filter(person=mentor).update(hours_a_month=hours)
    for text in (text_of(client, "suggest", daan.pk), text_of(client, "mentors")):
        assert text.count("4 uur per maand") == text.count("1 uur per maand") == 1
        assert text.count("per maand") == 2


@pytest.mark.parametrize(
    ("years", "words"),
    [
        (date(2015, 1, 1), "dat past samen even goed"),
        (date(2020, 1, 1), "dat past samen een beetje minder"),
        (date(2026, 1, 1), "dat past samen minder"),
    ],
)
def test_the_loss_is_said_in_the_steps_of_the_weights(
    years: date, words: str, client: Client, sanne: Person
) -> None:
    make_newcomer("Daan Visser")
    make_mentor("Anja Aal", starts_on=date(2010, 1, 1))
    make_mentor("Joris Meer", starts_on=years)
    [row] = page(client).context["rows"]
    other = row.next_best.mentor  # of two who fit as well, either is proposed
    assert other.name == "Joris Meer" or words == "dat past samen even goed"
    assert f"De volgende beste is {other.name}: {words}." in text_of(client)


def test_the_words_of_a_loss_are_true(sanne: Person) -> None:
    """What is said of a choice is what comes out when it is made and all is divided anew."""
    teams = [make_team(name=name) for name in ("Wonen", "Havens", "Jeugd")]
    for number in range(7):
        make_mentor(f"Mentor{number}", team=teams[number % 3], capacity=number % 3)
        make_newcomer(f"Nieuw{number}", team=teams[number % 2])
    board = load_board(make_organisation(), NOW)
    otherwise, before = Otherwise(board), board.round.division
    compared = 0
    for newcomer in board.waiting:
        for choice in otherwise.choices(newcomer):
            assert choice.mentor is not None
            after = divide(board.round.decided(newcomer.pk, choice.mentor.pk, set()).question)
            if after.left == before.left:
                assert not choice.loss.left
                assert choice.loss.cost == after.cost - before.cost
                compared += 1
    assert compared > 10


def test_the_page_of_a_newcomer_answers_why_not_for_any_mentor(
    client: Client, sanne: Person
) -> None:
    baas = make_mentor("Petra Hoekstra")
    daan = make_newcomer("Daan Visser", manager=baas)
    make_newcomer("Noor Jansen", team=None)
    joris, anja = make_mentor("Joris Meer"), make_mentor("Anja Smit", team=None)
    full = make_mentor("Vol Bak", capacity=0)
    said = {
        baas: "Petra Hoekstra is de leidinggevende van Daan.",
        full: "Vol Bak begeleidt nu niemand.",
        joris: "Joris Meer is het voorstel.",
        anja: "Anja Smit kan de mentor zijn. Dat past samen veel minder.",
    }
    found = {one: text_of(client, "suggest", daan.pk, mentor=one.pk) for one in said}
    assert {one: said[one] in text for one, text in found.items()} == dict.fromkeys(said, True)
    assert {one.name for one in page(client, "suggest", daan.pk).context["nameable"]} == {
        one.name for one in said
    }
    for odd in ("", "x", "0", "999999"):
        assert page(client, "suggest", daan.pk, mentor=odd).context["named"] is None


def test_a_mentor_kept_apart_can_be_let_go_of_from_the_page(client: Client, sanne: Person) -> None:
    daan, joris = make_newcomer("Daan Visser"), make_mentor("Joris Meer")
    daan.rulings.create(mentor=joris, kind="apart", made_by=sanne)
    shown = page(client, "suggest", daan.pk, mentor=joris.pk).context
    assert shown["named"].apart == daan.rulings.get()
    assert shown["named"].why == (
        "Joris Meer wordt niet aan Daan gekoppeld: jullie kozen ‘niet deze twee’."
    )
    sent = {"ruling": f"free.{joris.pk}", f"seen-{daan.pk}": shown["mark"], "from": "newcomer"}
    answer = client.post(reverse("matching:rule", args=[daan.pk]), sent)
    assert answer.url == reverse("matching:suggest", args=[daan.pk])
    assert not Ruling.objects.exists()


def test_a_set_mentor_who_cannot_be_any_more_is_said_in_words(
    client: Client, sanne: Person
) -> None:
    daan, joris = make_newcomer("Daan Visser"), make_mentor("Joris Meer")
    daan.rulings.create(mentor=joris, kind="together", made_by=sanne)
    assert "Vastgezet door Sanne Wit" in text_of(client)
    MentorProfile.objects.filter(person=joris).update(capacity=0)
    assert (
        "Sanne Wit had Joris Meer vastgezet, maar dat kan niet meer."
        " Joris Meer begeleidt nu niemand." in text_of(client)
    )


@pytest.mark.parametrize(
    ("waiting", "room", "lead"),
    [
        (0, 0, "Niemand wacht op een mentor; geen mentor heeft plaats."),
        (0, 3, "Niemand wacht op een mentor; drie mentoren hebben plaats."),
        (1, 0, "Één nieuwe collega wacht op een mentor; geen mentor heeft plaats."),
    ],
)
def test_nobody_is_said_in_words(waiting: int, room: int, lead: str) -> None:
    assert board_lead(waiting, room) == lead


# --- putting it to the mentors ----------------------------------------------------------------


def put(client: Client, *, but: set[str] = frozenset(), **old: Any) -> Any:  # type: ignore[assignment]
    """Press *Leg voor* with what the page ticks, but for these."""
    rows = [one for one in page(client).context["rows"] if one.mentor]
    sent: dict[str, Any] = {f"seen-{one.newcomer.pk}": one.mark for one in rows} | old
    sent["offered"] = [one.newcomer.pk for one in rows]
    sent["chosen"] = [
        f"{one.newcomer.pk}.{one.mentor.pk}" for one in rows if one.newcomer.given_name not in but
    ]
    return client.post(reverse("matching:present"), sent)


@pytest.mark.parametrize(
    ("day", "when"),
    [
        (date(2027, 1, 11), "over twee minuten"),
        (date(2027, 1, 10), "morgen om 9.00 uur"),
        (date(2027, 1, 9), "maandag 11 januari om 9.00 uur"),
    ],
)
def test_the_page_says_when_the_mentors_hear_it(
    day: date, when: str, client: Client, sanne: Person
) -> None:
    """On a Monday at ten at once; in the weekend when the office opens."""
    with time_machine.travel(at(day, 10), tick=False):
        make_newcomer("Daan Visser")
        make_mentor("Joris Meer")
        put(client)
        assert f"Joris Meer is gevraagd en hoort het {when} per mail." in text_of(client)
        make_newcomer("Noor Jansen"), make_newcomer("Sem Kok")
        make_mentor("Anja Smit"), make_mentor("Kim Vos")
        put(client)
        said = f"Twee mentoren zijn gevraagd en horen het {when} per mail."
        assert said in text_of(client)


def test_who_had_the_mail_of_today_is_not_promised_another(client: Client, sanne: Person) -> None:
    make_newcomer("Daan Visser"), make_newcomer("Noor Jansen")
    joris, _anja = make_mentor("Joris Meer"), make_mentor("Anja Smit")
    Mail.objects.create(
        recipient=joris, calm_day=NOW.date(), created_at=NOW, next_try_at=NOW, state="sent"
    )
    put(client)
    assert (
        "Twee mentoren zijn gevraagd en horen het over twee minuten per mail."
        " Wie vandaag al een mail kreeg, hoort het morgen om 9.00 uur." in text_of(client)
    )


def questions(state: str = "asked") -> set[tuple[str, str]]:
    rows = Mentorship.objects.filter(state=state).select_related("mentee", "mentor")
    return {(one.mentee.given_name, one.mentor.given_name) for one in rows}


def test_a_round_asks_who_is_ticked_and_its_undo_takes_it_back_whole(
    client: Client, sanne: Person
) -> None:
    for name in ("Daan", "Noor", "Sem"):
        make_newcomer(f"{name} Nieuw")
    for name in ("Joris", "Anja", "Kim"):
        make_mentor(f"{name} Mentor")
    answer = put(client, but={"Sem"})
    assert {one for one, _mentor in questions()} == {"Daan", "Noor"}
    assert set(Message.objects.values_list("rule", flat=True)) == {"mentor_asked"}
    text = text_of(client)
    assert "Twee mentoren zijn gevraagd en horen het over twee minuten per mail." in text
    assert client.get(answer.url).context["skipped"] == {Person.objects.get(given_name="Sem").pk}
    undo = text.split(reverse("matching:undo_round", args=["x"])[:-2])[1].split("/")[0]
    client.post(reverse("matching:undo_round", args=[undo]))
    assert questions() == set()
    assert not Message.objects.filter(dropped_at=None).exists()
    assert "Alle twee vragen zijn teruggenomen." in text_of(client)


def test_one_that_cannot_be_asked_any_more_is_named_and_does_not_stop_the_others(
    client: Client, sanne: Person
) -> None:
    daan, noor = make_newcomer("Daan Visser"), make_newcomer("Noor Jansen")
    make_mentor("Joris Meer"), make_mentor("Anja Smit")
    rows = {one.newcomer: one for one in page(client).context["rows"]}
    sent = {f"seen-{one.pk}": row.mark for one, row in rows.items()}
    sent["chosen"] = [f"{one.pk}.{row.mentor.pk}" for one, row in rows.items()]
    MentorProfile.objects.filter(person=rows[daan].mentor).update(capacity=0)
    client.post(reverse("matching:present"), sent)
    assert questions() == {("Noor", rows[noor].mentor.given_name)}
    name = rows[daan].mentor.name
    assert f"Voor Daan Visser is niemand gevraagd. {name} begeleidt nu niemand." in text_of(client)


def test_each_question_of_a_round_takes_a_place_from_those_after_it(
    client: Client, sanne: Person
) -> None:
    daan, noor, sem = (make_newcomer(f"{name} Nieuw") for name in ("Daan", "Noor", "Sem"))
    joris = make_mentor("Joris Meer", capacity=2)
    daan.rulings.create(mentor=joris, kind="together", made_by=sanne)
    board = load_board(daan.organisation, NOW)
    chosen = [actions.Chosen(one, joris, board.mark_of(one)) for one in (daan, noor, sem, daan)]
    found = actions.present(chosen, by=sanne, at=NOW)
    assert [one.mentee for one in found.asked] == [daan, noor]
    assert [who for who, _why in found.failed] == [sem, daan]
    assert questions() == {("Daan", "Joris"), ("Noor", "Joris")}


def test_a_place_set_for_who_is_not_asked_yet_stays_theirs(client: Client, sanne: Person) -> None:
    daan, noor, sem = (make_newcomer(f"{name} Nieuw") for name in ("Daan", "Noor", "Sem"))
    joris = make_mentor("Joris Meer", capacity=2)
    sem.rulings.create(mentor=joris, kind="together", made_by=sanne)
    board = load_board(daan.organisation, NOW)
    chosen = [actions.Chosen(one, joris, board.mark_of(one)) for one in (daan, noor)]
    found = actions.present(chosen, by=sanne, at=NOW)
    assert [one.mentee for one in found.asked] == [daan]
    assert "Sem" in found.failed[0][1]


def test_a_round_reads_the_board_once_however_many_are_asked(client: Client, sanne: Person) -> None:
    def reads(number: int) -> int:
        for one in range(number):
            make_newcomer(f"Nieuw {number}{one}"), make_mentor(f"Mentor {number}{one}")
        rows = [one for one in page(client).context["rows"] if one.mentor]
        chosen = [actions.Chosen(one.newcomer, one.mentor, one.mark) for one in rows]
        with CaptureQueriesContext(connection) as queries:
            found = actions.present(chosen, by=sanne, at=NOW)
        assert len(found.asked) == number
        return sum("matching_agreement" in one["sql"] for one in queries)

    assert (reads(1), reads(5)) == (1, 1)


def test_what_a_colleague_decided_since_is_not_asked(client: Client, sanne: Person) -> None:
    daan, joris = make_newcomer("Daan Visser"), make_mentor("Joris Meer")
    make_mentor("Anja Smit", team=None)
    daan.rulings.create(mentor=joris, kind="apart", made_by=make_adviser())
    put(client, **{f"seen-{daan.pk}": "-"})
    assert questions() == set()
    assert "heeft intussen beslist: niet Joris Meer voor Daan." in text_of(client)


def test_nothing_ticked_asks_nobody(client: Client, sanne: Person) -> None:
    make_newcomer("Daan Visser"), make_mentor("Joris Meer")
    put(client, but={"Daan"})
    assert questions() == set()
    assert "Vink eerst een voorstel aan." in text_of(client)


def test_who_answered_before_the_undo_is_named(client: Client, sanne: Person) -> None:
    make_newcomer("Daan Visser"), make_newcomer("Noor Jansen")
    make_mentor("Joris Meer"), make_mentor("Anja Smit")
    put(client)
    text = text_of(client)
    first = Mentorship.objects.order_by("pk")[0]
    actions.answer_proposal(first, accepted=True, at=NOW)
    undo = text.split(reverse("matching:undo_round", args=["x"])[:-2])[1].split("/")[0]
    client.post(reverse("matching:undo_round", args=[undo]))
    assert (len(questions("active")), len(questions("withdrawn"))) == (1, 1)
    assert f"{first.mentor.name} had al een antwoord gegeven" in text_of(client)


def test_nobody_puts_the_newcomers_of_elsewhere_to_anybody(client: Client, sanne: Person) -> None:
    there = make_organisation("medemblik")
    nel = make_newcomer("Nel", organisation=there)
    ed = make_mentor("Ed", organisation=there, capacity=2)
    question = asked(ed, make_newcomer("Wim", organisation=there))
    sent = {"chosen": [f"{nel.pk}.{ed.pk}", "x.y", "", "9.9"], f"seen-{nel.pk}": "-"}
    client.post(reverse("matching:present"), sent)
    assert questions() == {("Wim", "Ed")}
    for viewer in (make_mentor(), make_person()):
        client.force_login(viewer)
        assert client.post(reverse("matching:present"), sent).status_code == 404
    assert question.mentee.organisation == Organisation.objects.get(slug="medemblik")
