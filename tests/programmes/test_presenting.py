"""Who shows the practical assignment when: proposed, moved one place, and put back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.people.models import Person
from mentorship.people.undo import remember
from programmes.actions import move_turn, work
from programmes.forms.work import HandInForm
from programmes.models import Cohort, Meeting, Submission
from programmes.presenting import in_turn, on_route, turn_words
from tests.cast import (
    AMSTERDAM,
    NOW,
    enrol,
    make_adviser,
    make_cohort,
    make_coordinator,
    make_organisation,
    make_person,
    make_trainer,
    step,
)

pytestmark = pytest.mark.django_db
BEFORE = datetime(2027, 2, 22, 10, tzinfo=AMSTERDAM)  # the day before half-day 2


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=False):
        yield


def shares(cohort: Cohort, name: str, hour: int = 0, **facts: Any) -> Submission:
    """Somebody who shared the practical assignment so many hours after the first did."""
    at = NOW + timedelta(hours=hour)
    facts = {"title": "Wie ik ben", "handed_in_at": at, "shared_at": at} | facts
    enrolment = enrol(cohort, make_person(name))
    return Submission.objects.create(
        enrolment=enrolment, step=step(cohort, facts.pop("key", "practical")), **facts
    )


@pytest.fixture
def cohort() -> Cohort:
    """Zoë shared first, then Anna, then Bo; others share nothing, or something else."""
    found = make_cohort()
    shares(found, "Bo Laatst", 2)
    shares(found, "Zoë Eerst", 0)
    shares(found, "Anna Midden", 1)
    shares(found, "Dirk Houdt", 0, shared_at=None)
    shares(found, "Eva Casus", 0, key="case")
    enrol(found, make_person("Cas Niets"))
    enrol(found, make_person("Ina Gevraagd"), state="invited")
    shares(make_cohort(name="Ander", trainer=found.trainer), "Vreemde Vogel")
    return found


def half_day_2(cohort: Cohort) -> Meeting:
    return cohort.meetings.get(step__key="half-day-2")


def order(cohort: Cohort) -> list[str]:
    shown = Submission.objects.shown_at(half_day_2(cohort))
    return [one.enrolment.person.given_name for one in shown]


def of(name: str) -> Submission:
    return Submission.objects.get(enrolment__person__given_name=name)


def page(client: Client, cohort: Cohort, person: Person) -> str:
    client.force_login(person)
    path = reverse("programmes:meeting", args=[half_day_2(cohort).pk])
    return unescape(client.get(path).content.decode())


def move(client: Client, one: Submission, to: str) -> Any:
    args = [half_day_2(one.enrolment.cohort).pk, one.pk]
    return client.post(reverse("programmes:turn_move", args=args), {"to": to})


def test_as_long_as_nobody_chose_whoever_shared_first_begins(cohort: Cohort) -> None:
    assert order(cohort) == ["Zoë", "Anna", "Bo"]


def test_only_the_meeting_where_the_assignment_is_used_has_an_order(cohort: Cohort) -> None:
    trainer = cohort.trainer
    with_one = [
        one.step.key
        for one in cohort.meetings.select_related("step")
        if in_turn(one, trainer, BEFORE) is not None
    ]
    assert with_one == ["half-day-2"]


@pytest.mark.parametrize("who", ["trainer", "adviser"])
def test_trainer_and_adviser_move_somebody_one_place_and_put_it_back(
    client: Client, cohort: Cohort, who: str
) -> None:
    client.force_login(cohort.trainer if who == "trainer" else cohort.created_by)
    answer = move(client, of("Bo"), "up")
    assert answer.url.endswith("#turns")
    assert order(cohort) == ["Zoë", "Bo", "Anna"]
    path = reverse("programmes:meeting", args=[half_day_2(cohort).pk])
    said = list(client.get(path).context["messages"])
    assert "Bo Laatst is nu als tweede aan de beurt." in str(said[0])
    undo = said[0].extra_tags.removeprefix("undo:")
    client.post(undo)
    assert order(cohort) == ["Zoë", "Anna", "Bo"]
    assert not Submission.objects.exclude(turn=None).exists()


def test_a_move_asks_as_much_in_a_group_of_three_as_in_one_of_eight(
    client: Client, cohort: Cohort
) -> None:
    client.force_login(cohort.trainer)

    def queries() -> int:
        last = Submission.objects.shown_at(half_day_2(cohort)).reverse()[0]
        with CaptureQueriesContext(connection) as asked:
            move(client, last, "up")
        return len(asked)

    of_three = queries()
    for hour in range(5):
        shares(cohort, f"Nog {hour}", 10 + hour)
    assert queries() == of_three


def test_past_the_edge_nothing_moves_and_nothing_is_said(client: Client, cohort: Cohort) -> None:
    client.force_login(cohort.trainer)
    move(client, of("Zoë"), "up")
    move(client, of("Bo"), "down")
    assert order(cohort) == ["Zoë", "Anna", "Bo"]
    assert not Submission.objects.exclude(turn=None).exists()


def test_who_shares_after_the_choice_comes_last_and_who_leaves_falls_out(cohort: Cohort) -> None:
    move_turn(half_day_2(cohort), of("Zoë"), 1)
    of("Anna").enrolment.move_to("withdrawn", at=NOW)
    of("Dirk").share(NOW - timedelta(days=1))  # before everybody else, and yet after the choice
    assert order(cohort) == ["Zoë", "Bo", "Dirk"]
    of("Zoë").share(None)
    assert order(cohort) == ["Bo", "Dirk"]
    of("Zoë").share(BEFORE)
    assert order(cohort) == ["Zoë", "Bo", "Dirk"]  # the place stays for who shares again


def test_undo_leaves_who_came_since_at_the_end(client: Client, cohort: Cohort) -> None:
    meeting = half_day_2(cohort)
    token = remember("turns", [meeting.pk, move_turn(meeting, of("Bo"), -1)])
    of("Dirk").share(NOW - timedelta(days=1))
    client.force_login(cohort.trainer)
    client.post(reverse("programmes:turns_put_back", args=[meeting.pk, token]))
    assert {one.turn for one in Submission.objects.all()} == {None}


def test_undo_leaves_what_a_colleague_chose_since(client: Client, cohort: Cohort) -> None:
    meeting = half_day_2(cohort)
    undo = [meeting.pk, remember("turns", [meeting.pk, move_turn(meeting, of("Bo"), -1)])]
    move_turn(meeting, of("Bo"), -1)
    client.force_login(cohort.trainer)
    answer = client.post(reverse("programmes:turns_put_back", args=undo), follow=True)
    assert order(cohort) == ["Bo", "Zoë", "Anna"]
    assert "Iemand koos sindsdien een andere volgorde." in unescape(answer.content.decode())

    move_turn(meeting, of("Bo"), 1)  # as the first move left it: now there is nothing to spoil
    client.post(reverse("programmes:turns_put_back", args=undo))
    assert order(cohort) == ["Zoë", "Anna", "Bo"]


def test_undo_leaves_who_came_since_and_was_given_a_place(client: Client, cohort: Cohort) -> None:
    meeting = half_day_2(cohort)
    undo = [meeting.pk, remember("turns", [meeting.pk, move_turn(meeting, of("Bo"), -1)])]
    of("Dirk").share(BEFORE)
    move_turn(meeting, of("Dirk"), -1)
    client.force_login(cohort.trainer)
    client.post(reverse("programmes:turns_put_back", args=undo))
    assert order(cohort) == ["Zoë", "Bo", "Dirk", "Anna"]


def test_improving_an_assignment_keeps_its_turn(cohort: Cohort) -> None:
    """Also from a page that was opened before the trainer chose."""
    stale = of("Bo")
    move_turn(half_day_2(cohort), of("Bo"), -1)
    form = HandInForm({"title": "Beter", "text": "Beter"}, instance=stale)
    assert form.is_valid()
    work.hand_in(form, BEFORE)
    assert (of("Bo").title, order(cohort)) == ("Beter", ["Zoë", "Bo", "Anna"])


def test_nobody_else_moves_a_turn(client: Client, cohort: Cohort) -> None:
    meeting = half_day_2(cohort)
    token = remember("turns", [meeting.pk, [(of("Zoë").pk, 3, 1)]])
    put_back = reverse("programmes:turns_put_back", args=[meeting.pk, token])
    others = [
        of("Bo").enrolment.person,
        make_person(),
        make_trainer(),
        make_coordinator(),
        make_adviser(make_organisation("medemblik")),
    ]
    for person in others:
        client.force_login(person)
        assert {move(client, of("Bo"), "up").status_code, client.post(put_back).status_code} == {
            404
        }
    assert order(cohort) == ["Zoë", "Anna", "Bo"]


def test_what_is_not_shown_there_has_no_turn_to_move(client: Client, cohort: Cohort) -> None:
    client.force_login(cohort.trainer)
    meeting = half_day_2(cohort)
    for name in ("Dirk", "Eva", "Vreemde"):
        path = reverse("programmes:turn_move", args=[meeting.pk, of(name).pk])
        assert client.post(path, {"to": "up"}).status_code == 404


def test_a_participant_reads_their_own_turn_and_the_whole_order_without_buttons(
    client: Client, cohort: Cohort
) -> None:
    shown = page(client, cohort, of("Anna").enrolment.person)
    assert "Je bent als tweede aan de beurt." in shown
    assert shown.index("1. Zoë") < shown.index("2. Anna") < shown.index("3. Bo")
    assert "Nog niets te zien van: Eva Casus, Dirk Houdt, Cas Niets." in shown
    assert "/turns/" not in shown
    assert "Ina" not in shown
    assert "Vreemde" not in shown


def test_the_trainer_reads_who_shows_nothing_yet_of_those_who_take_part(cohort: Cohort) -> None:
    """Also seen by the trainer, and not named: who was asked, and who left."""
    of("Zoë").enrolment.move_to("withdrawn", at=NOW)
    found = in_turn(half_day_2(cohort), cohort.trainer, BEFORE)
    assert found is not None
    assert found["silent"] == ["Eva Casus", "Dirk Houdt", "Cas Niets"]


def test_the_route_says_ones_own_turn_and_says_nothing_to_who_shows_nothing(
    cohort: Cohort,
) -> None:
    def said(name: str) -> str | None:
        mine = cohort.enrolments.get(person__given_name=name)
        found = on_route(mine, mine.person, BEFORE)
        return found and found["turn"]

    assert {name: said(name) for name in ("Zoë", "Anna", "Bo", "Dirk", "Cas", "Eva")} == {
        "Zoë": "eerste", "Anna": "tweede", "Bo": "derde", "Dirk": None, "Cas": None, "Eva": None,
    }  # fmt: skip


def test_the_order_is_gone_once_the_meeting_is_over_or_cancelled(cohort: Cohort) -> None:
    meeting, mine = half_day_2(cohort), of("Zoë").enrolment
    end = meeting.ends_at
    assert in_turn(meeting, mine.person, end - timedelta(seconds=1))
    assert on_route(mine, mine.person, end - timedelta(seconds=1))
    assert in_turn(meeting, mine.person, end) is None
    assert on_route(mine, mine.person, end) is None
    meeting.cancel(BEFORE)
    assert in_turn(meeting, mine.person, BEFORE) is None
    assert on_route(mine, mine.person, BEFORE) is None


def test_a_coordinator_and_who_is_only_asked_see_no_order(client: Client, cohort: Cohort) -> None:
    asked = cohort.enrolments.get(state="invited").person
    for person in (make_coordinator(), asked):
        assert "Wie presenteert wanneer" not in page(client, cohort, person)


def test_a_turn_is_said_in_words_and_far_on_in_a_number() -> None:
    assert [turn_words(place) for place in (1, 10, 11)] == ["eerste", "tiende", "nummer 11"]
