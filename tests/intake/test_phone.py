"""On a telephone, by touch and by keys alone, with a line that breaks and a second telephone."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from intake.models import Response
from mentorship.people.models import Person
from mentorship.reminders.sending.passes import one_pass
from tests.cast import AMSTERDAM, step
from tests.intake.cast import Scene, make_scene
from tests.intake.hands import KEYS, TOUCH, Hand
from tests.story.teller import BUTTON, Teller, sent_to

CODE = re.compile(r"\b\d{6}\b")
MONDAY = datetime(2027, 1, 25, 14, 0, tzinfo=AMSTERDAM)  # eight days before half-day 1
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "is_mobile": True,
    "has_touch": True,
    "locale": "nl-NL",
    "timezone_id": "Europe/Amsterdam",
}
HALF_WAY = "Dan durf ik te vragen"
REST = " wat iemand nodig heeft"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def teller(chromium: Browser, live_server: LiveServer) -> Iterator[Teller]:
    with time_machine.travel(MONDAY, tick=True) as clock:
        yield Teller(clock, chromium, live_server.url)


def a_phone(teller: Teller) -> Page:
    context = teller.browser.new_context(base_url=teller.address, **PHONE)  # type: ignore[arg-type]
    context.set_default_timeout(15_000)
    return context.new_page()


def sign_in(phone: Page, person: Person, hand: Hand) -> None:
    """The way of the house: an address, and the code that comes by mail."""
    hand.reach(phone.get_by_label("E-mailadres"))
    phone.keyboard.type(person.email)
    hand.press(phone, "Stuur mij een code")
    [code] = CODE.findall(str(mail.outbox[-1].body))
    hand.reach(phone.get_by_label("Code"))
    with phone.expect_navigation():
        phone.keyboard.type(f"{code}\n")


@pytest.mark.parametrize("hand", [TOUCH, KEYS], ids=lambda hand: hand.name)
def test_a_form_is_filled_in_on_a_phone_and_no_word_of_it_is_lost(
    teller: Teller, hand: Hand
) -> None:
    scene = make_scene()
    writer = scene.writer.person
    form = reverse("intake:fill", args=[scene.writer.pk, step(scene.cohort, "intake").pk])
    phone = a_phone(teller)
    phone.goto(form)
    sign_in(phone, writer, hand)
    for _page in range(2):
        hand.fill(phone, "Leren doorvragen")
        hand.press(phone, "Volgende")

    the_line_breaks(phone, hand)
    phone.context.close()

    other = open_the_mail(teller, writer, form, hand)
    expect(other.get_by_role("heading", level=1)).to_have_text("Wat je hoopt")
    expect(other.locator("textarea").first).to_have_value(HALF_WAY + REST)
    go_on_to_the_last_look(other, hand)
    expect(other.get_by_role("main")).to_contain_text(HALF_WAY + REST)
    hand.press(other, "Wijzig")
    hand.press(other, "Bewaar en kijk het na")
    hand.press(other, "Verstuur naar")
    expect(other.get_by_role("heading", level=1)).to_contain_text("Dank je wel")

    fill_in_the_self_analysis(other, scene, hand)
    look_who_reads_it(teller, scene, other)
    other.context.close()


def the_line_breaks(phone: Page, hand: Hand) -> None:
    """Half-way a word. It is said that it is not saved, the button waits, and then it is saved."""
    saved = phone.locator("[data-autosave-status]")
    box = phone.locator("textarea").first
    question = (box.get_attribute("name") or "").removeprefix("q-")
    hand.reach(box)
    phone.keyboard.type(HALF_WAY)
    expect(saved).to_contain_text("Bewaard om ")
    phone.context.set_offline(True)
    phone.keyboard.type(REST)
    phone.keyboard.press("Tab")
    expect(saved).to_have_text("Niet bewaard. We proberen het opnieuw; laat deze pagina open.")
    hand.reach(phone.get_by_role("button", name="Volgende"))
    if hand is KEYS:
        phone.keyboard.press("Enter")
    expect(phone.get_by_text("Je hebt nu geen verbinding.")).to_be_visible()
    expect(box).to_have_value(HALF_WAY + REST)
    assert Response.objects.latest("pk").draft[question] == HALF_WAY

    phone.context.set_offline(False)
    expect(saved).to_contain_text("Bewaard om ")
    assert Response.objects.latest("pk").draft[question] == HALF_WAY + REST


def open_the_mail(teller: Teller, writer: Person, form: str, hand: Hand) -> Page:
    """The next morning a reminder comes, and is opened on another telephone."""
    before = len(mail.outbox)
    teller.clock.move_to(MONDAY.replace(hour=9, minute=5) + timedelta(days=1))
    one_pass(timezone.now())
    [letter] = sent_to(mail.outbox[before:], writer)
    other = a_phone(teller)
    [link] = [path for path in BUTTON.findall(str(letter.body)) if path.startswith(form)]
    other.goto(link)
    sign_in(other, writer, hand)
    return other


def go_on_to_the_last_look(phone: Page, hand: Hand) -> None:
    while "/check/" not in phone.url:
        hand.fill(phone, "Luisteren, en dan pas praten")
        hand.press(phone, "Volgende")


def fill_in_the_self_analysis(phone: Page, scene: Scene, hand: Hand) -> None:
    """With its order of strengths: three different ones, the first two as the finger put them."""
    form = reverse("intake:fill", args=[scene.writer.pk, step(scene.cohort, "self-analysis").pk])
    hand.press(phone, phone.locator(f"main a[href='{form}']").inner_text())
    while not phone.locator("textarea").count():
        hand.fill(phone, "")
        hand.press(phone, "Volgende")
    the_line_breaks(phone, hand)
    go_on_to_the_last_look(phone, hand)
    hand.press(phone, "Verstuur naar")
    order = Response.objects.get(step__key="self-analysis").answers["strengths"]
    assert len(set(order)) == len(order) == 3


def look_who_reads_it(teller: Teller, scene: Scene, writer: Page) -> None:
    sent = Response.objects.get(step__key="intake")
    adviser = teller.sit_down(scene.cohort.created_by)
    adviser.goto(f"/cohorts/{scene.cohort.pk}/participants/")
    assert marks_of(adviser, "Schrijver") == marks_of(adviser, "Buur") + 2
    assert HALF_WAY not in adviser.get_by_role("main").inner_text()
    assert (
        statuses(adviser, f"/answers/{sent.pk}/", f"/groups/{scene.cohort.pk}/answers/")
        == [404] * 2
    )

    trainer = teller.sit_down(scene.trainer)
    trainer.goto(f"/groups/{scene.cohort.pk}/answers/")
    trainer.goto(f"/answers/{sent.pk}/")
    expect(trainer.get_by_role("main")).to_contain_text(HALF_WAY + REST)

    writer.goto(reverse("privacy:readings"))
    expect(writer.get_by_role("main")).to_contain_text(scene.trainer.name)
    assert scene.cohort.created_by.name not in writer.get_by_role("main").inner_text()
    adviser.context.close()
    trainer.context.close()


def statuses(page: Page, *addresses: str) -> list[int]:
    return [page.request.get(one).status for one in addresses]


def marks_of(page: Page, name: str) -> int:
    """How many steps the adviser sees as done."""
    return page.locator("tr").filter(has_text=name).locator("td .mark.done").count()
