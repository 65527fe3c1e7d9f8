"""The script: it may be missed, but where it runs nobody loses a word."""

from collections.abc import Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from tests.cast import make_person
from tests.web import faulty_urls

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "three-words-long"


@pytest.fixture
def page(browser_page: Page) -> Iterator[Page]:
    """A page of somebody who is signed in, at a form with a wish."""
    make_person("Fatima Amrani", email="fatima@hoorn.example", password=PASSWORD)
    make_person("Daan Visser", email="daan@hoorn.example", password=PASSWORD)
    faulty_urls.arrived.clear()
    faulty_urls.kept.clear()
    with override_settings(ROOT_URLCONF="tests.web.faulty_urls"):
        browser_page.goto("/accounts/login/?next=/wish/")
        sign_in(browser_page, "fatima@hoorn.example")
        yield browser_page


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Inloggen")


def go_to_the_door(page: Page) -> None:
    page.get_by_role("link", name="Log in en ga verder").click()


def write(page: Page, text: str) -> None:
    page.get_by_label("Wish").fill(text)
    page.get_by_label("Alone").check()
    page.wait_for_timeout(400)  # typing is kept a moment after it stops


def send(page: Page) -> None:
    page.get_by_role("button", name="Send").click()


def test_what_was_typed_is_back_after_the_session_ended(page: Page) -> None:
    write(page, "Listen better")
    page.context.clear_cookies(name="sessionid")
    send(page)
    expect(page.get_by_role("main")).to_contain_text("Listen better")
    go_to_the_door(page)
    sign_in(page, "fatima@hoorn.example")

    expect(page.get_by_label("Wish")).to_have_value("Listen better")
    expect(page.get_by_label("Alone")).to_be_checked()
    expect(page.get_by_role("status").first).to_contain_text("teruggezet wat je had getypt")
    assert faulty_urls.arrived == []


def test_what_was_typed_is_back_after_a_stale_page(page: Page) -> None:
    page.route("**/kept/", lambda route: route.fulfill(status=204))
    write(page, "Listen better")
    page.context.clear_cookies(name="csrftoken")
    send(page)
    page.get_by_role("button", name="Terug naar het formulier").click()

    expect(page.get_by_label("Wish")).to_have_value("Listen better")


def test_nobody_else_gets_to_see_it(page: Page) -> None:
    write(page, "Only Fatima's")
    page.context.clear_cookies(name="sessionid")
    send(page)
    go_to_the_door(page)
    sign_in(page, "daan@hoorn.example")

    expect(page.get_by_label("Wish")).to_have_value("")
    assert "Fatima" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_what_arrived_is_not_put_back(page: Page) -> None:
    write(page, "Listen better")
    send(page)
    expect(page.get_by_label("Wish")).to_have_value("")

    assert [one["wish"] for one in faulty_urls.arrived] == ["Listen better"]


def test_signing_out_forgets_what_was_typed(page: Page) -> None:
    other = page.context.new_page()
    other.goto("/wish/")
    write(other, "Only here")
    write(page, "Only Fatima's")
    page.get_by_text("Fatima Amrani", exact=True).click()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", name="Inloggen")).to_be_visible()

    for window in (page, other):
        assert "Only" not in window.evaluate("JSON.stringify(sessionStorage)")


def test_a_draft_is_saved_when_the_box_is_left(page: Page) -> None:
    page.get_by_label("Wish").fill("Please keep this")
    page.keyboard.press("Tab")

    expect(page.locator("[data-autosave-status]")).to_contain_text("Bewaard om ")
    assert faulty_urls.kept[-1]["wish"] == "Please keep this"


def test_a_draft_is_saved_while_typing_goes_on(page: Page) -> None:
    page.get_by_label("Wish").press_sequentially("keep on", delay=50)

    expect(page.locator("[data-autosave-status]")).to_contain_text("Bewaard om ", timeout=5_500)


def test_a_draft_that_was_not_saved_says_so(page: Page) -> None:
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Wish").fill("Signed out meanwhile")
    page.keyboard.press("Tab")

    expect(page.locator("[data-autosave-status]")).to_contain_text("Niet bewaard")


def test_what_was_typed_and_not_sent_is_there_when_the_page_is_opened_again(page: Page) -> None:
    page.route("**/kept/", lambda route: route.fulfill(status=302))
    write(page, "Listen better")
    page.goto("/people/me/")
    page.goto("/wish/")

    expect(page.get_by_label("Wish")).to_have_value("Listen better")


def test_without_a_connection_nothing_is_sent_and_all_is_said(page: Page) -> None:
    page.route("**/kept/", lambda route: route.fulfill(status=204))
    write(page, "Listen better")
    page.context.set_offline(True)
    send(page)
    line = page.get_by_text("Je hebt nu geen verbinding.")
    expect(line).to_be_visible()
    expect(page.get_by_label("Wish")).to_have_value("Listen better")
    page.context.set_offline(False)
    expect(line).to_be_hidden()
    send(page)
    expect(page.get_by_label("Wish")).to_have_value("")

    assert [one["wish"] for one in faulty_urls.arrived] == ["Listen better"]


def test_an_answer_that_never_came_is_no_loss(page: Page) -> None:
    """The line broke while the form was on its way: the browser's own page, and then *back*."""
    page.route("**/kept/", lambda route: route.fulfill(status=204))
    write(page, "Listen better")
    page.route("**/wish/", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed"):
        send(page)
    page.wait_for_timeout(300)  # until the browser's own page stands there
    page.goto("/wish/")

    expect(page.get_by_label("Wish")).to_have_value("Listen better")


def test_a_double_click_sends_once(page: Page) -> None:
    write(page, "Once")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_label("Wish")).to_have_value("")

    assert [one["wish"] for one in faulty_urls.arrived] == ["Once"]


def test_the_error_summary_takes_focus_and_leads_to_the_field(page: Page) -> None:
    send(page)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Wish").click()

    expect(page.get_by_label("Wish")).to_be_focused()


def test_escape_closes_the_menu_and_returns_to_it(page: Page) -> None:
    menu = page.get_by_text("Fatima Amrani", exact=True)
    menu.click()
    page.keyboard.press("Escape")

    expect(page.get_by_role("button", name="Uitloggen")).to_be_hidden()
    expect(menu).to_be_focused()
