"""Every hostile file at every door that takes a file: refused in one sentence, or kept harmless."""

import random
import re
import tempfile
import tracemalloc
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import UploadedFile
from django.db.models import FileField
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import Error, Page
from pytest_django.live_server_helper import LiveServer

from matching.models import MentorProfile
from mentorship import declare
from mentorship.people.models import Person
from mentorship.privacy.register import fields_of, model_of
from mentorship.web.files import KINDS
from programmes.models import Material, Meeting, Submission
from tests.cast import AMSTERDAM, enrol, make_adviser, make_cohort, make_person, step
from tests.matching.cast import make_mentor
from tests.pages.test_look import sign_in
from tests.programmes.hostile_files import HOSTILE, KEPT, SCRIPT, Hostile
from tests.programmes.still_documents import STILL
from tests.programmes.test_files import MEGABYTE, TRUE, refusal
from tests.web.dutch import sentences_of

pytestmark = pytest.mark.django_db
IN_TIME = datetime(2027, 2, 15, 10, tzinfo=AMSTERDAM)  # a week before half-day 2
WORDS = {
    "kind": "Kies een pdf, een presentatie, een tekstdocument of een foto.",
    "empty": "Dit bestand is leeg.",
    "size": "Dit bestand is te groot. Het mag hooguit 25 MB zijn.",
    "active": "Dit bestand haalt iets op van buiten, of er zit een programma in.",
}
DOORS = {"material", "submission", "photo", "list"}
each = pytest.mark.parametrize("one", HOSTILE, ids=lambda one: one.what)


@pytest.fixture(autouse=True)
def disk(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The media folder, and beside it where a large upload waits while it is judged."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with time_machine.travel(IN_TIME, tick=False):
        yield tmp_path


def on(disk: Path) -> list[Path]:
    return [one for one in disk.rglob("*") if one.is_file()]


def post(client: Client, path: str, field: str, one: Hostile, **more: str) -> Any:
    """As a browser sends it: Django's own test client would make the name harmless beforehand."""
    name = one.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    head = 'Content-Disposition: form-data; name="%s"'
    lines = [f"--x\r\n{head % key}\r\n\r\n{value}\r\n".encode() for key, value in more.items()]
    lines += [f'--x\r\n{head % field}; filename="{name}"\r\n'.encode()]
    body = b"".join([*lines, b"Content-Type: text/html\r\n\r\n", one.made(), b"\r\n--x--\r\n"])
    return client.post(path, body, content_type="multipart/form-data; boundary=x")


def said(answer: Any, field: str) -> str:
    """The one fault, in one or two short Dutch sentences."""
    assert answer.status_code == 422
    form = answer.context["photo_form" if field == "photo" else "form"]
    [words] = form.errors[field]
    assert list(form.errors) == [field]
    assert words in answer.content.decode().replace("&#x27;", "'")
    found = sentences_of("x", words)
    assert all(one.is_whole and one.words <= 20 for one in found)
    assert len(found) <= 2
    return str(words)


def hand_in(client: Client, one: Hostile, person: Person | None = None) -> Any:
    enrolment = enrol(make_cohort(), person)
    client.force_login(enrolment.person)
    path = reverse(
        "programmes:assignment", args=[enrolment.pk, step(enrolment.cohort, "practical").pk]
    )
    return post(client, path, "file", one, title="Wie ik ben", text="Mijn visie")


def add(client: Client, one: Hostile) -> Any:
    cohort = make_cohort()
    client.force_login(cohort.trainer)
    meeting = Meeting.objects.get(cohort=cohort, step__key="half-day-1")
    return post(
        client, reverse("programmes:material_new", args=[meeting.pk]), "file", one, title="Gids"
    )


def put_up(client: Client, one: Hostile) -> Any:
    client.force_login(make_mentor("Joris Meer"))
    return post(client, reverse("matching:put_up_photo"), "photo", one)


def bring_in(client: Client, one: Hostile) -> Any:
    client.force_login(make_adviser())
    return post(client, reverse("people:import"), "file", one)


def test_there_are_more_than_thirty_and_each_is_another() -> None:
    assert len({one.what for one in HOSTILE}) == len(HOSTILE) > 140


def test_no_door_for_files_is_left_out() -> None:
    """A field for files that is new here needs a test of its own below."""
    kept = {
        f"{one.key}.{field.name}"
        for one in declare.kept
        for field in fields_of(one)
        if isinstance(field, FileField)
    }
    doors = {Material: "file", Submission: "file", MentorProfile: "photo"}
    names = {f"{model._meta.label_lower}.{name}" for model, name in doors.items()}
    assert kept == names | {"people.peopleimport.file"}
    assert all(model_of(one) for one in declare.kept)


@each
@pytest.mark.parametrize("door", [hand_in, add])
def test_an_attachment_is_refused_in_a_sentence_or_sent_as_a_download_alone(
    client: Client, disk: Path, one: Hostile, door: Any
) -> None:
    answer = door(client, one)
    if one.refusal != KEPT:
        words = said(answer, "file")
        kind = one.name.rpartition(".")[2].upper()
        fits = {**WORDS, "content": f"of het is geen {kind}."}[one.refusal]
        assert fits in words
        assert on(disk) == []
        assert not Submission.objects.exists()
        assert not Material.objects.exists()
        return
    assert answer.status_code == 302
    assert_harmless(client, disk, one)


def assert_harmless(client: Client, disk: Path, one: Hostile) -> None:
    row = Submission.objects.first() or Material.objects.get()
    name = "submission_file" if isinstance(row, Submission) else "material_file"
    sent = client.get(reverse(f"programmes:{name}", args=[row.pk]))
    assert b"".join(sent.streaming_content) == one.made()  # type: ignore[attr-defined]
    kind = one.name.rpartition(".")[2]
    head = {key: sent[key] for key in ("Content-Type", "X-Content-Type-Options")}
    assert head == {"Content-Type": KINDS[kind].content_type, "X-Content-Type-Options": "nosniff"}
    assert sent["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sent["Content-Disposition"].startswith("attachment; filename")
    assert "\r" not in sent["Content-Disposition"]
    assert row.file_name.isprintable()
    assert not set(row.file_name) & set('/\\<>";:\u202e$`')
    assert len(row.file_name) <= 125
    [kept] = on(disk)
    assert kept.parent.parent == disk / "media"
    assert re.fullmatch(rf"[0-9a-f]{{32}}\.{kind}", kept.name)


@each
def test_a_photo_is_refused_in_a_sentence_or_made_anew(
    client: Client, disk: Path, one: Hostile
) -> None:
    answer = put_up(client, one)
    photo = MentorProfile.objects.get().photo
    if answer.status_code == 422:
        said(answer, "photo")
        assert on(disk) == []
        assert not photo
        return
    [kept] = on(disk)
    with Image.open(kept) as picture:
        assert picture.size == (384, 384)
    assert SCRIPT not in kept.read_bytes()
    assert one.made().startswith((b"\x89PNG", b"\xff\xd8"))


@each
def test_none_of_them_is_a_staff_list(client: Client, disk: Path, one: Hostile) -> None:
    answer = bring_in(client, one)
    said(answer, "file")
    assert on(disk) == []


@pytest.mark.parametrize("door", [hand_in, add])
def test_a_name_of_ten_thousand_letters_is_turned_away_at_the_gate(
    client: Client, disk: Path, door: Any
) -> None:
    answer = door(client, Hostile("", "é" * 10_000 + ".pdf", lambda: b"%PDF-1.7", "kind"))
    assert answer.status_code == 400
    assert "We konden dit niet lezen" in answer.content.decode()
    assert on(disk) == []


@pytest.mark.parametrize("name", STILL)
def test_what_office_programs_make_is_taken(name: str) -> None:
    """With pictures, a chart, a film, links and fields in it."""
    assert refusal(name, STILL[name]()) == ""


def strict_scanner(file: UploadedFile) -> bool:
    return b"EICAR" not in file.read()


def broken_scanner(file: UploadedFile) -> bool:
    raise OSError


UNSAID = "We konden dit bestand niet op virussen controleren. Probeer het later opnieuw."
VIRUS = TRUE["a.png"] + b"EICAR"
SCANNED = {
    "strict_scanner": "Misschien zit er een virus in dit bestand.",
    "broken_scanner": UNSAID,
    "none_such": UNSAID,
}


@pytest.mark.parametrize("scanner", SCANNED)
@pytest.mark.parametrize("door", [hand_in, add, put_up, bring_in])
def test_what_the_scanner_refuses_is_not_kept(
    client: Client, disk: Path, settings: Any, door: Any, scanner: str
) -> None:
    settings.UPLOAD_SCANNER = f"{__name__}.{scanner}"
    answer = door(client, Hostile("", "visie.png", lambda: VIRUS, "virus"))
    assert said(answer, "photo" if door is put_up else "file") == SCANNED[scanner]
    assert on(disk) == []


def test_what_the_scanner_lets_through_is_kept_whole(
    client: Client, disk: Path, settings: Any
) -> None:
    settings.UPLOAD_SCANNER = f"{__name__}.strict_scanner"
    one = Hostile("", "visie.png", lambda: TRUE["a.png"], KEPT)
    assert hand_in(client, one).status_code == 302
    assert_harmless(client, disk, one)


def test_whatever_is_broken_in_a_true_file_is_refused_and_never_a_fault() -> None:
    """Three hundred true files, each with some bytes of it changed or gone."""
    chance = random.Random(16)
    for turn in range(300):
        name, whole = chance.choice([*TRUE.items()])
        content = bytearray(whole)
        for _time in range(chance.randint(1, 6)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        if turn % 3 == 0:
            del content[chance.randrange(1, len(content)) :]
        assert refusal(name, bytes(content)) in {"", "content"}


def test_what_swells_is_judged_without_being_unpacked() -> None:
    for one in (one for one in HOSTILE if "swell" in one.what):
        content = one.made()
        tracemalloc.start()
        assert refusal(one.name, content) == one.refusal
        assert tracemalloc.get_traced_memory()[1] < 8 * MEGABYTE, one.what
        tracemalloc.stop()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_a_browser_none_of_what_is_kept_is_shown_or_runs(
    browser_page: Page, live_server: LiveServer, client: Client
) -> None:
    kept = [one for one in HOSTILE if one.refusal == KEPT]
    for one in kept:
        assert hand_in(client, one, make_person()).status_code == 302
    alarms: list[str] = []
    browser_page.on("dialog", lambda dialog: alarms.append(dialog.message))
    for row in Submission.objects.select_related("enrolment__person"):
        sign_in(browser_page, row.enrolment.person, live_server)
        with browser_page.expect_download() as download, pytest.raises(Error, match="Download"):
            browser_page.goto(reverse("programmes:submission_file", args=[row.pk]))
        assert download.value.suggested_filename.endswith((".pdf", ".png", ".jpg", ".docx"))
    assert alarms == []
