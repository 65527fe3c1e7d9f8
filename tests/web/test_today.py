"""*Vandaag*: what needs the adviser, in order, and nothing that does not."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship import declare
from mentorship.people.models import Person
from mentorship.web.today import in_words, lead
from programmes import attention
from programmes.models import Attendance, Cohort
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
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cohort(monkeypatch: pytest.MonkeyPatch) -> Cohort:
    """Nine seats, half-day 1 in three weeks. Its forms are done as the set says."""
    kind = declare.StepKind("questionnaire", lambda cohorts: set(), lambda enrolment, step: "/")
    monkeypatch.setitem(declare.step_kinds._declared, "questionnaire", kind)
    return make_cohort()


def lines(cohort: Cohort, at: datetime = NOW) -> list[tuple[int, str, str, bool]]:
    return [
        (line.count, line.what, line.detail, line.urgent)
        for line in attention.lines(cohort.created_by, at)
    ]


def test_a_new_group_asks_to_be_filled(cohort: Cohort) -> None:
    assert lines(cohort) == [
        (9, "vrije plaatsen in Groep winter", "Dagdeel 1 is over 3 weken", True)
    ]


def test_each_thing_that_needs_somebody_is_one_line_with_when_its_reminder_goes(
    cohort: Cohort,
) -> None:
    for _ in range(2):
        enrol(cohort)
    for _ in range(3):
        enrol(cohort, state="invited", invited_at=NOW - timedelta(hours=1))
    cohort.meetings.filter(step__key="half-day-2").update(place="")
    assert lines(cohort) == [
        (
            3,
            "uitnodigingen zonder antwoord",
            "Groep winter · herinnering gaat vrijdag 15 januari",
            False,
        ),
        (
            2,
            "deelnemers zonder intake in Groep winter",
            "Dagdeel 1 is over 3 weken · herinnering gaat dinsdag 19 januari",
            False,
        ),
        (4, "vrije plaatsen in Groep winter", "Dagdeel 1 is over 3 weken", True),
        (
            1,
            "bijeenkomst zonder plek",
            "Dagdeel 2 – Luisteren en feedback · dinsdag 23 februari · Groep winter",
            False,
        ),
    ]


def test_a_full_group_shows_who_waits_and_no_free_seat(cohort: Cohort) -> None:
    Cohort.objects.filter(pk=cohort.pk).update(seats=1)
    enrol(cohort)
    enrol(cohort, state="waiting")
    assert [(count, what) for count, what, _, _ in lines(cohort)] == [
        (1, "deelnemer zonder intake in Groep winter"),
        (1, "collega op de wachtlijst"),
    ]


def test_a_meeting_that_is_over_asks_who_was_there_until_it_is_noted(cohort: Cohort) -> None:
    someone = enrol(cohort)
    after = datetime(2027, 2, 2, 13, tzinfo=AMSTERDAM)
    missing = (
        1,
        "bijeenkomst zonder aanwezigheid",
        "Dagdeel 1 – Wat is een mentor? · dinsdag 2 februari · Groep winter",
        False,
    )
    assert lines(cohort, after) == [missing]
    meeting = cohort.meetings.get(step__key="half-day-1")
    Attendance.objects.create(meeting=meeting, enrolment=someone, present=True)
    assert lines(cohort, after) == []


def test_a_cancelled_meeting_asks_for_a_date_first_of_all(cohort: Cohort) -> None:
    cohort.meetings.get(step__key="return").cancel(NOW)
    assert lines(cohort)[0] == (
        1,
        "bijeenkomst zonder datum",
        "Terugkombijeenkomst · Groep winter",
        True,
    )


def test_groups_that_are_over_cancelled_or_of_others_ask_nothing(cohort: Cohort) -> None:
    cohort.cancel(NOW)
    make_cohort(
        name="Vorig jaar",
        half_day_1=date(2026, 2, 3),
        half_day_2=date(2026, 2, 24),
        return_day=date(2026, 5, 26),
        created_by=cohort.created_by,
    )
    make_cohort(make_organisation("medemblik"), name="Elders")
    assert lines(cohort) == []


def test_many_groups_cost_as_many_queries_as_few(cohort: Cohort) -> None:
    enrol(cohort)
    enrol(cohort, state="invited")

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            list(attention.lines(cohort.created_by, NOW))
            attention.cards(cohort.created_by, cohort.created_by, NOW)
        return len(queries)

    one = asked()
    for number in range(4):
        other = make_cohort(
            name=f"Groep {number}", created_by=cohort.created_by, trainer=cohort.trainer
        )
        for _ in range(5):
            enrol(other)
            enrol(other, state="invited")
    assert asked() == one


# --- the page -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("things", "words"),
    [
        (0, "Dinsdag 12 januari. Niets vraagt je aandacht."),
        (1, "Dinsdag 12 januari. Eén ding vraagt je aandacht."),
        (4, "Dinsdag 12 januari. Vier dingen vragen je aandacht."),
        (12, "Dinsdag 12 januari. Twaalf dingen vragen je aandacht."),
        (13, "Dinsdag 12 januari. 13 dingen vragen je aandacht."),
    ],
)
def test_the_page_opens_with_the_day_and_how_much_there_is(things: int, words: str) -> None:
    assert lead(NOW.date(), things) == words


def test_a_number_too_large_for_a_word_stays_a_number() -> None:
    assert in_words(21) == "21"


def show(client: Client, person: Person) -> Any:
    client.force_login(person)
    return client.get(reverse("today"))


def test_an_adviser_lands_here_and_sees_what_is_urgent_first(
    cohort: Cohort, client: Client
) -> None:
    enrol(cohort, state="invited")
    client.force_login(cohort.created_by)
    assert client.get("/").url == reverse("today")  # type: ignore[attr-defined]
    urgent = [line.urgent for line in show(client, cohort.created_by).context["lines"]]
    assert urgent == sorted(urgent, reverse=True)
    assert True in urgent


def test_it_is_for_advisers_alone(cohort: Cohort, client: Client) -> None:
    people = {
        "adviser": cohort.created_by,
        "trainer": cohort.trainer,
        "participant": enrol(cohort).person,
        "coordinator": make_coordinator(),
        "adviser elsewhere": make_adviser(make_organisation("medemblik")),
    }
    status = {role: show(client, person).status_code for role, person in people.items()}
    assert status == dict.fromkeys(people, 404) | {"adviser": 200, "adviser elsewhere": 200}


def test_another_organisation_sees_nothing_of_this_one(cohort: Cohort, client: Client) -> None:
    enrol(cohort, make_person("Fatima Amrani"))
    shown = show(client, make_adviser(make_organisation("medemblik"))).content.decode()
    assert "Groep winter" not in shown
    assert "Er loopt nu geen groep" in shown


def test_where_everybody_lands(cohort: Cohort, client: Client) -> None:
    landed = {}
    people = {
        "adviser": cohort.created_by,
        "trainer": make_trainer(),
        "participant": enrol(cohort).person,
        "invited": enrol(cohort, state="invited").person,
        "coordinator": make_coordinator(),
    }
    for role, person in people.items():
        client.force_login(person)
        landed[role] = client.get("/").url  # type: ignore[attr-defined]
    assert landed == {
        "adviser": reverse("today"),
        "trainer": reverse("programmes:groups"),
        "participant": reverse("programmes:route"),
        "invited": reverse("programmes:route"),
        "coordinator": reverse("programmes:overview"),
    }


def test_a_reminder_of_this_very_day_goes_today(cohort: Cohort) -> None:
    enrol(cohort, state="invited", invited_at=NOW - timedelta(days=3))
    early = NOW - timedelta(hours=2)
    invited = next(one for one in lines(cohort, early) if one[1] == "uitnodiging zonder antwoord")
    assert invited[2] == "Groep winter · herinnering gaat vandaag"
