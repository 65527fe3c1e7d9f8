"""The pages of matching as each role opens and uses them."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from matching import actions
from matching.attention import lines
from matching.links import answer_path
from matching.models import Agreement, ChangeRequest, MentorProfile, Mentorship
from mentorship import declare
from mentorship.people.models import Person
from mentorship.web.context import screens_of
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_newcomer,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.matching.cast import asked, make_mentor, pair_up, past_cohort, trained_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def page(
    client: Client, viewer: Person, name: str, *args: Any, status: int = 200, **get: Any
) -> Any:
    client.force_login(viewer)
    response = client.get(reverse(f"matching:{name}", args=args), get)
    assert response.status_code == status
    return response


def press(client: Client, viewer: Person, name: str, *args: Any, **post: Any) -> Any:
    client.force_login(viewer)
    return client.post(reverse(f"matching:{name}", args=args), post)


@pytest.fixture
def sanne() -> Person:
    return make_adviser()


# --- the board --------------------------------------------------------------------------------


def test_the_board_shows_who_waits_who_is_asked_and_who_is_paired(
    client: Client, sanne: Person
) -> None:
    joris = make_mentor("Joris Meer", capacity=5)
    late = make_newcomer("Late Start", starts_on=date(2027, 3, 1))
    soon = make_newcomer("Soon Start", starts_on=date(2027, 1, 18))
    begun = make_newcomer("Has Begun", starts_on=date(2026, 12, 7))
    question = asked(joris, make_newcomer("Is Asked"), by=sanne)
    pair = pair_up(joris, make_newcomer("Is Paired"), by=sanne)
    make_newcomer("Too Early", starts_on=date(2026, 11, 30))  # before the organisation takes part
    make_newcomer("El Elders", organisation=make_organisation("medemblik"))
    shown = page(client, sanne, "board").context
    assert [one.newcomer for one in shown["rows"]] == [begun, soon, late]
    assert [one.is_soon for one in shown["rows"]] == [True, True, False]
    assert (list(shown["asked"]), list(shown["paired"])) == ([question], [pair])


def test_no_number_of_the_score_is_on_any_screen(client: Client, sanne: Person) -> None:
    make_mentor("Joris Meer", about="Hallo", starts_on=date(2020, 1, 1))
    daan = make_newcomer()
    assert page(client, sanne, "suggest", daan.pk).context["row"].reasons == [
        "zelfde team", "7 jaar in Hoorn", "begeleidt nu niemand", "stelt zich voor"
    ]  # fmt: skip
    fits = 90 + 3 * 7 + 10 + 10
    for name, args in (("board", []), ("suggest", [daan.pk]), ("criteria", [])):
        assert str(fits) not in page(client, sanne, name, *args).content.decode()


def test_an_empty_board_says_what_to_do_first(client: Client, sanne: Person) -> None:
    text = page(client, sanne, "board").content.decode()
    assert "Nog geen nieuwe collega’s" in text
    assert reverse("people:import") in text


@pytest.mark.parametrize("name", ["board", "criteria", "mentors", "new_mentor", "pairs"])
def test_the_advisers_pages_do_not_exist_for_others(name: str, client: Client) -> None:
    for viewer in (make_mentor(), make_newcomer(), make_trainer(), make_person()):
        page(client, viewer, name, status=404)


def test_a_newcomer_of_elsewhere_does_not_exist(client: Client, sanne: Person) -> None:
    there = make_organisation("medemblik")
    nel, ed = make_newcomer("Nel", organisation=there), make_mentor("Ed", organisation=there)
    question = asked(ed, nel)
    page(client, sanne, "suggest", nel.pk, status=404)
    page(client, sanne, "mentor", ed.pk, status=404)
    for name, pk in [("ask", nel.pk), ("withdraw", question.pk), ("end", question.pk)]:
        assert press(client, sanne, name, pk, mentor=ed.pk).status_code == 404
    question.refresh_from_db()
    assert question.state == "asked"


def count_queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    return len(queries)


@pytest.mark.parametrize("name", ["board", "mentors", "pairs"])
def test_a_list_asks_as_much_for_many_as_for_few(name: str, client: Client, sanne: Person) -> None:
    def some(number: int) -> None:
        for i in range(number):
            mentor = make_mentor(f"Mentor {i}", capacity=5)
            make_newcomer(f"Wacht {i}", manager=make_person(f"Baas {i}"))
            asked(mentor, make_newcomer(f"Vraag {i}"), by=sanne)
            pair_up(mentor, make_newcomer(f"Koppel {i}"), by=sanne)

    client.force_login(sanne)
    some(1)
    few = count_queries(client, reverse(f"matching:{name}"))
    some(6)
    assert count_queries(client, reverse(f"matching:{name}")) == few


# --- asking from the page ---------------------------------------------------------------------


def test_a_click_asks_and_its_undo_takes_the_question_back(client: Client, sanne: Person) -> None:
    daan, joris = make_newcomer(), make_mentor()
    response = press(client, sanne, "ask", daan.pk, mentor=joris.pk)
    question = Mentorship.objects.get()
    assert response.url == reverse("matching:board")
    undo = reverse("matching:withdraw", args=[question.pk])
    assert undo in client.get(response.url).content.decode()
    client.post(undo)
    question.refresh_from_db()
    assert question.state == "withdrawn"
    press(client, sanne, "ask_again", question.pk)
    assert Mentorship.objects.open().get().mentor == joris


def test_the_second_adviser_gets_a_clear_sentence(client: Client, sanne: Person) -> None:
    daan = make_newcomer()
    asked(make_mentor(), daan, by=sanne)
    press(client, make_adviser(), "ask", daan.pk, mentor=make_mentor("Anja Smit").pk)
    text = client.get(reverse("matching:suggest", args=[daan.pk])).content.decode()
    assert "Sanne Wit heeft Joris Meer al gevraagd voor Daan." in text
    assert Mentorship.objects.count() == 1


@pytest.mark.parametrize("mentor", ["", "0", "x", "9" * 30])
def test_a_mentor_that_does_not_exist_is_not_asked(
    mentor: str, client: Client, sanne: Person
) -> None:
    assert press(client, sanne, "ask", make_newcomer().pk, mentor=mentor).status_code == 404


def test_ending_from_the_page_can_be_undone(client: Client, sanne: Person) -> None:
    pair = pair_up(make_mentor(), make_newcomer(), by=sanne)
    press(client, sanne, "end", pair.pk, kind="other", reason="")
    pair.refresh_from_db()
    assert pair.state == "ended"
    press(client, sanne, "resume", pair.pk)
    pair.refresh_from_db()
    assert pair.state == "active"


# --- the mentor answers -----------------------------------------------------------------------


@pytest.mark.parametrize(("button", "state"), [("yes", "active"), ("no", "declined")])
def test_the_mail_s_link_asks_and_only_its_post_answers(
    button: str, state: str, client: Client
) -> None:
    question = asked(make_mentor(), make_newcomer(job_title="Toezichthouder"))
    text = client.get(answer_path(question)).content.decode()
    assert "Daan begint op maandag 1 februari in team Wonen. Functie: Toezichthouder." in text
    assert "Visser" not in text  # the first name is enough
    question.refresh_from_db()
    assert question.state == "asked"
    client.post(answer_path(question), {"answer": button, "word": "Dag"})
    question.refresh_from_db()
    assert (question.state, question.word) == (state, "Dag")
    assert "_auth_user_id" not in client.session  # the link is no way in


def test_the_second_answer_says_what_the_first_was(client: Client) -> None:
    question = asked(make_mentor(), make_newcomer())
    client.post(answer_path(question), {"answer": "yes"})
    text = client.post(answer_path(question), {"answer": "no"}).content.decode()
    assert "Je had al ja geantwoord" in text
    question.refresh_from_db()
    assert question.state == "active"


@pytest.mark.parametrize("post", [{}, {"answer": "maybe"}, {"answer": "yes", "word": "x" * 301}])
def test_what_is_no_answer_changes_nothing(post: dict[str, str], client: Client) -> None:
    question = asked(make_mentor(), make_newcomer())
    assert client.post(answer_path(question), post).status_code == 422
    question.refresh_from_db()
    assert question.state == "asked"


def test_a_link_of_a_month_old_answers_nothing_but_shows_the_way(client: Client) -> None:
    question = asked(make_mentor(), make_newcomer(), at=NOW - timedelta(days=31))
    response = client.post(answer_path(question), {"answer": "yes"})
    assert response.status_code == 410
    assert reverse("matching:answer_own", args=[question.pk]) in response.content.decode()
    question.refresh_from_db()
    assert question.state == "asked"


@pytest.mark.parametrize("token", ["x", "WzEsMV0:1:abc"])
def test_a_made_up_link_does_not_exist(token: str, client: Client) -> None:
    assert client.get(reverse("matching:answer", args=[token])).status_code == 404


def test_signed_in_only_the_mentor_who_is_asked_answers(client: Client, sanne: Person) -> None:
    joris = make_mentor()
    question = asked(joris, make_newcomer(), by=sanne)
    for viewer in (sanne, question.mentee, make_mentor("Anja Smit")):
        assert press(client, viewer, "answer_own", question.pk, answer="yes").status_code == 404
    press(client, joris, "answer_own", question.pk, answer="yes")
    question.refresh_from_db()
    assert question.state == "active"


# --- mentors ----------------------------------------------------------------------------------


def test_the_list_of_mentors_is_by_name_with_places_and_training(
    client: Client, sanne: Person
) -> None:
    make_mentor("Anja Zwart", capacity=2)
    trained = trained_in(past_cohort(created_by=sanne), "Tess Aalders")
    shown = page(client, sanne, "mentors").context["rows"]
    assert [person.family_name for person, _one in shown] == ["Aalders", "Zwart"]
    assert (shown[0][1].is_trained, shown[0][0], shown[1][1].free) == (True, trained, 2)


def test_an_adviser_makes_a_colleague_a_mentor_and_never_writes_their_words(
    client: Client, sanne: Person
) -> None:
    kees = make_person("Kees Groot")
    client.force_login(sanne)
    search = reverse("matching:new_mentor"), {"q": "groot"}
    assert kees in client.post(*search, follow=True).context["found"]
    press(client, sanne, "mentor", kees.pk, capacity=2, trained_elsewhere="on", about="Vals")
    profile = MentorProfile.objects.get(person=kees)
    assert (profile.capacity, profile.trained_elsewhere, profile.about) == (2, True, "")
    assert kees not in client.post(*search, follow=True).context["found"]


@pytest.mark.parametrize(
    "post",
    [
        {"capacity": 6},
        {"capacity": -1},
        {"capacity": ""},
        {"capacity": 1, "available_from": "2027-02-02", "available_until": "2027-02-01"},
    ],
)
def test_places_and_dates_that_cannot_be_are_refused_with_a_sentence(
    post: dict[str, Any], client: Client, sanne: Person
) -> None:
    joris = make_mentor()
    response = press(client, sanne, "mentor", joris.pk, **post)
    assert response.status_code == 422
    assert MentorProfile.objects.get(person=joris).capacity == 1


def test_who_takes_part_in_a_cohort_writes_a_profile_and_cannot_call_themselves_trained(
    client: Client,
) -> None:
    person = enrol(past_cohort()).person
    press(client, person, "profile", about="Vraag me alles", capacity=2, trained_elsewhere="on")
    profile = MentorProfile.objects.get(person=person)
    assert (profile.about, profile.capacity, profile.trained_elsewhere) == (
        "Vraag me alles", 2, False
    )  # fmt: skip


@pytest.mark.parametrize("state", ["invited", "declined", "withdrawn", "waiting"])
def test_who_does_not_take_part_has_no_profile(state: str, client: Client) -> None:
    person = enrol(past_cohort(), state=state).person
    page(client, person, "profile", status=404)
    page(client, person, "my_mentees", status=404)


def test_a_mentor_sees_the_question_and_the_own_mentees_alone(client: Client) -> None:
    joris, anja = make_mentor("Joris Meer", capacity=2), make_mentor("Anja Smit")
    question, pair = asked(joris, make_newcomer("Noor Jansen")), pair_up(joris, make_newcomer())
    pair_up(anja, make_newcomer("Sem Kok"))
    shown = page(client, joris, "my_mentees").context
    assert (list(shown["questions"]), list(shown["active"])) == ([question], [pair])


# --- the newcomer -----------------------------------------------------------------------------


def test_a_newcomer_reads_who_the_mentor_is_and_how_to_meet(client: Client) -> None:
    joris = make_mentor(
        "Joris Meer", phone="06 12 34 56 78", about="Ik loop graag een rondje.",
        how_to_meet="Dinsdag, koffiecorner", job_title="Senior adviseur",
    )  # fmt: skip
    daan = make_newcomer()
    pair_up(joris, daan)
    text = page(client, daan, "my_mentor").content.decode()
    for part in (
        "Joris is je mentor", "Joris Meer", "Senior adviseur", "Ik loop graag een rondje.",
        "Dinsdag, koffiecorner", f"mailto:{joris.email}", "tel:0612345678",
    ):  # fmt: skip
        assert part in text


def test_before_there_is_a_mentor_the_page_says_when_and_not_who_is_asked(client: Client) -> None:
    daan = make_newcomer()
    asked(make_mentor("Joris Meer"), daan)
    text = page(client, daan, "my_mentor").content.decode()
    assert "We zoeken jouw mentor" in text
    assert "maandag 1 februari" in text
    assert "Joris" not in text


def test_who_is_no_newcomer_has_no_such_page(client: Client) -> None:
    for viewer in (make_person(), make_mentor(), make_adviser(), make_trainer()):
        page(client, viewer, "my_mentor", status=404)


def test_another_mentor_is_asked_for_taken_back_and_seen_by_the_adviser_alone(
    client: Client, sanne: Person
) -> None:
    joris, daan = make_mentor(), make_newcomer(manager=make_person("Petra Hoekstra"))
    pair = pair_up(joris, daan, by=sanne)
    press(client, daan, "another_mentor", pair.pk, word="Het klikt niet")
    press(client, daan, "another_mentor", pair.pk)
    assert ChangeRequest.objects.count() == 1
    assert "Het klikt niet" in page(client, sanne, "suggest", daan.pk).content.decode()
    assert "klikt" not in page(client, joris, "my_mentees").content.decode()
    press(client, daan, "keep_mentor", pair.pk)
    assert not ChangeRequest.objects.exists()


def test_the_adviser_closes_a_request_and_may_reopen_it(client: Client, sanne: Person) -> None:
    pair = pair_up(make_mentor(), make_newcomer(), by=sanne)
    actions.ask_for_another(pair, pair.mentee, at=NOW)
    request = ChangeRequest.objects.get()
    press(client, sanne, "close_request", request.pk)
    assert not ChangeRequest.objects.waiting().exists()
    press(client, sanne, "reopen_request", request.pk)
    assert ChangeRequest.objects.waiting().exists()
    assert press(client, pair.mentor, "close_request", request.pk).status_code == 404


# --- what other rooms show --------------------------------------------------------------------


def urls(person: Person) -> list[str]:
    return [one.url for one in screens_of(person) if one.url.startswith("matching:")]


def test_the_menu_follows_what_somebody_is(sanne: Person) -> None:
    joris, daan = make_mentor(), make_newcomer()
    assert urls(sanne) == ["matching:board"]
    assert urls(daan) == ["matching:my_mentor"]
    assert urls(joris) == ["matching:my_mentees"]
    assert urls(make_person()) == urls(make_trainer()) == []
    old = make_person("Oud Nieuw", starts_on=date(2026, 1, 5))
    pair_up(joris, old)
    assert urls(old) == ["matching:my_mentor"]


def test_a_newcomer_lands_on_the_mentor_s_page(client: Client) -> None:
    client.force_login(make_newcomer())
    assert client.get("/").url == reverse("matching:my_mentor")


def found(person: Person) -> list[tuple[int, str, bool]]:
    return [(line.count, line.what, line.urgent) for line in lines(person, NOW)]


def test_today_has_a_line_for_each_thing_and_none_for_what_waits_its_turn(sanne: Person) -> None:
    joris = make_mentor("Joris Meer", capacity=5)
    make_newcomer("Soon Start", starts_on=date(2027, 1, 22))
    make_newcomer("Late Start")
    asked(joris, make_newcomer("Net Gevraagd"), at=NOW - timedelta(days=1))
    asked(joris, make_newcomer("Lang Gevraagd"), at=NOW - timedelta(days=4))
    other = pair_up(joris, make_newcomer("Klik Niet"), by=sanne)
    actions.ask_for_another(other, other.mentee, at=NOW)
    make_newcomer("El Elders", organisation=make_organisation("medemblik"))
    assert found(sanne) == [
        (1, "vraag om een andere mentor", True),
        (2, "nieuwe collega’s zonder mentor", True),
        (1, "mentor heeft nog niet geantwoord", False),
    ]
    details = [line.detail for line in lines(sanne, NOW)]
    assert details[1:] == ["Soon Start begint over 10 dagen", "Joris Meer · wacht al 4 dagen"]
    for other in (joris, make_trainer(), make_newcomer("Nog Een")):
        assert found(other) == []


def test_a_start_that_is_far_off_is_not_urgent(sanne: Person) -> None:
    make_newcomer("Soon Start", starts_on=date(2027, 1, 23))
    assert found(sanne) == [(1, "nieuwe collega zonder mentor", False)]


def test_today_names_mentors_whose_manager_stays_silent_from_the_sixth_day(sanne: Person) -> None:
    petra, long_ago = make_person("Petra Hoekstra"), NOW - timedelta(days=6)
    seat = enrol(past_cohort(), make_person("Ada Aa", manager=petra), state_since=long_ago)
    made = make_mentor("Bob Bb", manager=petra)
    MentorProfile.objects.filter(person=made).update(time_asked_at=long_ago)
    make_mentor("Cas Cc", manager=petra)  # about whom nobody asked
    enrol(seat.cohort, make_person("Net Mee", manager=petra), state_since=NOW - timedelta(days=5))
    enrol(seat.cohort, make_person("Is Gevraagd", manager=petra), state="invited")
    fresh = make_mentor("Net Gevraagd", manager=petra)
    MentorProfile.objects.filter(person=fresh).update(time_asked_at=NOW - timedelta(days=5))
    make_mentor("Zonder Baas")
    make_mentor("Baas Weg", manager=make_person("Is Weg", leaves_on=NOW.date() - timedelta(days=1)))
    make_mentor("Nul Plek", manager=petra, capacity=0)
    make_mentor("El Elders", manager=petra, organisation=make_organisation("medemblik"))
    for agreed, name in ((True, "Wel Tijd"), (False, "Geen Tijd")):
        Agreement.objects.create(
            mentor=make_mentor(name, manager=petra), agreed=agreed, noted_by=sanne
        )
    line = next(one for one in lines(sanne, NOW) if "leidinggevende" in one.what)
    assert (line.count, line.what) == (3, "mentoren wachten op hun leidinggevende")
    assert line.detail == "Petra Hoekstra heeft nog niet gezegd of Ada Aa tijd heeft"
    assert line.url == reverse("matching:mentor", args=[seat.person_id])
    for person in (seat.person, made):
        actions.answer_about_time(person, petra, agreed=True, at=NOW)
    line = next(one for one in lines(sanne, NOW) if "leidinggevende" in one.what)
    assert (line.count, line.what) == (1, "mentor wacht op de leidinggevende")


def test_asking_again_gives_the_manager_time_anew(client: Client, sanne: Person) -> None:
    mentor = make_mentor("Bob Bb", manager=make_person("Petra Hoekstra"))
    [line] = lines(sanne, NOW)
    assert "Vraag het per mail" in page(client, sanne, "mentor", mentor.pk).content.decode()
    press(client, sanne, "ask_manager", mentor.pk)
    assert found(sanne) == []
    assert list(lines(sanne, NOW + timedelta(days=6))) == [line]


def test_today_names_participants_without_a_buddy_once_it_is_time(sanne: Person) -> None:
    cohort = past_cohort(created_by=sanne)
    one, two, _three = (enrol(cohort) for _ in range(3))
    assert found(sanne) == [(3, "deelnemers zonder buddy", False)]
    actions.make_buddies(cohort, [[one, two]], at=NOW)
    assert found(sanne) == [(1, "deelnemer zonder buddy", False)]
    one.move_to("withdrawn", at=NOW)  # whose buddy now has nobody
    assert found(sanne) == [(2, "deelnemers zonder buddy", False)]


def panel(key: str, subject: Any, viewer: Person) -> dict[str, Any] | None:
    return declare.panels[key].context(subject, viewer, NOW)


def test_a_manager_sees_each_newcomer_of_the_team_with_the_mentor() -> None:
    petra, joris = make_person("Petra Hoekstra"), make_mentor()
    daan = make_newcomer(manager=petra)
    noor = make_newcomer("Noor Jansen", manager=petra, starts_on=date(2027, 2, 8))
    pair_up(joris, daan)
    asked(make_mentor("Anja Smit"), noor)
    make_newcomer("Sem Kok", manager=make_person("Andere Baas"))
    shown = panel("mentors", petra, petra)
    assert shown is not None
    assert shown["rows"] == [(daan, joris), (noor, None)]


def test_the_history_on_a_colleague_s_page_is_for_their_adviser(sanne: Person) -> None:
    joris, daan = make_mentor(), make_newcomer()
    pair = pair_up(joris, daan, by=sanne)
    shown = panel("mentorships", joris, sanne)
    assert shown is not None
    assert shown["as_mentor"] == [pair]
    elsewhere = make_adviser(make_organisation("medemblik"))
    for viewer in (joris, daan, make_trainer(), elsewhere):
        assert panel("mentorships", joris, viewer) is None


def test_a_buddy_shows_on_one_s_own_route_alone() -> None:
    cohort = past_cohort()
    one, two, three = (enrol(cohort) for _ in range(3))
    actions.make_buddies(cohort, [[one, two, three]], at=NOW)
    shown = panel("buddy", one, one.person)
    assert shown is not None
    assert set(shown["others"]) == {two.person, three.person}
    assert panel("buddy", one, two.person) is None
