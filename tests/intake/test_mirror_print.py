"""The mirror on paper: then and now, in full, on one sheet in both languages."""

import io
from typing import Any

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page as Tab
from pytest_django.live_server_helper import LiveServer

from intake.models import Answer, Question
from tests.intake.cast import BEFORE, RETURNED, Scene, hand_in, make_scene, paper

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = (
    "Vorige week vertelde een collega over een lastig gesprek met een inwoner. Ik gaf meteen "
    "advies, terwijl zij vooral wilde vertellen. Volgende keer vraag ik eerst wat zij nodig heeft.",
    "In het overleg van dinsdag bleef ik stil en telde ik tot vijf. Toen kwam het echte verhaal. "
    "Dat wil ik vaker doen, ook als het druk is en ook met mensen die ik nog niet goed ken.",
)


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return make_scene()


def answers(scene: Scene, time: int) -> dict[str, Answer]:
    """Everything filled in, and nothing as it was the other time."""
    return {one.key: _answer(one, time) for one in paper(scene.writer, "self-analysis").questions}


def _answer(question: Question, time: int) -> Answer:
    if question.is_text:
        return WORDS[time]
    keys = [key for key, _words in question.choices]
    if question.takes_many:
        return keys[3 * time : 3 * time + (question.at_most or 3)]
    return keys[1 + 2 * time]


def fill_in_twice(scene: Scene) -> None:
    hand_in(scene.writer, "self-analysis", BEFORE, **answers(scene, 0))
    hand_in(scene.writer, "self-analysis-return", RETURNED, **answers(scene, 1))


def open_mirror(tab: Tab, scene: Scene, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(scene.writer.person)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    tab.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    tab.goto(reverse("intake:mirror", args=[scene.writer.pk]))


def pages_of(tab: Tab, **how: Any) -> int:
    with pikepdf.open(io.BytesIO(tab.pdf(**how))) as printed:
        return len(printed.pages)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_mirror_prints_on_one_sheet(
    language: str, browser_page: Tab, live_server: LiveServer, scene: Scene
) -> None:
    fill_in_twice(scene)
    scene.writer.person.language = language
    scene.writer.person.save()
    open_mirror(browser_page, scene, live_server)
    now = {"nl": "nu", "en": "now"}[language]
    assert browser_page.locator(".glance .legend").inner_text().split()[-1] == now
    assert browser_page.get_by_text(WORDS[1]).count() == 7  # nothing is left out to make it fit

    assert pages_of(browser_page, prefer_css_page_size=True) == 1
    assert pages_of(browser_page, format="A4") == 1

    browser_page.emulate_media(media="print")
    size = browser_page.evaluate(
        "parseFloat(getComputedStyle(document.querySelector('.mirror .told p')).fontSize)"
    )
    assert size >= 10 * 0.98  # 7.5 pt: small, and it can be read


def test_the_sheet_is_measured(browser_page: Tab, live_server: LiveServer, scene: Scene) -> None:
    """The check itself: it sees a second sheet when there is one."""
    fill_in_twice(scene)
    open_mirror(browser_page, scene, live_server)
    browser_page.evaluate(
        "document.querySelectorAll('.moment').forEach(one => one.after(one.cloneNode(true)))"
    )

    assert pages_of(browser_page, prefer_css_page_size=True) > 1
