"""Every page in a real browser, on a phone and on a wide screen: axe, width, console, faults."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page as Tab
from pytest_django.live_server_helper import LiveServer

from mentorship.people.models import Person
from tests.pages.page import Page
from tests.pages.table import PAGES
from tests.pages.world import World, make_world

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
LOOKED_AT = [one for one in PAGES if one.look and one.get == 200]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def address(page: Page, world: World) -> str:
    return reverse(page.name, kwargs=page.args(world)) + page.query


def sign_in(tab: Tab, viewer: Person, live_server: LiveServer) -> None:
    client = Client()
    client.force_login(viewer)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    tab.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )


def faults_of(tab: Tab, label: str) -> list[str]:
    """What axe finds, and whether anything sticks out at the side."""
    found = Axe().run(tab, options=RULES)
    faults = [
        f"{label}: {one['id']} at {one['nodes'][0]['target']}"
        for one in found.response["violations"]
    ]
    sideways = tab.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if sideways > 0:
        faults.append(f"{label}: {sideways} px too wide")
    return faults


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_is_accessible_fits_and_is_quiet(
    width: int, browser_page: Tab, live_server: LiveServer, world: World
) -> None:
    browser_page.set_viewport_size({"width": width, "height": 800})
    faults: list[str] = []
    for role in sorted({page.who for page in LOOKED_AT}):
        browser_page.context.clear_cookies()
        if role != "anonymous":
            sign_in(browser_page, world.person(role), live_server)
        for page in (one for one in LOOKED_AT if one.who == role):
            browser_page.goto(address(page, world))
            faults += faults_of(browser_page, f"{page.label} at {width}")
    assert faults == []


FORMS = [one for one in PAGES if one.post == 422 and one.get == 200]
STRONG = "main form[method=post] button.button:not(.quiet)"
CAREFUL = f"{STRONG}.danger"
EMPTY = """button => {
  for (const field of button.form.elements) {
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = false;
    else if (field.matches("select")) field.selectedIndex = -1;
    else if (field.matches("input:not([type=hidden]), textarea")) field.value = "";
  }
}"""


def test_every_form_posted_empty_shows_its_summary(
    browser_page: Tab, live_server: LiveServer, world: World
) -> None:
    """A summary that has the focus, with a link to each field that must be mended."""
    browser_page.set_viewport_size({"width": 360, "height": 800})
    faults: list[str] = []
    for page in FORMS:
        browser_page.context.clear_cookies()
        if page.who != "anonymous":
            sign_in(browser_page, world.person(page.who), live_server)
        browser_page.goto(address(page, world))
        if not browser_page.locator("main form[method=post]").count():
            faults.append(f"{page.label}: no form")
            continue
        strong = browser_page.locator(f"{STRONG}:not(.danger)")
        strong = (strong if strong.count() else browser_page.locator(CAREFUL)).first
        if strong.get_attribute("name") == "answer":
            continue  # a question: its buttons are the answer, there is nothing to leave out
        strong.evaluate(EMPTY)
        with browser_page.expect_navigation():
            strong.click()
        faults += faults_of_summary(browser_page, page.label)
    assert faults == []


def faults_of_summary(tab: Tab, label: str) -> list[str]:
    if not tab.locator(".error-summary").count():
        return [f"{label}: no summary"]
    faults = faults_of(tab, f"{label}, posted empty")
    if not tab.evaluate("document.activeElement.closest('.error-summary') !== null"):
        faults.append(f"{label}: the summary has no focus")
    if not tab.title().startswith("Fout:"):
        faults.append(f"{label}: the title does not say that something is wrong")
    return faults
