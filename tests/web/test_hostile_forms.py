"""A hostile text typed in every open field of every form: kept as it was typed, shown as text.

What stands in every row, however it came there, is in test_hostile_texts.py.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from mentorship.people.models import Person
from tests.pages.conftest import world as world
from tests.pages.test_look import LOOKED_AT, address
from tests.pages.world import World
from tests.web.planting import squeezed
from tests.web.reading_pages import Found
from tests.web.typing_forms import Box, TypingForm, typing_forms

pytestmark = pytest.mark.django_db
HOSTILE = 'q{:03d}z"><b onload=x>'  # 19 signs: it fits in the shortest field
LINK = re.compile(r'<a [^>]*href="(/[^"#?]*)"')
OPEN = {"text", "textarea"}
NO = {"answer": "no"}
CHOICE = {"kind": "choice", "page": "new", "at_most": ""}
# The button that is pressed; and a kind of question for which each field counts.
BESIDES = {
    "matching:has_time-anonymous": NO,
    "matching:has_time_own-manager": NO,
    "matching:answer-anonymous": NO,
    "matching:answer_own-mentor": NO,
    "matching:check_in_own-lasting": {"more": "30"},
    "intake:question_add-adviser": CHOICE,
    "intake:question-adviser": CHOICE,
}
REFUSES = {
    "privacy:terms-adviser": "numbers, in a box for words",
    "matching:first_outlook-adviser": "a number, in a box for words",
    "matching:outlook-adviser": "a number, in a box for words",
}

LATER = {"programmes:cohort_new-adviser": "a place is shown once the dates are chosen"}


def open_boxes(form: TypingForm) -> list[Box]:
    return [box for box in form.drawn.boxes if box.kind in OPEN]


def complete(boxes: list[Box]) -> None:
    """The last of each choice that is still open."""
    chosen = {box.name for box in boxes if box.is_on}
    for box in reversed(boxes):
        if box.kind == "select" and not box.value:
            box.value = box.options[-1]
        elif box.kind == "radio" and box.name not in chosen:
            chosen.add(box.name)
            box.is_on = True


def typed(form: TypingForm, is_filled: bool) -> dict[str, list[str]]:
    """The form as it stands or filled in, with a hostile text in each open field."""
    if is_filled:
        form.drawn.fill()
    complete(form.drawn.boxes)
    for number, box in enumerate(open_boxes(form)):
        text = HOSTILE.format(number)
        box.value = f"{text}\n{text}2" if box.name.startswith("options") else text
    data: dict[str, list[str]] = {}
    for name, value in [*form.drawn.hidden, *form.drawn.values()]:
        data.setdefault(name, []).append(value)
    return data | {name: [value] for name, value in BESIDES.get(form.label, {}).items()}


def signed_in(who: str, world: World) -> Client:
    client = Client()
    if who != "anonymous":
        client.force_login(Person.objects.get(pk=world.person(who).pk))
    return client


def sent(form: TypingForm, world: World) -> tuple[Client, Any]:
    """As it stands; and when that is refused, with every box filled in."""
    client = signed_in(form.who, world)
    for is_filled in (False, True):
        answer = client.post(form.action, typed(form, is_filled), follow=True)
        if answer.status_code == 200:
            break
    return client, answer


def pages_after(form: TypingForm, world: World, client: Client, answer: Any) -> Iterator[str]:
    """Where it may be read: where the form leads, itself, what is linked there, or any page."""
    here = answer.content.decode()
    yield here
    yield client.get(form.path).content.decode()
    for path in dict.fromkeys(LINK.findall(here)):
        linked = client.get(path)
        if linked.status_code == 200 and "html" in linked["Content-Type"]:
            yield linked.content.decode()
    room = form.label.partition(":")[0]
    for page in sorted(LOOKED_AT, key=lambda one: (one.who != form.who, one.name[:5] != room[:5])):
        yield signed_in(page.who, world).get(address(page, world)).content.decode()


def faults_of(form: TypingForm, world: World) -> list[str]:
    client, answer = sent(form, world)
    wanted = {squeezed(HOSTILE.format(place)) for place in range(len(open_boxes(form)))}
    is_kept = answer.status_code == 200
    if is_kept == (form.label in REFUSES):
        return [f"{form.label}: {'kept' if is_kept else 'refused'}"]
    for html in pages_after(form, world, client, answer):
        found = Found(html)
        if found.odd:
            return [f"{form.label}: {found.odd}"]
        said = found.said()
        wanted = {one for one in wanted if one not in said}
        if not wanted:
            break
    is_lost = bool(wanted) != (form.label in LATER)
    return [f"{form.label}: {sorted(wanted)} shown nowhere"] if is_lost else []


def test_what_is_typed_in_any_form_is_shown_as_it_was_typed_and_is_text(world: World) -> None:
    forms = [one for one in typing_forms(world) if open_boxes(one)]
    faults = []
    for form in forms:
        with transaction.atomic():
            faults += faults_of(form, world)
            transaction.set_rollback(True)
    assert faults == []
    assert len(forms) > 55
