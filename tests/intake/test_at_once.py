"""Two pages of one form, and none of them undoes the other."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client

from intake import actions
from intake.actions import Origin
from intake.models import Response
from tests.intake.cast import BEFORE, Scene, draft, full_answers, hand_in, make_scene, only, paper
from tests.intake.cast import form_page as at

ON_POSTGRESQL = pytest.mark.skipif(
    "sqlite" in str(connections.databases["default"]["ENGINE"]), reason="SQLite writes one by one"
)


def page(mark: str, seen: str = "", **fields: str) -> dict[str, str]:
    """What a page sends; ``seen`` is the mark of the page that had saved when it was opened."""
    return {"mark": mark, "seen": seen, "number": "1", **fields}


def test_two_pages_saving_at_once_do_not_undo_each_other(scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE)
    one, other = paper(scene.writer, "intake"), paper(scene.writer, "intake")

    actions.save_draft(one, {"wish": "Eerst"}, part=1, at=BEFORE)
    actions.save_draft(other, {"hope": "Daarna"}, part=3, at=BEFORE)

    assert only(scene).draft["wish"] == "Eerst"
    assert only(scene).draft["hope"] == "Daarna"


def test_sending_sends_what_another_page_saved_meanwhile(scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE, wish="Oud")
    stale = paper(scene.writer, "intake")
    actions.save_draft(paper(scene.writer, "intake"), {"wish": "Nieuw"}, part=1, at=BEFORE)

    assert actions.hand_in(stale, BEFORE)

    assert only(scene).answers["wish"] == only(scene).draft["wish"] == "Nieuw"


def test_a_page_that_saves_itself_too_late_does_not_change_what_was_sent(
    writer: Client, scene: Scene
) -> None:
    writer.post(at(scene, "part", 1), page("telefoon", **{"q-wish": "Oud"}))
    draft(scene.writer, "intake", BEFORE, wish="Nieuw")
    writer.post(at(scene, "check"))

    late = writer.post(at(scene, "autosave"), page("telefoon", **{"q-wish": "Oud"}))

    assert late.status_code == 409
    assert only(scene).draft["wish"] == only(scene).answers["wish"] == "Nieuw"
    assert not only(scene).has_unsent_changes


def test_a_phone_that_comes_back_does_not_undo_what_was_written_on_a_laptop(
    writer: Client, scene: Scene
) -> None:
    writer.post(at(scene, "autosave"), page("telefoon", **{"q-wish": "Luis"}))
    writer.post(at(scene, "part", 1), page("laptop", "telefoon", **{"q-wish": "Luisteren"}))

    late = writer.post(at(scene, "autosave"), page("telefoon", **{"q-wish": "Luister"}))

    assert late.status_code == 409
    assert only(scene).draft["wish"] == "Luisteren"


def test_pressing_the_button_on_the_older_page_shows_both_and_then_its_words_count(
    writer: Client, scene: Scene
) -> None:
    writer.post(at(scene, "part", 1), page("laptop", **{"q-wish": "Luisteren"}))

    both = writer.post(at(scene, "part", 1), page("telefoon", **{"q-wish": "Doorvragen"}))

    assert both.status_code == 409
    words = both.content.decode()
    assert "Luisteren" in words
    assert "Doorvragen" in words
    assert only(scene).draft["wish"] == "Luisteren"
    again = page(both.context["mark"], both.context["paper"].seen, **{"q-wish": "Doorvragen"})
    assert writer.post(at(scene, "part", 1), again).status_code == 302
    assert only(scene).draft["wish"] == "Doorvragen"


def test_an_empty_box_on_an_older_page_empties_nothing(writer: Client, scene: Scene) -> None:
    writer.post(at(scene, "part", 1), page("laptop", **{"q-wish": "Luisteren"}))

    answer = writer.post(at(scene, "part", 1), page("telefoon", **{"q-wish": ""}))

    assert answer.status_code == 302
    assert only(scene).draft["wish"] == "Luisteren"


def test_a_page_may_save_itself_again_and_again(writer: Client, scene: Scene) -> None:
    """Also when the answer to an earlier save got lost on the way."""
    for text in ("L", "Lu", "Luisteren", ""):
        answer = writer.post(at(scene, "autosave"), page("telefoon", **{"q-wish": text}))
        assert answer.status_code == 200

    assert only(scene).draft["wish"] == ""


def test_what_was_not_looked_over_is_shown_before_it_is_sent(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE, wish="Luisteren")
    seen = writer.get(at(scene, "check")).context["paper"].seen
    writer.post(at(scene, "autosave"), page("telefoon", seen, **{"q-wish": "Doorvragen"}))

    answer = writer.post(at(scene, "check"), {"seen": seen})

    assert answer.status_code == 409
    assert "Kijk het nog eens na" in answer.content.decode()
    assert only(scene).handed_in_at is None
    writer.post(at(scene, "check"), {"seen": answer.context["paper"].seen})
    assert only(scene).answers["wish"] == "Doorvragen"


def test_a_second_click_on_send_finds_it_sent(writer: Client, scene: Scene) -> None:
    draft(scene.writer, "intake", BEFORE)
    seen = writer.get(at(scene, "check")).context["paper"].seen

    for _click in range(2):
        answer = writer.post(at(scene, "check"), {"seen": seen})
        assert answer["Location"] == at(scene, "thanks")


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_saving_and_sending_in_the_same_blink_keep_one_whole_form() -> None:
    """Whoever comes second waits, and sees what the first one did."""
    for _try in range(8):
        scene = make_scene()
        draft(scene.writer, "intake", BEFORE, wish="Luisteren")
        saved: list[bool] = []
        save, send = paper(scene.writer, "intake"), paper(scene.writer, "intake")
        typing = {**full_answers(save), "wish": "Doorvragen"}
        here = Origin("telefoon", "")

        run_at_once(
            lambda save=save, typing=typing, here=here, saved=saved: saved.append(
                bool(actions.save_draft(save, typing, part=1, at=BEFORE, origin=here))
            ),
            lambda send=send: actions.hand_in(send, BEFORE, seen=""),
        )

        row = Response.objects.get(enrolment=scene.writer)
        # Sent first: the page was opened before that, so it says so. Saved first: not looked over.
        assert (saved, row.is_handed_in, row.draft["wish"], row.answers.get("wish")) in [
            ([False], True, "Luisteren", "Luisteren"),
            ([True], False, "Doorvragen", None),
        ]


@ON_POSTGRESQL
@pytest.mark.django_db(transaction=True)
def test_ten_first_pages_in_the_same_blink_make_one_response() -> None:
    scene = make_scene()
    papers = [paper(scene.writer, "intake") for _ in range(10)]

    run_at_once(
        *(
            lambda one=one, number=number: actions.save_draft(
                one, {f"key-{number}": "x"}, part=1, at=BEFORE
            )
            for number, one in enumerate(papers)
        )
    )

    assert len(only(scene).draft) == 10


def run_at_once(*work: Callable[[], Any]) -> None:
    gate = threading.Barrier(len(work))
    faults: list[BaseException] = []

    def run(one: Callable[[], Any]) -> None:
        try:
            gate.wait()
            one()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(one,)) for one in work]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []


def test_a_sent_form_stays_sent_when_its_first_page_is_sent_again(
    writer: Client, scene: Scene
) -> None:
    """The back button, and then *Next*: a correction, that only counts when it is sent."""
    hand_in(scene.writer, "intake", BEFORE, wish="Luisteren")

    writer.post(at(scene, "part", 1), page("terug", **{"q-wish": "Luisteren"}))

    assert only(scene).is_handed_in
    assert not only(scene).has_unsent_changes
