"""On a phone the board stays short: why is a tap away, without a mouse or JavaScript too."""

from datetime import date

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from mentorship.people.models import Person
from tests.cast import make_adviser, make_newcomer
from tests.matching.cast import make_mentor

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("clock"),
]


def board(
    chromium: Browser, live_server: LiveServer, adviser: Person, width: int, *, js: bool = True
) -> Page:
    context = chromium.new_context(
        viewport={"width": width, "height": 780}, locale="nl-NL", java_script_enabled=js
    )
    client = Client()
    client.force_login(adviser)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
    )
    page = context.new_page()
    page.goto(f"{live_server.url}/matching/")
    return page


@pytest.fixture
def adviser() -> Person:
    adviser = make_adviser()
    make_mentor("Anja Smit", capacity=2), make_mentor("Bea Bos", capacity=2)
    for name in ("Daan Visser", "Noor Jansen"):
        make_newcomer(name, starts_on=date(2027, 2, 1))
    return adviser


@pytest.mark.parametrize("way", ["finger", "keyboard", "without JavaScript"])
def test_on_a_phone_why_is_a_tap_away(
    way: str, chromium: Browser, live_server: LiveServer, adviser: Person
) -> None:
    page = board(chromium, live_server, adviser, 360, js=way != "without JavaScript")
    row = page.locator("tr[id^=row-]").first
    reasons = row.locator(".tags")
    expect(row.get_by_text("Niet deze twee")).to_be_visible()
    expect(reasons).to_be_hidden()
    box = row.bounding_box()
    assert box is not None
    assert box["height"] < 260
    why = row.locator("summary")
    if way == "keyboard":
        why.focus()
        page.keyboard.press("Enter")
    else:
        why.click()
    expect(reasons).to_be_visible()
    expect(row.get_by_text("De volgende beste")).to_be_visible()
    page.context.close()


def test_on_a_wide_screen_the_reasons_stand_there(
    chromium: Browser, live_server: LiveServer, adviser: Person
) -> None:
    page = board(chromium, live_server, adviser, 1280)
    row = page.locator("tr[id^=row-]").first
    expect(row.locator(".tags")).to_be_visible()
    expect(row.locator("summary")).to_be_hidden()
    page.context.close()
