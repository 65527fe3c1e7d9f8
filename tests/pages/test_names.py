"""What a screen reader says of each button and link, away from the page around it."""

from collections import defaultdict
from html.parser import HTMLParser

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client
from django.urls import reverse

from mentorship.web.catalogue import TEMPLATES
from tests.pages.table import PAGES
from tests.pages.world import World

pytestmark = pytest.mark.django_db
LONGEST = 120
PRESSED = ("a", "button", "summary")
ASKED_TWICE = "a form may ask this of each wish"
TWO_GOALS = "two goals in the same words"
SAME = {
    ("intake:draft-adviser", "Aan welk moment denk je hierbij?"): ASKED_TWICE,
    ("matching:my_mentor-newcomer", "In elk teamoverleg één punt inbrengen"): TWO_GOALS,
    ("matching:my_mentees-mentor", "In elk teamoverleg één punt inbrengen"): TWO_GOALS,
    ("people:administration-admin", "Marijke Trainer"): "one role twice, for two organisations",
}


class Names(HTMLParser):
    """The name of what can be pressed: its label, or else the words and pictures in it; and for the
    button of a form where that leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.leads: dict[str, set[str]] = defaultdict(set)
        self.inside = self.label = self.described = self.goes_to = self.form = ""
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = facts.get("action", "")
        elif tag in PRESSED:
            self.inside, self.label, self.words = tag, facts.get("aria-label", ""), []
            self.described = facts.get("aria-describedby", "")
            sends = f"{self.form} {facts.get('name')} {facts.get('value')}"
            self.goes_to = sends if tag == "button" else ""
        elif self.inside and tag == "img":
            self.words.append(facts.get("alt", ""))

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            name = self.label or " ".join("".join(self.words).split())
            self.names.append(name)
            if self.goes_to:
                self.leads[f"{name} {self.described}".strip()].add(self.goes_to)
            self.inside = ""


@pytest.fixture(scope="module")
def heard(world: World) -> dict[str, Names]:
    """What is heard on each page of the table."""
    found = {}
    for page in (one for one in PAGES if one.look and one.get == 200):
        client = Client()
        if page.who != "anonymous":
            client.force_login(world.person(page.who))
        answer = client.get(reverse(page.name, kwargs=page.args(world)) + page.query)
        found[page.label] = Names(answer.content.decode())
    return found


def test_whatever_can_be_pressed_has_a_name_that_can_be_heard_out(heard: dict[str, Names]) -> None:
    strange = {
        (page, name)
        for page, said in heard.items()
        for name in said.names
        if not name or name.startswith(":") or name.endswith(":") or len(name) > LONGEST
    }
    assert strange == set()
    assert sum(len(said.names) for said in heard.values()) > 2000


def test_two_buttons_of_a_page_that_do_something_else_are_not_called_the_same(
    heard: dict[str, Names],
) -> None:
    twice = {
        (page, name)
        for page, said in heard.items()
        for name, leads in said.leads.items()
        if len(leads) > 1
    }
    known = {one for one in twice if any(at == one[0] and it in one[1] for at, it in SAME)}
    assert twice - known == set()
    assert {page for page, name in known} == {page for page, words in SAME}


def test_nothing_around_a_button_ends_up_in_it() -> None:
    """A page that is about something, or holds a name, has buttons too."""
    around = Context({"about": "iets anders", "name": "kind", "value": "done", "danger": True})
    drawn = Template('{% post_button "/on/" "Ga door" quiet=True about="Fatima" %}').render(around)
    bare = Template('{% post_button "/on/" "Ga door" %}').render(around)

    assert Names(drawn).names == ["Ga door: Fatima"]
    assert Names(bare).names == ["Ga door"]
    assert "name=" not in bare.replace("csrfmiddlewaretoken", "")
    assert 'class="button"' in bare
    assert 'class="button quiet"' in drawn
    with pytest.raises(TemplateSyntaxError, match="loud"):
        Template('{% post_button "/on/" "Ga door" loud=True %}').render(around)


def test_no_template_draws_a_button_from_what_lies_around_it() -> None:
    included = '{% include "components/_post_button.html"'
    assert [one.name for one in TEMPLATES.rglob("*.html") if included in one.read_text()] == []
