"""Five faults for each form in which a person fills in something: all of it is still there.

Words, choices, days, numbers and addresses alike. The forms are found by opening every page, so
one that is added is tested without being named.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client
from playwright.sync_api import Browser, Locator, Route
from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page as Tab
from pytest_django.live_server_helper import LiveServer

from tests.pages.world import World, make_world
from tests.web.typing_forms import TypingForm, typing_forms

BOXES = "textarea, select, input" + "".join(
    f":not([{one}])"
    for one in (
        *(f"type={kind}" for kind in ("hidden", "password", "file", "submit")),
        "autocomplete=one-time-code",
    )
)
# Another value than the page came with, where there is another.
FILL = """(form, [boxes, words, turn]) => {
  const all = [...form.querySelectorAll(boxes)];
  const pick = (some) => some.length ? some[turn % some.length] : null;
  const told = {
    date: `2031-05-1${turn}`, time: `11:1${turn}`, number: `4${turn}`, tel: `0229-12345${turn}`,
    url: `https://hoorn.example/${turn}`, email: `mens${turn}@hoorn.example`,
  };
  document.querySelectorAll("main details").forEach((one) => { one.open = true; });
  all.forEach((field, place) => {
    if (field.type === "radio") {
      const group = all.filter((one) => one.name === field.name);
      const other = pick(group.filter((one) => !one.defaultChecked)) || field;
      if (group[0] === field) other.checked = true;
    } else if (field.type === "checkbox") field.checked = !field.defaultChecked;
    else if (field.tagName === "SELECT") {
      const other = pick([...field.options].filter((one) => !one.defaultSelected));
      if (other) other.selected = true;
    } else if (field.type === "date" && field.max) field.value = turn % 2 ? field.min : field.max;
    else field.value = told[field.type] || `${words} ${place}`;
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  });
}"""
READ = """(form, boxes) => [...form.querySelectorAll(boxes)].map((one) => {
  const isOn = ["radio", "checkbox"].includes(one.type) ? ` ${one.checked}` : "";
  return `${one.name}=${one.value}${isOn}`;
})"""


class Writer:
    """Somebody who fills in one form, and whom everything happens to."""

    def __init__(self, tab: Tab, form: TypingForm, session: str, server: str) -> None:
        self.tab, self.form, self.session, self.server = tab, form, session, server
        self.faults: list[str] = []
        self.typed: list[str] = []

    @property
    def place(self) -> Locator:
        return self.tab.locator(f"form[method=post]:has({BOXES})").nth(self.form.number)

    def sign_in(self) -> None:
        if self.session:
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": self.session}
            self.tab.context.add_cookies([{**cookie, "url": self.server}])

    def open(self) -> None:
        self.tab.goto(self.form.path)

    def fill(self, words: str, turn: int) -> None:
        self.place.evaluate(FILL, [BOXES, words, turn])
        self.typed = self.place.evaluate(READ, BOXES)

    def send(self) -> None:
        with self.tab.expect_navigation():
            self.button.click()

    @property
    def button(self) -> Locator:
        return self.place.locator("button:not([type=button]):not([aria-hidden])").first

    def look(self, fault: str) -> None:
        there = self.place.evaluate(READ, BOXES) if self.place.count() else []
        if there != self.typed:
            wrong = [one for one in self.typed if one not in there]
            self.faults.append(f"{self.form.label}, {fault}: lost {wrong}")


def breaks(*_facts: object) -> None:
    raise RuntimeError("broken on purpose")


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
        writer.tab.get_by_role("button", name="Terug naar het formulier").click()


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
    for _wait in range(60):  # what saves itself is let through first
        writer.tab.wait_for_timeout(50)
        if sent:
            break
    writer.tab.wait_for_timeout(250)
    for route in sent[-1:]:
        route.fulfill(status=204)
    writer.tab.unroute_all(behavior="ignoreErrors")
    return len(sent)


def what_is_lost(writer: Writer) -> list[str]:
    writer.open()
    for turn, fault in enumerate(FAULTS):
        try:
            writer.fill(f"Mijn woorden, {fault.__name__}", turn)
            fault(writer)
            writer.look(fault.__name__)
        except BrowserError as error:
            writer.faults.append(f"{writer.form.label}, {fault.__name__}: {error}")
            writer.tab.goto("about:blank")
            writer.open()
    if (sent := sent_by_a_double_click(writer)) != 1:
        writer.faults.append(f"{writer.form.label}: a double click sent it {sent} times")
    return writer.faults


def sessions(world: World, forms: list[TypingForm]) -> dict[str, str]:
    """Everybody signs in once, before the browser is at work: it would wait for the same rows."""
    kept = {"anonymous": ""}
    for who in {one.who for one in forms} - {"anonymous"}:
        client = Client()
        client.force_login(world.person(who))
        kept[who] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return kept


@pytest.fixture
def tab(chromium: Browser, live_server: LiveServer) -> Iterator[Tab]:
    context = chromium.new_context(base_url=live_server.url, locale="nl-NL")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_each_form_still_has_all_that_was_filled_in_after_each_fault(
    tab: Tab, live_server: LiveServer
) -> None:
    world = make_world()
    forms = [one for one in typing_forms(world) if not one.drawn.forgets]
    session_of = sessions(world, forms)
    faults: list[str] = []
    for form in forms:
        tab.context.clear_cookies()
        writer = Writer(tab, form, session_of[form.who], live_server.url)
        writer.sign_in()
        faults += what_is_lost(writer)
    assert faults == []
