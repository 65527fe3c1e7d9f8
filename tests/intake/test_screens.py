import time_machine
from django.template.loader import render_to_string
from pytest_django import DjangoAssertNumQueries

from intake import screens
from mentorship import declare
from tests.cast import enrol, make_coordinator, step
from tests.intake.cast import AFTER, BEFORE, RETURNED, Scene, draft, hand_in, make_scene


def test_a_form_step_is_done_when_it_is_handed_in_in_one_query(
    scene: Scene, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = make_scene()
    for one in (scene, other):
        hand_in(one.writer, "intake", BEFORE)
        draft(one.writer, "self-analysis", BEFORE)
        draft(one.fellow, "intake", BEFORE)
    kind = declare.step_kinds["questionnaire"]
    intake = step(scene.cohort, "intake")

    with django_assert_num_queries(1):
        assert kind.done([scene.cohort.pk]) == {(scene.writer.pk, intake.pk)}
    assert len(kind.done([scene.cohort.pk, other.cohort.pk])) == 2


def test_a_form_step_leads_to_the_form(scene: Scene) -> None:
    one = step(scene.cohort, "intake")

    assert (
        declare.step_kinds["questionnaire"].link(scene.writer, one)
        == f"/forms/{scene.writer.pk}/{one.pk}/"
    )


def test_a_trainers_group_says_how_many_intakes_are_in(scene: Scene) -> None:
    hand_in(scene.writer, "intake", BEFORE)

    context = screens.group(scene.cohort, scene.trainer, BEFORE)

    assert context is not None
    assert "Intake: 1 van 2 binnen." in render_to_string("intake/_group.html", context)


def test_the_group_panel_is_for_its_trainer_alone(scene: Scene) -> None:
    for person in (scene.writer.person, scene.cohort.created_by, make_coordinator()):
        assert screens.group(scene.cohort, person, BEFORE) is None


def test_evaluations_show_to_who_oversees_the_group_once_they_are_open(scene: Scene) -> None:
    adviser = scene.cohort.created_by
    assert screens.totals(scene.cohort, adviser, BEFORE) is None

    context = screens.totals(scene.cohort, adviser, AFTER)

    assert context is not None
    assert [one.step.key for one in context["evaluations"]] == ["evaluation"]
    assert screens.totals(scene.cohort, scene.writer.person, AFTER) is None


def test_the_route_shows_the_mirror_once_there_is_one(
    scene: Scene, clock: time_machine.Traveller
) -> None:
    person = scene.writer.person
    assert screens.mirror(scene.writer, person, BEFORE) is None

    hand_in(scene.writer, "self-analysis", BEFORE)
    assert screens.mirror(scene.writer, person, BEFORE) == {
        "enrolment": scene.writer,
        "is_twice": False,
    }

    hand_in(scene.writer, "self-analysis-return", RETURNED)
    hand_in(enrol(scene.cohort), "self-analysis", BEFORE)
    again = screens.mirror(scene.writer, person, RETURNED)
    assert again == {"enrolment": scene.writer, "is_twice": True}
