"""Fixtures for every test. Makers of people and groups stand in tests/cast.py."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from redis import Redis

from mentorship.reminders.watch.alive import LATELY, NOTHING

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: a test machine often runs as root. The rest keeps it from calling home.
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
]


@pytest.fixture(scope="session")
def redis() -> Iterator[Redis | None]:
    if not settings.REDIS_URL:
        yield None
        return
    with Redis.from_url(settings.REDIS_URL) as client:
        yield client


@pytest.fixture(autouse=True)
def _forget(redis: Redis | None) -> Iterator[None]:
    """Rate limits live in the cache: one test's tries must not count for the next.

    On a real server only the tests' own keys go, and with them what they rang: it may be in use.
    """
    yield
    if redis is None:
        cache.clear()
    elif keys := list(redis.scan_iter("wegwijs-tests*")):
        redis.delete(*keys)


@pytest.fixture(autouse=True)
def _mail_goes_out(request: pytest.FixtureRequest, _forget: None) -> None:
    """Pages ask twice a minute whether mail goes out; which one asks would hang on the clock."""
    if "asks_whether_mail_goes_out" not in request.keywords:
        cache.set(LATELY, NOTHING, None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if path is None:
        pytest.fail("no Chromium found; install it or set CHROMIUM", pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def browser_page(chromium: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A fresh Dutch visitor. A fault on the page's console fails the test.

    The page's own answer may be a refusal (an invalid form is 422), so that is not such a fault.
    """
    faults: list[str] = []
    context = chromium.new_context(
        base_url=live_server.url, locale="nl-NL", timezone_id="Europe/Amsterdam"
    )
    context.set_default_timeout(10_000)
    page = context.new_page()

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and message.location.get("url") != page.url:
            faults.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda fault: faults.append(str(fault)))
    yield page
    context.close()
    assert faults == []
