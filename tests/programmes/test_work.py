"""Assignments: kept while they are written, handed in, shared by their writer alone."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from mentorship.people.models import Person
from programmes.actions import work
from programmes.forms.work import SubmissionForm
from programmes.models import Cohort, Enrolment, Submission
from tests.cast import (
    AMSTERDAM,
    NOW,
    enrol,
    make_adviser,
    make_cohort,
    make_coordinator,
    make_organisation,
    make_person,
    step,
)

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%made up"
IN_TIME = datetime(2027, 2, 15, 10, tzinfo=AMSTERDAM)  # a week before half-day 2


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(IN_TIME, tick=False) as traveller:
        yield traveller


@pytest.fixture
def one(tmp_path: Path, settings: Any) -> Enrolment:
    settings.MEDIA_ROOT = tmp_path
    return enrol(make_cohort(), make_person("Fatima Amrani"))


@pytest.fixture
def writer(client: Client, one: Enrolment) -> Client:
    client.force_login(one.person)
    return client


def path(one: Enrolment, name: str = "assignment", key: str = "practical") -> str:
    return reverse(f"programmes:{name}", args=[one.pk, step(one.cohort, key).pk])


def pdf(name: str = "Mijn visie.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def submission(one: Enrolment, **facts: Any) -> Submission:
    facts = {"title": "Wie ik ben", "text": "Geheim", "handed_in_at": NOW} | facts
    return Submission.objects.create(enrolment=one, step=step(one.cohort, "practical"), **facts)


def only() -> Submission:
    return Submission.objects.get()


def test_a_draft_is_kept_and_is_not_handed_in(writer: Client, one: Enrolment) -> None:
    writer.post(path(one), {"title": "Wie ik ben", "text": "Nog niet af", "draft": "yes"})
    kept = only()
    assert (kept.text, kept.handed_in_at, kept.shared_at) == ("Nog niet af", None, None)


def test_between_the_clicks_it_is_kept_by_itself(writer: Client, one: Enrolment) -> None:
    for text in ("Nog", "Nog niet af"):
        answer = writer.post(path(one, "assignment_draft"), {"title": "", "text": text})
        assert answer.status_code == 204
    assert only().text == "Nog niet af"


def test_what_was_handed_in_changes_by_the_button_alone(writer: Client, one: Enrolment) -> None:
    submission(one)
    assert writer.post(path(one, "assignment_draft"), {"text": "Half"}).status_code == 409
    assert only().text == "Geheim"
    writer.post(path(one), {"title": "Wie ik ben", "text": "Beter"})
    assert (only().text, only().handed_in_at) == ("Beter", NOW)


def two_pages(one: Enrolment) -> Iterator[SubmissionForm]:
    """The same empty page, read twice before either of them is saved."""
    for text in ("Van zelf bewaard", "Ingeleverd"):
        page = Submission(enrolment=one, step=step(one.cohort, "practical"))
        form = SubmissionForm({"title": "", "text": text}, instance=page)
        assert form.is_valid()
        yield form


def test_handing_in_while_the_page_saves_itself_hands_in_once(one: Enrolment) -> None:
    first, second = two_pages(one)
    assert work.save_draft(first)
    work.hand_in(second, IN_TIME)
    assert (only().text, only().handed_in_at) == ("Ingeleverd", IN_TIME)


def test_a_page_that_saves_itself_too_late_changes_nothing(one: Enrolment) -> None:
    first, second = two_pages(one)
    work.hand_in(second, IN_TIME)
    assert work.save_draft(first) is None
    assert (only().text, only().handed_in_at) == ("Ingeleverd", IN_TIME)


def test_a_draft_that_was_read_before_handing_in_does_not_undo_it(one: Enrolment) -> None:
    work.save_draft(next(two_pages(one)))
    stale = SubmissionForm({"title": "", "text": "Half"}, instance=only())
    whole = SubmissionForm({"title": "", "text": "Heel"}, instance=only())
    assert whole.is_valid()
    work.hand_in(whole, IN_TIME)
    assert stale.is_valid()
    assert work.save_draft(stale) is None
    assert (only().text, only().handed_in_at) == ("Heel", IN_TIME)


def test_handing_in_nothing_says_what_is_missing_and_keeps_what_was_there(
    writer: Client, one: Enrolment
) -> None:
    answer = writer.post(path(one), {"title": "Alleen een titel", "text": "  "})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"text"}
    assert not Submission.objects.exists()


def test_a_presentation_alone_is_enough_and_keeps_its_name_beside_a_name_that_says_nothing(
    writer: Client, one: Enrolment
) -> None:
    writer.post(path(one), {"file": pdf()})
    kept = only()
    assert (kept.handed_in_at, kept.file_name) == (IN_TIME, "Mijn visie.pdf")
    assert "visie" not in kept.file.name
    sent = writer.get(reverse("programmes:submission_file", args=[kept.pk]))
    assert b"".join(sent.streaming_content) == PDF
    assert sent["Content-Disposition"] == 'attachment; filename="Mijn visie.pdf"'
    assert sent["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_not_what_it_says_is_refused(writer: Client, one: Enrolment) -> None:
    answer = writer.post(path(one), {"text": "Tekst", "file": pdf(content=b"MZ not a pdf")})
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"file"}
    assert list(Path(settings.MEDIA_ROOT).rglob("*.pdf")) == []


def test_a_new_file_takes_the_place_of_the_old_one(
    writer: Client, one: Enrolment, django_capture_on_commit_callbacks: Any
) -> None:
    for name in ("Eerste.pdf", "Tweede.pdf"):
        with django_capture_on_commit_callbacks(execute=True):
            writer.post(path(one), {"text": "Tekst", "file": pdf(name)})
    assert only().file_name == "Tweede.pdf"
    assert len(list(Path(settings.MEDIA_ROOT).rglob("*.pdf"))) == 1
    with django_capture_on_commit_callbacks(execute=True):
        writer.post(path(one, "assignment_file_remove"))
    assert (only().file.name, only().text) == ("", "Tekst")
    assert list(Path(settings.MEDIA_ROOT).rglob("*.pdf")) == []


def test_the_preparation_asks_for_text_only(writer: Client, one: Enrolment) -> None:
    shown = writer.get(path(one, key="preparation"))
    assert set(shown.context["form"].fields) == {"text"}


def test_the_preparation_says_what_to_read_and_asks_three_questions(
    writer: Client, one: Enrolment
) -> None:
    shown = writer.get(path(one, key="preparation")).content.decode()
    assert "Lees de mentorgids" in shown
    assert str(step(one.cohort, "preparation").summary).count("?") == 3
    link = f'<a href="{reverse("programmes:guide")}">Lees de mentorgids</a>'
    assert link in shown
    assert link not in writer.get(path(one)).content.decode()


def test_before_it_opens_there_is_nothing_to_fill_in(
    writer: Client, one: Enrolment, clock: time_machine.Traveller
) -> None:
    clock.move_to(datetime(2027, 2, 7, 23, 59, tzinfo=AMSTERDAM))
    writer.force_login(one.person)
    assert "form" not in writer.get(path(one)).context
    assert writer.post(path(one, "assignment_draft"), {"text": "Vroeg"}).status_code == 409
    writer.post(path(one), {"text": "Vroeg"})
    assert not Submission.objects.exists()
    clock.move_to(datetime(2027, 2, 8, 0, 0, tzinfo=AMSTERDAM))
    assert "form" in writer.get(path(one)).context


def test_it_can_be_improved_until_the_meeting_is_over_and_handed_in_late_after_it(
    writer: Client, one: Enrolment, clock: time_machine.Traveller
) -> None:
    late = enrol(one.cohort, make_person("Noor Bos"))
    submission(one)
    end = one.cohort.meetings.get(step__key="half-day-2").ends_at
    clock.move_to(end - timedelta(seconds=1))
    writer.force_login(one.person)
    writer.post(path(one), {"text": "Op het nippertje"})
    clock.move_to(end)
    writer.post(path(one), {"text": "Te laat"})
    assert only().text == "Op het nippertje"
    writer.force_login(late.person)
    writer.post(path(late), {"text": "Alsnog"})
    assert Submission.objects.get(enrolment=late).handed_in_at == end


def test_only_its_writer_opens_keeps_shares_or_clears_an_assignment(
    client: Client, one: Enrolment
) -> None:
    fellow = enrol(one.cohort)
    kept = submission(one)
    others = [fellow.person, one.cohort.trainer, one.cohort.created_by, make_person()]
    paths = [path(one), path(one, "assignment_draft"), path(one, "assignment_file_remove")]
    paths.append(reverse("programmes:submission_share", args=[kept.pk]))
    for person in others:
        client.force_login(person)
        assert {client.post(each, {"share": "on", "text": "x"}).status_code for each in paths} == {
            404
        }
    kept.refresh_from_db()
    assert (kept.text, kept.shared_at) == ("Geheim", None)


def test_sharing_is_on_or_off_and_a_draft_is_never_shared(writer: Client, one: Enrolment) -> None:
    kept = submission(one)
    share = reverse("programmes:submission_share", args=[kept.pk])
    writer.post(share, {"share": "on"})
    assert only().is_shared
    writer.post(share)  # as the undo button does
    assert not only().is_shared
    Submission.objects.update(handed_in_at=None)
    assert writer.post(share, {"share": "on"}).status_code == 404


READERS = {
    "unshared draft": ({"handed_in_at": None}, {"writer"}, set()),
    "shared but not handed in": ({"handed_in_at": None, "shared_at": NOW}, {"writer"}, set()),
    "handed in": ({}, {"writer"}, set()),
    "shared": (
        {"shared_at": NOW},
        {"writer", "fellow", "trainer"},
        {"writer", "fellow", "trainer", "adviser"},
    ),
}


@pytest.mark.parametrize("which", READERS)
def test_who_reads_an_assignment_and_who_sees_its_title(
    which: str, client: Client, one: Enrolment
) -> None:
    facts, readers, listed = READERS[which]
    kept = submission(one, file="submissions/x.pdf", file_name="x.pdf", **facts)
    (Path(settings.MEDIA_ROOT) / "submissions").mkdir()
    (Path(settings.MEDIA_ROOT) / "submissions/x.pdf").write_bytes(PDF)
    people = cast_of(one.cohort) | {"writer": one.person}

    def opening(name: str) -> set[str]:
        return {
            role for role, person in people.items() if status(client, person, name, kept) == 200
        }

    assert opening("submission") == readers
    assert opening("submission_file") == readers
    assert {
        role
        for role, person in people.items()
        if Submission.objects.listed_for(person).shared().filter(pk=kept.pk).exists()
    } == listed


def cast_of(cohort: Cohort) -> dict[str, Person]:
    return {
        "fellow": enrol(cohort).person,
        "trainer": cohort.trainer,
        "adviser": cohort.created_by,
        "invited": enrol(cohort, state="invited").person,
        "withdrawn": enrol(cohort, state="withdrawn").person,
        "of another group": enrol(make_cohort(name="Ander", created_by=cohort.created_by)).person,
        "coordinator": make_coordinator(),
        "adviser elsewhere": make_adviser(make_organisation("medemblik")),
        "colleague": make_person(),
    }


def status(client: Client, person: Person, name: str, kept: Submission) -> int:
    client.force_login(person)
    answer = client.get(reverse(f"programmes:{name}", args=[kept.pk]))
    if answer.streaming:
        list(answer.streaming_content)  # as a browser does; it also closes the file
    return answer.status_code


def test_the_adviser_sees_a_title_without_a_way_in(client: Client, one: Enrolment) -> None:
    kept = submission(one, shared_at=NOW)
    client.force_login(one.cohort.created_by)
    shown = client.get(reverse("programmes:submissions", args=[one.cohort_id]))
    assert b"Wie ik ben" in shown.content
    assert b"Geheim" not in shown.content
    assert reverse("programmes:submission", args=[kept.pk]).encode() not in shown.content


def test_what_somebody_shared_goes_with_them_when_they_leave_the_group(
    client: Client, one: Enrolment
) -> None:
    fellow = enrol(one.cohort)
    kept = submission(one, shared_at=NOW)
    one.move_to("withdrawn", at=NOW)
    assert status(client, fellow.person, "submission", kept) == 404
