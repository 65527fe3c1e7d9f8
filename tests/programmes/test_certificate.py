"""The certificate: for whoever was at every meeting of a group that is closed, and nobody else."""

import io
from datetime import datetime
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from mentorship.people.models import Person
from programmes.models import Attendance, Cohort, Enrolment
from programmes.paper import certificate_paper
from tests.cast import AMSTERDAM, enrol, make_adviser, make_cohort, make_organisation, make_person
from tests.programmes.pdf import headings, kinds, text_of

pytestmark = pytest.mark.django_db
LATER = datetime(2027, 6, 1, 9, tzinfo=AMSTERDAM)


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort()


def trained(cohort: Cohort, *, state: str = "completed", but: str = "", **facts: Any) -> Enrolment:
    enrolment = enrol(cohort, state=state, **facts)
    for meeting in cohort.meetings.filter(step__for_organisers=False):
        present = meeting.step.key != but
        Attendance.objects.create(meeting=meeting, enrolment=enrolment, present=present)
    return enrolment


def fetch(client: Client, who: Person, enrolment: Enrolment, language: str = "nl") -> Any:
    client.force_login(who)
    return client.get(reverse("programmes:certificate", args=[enrolment.pk, language]))


def test_who_completed_it_and_its_adviser_get_it_in_both_languages(
    client: Client, cohort: Cohort
) -> None:
    mine = trained(cohort)
    for who in (mine.person, cohort.created_by):
        for language, words in (("nl", "Bewijs van deelname"), ("en", "Certificate of taking")):
            answer = fetch(client, who, mine, language)
            assert answer.status_code == 200
            assert words in text_of(answer.content)
    assert mine.person.family_name.lower() not in answer["Content-Disposition"].lower()


def test_for_everybody_else_it_does_not_exist(client: Client, cohort: Cohort) -> None:
    mine, fellow = trained(cohort), trained(cohort)
    stranger = make_adviser(make_organisation("medemblik"))
    for who in (fellow.person, cohort.trainer, stranger, make_person()):
        assert fetch(client, who, mine).status_code == 404
    assert fetch(client, mine.person, mine, "fy").status_code == 404


def test_nothing_before_the_group_is_closed_and_nothing_after_a_missed_meeting(
    client: Client, cohort: Cohort
) -> None:
    whole = trained(cohort)
    others = [
        trained(cohort, state="accepted"),
        trained(cohort, but="return"),
        trained(cohort, but="half-day-1"),
        enrol(cohort, state="completed"),
    ]
    assert set(Enrolment.objects.certified()) == {whole}
    for one in others:
        assert fetch(client, one.person, one).status_code == 404
        assert fetch(client, cohort.created_by, one).status_code == 404


def test_a_meeting_that_was_called_off_asks_nothing(cohort: Cohort) -> None:
    mine = trained(cohort, but="return")
    cohort.meetings.get(step__key="return").cancel(LATER)
    assert list(Enrolment.objects.certified()) == [mine]
    assert "mei 2027" not in text_of(certificate_paper(mine, "nl"))


def test_it_stands_on_the_route_and_with_the_participant_once_it_is_there(
    client: Client, cohort: Cohort
) -> None:
    mine, other = trained(cohort), trained(cohort, but="return")
    link = reverse("programmes:certificate", args=[mine.pk, "nl"])
    client.force_login(mine.person)
    assert link in client.get(reverse("programmes:route")).content.decode()
    client.force_login(cohort.created_by)
    page = client.get(reverse("programmes:participants", args=[cohort.pk])).content.decode()
    assert link in page
    assert reverse("programmes:certificate", args=[other.pk, "nl"]) not in page
    client.force_login(other.person)
    assert "/certificate/" not in client.get(reverse("programmes:route")).content.decode()


def test_it_tells_who_what_when_and_who_led_it(cohort: Cohort) -> None:
    mine = trained(cohort, person=make_person("Łucja Ğül"))
    said = text_of(certificate_paper(mine, "nl"))
    for words in (
        "Łucja Ğül",
        "Mentor worden",
        "2 februari 2027",
        "23 februari 2027",
        "24 mei 2027",
        "Gemeente Hoorn",
        cohort.trainer.name,
    ):
        assert words in said
    assert "december 2026" not in said  # the talk beforehand is not for participants


def test_hostile_names_are_text(cohort: Cohort) -> None:
    name = '#panic("x") <b> \u202eomgekeerd *vet*'
    mine = trained(cohort, person=make_person("Eva " + name))
    cohort.organisation.name = "#sys.inputs $x$"
    mine.cohort = cohort
    said = text_of(certificate_paper(mine, "nl"))
    assert '#panic("x")<b>omgekeerd*vet*' in "".join(said.split())
    assert "\u202e" not in said
    assert "#sys.inputs $x$" in said


def test_the_pdf_has_tags_a_language_a_title_and_one_heading(cohort: Cohort) -> None:
    made = certificate_paper(trained(cohort), "nl")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.Root.Lang) == "nl"
        assert headings(pdf) == ["H1"]
        assert {"L", "LI", "P"} <= kinds(pdf)
        with pdf.open_metadata() as facts:
            assert facts["dc:title"] == "Bewijs van deelname"
            assert facts["pdfuaid:part"] == "1"
