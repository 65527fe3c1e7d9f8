"""A personal calendar feed: one's own meetings, behind a secret that only its owner ever saw."""

import logging
import re
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page as Tab
from pytest_django.live_server_helper import LiveServer

from mentorship.people.models import Person
from programmes import calendar
from programmes.models import CalendarFeed, Cohort, Meeting
from programmes.views.feed import OFTEN
from tests.cast import NOW, enrol, make_cohort, make_person, make_trainer
from tests.pages.test_look import faults_of, sign_in
from tests.programmes.calendars import READERS, Reader

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands")]


def make_feed(client: Client, person: Person) -> str:
    """The path of a new address, as its page shows it."""
    client.force_login(person)
    page = client.post(reverse("programmes:feed_make"))
    assert page["Cache-Control"] == "no-store"
    [address] = set(
        re.findall(r"http://localhost(/agenda\.ics\?key=[\w-]+)", page.content.decode())
    )
    assert f"webcal://localhost{address}" in page.content.decode()
    client.logout()
    return str(address)


def uids(content: bytes) -> set[str]:
    return {note.uid for note in READERS[0](content)}


@pytest.mark.parametrize("read", READERS)
def test_a_calendar_finds_each_meeting_at_its_time_without_signing_in(
    client: Client, read: Reader
) -> None:
    person = enrol(make_cohort()).person
    answer = client.get(make_feed(client, person))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (
        200,
        "text/calendar; charset=utf-8",
        "no-store",
    )
    assert "Set-Cookie" not in answer
    planned = Meeting.objects.in_calendar_of(person)
    found = {note.uid: note.starts for note in read(answer.content)}
    assert found == {calendar.uid_of(one): one.starts_at for one in planned}
    assert len(found) == 3
    assert b"METHOD" not in answer.content


def test_only_ones_own_meetings_stand_in_it(client: Client) -> None:
    trainer, person = make_trainer(), make_person()
    own: Cohort = make_cohort(trainer=trainer)
    enrol(own, person)
    for state in ("invited", "waiting", "declined", "withdrawn"):
        enrol(make_cohort(name=state), person, state=state)
    called_off = make_cohort(name="Gaat niet door", cancelled_at=NOW)
    enrol(called_off, person)
    own.meetings.filter(step__key="return").update(cancelled_at=NOW)
    of_cohort = {one.step.key: calendar.uid_of(one) for one in own.meetings.select_related("step")}
    expected = {of_cohort["half-day-1"], of_cohort["half-day-2"]}
    assert uids(client.get(make_feed(client, person)).content) == expected
    leads = expected | {of_cohort["talk"]}
    assert uids(client.get(make_feed(client, trainer)).content) == leads
    advises = {of_cohort["talk"]}
    assert uids(client.get(make_feed(client, own.created_by)).content) == advises
    assert uids(client.get(make_feed(client, make_person())).content) == set()


def test_it_names_no_person_no_phone_and_no_free_text(client: Client) -> None:
    cohort = make_cohort(name="GROUP-NAME")
    person = enrol(cohort, make_person("Noor Bos", phone="06-12345678")).person
    cohort.meetings.update(link="https://video.example/secret")
    text = client.get(make_feed(client, person)).content.decode()
    step = cohort.meetings.get(step__key="half-day-1").step
    for word in ("Noor", person.email, "06-12345678", "GROUP-NAME", "video.example", "Marijke"):
        assert word not in text
    assert str(step.summary)[:20] not in text
    assert not re.search(r"^(ATTENDEE|ORGANIZER|DESCRIPTION|COMMENT)", text, re.MULTILINE)


def test_only_a_hash_is_kept_of_a_secret_of_128_bits_at_least(client: Client) -> None:
    secret = make_feed(client, enrol(make_cohort()).person).partition("key=")[2]
    assert len(secret) * 6 >= 128
    with connection.cursor() as cursor:
        cursor.execute("select * from programmes_calendarfeed")
        [row] = cursor.fetchall()
    assert sha256(secret.encode()).hexdigest() in row
    assert secret not in str(row)


def test_a_new_address_ends_the_old_one_and_stopping_ends_both(client: Client) -> None:
    person = enrol(make_cohort()).person
    first = make_feed(client, person)
    second = make_feed(client, person)
    assert [client.get(one).status_code for one in (first, second)] == [404, 200]
    client.force_login(person)
    client.post(reverse("programmes:feed_stop"))
    client.logout()
    assert [client.get(one).status_code for one in (first, second)] == [404, 404]


@pytest.mark.parametrize(
    "gone",
    [{"leaves_on": date(2027, 1, 11)}, {"is_active": False}, {"erased_at": NOW}],
)
def test_it_is_dead_once_its_owner_has_left_and_stays_dead(
    client: Client, gone: dict[str, Any]
) -> None:
    person = enrol(make_cohort()).person
    address = make_feed(client, person)
    Person.objects.filter(pk=person.pk).update(**gone)
    assert client.get(address).status_code == 404
    Person.objects.filter(pk=person.pk).update(leaves_on=None, is_active=True, erased_at=None)
    assert client.get(address).status_code == 404
    assert not CalendarFeed.objects.exists()


def test_who_leaves_a_group_no_longer_sees_it(client: Client) -> None:
    one = enrol(make_cohort())
    address = make_feed(client, one.person)
    assert len(uids(client.get(address).content)) == 3
    one.move_to("withdrawn", at=NOW)
    assert uids(client.get(address).content) == set()


def test_a_wrong_key_gets_nothing_and_no_log_holds_any_key(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = make_feed(client, enrol(make_cohort()).person)
    secret = address.partition("key=")[2]
    assert client.get(address).status_code == 200
    wrong = f"{secret[:-1]}{'A' if secret[-1] != 'A' else 'B'}"
    for query in ("", "?key=", f"?key={wrong}", "?key=%00%ff", f"?key={'x' * 9000}"):
        answer = client.get(f"/agenda.ics{query}")
        assert (answer.status_code, answer.content) == (404, b"")
    for _time in range(OFTEN):
        answer = client.get(address)
    assert answer.status_code == 429
    assert "Not Found: /agenda.ics" in caplog.text
    for hidden in (secret, wrong, sha256(secret.encode()).hexdigest()):
        assert hidden not in caplog.text


def test_a_calendar_that_asks_too_often_waits_and_keeps_nobody_else_waiting(client: Client) -> None:
    cohort = make_cohort()
    hasty, calm = make_feed(client, enrol(cohort).person), make_feed(client, enrol(cohort).person)
    answers = [client.get(hasty).status_code for _time in range(OFTEN + 1)]
    assert answers == [200] * OFTEN + [429]
    assert client.get(hasty)["Retry-After"] == "3600"
    assert client.get(calm).status_code == 200
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert client.get(hasty).status_code == 200


def test_the_panel_offers_it_to_who_has_meetings_and_shows_the_address_never_again(
    client: Client,
) -> None:
    person = enrol(make_cohort()).person
    client.force_login(person)
    mine = reverse("people:me")
    assert "Maak een adres" in client.get(mine).content.decode()
    secret = make_feed(client, person).partition("key=")[2]
    client.force_login(person)
    page = client.get(mine).content.decode()
    assert "Maak een nieuw adres" in page
    assert "Zet het adres uit" in page
    assert secret not in page
    client.force_login(make_person())
    assert "Maak een adres" not in client.get(mine).content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_with_the_address_is_accessible_and_fits(
    width: int, browser_page: Tab, live_server: LiveServer
) -> None:
    browser_page.set_viewport_size({"width": width, "height": 800})
    sign_in(browser_page, enrol(make_cohort()).person, live_server)
    browser_page.goto(reverse("people:me"))
    browser_page.get_by_role("button", name="Maak een adres").click()
    browser_page.get_by_text("Je ziet dit adres alleen nu").wait_for()
    assert faults_of(browser_page, "feed") == []
    browser_page.get_by_role("link", name="Mijn gegevens").first.click()
    browser_page.get_by_role("button", name="Zet het adres uit").wait_for()


def test_a_feed_follows_the_clock_of_its_owner(client: Client) -> None:
    person = enrol(make_cohort(), make_person(language="en")).person
    moved = datetime(2027, 7, 6, 9, tzinfo=NOW.tzinfo)
    Meeting.objects.filter(step__key="return").update(
        starts_at=moved, ends_at=moved + timedelta(hours=3), sequence=4
    )
    content = client.get(make_feed(client, person)).content
    [note] = [one for one in READERS[1](content) if one.sequence == 4]
    assert note.starts == moved
    assert "Half-day 1" in content.decode()
