"""Every form on every page: its boxes are named, and one wrong answer is told at its own box.

The forms are found by opening every page, so one that is added is judged without being named.
"""

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.pages.conftest import world as world
from tests.pages.table import PAGES
from tests.pages.world import World
from tests.web.typing_forms import Drawn, TypingForm, Values, filled_in, typing_forms

pytestmark = pytest.mark.django_db
# Where the reader fills in something about themselves, the browser may help.
ABOUT_ONESELF = {
    "account_login-anonymous",
    "account_request_login_code-anonymous",
    "account_reset_password-anonymous",
    "account_set_password-bystander",
    "people:me-participant",
}
KNOWN_TO_BROWSERS = {"email", "tel", "password"}
LONG = "Veel te lang " * 3_000
# What cannot go wrong there, and why. One that is not needed fails too.
NEVER_WRONG = {
    # A choice that is not on the page counts as none, and these need none.
    ("self-analysis-5", "q-pitfalls"),
    ("self-analysis-6", "q-style-when"),
    ("self-analysis-return-5", "q-pitfalls"),
    ("self-analysis-return-6", "q-style-when"),
    ("matching:check_in_own-lasting", "q-open"),
    ("matching:check_in_own-lasting", "q-whom"),
    ("matching:check_in_own-lasting", "q-helps"),
    # Who is asked is ticked in a list: whoever is not in it is not asked. A search is no answer.
    ("programmes:invite-adviser", "words"),
    ("programmes:invite-adviser", "department"),
    ("programmes:invite-adviser", "person"),
    ("matching:board-adviser", "chosen"),
    # Who loses a buddy meanwhile loses that reader, and nothing else.
    ("matching:write_case?handed-in-participant", "shared_with"),
}
BAD = {
    "date": "31-02-2031",
    "time": "25:99",
    "number": "veel",
    "email": "geen adres",
    "url": "geen link",
    "radio": "bestaat-niet",
    "checkbox": "bestaat-niet",
    "select": "bestaat-niet",
}


class Look(HTMLParser):
    """What a page says of its boxes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.boxes: list[dict[str, str]] = []
        self.labels: set[str] = set()
        self.words: dict[str, str] = {}  # what stands in each thing that has an id
        self.jumps: dict[str, list[str]] = {}  # what the links of the summary say
        self.faults: list[str] = []
        self.open: list[tuple[str, dict[str, str]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag in ("input", "textarea", "select") and facts.get("type") not in ("hidden", "submit"):
            self.boxes.append(self._with_its_group(facts))
        if tag == "button" and "disabled" in facts:
            self.faults.append("a button that cannot be pressed")
        if tag == "label" and "for" in facts:
            self.labels.add(facts["for"])
        if tag == "a" and facts.get("href", "").startswith("#"):
            self.jumps.setdefault(facts["href"][1:], []).append("")
        if tag not in (
            "input",
            "meta",
            "link",
            "img",
            "br",
            "hr",
            "path",
            "circle",
            "rect",
            "line",
        ):
            self.open.append((tag, facts))

    def _with_its_group(self, facts: dict[str, str]) -> dict[str, str]:
        around = [one for tag, one in self.open if tag in ("fieldset", "form", "label")]
        told = " ".join(one.get("aria-describedby", "") for one in [*around, facts])
        is_wrapped = any(tag == "label" for tag, _facts in self.open)
        forms = [one for tag, one in self.open if tag == "form"]
        checks = "yes" if forms and "novalidate" not in forms[-1] else ""
        return facts | {"told": told, "wrapped": "yes" if is_wrapped else "", "checks": checks}

    def handle_data(self, data: str) -> None:
        for tag, facts in self.open:
            if "id" in facts:
                self.words[facts["id"]] = self.words.get(facts["id"], "") + data
            if tag == "a" and facts.get("href", "").startswith("#"):
                self.jumps[facts["href"][1:]][-1] += data

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass


@pytest.fixture(scope="module")
def forms(world: World) -> list[TypingForm]:
    return typing_forms(world)


def client_of(who: str, world: World, page: str = "/") -> Client:
    client = Client(headers={"accept": "text/html", "referer": f"http://testserver{page}"})
    if who != "anonymous":
        client.force_login(world.person(who))
    return client


# --- what a page says before anything is sent ---------------------------------------------------


def unclear(look: Look, label: str) -> list[str]:
    faults = list(look.faults)
    for box in look.boxes:
        name = box.get("name", "?")
        nowhere = [one for one in box["told"].split() if one not in look.words]
        is_own = label in ABOUT_ONESELF and box.get("type") in KNOWN_TO_BROWSERS
        judged = {
            # A tick in a row of a table says in its own words which row.
            "has no label": not (
                box["wrapped"]
                or box.get("id") in look.labels
                or (box.get("type") == "checkbox" and box.get("aria-label"))
            ),
            "has a placeholder": "placeholder" in box,
            "is checked by the browser": box["checks"] and "required" in box,
            f"is explained by nothing: {nowhere}": nowhere,
            "has no autocomplete": is_own and not box.get("autocomplete"),
        }
        faults += [f"{name} {fault}" for fault, is_so in judged.items() if is_so]
    return [f"{label}: {one}" for one in faults]


def test_every_box_on_every_page_is_named_and_explained(
    forms: list[TypingForm], world: World
) -> None:
    seen = {
        (page.who, reverse(page.name, kwargs=page.args(world)) + page.query): page.label
        for page in PAGES
        if page.get == 200 and page.look
    }
    seen |= {(form.who, form.path): form.label for form in forms}
    faults: list[str] = []
    boxes = 0
    for (who, path), label in seen.items():
        with transaction.atomic():
            look = Look(client_of(who, world).get(path).content.decode())
            transaction.set_rollback(True)
        boxes += len(look.boxes)
        faults += unclear(look, label)
    assert (faults, boxes > 500) == ([], True)


# --- one wrong answer ---------------------------------------------------------------------------


def wrong_answers(drawn: Drawn) -> Iterator[tuple[str, str]]:
    """Each box by its name, and what cannot be right in it. A tick alone is never wrong."""
    for name in dict.fromkeys(one.name for one in drawn.boxes):
        same = [one for one in drawn.boxes if one.name == name]
        if len(same) > 1 or same[0].kind != "checkbox" or same[0].value not in ("on", ""):
            yield name, BAD.get(same[0].kind, LONG)


def judged(form: TypingForm, name: str, answer: HttpResponse, sent: Values) -> str:
    """What is wrong with the page that answers, or ""."""
    if answer.status_code == 302:
        return "was taken"
    page = answer.content.decode()
    look = Look(page)
    boxes = [one for one in look.boxes if one.get("name") == name]
    if not any(one.get("aria-invalid") == "true" for one in boxes):
        return f"{answer.status_code}, and the box is not marked"
    said = [look.words.get(one, "") for one in boxes[0]["told"].split() if one.endswith("_error")]
    wrong = [" ".join(one.split()) for one in "".join(said).split("Fout:") if one.strip()]
    ids = {one.get("id") for one in look.boxes}
    led = [text for to, texts in look.jumps.items() for text in texts if to in ids]
    if len(wrong) != 1 or not any(text.endswith(f"– {wrong[0]}") for text in led):
        return f"at the box {wrong}, in the summary {led}"
    kept = [[one for one in it.values() if one[0] != name] for it in filled_in(page)]
    return (
        "" if sent in kept else f"lost {[one for one in sent if not any(one in it for it in kept)]}"
    )


def test_each_wrong_answer_is_told_at_its_box_and_the_others_are_kept(
    forms: list[TypingForm], world: World
) -> None:
    faults: dict[tuple[str, str], str] = {}
    for form in (one for one in forms if not one.drawn.is_search):
        right = form.drawn.fill()
        for name, wrong in wrong_answers(form.drawn):
            others = [one for one in right if one[0] != name]
            data: dict[str, list[str]] = {name: [wrong]}
            for other, text in [*form.drawn.hidden, *form.drawn.buttons[:1], *others]:
                data.setdefault(other, []).append(text)
            with transaction.atomic():
                client = client_of(form.who, world, form.path)
                answer = client.post(form.action, data)
                if form.path.startswith("/forms/"):  # keeps it all, and judges at the last look
                    answer = client.get(f"{form.path}?check&missing")
                if fault := judged(form, name, answer, others):
                    faults[form.label, name] = fault
                transaction.set_rollback(True)
    surprises = {box: fault for box, fault in faults.items() if box not in NEVER_WRONG}
    assert (surprises, NEVER_WRONG - faults.keys()) == ({}, set())
