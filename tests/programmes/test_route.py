"""The line of stations and the next step: of a person and of a group; and the first screens."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from matching.models import Case
from mentorship.people.models import Person
from programmes.models import Attendance, Cohort, Enrolment, Meeting, Submission
from programmes.progress import Progress
from programmes.route import cohort_stations, due_words, next_step, stations
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
LONG_AGO = datetime(2026, 11, 2, 9, tzinfo=AMSTERDAM)


def at(month: int, day: int, hour: int = 10) -> datetime:
    return datetime(2027, month, day, hour, tzinfo=AMSTERDAM)


@pytest.fixture
def cohort(done: set[tuple[int, int]]) -> Cohort:
    return make_cohort(created_at=LONG_AGO)


@pytest.fixture
def one(cohort: Cohort) -> Enrolment:
    return enrol(cohort, make_person("Fatima Amrani"))


def line(enrolment: Enrolment, moment: datetime) -> list[tuple[str, str, str]]:
    with time_machine.travel(moment, tick=False):
        return [(one.title, one.detail, one.state) for one in stations(enrolment, moment)]


def now_of(enrolment: Enrolment, moment: datetime) -> list[str]:
    return [title for title, _, state in line(enrolment, moment) if state == "now"]


# --- one person -------------------------------------------------------------------------------


def test_the_line_reads_from_signing_up_to_the_last_form(one: Enrolment) -> None:
    assert line(one, NOW) == [
        ("Aangemeld", "Maandag 4 januari", "done"),
        ("Intake en zelfanalyse", "Tot en met dinsdag 19 januari", "now"),
        ("Voorbereiding", "Tot en met dinsdag 26 januari", "next"),
        (
            "Dagdeel 1 – Wat is een mentor?",
            "Dinsdag 2 februari, 9.00–12.30 uur · Stadhuis, Westfrieszaal",
            "next",
        ),
        ("Terugblik op dagdeel 1", "Vanaf dinsdag 2 februari", "next"),
        ("Praktijkopdracht", "Vanaf maandag 8 februari", "next"),
        (
            "Dagdeel 2 – Luisteren en feedback",
            "Dinsdag 23 februari, 9.00–12.30 uur · Stadhuis, Westfrieszaal",
            "next",
        ),
        ("Terugblik op dagdeel 2 en evaluatie", "Vanaf dinsdag 23 februari", "next"),
        ("Je buddy", "Vanaf dinsdag 23 februari", "next"),
        ("Zelfanalyse, nog een keer", "Vanaf zondag 9 mei", "next"),
        ("Je casus", "Vanaf maandag 3 mei", "next"),
        (
            "Terugkombijeenkomst",
            "Maandag 24 mei, 9.00–12.30 uur · Stadhuis, Westfrieszaal",
            "next",
        ),
        ("Evaluatie van het geheel", "Vanaf maandag 24 mei", "next"),
    ]


def test_the_whole_line_is_there_in_english_too(one: Enrolment) -> None:
    with translation.override("en"):
        assert line(one, NOW)[1] == ("Intake and self-analysis", "Until Tuesday 19 January", "now")


def test_now_walks_along_with_the_programme(one: Enrolment, done: set[tuple[int, int]]) -> None:
    walked = [now_of(one, NOW)]
    for key, moment in [
        ("intake", NOW),
        ("self-analysis", NOW),
        ("preparation", at(1, 20)),
        ("half-day-1", at(2, 2, 14)),
        ("reflection-1", at(2, 9)),
        ("practical", at(2, 20)),
        ("half-day-2", at(2, 23, 14)),
        ("evaluation", at(2, 24)),
        ("reflection-2", at(2, 24)),
        ("self-analysis-return", at(5, 20)),
        ("case", at(5, 20)),
        ("return", at(5, 24, 14)),
        ("evaluation-return", at(5, 25)),
    ]:
        do(one, key, done)
        walked.append(now_of(one, moment))
    assert walked == [
        ["Intake en zelfanalyse"],
        ["Intake en zelfanalyse"],
        ["Voorbereiding"],
        ["Dagdeel 1 – Wat is een mentor?"],
        ["Terugblik op dagdeel 1"],
        ["Praktijkopdracht"],
        ["Dagdeel 2 – Luisteren en feedback"],
        ["Terugblik op dagdeel 2 en evaluatie"],
        ["Terugblik op dagdeel 2 en evaluatie"],
        ["Je casus"],
        ["Je casus"],
        ["Terugkombijeenkomst"],
        ["Evaluatie van het geheel"],
        [],
    ]


def do(enrolment: Enrolment, key: str, done: set[tuple[int, int]]) -> None:
    done_step = step(enrolment.cohort, key)
    if done_step.kind == "questionnaire":
        done.add((enrolment.pk, done_step.pk))
    elif done_step.kind == "assignment":
        Submission.objects.create(enrolment=enrolment, step=done_step, handed_in_at=NOW)
    elif done_step.kind == "case":
        Case.objects.create(enrolment=enrolment, number=1, handed_in_at=NOW)


def test_on_the_day_of_a_meeting_that_comes_first(one: Enrolment) -> None:
    assert now_of(one, at(2, 2, 8)) == ["Dagdeel 1 – Wat is een mentor?"]


def test_what_a_later_meeting_has_overtaken_is_not_next_but_still_has_its_way_in(
    one: Enrolment,
) -> None:
    moment = at(2, 2, 14)
    shown = {each.title: each for each in stations(one, moment)}
    assert shown["Intake en zelfanalyse"].state == "next"
    assert shown["Intake en zelfanalyse"].link == "/form/intake/"
    assert now_of(one, moment) == ["Terugblik op dagdeel 1"]


def test_the_next_step_says_what_why_how_and_until_when(one: Enrolment) -> None:
    with time_machine.travel(NOW, tick=False):
        first = next_step(one, NOW)
    assert first is not None
    assert (first.title, first.action, first.url, first.due) == (
        "Intake",
        "Vul het formulier in",
        "/form/intake/",
        "Nog 7 dagen",
    )
    assert "Het kost vijf minuten" in first.text


def test_between_two_steps_it_says_when_the_next_one_opens(
    one: Enrolment, done: set[tuple[int, int]]
) -> None:
    for key in ("evaluation", "reflection-2"):
        do(one, key, done)
    first = next_step(one, at(3, 10))
    assert first is not None
    assert (first.title, first.url, first.due) == (
        "Je casus",
        "",
        "Gaat open op maandag 3 mei",
    )


def test_a_cancelled_meeting_is_no_next_step_and_says_so_on_the_line(one: Enrolment) -> None:
    one.cohort.meetings.get(step__key="half-day-1").cancel(NOW)
    shown = {title: (detail, state) for title, detail, state in line(one, at(2, 2, 8))}
    assert shown["Dagdeel 1 – Wat is een mentor?"] == (
        "Gaat niet door; een nieuwe datum volgt",
        "next",
    )


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-1, "De datum is voorbij, maar het kan nog"),
        (0, "Vandaag is de laatste dag"),
        (1, "Nog 1 dag"),
        (20, "Nog 20 dagen"),
        (21, "Tot en met dinsdag 2 februari"),
    ],
)
def test_a_last_day_is_counted_down(days: int, words: str, time_stands: None) -> None:
    assert due_words(NOW.date() + timedelta(days=days), NOW.date()) == words


@pytest.mark.parametrize("state", ["invited", "waiting"])
def test_who_was_asked_or_waits_sees_that_first_and_no_work(state: str, cohort: Cohort) -> None:
    asked = enrol(cohort, state=state)
    first = next_step(asked, NOW)
    assert first is not None
    assert first.url == reverse("programmes:invitation", args=[asked.pk])
    assert {each.link for each in stations(asked, NOW)} == {""}


# --- a whole group ----------------------------------------------------------------------------


def track(cohort: Cohort, moment: datetime) -> list[tuple[str, str, str]]:
    with time_machine.travel(moment, tick=False):
        return [(one.title, one.detail, one.state) for one in cohort_stations(cohort, moment)]


def test_a_group_has_nine_stations_with_its_numbers(
    cohort: Cohort, done: set[tuple[int, int]]
) -> None:
    people = [enrol(cohort) for _ in range(3)]
    enrol(cohort, state="declined")
    for key in ("intake", "self-analysis"):
        do(people[0], key, done)
    do(people[1], "intake", done)
    assert track(cohort, NOW) == [
        ("Uitnodiging", "3 ja, 1 nee", "done"),
        ("Intake", "1 van 3", "now"),
        ("Voorbereiding", "0 van 3", "next"),
        ("Dagdeel 1", "di 2 feb", "next"),
        ("Opdracht", "ma 22 feb", "next"),
        ("Dagdeel 2", "di 23 feb", "next"),
        ("Buddy’s", "vanaf di 23 feb", "next"),
        ("Casus", "zo 23 mei", "next"),
        ("Terugkom", "ma 24 mei", "next"),
    ]


def test_an_open_invitation_is_where_a_group_is_until_it_begins(cohort: Cohort) -> None:
    enrol(cohort)
    enrol(cohort, state="invited")
    assert track(cohort, NOW)[0] == ("Uitnodiging", "1 ja, 0 nee", "now")
    assert track(cohort, at(2, 2, 9))[0][2] == "done"


def test_a_group_that_is_over_has_passed_every_station(cohort: Cohort) -> None:
    enrol(cohort)
    assert {state for _, _, state in track(cohort, at(5, 24, 14))} == {"done"}


def test_a_new_group_starts_with_inviting(cohort: Cohort) -> None:
    assert [state for _, _, state in track(cohort, NOW)] == ["now", *["next"] * 8]


def test_progress_asks_as_much_for_many_groups_as_for_one(cohort: Cohort) -> None:
    enrol(cohort)

    def asked() -> int:
        cohorts = list(Cohort.objects.select_related("organisation", "programme"))
        with CaptureQueriesContext(connection) as queries:
            progress = Progress(cohorts)
            for each in cohorts:
                cohort_stations(each, NOW, progress)
        return len(queries)

    few = asked()
    for number in range(5):
        other = make_cohort(trainer=cohort.trainer, created_by=cohort.created_by, name=f"{number}")
        for _ in range(4):
            enrol(other)
    assert asked() == few


# --- pages ------------------------------------------------------------------------------------


def page(client: Client, person: Person, name: str, *args: Any) -> Any:
    client.force_login(person)
    return client.get(reverse(f"programmes:{name}", args=args))


def test_my_route_shows_the_group_and_its_people(
    one: Enrolment, client: Client, time_stands: None
) -> None:
    enrol(one.cohort, make_person("Noor Bos"))
    enrol(one.cohort, make_person("Weg Gegaan"), state="declined")
    shown = page(client, one.person, "route")
    assert shown.context["greeting"] == "Goedemorgen"
    assert [each.person.given_name for each in shown.context["fellows"]] == ["Noor"]
    assert b"Weg Gegaan" not in shown.content


def test_the_group_that_runs_comes_before_the_one_that_is_over(
    one: Enrolment, client: Client, time_stands: None
) -> None:
    past = make_cohort(
        name="Vorig jaar",
        half_day_1=date(2026, 2, 3),
        half_day_2=date(2026, 2, 24),
        return_day=date(2026, 5, 26),
        trainer=one.cohort.trainer,
        created_by=one.cohort.created_by,
    )
    earlier = enrol(past, one.person, state="completed")
    shown = page(client, one.person, "route")
    assert shown.context["enrolment"] == one
    assert shown.context["others"] == [earlier]
    assert page(client, one.person, "route_of", earlier.pk).context["enrolment"] == earlier


def test_nobody_opens_the_route_of_another(one: Enrolment, client: Client) -> None:
    other = enrol(one.cohort)
    assert page(client, other.person, "route_of", one.pk).status_code == 404


def test_without_a_group_the_route_says_how_it_begins(client: Client) -> None:
    assert (
        "Je route begint met een uitnodiging"
        in page(client, make_person(), "route").content.decode()
    )


def cells(row: Any) -> dict[str, str]:
    return {cell.title: cell.state for cell in row.cells}


def test_the_grid_shows_that_things_are_in_and_never_what(
    one: Enrolment, done: set[tuple[int, int]], client: Client
) -> None:
    do(one, "intake", done)
    Submission.objects.create(
        enrolment=one, step=step(one.cohort, "preparation"), text="Geheim", handed_in_at=NOW
    )
    noor = enrol(one.cohort, make_person("Noor Bos"))
    half_day = one.cohort.meetings.get(step__key="half-day-1")
    for enrolment, present in ((one, True), (noor, False)):
        Attendance.objects.create(meeting=half_day, enrolment=enrolment, present=present)
    with time_machine.travel(at(2, 9), tick=False):
        shown = page(client, one.cohort.created_by, "participants", one.cohort.pk)
    fatima, noor_row = shown.context["rows"]
    assert fatima.enrolment == one
    nothing_yet = dict.fromkeys(["Dagdeel 2", "Terugblik op dagdeel 2", "Buddy’s"], "later")
    assert (
        cells(fatima).items()
        >= (
            nothing_yet
            | {
                "Intake": "done",
                "Zelfanalyse": "late",
                "Voorbereiding": "done",
                "Dagdeel 1": "done",
            }
            | {"Terugblik op dagdeel 1": "open", "Opdracht": "open"}
        ).items()
    )
    assert cells(noor_row)["Dagdeel 1"] == "absent"
    assert b"Geheim" not in shown.content


def test_the_grid_runs_as_many_queries_for_many_as_for_few(
    one: Enrolment, client: Client, time_stands: None
) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("programmes:participants", args=[one.cohort_id]))
        return len(queries)

    client.force_login(one.cohort.created_by)
    asked()  # whether mail goes out is asked once a minute
    few = asked()
    for _ in range(20):
        enrol(one.cohort)
    assert asked() == few


ROLES = ["adviser", "trainer", "participant", "other adviser", "coordinator", "colleague"]


def roles(cohort: Cohort) -> dict[str, Person]:
    return {
        "adviser": cohort.created_by,
        "trainer": cohort.trainer,
        "participant": enrol(cohort).person,
        "other adviser": make_adviser(make_organisation("medemblik")),
        "coordinator": make_coordinator(),
        "colleague": make_person(),
    }


@pytest.mark.parametrize(
    ("name", "may"),
    [
        ("participants", {"adviser", "trainer"}),
        ("submissions", {"adviser", "trainer", "participant", "coordinator"}),
        ("invite", {"adviser"}),
        ("groups", {"trainer"}),
        ("overview", {"coordinator"}),
        ("route", set(ROLES)),
    ],
)
def test_each_page_is_there_for_who_it_is_for(
    name: str, may: set[str], cohort: Cohort, client: Client, time_stands: None
) -> None:
    args = [cohort.pk] if name in ("participants", "submissions", "invite") else []
    opened = {
        role
        for role, person in roles(cohort).items()
        if page(client, person, name, *args).status_code == 200
    }
    assert opened == may


@pytest.mark.parametrize("name", ["withdraw", "invite_again"])
def test_only_the_adviser_of_the_organisation_changes_who_is_in(
    name: str, cohort: Cohort, client: Client, time_stands: None
) -> None:
    target = enrol(cohort, state="declined" if name == "invite_again" else "accepted")
    before = target.state
    for role, person in roles(cohort).items():
        if role == "adviser":
            continue
        client.force_login(person)
        answer = client.post(reverse(f"programmes:{name}", args=[target.pk]))
        target.refresh_from_db()
        assert (role, answer.status_code, target.state) == (role, 404, before)
    client.force_login(cohort.created_by)
    assert client.post(reverse(f"programmes:{name}", args=[target.pk])).status_code == 302
    target.refresh_from_db()
    assert target.state != before


def test_a_group_is_closed_once_all_its_meetings_are_over(one: Enrolment, client: Client) -> None:
    client.force_login(one.cohort.created_by)
    path = reverse("programmes:complete", args=[one.cohort_id])
    with time_machine.travel(at(5, 24, 12), tick=False):  # half an hour before the end
        client.force_login(one.cohort.created_by)
        client.post(path)
    one.refresh_from_db()
    assert one.state == "accepted"
    with time_machine.travel(at(5, 24, 13), tick=False):
        client.force_login(one.cohort.created_by)
        client.post(path)
    one.refresh_from_db()
    assert (one.state, one.seat) == ("completed", 1)


def test_the_trainer_sees_the_next_meeting_of_all_groups_first(
    one: Enrolment, client: Client, time_stands: None
) -> None:
    trainer = one.cohort.trainer
    make_cohort(
        make_organisation("medemblik"), name="Eerder", half_day_1=date(2027, 1, 20), trainer=trainer
    )
    make_cohort(name="Van een ander", trainer=make_trainer(), created_by=one.cohort.created_by)
    shown = page(client, trainer, "groups")
    assert shown.context["next"].cohort.name == "Eerder"
    assert [card.cohort.name for card in shown.context["cards"]] == ["Eerder", "Groep winter"]


def test_the_trainer_is_asked_who_was_there_until_it_is_noted(
    one: Enrolment, client: Client
) -> None:
    meeting = one.cohort.meetings.get(step__key="half-day-1")
    with time_machine.travel(at(2, 2, 14), tick=False):
        [card] = page(client, one.cohort.trainer, "groups").context["cards"]
        assert card.to_note == meeting
        Attendance.objects.create(meeting=meeting, enrolment=one, present=True)
        [card] = page(client, one.cohort.trainer, "groups").context["cards"]
        assert card.to_note is None


def test_the_academy_sees_numbers_of_all_organisations_and_no_name(
    one: Enrolment, client: Client, time_stands: None
) -> None:
    medemblik = make_cohort(make_organisation("medemblik"), name="Elders", seats=5)
    enrol(medemblik, state="waiting")
    shown = page(client, make_coordinator(), "overview")
    counts = {
        cohort.name: (cohort.taken, cohort.seats, cohort.waiting, cohort.phase)
        for part in shown.context["parts"]
        for cohort in part.cohorts
    }
    assert counts == {"Groep winter": (1, 9, 0, "coming"), "Elders": (0, 5, 1, "coming")}
    assert b"Fatima" not in shown.content
    assert b"Sanne" not in shown.content


def test_people_of_a_shared_group_know_each_other_and_nobody_else(
    one: Enrolment, cohort: Cohort
) -> None:
    fellow = enrol(cohort, make_person("Noor Bos"))
    asked = enrol(cohort, make_person("Asked Once"), state="invited")
    elsewhere = make_cohort(make_organisation("medemblik"), name="Elders")
    enrol(elsewhere, make_person("Vreemd Smit", organisation=elsewhere.organisation))

    def known_to(person: Person) -> set[str]:
        return set(Person.objects.visible_to(person).values_list("given_name", flat=True))

    assert known_to(one.person) == {"Fatima", "Noor", "Marijke", "Sanne"}
    assert known_to(asked.person) == {"Asked", "Marijke", "Sanne"}
    assert known_to(cohort.trainer) == {"Fatima", "Noor", "Asked", "Marijke", "Sanne"}
    assert known_to(make_coordinator()) == {"Ans"}
    assert fellow.person in Person.objects.visible_to(one.person)


def test_meetings_of_the_organisers_stay_theirs(one: Enrolment) -> None:
    talk = one.cohort.meetings.get(step__key="talk")
    assert talk not in Meeting.objects.visible_to(one.person)
    assert "Voorbespreking" not in [title for title, _, _ in line(one, NOW)]
