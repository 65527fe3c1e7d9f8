"""Whatever is read in a role can be taken out there: each kind, by whom and by nobody else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from mentorship import declare
from mentorship.declare import EMPTIED, Sort
from mentorship.people.models import Person
from mentorship.privacy.models import Deed
from mentorship.reminders.sending.passes import one_pass
from programmes.models import Theme
from tests.cast import NOW
from tests.matching.cast import as_person
from tests.privacy.marking import dump
from tests.privacy.scene import Scene, make_scene

pytestmark = pytest.mark.django_db
MARK = "merk-reuma-merk"
SENT = r'name="back" value="([^"]+)"'


@dataclass(frozen=True)
class Place:
    """Words by the key of their row in the scene, who may take them out, and where these read."""

    kind: str
    row: str
    names: str
    by: str
    page: str
    leads: str  # from the row to the number in the address of that page

    def __str__(self) -> str:
        return f"{self.row}-{self.by}"


PLACES = [
    Place("intake.response", "intake", "wish", "trainer", "intake:response", "pk"),
    Place(
        "programmes.submission",
        "submission",
        "title text file",
        "trainer",
        "programmes:submission",
        "pk",
    ),
    Place(
        "programmes.submission",
        "submission",
        "title",
        "adviser",
        "programmes:submissions",
        "enrolment.cohort_id",
    ),
    Place(
        "programmes.reaction", "by fellow", "text", "self", "programmes:submission", "submission_id"
    ),
    Place("programmes.theme", "theme", "words", "adviser", "programmes:meeting", "meeting_id"),
    Place(
        "programmes.afternote", "after next", "text", "adviser", "programmes:meeting", "meeting_id"
    ),
    Place(
        "programmes.afternote", "after next", "text", "trainer", "programmes:meeting", "meeting_id"
    ),
    Place(
        "matching.case",
        "case cohort",
        "title situation question did learnt",
        "trainer",
        "matching:case",
        "pk",
    ),
    Place(
        "matching.mentorprofile",
        "profile",
        "about strengths how_to_meet",
        "adviser",
        "matching:mentor",
        "person_id",
    ),
    Place("matching.hope", "hope", "word", "adviser", "people:person", "person_id"),
    Place("matching.mentorship", "pair", "word", "adviser", "matching:suggest", "mentee_id"),
    Place("matching.agreement", "time", "word", "adviser", "matching:mentor", "mentor_id"),
    Place("matching.word", "word", "text", "adviser", "matching:suggest", "mentee_id"),
    Place(
        "matching.checkin",
        "check-in",
        "word",
        "adviser",
        "matching:suggest",
        "mentorship.mentee_id",
    ),
    Place(
        "matching.changerequest",
        "change",
        "word",
        "adviser",
        "matching:suggest",
        "mentorship.mentee_id",
    ),
]
# What is words of somebody and stands in no place above, and why.
ELSEWHERE = {
    "intake.response draft": "only its writer sees it; what is taken out goes there too",
    "intake.response answers": "the places above, and tests/privacy/test_taking_out_tips.py",
    "programmes.submission file_name": "goes with the file",
    "matching.mentorprofile themes": "chosen, not written",
    "matching.mentorprofile days": "chosen, not written",
    "matching.mentorprofile ways": "chosen, not written",
    "matching.mentorprofile photo": "no words; the mentor takes it away",
    "matching.hope themes": "chosen, not written",
    "matching.hope days": "chosen, not written",
    "matching.hope way": "chosen, not written",
    "matching.checkin answers": "read by nobody one by one",
    "matching.goal text": "read by the two of them, in no role, and each may change it",
    "matching.talknote text": "read by its writer alone",
    "matching.mentorship end_reason": "noted by advisers, for themselves",
}
EACH = [
    pytest.param(place, name, id=f"{place}-{name}")
    for place in PLACES
    for name in place.names.split()
]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scene() -> Scene:
    made = make_scene()
    for key in ("dead", "taken out"):  # so that whoever writes hears it, and of nothing else
        made.rows[key].delete()
    meeting = made.cohort.meetings.get(step__key="half-day-1")
    made.rows["theme"] = Theme.objects.create(meeting=meeting, position=1, words="Luisteren")
    return made


def everybody(scene: Scene) -> dict[str, Person]:
    named = {str(key): one for key, one in scene.viewers.items()}
    return named | {"self": scene.subject, "newcomer": scene.newcomer} | scene.doubles


def write(scene: Scene, place: Place, name: str) -> Any:
    """The mark under this name, and under each other name of the row that it stands beside."""
    row = scene.rows[place.row]
    if place.kind == "intake.response":
        row.answers = row.draft = {name: MARK, "experience": "blijft staan"}
    elif name == "file":
        row.file.save("ik.pdf", ContentFile(b"%PDF-1.4 ik"), save=False)
        row.file_name = f"{MARK}.pdf"
    else:
        setattr(row, name, MARK)
    row.save()
    return row


def address(row: Any, name: str) -> str:
    return reverse("privacy:take_out", args=[row._meta.label_lower, row.pk, name])


def page_of(place: Place, row: Any) -> str:
    for step in place.leads.split("."):
        row = getattr(row, step)
    return reverse(place.page, args=[row])


@pytest.mark.parametrize(("place", "name"), EACH)
def test_whoever_reads_it_takes_it_out_and_the_writer_hears_it(
    scene: Scene,
    client: Client,
    place: Place,
    name: str,
    django_capture_on_commit_callbacks: Any,
) -> None:
    row, reader = write(scene, place, name), everybody(scene)[place.by]
    kind = declare.removables[place.kind]
    writer, back = kind.writer(row), kind.back(row)
    stored = row.file.name if name == "file" else ""
    as_person(client, reader)
    assert f'href="{address(row, name)}"' in client.get(page_of(place, row)).content.decode()
    shown = client.get(address(row, name)).content.decode()
    assert MARK in shown
    assert writer.name in shown

    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(row, name))

    assert answer["Location"] == back
    assert MARK not in dump()
    assert client.get(back).status_code == 200
    assert not stored or not default_storage.exists(stored)
    deed = Deed.objects.get(done_at=NOW, name=name, by=reader)
    assert (deed.kind, deed.about, deed.counts) == ("taken out", writer, {place.kind: 1})
    assert deed.what == f"{place.kind}:{row.pk}"
    own = as_person(Client(), writer).get(reverse("privacy:readings")).content.decode()
    assert "Woorden van jou die zijn weggehaald" in own
    if writer.organisation:
        for minutes in (5, 10):
            one_pass(NOW + timedelta(minutes=minutes))
        assert [one.to for one in mail.outbox if "weggehaald" in one.subject] == [[writer.email]]


@pytest.mark.parametrize(("place", "name"), EACH)
def test_nobody_else_takes_it_out(scene: Scene, place: Place, name: str) -> None:
    row = write(scene, place, name)
    may = {one.by for one in PLACES if one.row == place.row and name in one.names.split()}

    found = {
        who
        for who, one in everybody(scene).items()
        if as_person(Client(), one).get(address(row, name)).status_code != 404
    }

    assert found == may


@pytest.mark.parametrize(("place", "name"), EACH)
def test_a_second_click_leads_back_and_leaves_one_line(
    scene: Scene, client: Client, place: Place, name: str
) -> None:
    row = write(scene, place, name)
    back = declare.removables[place.kind].back(row)
    as_person(client, everybody(scene)[place.by])
    [sent] = re.findall(SENT, client.get(address(row, name)).content.decode())

    pages = [client.post(address(row, name), {"back": sent})["Location"] for _click in range(2)]

    assert pages == [back, back]  # also where the row was nothing but these words, and is gone
    assert "Deze woorden zijn al weggehaald." in client.get(back).content.decode()
    assert Deed.objects.filter(done_at=NOW, name=name, by=everybody(scene)[place.by]).count() == 1


def test_a_second_click_of_somebody_else_or_with_a_made_up_way_back_finds_nothing(
    scene: Scene, client: Client
) -> None:
    row, readers = scene.rows["theme"], everybody(scene)
    path = address(row, "words")
    as_person(client, readers["adviser"])
    [sent] = re.findall(SENT, client.get(path).content.decode())
    assert client.post(path, {"back": sent}).status_code == 302

    assert client.post(path, {"back": "https://elders.example/"}).status_code == 404
    assert client.post(path).status_code == 404
    for who in ("trainer", "self", "newcomer"):
        assert as_person(Client(), readers[who]).post(path, {"back": sent}).status_code == 404


def test_whatever_is_words_of_somebody_has_its_place_here() -> None:
    assert {one.key for one in declare.removables} == {one.kind for one in PLACES} | {"intake.tip"}
    here = {f"{one.kind} {name}" for one in PLACES for name in one.names.split()}
    words = {
        f"{kept.key} {name}"
        for kept in declare.kept
        for group in kept.fields
        if group.sort in EMPTIED - {Sort.IDENTITY}
        for name in group.labels
    }
    assert words - here == set(ELSEWHERE)
