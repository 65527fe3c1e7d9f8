"""Somebody at a screen who works in one way: by mouse, keyboard, finger or without JavaScript."""

from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from mentorship.people.models import Person
from tests.story.teller import Teller

MOUSE, KEYBOARD, FINGER = "mouse", "keyboard", "finger on a phone"
NO_SCRIPT = "without JavaScript"
WAYS = (MOUSE, KEYBOARD, FINGER, NO_SCRIPT)
PATIENCE = 15_000  # a round for nine on a busy machine
PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 780}, "has_touch": True}


@dataclass
class Desk:
    """Nobody types an address here but to come in: the rest is reached by pressing."""

    page: Page
    way: str

    @classmethod
    def of(cls, teller: Teller, person: Person | None, way: str) -> Self:
        """Signed in as this person; nobody in particular, who has a mail open, when None."""
        context = teller.browser.new_context(
            base_url=teller.address,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            java_script_enabled=way != NO_SCRIPT,
            **(PHONE if way == FINGER else {}),
        )
        context.set_default_timeout(PATIENCE)
        if person is not None:
            client = Client()
            client.force_login(person)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": teller.address}]
            )
        return cls(context.new_page(), way)

    def open(self, path: str) -> None:
        self.page.goto(path)

    def close(self) -> None:
        self.page.context.close()

    def press(self, target: Locator) -> None:
        expect(target).to_be_visible(timeout=PATIENCE)
        if self.way == KEYBOARD:
            self._tab_to(target)
            self.page.keyboard.press("Enter")
        elif self.way == FINGER:
            self._fits()
            target.tap()
        else:
            target.click()

    def choose(self, field: Locator, option: str, then: Locator) -> None:
        """Choose from a list; where nothing looks by itself, press the button that does."""
        if self.way == KEYBOARD:
            self._tab_to(field)
            self.page.keyboard.type(option)
        else:
            field.select_option(label=option)
        if self.way == NO_SCRIPT:
            self.press(then)

    def says(self, text: str) -> None:
        expect(self.page.locator("#messages")).to_contain_text(text, timeout=PATIENCE)

    def link(self, name: str) -> Locator:
        return self.page.locator("main").get_by_role("link", name=name).first

    def row(self, person: Person) -> Locator:
        return self.page.locator(f"#row-{person.pk}")

    def keeps_focus_on(self, target: Locator) -> None:
        if self.way == KEYBOARD:
            expect(target).to_be_focused()

    def _tab_to(self, target: Locator) -> None:
        wanted = target.element_handle()
        for _try in range(400):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("one => document.activeElement === one", wanted):
                return
        raise AssertionError("the keyboard does not get there")

    def _fits(self) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= PHONE["viewport"]["width"], f"{self.page.url} is {wide} wide"
