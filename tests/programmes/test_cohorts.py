"""Groups: the words of their query, the list, the page of one, and calling it off."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mentorship.people.models import Person
from mentorship.reminders.models import Mail, Message
from programmes import actions
from programmes.models import Cohort, Enrolment, Meeting
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_cohort,
    make_coordinator,
    make_organisation,
    make_person,
    make_trainer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands")]

LATER = NOW + timedelta(hours=1)


def make_past(name: str = "Oud", **facts: Any) -> Cohort:
    return make_cohort(
        name=name,
        half_day_1=date(2026, 3, 3),
        half_day_2=date(2026, 3, 24),
        return_day=date(2026, 6, 24),
        **facts,
    )


def make_running(name: str = "Loopt", **facts: Any) -> Cohort:
    return make_cohort(
        name=name,
        half_day_1=date(2027, 1, 5),
        half_day_2=date(2027, 1, 26),
        return_day=date(2027, 4, 26),
        **facts,
    )


def told() -> set[tuple[str, str]]:
    standing = Message.objects.filter(dropped_at=None)
    return set(standing.values_list("rule", "recipient__email"))


# --- the words of the query -------------------------------------------------------------------


def test_a_group_is_coming_running_finished_or_cancelled() -> None:
    make_past("Oud")
    make_running("Loopt")
    make_cohort(name="Komt")
    make_cohort(name="Af").cancel(NOW)
    bare = make_cohort(name="Zonder datums")
    bare.meetings.all().delete()
    phases = Cohort.objects.with_phase(NOW).in_order()
    assert [(one.name, one.phase) for one in phases] == [
        ("Loopt", "running"),
        ("Komt", "coming"),
        ("Zonder datums", "coming"),
        ("Oud", "finished"),
        ("Af", "cancelled"),
    ]


def test_a_phase_turns_when_a_meeting_of_the_group_begins_and_ends() -> None:
    cohort = make_cohort()
    first = cohort.meetings.get(step__key="half-day-1").starts_at
    last = cohort.meetings.get(step__key="return").ends_at

    def phase(at: Any) -> str:
        return Cohort.objects.with_phase(at).get().phase

    tick = timedelta(microseconds=1)
    assert [phase(first - tick), phase(first), phase(last), phase(last + tick)] == [
        "coming",
        "running",
        "running",
        "finished",
    ]


def test_seats_taken_are_those_of_who_takes_part() -> None:
    cohort = make_cohort()
    for state in ("accepted", "completed", "invited", "waiting", "declined", "withdrawn"):
        enrol(cohort, state=state)
    make_cohort(name="Leeg")
    rows = Cohort.objects.with_span().with_seats_taken()
    assert {one.name: one.taken for one in rows} == {"Groep winter": 2, "Leeg": 0}


def test_who_sees_a_group() -> None:
    cohort = make_cohort()
    asked, takes_part, declined = (
        enrol(cohort, state=state).person for state in ("invited", "accepted", "declined")
    )
    other = make_cohort(make_organisation("medemblik"), name="Elders", trainer=cohort.trainer)
    stranger = make_person()
    seen = {
        "adviser": cohort.created_by,
        "trainer": cohort.trainer,
        "asked": asked,
        "takes part": takes_part,
        "declined": declined,
        "stranger": stranger,
        "coordinator": make_coordinator(),
    }
    groups = {
        who: set(Cohort.objects.visible_to(person).values_list("name", flat=True))
        for who, person in seen.items()
    }
    both = {cohort.name, other.name}
    assert groups == {
        "adviser": {cohort.name},
        "trainer": both,
        "asked": {cohort.name},
        "takes part": {cohort.name},
        "declined": set(),
        "stranger": set(),
        "coordinator": both,
    }


# --- the list ---------------------------------------------------------------------------------


def test_the_list_shows_the_groups_of_ones_own_organisation_by_phase(client: Client) -> None:
    adviser = make_adviser()
    make_running("Groep januari")
    make_cohort(name="Groep februari")
    make_cohort(make_organisation("medemblik"), name="Groep elders")
    client.force_login(adviser)
    page = client.get(reverse("programmes:cohorts"))
    shown = [
        (part["phase"], [card["cohort"].name for card in part["cards"]])
        for part in page.context["phases"]
    ]
    assert shown == [("running", ["Groep januari"]), ("coming", ["Groep februari"])]


def test_an_empty_list_says_what_to_do_first(client: Client) -> None:
    client.force_login(make_adviser())
    page = client.get(reverse("programmes:cohorts"))
    assert reverse("programmes:cohort_new") in page.content.decode()
    assert page.context["phases"] == []


def test_the_list_is_for_advisers(client: Client) -> None:
    cohort = make_cohort()
    for person in (cohort.trainer, enrol(cohort).person, make_person(), make_coordinator()):
        client.force_login(person)
        assert client.get(reverse("programmes:cohorts")).status_code == 404


def many(cohort: Cohort, total: int) -> None:
    """Groups like this one, each with its meetings and people."""
    rows = Cohort.objects.bulk_create(
        Cohort(
            organisation=cohort.organisation,
            programme=cohort.programme,
            trainer=cohort.trainer,
            name=f"Groep {number}",
            seats=9,
            created_by=cohort.created_by,
        )
        for number in range(total)
    )
    meetings = list(cohort.meetings.all())
    Meeting.objects.bulk_create(
        Meeting(cohort=row, step=one.step, starts_at=one.starts_at, ends_at=one.ends_at)
        for row in rows
        for one in meetings
    )
    people = [make_person(organisation=cohort.organisation) for _ in range(3)]
    Enrolment.objects.bulk_create(
        Enrolment(cohort=row, person=person, state="accepted", seat=seat)
        for row in rows
        for seat, person in enumerate(people, start=1)
    )


def queries(client: Client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(url).status_code == 200
    return len(caught)


def test_the_list_runs_as_many_queries_for_a_thousand_groups_as_for_ten(client: Client) -> None:
    cohort = make_cohort()
    client.force_login(cohort.created_by)
    many(cohort, 9)
    few = queries(client, reverse("programmes:cohorts"))
    many(cohort, 990)
    assert queries(client, reverse("programmes:cohorts")) == few


def test_the_page_of_a_group_runs_as_many_queries_for_three_people_as_for_thirty(
    client: Client,
) -> None:
    cohort = make_cohort(seats=60)
    client.force_login(cohort.created_by)
    for _ in range(3):
        enrol(cohort)
    few = queries(client, reverse("programmes:cohort", args=[cohort.pk]))
    for _ in range(27):
        enrol(cohort)
    assert queries(client, reverse("programmes:cohort", args=[cohort.pk])) == few


# --- the page of one --------------------------------------------------------------------------


def test_the_organisers_see_the_line_and_a_participant_the_dates(client: Client) -> None:
    cohort = make_cohort()
    enrolment = enrol(cohort)
    url = reverse("programmes:cohort", args=[cohort.pk])
    client.force_login(cohort.trainer)
    page = client.get(url)
    assert [one.title for one in page.context["line"]][:2] == ["Voorbespreking", "Intake"]
    assert len(page.context["line"]) == 15
    client.force_login(enrolment.person)
    page = client.get(url)
    assert "line" not in page.context
    assert [one.step.key for one in page.context["meetings"]] == [
        "half-day-1",
        "half-day-2",
        "return",
    ]


def test_counts_of_what_is_in_stand_at_the_station(
    client: Client, done: set[tuple[int, int]]
) -> None:
    cohort = make_cohort()
    first, _second = enrol(cohort), enrol(cohort)
    intake = cohort.programme.steps.get(key="intake")
    done.add((first.pk, intake.pk))
    client.force_login(cohort.created_by)
    page = client.get(reverse("programmes:cohort", args=[cohort.pk]))
    line = {one.title: one for one in page.context["line"]}
    assert line["Intake"].detail.endswith("1 van 2")
    assert line["Voorbespreking"].state == "done"
    assert line["Intake"].state == "now"


def test_what_comes_first_for_the_adviser(client: Client) -> None:
    cohort = make_cohort(seats=2)
    url = reverse("programmes:cohort", args=[cohort.pk])
    client.force_login(cohort.created_by)
    assert client.get(url).context["first"].url == reverse("programmes:invite", args=[cohort.pk])
    enrol(cohort)
    assert "1 plaats is nog vrij" in client.get(url).context["first"].title
    enrol(cohort)
    half_day = cohort.meetings.get(step__key="half-day-1")
    assert client.get(url).context["first"].url == reverse("programmes:meeting", args=[half_day.pk])


def test_after_a_meeting_it_asks_who_was_there_until_that_is_noted(client: Client) -> None:
    cohort = make_running()
    enrolment = enrol(cohort)
    half_day = cohort.meetings.get(step__key="half-day-1")
    url = reverse("programmes:cohort", args=[cohort.pk])
    client.force_login(cohort.trainer)
    step = client.get(url).context["first"]
    assert step.url == reverse("programmes:attendance", args=[half_day.pk])
    actions.note_attendance(half_day, [enrolment.pk])
    assert client.get(url).context["first"].url != step.url


@pytest.mark.parametrize("name", ["cohort", "cohort_messages", "cohort_edit"])
def test_for_another_organisation_a_group_does_not_exist(client: Client, name: str) -> None:
    cohort = make_cohort()
    url = reverse(f"programmes:{name}", args=[cohort.pk])
    for stranger in (make_adviser(make_organisation("medemblik")), make_person(), make_trainer()):
        client.force_login(stranger)
        assert client.get(url).status_code == 404
    client.force_login(cohort.created_by)
    assert client.get(url).status_code == 200


def test_messages_are_for_the_organisers_and_the_group_is_changed_by_its_adviser(
    client: Client,
) -> None:
    cohort = make_cohort()
    client.force_login(enrol(cohort).person)
    assert client.get(reverse("programmes:cohort_messages", args=[cohort.pk])).status_code == 404
    client.force_login(cohort.trainer)
    assert client.get(reverse("programmes:cohort_messages", args=[cohort.pk])).status_code == 200
    assert client.get(reverse("programmes:cohort_edit", args=[cohort.pk])).status_code == 404
    for name in ("cohort_cancel", "cohort_resume"):
        assert client.post(reverse(f"programmes:{name}", args=[cohort.pk])).status_code == 404


# --- changing ---------------------------------------------------------------------------------


def test_more_seats_let_who_waits_move_up_and_fewer_than_taken_are_refused(client: Client) -> None:
    cohort = make_cohort(seats=1)
    enrol(cohort)
    waiting = enrol(cohort, state="waiting")
    client.force_login(cohort.created_by)
    url = reverse("programmes:cohort_edit", args=[cohort.pk])
    typed = {"name": "Groep ijs", "trainer": cohort.trainer_id}
    assert client.post(url, typed | {"seats": 2}).status_code == 302
    waiting.refresh_from_db()
    cohort.refresh_from_db()
    assert (waiting.state, cohort.name, cohort.seats) == ("accepted", "Groep ijs", 2)
    page = client.post(url, typed | {"seats": 1})
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {"seats"}


def test_calling_a_group_off_tells_everybody_once_and_undo_stops_it(client: Client) -> None:
    cohort = make_cohort()
    asked, waits = enrol(cohort, state="invited").person, enrol(cohort, state="waiting").person
    takes_part = enrol(cohort).person
    enrol(cohort, state="declined")
    client.force_login(cohort.created_by)
    cancel = reverse("programmes:cohort_cancel", args=[cohort.pk])
    client.post(cancel)
    client.post(cancel)
    everybody = {asked, waits, takes_part, cohort.trainer}
    assert told() == {("cohort_cancelled", one.email) for one in everybody}
    cohort.refresh_from_db()
    assert cohort.cancelled_at == NOW

    client.post(reverse("programmes:cohort_resume", args=[cohort.pk]))
    cohort.refresh_from_db()
    assert cohort.cancelled_at is None
    assert told() == set()


def test_who_had_heard_that_it_was_off_hears_that_it_goes_on() -> None:
    cohort = make_cohort()
    heard, unheard = enrol(cohort).person, enrol(cohort).person
    actions.cancel_cohort(cohort, by=cohort.created_by, at=NOW)
    sent = Mail.objects.create(recipient=heard, state="sent", sent_at=NOW)
    Message.objects.filter(recipient=heard).update(mail=sent)
    actions.resume_cohort(cohort, at=LATER)
    assert told() == {("cohort_cancelled", heard.email), ("cohort_resumed", heard.email)}
    assert not Message.objects.filter(recipient=unheard, dropped_at=None).exists()


def test_the_adviser_who_calls_it_off_gets_no_mail_of_the_own_click() -> None:
    adviser = make_adviser()
    cohort = make_cohort(created_by=adviser)
    enrol(cohort, adviser)
    actions.cancel_cohort(cohort, by=adviser, at=NOW)
    assert told() == {("cohort_cancelled", cohort.trainer.email)}


def test_messages_of_one_day_to_many_people_are_one_line(client: Client) -> None:
    cohort = make_cohort()
    people: list[Person] = [enrol(cohort).person for _ in range(3)]
    actions.cancel_cohort(cohort, by=cohort.created_by, at=NOW)
    client.force_login(cohort.created_by)
    page = client.get(reverse("programmes:cohort_messages", args=[cohort.pk]))
    [day] = page.context["to_come"]
    [batch] = day.batches
    assert {entry.recipient for entry in batch.entries} == {*people, cohort.trainer}
