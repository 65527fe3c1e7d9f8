"""Nine newcomers of one month, from the proposal to nine who have heard: by mouse, by keyboard
alone, and without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from matching.models import Agreement, MentorProfile, Mentorship, Ruling
from mentorship.people.models import Organisation, Person
from tests.cast import AMSTERDAM, make_adviser, make_organisation
from tests.people.staff import file_of, list_of
from tests.story.teller import Teller, button_of

START = datetime(2026, 12, 14, 10, 0, tzinfo=AMSTERDAM)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@dataclass
class Desk:
    """An adviser at a screen, who presses buttons in one way only."""

    page: Page
    way: str

    def press(self, button: Locator) -> None:
        expect(button).to_be_visible()
        if self.way != "keyboard":
            button.click()
            return
        wanted = button.element_handle()
        for _try in range(400):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("one => document.activeElement === one", wanted):
                self.page.keyboard.press("Enter")
                return
        raise AssertionError("the keyboard does not get there")

    def says(self, text: str) -> None:
        expect(self.page.locator("#messages")).to_contain_text(text)

    def row(self, person: Person) -> Locator:
        return self.page.locator(f"#row-{person.pk}")


@pytest.fixture
def teller(chromium: Browser, live_server: LiveServer) -> Iterator[Teller]:
    with time_machine.travel(START, tick=True) as clock:
        yield Teller(clock, chromium, live_server.url)


@pytest.fixture
def hoorn(transactional_db: None) -> Organisation:
    """The staff of Hoorn, nine who start in January, and two mentors with time in each team."""
    hoorn = make_organisation(newcomers_from=date(2027, 1, 1))
    for name in ("hoorn-medewerkers.csv", "hoorn-instroom-2027-01.csv"):
        list_of(hoorn, file_of(name)).write()
    new = Person.objects.filter(organisation=hoorn, starts_on__gte=date(2027, 1, 1))
    for one in new.order_by("number"):
        staff = hoorn.people.filter(team=one.team, starts_on__lt=date(2020, 1, 1), leaves_on=None)
        for mentor in staff.exclude(manager=None).exclude(mentor_profile__isnull=False)[:2]:
            MentorProfile.objects.create(person=mentor, trained_elsewhere=True)
            Agreement.objects.create(mentor=mentor, manager=mentor.manager, agreed=True)
    return hoorn


def sit_down(teller: Teller, adviser: Person, way: str) -> Desk:
    context = teller.browser.new_context(
        base_url=teller.address,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
        java_script_enabled=way != "without JavaScript",
    )
    context.set_default_timeout(10_000)
    client = Client()
    client.force_login(adviser)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": teller.address}]
    )
    return Desk(context.new_page(), way)


def answer_all(teller: Teller, *, no: set[int] = frozenset()) -> None:  # type: ignore[assignment]
    """Whoever is asked gets a mail, and answers with its button: yes, unless in ``no``."""
    before = len(mail.outbox)
    teller.wait_for_post()
    questions = list(Mentorship.objects.awaiting().select_related("mentor", "mentee"))
    for question in questions:
        [letter] = [
            one
            for one in mail.outbox[before:]
            if one.to == [question.mentor.email] and question.mentee.given_name in str(one.body)
        ]
        page = teller.sit_down()
        page.goto(button_of(letter))
        said = "no" if question.mentor_id in no else "yes"
        page.locator(f"button[name=answer][value={said}]").click()
        expect(page.locator("main")).to_be_visible()
        page.context.close()
    teller.wait_for_post()


@pytest.mark.parametrize("way", ["mouse", "keyboard", "without JavaScript"])
def test_nine_newcomers_from_the_proposal_to_nine_who_have_heard(
    way: str, teller: Teller, hoorn: Organisation
) -> None:
    desk = sit_down(teller, make_adviser(hoorn), way)
    desk.page.goto("/matching/")
    rows = desk.page.locator("tr[id^=row-]")
    expect(rows).to_have_count(9)
    new = list(
        Person.objects.filter(organisation=hoorn, starts_on__gte=date(2027, 1, 1)).order_by(
            "starts_on", "sorts_as", "pk"
        )
    )
    decide(desk, new[0], new[1])
    desk.press(desk.page.locator("#present"))
    desk.says("zijn gevraagd en horen het over twee minuten per mail")
    assert Mentorship.objects.awaiting().count() == 9

    refuses = Mentorship.objects.get(mentee=new[2]).mentor
    answer_all(teller, no={refuses.pk})
    assert Mentorship.objects.active().count() == 8
    desk.page.goto("/matching/")
    expect(rows).to_have_count(1)  # the no is back in the next round
    expect(desk.row(new[2]).locator("input[name=chosen]")).to_be_checked()
    desk.press(desk.page.locator("#present"))
    desk.says("is gevraagd en hoort het over twee minuten per mail")
    answer_all(teller)
    assert Mentorship.objects.get(mentee=new[2], state="active").mentor != refuses

    change_mentor(desk, new[3])
    answer_all(teller)
    # Who got a calm mail today already hears it tomorrow.
    teller.walk_to(START + timedelta(days=1, hours=2))
    pairs = Mentorship.objects.active().select_related("mentor", "mentee")
    assert {one.mentee for one in pairs} == set(new)
    for pair in pairs:
        told = [str(one.body) for one in mail.outbox if one.to == [pair.mentee.email]]
        assert any(pair.mentor.name in text for text in told)
    desk.page.context.close()


def decide(desk: Desk, first: Person, second: Person) -> None:
    """One pin and one ban; after each the focus is where one was."""
    desk.press(desk.page.locator(f"#set-{first.pk}"))
    desk.says("staan vast.")
    expect(desk.page.locator(f"#set-{first.pk}")).to_contain_text("Losmaken")
    if desk.way == "keyboard":
        expect(desk.page.locator(f"#set-{first.pk}")).to_be_focused()
    before = desk.row(second).locator("td").first.inner_text()
    desk.press(desk.page.locator(f"#part-{second.pk}"))
    desk.says("worden geen koppel.")
    expect(desk.row(second).locator("td").first).not_to_have_text(before)
    if desk.way == "keyboard":
        expect(desk.page.locator(f"#part-{second.pk}")).to_be_focused()
    assert set(Ruling.objects.values_list("newcomer", "kind")) == {
        (first.pk, "together"),
        (second.pk, "apart"),
    }


def change_mentor(desk: Desk, newcomer: Person) -> None:
    """No-fault: the adviser asks another, and the first pair ends in the same click."""
    before = Mentorship.objects.get(mentee=newcomer, state="active")
    desk.page.goto(f"/matching/pairs/{before.pk}/replace/")
    desk.press(desk.page.locator("button[name=said][value=asked]").first)
    expect(desk.page.locator("#messages")).to_contain_text("gevraagd")
    before.refresh_from_db()
    assert before.state == "ended"
