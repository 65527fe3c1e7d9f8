"""Five faults for each form that takes words: what was typed is still there.

The forms are found by opening every page, so one that is added is tested without being named.
"""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client
from playwright.sync_api import Browser, Locator, Route
from playwright.sync_api import Page as Tab
from pytest_django.live_server_helper import LiveServer

from tests.cast import make_person
from tests.pages.conftest import world as world
from tests.pages.world import World, make_world
from tests.web.typing_forms import NO_WORDS, TypingForm, typing_forms

HERE = {"referer": "http://testserver/somewhere/", "accept": "text/html"}
WORDS = "Woorden die niet weg mogen"


@pytest.fixture(scope="module")
def forms(world: World) -> list[TypingForm]:
    """Found once: opening every page takes a while."""
    return typing_forms(world)


def breaks(*_facts: object) -> None:
    raise RuntimeError("broken on purpose")


# --- without the script: the page that says what went wrong hands the words back ----------------


def signed_out(form: TypingForm, world: World) -> Client:
    return Client()


def without_token(form: TypingForm, world: World) -> Client:
    return as_writer(form, world, enforce_csrf_checks=True)


def as_writer(form: TypingForm, world: World, **facts: bool) -> Client:
    client = Client(raise_request_exception=False, **facts)
    if form.who != "anonymous":
        client.force_login(world.person(form.who))
    return client


def not_handed_back(
    forms: list[TypingForm],
    world: World,
    client_of: Callable[[TypingForm, World], Client],
    status: int,
) -> list[str]:
    faults = []
    for form in forms:
        data = {name: f"{WORDS} {place}" for place, name in enumerate(form.names)}
        answer = client_of(form, world).post(form.action, data, headers=HERE)
        page = answer.content.decode()
        if answer.status_code != status or any(f">{one}<" not in page for one in data.values()):
            faults.append(f"{form.label}: {answer.status_code}")
    return faults


@pytest.mark.django_db
def test_each_form_hands_its_words_back_when_the_session_is_over(
    forms: list[TypingForm], world: World
) -> None:
    closed = [one for one in forms if not one.is_public]
    assert not_handed_back(closed, world, signed_out, 403) == []


@pytest.mark.django_db
def test_each_form_hands_its_words_back_when_its_page_was_open_too_long(
    forms: list[TypingForm], world: World
) -> None:
    assert not_handed_back(forms, world, without_token, 403) == []


@pytest.mark.django_db
def test_each_form_hands_its_words_back_when_the_house_breaks(
    forms: list[TypingForm], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CsrfViewMiddleware, "_check_token", breaks)
    assert not_handed_back(forms, world, without_token, 500) == []


@pytest.mark.django_db
def test_the_walk_finds_what_people_write(forms: list[TypingForm]) -> None:
    """A walk that finds nothing would let every other test here pass."""
    found = {form.label for form in forms}
    assert found >= {
        "intake-1",
        "self-analysis-1",
        "reflection-1-1",
        "matching:hopes-newcomer",
        "matching:another_mentor-lasting",
        "matching:answer-anonymous",
        "matching:check_in_own-mentor",
        "matching:check_in_own-lasting",
        "matching:profile-mentor",
        "programmes:assignment-fellow",
        "programmes:guide_section-adviser",
        "intake:question-adviser",
        "reminders:text-adviser",
    }
    assert not {form.label.partition("-")[0] for form in forms} & set(NO_WORDS)


@pytest.mark.django_db
def test_another_site_cannot_put_its_words_in_our_mouth() -> None:
    client = Client(enforce_csrf_checks=True)
    elsewhere = {"referer": "https://elsewhere.example/", "accept": "text/html"}
    answer = client.post("/language/", {"x": WORDS}, headers=elsewhere)

    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()


@pytest.mark.django_db
def test_a_password_is_never_handed_back() -> None:
    make_person(email="kees@hoorn.example", password="three words long")
    client = Client(enforce_csrf_checks=True)
    sent = {"login": "kees@hoorn.example", "password": "three words long"}
    answer = client.post("/accounts/login/", sent, headers=HERE)

    assert answer.status_code == 403
    assert "three words" not in answer.content.decode()


# --- with the script: the words are in their boxes again --------------------------------

BOXES = "textarea, input[type=text]"
TYPE = """(form, [boxes, words]) => {
  document.querySelectorAll("main details").forEach((one) => { one.open = true; });
  [...form.querySelectorAll(boxes)].forEach((field, place) => {
    field.value = `${words} ${place}`;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });
}"""
READ = "(form, boxes) => [...form.querySelectorAll(boxes)].map((field) => field.value)"


class Writer:
    """Somebody who types in one form, and whom everything happens to."""

    def __init__(self, tab: Tab, form: TypingForm, session: str, server: str) -> None:
        self.tab, self.form, self.session, self.server = tab, form, session, server
        self.faults: list[str] = []

    @property
    def place(self) -> Locator:
        with_words = f"form[method=post]:has({BOXES})"
        return self.tab.locator(with_words).nth(self.form.number)

    def sign_in(self) -> None:
        if self.session:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.session}
            self.tab.context.add_cookies([{**cookie, "url": self.server}])

    def open(self) -> None:
        self.tab.goto(self.form.path)

    def type(self, words: str) -> None:
        self.place.evaluate(TYPE, [BOXES, words])
        self.typed = [f"{words} {place}" for place in range(len(self.form.names))]

    def send(self) -> None:
        with self.tab.expect_navigation():
            self.button.click()

    @property
    def button(self) -> Locator:
        return self.place.locator("button.button:not([type=button])").first

    def look(self, fault: str) -> None:
        there = self.place.evaluate(READ, BOXES) if self.place.count() else []
        if there != self.typed:
            self.faults.append(f"{self.form.label}, {fault}: {there}")


def session_is_over(writer: Writer) -> None:
    if writer.session:
        writer.tab.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
        writer.send()
        writer.sign_in()
        writer.open()


def page_was_open_too_long(writer: Writer) -> None:
    writer.tab.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    writer.send()
    with writer.tab.expect_navigation():
        writer.tab.get_by_role("link", name="Terug naar het formulier").click()


def house_breaks(writer: Writer) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(CsrfViewMiddleware, "_check_token", breaks)
        writer.send()
    writer.tab.go_back()


def goes_away_and_back(writer: Writer) -> None:
    writer.tab.goto("/health/")
    writer.tab.go_back()


FAULTS = (session_is_over, page_was_open_too_long, house_breaks, goes_away_and_back)


def sent_by_a_double_click(writer: Writer) -> int:
    """The second click comes while the first is on its way and has no answer yet."""
    sent: list[Route] = []

    def note(route: Route) -> None:
        if route.request.method == "POST" and route.request.is_navigation_request():
            sent.append(route)
        else:
            route.continue_()

    writer.tab.route("**/*", note)
    writer.button.evaluate("one => { one.click(); setTimeout(() => one.click(), 200); }")
    for _wait in range(30):  # what saves itself is let through first
        writer.tab.wait_for_timeout(100)
        if sent:
            break
    writer.tab.wait_for_timeout(400)
    for route in sent[-1:]:
        route.fulfill(status=204)
    writer.tab.unroute_all(behavior="ignoreErrors")
    return len(sent)


@pytest.fixture
def tab(chromium: Browser, live_server: LiveServer) -> Iterator[Tab]:
    context = chromium.new_context(base_url=live_server.url, locale="nl-NL")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_each_form_still_has_its_words_after_each_fault(tab: Tab, live_server: LiveServer) -> None:
    world = make_world()
    faults: list[str] = []
    for form in typing_forms(world):
        tab.context.clear_cookies()
        session = ""
        if form.who != "anonymous":
            client = Client()
            client.force_login(world.person(form.who))
            session = client.cookies[settings.SESSION_COOKIE_NAME].value
        writer = Writer(tab, form, session, live_server.url)
        writer.sign_in()
        writer.open()
        # A single line goes the same way as a page: one fault of each is enough to see that.
        for fault in FAULTS if form.is_long else (house_breaks,):
            writer.type(f"Mijn woorden, {fault.__name__}")
            fault(writer)
            writer.look(fault.__name__)
        if (sent := sent_by_a_double_click(writer)) != 1:
            writer.faults.append(f"{form.label}: a double click sent it {sent} times")
        faults += writer.faults
    assert faults == []
