"""Somebody wrote a medical fact: whoever reads it in a role takes it out, and it is nowhere."""

import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from intake import actions
from intake.models import Response
from matching.models import ChangeRequest, CheckIn, Word
from mentorship import declare
from mentorship.people.models import Person
from mentorship.privacy.export import archive
from mentorship.privacy.models import Deed, Reading
from mentorship.privacy.taking_out import take_out
from mentorship.reminders.models import Message
from mentorship.reminders.sending.passes import one_pass
from tests.cast import make_adviser, make_newcomer, make_organisation, make_person
from tests.intake.cast import (
    AFTER,
    BEFORE,
    Scene,
    form_page,
    full_answers,
    hand_in,
    make_scene,
    onlookers,
    paper,
)
from tests.matching.cast import as_person, make_mentor, pair_up
from tests.privacy.marking import dump

pytestmark = pytest.mark.django_db
MARK = "merk-epilepsie-merk"
GONE = "Weggehaald op woensdag 13 januari door Marijke Trainer."


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scene(clock: time_machine.Traveller) -> Scene:
    return make_scene()


@pytest.fixture
def told(scene: Scene) -> Response:
    """An intake with the mark in what was sent, and in what is being typed since."""
    response = hand_in(scene.writer, "intake", BEFORE, wish=f"Ik heb {MARK}")
    response.save_draft({"wish": f"Ik heb {MARK}, en meer"}, part=1, at=BEFORE)
    return response


def address(row: Any, name: str = "wish") -> str:
    return reverse("privacy:take_out", args=[row._meta.label_lower, row.pk, name])


def found_by(viewer: Person, row: Any, name: str = "wish") -> set[int]:
    client = as_person(Client(), viewer)
    return {client.get(address(row, name)).status_code, client.post(address(row, name)).status_code}


# --- an answer ---------------------------------------------------------------------------------


def test_the_trainer_takes_one_answer_out_and_it_is_nowhere_any_more(
    scene: Scene, told: Response, client: Client
) -> None:
    before = dict(told.answers)
    as_person(client, scene.trainer)
    read = client.get(reverse("intake:response", args=[told.pk])).content.decode()
    assert address(told) in read
    page = client.get(address(told)).content.decode()
    assert MARK in page
    assert "Dit kun je niet ongedaan maken" in page
    assert MARK in dump()

    answer = client.post(address(told))

    assert answer["Location"] == reverse("intake:response", args=[told.pk])
    assert MARK not in dump()
    told.refresh_from_db()
    assert told.answers == {key: one for key, one in before.items() if key != "wish"}
    assert told.is_handed_in
    deed = Deed.objects.get()
    assert (deed.kind, deed.about, deed.by, deed.done_at) == (
        "taken out",
        scene.writer.person,
        scene.trainer,
        BEFORE,
    )
    assert (deed.what, deed.name) == (f"intake.response:{told.pk}", "wish")
    assert (str(deed.title), deed.counts) == ("Intake", {"intake.response": 1})


def test_nobody_else_finds_the_page(scene: Scene, told: Response) -> None:
    others = onlookers(scene) | {"writer": scene.writer.person}

    assert [who for who, one in others.items() if found_by(one, told) != {404}] == []
    assert MARK in dump()
    assert not Deed.objects.exists()


@pytest.mark.parametrize("key", ["reflection-1", "evaluation"])
def test_what_the_trainer_does_not_read_the_trainer_does_not_take_out(
    scene: Scene, key: str
) -> None:
    response = hand_in(scene.writer, key, AFTER)
    names = response.questionnaire.questions.filter(kind="text").values_list("key", flat=True)

    assert {code for name in names for code in found_by(scene.trainer, response, name)} == {404}


def test_another_organisations_trainer_takes_out_nothing(told: Response) -> None:
    assert found_by(make_scene().trainer, told) == {404}


def test_a_second_click_changes_nothing_and_words_that_are_gone_have_no_page(
    scene: Scene, told: Response, client: Client
) -> None:
    as_person(client, scene.trainer)

    assert [client.post(address(told)).status_code for _click in range(2)] == [302, 302]

    assert Deed.objects.count() == 1
    assert client.get(address(told)).status_code == 404
    assert client.get(address(told, "theme")).status_code == 404  # chosen, not written
    assert client.get("/privacy/take-out/people.person/1/given_name/").status_code == 404


def test_opening_the_page_is_a_reading_that_its_writer_sees(
    scene: Scene, told: Response, client: Client
) -> None:
    as_person(client, scene.trainer).get(address(told))

    reading = Reading.objects.visible_to(scene.writer.person).get()
    assert (reading.reader, reading.what) == (scene.trainer, f"intake.response:{told.pk}")


def test_readers_writer_wishes_and_export_show_that_it_was_taken_out(
    scene: Scene, told: Response
) -> None:
    take_out(declare.removables["intake.response"], told, "wish", by=scene.trainer, at=BEFORE)
    trainer, writer = as_person(Client(), scene.trainer), as_person(Client(), scene.writer.person)
    pages = {
        "reader": trainer.get(reverse("intake:response", args=[told.pk])),
        "wishes": trainer.get(reverse("intake:wishes", args=[scene.cohort.pk])),
        "writer": writer.get(form_page(scene, "check")),
        "own data": writer.get(reverse("privacy:mine")),
    }
    assert [who for who, page in pages.items() if GONE not in page.content.decode()] == []
    assert address(told) not in pages["reader"].content.decode()
    packed = zipfile.ZipFile(BytesIO(archive(scene.writer.person, None, BEFORE).getvalue()))
    assert GONE in packed.read("data.html").decode()
    assert MARK not in json.dumps(packed.read("data.json").decode())


def test_the_writer_answers_anew_while_the_form_is_open(scene: Scene, told: Response) -> None:
    kind = declare.removables["intake.response"]
    take_out(kind, told, "wish", by=scene.trainer, at=BEFORE)
    again = BEFORE + timedelta(hours=1)

    one = paper(scene.writer, "intake")
    assert actions.save_draft(one, full_answers(one, wish="Luisteren"), part=1, at=again)
    assert actions.hand_in(paper(scene.writer, "intake"), again)

    page = as_person(Client(), scene.trainer).get(reverse("intake:response", args=[told.pk]))
    assert "Luisteren" in page.content.decode()
    assert GONE not in page.content.decode()


# --- what was addressed to the adviser ---------------------------------------------------------


@pytest.fixture
def sanne() -> Person:
    return make_adviser()


@pytest.fixture(params=["word", "check-in", "change"])
def said(request: pytest.FixtureRequest, sanne: Person) -> tuple[Any, str]:
    """What a newcomer said to the adviser alone, and the name of its field."""
    mentee = make_newcomer(manager=make_person("Petra Baas"))
    pair = pair_up(make_mentor("Joris Meer"), mentee, by=sanne)
    if request.param == "word":
        return Word.objects.create(writer=mentee, mentee=mentee, text=MARK), "text"
    if request.param == "check-in":
        facts = {"person": mentee, "day": 30, "answer": "well", "word": MARK}
        return CheckIn.objects.create(mentorship=pair, **facts), "word"
    return ChangeRequest.objects.create(mentorship=pair, asked_by=mentee, word=MARK), "word"


def test_the_adviser_takes_out_what_was_addressed_to_them(
    sanne: Person, said: tuple[Any, str], client: Client
) -> None:
    row, name = said
    before = {f.name: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != name}
    newcomer = Person.objects.get(given_name="Daan")
    read = reverse("matching:suggest", args=[newcomer.pk])
    as_person(client, sanne)
    assert address(row, name) in client.get(read).content.decode()

    assert client.post(address(row, name))["Location"] == read

    assert MARK not in dump()
    row.refresh_from_db()
    assert {key: getattr(row, row._meta.get_field(key).attname) for key in before} == before
    deed = Deed.objects.get()
    assert (deed.about, deed.by, deed.name) == (newcomer, sanne, name)
    assert address(row, name) not in client.get(read).content.decode()


def test_nobody_else_takes_out_what_was_addressed_to_the_adviser(
    said: tuple[Any, str], scene: Scene
) -> None:
    row, name = said
    newcomer = Person.objects.get(given_name="Daan")
    others = {
        "writer": newcomer,
        "mentor": newcomer.menteeships.get().mentor,
        "manager": newcomer.manager,
        "trainer": scene.trainer,
        "adviser elsewhere": make_adviser(make_organisation("medemblik")),
        "administrator": make_person("Robin Beheer", is_admin=True),
    }
    assert [who for who, one in others.items() if found_by(one, row, name) != {404}] == []
    assert MARK in dump()


def test_an_adviser_who_wrote_it_takes_nothing_out(sanne: Person) -> None:
    """Their own words they take back where they wrote them; another adviser may take them out."""
    mentee = make_newcomer(manager=make_person("Petra Baas"))
    pair = pair_up(sanne, mentee, by=make_adviser())
    row = ChangeRequest.objects.create(mentorship=pair, asked_by=sanne, word=MARK)

    assert found_by(sanne, row, "word") == {404}
    assert found_by(make_adviser(), row, "word") == {200, 302}


# --- who hears and sees it ---------------------------------------------------------------------


def test_the_writer_gets_one_mail_without_words_and_names(scene: Scene, told: Response) -> None:
    kind = declare.removables["intake.response"]
    for name in ("wish", "experience"):
        assert take_out(kind, told, name, by=scene.trainer, at=BEFORE)

    for minutes in (5, 10, 24 * 60, 8 * 24 * 60):
        one_pass(BEFORE + timedelta(minutes=minutes))

    heard = Message.objects.filter(rule="words_taken_out")
    assert {one.recipient for one in heard} == {scene.writer.person}
    [letter] = [one for one in mail.outbox if "weggehaald" in one.subject]
    assert letter.to == [scene.writer.person.email]
    assert letter.subject == "Iets wat je schreef is weggehaald"
    for secret in (MARK, "Marijke", "Trainer", "Intake"):
        assert secret not in letter.subject
        assert secret not in letter.body
    assert letter.body.count("Iets wat je in Wegwijs schreef") == 1
    assert reverse("privacy:readings") in letter.body


def test_the_writer_sees_it_among_their_readings_and_nobody_else_does(
    scene: Scene, told: Response
) -> None:
    kind = declare.removables["intake.response"]
    take_out(kind, told, "wish", by=scene.trainer, at=BEFORE)

    def shown(viewer: Person) -> bool:
        page = as_person(Client(), viewer).get(reverse("privacy:readings")).content.decode()
        return "Marijke Trainer" in page and "Woorden van jou die zijn weggehaald" in page

    others = onlookers(scene) | {"trainer": scene.trainer}
    assert shown(scene.writer.person)
    assert [who for who, one in others.items() if shown(one)] == []


def test_who_manages_wegwijs_sees_that_it_was_done_in_counts(scene: Scene, told: Response) -> None:
    kind = declare.removables["intake.response"]
    take_out(kind, told, "wish", by=scene.trainer, at=BEFORE)

    admin = make_person("Robin Beheer", organisation=None, is_admin=True)
    page = as_person(Client(), admin).get(reverse("privacy:log")).content.decode()

    assert "woorden weggehaald" in page
    assert "Je intake en zelfanalyse: 1" in page
    assert scene.writer.person.name not in page
