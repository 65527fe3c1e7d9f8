"""Every form of the house that takes typed words, found by opening each page that it has."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from django.db import transaction
from django.test import Client
from django.urls import reverse

from programmes.models import Step
from tests.pages.page import Page
from tests.pages.table import PAGES
from tests.pages.world import World

# A form with nothing that anybody typed, though it has boxes for text.
NO_WORDS = {
    "privacy:terms": "days and weeks, each one number",
    "matching:first_outlook": "one number a month",
    "matching:outlook": "one number a month",
}
# Not in the table in the state that has the form, or there under one number only.
MORE = [
    Page("matching:another_mentor", who="lasting", args=lambda world: {"pk": world["lasting"].pk}),
]


@dataclass(frozen=True)
class TypingForm:
    """``number`` is its place among the forms of its page that take words."""

    label: str
    who: str
    path: str
    number: int
    action: str
    names: tuple[str, ...]
    is_public: bool
    is_long: bool  # has a box for more than one line


class Boxes(HTMLParser):
    """The posting forms of a page that have a box for words: where they go, and the boxes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[tuple[str, list[str]]] = []
        self.long: set[int] = set()  # places in `forms`
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = dict(attrs)
        if tag == "form":
            self.inside = facts.get("method") == "post"
            if self.inside:
                self.forms.append((facts.get("action") or "", []))
        if self.inside and tag == "textarea":
            self.long.add(len(self.forms) - 1)
        is_box = tag == "textarea" or (tag == "input" and facts.get("type", "text") == "text")
        if self.inside and is_box and facts.get("autocomplete") != "one-time-code":
            self.forms[-1][1].append(facts.get("name") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False


def typing_forms(world: World) -> list[TypingForm]:
    pages = [one for one in [*PAGES, *MORE] if one.get == 200 and one.look]
    seen: dict[tuple[str, str, int], TypingForm] = {}
    for page in pages:
        if page.name in NO_WORDS:
            continue
        path = reverse(page.name, kwargs=page.args(world)) + page.query
        for form in forms_at(world, page.label, page.who, path, is_public=page.public):
            seen.setdefault((form.who, form.path, form.number), form)
    for form in questionnaire_forms(world):
        seen.setdefault((form.who, form.path, form.number), form)
    return list(seen.values())


def questionnaire_forms(world: World) -> Iterator[TypingForm]:
    """Each page of each questionnaire that is open to its writer."""
    for who, name in (("participant", "mine"), ("mentor", "mentor_in")):
        enrolment = world[name]
        steps = enrolment.cohort.programme.steps.filter(kind=Step.Kind.QUESTIONNAIRE)
        for step in steps:
            for number in range(1, 12):
                path = reverse("intake:part", args=[enrolment.pk, step.pk, number])
                yield from forms_at(world, f"{step.key}-{number}", who, path)


def forms_at(
    world: World, label: str, who: str, path: str, *, is_public: bool = False
) -> Iterator[TypingForm]:
    client = Client()
    with transaction.atomic():
        if who != "anonymous":
            client.force_login(world.person(who))
        answer = client.get(path)
        transaction.set_rollback(True)
    if answer.status_code != 200:
        return
    boxes = Boxes(answer.content.decode())
    with_words = [(place, *one) for place, one in enumerate(boxes.forms) if one[1]]
    for number, (place, action, names) in enumerate(with_words):
        is_long = place in boxes.long
        yield TypingForm(label, who, path, number, action or path, tuple(names), is_public, is_long)
