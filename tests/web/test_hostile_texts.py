"""A hundred hostile texts in every field that takes one: shown, mailed, printed, exported."""

import csv
import io
import json
import re
import zipfile
from collections import Counter
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pikepdf
import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse
from playwright.sync_api import ConsoleMessage, Dialog, Request
from playwright.sync_api import Page as Tab
from pytest_django.live_server_helper import LiveServer

from matching.models import Hope
from mentorship.people.models import ImportRow, Organisation, Person
from mentorship.privacy.export import archive
from mentorship.privacy.models import Reading
from mentorship.reminders.letters.compose import Letter, as_email, compose
from mentorship.reminders.models import Mail, MailText, Message
from mentorship.reminders.owed.judging import Item
from mentorship.reminders.rules import Told, book, label
from mentorship.web.catalogue import TEMPLATES
from programmes.guide import LANGUAGES
from programmes.models import Enrolment, GuideVersion
from programmes.paper import certificate_paper, guide_paper
from tests.cast import make_organisation
from tests.pages.test_look import LOOKED_AT, address, sign_in
from tests.pages.world import World, make_world
from tests.privacy.scene import make_scene
from tests.programmes.pdf import text_of
from tests.reminders.arrived import assert_harmless
from tests.web.hostile_texts import TEXTS
from tests.web.planting import NO_WAY_IN, Planted, free_text_fields, plant

POLICY_TELLS = """addEventListener('securitypolicyviolation', event =>
  console.error('POLICY ' + event.violatedDirective + ' ' + event.blockedURI))"""
LOADS = {"src", "srcset", "data", "poster", "background", "action", "formaction", "xlink:href"}
GOES = {"http", "https", "mailto", "tel", ""}


def make_hostile_world(turn: int = 0) -> tuple[World, Planted]:
    """One of everything that is shown or kept, and then a hostile text wherever one can stand."""
    world = make_world()
    hoorn, adviser = world["hoorn"], world.person("adviser")
    make_scene()
    for language in LANGUAGES:
        facts = {"organisation": hoorn, "language": language}
        told = {"number": 1, "written_at": world["now"], "title": "x", "text": "x"}
        GuideVersion.objects.create(section="values", **facts, **told)
        MailText.objects.create(rule="meeting_moved", subject="x", body="x", **facts)
        MailText.objects.create(rule="invitation", subject="x", body="x", **facts)
    Hope.objects.create(person=world.person("newcomer"), word="x")
    Reading.objects.create(
        reader=adviser, writer=world.person("participant"), what="x", read_at=world["now"]
    )
    EmailAddress.objects.create(user=adviser, email=adviser.email, verified=True, primary=True)
    return world, plant(turn)


# --- the list itself ------------------------------------------------------------------------------


def test_there_are_more_than_a_hundred_texts_and_no_exception_is_idle() -> None:
    assert len(TEXTS) == len(set(TEXTS)) > 100
    assert set(NO_WAY_IN) - set(free_text_fields()) == set()
    assert all(NO_WAY_IN.values())


@pytest.mark.django_db
def test_every_field_gets_some_and_every_text_stands_in_very_many() -> None:
    """A field without a row is shown nowhere: make one of it in tests/pages/world.py."""
    _world, planted = make_hostile_world()
    assert planted.refused == []
    assert set(free_text_fields()) - set(NO_WAY_IN) - set(planted.texts) == set()
    fields = Counter(number for numbers in planted.texts.values() for number in numbers)
    assert set(fields) == set(range(len(TEXTS)))
    assert min(fields.values()) >= 2  # the one of 10,000 signs fits in the longest alone


# --- shown ----------------------------------------------------------------------------------------


class Found(HTMLParser):
    """What a page holds that none of its templates wrote."""

    def __init__(self, html: str, own: set[str]) -> None:
        super().__init__()
        self.odd: list[str] = []
        self.own = own
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attributes}
        if tag not in self.own:
            self.odd.append(f"<{tag}>")
        self.odd += [f"{tag} {name}" for name in facts if name.startswith("on") or name == "style"]
        self.odd += [f"{tag} {name}" for name in LOADS & set(facts) if "kwaad" in facts[name]]
        if urlsplit(facts.get("href", "")).scheme not in GOES:
            self.odd.append(facts["href"])


def own_tags() -> set[str]:
    """Every tag that a template of ours writes, or a widget of Django."""
    text = "".join(one.read_text() for one in TEMPLATES.rglob("*.html"))
    return set(re.findall(r"<([a-z][a-z0-9]*)", text)) | {
        "input",
        "select",
        "optgroup",
        "option",
        "textarea",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("turn", [1, 2])
def test_no_page_gets_a_tag_an_event_or_a_source_of_theirs(turn: int) -> None:
    world, _planted = make_hostile_world(turn)
    own, odd, seen = own_tags(), {}, ""
    for page in LOOKED_AT:
        client = Client()
        if page.who != "anonymous":
            client.force_login(Person.objects.get(pk=world.person(page.who).pk))
        answer = client.get(address(page, world))
        html = answer.content.decode()
        assert answer.status_code == 200, page.label
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        seen += html
        if found := Found(html, own).odd:
            odd[page.label] = found
    assert odd == {}
    assert settings.SECRET_KEY not in seen
    assert "root:x:0" not in seen
    assert seen.count("kwaad.example") > 1000  # they were there


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_in_a_browser_nothing_runs_nothing_is_fetched_and_no_policy_is_broken(
    browser_page: Tab, live_server: LiveServer
) -> None:
    world, _planted = make_hostile_world()
    alarms: list[str] = []
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
    assert alarms == []


# --- mailed, printed, exported --------------------------------------------------------------------


@pytest.mark.django_db
def test_every_mail_about_a_hostile_row_is_as_harmless_as_any() -> None:
    make_hostile_world(3)
    people = list(Person.objects.exclude(organisation=None).select_related("organisation"))
    unwritten = set()
    for told in (one for one in book if not type(one).__module__.startswith("tests")):
        pks = told.model._base_manager.order_by("-pk").values_list("pk", flat=True)[:3]
        subjects = told.load(list(pks)).values()
        letters = [one for subject in subjects if (one := letter_about(told, subject, people))]
        for person, letter in letters:
            mail = as_email(letter, Mail(recipient=person)).message()
            assert_harmless(([person.email], with_crlf(mail)), person.email)
        if not letters:
            unwritten.add(told.key)
    assert unwritten == set()


def with_crlf(mail: Any) -> bytes:
    """As it goes over the line."""
    content: bytes = mail.as_bytes(linesep="\r\n")
    return content


def letter_about(told: Told, subject: Any, people: list[Person]) -> tuple[Person, Letter] | None:
    """To the first of them whom it can be told: some mails are for one of a pair alone."""
    for number, person in enumerate(people):
        person.email, person.language = "bert@hoorn.example", ("nl", "en")[number % 2]
        message = Message(rule=told.key, subject=label(subject), recipient=person)
        try:
            organisation = person.organisation or make_organisation()
            return person, compose([Item(message, told, subject)], person, organisation)
        except (ValueError, ObjectDoesNotExist, AttributeError, StopIteration):
            continue
    return None


@pytest.mark.django_db
def test_on_paper_they_are_signs_and_no_orders() -> None:
    world, _planted = make_hostile_world(4)
    hoorn = Organisation.objects.get(pk=world["hoorn"].pk)
    completed = Enrolment.objects.get(pk=world["completed"].pk)
    papers = [guide_paper(hoorn, language) for language in LANGUAGES]
    papers += [certificate_paper(completed, language) for language in LANGUAGES]
    for paper in papers:
        said = text_of(paper)
        assert "root:x:0" not in said
        assert "kwaad.example" in said
        with pikepdf.open(io.BytesIO(paper)) as pdf:
            kinds = {str(one.get("/S", "")) for one in pdf.objects if is_dictionary(one)}
        assert kinds & {"/JavaScript", "/URI", "/Launch", "/SubmitForm", "/GoToR"} == set()


def is_dictionary(one: Any) -> bool:
    return isinstance(one, pikepdf.Dictionary)


@pytest.mark.django_db
def test_in_a_copy_of_oneself_they_are_text() -> None:
    world, _planted = make_hostile_world(5)
    own = own_tags()
    for role in ("participant", "mentor", "newcomer", "adviser"):
        person = Person.objects.get(pk=world.person(role).pk)
        with zipfile.ZipFile(archive(person, person, world["now"])) as packed:
            assert packed.testzip() is None
            data, page = packed.read("data.json").decode(), packed.read("data.html").decode()
            names = packed.namelist()
        assert "alert(1)" in json.dumps(json.loads(data))
        assert "alert(1)" in page
        assert Found(page, own).odd == []
        assert [one for one in names if not re.fullmatch(r"[\w.-]+|files/[\w.-]+", one)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_in_a_sheet_no_cell_begins_as_a_formula(client: Client, kind: str) -> None:
    world, _planted = make_hostile_world(6)
    rows = ImportRow.objects.filter(people_import=world["applied"], outcome="wrong")
    for row, text in zip(rows, FORMULAS * len(rows), strict=False):
        row.cells = [text, *FORMULAS]
        row.save()
    client.force_login(Person.objects.get(pk=world.person("adviser").pk))
    path = reverse("people:import_wrong", args=[world["applied"].pk, kind])
    content = client.get(path).content
    if kind == "csv":
        cells = [one for row in csv.reader(text_file(content), delimiter=";") for one in row]
    else:
        book = openpyxl.load_workbook(io.BytesIO(content))
        every = [one for sheet in book for row in sheet.iter_rows() for one in row]
        assert [one.coordinate for one in every if one.data_type == "f"] == []
        cells = [str(one.value or "") for one in every]
    assert [one for one in cells if one.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert any("HYPERLINK" in one for one in cells)


FORMULAS = [one for one in TEXTS if one.startswith(("=", "+", "-", "@", "\t", "\r"))]


def text_file(content: bytes) -> io.StringIO:
    return io.StringIO(content.decode("utf-8-sig"), newline="")
