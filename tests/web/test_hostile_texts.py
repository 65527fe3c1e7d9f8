"""A hundred hostile texts in every field that takes one: shown, in a browser, and on its paper.

What is mailed, printed and exported of them stands in test_hostile_copies.py.
"""

import io
import zipfile
from collections.abc import Callable
from urllib.parse import urlsplit

import pikepdf
import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import ConsoleMessage, Dialog, Request
from playwright.sync_api import Page as Tab
from pytest_django.live_server_helper import LiveServer

from mentorship.people.models import Person
from mentorship.privacy.export import archive
from tests.pages.page import Page
from tests.pages.test_look import LOOKED_AT, address, sign_in
from tests.pages.world import World
from tests.web.hostile_texts import TEXTS
from tests.web.hostile_world import ORDERS, is_dictionary, make_hostile_world
from tests.web.planting import NO_WAY_IN, Planting, fitting, free_text_fields
from tests.web.reading_pages import GOES, Found

POLICY_TELLS = """addEventListener('securitypolicyviolation', event =>
  console.error('POLICY ' + event.violatedDirective + ' ' + event.blockedURI))"""


# --- the list itself ------------------------------------------------------------------------------


def test_there_are_more_than_a_hundred_texts_and_no_exception_is_idle() -> None:
    assert len(TEXTS) == len(set(TEXTS)) > 100
    assert set(NO_WAY_IN) - set(free_text_fields()) == set()
    assert all(NO_WAY_IN.values())


@pytest.mark.django_db
def test_every_field_stands_in_a_row_and_takes_what_it_is_given() -> None:
    """A field without a row is shown nowhere: make one of it in tests/pages/world.py."""
    _world, planted = make_hostile_world()
    assert planted.refused == []
    assert {name for name, rows in planted.rows.items() if not rows} == set()


# --- shown ----------------------------------------------------------------------------------------

PRINTED = {"intake:mirror", "intake:wishes", "matching:cases_sheet", "programmes:route"}
PRINTED |= {"programmes:guide", "intake:cohort"}
SHORT = {"people.person.number", "people.person.prefix", "people.person.phone"}  # of 30 signs: 26
Sources = dict[str, Callable[[], str]]
NOT_ON_A_PAGE = {
    "programmes.material.file_name": "the name of a download, see test_hostile_files",
    "people.importrow.cells": "given back as a sheet, see test_hostile_copies",
    "people.person.sorts_as": "sorted by, never said",
    "reminders.mail.fault": "for who runs the house",
    "reminders.deadaddress.why": "for who runs the house",
}


def page_of(page: Page, world: World) -> Callable[[], str]:
    def get() -> str:
        client = Client()
        if page.who != "anonymous":
            client.force_login(Person.objects.get(pk=world.person(page.who).pk))
        answer = client.get(address(page, world))
        assert answer.status_code == 200, page.label
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        return answer.content.decode()

    return get


def copy_of(pk: int, world: World) -> Callable[[], str]:
    def read() -> str:
        person = Person.objects.get(pk=pk)
        with zipfile.ZipFile(archive(person, person, world["now"])) as packed:
            return packed.read("data.html").decode()

    return read


def everything_to_read(world: World) -> Sources:
    pages = {one.label: page_of(one, world) for one in LOOKED_AT}
    people = Person.objects.values_list("pk", flat=True)
    return pages | {f"copy of {pk}": copy_of(pk, world) for pk in people}


def look(sources: Sources, planting: Planting) -> tuple[dict[str, set[str]], dict[str, list[str]]]:
    """What of the planted texts stands whole on which page; and what is more than text."""
    where, odd = {}, {}
    for label, get in sources.items():
        html = get()
        found = Found(html)
        where[label] = planting.read(found.said())
        if found.odd:
            odd[label] = found.odd
        assert settings.SECRET_KEY not in html
        assert "root:x:0" not in html
    return where, odd


def fewest(where: dict[str, set[str]], planting: Planting) -> list[str]:
    """Pages that together show each field that has not shown all of its texts."""
    of = {mark: sown.name for mark, sown in planting.standing.items()}
    shows = {label: {of[mark] for mark in marks} for label, marks in where.items()}
    open_ones = {name for name, left in planting.left.items() if left} & set().union(
        *shows.values()
    )
    chosen = []
    while open_ones:
        best = max(shows, key=lambda label: len(shows[label] & open_ones))
        chosen.append(best)
        open_ones -= shows[best]
    return chosen


@pytest.mark.django_db
def test_each_text_that_fits_in_a_field_is_shown_there_and_is_no_more_than_text() -> None:
    """First every page, twice; then those that show what is left, until nothing is left.

    What a field has no room for, its form refuses: of 132 texts a name of 80 signs takes 119.
    """
    world, planting = make_hostile_world()
    sources = everything_to_read(world)
    where, odd = look(sources, planting)
    planting.write()
    more, faults = look(sources, planting)
    odd |= faults
    where = {label: where[label] | more[label] for label in sources}
    for _turn in range(80):
        if not (chosen := fewest(where, planting)):
            break
        planting.write(set().union(*(where[label] for label in chosen)))
        odd |= look({label: sources[label] for label in chosen}, planting)[1]
    assert odd == {}
    assert {name for name, left in planting.left.items() if left} == set(NOT_ON_A_PAGE)
    room = {name: len(fitting(field)) for name, (_model, field) in planting.fields.items()}
    assert {name for name, number in room.items() if number < 100} == SHORT


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_a_browser_nothing_runs_nothing_is_fetched_and_no_policy_is_broken(
    browser_page: Tab, live_server: LiveServer
) -> None:
    world, _planted = make_hostile_world()
    alarms: list[str] = []
    printed: list[str] = []
    here = urlsplit(live_server.url).netloc

    def note(request: Request) -> None:
        if urlsplit(request.url).netloc != here:
            alarms.append(f"fetched: {request.url[:200]}")

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error":
            alarms.append(f"{browser_page.url}: {message.text[:200]}")

    def close(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    browser_page.add_init_script(POLICY_TELLS)
    browser_page.on("dialog", close)
    browser_page.on("request", note)
    browser_page.on("console", hear)
    for role in sorted({page.who for page in LOOKED_AT}):
        browser_page.context.clear_cookies()
        if role != "anonymous":
            sign_in(browser_page, Person.objects.get(pk=world.person(role).pk), live_server)
        for page in (one for one in LOOKED_AT if one.who == role):
            browser_page.goto(address(page, world))
            if page.name in PRINTED:
                printed.append(page.name)
                alarms += faults_on_paper(browser_page, page.label)
    assert alarms == []
    assert set(printed) == PRINTED


def faults_on_paper(tab: Tab, label: str) -> list[str]:
    """The page as it is printed: text, and links to nowhere but where a link was typed."""
    with pikepdf.open(io.BytesIO(tab.pdf())) as pdf:
        dictionaries = [one for one in pdf.objects if is_dictionary(one)]
        kinds = {str(one.get("/S", "")) for one in dictionaries}
        aims = {str(one["/URI"]) for one in dictionaries if "/URI" in one}
    faults = [f"{label}: {one}" for one in sorted(kinds & ORDERS)]
    return faults + [f"{label}: {one}" for one in aims if urlsplit(one).scheme not in GOES]
