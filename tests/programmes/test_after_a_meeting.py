"""After a meeting: what somebody notes for themselves is theirs; what to change is shared."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from mentorship.people.models import Person
from mentorship.privacy.export import chapters
from programmes.after import on_meeting
from programmes.models import AfterNote, Cohort, Meeting
from tests.cast import (
    AMSTERDAM,
    enrol,
    make_adviser,
    make_cohort,
    make_coordinator,
    make_organisation,
    make_person,
)

pytestmark = pytest.mark.django_db
AFTER = datetime(2027, 2, 2, 14, tzinfo=AMSTERDAM)  # the afternoon of half-day 1


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(AFTER, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort()


@pytest.fixture
def meeting(cohort: Cohort) -> Meeting:
    return cohort.meetings.get(step__key="half-day-1")


@pytest.fixture
def trainer(client: Client, cohort: Cohort) -> Client:
    client.force_login(cohort.trainer)
    return client


def page_of(meeting: Meeting) -> str:
    return reverse("programmes:afterwards", args=[meeting.pk])


def next_time_of(meeting: Meeting) -> str:
    return reverse("programmes:next_time", args=[meeting.pk])


def draft_of(meeting: Meeting) -> str:
    return reverse("programmes:own_note_draft", args=[meeting.pk])


def write(meeting: Meeting, writer: Person, kind: str, text: str = "Rustiger") -> AfterNote:
    AfterNote.objects.keep(meeting, writer, kind, text, at=AFTER)
    return AfterNote.objects.get(meeting=meeting, writer=writer, kind=kind)


def everybody(cohort: Cohort) -> dict[str, Person]:
    elsewhere = make_organisation("medemblik")
    return {
        "trainer": cohort.trainer,
        "adviser": cohort.created_by,
        "other adviser": make_adviser(cohort.organisation),
        "participant": enrol(cohort).person,
        "coordinator": make_coordinator(),
        "administrator": make_person("Robin Beheer", is_admin=True),
        "trainer elsewhere": make_cohort(elsewhere).trainer,
        "adviser elsewhere": make_adviser(elsewhere),
    }


def kept() -> list[tuple[str, str, str]]:
    rows = AfterNote.objects.values_list("writer__given_name", "kind", "text")
    return sorted(rows)


def test_a_note_for_oneself_is_read_by_its_writer_alone(cohort: Cohort, meeting: Meeting) -> None:
    people = everybody(cohort)
    by_trainer = write(meeting, people["trainer"], "own")
    by_adviser = write(meeting, people["adviser"], "own")

    def readers(note: AfterNote) -> set[str]:
        rows = {who: AfterNote.objects.visible_to(person) for who, person in people.items()}
        return {who for who, found in rows.items() if found.filter(pk=note.pk).exists()}

    assert readers(by_trainer) == {"trainer"}
    assert readers(by_adviser) == {"adviser"}


def test_what_to_change_is_read_by_trainer_and_advisers_of_the_group(
    cohort: Cohort, meeting: Meeting
) -> None:
    note = write(meeting, cohort.trainer, "next")
    people = everybody(cohort)

    seen = {who for who, one in people.items() if note in AfterNote.objects.visible_to(one)}

    assert seen == {"trainer", "adviser", "other adviser"}


def test_the_page_shows_the_others_what_to_change_and_never_their_own_note(
    client: Client, cohort: Cohort, meeting: Meeting
) -> None:
    write(meeting, cohort.trainer, "own", "Ik was gespannen")
    write(meeting, cohort.trainer, "next", "Korter pauzeren")
    client.force_login(cohort.created_by)

    for address in (next_time_of(meeting), reverse("programmes:meeting", args=[meeting.pk])):
        page = client.get(address).content.decode()
        assert "Korter pauzeren" in page
        assert "Ik was gespannen" not in page
    assert "Ik was gespannen" not in client.get(page_of(meeting)).content.decode()


def test_a_copy_of_ones_data_has_ones_own_notes_and_nobody_elses(
    cohort: Cohort, meeting: Meeting
) -> None:
    write(meeting, cohort.trainer, "own", "Ik was gespannen")
    write(meeting, cohort.created_by, "own", "Zaal was klein")

    assert "Ik was gespannen" in str(chapters(cohort.trainer))
    assert "Zaal was klein" not in str(chapters(cohort.trainer))
    assert "Ik was gespannen" not in str(chapters(cohort.created_by))


def test_each_box_has_a_page_and_a_button_of_its_own_and_returns_to_the_meeting(
    trainer: Client, meeting: Meeting
) -> None:
    """Two boxes on one page with a button each would lose what stands in the other."""
    answer = trainer.post(page_of(meeting), {"text": "Voor mij"})
    assert answer.headers["Location"] == f"/meetings/{meeting.pk}/#afterwards"
    assert kept() == [("Marijke", "own", "Voor mij")]

    trainer.post(next_time_of(meeting), {"text": "Korter"})
    assert kept() == [("Marijke", "next", "Korter"), ("Marijke", "own", "Voor mij")]

    for address, words in ((page_of(meeting), "Voor mij"), (next_time_of(meeting), "Korter")):
        page = unescape(trainer.get(address).content.decode())
        assert words in page
        assert page.count("<textarea") == 1


def test_what_is_emptied_is_gone(trainer: Client, meeting: Meeting) -> None:
    trainer.post(page_of(meeting), {"text": "Voor mij"})
    trainer.post(page_of(meeting), {"text": " "})

    assert kept() == []


def test_only_the_note_for_oneself_is_kept_while_typing(trainer: Client, meeting: Meeting) -> None:
    """What others read, they read once its writer pressed the button."""
    answer = trainer.post(draft_of(meeting), {"text": "Half een zin"})

    assert answer.status_code == 204
    assert kept() == [("Marijke", "own", "Half een zin")]
    assert f'data-autosave="{draft_of(meeting)}"' in trainer.get(page_of(meeting)).content.decode()
    assert "data-autosave=" not in trainer.get(next_time_of(meeting)).content.decode()


def test_too_long_is_said_with_the_words_still_there(trainer: Client, meeting: Meeting) -> None:
    text = "woord " * 800
    for address in (page_of(meeting), next_time_of(meeting)):
        answer = trainer.post(address, {"text": text})
        assert answer.status_code == 422
        assert text.strip() in answer.content.decode()
    assert trainer.post(draft_of(meeting), {"text": text}).status_code == 422
    assert kept() == []


def test_nobody_else_writes_or_reads_there(
    client: Client, cohort: Cohort, meeting: Meeting
) -> None:
    may = {"trainer", "adviser", "other adviser"}
    for who, person in everybody(cohort).items():
        client.force_login(person)
        expected = [200, 200, 204] if who in may else [404, 404, 404]
        found = [client.get(one) for one in (page_of(meeting), next_time_of(meeting))]
        found.append(client.post(draft_of(meeting), {"text": ""}))

        assert [one.status_code for one in found] == expected, who


def test_before_it_begins_there_is_nothing_to_look_back_on(
    trainer: Client, cohort: Cohort, meeting: Meeting, clock: time_machine.Traveller
) -> None:
    early = meeting.starts_at - timedelta(minutes=1)
    assert on_meeting(meeting, cohort.trainer, meeting.starts_at) is not None
    assert on_meeting(meeting, cohort.trainer, early) is None

    clock.move_to(early)
    trainer.force_login(cohort.trainer)
    assert trainer.get(page_of(meeting)).status_code == 404


def test_a_meeting_that_was_cancelled_is_not_looked_back_on(
    trainer: Client, cohort: Cohort, meeting: Meeting
) -> None:
    write(meeting, cohort.trainer, "next", "Korter pauzeren")
    meeting.cancel(AFTER)
    assert on_meeting(meeting, cohort.trainer, AFTER) is None
    assert trainer.get(next_time_of(meeting)).status_code == 404

    meeting.reinstate()
    assert "Korter pauzeren" in trainer.get(next_time_of(meeting)).content.decode()


def test_the_boxes_ask_to_leave_out_names_and_medical_facts(
    trainer: Client, meeting: Meeting
) -> None:
    for address in (page_of(meeting), next_time_of(meeting)):
        page = trainer.get(address).content.decode()
        assert page.count("Schrijf geen namen op, en geen medische gegevens.") == 1
