"""The same hostile texts where they leave the house: in mails, on paper, in a copy, in a sheet."""

import csv
import io
import json
import re
import zipfile
from typing import Any

import openpyxl
import pikepdf
import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.test import Client
from django.urls import reverse

from mentorship.people.models import ImportRow, Organisation, Person
from mentorship.privacy.export import archive
from mentorship.reminders.letters.compose import Letter, as_email, compose
from mentorship.reminders.models import Mail, Message
from mentorship.reminders.owed.judging import Item
from mentorship.reminders.rules import Told, book, label
from programmes.guide import LANGUAGES
from programmes.models import Enrolment
from programmes.paper import certificate_paper, guide_paper
from tests.cast import make_organisation
from tests.programmes.pdf import text_of
from tests.reminders.arrived import assert_harmless
from tests.web.hostile_texts import TEXTS
from tests.web.hostile_world import ORDERS, is_dictionary, make_hostile_world
from tests.web.reading_pages import Found

HOSTILE = re.compile(r"kwaad|alert\(1\)|onerror")


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
        assert kinds & (ORDERS | {"/URI"}) == set()


@pytest.mark.django_db
def test_in_a_copy_of_oneself_they_are_text() -> None:
    """Everybody's; a manager of Wegwijs and somebody from outside have less in theirs."""
    world, _planted = make_hostile_world(5)
    for role in world.people:
        person = Person.objects.get(pk=world.person(role).pk)
        with zipfile.ZipFile(archive(person, person, world["now"])) as packed:
            assert packed.testzip() is None
            data, page = packed.read("data.json").decode(), packed.read("data.html").decode()
            names = packed.namelist()
        assert HOSTILE.search(json.dumps(json.loads(data))), role
        assert HOSTILE.search(page), role
        assert Found(page).odd == [], role
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
