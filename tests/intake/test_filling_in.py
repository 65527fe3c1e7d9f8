from datetime import timedelta

import time_machine
from django.test import Client
from django.urls import reverse

from intake.models import Question, Questionnaire, Response
from programmes.models import Submission
from tests.cast import step
from tests.intake.cast import (
    BEFORE,
    Scene,
    draft,
    hand_in,
    only,
)
from tests.intake.cast import form_page as at

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


# --- sending ---------------------------------------------------------------------------------


def test_sending_makes_the_answers_count_and_says_thanks(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE, wish="  Luisteren  ", worry="")

    page = writer.post(at(scene, "check"), follow=True)

    assert page.request["PATH_INFO"] == at(scene, "thanks")
    assert "Je antwoorden liggen bij Marijke Trainer." in page.content.decode()
    assert only(scene).handed_in_at == BEFORE
    assert only(scene).answers["wish"] == "Luisteren"
    assert "worry" not in only(scene).answers


def test_thanks_points_to_what_is_open_next_be_it_a_form_or_an_assignment(
    writer: Client, scene: Scene
) -> None:
    def thanks(key: str) -> str:
        return writer.get(at(scene, "thanks", key=key)).content.decode()

    hand_in(scene.writer, "intake", BEFORE)
    assert at(scene, "fill", key="self-analysis") in thanks("intake")

    hand_in(scene.writer, "self-analysis", BEFORE)
    preparation = step(scene.cohort, "preparation")
    assert f"/assignments/{preparation.pk}/" in thanks("self-analysis")
    assert "Verder hoef je nu niets te doen" not in thanks("self-analysis")

    Submission(enrolment=scene.writer, step=preparation, text="Mijn eerste dag").hand_in(BEFORE)
    assert "Verder hoef je nu niets te doen" in thanks("self-analysis")


def test_thanks_for_a_self_analysis_of_ones_own_shows_the_mirror_as_well(
    writer: Client, scene: Scene
) -> None:
    response = hand_in(scene.writer, "self-analysis", BEFORE)
    Questionnaire.objects.filter(pk=response.questionnaire_id).update(key="self-analysis-2")

    page = writer.get(at(scene, "thanks", key="self-analysis")).content.decode()

    assert reverse("intake:mirror", args=[scene.writer.pk]) in page


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
