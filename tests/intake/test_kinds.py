"""Several choices, and an order: kept half-way, judged when sent, read in words."""

import pytest
from django.http import QueryDict
from django.test import Client

from intake.forms import AnswersForm, typed
from intake.models import Question
from tests.intake.cast import BEFORE, Scene, draft, hand_in, only
from tests.intake.cast import form_page as at

LETTERS = [{"key": one, "nl": f"Antwoord {one}", "en": f"Answer {one}"} for one in "abcd"]


def several(at_most: int = 0, required: bool = True) -> Question:
    return Question(
        key="many", kind="several", text={"nl": "Wat?"}, options=LETTERS, at_most=at_most,
        required=required,
    )  # fmt: skip


def order(at_most: int = 3, required: bool = True) -> Question:
    return Question(
        key="top", kind="ranking", text={"nl": "Wat?"}, options=LETTERS, at_most=at_most,
        required=required,
    )  # fmt: skip


def sent(query: str, question: Question, **more: bool) -> dict[str, object]:
    return typed([question], QueryDict(query), **more)


def test_several_are_kept_in_the_order_of_the_form_and_strange_ones_are_not() -> None:
    assert sent("q-many=c&q-many=a&q-many=cheese", several()) == {"many": ["a", "c"]}


def test_unticking_all_empties_it_on_a_whole_page_alone() -> None:
    assert sent("", several()) == {}
    assert sent("", several(), is_whole=True) == {"many": []}


def test_an_order_keeps_its_empty_places_while_it_is_made() -> None:
    assert sent("q-top_0=b&q-top_1=&q-top_2=a", order()) == {"top": ["b", "", "a"]}
    assert sent("q-top_0=b&q-top_1=cheese", order()) == {"top": ["b", "", ""]}
    assert sent("q-other=1", order(), is_whole=True) == {}


@pytest.mark.parametrize(
    ("question", "answer", "fault"),
    [
        (several(), [], "Kies minstens één van de antwoorden."),
        (several(required=False), [], None),
        (several(at_most=2), ["a", "b"], None),
        (several(at_most=2), ["a", "b", "c"], "Kies er hooguit 2. Je hebt er nu 3."),
        (order(), ["a", "b", "c"], None),
        (order(), ["a", "", "c"], "Kies voor elke plaats een antwoord."),
        (order(), ["a", "b", "a"], "Je koos “Antwoord a” twee keer. Kies elk antwoord één keer."),
        (order(required=False), ["", "b", ""], None),
        (order(required=False), ["", "", ""], None),
        (order(at_most=0), list("abcd"), None),
    ],
)
def test_when_it_is_sent_each_is_judged_in_a_sentence(
    question: Question, answer: list[str], fault: str | None
) -> None:
    form = AnswersForm([question], {question.key: answer}, judge=True)

    assert form.is_valid() == (fault is None)
    assert form.errors.get(question.key, []) == ([fault] if fault else [])


def test_what_is_sent_has_no_empty_places() -> None:
    form = AnswersForm([order(required=False)], {"top": ["", "b", ""]}, judge=True)
    assert form.is_valid()
    assert form.answers() == {"top": ["b"]}


def test_an_order_is_read_with_its_places_and_several_a_line_each() -> None:
    assert order().words_for(["c", "", "a"]) == "1. Antwoord c\n2. Antwoord a"
    assert several().words_for(["c", "a", "gone"]) == "Antwoord c\nAntwoord a"
    assert several().words_for("") == ""


def test_a_page_with_an_order_works_without_a_script(writer: Client, scene: Scene) -> None:
    page = writer.get(at(scene, "part", 5, key="self-analysis")).content.decode()
    assert page.count("<select") == 3
    assert "Plaats 1" in page

    writer.post(
        at(scene, "part", 5, key="self-analysis"),
        {"number": 5, "q-strengths_0": "asks", "q-strengths_1": "calm", "q-pitfalls": ["fast"]},
    )

    assert only(scene).draft == {"strengths": ["asks", "calm", ""], "pitfalls": ["fast"]}
    again = writer.get(at(scene, "part", 5, key="self-analysis")).content.decode()
    assert again.count("selected") == 3
    assert again.count("checked") == 1
    check = writer.get(at(scene, "check", key="self-analysis")).content.decode()
    assert "1. Ik stel vragen die verder helpen" in check


def test_a_missing_place_leads_to_its_page(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "self-analysis", BEFORE, strengths=["asks", "asks", "calm"])

    refused = writer.post(at(scene, "check", key="self-analysis"))

    assert refused.status_code == 422
    assert [(part.number, one.key) for part, one in refused.context["missing"]] == [
        (5, "strengths")
    ]
    there = writer.get(at(scene, "part", 5, key="self-analysis") + "?check&missing")
    assert "twee keer" in there.content.decode()


def test_the_trainer_reads_an_order_in_words(client: Client, scene: Scene) -> None:
    response = hand_in(scene.writer, "self-analysis", BEFORE, strengths=["asks", "calm", "acts"])
    client.force_login(scene.trainer)

    page = client.get(f"/answers/{response.pk}/").content.decode()

    assert "1. Ik stel vragen die verder helpen" in page
    assert "3. Ik pak dingen aan" in page
