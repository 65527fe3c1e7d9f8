from django.test import Client
from django.urls import reverse

from intake.comparison import Competence, Score, compare
from intake.models import Question
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
