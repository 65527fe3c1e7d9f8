"""All intakes of a group on one page: by competence, in words, and each reading noted."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intake import actions
from intake.models import Questionnaire
from intake.wishes import Topic, Wishes, how_many, wishes_of
from mentorship.privacy.models import Reading
from programmes.models import Theme
from tests.cast import enrol, make_person
from tests.intake.cast import (
    AFTER,
    BEFORE,
    RETURNED,
    Scene,
    draft,
    hand_in,
    make_scene,
    onlookers,
    queries_of,
)

COMPETENCES = [
    "Interpersoonlijke sensitiviteit",
    "Ontwikkelen van anderen",
    "Motiveren van anderen",
    "Relaties bouwen en onderhouden",
]


@pytest.fixture
def trainer(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.trainer)
    return client


def page_of(scene: Scene) -> str:
    return reverse("intake:wishes", args=[scene.cohort.pk])


def found(scene: Scene) -> Wishes:
    return wishes_of(scene.cohort, scene.trainer, BEFORE)


def told(topics: list[Topic]) -> dict[str, list[tuple[str, str, str]]]:
    """By topic: the key of the question, who, and their words."""
    return {
        str(topic.name): [
            (question.key, person.family_name, words)
            for question, said in topic.rows
            for person, words in said
        ]
        for topic in topics
    }


def noted() -> list[tuple[int, str]]:
    return sorted(Reading.objects.values_list("writer", "what"))


# --- what stands there -------------------------------------------------------------------------


def test_words_stand_under_the_four_competences_by_name(scene: Scene) -> None:
    empty = {"motivating-moment": "", "relations-moment": ""}
    hand_in(
        scene.writer, "self-analysis", BEFORE,
        **empty | {"sensitivity-moment": "Aan tafel", "developing-moment": "Laten proberen"},
    )  # fmt: skip
    hand_in(
        scene.fellow, "self-analysis", BEFORE,
        **empty | {"sensitivity-moment": "Bij de koffie", "developing-moment": ""},
    )  # fmt: skip

    assert told(found(scene).competences) == {
        COMPETENCES[0]: [
            ("sensitivity-moment", "Buur", "Bij de koffie"),
            ("sensitivity-moment", "Schrijver", "Aan tafel"),
        ],
        COMPETENCES[1]: [("developing-moment", "Schrijver", "Laten proberen")],
    }


def test_the_wishes_of_the_intake_come_first_and_in_their_words(scene: Scene) -> None:
    hand_in(scene.writer, "intake", BEFORE, wish="Beter luisteren")

    assert told(found(scene).wishes) == {
        "Wat je wilt leren": [("wish", "Schrijver", "Beter luisteren")]
    }
    assert [str(one.name) for one in found(scene).others] == [
        "Je ervaring",
        "Wat je hoopt",
        "Wat je lastig lijkt",
    ]


def test_what_was_chosen_is_counted_in_words_and_no_scale_is_told(scene: Scene) -> None:
    third = enrol(scene.cohort, make_person("Ans Derde"))
    for one, theme in ((scene.writer, "feedback"), (scene.fellow, "feedback"), (third, "style")):
        hand_in(one, "intake", BEFORE, theme=theme, **{"guided-before": "no"})

    rows = {one.question.key: one.rows for one in found(scene).choices}

    assert rows == {
        "theme": [
            ("Feedback geven en vragen", "twee van de drie"),
            ("Mijn eigen stijl als mentor", "één van de drie"),
        ],
        "guided-before": [("Nee, dit wordt de eerste keer", "alle drie")],
    }
    assert found(scene).themes == ["Feedback geven en vragen", "Mijn eigen stijl als mentor"]


@pytest.mark.parametrize(
    ("number", "total", "words"),
    [(3, 8, "drie van de acht"), (8, 8, "alle acht"), (1, 1, "één"),
     (12, 13, "twaalf van de 13"), (13, 14, "13 van de 14")],
)  # fmt: skip
def test_numbers_are_words_up_to_twelve(number: int, total: int, words: str) -> None:
    assert how_many(number, total) == words


def test_who_is_missing_is_named_with_what_is_missing(scene: Scene) -> None:
    hand_in(scene.writer, "intake", BEFORE)
    draft(scene.fellow, "intake", BEFORE, wish="Nog niet verstuurd")
    gone = enrol(scene.cohort, make_person("Wim Weg"))
    hand_in(gone, "intake", BEFORE, wish="Weg met mij")
    gone.move_to("withdrawn", at=BEFORE)

    wishes = found(scene)

    missing = [(one.person.family_name, [s.key for s in one.steps]) for one in wishes.missing]
    assert missing == [("Buur", ["intake", "self-analysis"]), ("Schrijver", ["self-analysis"])]
    assert [one.enrolment_id for one in wishes.responses] == [scene.writer.pk]


def test_what_is_not_the_trainers_to_read_is_not_there(
    trainer: Client, scene: Scene, clock: time_machine.Traveller
) -> None:
    hand_in(scene.writer, "intake", BEFORE, wish="Beter luisteren")
    hand_in(scene.writer, "reflection-1", AFTER, keep="Alleen voor mij")
    hand_in(scene.writer, "evaluation", AFTER)
    hand_in(make_scene().writer, "intake", BEFORE, wish="Van een andere groep")
    again = {"sensitivity-moment": "De tweede keer"}
    hand_in(scene.writer, "self-analysis-return", RETURNED, **again)
    clock.move_to(RETURNED)
    trainer.force_login(scene.trainer)

    page = trainer.get(page_of(scene))

    assert [one.step.key for one in page.context["wishes"].responses] == ["intake"]
    assert "Van een andere groep" not in page.content.decode()


# --- an organisation's own version --------------------------------------------------------------


def own_version(scene: Scene, key: str) -> Questionnaire:
    organisation = scene.cohort.organisation
    return actions.begin_draft(Questionnaire.objects.current(key, organisation), organisation)


def test_words_of_two_versions_stand_under_one_competence_by_its_newest_name(scene: Scene) -> None:
    hand_in(scene.writer, "self-analysis", BEFORE, **{"sensitivity-moment": "In de oude"})
    mine = own_version(scene, "self-analysis")
    page = mine.questions.filter(key__startswith="sensitivity-")
    page.update(theme={"nl": "Aanvoelen", "en": "Sensing"})
    actions.publish(mine, scene.cohort.created_by, BEFORE)
    hand_in(scene.fellow, "self-analysis", BEFORE, **{"sensitivity-moment": "In de nieuwe"})

    first = found(scene).competences[0]

    assert told([first]) == {
        "Aanvoelen": [
            ("sensitivity-moment", "Buur", "In de nieuwe"),
            ("sensitivity-moment", "Schrijver", "In de oude"),
        ]
    }
    assert len(found(scene).competences) == len(COMPETENCES)


def test_an_intake_without_the_shipped_questions_still_tells_what_comes_up(scene: Scene) -> None:
    mine = own_version(scene, "intake")
    mine.questions.filter(key__in=["wish", "guided-before"]).delete()
    mine.questions.filter(key="theme").update(
        key="own-theme", kind="several", at_most=2, text={"nl": "Waar wil je aan werken?", "en": ""}
    )
    actions.publish(mine, scene.cohort.created_by, BEFORE)
    hand_in(scene.writer, "intake", BEFORE, **{"own-theme": ["listening", "style"]})

    assert found(scene).themes == ["Luisteren en doorvragen", "Mijn eigen stijl als mentor"]


# --- reading is noted ----------------------------------------------------------------------------


def test_whose_words_are_shown_is_noted_for_each(trainer: Client, scene: Scene) -> None:
    sent = [hand_in(scene.writer, "intake", BEFORE), hand_in(scene.fellow, "intake", BEFORE)]
    draft(enrol(scene.cohort), "intake", BEFORE)

    trainer.get(page_of(scene))

    assert noted() == sorted((one.enrolment.person_id, f"intake.response:{one.pk}") for one in sent)


def test_one_sitting_is_one_line_and_the_next_another(
    trainer: Client, scene: Scene, clock: time_machine.Traveller
) -> None:
    hand_in(scene.writer, "intake", BEFORE)
    for minutes, lines in ((0, 1), (29, 1), (31, 2)):
        clock.move_to(BEFORE + timedelta(minutes=minutes))
        trainer.get(page_of(scene))

        assert Reading.objects.count() == lines


def test_words_that_changed_are_read_anew(
    trainer: Client, scene: Scene, clock: time_machine.Traveller
) -> None:
    hand_in(scene.writer, "intake", BEFORE)
    trainer.get(page_of(scene))
    later = BEFORE + timedelta(minutes=5)
    clock.move_to(later)
    hand_in(scene.writer, "intake", later, wish="Toch iets anders")

    trainer.get(page_of(scene))

    assert Reading.objects.count() == 2


def test_nobody_else_opens_it_and_nothing_is_noted(client: Client, scene: Scene) -> None:
    hand_in(scene.writer, "intake", BEFORE)
    for who, person in {"writer": scene.writer.person, **onlookers(scene)}.items():
        client.force_login(person)

        assert client.get(page_of(scene)).status_code == 404, who
    assert noted() == []


# --- choosing ------------------------------------------------------------------------------------


def test_what_comes_up_is_offered_for_each_meeting_until_it_is_chosen(
    trainer: Client, scene: Scene
) -> None:
    hand_in(scene.writer, "intake", BEFORE, theme="feedback")
    half_day = scene.cohort.meetings.get(step__key="half-day-1")
    Theme.objects.choose(half_day, "Feedback geven en vragen")

    page = trainer.get(page_of(scene))

    offered = {one["meeting"].step.key: one["offered"] for one in page.context["meetings"]}
    rest = ["Feedback geven en vragen"]
    assert offered == {"half-day-1": [], "half-day-2": rest, "return": rest}
    assert f'name="next" value="{page_of(scene)}"' in unescape(page.content.decode())


def test_it_asks_as_much_for_two_as_for_nine(trainer: Client, scene: Scene) -> None:
    hand_in(scene.writer, "intake", BEFORE)
    hand_in(scene.fellow, "self-analysis", BEFORE)
    two = queries_of(trainer, page_of(scene))
    for _ in range(7):
        hand_in(enrol(scene.cohort), "intake", BEFORE)

    assert queries_of(trainer, page_of(scene)) == two
