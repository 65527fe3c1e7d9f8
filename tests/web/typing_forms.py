"""Every form of the house in which a person fills in something, found by opening each page."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.db import transaction
from django.test import Client
from django.urls import reverse

from programmes.models import Step
from tests.pages.page import Page
from tests.pages.table import PAGES
from tests.pages.world import World

# Not in the table in the state that has the form, or there under one number only.
MORE = [
    Page("matching:another_mentor", who="lasting", args=lambda world: {"pk": world["lasting"].pk}),
]
NOT_TYPED = {"hidden", "password", "file", "submit", "button"}
Values = list[tuple[str, str]]


@dataclass
class Box:
    """Something on a page to be filled in; a radio button and a tick box each are one."""

    kind: str  # the type of an input, "textarea" or "select"
    name: str
    value: str = ""
    is_on: bool = False
    options: list[str] = field(default_factory=list)

    @property
    def is_choice(self) -> bool:
        return self.kind in ("radio", "checkbox")


@dataclass
class Drawn:
    """A posting form as it stands on a page."""

    action: str
    forgets: bool = False  # by choice: its ticks are about a division that is gone a moment later
    is_search: bool = False  # narrows a list: whatever is looked for, nothing is answered
    boxes: list[Box] = field(default_factory=list)
    hidden: Values = field(default_factory=list)
    buttons: Values = field(default_factory=list)  # the ones that stand out

    def values(self) -> Values:
        """What it sends as it stands."""
        return [(one.name, one.value) for one in self.boxes if one.is_on or not one.is_choice]

    def fill(self) -> Values:
        """One word or another value in each box, the last of each choice; as a browser sends it."""
        for place, one in enumerate(self.boxes):
            if one.kind == "select":
                one.value = one.options[-1]
            elif one.is_choice:
                later = self.boxes[place + 1 :]
                one.is_on = not any((it.kind, it.name) == (one.kind, one.name) for it in later)
            else:
                one.value = WORDS.get(one.kind, "Baken{}").format(place)
        return self.values()


WORDS = {
    "email": "mens{}@hoorn.example",
    "tel": "0229-12345{}",
    "url": "https://hoorn.example/{}",
    "number": "4{}",
    "date": "2031-05-11",
    "time": "11:15",
}


class DrawnForms(HTMLParser):
    """The posting forms of a page, with what is in their boxes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Drawn] = []
        self.inside: Drawn | None = None
        self.box: Box | None = None  # the long box or the list that we are in
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_search = facts.get("role") == "search"
            drawn = Drawn(facts.get("action", ""), "data-forgetful" in facts, is_search)
            self.inside = drawn if facts.get("method") == "post" else None
            self.forms += [self.inside] if self.inside else []
        elif self.inside and tag == "button" and "quiet" not in facts.get("class", ""):
            self.inside.buttons.append((facts.get("name", ""), facts.get("value", "")))
        elif self.inside and tag in ("input", "textarea", "select"):
            self.box = self._box(tag, facts, self.inside)
        elif self.box and tag == "option":
            self.box.options.append(facts.get("value", ""))
            if "selected" in facts or len(self.box.options) == 1:
                self.box.value = self.box.options[-1]

    def _box(self, tag: str, facts: dict[str, str], form: Drawn) -> Box:
        kind = facts.get("type", "text") if tag == "input" else tag
        value = facts.get("value", "on" if kind == "checkbox" else "")
        box = Box(kind, facts.get("name", ""), value, "checked" in facts)
        if kind == "hidden":
            form.hidden.append((box.name, box.value))
        elif kind not in NOT_TYPED and facts.get("autocomplete") != "one-time-code":
            form.boxes.append(box)
        return box

    def handle_data(self, data: str) -> None:
        if self.box and self.box.kind == "textarea":
            self.box.value += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.box:
            self.box.value = self.box.value.removeprefix("\r").removeprefix("\n")
        if tag in ("textarea", "select"):
            self.box = None
        if tag == "form":
            self.inside = None


@dataclass(frozen=True)
class TypingForm:
    """``number`` is its place among the forms of its page in which something is filled in."""

    label: str
    who: str
    path: str
    number: int
    action: str
    is_public: bool
    drawn: Drawn = field(compare=False)

    @property
    def names(self) -> set[str]:
        return {one.name for one in self.drawn.boxes}

    @property
    def is_long(self) -> bool:
        return any(one.kind == "textarea" for one in self.drawn.boxes)


def filled_in(page: str) -> list[Drawn]:
    return [one for one in DrawnForms(page).forms if one.boxes]


def typing_forms(world: World) -> list[TypingForm]:
    pages = [one for one in [*PAGES, *MORE] if one.get == 200 and one.look]
    seen = {(form.who, form.path, form.number): form for form in questionnaire_forms(world)}
    for page in pages:
        path = reverse(page.name, kwargs=page.args(world)) + page.query
        for form in forms_at(world, page.label, page.who, path, is_public=page.public):
            seen.setdefault((form.who, form.path, form.number), form)
    return list(seen.values())


def questionnaire_forms(world: World) -> Iterator[TypingForm]:
    """Each page of each questionnaire that is open to its writer; once, also if two have it."""
    labels: set[str] = set()
    for who, name in (("participant", "mine"), ("mentor", "mentor_in")):
        enrolment = world[name]
        steps = enrolment.cohort.programme.steps.filter(kind=Step.Kind.QUESTIONNAIRE)
        for step in steps:
            for number in range(1, 12):
                label = f"{step.key}-{number}"
                path = reverse("intake:part", args=[enrolment.pk, step.pk, number])
                found = [] if label in labels else list(forms_at(world, label, who, path))
                labels |= {one.label for one in found}
                yield from found


def forms_at(
    world: World, label: str, who: str, path: str, *, is_public: bool = False
) -> Iterator[TypingForm]:
    client = Client()
    with transaction.atomic():
        if who != "anonymous":
            client.force_login(world.person(who))
        answer = client.get(path)
        transaction.set_rollback(True)
    if answer.status_code != 200 or "html" not in answer["Content-Type"]:
        return
    for number, drawn in enumerate(filled_in(answer.content.decode())):
        yield TypingForm(label, who, path, number, drawn.action or path, is_public, drawn)
