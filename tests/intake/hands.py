"""Two ways to fill in a page on a phone: with a finger, and with nothing but keys."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

# What the key at hand would do in the element that has the focus.
FOCUSED = """() => {
  const here = document.activeElement;
  const alike = here.form && here.name ? here.form.querySelectorAll(`[name="${here.name}"]`) : [];
  return {
    kind: here.tagName === "INPUT" ? here.type : here.tagName.toLowerCase(),
    label: (here.labels && here.labels[0] || here).textContent.trim(),
    place: here.tagName === "SELECT"
      ? [...here.closest(".parts").querySelectorAll("select")].indexOf(here) + 1 : 0,
    done: here.value && here.matches("textarea, select") || [...alike].some((one) => one.checked),
    inForm: Boolean(here.form && here.form.closest("main")),
  };
}"""
STEPS = 120  # more than any page has to tab through


@dataclass
class Hand:
    """``fill`` answers what is still empty on this page; ``press`` presses a button or a link;
    ``reach`` puts the finger or the focus on one thing, to type in it or to press Enter."""

    name: str
    fill: Callable[[Page, str], None]
    press: Callable[[Page, str], None]
    reach: Callable[[Locator], None]


def _tap_all(page: Page, words: str) -> None:
    form = page.locator("main form.form")
    for box in form.locator("textarea").all():
        if not box.input_value():
            box.tap()
            expect(box).to_be_focused()
            page.keyboard.type(words)
    for group in form.locator("fieldset").all():
        options = group.locator("input[type=radio], input[type=checkbox]")
        if options.count() and not group.locator("input:checked").count():
            group.locator("label").last.tap()
            expect(options.last).to_be_checked()
        for place, box in enumerate(group.locator("select").all(), start=1):
            if not box.input_value():
                box.select_option(index=place)  # the telephone's own list of answers
    if (down := form.locator("button.move")).count():
        down.first.tap()  # the first two change places


def _tap(page: Page, name: str) -> None:
    target = page.locator("main a, main button, .door button").filter(has_text=name).first
    with page.expect_navigation():
        target.tap()


def _key_all(page: Page, words: str) -> None:
    """From the top, field after field, as far as the first button."""
    page.locator("h1").first.evaluate("title => { title.tabIndex = -1; title.focus(); }")
    for _step in range(STEPS):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here["kind"] == "button" and here["inForm"] and not _moves(page):
            return
        if here["done"] or not here["inForm"]:
            continue
        if here["kind"] == "textarea":
            page.keyboard.type(words)
        elif here["kind"] in ("radio", "checkbox"):
            page.keyboard.press("Space")
        for _down in range(here["place"]):
            page.keyboard.press("ArrowDown")
    raise AssertionError("no button was reached")


def _tab_to(target: Locator) -> None:
    for _step in range(STEPS):
        if target.evaluate("one => one === document.activeElement"):
            return
        target.page.keyboard.press("Tab")
    raise AssertionError("it cannot be reached by Tab")


def _moves(page: Page) -> bool:
    return bool(page.evaluate("document.activeElement.matches('.move')"))


def _key(page: Page, name: str) -> None:
    for _step in range(STEPS):
        if name in page.evaluate("document.activeElement.textContent") and page.evaluate(
            "document.activeElement.matches('main a, main button')"
        ):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"“{name}” cannot be reached by Tab")


TOUCH = Hand("touch", _tap_all, _tap, Locator.tap)
KEYS = Hand("keys", _key_all, _key, _tab_to)
