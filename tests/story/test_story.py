"""The whole story in a browser, from a staff list to the return meeting, with a moving clock."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from matching.models import BuddyPair, Mentorship
from mentorship.people.models import Person
from mentorship.reminders.models import Mail, Message
from programmes.models import Cohort, Enrolment, Meeting, Submission
from tests.cast import AMSTERDAM, make_adviser, make_organisation, make_trainer, step
from tests.story.teller import Teller, button_of, click, fill_in, sent_to

CODE = re.compile(r"[A-Z0-9-]{6,12}")
DATA = Path(__file__).parent.parent / "data"
START = datetime(2026, 12, 7, 10, 0, tzinfo=AMSTERDAM)
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def teller(chromium: Browser, live_server: LiveServer) -> Iterator[Teller]:
    with time_machine.travel(START, tick=True) as clock:
        yield Teller(clock, chromium, live_server.url)


def test_the_programme_runs_from_a_staff_list_to_the_return_meeting(
    teller: Teller, tmp_path: Path
) -> None:
    hoorn = make_organisation(newcomers_from=date(2027, 1, 1))
    adviser, trainer = make_adviser(hoorn), make_trainer()
    desk = sign_in_with_a_code(teller, adviser)
    read_in(desk, "hoorn-medewerkers.csv", new=640)
    read_in(desk, "hoorn-instroom-2027-01.csv", new=9)

    cohort = plan_a_group(desk, trainer)
    invitations = invite_twelve(teller, desk, cohort)
    answer_invitations(teller, cohort, invitations)
    participants = [one.person for one in cohort.enrolments.filter(state="accepted")]

    hand_in_intakes(teller, cohort, participants)
    hold(teller, cohort, trainer, "half-day-1")
    look_back(teller, cohort, participants[0], trainer)
    present(teller, cohort, participants, tmp_path)
    hold(teller, cohort, trainer, "half-day-2")
    make_buddies(teller, cohort, adviser)
    evaluate(teller, cohort, participants[:6], trainer)
    give_a_newcomer_a_mentor(teller, cohort, adviser, participants[0])
    return_after_three_months(teller, cohort, trainer, participants)

    assert set(Mail.objects.values_list("state", flat=True)) <= {"sent", "dropped"}
    told = Message.objects.filter(mail__state="sent", dropped_at=None)
    twice = Counter(told.values_list("rule", "subject", "recipient", "occasion", "offset"))
    assert max(twice.values()) == 1


def sign_in_with_a_code(teller: Teller, adviser: Person) -> Page:
    """No password: the code comes by mail and is typed."""
    page = teller.sit_down()
    page.goto("/")
    page.get_by_label("E-mailadres").fill(adviser.email)
    click(page.get_by_role("button", name="Stuur mij een code"))
    expect(page.get_by_label("Code")).to_be_visible()
    [code] = [word for word in str(mail.outbox[-1].body).split() if CODE.fullmatch(word)]
    teller.opened = len(mail.outbox)
    page.get_by_label("Code").fill(code)
    click(page.locator("main form button").first)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vandaag")
    return page


def read_in(desk: Page, name: str, *, new: int) -> None:
    desk.goto("/people/import/")
    desk.locator("input[type=file]").set_input_files(DATA / name)
    click(desk.get_by_role("button", name="Laat zien wat er verandert"))
    before = Person.objects.count()
    click(desk.get_by_role("button", name="Doorvoeren").first)
    expect(desk.get_by_role("heading", level=1)).to_be_visible()
    assert Person.objects.count() == before + new


def plan_a_group(desk: Page, trainer: Person) -> Cohort:
    desk.goto("/cohorts/new/")
    desk.get_by_label("Trainer").select_option(str(trainer.pk))
    desk.get_by_label("Naam van de groep").fill("Groep winter")
    desk.get_by_label("Plaatsen").fill("9")
    desk.get_by_label("Eerst mogelijke datum").fill("2026-12-14")
    desk.get_by_label("dinsdag").check()
    desk.get_by_label("ochtend").check()
    click(desk.locator("main form button").first)
    expect(desk.locator(".proposal")).to_have_count(3)
    click(desk.locator(".proposal a.button").first)
    click(desk.get_by_role("button", name="Bewaar en plan"))
    return Cohort.objects.get(name="Groep winter")


def invite_twelve(teller: Teller, desk: Page, cohort: Cohort) -> list[EmailMessage]:
    desk.goto(f"/cohorts/{cohort.pk}/invite/")
    boxes = desk.locator("input[name=person]")
    for nth in range(12):
        boxes.nth(nth).check()
    click(desk.get_by_role("button", name="Nodig uit wie is aangevinkt"))
    assert cohort.enrolments.filter(state="invited").count() == 12
    post = teller.wait_for_post()
    asked = {one.person.email for one in cohort.enrolments.select_related("person")}
    return [letter for letter in post if set(letter.to) <= asked]


def answer_invitations(teller: Teller, cohort: Cohort, invitations: list[EmailMessage]) -> None:
    """Ten say yes, of whom the tenth waits; two say no, without a reason."""
    assert len(invitations) == 12
    for nth, letter in enumerate(invitations):
        page = teller.sit_down()
        page.goto(button_of(letter))
        click(page.locator(f"button[name=answer][value={'yes' if nth < 10 else 'no'}]"))
        page.context.close()
    states = Counter(cohort.enrolments.values_list("state", flat=True))
    assert states == {"accepted": 9, "waiting": 1, "declined": 2}
    teller.wait_for_post()


def day_of(cohort: Cohort, key: str) -> Meeting:
    return cohort.meetings.get(step__key=key)


def do_form(teller: Teller, cohort: Cohort, person: Person, key: str) -> None:
    """Page after page, a last look, and sent."""
    enrolment = cohort.enrolments.get(person=person)
    page = teller.sit_down(person)
    page.goto(f"/forms/{enrolment.pk}/{step(cohort, key).pk}/")
    while "/check/" not in page.url:
        fill_in(page, "Volgende")
    click(page.locator("main form button.button:not(.quiet)").last)
    assert "/thanks/" in page.url
    page.context.close()


def hand_in_intakes(teller: Teller, cohort: Cohort, participants: list[Person]) -> None:
    """All but one hand in when it opens; that one is reminded 14, 7 and 2 days before."""
    opens = cohort.deadlines.get(step__key="intake").opens_on
    teller.walk_to(
        max(timezone.now(), datetime(opens.year, opens.month, opens.day, 11, tzinfo=AMSTERDAM))
    )
    for person in participants[1:]:
        do_form(teller, cohort, person, "intake")
        do_form(teller, cohort, person, "self-analysis")
    teller.walk_to(day_of(cohort, "half-day-1").starts_at - timedelta(hours=1))
    sent = Message.objects.filter(rule="forms_due", mail__state="sent")
    told = sorted(sent.values_list("recipient", "offset"))
    assert told == [(participants[0].pk, offset) for offset in (-14, -7, -2)]


def hold(teller: Teller, cohort: Cohort, trainer: Person, key: str) -> None:
    """The meeting is held, and the trainer notes who was there: everybody."""
    meeting = day_of(cohort, key)
    teller.walk_to(meeting.ends_at + timedelta(minutes=5))
    page = teller.sit_down(trainer)
    page.goto(f"/meetings/{meeting.pk}/attendance/")
    click(page.locator("main form button.button").first)
    assert meeting.attendance.filter(present=True).count() == 9
    page.context.close()


def look_back(teller: Teller, cohort: Cohort, person: Person, trainer: Person) -> None:
    """The reflection is the writer's alone."""
    do_form(teller, cohort, person, "reflection-1")
    response = cohort.enrolments.get(person=person).responses.get(step__key="reflection-1")
    page = teller.sit_down(trainer)
    answer = page.goto(f"/answers/{response.pk}/")
    assert answer is not None
    assert answer.status == 404
    page.context.close()


def present(teller: Teller, cohort: Cohort, people: list[Person], folder: Path) -> None:
    """A presentation is uploaded and shared; a fellow participant downloads it."""
    practical = step(cohort, "practical")
    teller.walk_to(day_of(cohort, "half-day-2").starts_at - timedelta(days=5))
    slides = folder / "wie-ben-ik.pdf"
    slides.write_bytes(b"%PDF-1.4\n%%EOF\n")
    enrolment = cohort.enrolments.get(person=people[0])
    page = teller.sit_down(people[0])
    page.goto(f"/route/{enrolment.pk}/assignments/{practical.pk}/")
    page.locator("textarea").first.fill("Ik wil een mentor zijn die vragen stelt.")
    page.locator("input[type=file]").set_input_files(slides)
    click(page.get_by_role("button", name="Lever in"))
    submission = Submission.objects.get(enrolment=enrolment, step=practical)
    click(page.locator(f"form[action='/submissions/{submission.pk}/share/'] button"))
    page.context.close()
    fellow = teller.sit_down(people[1])
    fellow.goto(f"/cohorts/{cohort.pk}/submissions/")
    expect(fellow.locator("main")).to_contain_text(people[0].name)
    assert fellow.request.get(f"/submissions/{submission.pk}/file/").body() == slides.read_bytes()
    fellow.context.close()


def make_buddies(teller: Teller, cohort: Cohort, adviser: Person) -> None:
    """Nine people: three pairs and a trio, nobody with their manager; each hears it."""
    page = teller.sit_down(adviser)
    page.goto(f"/cohorts/{cohort.pk}/buddies/")
    click(page.get_by_role("button", name="Vastleggen en laten weten"))
    page.context.close()
    pairs = BuddyPair.objects.filter(cohort=cohort)
    together = [[one.person for one in pair.members.all()] for pair in pairs]
    assert sorted(map(len, together)) == [2, 2, 2, 3]
    bosses = [(a, b) for pair in together for a in pair for b in pair if a.manager_id == b.pk]
    assert bosses == []
    told = {address for letter in teller.walk_to(tomorrow()) for address in letter.to}
    assert {person.email for pair in together for person in pair} <= told


def tomorrow() -> datetime:
    return timezone.now() + timedelta(days=4)


def evaluate(teller: Teller, cohort: Cohort, people: list[Person], trainer: Person) -> None:
    """Nothing is shown under five answers, and totals from five up."""
    address = f"/cohorts/{cohort.pk}/evaluation/{step(cohort, 'evaluation').pk}/"
    for person in people[:4]:
        do_form(teller, cohort, person, "evaluation")
    page = teller.sit_down(trainer)
    page.goto(address)
    expect(page.locator("main")).not_to_contain_text("doorvragen")
    for person in people[4:]:
        do_form(teller, cohort, person, "evaluation")
    page.goto(address)
    expect(page.locator("main")).to_contain_text("doorvragen")
    page.context.close()


def give_a_newcomer_a_mentor(
    teller: Teller, cohort: Cohort, adviser: Person, mentor: Person
) -> None:
    profile = teller.sit_down(mentor)
    profile.goto("/my-new-colleague/profile/")
    profile.locator("textarea[name=about]").fill("Ik loop graag een rondje om de haven.")
    click(profile.get_by_role("button", name="Bewaar", exact=True))
    agree_on_time(teller, mentor)
    newcomer = Person.objects.get(email="l.blaak@hoorn.example")
    desk = teller.sit_down(adviser)
    desk.goto(f"/matching/newcomers/{newcomer.pk}/")
    click(desk.locator(f"button[name=mentor][value='{mentor.pk}']").first)
    question = Mentorship.objects.get(mentee=newcomer, state="asked")
    assert question.mentor == mentor
    [letter] = sent_to(teller.walk_to(tomorrow()), mentor)[:1]
    page = teller.sit_down()
    page.goto(button_of(letter))
    click(page.get_by_role("button", name="Ja, graag"))
    heard = sent_to(teller.walk_to(tomorrow()), newcomer)
    assert any(mentor.name in str(letter.body) for letter in heard)
    own = teller.sit_down(newcomer)
    own.goto("/")
    expect(own.get_by_role("heading", level=1)).to_contain_text(f"{mentor.given_name} is je mentor")
    expect(own.locator("main")).to_contain_text("rondje om de haven")
    for one in (profile, desk, page, own):
        one.context.close()


def agree_on_time(teller: Teller, mentor: Person) -> None:
    """The manager was asked by mail with the seat; before the answer nobody can ask this mentor."""
    page = teller.sit_down(mentor.manager)
    page.goto(f"/mentor-time/{mentor.pk}/")
    click(page.locator("button[name=answer][value=yes]"))
    page.context.close()


def return_after_three_months(
    teller: Teller, cohort: Cohort, trainer: Person, people: list[Person]
) -> None:
    second, back = day_of(cohort, "half-day-2"), day_of(cohort, "return")
    assert (back.day - second.day).days >= 89
    post = teller.walk_to(back.starts_at - timedelta(hours=2))
    reminded = {letter.to[0] for letter in post}
    assert {person.email for person in people} <= reminded
    do_form(teller, cohort, people[1], "self-analysis-return")
    hold(teller, cohort, trainer, "return")
    teller.walk_to(back.ends_at + timedelta(days=3))
    do_form(teller, cohort, people[1], "evaluation-return")
    mirror = teller.sit_down(people[1])
    answer = mirror.goto(
        f"/forms/{Enrolment.objects.get(cohort=cohort, person=people[1]).pk}/mirror/"
    )
    assert answer.status == 200
    mirror.context.close()
