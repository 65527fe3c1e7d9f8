"""After erasing: not a trace of the person, in no table and no file, and every count as before."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as house
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse

from intake.totals import outcome_of
from mentorship.celery import app
from mentorship.declare import Audience
from mentorship.people.models import ImportRow, Person
from mentorship.privacy.erasing import erasable_by, erase, obstacles
from mentorship.privacy.models import Deed
from mentorship.privacy.register import everything_of_people, model_of
from mentorship.reminders.models import DeadAddress, Mail, Message
from programmes.models import Cohort, Enrolment
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.matching.cast import past_cohort
from tests.privacy.marking import dump, keys_of, mark_everything, on_disk, plant_what_is_found
from tests.privacy.scene import Scene, make_scene

pytestmark = pytest.mark.django_db
GONE = date(2027, 1, 2)


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def row_counts() -> dict[str, int]:
    return {model._meta.label: model._base_manager.count() for model in apps.get_models()}


def figures(scene: Scene) -> dict[str, Any]:
    """What people count: who takes part, who was there, what an evaluation says."""
    cohort = Cohort.objects.with_seats_taken().get(pk=scene.cohort.pk)
    evaluation = scene.rows["evaluation"].step
    outcome = outcome_of(cohort, evaluation, scene.cohort.trainer)
    return {
        "taken": cohort.taken,
        "states": sorted(Enrolment.objects.values_list("state", flat=True)),
        "present": cohort.meetings.filter(attendance__present=True).count(),
        "handed in": outcome.handed_in,
        "totals": [(one.question.key, one.counts) for one in outcome.totals],
        "pairs": sorted(apps.get_model("matching.mentorship").objects.values_list("state")),
        "talks": apps.get_model("matching.conversation").objects.count(),
        "check-ins": sorted(apps.get_model("matching.checkin").objects.values_list("answer")),
        "check-ins add": list(apps.get_model("matching.checkin").objects.values_list("answers")),
    }


def evaluate_by_five(scene: Scene) -> None:
    """Five evaluations with every scale filled in, so that there are totals to keep."""
    mine = scene.rows["evaluation"]
    chosen = {
        one.key: one.choices[0][0]
        for one in mine.questionnaire.questions.exclude(kind="text")
        if one.choices
    }
    for enrolment in [mine.enrolment, *(enrol(scene.cohort) for _ in range(4))]:
        type(mine).objects.update_or_create(
            enrolment=enrolment,
            step=mine.step,
            defaults={
                "questionnaire": mine.questionnaire,
                "answers": chosen | {"tip": "Meer koffie"},
                "started_at": NOW,
                "saved_at": NOW,
                "handed_in_at": NOW,
            },
        )


@pytest.mark.parametrize("who", ["subject", "newcomer"])
def test_not_a_trace_is_left_and_every_count_is_as_before(
    scene: Scene, who: str, django_capture_on_commit_callbacks: Any
) -> None:
    """The marker test: each field that holds something of this person, in each row of theirs."""
    person = getattr(scene, who)
    adviser = scene.viewers[Audience.ADVISER]
    plant_what_is_found(person, adviser)
    evaluate_by_five(scene)
    before, rows = figures(scene), keys_of(person)
    marks = [one.text for one in mark_everything(person)]
    person.refresh_from_db()
    leave_traces(person)
    everything = dump() + on_disk()
    assert [one for one in marks if one not in everything] == []

    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=adviser, at=NOW)

    after = dump() + on_disk()
    assert [one for one in marks if one in after] == []
    assert "merk-" not in after
    assert figures(scene) == before
    for kept in everything_of_people():
        left = model_of(kept)._base_manager.filter(pk__in=rows[kept.key]).count()
        assert left == (0 if kept.goes else len(rows[kept.key])), kept.key


def test_of_each_kind_there_is_a_row_to_lose(scene: Scene) -> None:
    every: set[str] = set()
    for person in (scene.subject, scene.newcomer):
        plant_what_is_found(person, scene.viewers[Audience.ADVISER])
        every |= {key for key, rows in keys_of(person).items() if rows}

    assert every == {kept.key for kept in everything_of_people()}


@pytest.mark.skipif(bool(house.REDIS_URL), reason="there the queue and the cache are no files")
def test_a_trace_in_the_queue_or_the_cache_would_be_found() -> None:
    """The plant: else finding none there says nothing."""
    app.send_task("mentorship.reminders.tasks.drain", headers={"of": "spoor-in-de-rij"}, expires=1)
    cache.set("somewhere", "spoor-in-de-kas")

    found = on_disk()

    assert "spoor-in-de-rij" in found
    assert "spoor-in-de-kas" in found


def test_what_sqlite_lets_go_is_written_over() -> None:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA secure_delete").fetchone() == (1,)


def leave_traces(person: Person) -> None:
    """As somebody who asks for a code, mistypes a password and opens pages; and the clock rings."""
    door, client = reverse("account_login"), Client()
    client.post(door, {"login": person.email})
    client.post(reverse("account_confirm_login_code"), {"code": "000000"})
    Client().post(door, {"login": person.email, "password": "mis", "way": "password"})
    inside = Client()
    inside.force_login(person)
    inside.post("/privacy/mine/download/")
    app.send_task("mentorship.reminders.tasks.drain", expires=50)


def test_rows_of_others_stay_and_point_at_nobody_by_name(scene: Scene) -> None:
    """Seen by the other of the pair, and in the group."""
    erase(scene.subject, by=None, at=NOW)

    pair = scene.newcomer.menteeships.get()
    assert pair.mentor.name == "verwijderde collega"
    assert pair.state == "active"
    assert scene.cohort.enrolments.get(person=scene.subject.pk).state == "accepted"
    assert not Person.objects.visible_to(scene.newcomer).filter(pk=scene.subject.pk).exists()


def test_what_is_somebodys_alone_goes_with_its_row(scene: Scene) -> None:
    before = row_counts()

    erase(scene.subject, by=None, at=NOW)

    lost = {key: before[key] - now for key, now in row_counts().items() if now != before[key]}
    assert lost == {
        "intake.Tip": 1,
        "matching.Agreement": 1,
        "matching.MentorProfile": 1,
        "matching.Ruling": 1,
        "matching.TalkNote": 1,
        "matching.Word": 1,
        "people.ImportRow": 1,
        "privacy.Deed": -1,
        "privacy.Reading": 1,
        "programmes.AfterNote": 2,
        "programmes.CalendarFeed": 1,
        "programmes.Reaction": 3,
        "reminders.DeadAddress": 1,
        "reminders.Mail": 1,
        "reminders.Message": 1,
        "reminders.Unwanted": 1,
    }


def test_another_persons_words_stay(scene: Scene) -> None:
    """The plant: a colleague with everything of the same kinds."""
    marks = [one.text for one in mark_everything(scene.viewers[Audience.BUDDY])]
    other = make_person("Kim Ander")
    ImportRow.objects.create(
        people_import=scene.rows["list"], line=3, outcome="wrong", name=other.name
    )
    DeadAddress.objects.create(address=other.email)

    erase(scene.subject, by=None, at=NOW)

    assert [one for one in marks if one not in dump()] == []
    assert ImportRow.objects.filter(name=other.name).exists()
    assert DeadAddress.objects.filter(address=other.email).exists()


def test_who_is_signed_in_is_out_and_cannot_come_back(client: Client, scene: Scene) -> None:
    client.force_login(scene.subject)
    other = Client()
    other.force_login(scene.newcomer)

    erase(scene.subject, by=None, at=NOW)

    assert Session.objects.count() == 1
    assert client.get("/me/").status_code == 302
    assert not Person.objects.get(pk=scene.subject.pk).has_usable_password()


def test_mail_that_waits_goes_with_its_owner(scene: Scene) -> None:
    waits = Mail.objects.create(recipient=scene.subject)
    Message.objects.create(
        rule="meeting_moved",
        subject="programmes.meeting:1",
        recipient=scene.subject,
        organisation=scene.subject.organisation,
        mail=waits,
    )

    erase(scene.subject, by=None, at=NOW)

    assert not Mail.objects.due(NOW).exists()
    assert not Message.objects.filter(recipient=scene.subject).exists()


def test_that_it_was_done_is_noted_with_counts_and_a_second_time_does_nothing(
    scene: Scene,
) -> None:
    adviser = scene.viewers[Audience.ADVISER]

    counts = erase(scene.subject, by=adviser, at=NOW)

    deed = Deed.objects.get(kind="erasure", about=scene.subject)
    assert (deed.by, deed.done_at, deed.counts) == (adviser, NOW, counts)
    assert counts["people.person"] == counts["programmes.submission"] == 1
    assert erase(scene.subject, by=adviser, at=NOW) == {}
    assert Deed.objects.filter(kind="erasure", about=scene.subject).count() == 1


def test_a_seat_a_group_and_a_pair_come_first(scene: Scene) -> None:
    running = past_cohort(name="Groep lente", trainer=make_trainer())
    adviser = make_person(leaves_on=GONE)
    enrol(running, adviser)

    assert obstacles(adviser, NOW) == ["zit in Groep lente, en die groep is nog niet klaar"]
    assert obstacles(running.trainer, NOW) == ["leidt Groep lente, en die groep is nog niet klaar"]
    assert obstacles(scene.newcomer, NOW) == [
        "zit in 1 koppel dat loopt of waarvoor een vraag openstaat"
    ]
    assert obstacles(make_person(), NOW) == []


# --- who may, and the page --------------------------------------------------------------------


def test_an_adviser_erases_who_left_and_nobody_else() -> None:
    adviser, gone = make_adviser(), make_person(leaves_on=GONE)
    there = make_person(organisation=make_organisation("medemblik"), leaves_on=GONE)
    trainer = make_trainer(is_active=False)
    make_person()
    admin = make_person(organisation=None, is_admin=True)

    assert set(erasable_by(adviser, NOW.date())) == {gone}
    assert set(erasable_by(admin, NOW.date())) == {trainer}
    for nobody in (gone, there, make_person(), trainer):
        assert not erasable_by(nobody, NOW.date()).exists()


def test_the_page_says_what_goes_and_stays_and_then_does_it(client: Client) -> None:
    adviser, gone = make_adviser(), make_person("Ilse Weg", leaves_on=date(2026, 1, 31))
    client.force_login(adviser)
    address = f"/privacy/erase/{gone.pk}/"

    assert address in client.get(f"/people/{gone.pk}/").content.decode()
    page = client.get(address).content.decode()
    assert "Dit gaat weg" in page
    assert "Dit blijft, zonder naam" in page
    assert client.post(address, follow=True).status_code == 200
    assert Person.objects.get(pk=gone.pk).erased_at is not None
    assert client.get(address).status_code == 404


def test_with_something_in_the_way_nothing_is_erased(client: Client) -> None:
    adviser, gone = make_adviser(), make_person("Ilse Weg", leaves_on=date(2026, 1, 31))
    enrol(past_cohort(created_by=adviser, name="Groep lente"), gone)
    client.force_login(adviser)

    answer = client.post(f"/privacy/erase/{gone.pk}/")

    assert answer.status_code == 422
    assert "Groep lente" in answer.content.decode()
    assert Person.objects.get(pk=gone.pk).erased_at is None
