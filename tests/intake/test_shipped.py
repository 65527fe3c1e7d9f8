import dataclasses

import pytest

from intake.models import Question, Questionnaire
from intake.shipped import FORMS, INTAKE, ship, ship_questionnaires
from tests.cast import make_organisation
from tests.intake.cast import BEFORE, draft, make_scene

pytestmark = pytest.mark.django_db


def _texts() -> list[dict[str, str]]:
    texts: list[dict[str, str]] = []
    for form in Questionnaire.objects.all():
        texts += [form.title, form.introduction]
    for question in Question.objects.all():
        texts += [question.theme, question.text, *question.options]
        texts += [question.help] if question.help else []
    return texts


def test_the_five_forms_are_there_after_migrating() -> None:
    found = Questionnaire.objects.filter(organisation=None).values_list("key", "version", "readers")

    assert set(found) == {
        ("intake", 1, "trainer"),
        ("self-analysis", 2, "trainer"),
        ("reflection", 1, "shared"),
        ("evaluation", 1, "totals"),
        ("check-in", 1, "totals"),
    }


def test_shipping_again_changes_nothing() -> None:
    before = list(Question.objects.values_list("questionnaire", "key", "text"))

    ship_questionnaires()

    assert list(Question.objects.values_list("questionnaire", "key", "text")) == before


def test_every_text_is_there_in_both_languages() -> None:
    assert [text for text in _texts() if not (text.get("nl") and text.get("en"))] == []


def test_no_page_asks_more_than_ten_questions_and_no_intake_more_than_ten_in_all() -> None:
    sizes = {
        form.key: [len(part.questions) for part in form.parts()]
        for form in Questionnaire.objects.all()
    }

    assert max(size for form in sizes.values() for size in form) <= 10
    assert sum(sizes["intake"]) <= 10
    # A page for each competence, then strengths with pitfalls, and style.
    assert sizes["self-analysis"] == [5, 5, 5, 5, 4, 3]


def test_a_scale_has_five_words() -> None:
    scales = Question.objects.filter(kind=Question.Kind.SCALE)

    assert {len(question.choices) for question in scales} == {5}


def test_an_unanswered_version_follows_the_text_in_the_code() -> None:
    reworded = dataclasses.replace(INTAKE, title=("Kennismaking", "Getting to know you"))

    ship(reworded)

    assert str(Questionnaire.objects.get(key="intake").title) == "Kennismaking"


def test_an_answered_version_is_never_changed() -> None:
    draft(make_scene().writer, "intake", BEFORE)
    asked = list(Question.objects.filter(questionnaire__key="intake").values())

    ship(dataclasses.replace(INTAKE, title=("Kennismaking", "Hello"), themes=INTAKE.themes[:1]))

    form = Questionnaire.objects.get(key="intake")
    assert str(form.title) == "Intake"
    assert list(form.questions.values()) == asked


def test_an_organisation_gets_its_own_newest_version_before_the_shipped_one() -> None:
    hoorn, medemblik = make_organisation(), make_organisation("medemblik")
    shipped = dataclasses.replace(INTAKE, version=7)
    ship(shipped)
    for version in (1, 2):
        Questionnaire.objects.create(
            organisation=hoorn,
            key="intake",
            version=version,
            readers="trainer",
            published_at=BEFORE,
        )

    current = Questionnaire.objects.current

    assert (current("intake", hoorn).organisation, current("intake", hoorn).version) == (hoorn, 2)
    assert (current("intake", medemblik).organisation, current("intake", medemblik).version) == (
        None,
        7,
    )
    by_key = Questionnaire.objects.current_by_key(hoorn)
    assert set(by_key) == {form.key for form in FORMS}
    assert by_key["intake"] == current("intake", hoorn)
    assert Questionnaire.objects.current_by_key(medemblik)["intake"].version == 7
