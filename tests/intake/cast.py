"""A group in the middle of its programme, and who could want to read its forms."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intake import actions
from intake.models import Answer, Question, Response
from intake.paper import Paper, paper_of
from mentorship.people.models import Person
from programmes.models import Cohort, Enrolment
from tests.cast import (
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

BEFORE = NOW + timedelta(days=1)  # the intake is open, half-day 1 has not begun
AFTER = datetime.fromisoformat("2027-03-01T10:00+01:00")  # the evaluation is open
RETURNED = datetime.fromisoformat("2027-05-25T10:00+02:00")  # the return meeting is over


@dataclass
class Scene:
    cohort: Cohort
    trainer: Person
    writer: Enrolment
    fellow: Enrolment


def make_scene(**facts: Any) -> Scene:
    trainer = make_trainer()
    cohort = make_cohort(trainer=trainer, **facts)
    return Scene(
        cohort,
        trainer,
        enrol(cohort, make_person("Fatima Schrijver")),
        enrol(cohort, make_person("Hugo Buur")),
    )


def onlookers(scene: Scene) -> dict[str, Person]:
    """Everybody who should see nothing, each with a reason to be tempted."""
    boss = make_person("Petra Baas")
    scene.writer.person.manager = boss
    scene.writer.person.save()
    elsewhere = make_organisation("medemblik")
    return {
        "fellow participant": scene.fellow.person,
        "adviser": scene.cohort.created_by,
        "manager": boss,
        "other trainer": make_cohort(elsewhere, created_by=make_adviser(elsewhere)).trainer,
        "adviser elsewhere": make_adviser(elsewhere),
        "coordinator": make_coordinator(),
        "administrator": make_person("Robin Beheer", is_admin=True),
        "stranger": make_person(organisation=elsewhere),
    }


def paper(enrolment: Enrolment, key: str) -> Paper:
    return paper_of(enrolment, step(enrolment.cohort, key))


def something(question: Question) -> Answer:
    """The last choice where there is one; in an order the last ones, the last on top."""
    if question.is_text:
        return "Een paar woorden"
    from_the_end = [key for key, _words in reversed(question.choices)]
    if question.kind == Question.Kind.RANKING:
        return from_the_end[: question.places]
    return from_the_end[:1] if question.takes_many else from_the_end[0]


def full_answers(one: Paper, **answers: Answer) -> dict[str, Answer]:
    """Something for each question."""
    return {question.key: something(question) for question in one.questions} | answers


def draft(enrolment: Enrolment, key: str, at: datetime, **answers: Answer) -> Response:
    one = paper(enrolment, key)
    assert actions.save_draft(one, full_answers(one, **answers), part=1, at=at)
    assert one.response is not None
    return one.response


def hand_in(enrolment: Enrolment, key: str, at: datetime, **answers: Answer) -> Response:
    response = draft(enrolment, key, at, **answers)
    assert actions.hand_in(paper(enrolment, key), at)
    response.refresh_from_db()
    return response


def queries_of(client: Client, address: str) -> int:
    """How much one page asks of the database. The menu's own questions are among it."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def form_page(scene: Scene, name: str, *more: int, key: str = "intake") -> str:
    """A page of the writer's form of one step."""
    return reverse(f"intake:{name}", args=[scene.writer.pk, step(scene.cohort, key).pk, *more])


def only(scene: Scene) -> Response:
    return Response.objects.get(enrolment=scene.writer)
