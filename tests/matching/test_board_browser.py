"""Nine newcomers of one month, from the proposal to nine who have heard: by mouse, by keyboard
alone, by finger on a phone, and without JavaScript; whoever answers or asks does it in that way."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from matching.models import Agreement, MentorProfile, Mentorship, Ruling
from mentorship.people.models import Organisation, Person
from tests.cast import AMSTERDAM, make_adviser, make_organisation
from tests.matching.desk import WAYS, Desk
from tests.people.staff import file_of, list_of
from tests.story.teller import Teller, button_of

START = datetime(2026, 12, 14, 10, 0, tzinfo=AMSTERDAM)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


def newcomers(hoorn: Organisation) -> list[Person]:
    """In the order of the board."""
    new = Person.objects.filter(organisation=hoorn, starts_on__gte=date(2027, 1, 1))
    return list(new.order_by("starts_on", "sorts_as", "pk").select_related("manager"))


@pytest.mark.parametrize("way", WAYS)
def test_nine_newcomers_from_the_proposal_to_nine_who_have_heard(
    way: str, teller: Teller, hoorn: Organisation
) -> None:
    adviser, new = make_adviser(hoorn), newcomers(hoorn)
    desk = Desk.of(teller, adviser, way)
    desk.open("/matching/")
    expect(desk.page.locator("tr[id^=row-]")).to_have_count(9)
    pinned = pin(desk, new[0])
    ban(desk, new[1])
    ask_why_not(desk, new[1], pinned, held_for=new[0])
    refuse_once(teller, desk, new[2])
    desk.close()
    # Who got a calm mail today already hears it tomorrow.
    teller.walk_to(START + timedelta(days=1, hours=2))
    assert_all_heard(new)

    before = ask_for_another(teller, new[3], way)
    replace_mentor(teller, adviser, new[3], way)
    answer_all(teller, way)
    teller.walk_to(START + timedelta(days=2, hours=2))
    assert Mentorship.objects.get(mentee=new[3], state="active").mentor != before
    assert_all_heard(new)


def pin(desk: Desk, newcomer: Person) -> Person:
    """These two; the focus stays where one was. Gives the mentor."""
    desk.press(desk.page.locator(f"#set-{newcomer.pk}"))
    desk.says("staan vast.")
    expect(desk.page.locator(f"#set-{newcomer.pk}")).to_contain_text("Losmaken")
    desk.keeps_focus_on(desk.page.locator(f"#set-{newcomer.pk}"))
    return Ruling.objects.get(newcomer=newcomer, kind="together").mentor


def ban(desk: Desk, newcomer: Person) -> None:
    """Not these two: another is proposed at once."""
    proposed = desk.row(newcomer).locator("td").first
    before = proposed.inner_text()
    desk.press(desk.page.locator(f"#part-{newcomer.pk}"))
    desk.says("worden geen koppel.")
    expect(proposed).not_to_have_text(before)
    desk.keeps_focus_on(desk.page.locator(f"#part-{newcomer.pk}"))
    ruling = Ruling.objects.get(newcomer=newcomer)
    assert (ruling.kind, ruling.mentor.name in before) == ("apart", True)


def ask_why_not(desk: Desk, newcomer: Person, named: Person, held_for: Person) -> None:
    """About a mentor whom the adviser names, and back to the board."""
    desk.press(desk.page.locator(f"#who-{newcomer.pk}"))
    look = desk.page.get_by_role("button", name="Kijk", exact=True)
    desk.choose(desk.page.locator("#named"), named.name, then=look)
    why = f"{named.name} heeft geen plaats meer: die staat vast voor {held_for.given_name}."
    expect(desk.page.locator("#why-answer")).to_contain_text(why)
    desk.press(desk.link("Koppelen"))


def refuse_once(teller: Teller, desk: Desk, newcomer: Person) -> None:
    """The round is put to nine mentors; one says no, and the next round has somebody else."""
    desk.press(desk.page.locator("#present"))
    desk.says("Negen mentoren zijn gevraagd")
    assert Mentorship.objects.awaiting().count() == 9
    refuses = Mentorship.objects.get(mentee=newcomer).mentor
    answer_all(teller, desk.way, no=refuses)
    assert Mentorship.objects.active().count() == 8

    desk.open("/matching/")
    expect(desk.page.locator("tr[id^=row-]")).to_have_count(1)
    expect(desk.row(newcomer).locator("input[name=chosen]")).to_be_checked()
    desk.press(desk.page.locator("#present"))
    desk.says("is gevraagd")
    answer_all(teller, desk.way)
    assert Mentorship.objects.get(mentee=newcomer, state="active").mentor != refuses


def answer_all(teller: Teller, way: str, no: Person | None = None) -> None:
    """Whoever is asked gets a mail, and answers with its button: yes, unless it is ``no``."""
    before = len(mail.outbox)
    teller.wait_for_post()
    for question in Mentorship.objects.awaiting().select_related("mentor", "mentee"):
        [letter] = [
            one
            for one in mail.outbox[before:]
            if one.to == [question.mentor.email] and question.mentee.given_name in str(one.body)
        ]
        desk = Desk.of(teller, None, way)
        desk.open(button_of(letter))
        said = "no" if question.mentor == no else "yes"
        desk.press(desk.page.locator(f"button[name=answer][value={said}]"))
        expect(desk.page.locator("h1")).to_contain_text("Dank je")
        desk.close()
    teller.wait_for_post()


def ask_for_another(teller: Teller, newcomer: Person, way: str) -> Person:
    """Nobody's fault: the newcomer comes in by the mail and asks the adviser. Gives the mentor."""
    [letter] = [one for one in mail.outbox if heard_of_mentor(one, newcomer)]
    desk = Desk.of(teller, newcomer, way)
    desk.open(button_of(letter))
    desk.press(desk.link("Vraag om een andere mentor"))
    desk.press(desk.page.get_by_role("button", name="Vraag het mijn adviseur"))
    desk.says("Je adviseur ziet je vraag")
    desk.close()
    pair = Mentorship.objects.get(mentee=newcomer, state="active")
    assert pair.change_requests.open().get().asked_by == newcomer
    return pair.mentor


def replace_mentor(teller: Teller, adviser: Person, newcomer: Person, way: str) -> None:
    """The adviser finds the request on Vandaag, and the first pair ends as another is asked."""
    before = Mentorship.objects.get(mentee=newcomer, state="active")
    desk = Desk.of(teller, adviser, way)
    desk.open("/")
    desk.press(desk.link("Praat erover"))
    expect(desk.page.locator("main")).to_contain_text(f"{newcomer.name} vroeg")
    desk.press(desk.link("Kies een andere mentor"))
    desk.press(desk.page.locator("button[name=said][value=asked]").first)
    desk.says("gevraagd")
    desk.close()
    before.refresh_from_db()
    assert (before.state, before.end_kind) == ("ended", "change")
    assert not before.change_requests.open().exists()


def heard_of_mentor(letter: EmailMessage, newcomer: Person) -> bool:
    return letter.to == [newcomer.email] and " is je mentor: " in str(letter.body)


def assert_all_heard(new: list[Person]) -> None:
    """Each of them has a mentor, and newcomer, manager and adviser were told who it is."""
    pairs = Mentorship.objects.active().select_related("mentor", "mentee__manager", "asked_by")
    assert {one.mentee for one in pairs} == set(new)
    for pair in pairs:
        mentor, newcomer = pair.mentor.name, pair.mentee
        assert newcomer.manager is not None
        is_told = f"{mentor} wordt de mentor van {newcomer.name}."
        assert has_read(newcomer, f"{mentor} is je mentor: ")
        assert has_read(newcomer.manager, f"{is_told} Je hoeft niets te doen.")
        assert has_read(pair.asked_by, f"{is_told} Je hoeft niets meer te doen.")


def has_read(person: Person, text: str) -> bool:
    return any(
        one.to == [person.email] and text in " ".join(str(one.body).split()) for one in mail.outbox
    )
