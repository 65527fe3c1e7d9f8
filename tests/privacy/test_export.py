"""Everything of one person, and nothing of another's."""

import json
import stat
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from mentorship.declare import Audience
from mentorship.people.models import Person
from mentorship.privacy.export import archive, chapters
from mentorship.privacy.models import Deed
from tests.cast import NOW, make_newcomer, make_person
from tests.matching.cast import make_mentor, pair_up
from tests.privacy.marking import (
    keys_of,
    mark_everything,
    others_marks,
    own_marks,
    plant_what_is_found,
)
from tests.privacy.scene import Scene, make_scene

pytestmark = pytest.mark.django_db
# Rows about somebody that are no part of their copy, and why.
LIST = {"people.peopleimport": "a list of many; only the rows about them are theirs"}
RULING = {"matching.ruling": "what an adviser decides about who does not match, shown to nobody"}
ANOTHERS: dict[str, dict[str, str]] = {
    "Fatima": LIST
    | RULING
    | {
        "matching.checkin": "of the newcomer",
        "matching.changerequest": "of the newcomer",
        "matching.agreement": "of the manager: counted, not told",
    },
    "Daan": LIST
    | RULING
    | {"matching.talknote": "of the mentor", "matching.word": "of the mentor, to the adviser"},
}


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def unpacked(person: Person) -> dict[str, bytes]:
    with zipfile.ZipFile(archive(person, person, NOW)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def rows_of(written: bytes) -> list[dict[str, Any]]:
    """Whatever is told, but for the lines that copies themselves leave."""
    rows = [row for chapter in json.loads(written)["chapters"] for row in chapter["rows"]]
    return [row for row in rows if row["model"] != "privacy.deed"]


def test_every_word_that_somebody_wrote_is_in_their_copy_and_none_about_them(scene: Scene) -> None:
    """The marker test: each field of each model, for both of a pair."""
    for person in (scene.subject, scene.newcomer):
        plant_what_is_found(person, scene.viewers[Audience.ADVISER])
        marks = mark_everything(person)
        person.refresh_from_db()
        content = unpacked(person)
        everything = b"\n".join(content.values()).decode("utf-8", "ignore")

        assert [one for one in own_marks(marks, person) if one not in everything] == []
        assert [one for one in others_marks(marks, person) if one in everything] == []


def test_each_row_of_somebody_is_in_their_data_or_is_anothers(scene: Scene) -> None:
    for person in (scene.subject, scene.newcomer):
        plant_what_is_found(person, scene.viewers[Audience.ADVISER])
        told = rows_of(unpacked(person)["data.json"])
        there = {(row["model"], row["id"]) for row in told}

        every = {(key, pk) for key, rows in keys_of(person).items() for pk in rows}
        missing = {key for key, _pk in every - there if key != "privacy.deed"}
        assert missing == set(ANOTHERS[person.given_name])
        assert there <= every


def test_what_is_typed_and_not_sent_can_be_read_in_a_copy(scene: Scene) -> None:
    intake = scene.rows["intake"]
    intake.answers, intake.draft = {"wish": "Gestuurd"}, {"wish": "Nog niet gestuurd"}
    intake.save()

    read = unpacked(scene.subject)["data.html"].decode()

    assert "Gestuurd" in read
    assert "Nog niet gestuurd" in read


def test_the_data_can_be_read_by_a_program_and_by_a_person(scene: Scene) -> None:
    content = unpacked(scene.subject)
    data = json.loads(content["data.json"])
    rows = [row for chapter in data["chapters"] for row in chapter["rows"]]
    [submission] = [row for row in rows if row["model"] == "programmes.submission"]

    assert submission["text"] == "Mijn visie"
    assert content[submission["files"][0]] == b"%PDF-1.4 ik"
    assert {"data.json", "data.html", "wegwijs.css"} < set(content)
    assert "Mijn visie" in content["data.html"].decode()


def test_a_newcomer_does_not_hear_who_said_no(scene: Scene) -> None:
    adviser = scene.viewers[Audience.ADVISER]
    refused = pair_up(make_mentor("Nee Zegger"), make_newcomer("Kim Nieuw"), by=adviser)
    type(refused).objects.filter(pk=refused.pk).update(state="declined", word="Geen zin")

    everything = b"".join(unpacked(refused.mentee).values()).decode("utf-8", "ignore")

    assert "Nee Zegger" not in everything
    assert "Geen zin" not in everything
    mentors = b"".join(unpacked(refused.mentor).values()).decode("utf-8", "ignore")
    assert "Geen zin" in mentors


def test_that_others_wrote_something_is_said_without_the_words(scene: Scene) -> None:
    pair = scene.rows["pair"]
    type(pair).objects.filter(pk=pair.pk).update(end_reason="Klikte niet")

    [chapter] = [one for one in chapters(scene.subject) if "begeleidt" in one.title]

    assert chapter.others == 1
    assert "Klikte niet" not in str(chapter)


def test_the_page_and_the_zip_are_ones_own(client: Client, scene: Scene) -> None:
    client.force_login(scene.newcomer)

    page = client.get("/privacy/mine/").content.decode()
    packed = BytesIO(client.post("/privacy/mine/download/").getvalue())

    assert "Graag wandelen" in page
    assert "Mijn visie" not in page
    with zipfile.ZipFile(packed) as content:
        assert "Mijn visie" not in content.read("data.json").decode()


def test_taking_a_copy_leaves_a_trace_that_one_sees_and_no_file(
    client: Client, scene: Scene
) -> None:
    def kept() -> list[Any]:
        return sorted(settings.DATA_DIR.rglob("*"))

    client.force_login(scene.subject)
    before = kept()

    client.post("/privacy/mine/download/")

    assert Deed.objects.visible_to(scene.subject).filter(kind="export").count() == 2
    assert kept() == before
    assert not Deed.objects.visible_to(make_person()).exists()


def test_one_command_writes_the_same_zip_for_who_cannot_sign_in_and_leaves_a_line(
    scene: Scene, tmp_path: Path
) -> None:
    file = tmp_path / "copy.zip"

    call_command("export_person", scene.subject.email.upper(), str(file))

    with zipfile.ZipFile(file) as packed:
        written = packed.read("data.json")
    assert rows_of(written) == rows_of(unpacked(scene.subject)["data.json"])
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    handed_out = Deed.objects.filter(about=scene.subject, kind=Deed.Kind.EXPORT, by=None)
    assert handed_out.count() == 1


def test_the_command_writes_over_no_file_and_knows_nobody_by_chance(
    scene: Scene, tmp_path: Path
) -> None:
    file = tmp_path / "copy.zip"
    with pytest.raises(CommandError, match="Nobody"):
        call_command("export_person", "niemand@hoorn.example", str(file))
    assert not file.exists()
    file.write_text("mine")
    with pytest.raises(CommandError, match="exists"):
        call_command("export_person", scene.subject.email, str(file))
    assert file.read_text() == "mine"
