"""Who reads what, as whole sets."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from intake.models import Response
from mentorship.privacy.models import Reading
from tests.cast import enrol, make_person, step
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


def readers(response: Response, scene: Scene) -> set[str]:
    """Everybody of the cast who may read this, by what they are."""
    everybody = {"writer": scene.writer.person, "trainer": scene.trainer, **onlookers(scene)}
    return {
        who
        for who, person in everybody.items()
        if Response.objects.visible_to(person).filter(pk=response.pk).exists()
    }


# --- the table -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["intake", "self-analysis", "self-analysis-return"])
def test_only_writer_and_trainer_read_an_intake_and_a_self_analysis(scene: Scene, key: str) -> None:
    response = hand_in(scene.writer, key, RETURNED if key.endswith("return") else BEFORE)

    assert readers(response, scene) == {"writer", "trainer"}


@pytest.mark.parametrize("key", ["intake", "self-analysis"])
def test_a_draft_is_its_writers_alone(scene: Scene, key: str) -> None:
    assert readers(draft(scene.writer, key, BEFORE), scene) == {"writer"}


def test_a_reflection_is_its_writers_alone_until_shared_and_again_after(scene: Scene) -> None:
    response = hand_in(scene.writer, "reflection-1", AFTER)
    assert readers(response, scene) == {"writer"}

    response.share(AFTER)
    assert readers(response, scene) == {"writer", "trainer"}

    response.share(None)
    assert readers(response, scene) == {"writer"}


def test_an_evaluation_is_its_writers_alone(scene: Scene) -> None:
    assert readers(hand_in(scene.writer, "evaluation", AFTER), scene) == {"writer"}


def test_only_a_handed_in_form_can_be_shared(scene: Scene) -> None:
    response = draft(scene.writer, "reflection-1", AFTER)

    with pytest.raises(IntegrityError), transaction.atomic():
        response.share(AFTER)


def test_whoever_withdraws_takes_their_words_along(scene: Scene) -> None:
    intake = hand_in(scene.writer, "intake", BEFORE)
    reflection = hand_in(scene.writer, "reflection-1", AFTER)
    reflection.share(AFTER)
    assert readers(intake, scene) == readers(reflection, scene) == {"writer", "trainer"}

    scene.writer.move_to("withdrawn", at=AFTER)

    assert readers(intake, scene) == readers(reflection, scene) == {"writer"}


def test_a_new_trainer_reads_and_the_old_one_no_longer(scene: Scene) -> None:
    response = hand_in(scene.writer, "intake", BEFORE)
    scene.cohort.trainer = make_person("Nieuwe Trainer", organisation=None)
    scene.cohort.save()

    assert readers(response, scene) == {"writer"}
    assert Response.objects.visible_to(scene.cohort.trainer).get() == response


def test_a_trainer_sees_all_of_their_own_group_and_nothing_of_another(scene: Scene) -> None:
    other = make_scene()
    mine = {hand_in(scene.writer, "intake", BEFORE), hand_in(scene.fellow, "intake", BEFORE)}
    hand_in(other.writer, "intake", BEFORE)

    assert set(Response.objects.visible_to(scene.trainer)) == mine


# --- one by one ------------------------------------------------------------------------------


def page_of(response: Response) -> str:
    return reverse("intake:response", args=[response.pk])


@pytest.fixture
def trainer(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.trainer)
    return client


def test_the_trainer_reads_what_was_sent_and_not_what_is_being_typed(
    trainer: Client, scene: Scene
) -> None:
    response = hand_in(scene.writer, "intake", BEFORE, wish="Beter luisteren", theme="feedback")
    response.save_draft({"wish": "Nog een keer na"}, part=1, at=BEFORE)

    page = trainer.get(page_of(response)).content.decode()

    assert "Beter luisteren" in page
    assert "Feedback geven en vragen" in page
    assert "Nog een keer na" not in page


def test_reading_is_noted_for_the_writer(trainer: Client, scene: Scene) -> None:
    response = hand_in(scene.writer, "intake", BEFORE)

    trainer.get(page_of(response))

    noted = Reading.objects.values_list("reader", "writer", "what", "read_at")
    assert list(noted) == [
        (scene.trainer.pk, scene.writer.person_id, f"intake.response:{response.pk}", BEFORE)
    ]
    assert str(Reading.objects.get().title) == "Intake"


def test_a_writers_own_look_is_not_noted(writer: Client, scene: Scene) -> None:
    response = hand_in(scene.writer, "intake", BEFORE)

    assert writer.get(page_of(response)).status_code == 200
    assert not Reading.objects.exists()


def test_whoever_may_not_read_gets_no_page_and_leaves_no_trace(
    client: Client, scene: Scene
) -> None:
    response = hand_in(scene.writer, "intake", BEFORE)
    for who, person in onlookers(scene).items():
        client.force_login(person)

        assert client.get(page_of(response)).status_code == 404, who
    assert not Reading.objects.exists()


def test_a_draft_has_no_page_even_for_its_writer(writer: Client, scene: Scene) -> None:
    assert writer.get(page_of(draft(scene.writer, "intake", BEFORE))).status_code == 404


def test_the_trainer_goes_from_one_to_the_next_by_name(trainer: Client, scene: Scene) -> None:
    last = hand_in(scene.writer, "intake", BEFORE)  # Schrijver
    first = hand_in(scene.fellow, "intake", BEFORE)  # Buur
    draft(enrol(scene.cohort, make_person("Wim Midden")), "intake", BEFORE)
    hand_in(scene.fellow, "self-analysis", BEFORE)

    page = trainer.get(page_of(first)).context

    assert (page["previous"], page["place"], page["total"], page["next"]) == (None, 1, 2, last.pk)
    page = trainer.get(page_of(last)).context
    assert (page["previous"], page["place"], page["next"]) == (first.pk, 2, None)


# --- the group -------------------------------------------------------------------------------


def test_the_trainer_sees_who_is_in_and_who_is_missing(trainer: Client, scene: Scene) -> None:
    mine = hand_in(scene.writer, "intake", BEFORE)
    draft(scene.fellow, "intake", BEFORE)
    gone = enrol(scene.cohort, make_person("Wim Weg"))
    hand_in(gone, "intake", BEFORE)
    gone.move_to("withdrawn", at=BEFORE)

    overview = trainer.get(reverse("intake:cohort", args=[scene.cohort.pk])).context["overview"]

    assert [column.step.key for column in overview.columns] == ["intake", "self-analysis"]
    assert [column.readable for column in overview.columns] == [1, 0]
    rows = [(row.person.family_name, [cell.pk for cell in row.cells]) for row in overview.rows]
    assert rows == [("Buur", [None, None]), ("Schrijver", [mine.pk, None])]


def test_a_reflection_shows_in_the_group_only_when_shared(
    trainer: Client, scene: Scene, clock: time_machine.Traveller
) -> None:
    hand_in(scene.fellow, "reflection-1", AFTER)
    shared = hand_in(scene.writer, "reflection-1", AFTER)
    shared.share(AFTER)
    clock.move_to(AFTER)
    trainer.force_login(scene.trainer)

    overview = trainer.get(reverse("intake:cohort", args=[scene.cohort.pk])).context["overview"]

    found = {
        (cell.column.step.key, cell.pk) for row in overview.rows for cell in row.cells if cell.pk
    }
    assert found == {("reflection-1", shared.pk)}
    assert "evaluation" not in {column.step.key for column in overview.columns}


def test_nobody_else_opens_the_page_of_the_group(client: Client, scene: Scene) -> None:
    for who, person in {"writer": scene.writer.person, **onlookers(scene)}.items():
        client.force_login(person)

        assert client.get(reverse("intake:cohort", args=[scene.cohort.pk])).status_code == 404, who


def test_the_page_of_the_group_says_what_to_expect_before_anything_is_open(
    trainer: Client, scene: Scene, clock: time_machine.Traveller
) -> None:
    clock.move_to(BEFORE - timedelta(days=30))
    trainer.force_login(scene.trainer)

    page = trainer.get(reverse("intake:cohort", args=[scene.cohort.pk])).content.decode()

    assert "Er is nog geen formulier open" in page


def test_the_page_of_the_group_asks_as_much_for_two_as_for_nine(
    trainer: Client, scene: Scene
) -> None:
    address = reverse("intake:cohort", args=[scene.cohort.pk])
    hand_in(scene.writer, "intake", BEFORE)
    two = queries_of(trainer, address)
    for _ in range(7):
        hand_in(enrol(scene.cohort), "intake", BEFORE)

    assert queries_of(trainer, address) == two


def test_one_persons_answers_ask_as_much_in_a_large_group(trainer: Client, scene: Scene) -> None:
    response = hand_in(scene.writer, "intake", BEFORE)
    hand_in(scene.fellow, "intake", BEFORE)
    two = queries_of(trainer, page_of(response))
    for _ in range(7):
        hand_in(enrol(scene.cohort), "intake", BEFORE)

    assert queries_of(trainer, page_of(response)) == two


# --- sharing ---------------------------------------------------------------------------------


def share(scene: Scene, key: str = "reflection-1") -> str:
    return reverse("intake:share", args=[scene.writer.pk, step(scene.cohort, key).pk])


def test_the_writer_shares_a_reflection_and_withdraws_it(writer: Client, scene: Scene) -> None:
    response = hand_in(scene.writer, "reflection-1", AFTER)

    writer.post(share(scene), {"share": "yes"})
    response.refresh_from_db()
    assert response.shared_at == BEFORE

    writer.post(share(scene), {"share": "no"})
    response.refresh_from_db()
    assert response.shared_at is None


def test_only_ones_own_handed_in_reflection_can_be_shared(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "reflection-1", AFTER)
    hand_in(scene.writer, "evaluation", AFTER)
    hand_in(scene.fellow, "reflection-1", AFTER)
    theirs = reverse("intake:share", args=[scene.fellow.pk, step(scene.cohort, "reflection-1").pk])

    for address in (share(scene), share(scene, "evaluation"), theirs):
        assert writer.post(address, {"share": "yes"}).status_code == 404
    assert not Response.objects.exclude(shared_at=None).exists()


def test_sharing_asks_for_a_post(writer: Client, scene: Scene) -> None:
    hand_in(scene.writer, "reflection-1", AFTER)

    assert writer.get(share(scene)).status_code == 405
