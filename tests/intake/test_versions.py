"""An adviser makes a form their own; what was answered stays with the version it was given to."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from intake import actions
from intake.models import Question, Questionnaire
from intake.shipped import FORMS
from intake.tips import tips_of
from intake.totals import outcome_of
from mentorship.people.models import Organisation, Person
from programmes.models import Programme, Step
from tests.cast import enrol, make_adviser, make_organisation, step
from tests.intake.cast import AFTER, BEFORE, Scene, draft, hand_in, onlookers, paper
from tests.intake.cast import form_page as at

PUBLISHED = BEFORE + timedelta(hours=1)
FIVE = "nooit\nsoms\ngeregeld\nvaak\naltijd"


@pytest.fixture
def hoorn(scene: Scene) -> Organisation:
    return scene.cohort.organisation


@pytest.fixture
def adviser(scene: Scene) -> Person:
    return scene.cohort.created_by


@pytest.fixture
def desk(adviser: Person) -> Client:
    """The browser of the adviser."""
    client = Client()
    client.force_login(adviser)
    return client


def begin(hoorn: Organisation, key: str = "intake") -> Questionnaire:
    return actions.begin_draft(Questionnaire.objects.current(key, hoorn), hoorn)


def keys(form: Questionnaire) -> list[list[str]]:
    """The keys of its questions, a page at a time."""
    return [[one.key for one in part.questions] for part in form.parts()]


def asked(page: str = "1", **facts: Any) -> dict[str, Any]:
    """What an adviser types for a question."""
    return {"text": "Wat wil je nog kwijt?", "kind": "text", "page": page} | facts


def add(desk: Client, form: Questionnaire, **facts: Any) -> Any:
    return desk.post(reverse("intake:question_add", args=[form.pk, 1]), asked(**facts))


# --- a draft, and a version ---------------------------------------------------------------------


def test_a_draft_is_a_copy_that_no_participant_gets(
    writer: Client, desk: Client, scene: Scene, hoorn: Organisation
) -> None:
    shipped = Questionnaire.objects.current("intake", hoorn)
    made = desk.post(reverse("intake:change", args=[hoorn.pk, "intake"]))

    mine = Questionnaire.objects.drafts().get()
    assert made["Location"] == reverse("intake:draft", args=[mine.pk])
    assert keys(mine) == keys(shipped)
    assert mine.readers == shipped.readers
    add(desk, mine)
    assert Questionnaire.objects.current("intake", hoorn) == shipped
    assert "nog kwijt" not in writer.get(at(scene, "part", 1)).content.decode()


def test_a_second_click_finds_the_draft_there_is(desk: Client, hoorn: Organisation) -> None:
    for _click in range(2):
        desk.post(reverse("intake:change", args=[hoorn.pk, "intake"]))

    assert Questionnaire.objects.drafts().count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Questionnaire.objects.create(organisation=hoorn, key="intake", readers="trainer")


def test_publishing_reaches_who_begins_and_leaves_who_had_begun(
    writer: Client, desk: Client, scene: Scene, hoorn: Organisation
) -> None:
    draft(scene.writer, "intake", BEFORE, wish="Luisteren")
    mine = begin(hoorn)
    add(desk, mine)

    desk.post(reverse("intake:publish", args=[mine.pk]))

    mine.refresh_from_db()
    assert (mine.version, mine.published_at, mine.published_by) == (
        1,
        BEFORE,
        scene.cohort.created_by,
    )
    assert paper(scene.fellow, "intake").questionnaire == mine
    assert paper(scene.writer, "intake").questionnaire.organisation is None
    writer.post(at(scene, "check"))
    assert "nog kwijt" not in writer.get(at(scene, "check")).content.decode()


def test_publishing_twice_makes_one_version_and_the_next_is_numbered_on(
    adviser: Person, hoorn: Organisation
) -> None:
    first = begin(hoorn)
    for _click in range(2):
        actions.publish(Questionnaire.objects.get(pk=first.pk), adviser, BEFORE)
    second = begin(hoorn)
    actions.publish(second, adviser, PUBLISHED)

    own = Questionnaire.objects.filter(organisation=hoorn).order_by("pk")
    assert list(own.values_list("version", "published_at")) == [(1, BEFORE), (2, PUBLISHED)]
    assert Questionnaire.objects.current("intake", hoorn).version == 2


def test_a_published_version_can_no_longer_be_changed(
    desk: Client, adviser: Person, hoorn: Organisation
) -> None:
    mine = begin(hoorn)
    actions.publish(mine, adviser, BEFORE)
    question = mine.questions.all()[0]

    assert desk.get(reverse("intake:draft", args=[mine.pk])).status_code == 404
    assert desk.post(reverse("intake:question", args=[question.pk]), asked()).status_code == 404
    assert desk.post(reverse("intake:question_remove", args=[question.pk])).status_code == 404


def test_a_draft_without_questions_is_not_published(desk: Client, hoorn: Organisation) -> None:
    mine = begin(hoorn)
    mine.questions.all().delete()

    page = desk.post(reverse("intake:publish", args=[mine.pk]), follow=True)

    assert "Er is nog geen vraag." in page.content.decode()
    assert Questionnaire.objects.drafts().get() == mine


def test_a_draft_thrown_away_comes_back_with_undo(desk: Client, hoorn: Organisation) -> None:
    mine = begin(hoorn)
    desk.post(reverse("intake:discard", args=[mine.pk]))
    assert not Questionnaire.objects.drafts().exists()
    assert desk.get(reverse("intake:draft", args=[mine.pk])).status_code == 404

    desk.post(reverse("intake:draft_restore", args=[mine.pk]))

    assert Questionnaire.objects.drafts().get() == mine


def test_going_back_to_the_shipped_form_keeps_the_history_and_can_be_undone(
    desk: Client, adviser: Person, hoorn: Organisation
) -> None:
    mine = begin(hoorn)
    actions.publish(mine, adviser, BEFORE)
    back = desk.post(reverse("intake:back_to_shipped", args=[hoorn.pk, "intake"]), follow=True)
    assert Questionnaire.objects.current("intake", hoorn).organisation is None
    words = back.content.decode()
    assert "teruggetrokken op" in words
    assert adviser.name in words

    undo = next(one.extra_tags for one in back.context["messages"])
    desk.post(undo.removeprefix("undo:").split()[0].removeprefix("undo:"))

    assert Questionnaire.objects.current("intake", hoorn) == mine


def test_an_earlier_version_can_be_begun_from(
    desk: Client, adviser: Person, hoorn: Organisation
) -> None:
    mine = begin(hoorn)
    actions.remove_question(mine.questions.get(key="wish"))
    actions.publish(mine, adviser, BEFORE)
    shipped = Questionnaire.objects.get(organisation=None, key="intake")

    desk.post(reverse("intake:change", args=[hoorn.pk, "intake"]), {"version": shipped.pk})

    assert keys(Questionnaire.objects.drafts().get()) == keys(shipped)


# --- who -----------------------------------------------------------------------------------------


def test_only_an_adviser_of_the_organisation_makes_its_forms(scene: Scene, client: Client) -> None:
    mine = begin(scene.cohort.organisation)
    question = mine.questions.all()[0]
    before = list(Question.objects.filter(questionnaire=mine).values())
    outsiders = {**onlookers(scene), "writer": scene.writer.person, "trainer": scene.trainer}
    del outsiders["adviser"]
    for who, person in outsiders.items():
        client.force_login(person)
        for name, pk in (
            ("draft", mine.pk), ("publish", mine.pk), ("discard", mine.pk),
            ("question", question.pk), ("question_remove", question.pk),
        ):  # fmt: skip
            address = reverse(f"intake:{name}", args=[pk])
            assert client.post(address).status_code in (404, 405), (who, name)
            assert client.get(address).status_code in (404, 405), (who, name)
        assert client.get(reverse("intake:preview", args=[mine.pk, 1])).status_code == 404, who
    assert list(Question.objects.filter(questionnaire=mine).values()) == before


def test_another_organisation_does_not_get_it(adviser: Person, hoorn: Organisation) -> None:
    mine = begin(hoorn)
    actions.publish(mine, adviser, BEFORE)
    medemblik = make_organisation("medemblik")
    theirs = Client()
    theirs.force_login(make_adviser(medemblik))

    assert Questionnaire.objects.current("intake", medemblik).organisation is None
    assert mine not in Questionnaire.objects.known_to(medemblik)
    assert theirs.get(reverse("intake:preview", args=[mine.pk, 1])).status_code == 404
    assert theirs.get(reverse("intake:questionnaire", args=[hoorn.pk, "intake"])).status_code == 404


def test_a_preview_is_the_page_of_a_participant_and_keeps_nothing(
    writer: Client, desk: Client, scene: Scene, hoorn: Organisation
) -> None:
    shipped = Questionnaire.objects.current("self-analysis", hoorn)
    real = writer.get(at(scene, "part", 5, key="self-analysis"))
    seen = desk.get(reverse("intake:preview", args=[shipped.pk, 5]))

    assert str(seen.context["form"]) == str(real.context["form"])
    assert "csrfmiddlewaretoken" not in seen.content.decode().split("<main")[1].split("</main")[0]
    assert "data-autosave=" not in seen.content.decode()
    assert desk.post(reverse("intake:preview", args=[shipped.pk, 5])).status_code == 405
    assert desk.get(reverse("intake:preview", args=[shipped.pk, 7])).status_code == 404


# --- its questions ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "wanted"),
    [
        ({"kind": "text"}, ("text", 0, 0)),
        ({"kind": "scale", "options": FIVE}, ("scale", 5, 0)),
        ({"kind": "choice", "options": "ja\nnee"}, ("choice", 2, 0)),
        ({"kind": "several", "options": "a\nb\nc", "at_most": "2"}, ("several", 3, 2)),
        ({"kind": "ranking", "options": "a\nb\nc"}, ("ranking", 3, 0)),
    ],
)
def test_a_question_of_each_kind_can_be_made(
    desk: Client, hoorn: Organisation, facts: dict[str, str], wanted: tuple[str, int, int]
) -> None:
    mine = begin(hoorn)
    add(desk, mine, **facts)

    new = mine.parts()[0].questions[-1]
    assert (new.kind, len(new.options), new.at_most) == wanted
    assert desk.get(reverse("intake:preview", args=[mine.pk, 1])).status_code == 200


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"text": ""}, "Dit veld is verplicht."),
        ({"kind": "choice"}, "Schrijf minstens twee antwoorden op, één per regel."),
        ({"kind": "choice", "options": "ja\nja"}, "Een antwoord staat er twee keer."),
        ({"kind": "scale", "options": "ja\nnee"}, "Een schaal heeft vijf woorden"),
        ({"kind": "several", "options": "a\nb", "at_most": "3"}, "Er zijn maar 2 antwoorden."),
        ({"kind": "choice", "options": "a\nb", "options_en": "a"}, "Er staan 2 antwoorden in"),
        ({"page": "new"}, "Geef de nieuwe pagina een naam."),
        ({"page": "new", "new_page": "Je ervaring"}, "Er is al een pagina met die naam."),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_typed_is_lost(
    desk: Client, hoorn: Organisation, facts: dict[str, str], sentence: str
) -> None:
    mine = begin(hoorn)
    before = keys(mine)

    refused = add(desk, mine, **{"help": "Mijn hulpzin", **facts})

    assert refused.status_code == 422
    assert sentence in refused.content.decode() or facts.get("text") == ""
    assert "Mijn hulpzin" in refused.content.decode()
    assert keys(mine) == before


def test_english_is_folded_away_until_there_is_some(desk: Client, hoorn: Organisation) -> None:
    def is_open(page: str) -> bool:
        return '<details class="more group" open>' in page

    mine = begin(hoorn)
    new = reverse("intake:question_add", args=[mine.pk, 1])
    shipped = reverse("intake:question", args=[mine.parts()[0].questions[0].pk])

    assert not is_open(desk.get(new).content.decode())
    assert is_open(desk.get(shipped).content.decode())  # who changes the Dutch sees what goes along
    faulty = {"kind": "choice", "options": "a\nb", "options_en": "a"}
    assert is_open(add(desk, mine, **faulty).content.decode())


def test_an_eleventh_question_on_a_page_is_refused_by_every_way(
    desk: Client, hoorn: Organisation
) -> None:
    mine = begin(hoorn)
    while len(mine.parts()[0].questions) < 10:
        add(desk, mine)
    before = keys(mine)

    refused = add(desk, mine)
    neighbour = mine.parts()[1].questions[0]
    up = reverse("intake:question_move", args=[neighbour.pk])
    moved = desk.post(up, {"to": "up"}, follow=True)

    for page in (refused, moved):
        assert "zou meer dan tien vragen krijgen" in page.content.decode()
    assert keys(mine) == before


def test_up_and_down_go_through_the_pages(hoorn: Organisation) -> None:
    mine = begin(hoorn)
    assert keys(mine)[:2] == [["wish", "theme"], ["guided-before", "experience", "sure"]]

    actions.move_question(mine.questions.get(key="wish"), 1)
    assert keys(mine)[0] == ["theme", "wish"]
    actions.move_question(mine.questions.get(key="wish"), 1)
    assert keys(mine)[:2] == [["theme"], ["wish", "guided-before", "experience", "sure"]]
    actions.move_question(mine.questions.get(key="wish"), -1)
    assert keys(mine)[:2] == [["theme", "wish"], ["guided-before", "experience", "sure"]]
    actions.move_question(mine.questions.get(key="theme"), -1)
    assert keys(mine)[0] == ["theme", "wish"]


def test_a_page_moves_and_gets_another_name(desk: Client, hoorn: Organisation) -> None:
    mine = begin(hoorn)
    before = keys(mine)

    desk.post(reverse("intake:page_move", args=[mine.pk, 1]), {"to": "down"})
    desk.post(reverse("intake:draft_page", args=[mine.pk, 1]), {"theme": "Ervaring"})

    assert keys(mine) == [before[1], before[0], *before[2:]]
    assert str(mine.parts()[0].theme) == "Ervaring"
    twice = desk.post(reverse("intake:draft_page", args=[mine.pk, 2]), {"theme": "Ervaring"})
    assert twice.status_code == 422


def test_a_question_taken_out_comes_back_where_it_was(desk: Client, hoorn: Organisation) -> None:
    mine = begin(hoorn, "self-analysis")
    before = list(mine.questions.values("key", "position", "options", "text", "theme", "at_most"))
    one = mine.questions.get(key="strengths")

    out = desk.post(reverse("intake:question_remove", args=[one.pk]), follow=True)
    assert not mine.questions.filter(key="strengths").exists()
    undo = next(message.extra_tags for message in out.context["messages"]).split()[0]
    for _click in range(2):
        desk.post(undo.removeprefix("undo:"))

    after = mine.questions.values("key", "position", "options", "text", "theme", "at_most")
    assert list(after) == before


def test_a_reworded_question_and_answer_stay_the_same_unless_one_says_otherwise(
    desk: Client, hoorn: Organisation
) -> None:
    mine = begin(hoorn)
    one = mine.questions.get(key="guided-before")
    lines = [option["nl"] for option in one.options]
    moved = "\n".join([lines[2], lines[0], "Ja, eens"])
    change = reverse("intake:question", args=[one.pk])

    desk.post(change, asked("2", kind="choice", options=moved))
    one.refresh_from_db()
    assert one.key == "guided-before"
    assert [option["key"] for option in one.options][:2] == ["often", "no"]
    assert one.options[2]["key"] not in ("no", "often")

    desk.post(change, asked("2", kind="choice", options=moved, is_other="on"))
    one.refresh_from_db()
    assert one.key != "guided-before"


# --- which step ---------------------------------------------------------------------------------


def test_a_form_set_apart_is_asked_at_another_step_of_the_own_programme(
    desk: Client, adviser: Person, hoorn: Organisation
) -> None:
    shipped = Programme.objects.get(organisation=None)
    own = shipped.copy_for(hoorn)
    made = desk.post(
        reverse("intake:set_apart", args=[hoorn.pk, "reflection"]), {"title": "Terugblik twee"}
    )
    apart = Questionnaire.objects.drafts().get()
    assert made["Location"] == reverse("intake:draft", args=[apart.pk])
    assert (apart.key, apart.readers, apart.family) == ("reflection-2", "shared", "reflection")
    second = own.steps.get(key="reflection-2")
    place = reverse("intake:ask_at", args=[hoorn.pk, "reflection-2"])
    assert desk.post(place, {"step": second.pk}).status_code == 404  # a draft is not asked

    actions.publish(apart, adviser, BEFORE)
    asked_there = desk.post(place, {"step": second.pk}, follow=True)

    second.refresh_from_db()
    assert second.questionnaire == "reflection-2"
    asks = set(Step.objects.filter(questionnaire="reflection-2"))
    assert asks == {second}
    undo = next(one.extra_tags for one in asked_there.context["messages"]).split()[0]
    desk.post(undo.removeprefix("undo:"))
    second.refresh_from_db()
    assert second.questionnaire == "reflection"


def test_a_form_goes_only_to_a_step_of_its_kind_and_of_ones_own(
    desk: Client, hoorn: Organisation
) -> None:
    shipped = Programme.objects.get(organisation=None)
    own = shipped.copy_for(hoorn)
    place = reverse("intake:ask_at", args=[hoorn.pk, "evaluation"])
    for wrong in (own.steps.get(key="intake"), shipped.steps.get(key="reflection-1")):
        before = wrong.questionnaire
        desk.post(place, {"step": wrong.pk})
        wrong.refresh_from_db()
        assert wrong.questionnaire == before


def test_no_shipped_key_looks_like_one_that_was_set_apart() -> None:
    keys = [form.key for form in FORMS]
    assert [key for key in keys if key[-1].isdigit()] == []
    assert [(a, b) for a in keys for b in keys if a != b and a.startswith(b)] == []


# --- counting and comparing over versions -------------------------------------------------------


def test_an_evaluation_counts_together_what_stayed_and_says_what_cannot_be_compared(
    scene: Scene, adviser: Person, hoorn: Organisation
) -> None:
    early = [scene.writer, scene.fellow, *(enrol(scene.cohort) for _ in range(3))]
    for one in early:
        hand_in(one, "evaluation", AFTER, fits="2", tip="Vroege tip", helped="Oud")
    mine = begin(hoorn, "evaluation")
    facts = {"kind": "choice", "options": [{"key": "yes", "nl": "ja", "en": "yes"}]}
    Question.objects.filter(questionnaire=mine, key="useful").update(**facts)
    actions.remove_question(mine.questions.get(key="trainer"))
    actions.remove_question(mine.questions.get(key="helped"))
    actions.publish(mine, adviser, AFTER)
    for one in (enrol(scene.cohort), enrol(scene.cohort)):
        hand_in(one, "evaluation", AFTER, fits="4", tip="Late tip")

    outcome = outcome_of(scene.cohort, step(scene.cohort, "evaluation"), adviser)

    found = {(one.question.key, one.question.kind): one for one in outcome.totals}
    fits = found["fits", "scale"]
    assert ([count for _words, count in fits.counts], fits.apart) == ([0, 5, 0, 2, 0], 0)
    new, old = found["useful", "choice"], found["useful", "scale"]
    assert (new.answered, new.apart, new.is_enough, new.is_old) == (2, 5, False, False)
    assert (old.answered, old.apart, old.is_enough, old.is_old) == (5, 2, True, True)
    assert found["trainer", "scale"].is_old
    written = tips_of(scene.cohort, step(scene.cohort, "evaluation")).written
    assert Counter((one.question.key, one.text) for one in written) == {
        ("tip", "Late tip"): 2,
        ("tip", "Vroege tip"): 5,
        ("helped", "Oud"): 5,
    }


def test_words_that_fewer_than_five_were_asked_for_are_not_shown(
    scene: Scene, adviser: Person, hoorn: Organisation
) -> None:
    """Else the version would tell who wrote them."""
    mine = begin(hoorn, "evaluation")
    actions.remove_question(mine.questions.get(key="helped"))
    hand_in(scene.writer, "evaluation", AFTER, helped="Alleen ik kon dit schrijven")
    actions.publish(mine, adviser, AFTER)
    for one in (scene.fellow, *(enrol(scene.cohort) for _ in range(4))):
        hand_in(one, "evaluation", AFTER, tip="Tip")

    written = tips_of(scene.cohort, step(scene.cohort, "evaluation")).written

    assert {one.question.key for one in written} == {"tip"}
