"""Tips without a writer: sorted in one click, and the next group opens with them."""

import re
from collections import Counter
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from intake import actions
from intake.models import Response, Tip
from intake.tips import Written, tips_of
from mentorship.people.models import Person
from mentorship.privacy.erasing import erase
from programmes.models import Cohort
from tests.cast import (
    enrol,
    make_adviser,
    make_cohort,
    make_coordinator,
    make_organisation,
    make_person,
    make_trainer,
    step,
)
from tests.intake.cast import AFTER, Scene, hand_in, onlookers, queries_of

NAMES = ["Een", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht", "Negen"]


@pytest.fixture(autouse=True)
def moment(clock: time_machine.Traveller) -> None:
    clock.move_to(AFTER)


def evaluate(scene: Scene, number: int, *, of: int = 0) -> list[Response]:
    """So many of the group hand in a tip of their own, one after the other."""
    writers = [
        scene.writer,
        scene.fellow,
        *(enrol(scene.cohort) for _ in range(max(of, number) - 2)),
    ]
    return [
        hand_in(one, "evaluation", AFTER + timedelta(minutes=place), tip=name, helped="")
        for place, (one, name) in enumerate(zip(writers[:number], NAMES, strict=False))
    ]


def written(scene: Scene) -> dict[str, Written]:
    found = tips_of(scene.cohort, step(scene.cohort, "evaluation")).written
    return {one.text: one for one in found}


def where(scene: Scene, name: str = "evaluation", *more: Any) -> str:
    args = [scene.cohort.pk, step(scene.cohort, "evaluation").pk, *more]
    return reverse(f"intake:{name}", args=args)


def sort(client: Client, scene: Scene, text: str, pile: str, was: str = "") -> Any:
    address = where(scene, "tip_sort", written(scene)[text].token)
    return client.post(address, {"pile": pile, "was": was}, follow=True)


def next_group(scene: Scene, **facts: Any) -> Cohort:
    facts = {"trainer": scene.trainer, "created_by": scene.cohort.created_by} | facts
    days = {name: scene_day + timedelta(days=200) for name, scene_day in _days(scene).items()}
    organisation = facts.pop("organisation", scene.cohort.organisation)
    return make_cohort(organisation, name="Groep zomer", **days, **facts)


def _days(scene: Scene) -> dict[str, Any]:
    steps = {"half_day_1": "half-day-1", "half_day_2": "half-day-2", "return_day": "return"}
    return {name: scene.cohort.meetings.get(step__key=key).day for name, key in steps.items()}


def opening(client: Client, cohort: Cohort, viewer: Person) -> str:
    """What the page of a group says above all else: "" without a list."""
    client.force_login(viewer)
    page = unescape(client.get(reverse("programmes:cohort", args=[cohort.pk])).content.decode())
    found = re.search(r'<section[^>]*aria-labelledby="passed-on".*?</section>', page, re.S)
    return found.group() if found else ""


# --- without a writer ---------------------------------------------------------------------------


def test_under_five_there_is_no_tip_and_none_can_be_sorted(client: Client, scene: Scene) -> None:
    responses = evaluate(scene, 4)
    assert written(scene) == {}

    fifth = hand_in(enrol(scene.cohort), "evaluation", AFTER, tip="Vijf", helped="")
    token = written(scene)["Een"].token
    fifth.enrolment.move_to("withdrawn", at=AFTER)
    client.force_login(scene.trainer)

    assert client.post(where(scene, "tip_sort", token), {"pile": "now"}).status_code == 404
    assert not Tip.objects.exists()
    assert len(responses) == 4


def test_neither_order_nor_page_follows_who_wrote(client: Client, scene: Scene) -> None:
    evaluate(scene, 9)
    client.force_login(scene.trainer)

    page = client.get(where(scene)).content.decode()
    tokens = re.findall(r'id="tip-(\w+)"', page)

    assert len(tokens) == 9
    assert tokens == sorted(tokens)  # by what follows no number …
    texts = [one.text for one in written(scene).values()]
    assert texts not in (NAMES, NAMES[::-1], sorted(NAMES))  # … so neither by hand-in nor name
    assert re.findall(r'id="tip-(\w+)"', client.get(where(scene)).content.decode()) == tokens
    tips = page[page.index('id="tips"') : page.index("</section>", page.index('id="tips"'))]
    numbers = re.findall(r'[/="-](\d+)[/"]', tips.replace(where(scene), ""))
    assert numbers == []


def test_two_answers_of_one_writer_cannot_be_laid_together(scene: Scene) -> None:
    evaluate(scene, 5)
    for one in (scene.writer, scene.fellow, *scene.cohort.enrolments.all()):
        hand_in(one, "evaluation", AFTER, tip=f"tip {one.pk}", helped=f"help {one.pk}")

    found = tips_of(scene.cohort, step(scene.cohort, "evaluation")).written
    helped = [one.response for one in found if one.question.key == "helped"]
    tips = [one.response for one in found if one.question.key == "tip"]

    assert set(helped) == set(tips)
    assert len({one.token for one in found}) == 10
    assert {one.token for one in found} & {str(one.response) for one in found} == set()


def test_a_later_tip_never_appears_alone_until_everybody_is_in(scene: Scene) -> None:
    """Else the list of who handed in today would say whose it is."""
    evaluate(scene, 5, of=9)
    late = list(scene.cohort.enrolments.order_by("pk"))[5:]
    shown = [sorted(written(scene))]
    for minutes, (one, name) in enumerate(zip(late, NAMES[5:], strict=True), start=10):
        hand_in(one, "evaluation", AFTER + timedelta(minutes=minutes), tip=name, helped="")
        shown.append(sorted(written(scene)))

    assert shown == [sorted(NAMES[:number]) for number in (5, 5, 7, 7, 9)]


def test_the_last_one_of_a_group_is_not_lost(client: Client, scene: Scene) -> None:
    evaluate(scene, 6, of=7)
    client.force_login(scene.trainer)
    assert "Eén formulier wacht nog op een tweede." in client.get(where(scene)).content.decode()

    scene.cohort.enrolments.latest("pk").move_to("withdrawn", at=AFTER)

    assert set(written(scene)) == set(NAMES[:6])
    assert "wacht nog" not in client.get(where(scene)).content.decode()


def test_what_its_writer_mends_is_mended_and_stays_in_its_pile(scene: Scene) -> None:
    evaluate(scene, 5)
    actions.sort_tip(written(scene)["Een"], "next", by=scene.trainer, at=AFTER)

    hand_in(scene.writer, "evaluation", AFTER, tip="Eén, maar beter", helped="")

    assert (written(scene)["Eén, maar beter"].pile, "Een" in written(scene)) == ("next", False)


def test_whoever_leaves_or_is_erased_takes_the_tip_along(scene: Scene) -> None:
    evaluate(scene, 7)
    for one in written(scene).values():
        actions.sort_tip(one, "next", by=scene.trainer, at=AFTER)
    later = next_group(scene)

    scene.fellow.move_to("withdrawn", at=AFTER)
    erase(scene.writer.person, by=None, at=AFTER)

    assert set(written(scene)) == set(NAMES[2:7])
    assert not Tip.objects.filter(response__enrolment=scene.writer).exists()
    assert "Een" not in opening(Client(), later, scene.trainer)
    assert "Twee" not in opening(Client(), later, scene.trainer)


# --- sorting ------------------------------------------------------------------------------------


def test_trainer_and_adviser_sort_with_one_click_and_can_undo(client: Client, scene: Scene) -> None:
    evaluate(scene, 5)
    for person, pile in ((scene.trainer, "now"), (scene.cohort.created_by, "not")):
        client.force_login(person)
        before = written(scene)["Drie"].pile

        page = sort(client, scene, "Drie", pile, was=before)

        tip = Tip.objects.get()
        assert (tip.pile, tip.sorted_by) == (pile, person)
        assert f"gesorteerd door {person.name}" in page.content.decode()
        [undo] = re.findall(r'action="([^"]*/sorted/[^"]*)"', page.content.decode())
        client.post(undo)
        assert written(scene)["Drie"].pile == before
        sort(client, scene, "Drie", pile, was=before)
    assert Counter(one.pile for one in written(scene).values()) == {"": 4, "not": 1}


def test_who_sorts_what_another_just_sorted_reads_so(client: Client, scene: Scene) -> None:
    evaluate(scene, 5)
    adviser = scene.cohort.created_by
    actions.sort_tip(written(scene)["Drie"], "not", by=adviser, at=AFTER)
    client.force_login(scene.trainer)

    stale = sort(client, scene, "Drie", "next", was="")
    fresh = sort(client, scene, "Drie", "now", was="next")

    had = f"{adviser.name} had hem net onder “niet” gezet."
    assert (had in stale.content.decode(), had in fresh.content.decode()) == (True, False)
    assert Tip.objects.get().pile == "now"


def test_undo_leaves_what_another_sorted_since(client: Client, scene: Scene) -> None:
    evaluate(scene, 5)
    client.force_login(scene.trainer)
    page = sort(client, scene, "Drie", "now").content.decode()
    [undo] = re.findall(r'action="([^"]*/sorted/[^"]*)"', page)
    actions.sort_tip(written(scene)["Drie"], "not", by=scene.cohort.created_by, at=AFTER)

    page = client.post(undo, follow=True).content.decode()

    assert "Iemand zette deze tip intussen ergens anders." in page
    assert written(scene)["Drie"].pile == "not"


def test_undo_clicked_twice_is_undone_once(client: Client, scene: Scene) -> None:
    evaluate(scene, 5)
    client.force_login(scene.trainer)
    page = sort(client, scene, "Drie", "now").content.decode()
    [undo] = re.findall(r'action="([^"]*/sorted/[^"]*)"', page)
    for _click in range(2):
        page = client.post(undo, follow=True).content.decode()

        assert "De tip staat weer waar hij stond." in page
    assert not Tip.objects.exists()


def test_whoever_sorts_many_stays_at_the_tips(client: Client, scene: Scene) -> None:
    evaluate(scene, 5)
    client.force_login(scene.trainer)
    back = [where(scene) + "#tips"]

    page = sort(client, scene, "Drie", "now")
    assert [url for url, _status in page.redirect_chain] == back
    [undo] = re.findall(r'action="([^"]*/sorted/[^"]*)"', page.content.decode())
    done = where(scene, "tip_done", written(scene)["Drie"].token)
    assert [client.post(url, {"done": "yes"}).headers["Location"] for url in (done, undo)] == (
        back * 2
    )


def test_nobody_else_sorts_ticks_or_puts_back(client: Client, scene: Scene) -> None:
    evaluate(scene, 5)
    one = written(scene)["Een"]
    actions.sort_tip(one, "now", by=scene.trainer, at=AFTER)
    client.force_login(scene.trainer)
    undo = re.findall(
        r'action="([^"]*/sorted/[^"]*)"', sort(client, scene, "Een", "next").content.decode()
    )[0]
    others = {who: one for who, one in onlookers(scene).items() if who != "adviser"}
    for who, person in {"writer": scene.writer.person, **others}.items():
        client.force_login(person)
        for address in (
            where(scene, "tip_sort", one.token),
            where(scene, "tip_done", one.token),
            undo,
        ):
            assert client.post(address, {"pile": "not", "done": "yes"}).status_code == 404, who

    tip = Tip.objects.get()
    assert (tip.pile, tip.done_at) == ("next", None)


def test_what_is_no_pile_and_what_is_no_tip_do_not_exist(client: Client, scene: Scene) -> None:
    evaluate(scene, 5)
    client.force_login(scene.trainer)
    good = where(scene, "tip_sort", written(scene)["Een"].token)

    assert client.post(good, {"pile": "bin"}).status_code == 404
    assert client.post(where(scene, "tip_sort", "made-up"), {"pile": "now"}).status_code == 404
    assert client.get(good).status_code == 405


# --- the next group -----------------------------------------------------------------------------


@pytest.fixture
def sorted_tips(scene: Scene) -> Scene:
    evaluate(scene, 5)
    for text, pile in (("Een", "now"), ("Twee", "next"), ("Drie", "not")):
        actions.sort_tip(written(scene)[text], pile, by=scene.trainer, at=AFTER)
    return scene


def test_the_next_group_opens_with_what_was_passed_on(client: Client, sorted_tips: Scene) -> None:
    later = next_group(sorted_tips)
    for viewer in (sorted_tips.trainer, sorted_tips.cohort.created_by):
        found = opening(client, later, viewer)

        assert re.findall("Een|Twee|Drie|Vier|Vijf", found) != []
        assert {one for one in NAMES if one in found} == {"Een", "Twee"}
        assert where(sorted_tips) in found
        assert sorted_tips.writer.person.name not in found


def test_only_the_next_group_of_the_same_programme_and_organisation_opens_with_it(
    client: Client, sorted_tips: Scene
) -> None:
    scene = sorted_tips
    medemblik = make_organisation("medemblik")
    elsewhere = next_group(
        scene, organisation=medemblik, created_by=make_adviser(medemblik), trainer=scene.trainer
    )
    other = next_group(scene)
    copy = other.programme.copy_for(other.organisation)
    Cohort.objects.filter(pk=other.pk).update(programme=copy)
    stranger = next_group(scene)
    Cohort.objects.filter(pk=stranger.pk).update(
        programme=type(copy).objects.create(name={"nl": "Iets anders"})
    )

    assert opening(client, elsewhere, scene.trainer) == ""
    assert opening(client, stranger, scene.trainer) == ""
    assert opening(client, scene.cohort, scene.trainer) == ""
    assert "Twee" in opening(client, other, scene.trainer)  # its own version is the same programme


def test_another_trainer_reads_the_tips_and_not_the_evaluation(
    client: Client, sorted_tips: Scene
) -> None:
    later = next_group(sorted_tips, trainer=make_trainer())

    found = opening(client, later, later.trainer)

    assert "Twee" in found
    assert where(sorted_tips) + '"' not in found
    assert client.get(where(sorted_tips)).status_code == 404


def test_participants_and_the_coordinator_of_the_next_group_see_no_tips(
    client: Client, sorted_tips: Scene
) -> None:
    later = next_group(sorted_tips)
    for viewer in (enrol(later).person, make_coordinator()):
        assert opening(client, later, viewer) == ""


def test_below_five_again_the_next_group_has_nothing(client: Client, sorted_tips: Scene) -> None:
    later = next_group(sorted_tips)
    assert opening(client, later, sorted_tips.trainer)

    sorted_tips.fellow.move_to("withdrawn", at=AFTER)

    assert opening(client, later, sorted_tips.trainer) == ""


def test_the_next_group_ticks_a_tip_and_takes_the_tick_away(
    client: Client, sorted_tips: Scene
) -> None:
    later = next_group(sorted_tips, trainer=make_trainer())
    client.force_login(later.trainer)
    tick = where(sorted_tips, "tip_done", written(sorted_tips)["Een"].token)

    client.post(tick, {"for": later.pk, "done": "yes"})
    assert written(sorted_tips)["Een"].is_done
    assert "1 tip is gedaan" in opening(client, later, later.trainer)

    client.post(tick, {"for": later.pk})
    assert not written(sorted_tips)["Een"].is_done
    not_passed_on = where(sorted_tips, "tip_done", written(sorted_tips)["Drie"].token)
    assert client.post(not_passed_on, {"for": later.pk, "done": "yes"}).status_code == 404
    assert client.post(tick, {"for": "x", "done": "yes"}).status_code == 404
    assert client.post(tick, {"done": "yes"}).status_code == 404  # not their own group


def test_a_group_that_is_over_opens_with_nothing(
    client: Client, sorted_tips: Scene, clock: time_machine.Traveller
) -> None:
    later = next_group(sorted_tips)

    clock.move_to(AFTER + timedelta(days=600))

    assert opening(client, later, sorted_tips.trainer) == ""


def test_the_page_asks_as_much_for_five_tips_as_for_nine(client: Client, scene: Scene) -> None:
    evaluate(scene, 5)
    client.force_login(scene.trainer)
    five = queries_of(client, where(scene))
    for name in NAMES[5:]:
        hand_in(enrol(scene.cohort, make_person()), "evaluation", AFTER, tip=name)
    for one in written(scene).values():
        actions.sort_tip(one, "next", by=scene.trainer, at=AFTER)

    assert queries_of(client, where(scene)) == five


# --- the academy --------------------------------------------------------------------------------


def test_the_overview_leads_the_coordinator_to_totals_and_to_no_tips(
    client: Client, scene: Scene
) -> None:
    evaluate(scene, 5)
    few = make_cohort(trainer=scene.trainer)
    hand_in(enrol(few), "evaluation", AFTER)
    client.force_login(make_coordinator())

    page = client.get(reverse("programmes:overview")).content.decode()

    assert re.findall(r"/cohorts/\d+/evaluation/\d+/", page) == [where(scene)]
    told_there = client.get(where(scene)).content.decode()
    assert "Een" not in re.findall(r'class="prose">([^<]*)', told_there)
    assert "tip-piles" not in told_there


@pytest.mark.parametrize("later", ["abc", "٣", "999999", "9" * 30, "-1"])
def test_a_made_up_next_group_is_not_found(client: Client, scene: Scene, later: str) -> None:
    evaluate(scene, 5)
    token = written(scene)["Een"].token
    client.force_login(scene.trainer)
    out = where(scene, "tip_take_out", token)

    assert client.get(out, {"for": later}).status_code == 404
    assert client.post(out, query_params={"for": later}).status_code == 404
    assert client.post(where(scene, "tip_done", token), {"for": later}).status_code == 404
