from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intake import actions
from intake.models import Question, Questionnaire, Response
from intake.paper import paper_of
from programmes.models import Meeting
from tests.cast import enrol, make_person, step
from tests.intake.cast import (
    AFTER,
    BEFORE,
    RETURNED,
    Scene,
    draft,
    full_answers,
    hand_in,
    only,
    paper,
    queries_of,
)
from tests.intake.cast import form_page as at

# --- when ------------------------------------------------------------------------------------


def test_a_form_that_is_not_open_says_when_it_opens(
    writer: Client, scene: Scene, clock: time_machine.Traveller
) -> None:
    page = writer.get(at(scene, "fill", key="evaluation")).content.decode()

    assert "dinsdag 23 februari" in page
    assert writer.get(at(scene, "part", 1, key="evaluation"))["Location"] == at(
        scene, "fill", key="evaluation"
    )
    assert writer.post(at(scene, "autosave", key="evaluation"), {"q-tip": "x"}).status_code == 409
    assert writer.post(at(scene, "check", key="evaluation"))["Location"] == at(
        scene, "fill", key="evaluation"
    )
    assert not Response.objects.exists()


def test_it_opens_at_midnight_of_its_day_in_the_organisation(scene: Scene) -> None:
    evaluation = paper(scene.writer, "evaluation")
    midnight = datetime.fromisoformat("2027-02-23T00:00+01:00")

    assert evaluation.is_early(midnight - timedelta(seconds=1))
    assert not evaluation.is_early(midnight)


def test_without_a_date_a_form_is_not_open(writer: Client, scene: Scene) -> None:
    scene.cohort.deadlines.all().delete()

    page = writer.get(at(scene, "fill")).content.decode()

    assert "zodra de bijeenkomst een datum heeft" in page


def test_a_sent_intake_locks_when_its_meeting_begins(
    writer: Client, scene: Scene, clock: time_machine.Traveller
) -> None:
    response = hand_in(scene.writer, "intake", BEFORE, wish="Luisteren")
    begins = Meeting.objects.get(cohort=scene.cohort, step__key="half-day-1").starts_at

    assert paper(scene.writer, "intake").may_change(begins - timedelta(seconds=1))
    clock.move_to(begins)
    writer.force_login(scene.writer.person)

    stale = writer.post(at(scene, "part", 1), {"q-wish": "Te laat"}, follow=True)

    response.refresh_from_db()
    assert response.answers["wish"] == response.draft["wish"] == "Luisteren"
    assert "niet meer wijzigen" in stale.content.decode()
    assert writer.post(at(scene, "autosave"), {"q-wish": "Te laat"}).status_code == 409
    assert writer.post(at(scene, "check")).status_code == 200


def test_an_unsent_intake_is_still_welcome_after_its_meeting(
    writer: Client, scene: Scene, clock: time_machine.Traveller
) -> None:
    draft(scene.writer, "intake", BEFORE)
    clock.move_to(AFTER)
    writer.force_login(scene.writer.person)

    writer.post(at(scene, "check"))

    assert only(scene).handed_in_at == AFTER


def test_a_meeting_that_moves_moves_the_lock(scene: Scene) -> None:
    hand_in(scene.writer, "intake", BEFORE)
    meeting = Meeting.objects.get(cohort=scene.cohort, step__key="half-day-1")
    shift = timedelta(days=7)
    meeting.starts_at, meeting.ends_at = meeting.starts_at + shift, meeting.ends_at + shift
    meeting.save()

    assert paper(scene.writer, "intake").changes_until() == meeting.starts_at


def test_forms_after_a_meeting_stay_open_four_weeks_after_all_is_over(scene: Scene) -> None:
    hand_in(scene.writer, "evaluation-return", RETURNED)
    last = datetime.fromisoformat("2027-06-28T23:59:59+02:00")  # due 31 May, and four weeks

    evaluation = paper(scene.writer, "evaluation-return")

    assert evaluation.may_change(last)
    assert not evaluation.may_change(last + timedelta(seconds=1))


# --- whose -----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["fill", "check", "thanks"])
def test_nobody_opens_the_form_of_another(client: Client, scene: Scene, name: str) -> None:
    hand_in(scene.writer, "intake", BEFORE)
    for person in (scene.fellow.person, scene.trainer, make_person(is_admin=True)):
        client.force_login(person)

        assert client.get(at(scene, name)).status_code == 404
        assert client.post(at(scene, "autosave"), {"q-wish": "x"}).status_code == 404


@pytest.mark.parametrize("state", ["invited", "waiting", "declined", "withdrawn"])
def test_who_does_not_take_part_has_no_form(client: Client, scene: Scene, state: str) -> None:
    outside = enrol(scene.cohort, state=state)
    client.force_login(outside.person)

    address = reverse("intake:fill", args=[outside.pk, step(scene.cohort, "intake").pk])

    assert client.get(address).status_code == 404


def test_a_step_that_is_no_form_or_of_another_programme_does_not_exist(
    writer: Client, scene: Scene
) -> None:
    address = at(scene, "fill")
    scene.cohort.programme = scene.cohort.programme.copy_for(scene.cohort.organisation)
    scene.cohort.save()

    assert writer.get(at(scene, "fill", key="practical")).status_code == 404
    assert writer.get(address).status_code == 404


# --- versions and speed ----------------------------------------------------------------------


def test_answers_stay_with_the_version_they_were_started_in(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE, wish="Luisteren")
    newer = Questionnaire.objects.create(
        key="intake", version=2, readers="trainer", published_at=BEFORE
    )
    Question.objects.create(
        questionnaire=newer, position=1, key="new", kind="text", text={"nl": "Nieuwe vraag"}
    )

    mine = writer.get(at(scene, "check")).content.decode()

    assert "Luisteren" in mine
    assert "Nieuwe vraag" not in mine
    assert paper(scene.writer, "intake").questionnaire.version == 1
    assert paper(scene.fellow, "intake").questionnaire.version == 2


def test_two_first_pages_at_once_make_one_response(scene: Scene) -> None:
    one, other = paper(scene.writer, "intake"), paper(scene.writer, "intake")

    actions.save_draft(one, {"wish": "Eerst"}, part=1, at=BEFORE)
    actions.save_draft(other, {"hope": "Daarna"}, part=1, at=BEFORE)

    assert only(scene).draft == {"wish": "Eerst", "hope": "Daarna"}


def test_a_page_asks_as_much_in_a_small_group_as_in_a_large_one(
    writer: Client, scene: Scene
) -> None:
    draft(scene.writer, "intake", BEFORE)
    small = queries_of(writer, at(scene, "part", 1))
    for _ in range(7):
        hand_in(enrol(scene.cohort), "intake", BEFORE)

    assert queries_of(writer, at(scene, "part", 1)) == small


def test_how_far_somebody_is(scene: Scene) -> None:
    mine = scene.writer, step(scene.cohort, "intake")
    every = list(full_answers(paper_of(*mine)))
    for answered, part, words in [
        (0, 1, ""),
        (1, 1, "Je bent al begonnen."),
        (4, 2, "Je bent al begonnen."),
        (5, 3, "Je bent al halverwege."),
        (9, 5, "Je hoeft het alleen nog te versturen."),
    ]:
        one = paper_of(*mine)
        kept = {key: full_answers(one)[key] for key in every[:answered]}
        actions.save_draft(one, kept, part=part, at=BEFORE)
        assert paper_of(*mine).progress() == words
    actions.hand_in(paper_of(*mine), BEFORE)
    assert paper_of(*mine).progress() == ""
