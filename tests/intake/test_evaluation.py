import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intake.models import Response, cohorts_counted_by
from intake.totals import Asked, Outcome, totals
from programmes.models import Cohort
from tests.cast import (
    enrol,
    make_cohort,
    make_coordinator,
    make_organisation,
    make_person,
    step,
)
from tests.intake.cast import AFTER, Scene, draft, hand_in, onlookers, paper, queries_of


@pytest.fixture
def moment(clock: time_machine.Traveller) -> time_machine.Traveller:
    clock.move_to(AFTER)
    return clock


def evaluate(scene: Scene, number: int, **answers: str) -> list[Response]:
    """The writer and others of the group, until there are so many."""
    enrolments = [scene.writer, scene.fellow, *(enrol(scene.cohort) for _ in range(number - 2))]
    return [hand_in(one, "evaluation", AFTER, **answers) for one in enrolments[:number]]


def all_asked(scene: Scene, answers: list[dict[str, str]]) -> list[Asked]:
    """As if the same form was filled in so often."""
    questions = paper(scene.writer, "evaluation").questions
    responses = [Response(answers=one) for one in answers]
    return [Asked(one, responses, apart=0, is_old=False) for one in questions]


def address(scene: Scene) -> str:
    return reverse("intake:evaluation", args=[scene.cohort.pk, step(scene.cohort, "evaluation").pk])


def test_under_five_nothing_is_told(
    client: Client, scene: Scene, moment: time_machine.Traveller
) -> None:
    evaluate(scene, 4, tip="Meer pauze")
    draft(enrol(scene.cohort), "evaluation", AFTER, tip="Meer pauze")
    client.force_login(scene.trainer)

    page = client.get(address(scene))

    assert page.context["outcome"] == Outcome(4, [])
    assert "Meer pauze" not in page.content.decode()
    assert "Nog te weinig antwoorden" in page.content.decode()
    assert "4 van de 5 hebben dit ingevuld." in page.content.decode()


def test_from_five_trainer_and_adviser_see_totals_and_tips(
    client: Client, scene: Scene, moment: time_machine.Traveller
) -> None:
    evaluate(scene, 5, tip="Meer pauze", useful="4")
    for person in (scene.trainer, scene.cohort.created_by):
        client.force_login(person)

        page = client.get(address(scene))

        useful = next(one for one in page.context["outcome"].totals if one.question.key == "useful")
        assert [count for _words, count in useful.counts] == [0, 0, 0, 5, 0]
        assert len(re.findall(r'id="words-[^>]*>Meer pauze<', page.content.decode())) == 5
        assert scene.writer.person.name not in page.content.decode()


def test_the_coordinator_sees_totals_and_no_tips(
    client: Client, scene: Scene, moment: time_machine.Traveller
) -> None:
    evaluate(scene, 5, tip="Meer pauze")
    client.force_login(make_coordinator())

    page = client.get(address(scene))

    assert len(page.context["outcome"].totals) == 5
    assert "Meer pauze" not in page.content.decode()


def test_nobody_else_sees_the_totals(
    client: Client, scene: Scene, moment: time_machine.Traveller
) -> None:
    evaluate(scene, 5)
    may = {"adviser", "coordinator"}
    for who, person in {"writer": scene.writer.person, **onlookers(scene)}.items():
        client.force_login(person)

        assert client.get(address(scene)).status_code == (200 if who in may else 404), who


def test_whose_totals_somebody_sees_is_a_whole_set(scene: Scene) -> None:
    other = make_cohort(make_organisation("medemblik"))
    everybody = onlookers(scene)
    elsewhere = everybody["adviser elsewhere"]

    assert set(cohorts_counted_by(scene.trainer)) == {scene.cohort}
    assert set(cohorts_counted_by(scene.cohort.created_by)) == {scene.cohort}
    assert set(cohorts_counted_by(everybody["coordinator"])) == set(Cohort.objects.all())
    assert set(cohorts_counted_by(elsewhere)) == set(
        Cohort.objects.filter(organisation__slug="medemblik")
    )
    assert set(cohorts_counted_by(other.trainer)) == {other}
    assert set(cohorts_counted_by(everybody["administrator"])) == set()
    assert set(cohorts_counted_by(scene.writer.person)) == set()


def test_whoever_withdrew_is_not_counted(
    client: Client, scene: Scene, moment: time_machine.Traveller
) -> None:
    evaluate(scene, 5)
    scene.writer.move_to("withdrawn", at=AFTER)
    client.force_login(scene.trainer)

    page = client.get(address(scene))

    assert page.context["outcome"].handed_in == 4
    assert page.context["outcome"].totals == []


def test_an_intake_has_no_totals_and_another_group_does_not_count(
    client: Client, scene: Scene, moment: time_machine.Traveller
) -> None:
    evaluate(scene, 5)
    other = make_cohort(trainer=scene.trainer)
    hand_in(enrol(other), "evaluation", AFTER)
    client.force_login(scene.trainer)
    intake = reverse("intake:evaluation", args=[scene.cohort.pk, step(scene.cohort, "intake").pk])

    assert client.get(address(scene)).context["outcome"].handed_in == 5
    assert client.get(intake).status_code == 404


def test_a_question_with_fewer_answers_than_five_stays_hidden(scene: Scene) -> None:
    answers = [{"fits": "3"}] * 5 + [{"useful": "2"}] * 4

    found = {one.question.key: one for one in totals(all_asked(scene, answers))}

    assert found["fits"].is_enough
    assert not found["useful"].is_enough


def test_the_average_of_a_scale(scene: Scene) -> None:
    found = all_asked(scene, [{"fits": place} for place in "12345"])

    fits = totals(found)[0]

    assert (fits.average, fits.answered) == (3.0, 5)


def test_the_page_asks_as_much_for_five_as_for_nine(
    client: Client, scene: Scene, moment: time_machine.Traveller
) -> None:
    evaluate(scene, 5)
    client.force_login(scene.trainer)
    five = queries_of(client, address(scene))
    for _ in range(4):
        hand_in(enrol(scene.cohort, make_person()), "evaluation", AFTER)

    assert queries_of(client, address(scene)) == five
