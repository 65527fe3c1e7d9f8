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
    paper,
    queries_of,
)


def at(scene: Scene, name: str, *more: int, key: str = "intake") -> str:
    return reverse(f"intake:{name}", args=[scene.writer.pk, step(scene.cohort, key).pk, *more])


def only(scene: Scene) -> Response:
    return Response.objects.get(enrolment=scene.writer)


# --- page by page ----------------------------------------------------------------------------


def test_opening_a_form_writes_nothing_and_starts_at_the_first_page(
    writer: Client, scene: Scene
) -> None:
    page = writer.get(at(scene, "fill"), follow=True)

    assert page.request["PATH_INFO"] == at(scene, "part", 1)
    assert "Deel 1 van 4" in page.content.decode()
    assert "Alleen jij en Marijke Trainer lezen dit." in page.content.decode()
    assert not Response.objects.exists()


def test_next_keeps_the_answers_and_goes_on(writer: Client, scene: Scene) -> None:
    answer = writer.post(at(scene, "part", 1), {"q-wish": "Beter luisteren", "q-theme": "feedback"})

    assert answer["Location"] == at(scene, "part", 2)
    assert only(scene).draft == {"wish": "Beter luisteren", "theme": "feedback"}
    assert only(scene).answers == {}


def test_a_page_left_half_empty_is_not_refused(writer: Client, scene: Scene) -> None:
    answer = writer.post(at(scene, "part", 1), {"q-wish": ""})

    assert answer["Location"] == at(scene, "part", 2)


def test_the_last_page_leads_to_the_last_look(writer: Client, scene: Scene) -> None:
    assert writer.post(at(scene, "part", 4), {})["Location"] == at(scene, "check")


def test_previous_keeps_what_was_typed_too(writer: Client, scene: Scene) -> None:
    answer = writer.post(at(scene, "part", 3), {"q-hope": "Rust", "go": "back"})

    assert answer["Location"] == at(scene, "part", 2)
    assert only(scene).draft == {"hope": "Rust"}


def test_going_on_later_comes_back_to_the_same_page(writer: Client, scene: Scene) -> None:
    writer.post(at(scene, "part", 3), {"q-hope": "Rust", "go": "later"})

    page = writer.get(at(scene, "fill"), follow=True)

    assert page.request["PATH_INFO"] == at(scene, "part", 3)
    assert "Rust" in page.content.decode()


def test_changing_one_page_from_the_last_look_leads_back_to_it(
    writer: Client, scene: Scene
) -> None:
    draft(scene.writer, "intake", BEFORE)

    answer = writer.post(at(scene, "part", 2) + "?check", {"q-experience": "Anders"})

    assert answer["Location"] == at(scene, "check")
    assert writer.get(at(scene, "fill"))["Location"] == at(scene, "check")


def test_a_page_that_does_not_exist_leads_to_the_last_look(writer: Client, scene: Scene) -> None:
    assert writer.get(at(scene, "part", 9))["Location"] == at(scene, "check")


def test_each_free_text_says_not_to_write_medical_facts(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE)

    pages = [writer.get(at(scene, "part", number)).content.decode() for number in (1, 2, 3, 4)]

    said = sum(page.count("Schrijf geen medische gegevens op.") for page in pages)
    texts = Question.objects.filter(questionnaire__key="intake", kind="text").count()
    assert said == texts == 6


# --- autosave --------------------------------------------------------------------------------


def test_autosave_keeps_what_is_half_typed(writer: Client, scene: Scene) -> None:
    answer = writer.post(at(scene, "autosave"), {"q-hope": "Dat ik"})

    assert (answer.status_code, answer.json()) == (200, {"saved": True})
    assert only(scene).draft == {"hope": "Dat ik"}
    assert writer.get(at(scene, "fill"))["Location"] == at(scene, "part", 3)


def test_autosave_leaves_the_other_pages_as_they_are(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE, wish="Luisteren")

    writer.post(at(scene, "autosave"), {"q-hope": "Nieuw"})

    assert only(scene).draft["wish"] == "Luisteren"
    assert only(scene).draft["hope"] == "Nieuw"


def test_autosave_of_an_emptied_box_empties_it(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE)

    writer.post(at(scene, "autosave"), {"q-hope": ""})

    assert only(scene).draft["hope"] == ""


def test_autosave_with_nothing_of_this_form_does_nothing(writer: Client, scene: Scene) -> None:
    answer = writer.post(at(scene, "autosave"), {"q-unknown": "x", "hope": "x", "go": "later"})

    assert answer.status_code == 204
    assert not Response.objects.exists()


def test_a_choice_that_does_not_exist_is_no_answer(writer: Client, scene: Scene) -> None:
    writer.post(at(scene, "autosave"), {"q-theme": "cheese", "q-wish": "Luisteren\r\nen\x00 zien"})

    assert only(scene).draft == {"wish": "Luisteren\nen zien"}


def test_a_very_long_text_is_kept_and_only_refused_when_sent(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE)

    writer.post(at(scene, "autosave"), {"q-wish": "a" * 6_000})

    assert len(only(scene).draft["wish"]) == 6_000
    assert writer.post(at(scene, "check")).status_code == 422


def test_after_the_session_is_lost_the_autosaved_draft_is_still_there(
    writer: Client, scene: Scene
) -> None:
    writer.post(at(scene, "autosave"), {"q-wish": "Beter luisteren"})
    writer.logout()

    lost = writer.post(at(scene, "part", 1), {"q-wish": "Beter luisteren en vragen"})
    writer.force_login(scene.writer.person)

    assert lost.status_code == 302  # to the door
    assert "Beter luisteren" in writer.get(at(scene, "fill"), follow=True).content.decode()


def test_a_page_without_its_token_is_refused_and_the_draft_stays(scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE, wish="Luisteren")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scene.writer.person)

    answer = strict.post(at(scene, "autosave"), {"q-wish": ""})

    assert answer.status_code == 403
    assert only(scene).draft["wish"] == "Luisteren"


def test_two_pages_saving_at_once_do_not_undo_each_other(scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE)
    one, other = only(scene), only(scene)

    one.save_draft({"wish": "Eerst"}, part=1, at=BEFORE)
    other.save_draft({"hope": "Daarna"}, part=3, at=BEFORE)

    assert only(scene).draft["wish"] == "Eerst"
    assert only(scene).draft["hope"] == "Daarna"


# --- sending ---------------------------------------------------------------------------------


def test_sending_makes_the_answers_count_and_says_thanks(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE, wish="  Luisteren  ", worry="")

    page = writer.post(at(scene, "check"), follow=True)

    assert page.request["PATH_INFO"] == at(scene, "thanks")
    assert "Je antwoorden liggen bij Marijke Trainer." in page.content.decode()
    assert only(scene).handed_in_at == BEFORE
    assert only(scene).answers["wish"] == "Luisteren"
    assert "worry" not in only(scene).answers


def test_thanks_points_to_the_next_open_form(writer: Client, scene: Scene) -> None:
    hand_in(scene.writer, "intake", BEFORE)

    first = writer.get(at(scene, "thanks")).content.decode()
    hand_in(scene.writer, "self-analysis", BEFORE)
    second = writer.get(at(scene, "thanks", key="self-analysis")).content.decode()

    assert at(scene, "fill", key="self-analysis") in first
    assert "Verder hoef je nu niets te doen" in second


def test_a_missing_answer_is_named_with_a_link_to_its_page(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE, wish="", hope="", worry="")

    page = writer.post(at(scene, "check"))

    assert page.status_code == 422
    assert [(part.number, question.key) for part, question in page.context["missing"]] == [
        (1, "wish"),
        (3, "hope"),
    ]
    there = writer.get(at(scene, "part", 1) + "?check&missing").content.decode()
    assert "Schrijf hier een paar woorden." in there
    assert only(scene).handed_in_at is None


def test_sending_an_untouched_form_names_all_that_is_needed(writer: Client, scene: Scene) -> None:
    page = writer.post(at(scene, "check"))

    assert page.status_code == 422
    assert len(page.context["missing"]) == 5
    assert not Response.objects.exists()


def test_a_double_click_sends_once(
    writer: Client, scene: Scene, clock: time_machine.Traveller
) -> None:
    draft(scene.writer, "intake", BEFORE)
    writer.post(at(scene, "check"))
    clock.move_to(BEFORE + timedelta(seconds=5))

    again = writer.post(at(scene, "check"))

    assert again["Location"] == at(scene, "thanks")
    assert only(scene).handed_in_at == BEFORE


def test_thanks_before_sending_leads_back_to_the_form(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE)

    assert writer.get(at(scene, "thanks"))["Location"] == at(scene, "fill")


def test_a_correction_counts_only_when_it_is_sent_again(writer: Client, scene: Scene) -> None:
    hand_in(scene.writer, "intake", BEFORE, wish="Luisteren")

    writer.post(at(scene, "part", 1) + "?check", {"q-wish": "Vragen stellen"})

    assert only(scene).answers["wish"] == "Luisteren"
    assert "Verstuur je wijzigingen" in writer.get(at(scene, "check")).content.decode()
    writer.post(at(scene, "check"))
    assert only(scene).answers["wish"] == "Vragen stellen"
    assert "Verstuur je wijzigingen" not in writer.get(at(scene, "check")).content.decode()


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
    newer = Questionnaire.objects.create(key="intake", version=2, readers="trainer")
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
