"""A tip with a medical fact: whoever reads it takes it out, and does not read whose it was."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from intake import actions
from intake.models import Response, Tip
from mentorship.people.models import Person
from mentorship.privacy.models import Deed, Reading
from mentorship.reminders.sending.passes import one_pass
from tests.cast import make_trainer
from tests.intake.cast import AFTER, Scene, make_scene, onlookers
from tests.intake.test_tips import evaluate, next_group, where, written
from tests.matching.cast import as_person
from tests.privacy.marking import dump

pytestmark = pytest.mark.django_db
MARK = "merk-migraine-merk"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AFTER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scene() -> Scene:
    made = make_scene()
    for one in evaluate(made, 5):
        if one.enrolment == made.writer:
            one.answers["tip"] = one.draft["tip"] = MARK
            one.save()
    return made


def address(scene: Scene, text: str = MARK) -> str:
    return where(scene, "tip_take_out", written(scene)[text].token)


def found_by(viewer: Person, path: str) -> set[int]:
    client = as_person(Client(), viewer)
    return {client.get(path).status_code, client.post(path).status_code}


@pytest.mark.parametrize("role", ["trainer", "adviser"])
def test_whoever_reads_it_takes_it_out_and_never_reads_who_wrote_it(
    scene: Scene, client: Client, role: str
) -> None:
    reader = scene.trainer if role == "trainer" else scene.cohort.created_by
    actions.sort_tip(written(scene)[MARK], "next", by=scene.trainer, at=AFTER)
    path, writer = address(scene), scene.writer.person
    as_person(client, reader)
    assert f'href="{path}"' in client.get(where(scene)).content.decode()
    page = client.get(path).content.decode()
    assert MARK in page
    assert "Wie het schreef, krijgt een bericht zonder deze woorden" in page

    answers = [client.post(path, follow=True) for _click in range(2)]

    assert [one.redirect_chain for one in answers] == [[(where(scene) + "#tips", 302)]] * 2
    said = "".join([page, *(one.content.decode() for one in answers)])
    assert [part for part in (writer.given_name, writer.family_name) if part in said] == []
    assert MARK not in dump()
    assert not Tip.objects.exists()
    assert set(written(scene)) == {"Twee", "Drie", "Vier", "Vijf"}
    assert Response.objects.that_count().count() == 5
    deed = Deed.objects.get()
    assert (deed.about, deed.by, deed.name, deed.counts) == (
        writer,
        reader,
        "tip",
        {"intake.tip": 1},
    )
    assert not Reading.objects.exists()


def test_who_gets_it_passed_on_takes_it_out_too(scene: Scene, client: Client) -> None:
    actions.sort_tip(written(scene)[MARK], "next", by=scene.trainer, at=AFTER)
    later = next_group(scene, trainer=make_trainer())
    path = f"{address(scene)}?for={later.pk}"
    group = reverse("programmes:cohort", args=[later.pk])
    as_person(client, later.trainer)
    assert f'href="{path}"' in client.get(group).content.decode()
    assert MARK in client.get(path).content.decode()

    assert [client.post(path)["Location"] for _click in range(2)] == [group, group]

    assert MARK not in dump()


def test_nobody_else_finds_it_and_no_number_leads_to_it(scene: Scene) -> None:
    others = {who: one for who, one in onlookers(scene).items() if who != "adviser"}
    others["writer"] = scene.writer.person
    assert [who for who, one in others.items() if found_by(one, address(scene)) != {404}] == []

    response = Response.objects.get(enrolment=scene.writer)
    for what in ("intake.tip", "intake.response"):
        by_number = reverse("privacy:take_out", args=[what, response.pk, "tip"])
        assert found_by(scene.trainer, by_number) == {404}
    assert MARK in dump()


def test_who_reads_their_own_among_the_tips_is_led_to_the_others_alone(scene: Scene) -> None:
    Person.objects.get(pk=scene.writer.person.pk).roles.create(
        kind="adviser", organisation=scene.cohort.organisation
    )
    client = as_person(Client(), scene.writer.person)

    page = client.get(where(scene)).content.decode()

    assert page.count("/take-out/") == 4
    assert found_by(scene.writer.person, address(scene)) == {404}


def test_the_writer_hears_it_and_sees_it(scene: Scene) -> None:
    assert as_person(Client(), scene.trainer).post(address(scene)).status_code == 302

    for minutes in (5, 10):
        one_pass(AFTER + timedelta(minutes=minutes))

    [letter] = [one for one in mail.outbox if "weggehaald" in one.subject]
    assert letter.to == [scene.writer.person.email]
    own = as_person(Client(), scene.writer.person).get(reverse("privacy:readings"))
    assert scene.trainer.name in own.content.decode()
