import re

from django.test import Client
from django.urls import reverse

from intake.comparison import Competence, Score, Told, compare
from intake.models import Answer, Question
from tests.cast import make_person
from tests.intake.cast import BEFORE, RETURNED, Scene, draft, full_answers, hand_in, paper


def answers(scene: Scene, *places: int) -> dict[str, str]:
    """One place on the scale for each competence, for all its behaviours."""
    parts = paper(scene.writer, "self-analysis").parts[:4]
    return {
        question.key: str(place)
        for part, place in zip(parts, places, strict=True)
        for question in part.questions
        if question.kind == Question.Kind.SCALE
    }


def compared(scene: Scene, then: tuple[int, ...], now: tuple[int, ...] = ()) -> list[Competence]:
    first = hand_in(scene.writer, "self-analysis", BEFORE, **answers(scene, *then))
    if not now:
        return compare(first, None)[0]
    again = hand_in(scene.writer, "self-analysis-return", RETURNED, **answers(scene, *now))
    return compare(first, again)[0]


def address(scene: Scene) -> str:
    return reverse("intake:mirror", args=[scene.writer.pk])


def test_then_and_now_stand_beside_each_other_in_words(scene: Scene) -> None:
    found = compared(scene, (2, 4, 3, 3), (4, 2, 3, 4))

    assert [(one.then, one.now) for one in found] == [(2, 4), (4, 2), (3, 3), (3, 4)]
    assert [one.in_words for one in found] == [
        "Je doet dit vaker dan aan het begin.",
        "Je doet dit minder vaak dan aan het begin, of je kijkt er scherper naar.",
        "Ongeveer hetzelfde als aan het begin.",
        "Je doet dit vaker dan aan het begin.",
    ]
    behaviour = found[0].behaviours[0]
    assert (behaviour.then.words, behaviour.now and behaviour.now.words) == ("af en toe", "vaak")


def test_at_the_start_each_competence_says_where_somebody_stands(scene: Scene) -> None:
    assert [one.in_words for one in compared(scene, (5, 4, 3, 1))] == [
        "Een sterke kant: dit doe je al vaak.",
        "Een sterke kant: dit doe je al vaak.",
        "Dit doe je geregeld.",
        "Hier kun je nog in groeien.",
    ]


def test_a_question_that_a_later_version_dropped_is_not_compared(scene: Scene) -> None:
    first = hand_in(scene.writer, "self-analysis", BEFORE, **answers(scene, 2, 2, 2, 2))
    again = hand_in(scene.writer, "self-analysis-return", RETURNED, **answers(scene, 2, 2, 2, 2))
    again.answers = {"sensitivity-1": "4"}

    found, _pages = compare(first, again)

    assert found[0].in_words == "Je doet dit vaker dan aan het begin."
    assert found[1].in_words == "Hier kun je nog in groeien."
    assert found[0].behaviours[1].now == Score(0, "")


def test_only_its_writer_sees_the_mirror(client: Client, scene: Scene) -> None:
    hand_in(scene.writer, "self-analysis", BEFORE)
    others = [
        scene.trainer,
        scene.fellow.person,
        scene.cohort.created_by,
        make_person(is_admin=True),
    ]
    for person in others:
        client.force_login(person)
        assert client.get(address(scene)).status_code == 404

    client.force_login(scene.writer.person)
    page = client.get(address(scene)).content.decode()
    assert "bijna altijd" in page
    assert "Deze pagina is alleen voor jou." in page


def test_without_a_sent_self_analysis_there_is_no_mirror(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "self-analysis", BEFORE)
    hand_in(scene.fellow, "self-analysis", BEFORE)

    assert writer.get(address(scene)).status_code == 404


def test_an_old_version_that_lacks_the_words_shows_no_score(scene: Scene) -> None:
    one = paper(scene.writer, "self-analysis")
    first = hand_in(scene.writer, "self-analysis", BEFORE)
    first.answers = full_answers(one) | {"sensitivity-1": "9"}

    assert compare(first, None)[0][0].behaviours[0].then.place == 0


def twice(scene: Scene, then: dict[str, Answer], now: dict[str, Answer]) -> dict[str, Told]:
    """What both times told, by question: strengths, pitfalls and style."""
    first = hand_in(scene.writer, "self-analysis", BEFORE, **then)
    again = hand_in(scene.writer, "self-analysis-return", RETURNED, **now)
    _competences, pages = compare(first, again)
    return {one.question.key: one for page in pages for one in page.told}


def test_strengths_pitfalls_and_style_say_in_words_what_changed(scene: Scene) -> None:
    found = twice(
        scene,
        {
            "strengths": ["listens", "asks", "calm"],
            "pitfalls": ["solves", "talks"],
            "style": "mirror",
        },
        {
            "strengths": ["honest", "listens", "calm"],
            "pitfalls": ["talks", "fast", "strict"],
            "style": "guide",
        },
    )

    assert found["strengths"].in_words == (
        "Eerst zette je “Ik luister met aandacht” bovenaan, nu “Ik zeg eerlijk wat ik zie”."
    )
    assert found["pitfalls"].in_words == (
        "Nieuw: “Ik ga te snel”, “Ik leg de lat te hoog”. "
        "Niet meer: “Ik geef te snel een oplossing”."
    )
    assert found["style"].in_words == (
        "Eerst koos je “De spiegel: ik vraag door en laat de ander zelf kijken”, "
        "nu “De gids: ik wijs de weg in de organisatie”."
    )


def test_what_is_the_same_both_times_is_not_called_a_change(scene: Scene) -> None:
    chosen: dict[str, Answer] = {
        "strengths": ["calm", "asks", "acts"],
        "pitfalls": ["fast"],
        "style": "example",
    }
    found = twice(scene, chosen, chosen)

    assert found["pitfalls"].is_same
    assert (found["pitfalls"].in_words, found["style"].in_words) == ("", "")
    assert found["strengths"].in_words == "Je zette beide keren “Ik blijf rustig” bovenaan."


def test_what_was_left_empty_once_is_shown_and_not_compared(scene: Scene) -> None:
    found = twice(scene, {"pitfalls": []}, {"pitfalls": ["fast"]})

    assert (found["pitfalls"].then, found["pitfalls"].now) == ([], ["Ik ga te snel"])
    assert found["pitfalls"].in_words == ""


def test_the_page_shows_both_times_in_a_picture_with_its_table_and_in_words(
    writer: Client, scene: Scene
) -> None:
    hand_in(scene.writer, "self-analysis", BEFORE, **answers(scene, 2, 2, 3, 5))
    hand_in(scene.writer, "self-analysis-return", RETURNED, **answers(scene, 4, 2, 3, 3))

    page = writer.get(address(scene)).content.decode()

    glance = page[page.index('class="card glance"') : page.index('class="halves told"')]
    assert (glance.count('class="then"'), glance.count('class="now"')) == (5, 5)  # four, the legend
    assert glance.count("Je doet dit vaker dan aan het begin.") == 1
    assert page.count("<table") == 4
    assert page.count('data-label="Nu"') == 16
    assert {"Je kwaliteiten en valkuilen", "Jouw stijl als mentor"} == set(
        re.findall(r"<h2>(J[^<]*)</h2>", page[page.index('class="halves told"') :])
    )
