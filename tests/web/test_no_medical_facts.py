"""Each box in which people write about themselves or others says to write nothing medical."""

import re
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client

from programmes.forms.work import SubmissionForm
from programmes.models import PRACTICAL, Step, Submission
from tests.pages.conftest import world as world
from tests.pages.world import World
from tests.web.typing_forms import TypingForm, typing_forms

pytestmark = pytest.mark.django_db
WARNS = re.compile(r"\b(medische gegevens|gezondheid)\b")
FOR_ALL = "an adviser's text for the whole organisation, about nobody"
CHOICES = "answers to choose from, one on a line"
NOT_ABOUT_PEOPLE = {
    ("intake:draft_texts", "introduction"): FOR_ALL,
    ("intake:draft_texts", "introduction_en"): FOR_ALL,
    ("intake:question", "options"): CHOICES,
    ("intake:question", "options_en"): CHOICES,
    ("intake:question_add", "options"): CHOICES,
    ("intake:question_add", "options_en"): CHOICES,
    ("programmes:programme_edit", "about"): FOR_ALL,
    ("programmes:step_edit", "summary"): FOR_ALL,
    ("programmes:guide_section", "text"): FOR_ALL,
    ("reminders:text", "body"): FOR_ALL,
}
PERSON = ("given_name", "prefix", "family_name")
IN_A_LIST = ("number", "job_title", "new_team", "new_department")
IN_A_FORM = ("text", "text_en", "help", "help_en", "new_page", "new_page_en")
# One line for what somebody or something is called, for a place, a number or a search.
ONE_LINE: dict[str, tuple[str, ...]] = {
    "intake:draft_page": ("theme", "theme_en"),
    "intake:draft_texts": ("title", "title_en"),
    "intake:question": IN_A_FORM,
    "intake:question_add": IN_A_FORM,
    "intake:set_apart": ("title",),
    "matching:first_outlook": ("expected_a_month",),
    "matching:mentors": ("q",),
    "matching:new_mentor": ("q",),
    "matching:outlook": ("expected_a_month",),
    "matching:pairs": ("q",),
    "people:add": (*PERSON, *IN_A_LIST),
    "people:add_account": PERSON,
    "people:add_organisation": ("name",),
    "people:edit": (*PERSON, *IN_A_LIST),
    "people:organisation": ("period-reason",),  # why all are closed
    "programmes:cohort_edit": ("name",),
    "programmes:cohort_new": ("name", "place"),
    "programmes:guide_section": ("title",),
    "programmes:invite": ("words",),
    "programmes:material_new": ("title",),
    "programmes:meeting_move": ("place",),
    "programmes:programme_edit": ("name",),
    "programmes:step_edit": ("title", "short"),
    "reminders:text": ("subject",),
}
EXCUSED = {*NOT_ABOUT_PEOPLE, *((page, name) for page, names in ONE_LINE.items() for name in names)}
NUMBERS_ONLY = {"privacy:terms"}


class Boxes(HTMLParser):
    """The boxes for free text, each with the ids of what is said about it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.told: dict[str, list[str]] = {}
        self.said: dict[str, str] = {}
        self.help = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "textarea" or (tag == "input" and facts.get("type", "text") == "text"):
            self.told[facts.get("name") or ""] = (facts.get("aria-describedby") or "").split()
        if facts.get("class") == "help":
            self.help = facts.get("id") or ""

    def handle_data(self, data: str) -> None:
        if self.help:
            self.said[self.help] = self.said.get(self.help, "") + data

    def handle_endtag(self, tag: str) -> None:
        self.help = ""

    def help_of(self, name: str) -> str:
        return " ".join(self.said.get(one, "") for one in self.told[name])


def opened(form: TypingForm, world: World) -> Boxes:
    client = Client()
    with transaction.atomic():
        if form.who != "anonymous":
            client.force_login(world.person(form.who))
        page = client.get(form.path).content.decode()
        transaction.set_rollback(True)
    return Boxes(page)


@pytest.fixture(scope="module")
def boxes(world: World) -> dict[tuple[str, str], set[str]]:
    """What is said at each box, by the name of its page and its own."""
    found: dict[tuple[str, str], set[str]] = {}
    for form in typing_forms(world):
        if form.is_long or any(one.kind == "text" for one in form.drawn.boxes):
            page, label = opened(form, world), form.label.removesuffix(f"-{form.who}")
            for name in page.told.keys() & set(form.names):
                found.setdefault((label, name), set()).add(page.help_of(name))
    return found


def test_each_box_for_own_words_says_to_write_no_medical_facts(
    boxes: dict[tuple[str, str], set[str]],
) -> None:
    """An exception that is not needed fails as well."""
    silent = {box for box, helps in boxes.items() if not all(WARNS.search(one) for one in helps)}
    assert {(page, name) for page, name in silent if page not in NUMBERS_ONLY} == EXCUSED
    assert {page for page, name in silent} >= NUMBERS_ONLY


def test_what_a_presentation_is_called_is_a_box_for_own_words_too() -> None:
    """The practical assignment is not among the pages of the walk."""
    form = SubmissionForm(instance=Submission(step=Step(key=PRACTICAL)))
    assert [name for name in ("title", "text") if not WARNS.search(str(form[name].help_text))] == []


def test_the_walk_finds_the_boxes_that_people_know(
    boxes: dict[tuple[str, str], set[str]],
) -> None:
    assert boxes.keys() >= {
        ("intake-1", "q-wish"),
        ("matching:answer", "word"),
        ("matching:check_in_own", "word"),
        ("matching:has_time_own", "word"),
        ("matching:hopes", "word"),
        ("matching:note", "text"),
        ("matching:profile", "about"),
        ("matching:profile", "how_to_meet"),
        ("matching:goal", "text"),
        ("matching:quiet_line", "text"),
        ("matching:write_case", "situation"),
        ("matching:write_case", "title"),
        ("programmes:afterwards", "text"),
        ("programmes:assignment", "text"),
        ("programmes:submission", "text"),
    }
