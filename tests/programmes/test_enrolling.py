"""Invited, accepted, waiting, declined, withdrawn; and never more people than seats."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib import messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from mentorship.people.models import Person
from mentorship.reminders.models import Message
from mentorship.web.signed import signed_token
from programmes.actions import enrolling
from programmes.models import Cohort, Enrolment
from programmes.models.enrolment import MOVES
from programmes.reminders.invitations import answer_path
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_cohort,
    make_newcomer,
    make_organisation,
    make_person,
    make_team,
    make_trainer,
)

pytestmark = pytest.mark.django_db


def told(*, dropped: bool = False) -> Counter[tuple[str, str]]:
    """(rule, first name) of each message about an enrolment that still stands."""
    messages = Message.objects.filter(subject__startswith="programmes.enrolment")
    return Counter(
        messages.filter(dropped_at__isnull=not dropped).values_list("rule", "recipient__given_name")
    )


def states(cohort: Cohort) -> dict[str, tuple[str, int | None]]:
    return {
        one.person.given_name: (one.state, one.seat)
        for one in cohort.enrolments.select_related("person")
    }


def invite(cohort: Cohort, *names: str, at: Any = NOW) -> list[Enrolment]:
    people = [make_person(f"{name} Jansen") for name in names]
    return enrolling.invite(cohort, people, by=cohort.created_by, at=at)


# --- inviting ---------------------------------------------------------------------------------


def test_who_is_invited_is_told_and_who_was_asked_already_is_not_asked_twice() -> None:
    cohort = make_cohort()
    [fatima] = invite(cohort, "Fatima")
    joris = enrol(cohort, make_person("Joris Meer"))
    asked = enrolling.invite(
        cohort, [fatima.person, joris.person], by=cohort.created_by, at=NOW + timedelta(hours=1)
    )
    assert asked == []
    assert told() == {("invitation", "Fatima"): 1}
    assert states(cohort) == {"Fatima": ("invited", None), "Joris": ("accepted", 1)}


def test_who_declined_can_be_asked_again_and_gets_a_new_invitation() -> None:
    cohort = make_cohort()
    [fatima] = invite(cohort, "Fatima")
    enrolling.decline(fatima, NOW)
    enrolling.invite(cohort, [fatima.person], by=cohort.created_by, at=NOW + timedelta(days=1))
    fatima.refresh_from_db()
    assert (fatima.state, fatima.invited_at) == ("invited", NOW + timedelta(days=1))
    assert told() == {("invitation", "Fatima"): 2}


def test_undo_within_two_minutes_leaves_no_trace_of_who_had_not_heard() -> None:
    cohort = make_cohort()
    [fatima, _noor] = invite(cohort, "Fatima", "Noor")
    invite(cohort, "Later", at=NOW + timedelta(seconds=9))
    enrolling.accept(fatima, NOW + timedelta(seconds=5))
    stopped = enrolling.take_invitations_back(cohort, NOW, NOW + timedelta(minutes=1))
    assert stopped == 1
    assert states(cohort) == {"Fatima": ("accepted", 1), "Later": ("invited", None)}
    assert told(dropped=True) == {("invitation", "Noor"): 1}


# --- answering --------------------------------------------------------------------------------


def test_a_yes_gets_the_lowest_free_seat_and_a_full_group_a_waiting_list() -> None:
    cohort = make_cohort(seats=2)
    a, b, c = invite(cohort, "Anna", "Bram", "Cees")
    assert [enrolling.accept(one, NOW) for one in (a, b, c)] == ["accepted", "accepted", "waiting"]
    assert states(cohort) == {
        "Anna": ("accepted", 1),
        "Bram": ("accepted", 2),
        "Cees": ("waiting", None),
    }
    asked = {("invitation", name): 1 for name in ("Anna", "Bram", "Cees")}
    answered = {
        ("seat_confirmed", "Anna"): 1,
        ("seat_confirmed", "Bram"): 1,
        ("on_waiting_list", "Cees"): 1,
    }
    assert told() == asked | answered


def test_a_yes_puts_each_date_for_participants_in_the_calendar_and_the_talk_in_none() -> None:
    cohort = make_cohort()
    [anna] = invite(cohort, "Anna")
    enrolling.accept(anna, NOW)
    dated = Message.objects.filter(rule="meeting_planned", recipient=anna.person)
    planned = {f"programmes.meeting:{one.pk}" for one in cohort.meetings.exclude(step__key="talk")}
    assert set(dated.values_list("subject", flat=True)) == planned
    assert len(planned) == 3


def test_saying_yes_twice_changes_nothing_the_second_time() -> None:
    cohort = make_cohort()
    [anna] = invite(cohort, "Anna")
    assert enrolling.accept(anna, NOW) == "accepted"
    assert enrolling.accept(anna, NOW + timedelta(seconds=1)) == "accepted"
    assert told() == {("invitation", "Anna"): 1, ("seat_confirmed", "Anna"): 1}


def test_a_seat_that_comes_free_goes_to_who_waited_longest() -> None:
    cohort = make_cohort(seats=1)
    a, b, c = invite(cohort, "Anna", "Bram", "Cees")
    enrolling.accept(a, NOW)
    enrolling.accept(c, NOW + timedelta(minutes=1))
    enrolling.accept(b, NOW + timedelta(minutes=2))
    enrolling.decline(a, NOW + timedelta(minutes=3))
    assert states(cohort) == {
        "Anna": ("declined", None),
        "Bram": ("waiting", None),
        "Cees": ("accepted", 1),
    }
    assert told()["seat_offered", "Cees"] == 1


def test_who_left_meanwhile_is_passed_over_on_the_waiting_list() -> None:
    cohort = make_cohort(seats=1)
    a, b, c = invite(cohort, "Anna", "Bram", "Cees")
    for minute, one in enumerate((a, b, c)):
        enrolling.accept(one, NOW + timedelta(minutes=minute))
    Person.objects.filter(pk=b.person_id).update(leaves_on=NOW.date() - timedelta(days=1))
    enrolling.withdraw(a, by=cohort.created_by, at=NOW + timedelta(hours=1))
    assert states(cohort) == {
        "Anna": ("withdrawn", None),
        "Bram": ("waiting", None),
        "Cees": ("accepted", 1),
    }


def test_more_seats_move_up_as_many_as_fit() -> None:
    cohort = make_cohort(seats=1)
    for minute, one in enumerate(invite(cohort, "Anna", "Bram", "Cees", "Daan")):
        enrolling.accept(one, NOW + timedelta(minutes=minute))
    cohort.seats = 3
    cohort.save()
    moved = enrolling.promote_waiting(cohort, NOW + timedelta(hours=1))
    assert [one.person.given_name for one in moved] == ["Bram", "Cees"]
    assert states(cohort)["Daan"] == ("waiting", None)


def test_fewer_seats_than_people_gives_no_seat_away_until_there_is_room() -> None:
    cohort = make_cohort(seats=3)
    a, b, c, d = invite(cohort, "Anna", "Bram", "Cees", "Daan")
    for one in (a, b, c):
        enrolling.accept(one, NOW)
    cohort.seats = 2
    cohort.save()
    enrolling.decline(a, NOW)  # seat 1 is free now, but two others are there
    assert enrolling.accept(d, NOW) == "waiting"
    enrolling.decline(b, NOW + timedelta(minutes=1))
    assert states(cohort)["Daan"] == ("accepted", 1)


def test_a_mind_can_change_until_the_first_meeting_begins_and_not_after() -> None:
    cohort = make_cohort()
    start = cohort.meetings.get(step__key="half-day-1").starts_at
    [anna] = invite(cohort, "Anna")
    just_before = start - timedelta(seconds=1)
    assert enrolling.decline(anna, NOW) == "declined"
    assert enrolling.accept(anna, just_before) == "accepted"
    assert enrolling.decline(anna, start) == "accepted"
    assert enrolling.decline(anna, just_before) == "declined"
    assert enrolling.accept(anna, start) == "declined"


def test_nothing_can_be_answered_in_a_cancelled_group() -> None:
    cohort = make_cohort()
    [anna] = invite(cohort, "Anna")
    cohort.cancel(NOW)
    assert enrolling.accept(anna, NOW) == "invited"
    assert told() == {("invitation", "Anna"): 1}


def test_once_the_group_has_begun_nobody_moves_up_by_itself() -> None:
    cohort = make_cohort(seats=1)
    start = cohort.meetings.get(step__key="half-day-1").starts_at
    anna, bram = invite(cohort, "Anna", "Bram")
    enrolling.accept(anna, NOW)
    enrolling.accept(bram, NOW)
    enrolling.withdraw(anna, by=cohort.created_by, at=start)
    assert states(cohort)["Bram"] == ("waiting", None)


# --- withdrawing ------------------------------------------------------------------------------


def test_who_is_taken_out_hears_it_and_undo_in_time_stops_that() -> None:
    cohort = make_cohort()
    anna = enrol(cohort, make_person("Anna Jansen"))
    assert enrolling.withdraw(anna, by=cohort.created_by, at=NOW) == "accepted"
    assert told() == {("withdrawn", "Anna"): 1}
    assert enrolling.reinstate(anna, to="seat", at=NOW + timedelta(minutes=1)) == "accepted"
    assert told() == {}
    assert states(cohort) == {"Anna": ("accepted", 1)}


def test_undo_comes_too_late_when_somebody_else_has_the_seat() -> None:
    cohort = make_cohort(seats=1)
    anna, bram = invite(cohort, "Anna", "Bram")
    enrolling.accept(anna, NOW)
    enrolling.accept(bram, NOW)
    enrolling.withdraw(anna, by=cohort.created_by, at=NOW)
    assert enrolling.reinstate(anna, to="seat", at=NOW + timedelta(minutes=1)) == "waiting"
    assert states(cohort) == {"Anna": ("waiting", None), "Bram": ("accepted", 1)}


def test_an_invitation_that_was_stopped_goes_after_all_when_that_is_undone() -> None:
    cohort = make_cohort()
    [anna] = invite(cohort, "Anna")
    enrolling.withdraw(anna, by=cohort.created_by, at=NOW + timedelta(minutes=1))
    assert told() == {}
    enrolling.reinstate(anna, to="invited", at=NOW + timedelta(minutes=2))
    assert told() == {("invitation", "Anna"): 1}


@pytest.mark.parametrize("before", Enrolment.State.values)
@pytest.mark.parametrize("after", Enrolment.State.values)
def test_only_the_moves_of_the_table_are_made(before: str, after: str) -> None:
    enrolment = enrol(make_cohort(), state=before)
    seat = 1 if after in ("accepted", "completed") else None
    assert enrolment.move_to(after, at=NOW, seat=seat) is ((before, after) in MOVES)


# --- two at once ------------------------------------------------------------------------------


def at_once(number: int, work: Any) -> None:
    """Run ``work(index)`` in so many threads that all begin together."""
    gate = threading.Barrier(number)
    faults: list[BaseException] = []

    def run(index: int) -> None:
        try:
            gate.wait(timeout=20)
            work(index)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[index]) for index in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert faults == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [2, 20])
def test_the_last_seat_goes_to_one_of_all_who_say_yes_at_once(number: int) -> None:
    cohort = make_cohort(seats=3)
    enrol(cohort)
    enrol(cohort)
    rows = [enrol(cohort, state="invited") for _ in range(number)]
    at_once(number, lambda index: enrolling.accept(rows[index], NOW))
    assert Counter(cohort.enrolments.values_list("state", flat=True)) == {
        "accepted": 3,
        "waiting": number - 1,
    }
    assert set(cohort.enrolments.exclude(seat=None).values_list("seat", flat=True)) == {1, 2, 3}
    answers = Counter(
        Message.objects.filter(subject__startswith="programmes.enrolment").values_list(
            "rule", flat=True
        )
    )
    assert answers == {"seat_confirmed": 1, "on_waiting_list": number - 1}


@pytest.mark.django_db(transaction=True)
def test_ten_who_leave_at_once_make_room_for_exactly_ten() -> None:
    cohort = make_cohort(seats=10)
    seated = [enrol(cohort) for _ in range(10)]
    for minute in range(12):
        enrol(cohort, state="waiting", state_since=NOW + timedelta(minutes=minute))
    at_once(10, lambda index: enrolling.decline(seated[index], NOW + timedelta(hours=1)))
    assert Counter(cohort.enrolments.values_list("state", flat=True)) == {
        "accepted": 10,
        "declined": 10,
        "waiting": 2,
    }


# --- pages ------------------------------------------------------------------------------------


def invitation_page(cohort: Cohort, data: dict[str, Any], by: Person | None = None) -> Any:
    client = Client()
    client.force_login(by or cohort.created_by)
    return client.post(reverse("programmes:invite", args=[cohort.pk]), data)


def names(candidates: Any) -> set[str]:
    return {one.person.given_name for one in candidates}


def test_the_list_offers_colleagues_and_no_newcomer_leaver_or_stranger(time_stands: None) -> None:
    cohort = make_cohort()
    make_person("Anna Jansen")
    make_newcomer("Nieuw Visser")
    make_newcomer("Net Begonnen", starts_on=(NOW - timedelta(days=20)).date())
    make_person("Weg Boer", leaves_on=(NOW + timedelta(days=30)).date())
    make_person("Vreemd Smit", organisation=make_organisation("medemblik"))
    enrol(cohort, make_person("Joris Meer"))
    page = invitation_page(cohort, {})
    assert names(page.context["found"]) == {"Anna", "Joris", "Sanne"}
    assert {one.person.given_name: one.state for one in page.context["found"]}["Joris"] != ""


def test_what_was_ticked_stays_ticked_while_searching_on(time_stands: None) -> None:
    cohort = make_cohort()
    anna = make_person("Anna Jansen")
    bram = make_person("Bram Boer", team=make_team(name="Jeugd", department="Samenleving"))
    page = invitation_page(cohort, {"person": [anna.pk], "department": "Samenleving"})
    assert names(page.context["chosen"]) == {"Anna"}
    assert names(page.context["found"]) == {"Bram"}
    page = invitation_page(cohort, {"person": [anna.pk, bram.pk], "words": "nobody"})
    assert names(page.context["chosen"]) == {"Anna", "Bram"}
    assert names(page.context["found"]) == set()


@pytest.mark.parametrize(
    ("days", "when"), [(0, "over twee minuten"), (-2, "morgen om 9.00 uur")], ids=["tue", "sun"]
)
def test_the_page_says_when_an_invitation_goes(days: int, when: str) -> None:
    cohort, anna = make_cohort(), make_person("Anna Jansen")
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        page = invitation_page(cohort, {"person": [anna.pk], "do": "invite"})
    [said] = messages.get_messages(page.wsgi_request)
    assert str(said) == (
        f"1 collega is uitgenodigd. De mail gaat op zijn vroegst {when};"
        " tot dan kun je dit terugdraaien."
    )


def test_one_button_asks_everybody_who_is_ticked_and_nobody_who_may_not_be(
    time_stands: None,
) -> None:
    cohort = make_cohort()
    people = [make_person("Anna Jansen"), make_person("Bram Boer")]
    stranger = make_person("Vreemd Smit", organisation=make_organisation("medemblik"))
    ticked = [*(one.pk for one in people), stranger.pk, "x", "9" * 30]
    page = invitation_page(cohort, {"person": ticked, "do": "invite"})
    assert page.status_code == 302
    assert states(cohort) == {"Anna": ("invited", None), "Bram": ("invited", None)}


def test_asking_nobody_says_so(time_stands: None) -> None:
    page = invitation_page(make_cohort(), {"do": "invite"})
    assert page.status_code == 422


@pytest.mark.parametrize("who", ["adviser of another organisation", "trainer", "participant"])
def test_only_an_adviser_of_the_organisation_invites(who: str, time_stands: None) -> None:
    trainer = make_trainer()
    cohort = make_cohort(trainer=trainer)
    person = {
        "adviser of another organisation": lambda: make_adviser(make_organisation("medemblik")),
        "trainer": lambda: trainer,
        "participant": lambda: enrol(cohort).person,
    }[who]()
    anna = make_person("Anna Jansen")
    page = invitation_page(cohort, {"person": [anna.pk], "do": "invite"}, by=person)
    assert page.status_code == 404
    assert "Anna" not in states(cohort)


def test_looking_at_an_invitation_changes_nothing_and_a_button_answers_it(
    client: Client, time_stands: None
) -> None:
    cohort = make_cohort()
    [anna] = invite(cohort, "Anna")
    path = answer_path(anna)
    assert client.get(path).status_code == client.head(path).status_code == 200
    assert states(cohort) == {"Anna": ("invited", None)}
    for _ in range(2):  # a double click
        assert client.post(path, {"answer": "yes"}).status_code == 302
    assert states(cohort) == {"Anna": ("accepted", 1)}
    assert "Anna" not in path
    assert "sessionid" not in client.cookies
    client.post(path, {"answer": "no"})
    assert states(cohort) == {"Anna": ("declined", None)}
    assert client.post(path, {"answer": "perhaps"}).status_code == 302
    assert states(cohort) == {"Anna": ("declined", None)}


def test_a_link_that_is_over_or_made_up_explains_itself(client: Client, time_stands: None) -> None:
    cohort = make_cohort()
    [anna] = invite(cohort, "Anna")
    late = signed_token("invitation", anna.pk, NOW - timedelta(seconds=1))
    other = signed_token("mentorship", anna.pk, NOW + timedelta(days=1))
    gone = signed_token("invitation", 999_999, NOW + timedelta(days=1))
    status = {
        token: client.post(
            reverse("programmes:answer", args=[token]), {"answer": "yes"}
        ).status_code
        for token in (late, other, gone, "nonsense")
    }
    assert status == {late: 410, other: 404, gone: 404, "nonsense": 404}
    assert states(cohort) == {"Anna": ("invited", None)}


def test_an_invitation_that_was_taken_back_cannot_be_accepted(
    client: Client, time_stands: None
) -> None:
    cohort = make_cohort()
    [anna] = invite(cohort, "Anna")
    path = answer_path(anna)
    enrolling.withdraw(anna, by=cohort.created_by, at=NOW)
    assert client.post(path, {"answer": "yes"}).status_code == 410
    assert states(cohort) == {"Anna": ("withdrawn", None)}


def test_the_signed_in_page_is_for_its_own_person_alone(client: Client, time_stands: None) -> None:
    cohort = make_cohort()
    anna, bram = invite(cohort, "Anna", "Bram")
    client.force_login(bram.person)
    path = reverse("programmes:invitation", args=[anna.pk])
    assert client.post(path, {"answer": "yes"}).status_code == 404
    client.force_login(anna.person)
    assert client.post(path, {"answer": "yes"}).status_code == 302
    assert states(cohort) == {"Anna": ("accepted", 1), "Bram": ("invited", None)}
