"""The teller's means: a moving clock, somebody at a browser, and the post that comes in."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import time_machine
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page

from mentorship.people.models import Person
from mentorship.reminders.sending.passes import one_pass
from tests.cast import AMSTERDAM

HOLD = timedelta(minutes=3)
BUTTON = re.compile(rf"{settings.SITE_URL}(\S+)")

# Fills in each field of the page's form: what a person would do, only quicker.
FILL_IN = """() => {
  const form = document.querySelector("main form[method=post]");
  const groups = new Set();
  let place = 0;
  for (const field of form.elements) {
    if (field.matches("textarea")) field.value = "Ik luister graag, en ik wil leren doorvragen.";
    else if (field.matches("[type=radio]") && !groups.has(field.name)) {
      groups.add(field.name);
      field.checked = true;
    } else if (field.matches("input[type=text]")) field.value = "Doorvragen";
    else if (field.matches("select") && !field.value) field.selectedIndex = ++place;
  }
}"""


@dataclass
class Teller:
    """Tells the story: moves the clock, sits down as somebody, and opens every mail that comes."""

    clock: time_machine.Traveller
    browser: Browser
    address: str
    opened: int = 0
    buttons: set[str] = field(default_factory=set)

    def sit_down(self, person: Person | None = None) -> Page:
        """A fresh browser, signed in as this person; nobody in particular when None."""
        context = self.browser.new_context(
            base_url=self.address, locale="nl-NL", timezone_id="Europe/Amsterdam"
        )
        context.set_default_timeout(10_000)
        if person is not None:
            client = Client()
            client.force_login(person)
            value = client.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": self.address}]
            )
        return context.new_page()

    def wait_for_post(self) -> list[EmailMessage]:
        """Three minutes later, what a click caused has gone."""
        self.clock.move_to(timezone.now() + HOLD)
        one_pass(timezone.now())
        return self.open_post()

    def walk_to(self, moment: datetime) -> list[EmailMessage]:
        """Day by day, with a pass of the reminders each morning; gives the mails of the way."""
        post: list[EmailMessage] = []
        morning = timezone.localtime().replace(hour=9, minute=5) + timedelta(days=1)
        while morning < moment:
            self.clock.move_to(morning)
            one_pass(morning)
            post += self.open_post()
            local = morning.replace(tzinfo=None) + timedelta(days=1)
            morning = local.replace(tzinfo=AMSTERDAM)
        self.clock.move_to(moment)
        return post

    def open_post(self) -> list[EmailMessage]:
        """Each new mail is read and its buttons are clicked, by nobody in particular.

        The first of a kind in the browser, the others by a plain request: looking changes nothing.
        """
        fresh, self.opened = mail.outbox[self.opened :], len(mail.outbox)
        for letter in fresh:
            paths = BUTTON.findall(str(letter.body))
            assert paths, f"“{letter.subject}” has no button"
            for path in paths:
                self._click(path, letter)
        return fresh

    def _click(self, path: str, letter: EmailMessage) -> None:
        kind = re.sub(r"[\w:-]{20,}|\d+", "…", path)
        if kind in self.buttons:
            status = Client(SERVER_NAME="localhost").get(path, follow=True).status_code
        else:
            self.buttons.add(kind)
            page = self.sit_down()
            answer = page.goto(path)
            status = answer.status if answer else 0
            page.context.close()
        # A question that was answered meanwhile says so: 410.
        assert status in (200, 410), f"“{letter.subject}” leads to {path}: {status}"


def button_of(letter: EmailMessage) -> str:
    """The path of the first button."""
    return BUTTON.findall(str(letter.body))[0]


def sent_to(post: list[EmailMessage], person: Person) -> list[EmailMessage]:
    return [letter for letter in post if letter.to == [person.email]]


def fill_in(page: Page, button: str) -> None:
    """Fill in this page's form and click a button of it."""
    page.evaluate(FILL_IN)
    click(page.get_by_role("button", name=button, exact=True))


def click(target: Locator) -> None:
    """Click, and wait for the page that comes of it."""
    with target.page.expect_navigation():
        target.click()
