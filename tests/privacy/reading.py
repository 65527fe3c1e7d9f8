"""Every page and every file as somebody reads it: its words, also of what is packed."""

import io
import re
from html import unescape
from typing import Any
from zipfile import ZipFile, is_zipfile

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse

from mentorship.people.models import Person
from tests.pages.page import Page
from tests.pages.table import PAGES
from tests.pages.world import World
from tests.privacy.world import HOLDERS, PARTS, everybody, the_other
from tests.programmes.pdf import text_of

SHOWS_AFTER_A_CLICK = (200, 422)  # a page of its own, or the form with what is wrong in it
Addresses = dict[str, tuple[Page, dict[str, Any]]]  # with what a click there sends
TAGS = re.compile(r"<(script|style)\b.*?</\1>|<[^>]*>", re.DOTALL)


class Reader:
    """One of the people, or nobody: ``who`` names the part they play."""

    def __init__(self, who: str, person: Person | None) -> None:
        self.who, self.person = who, person
        self.client = Client()
        if person is not None:
            self.client.force_login(Person.objects.get(pk=person.pk))

    def open(self, url: str, page: Page, data: dict[str, Any]) -> tuple[int, str]:
        """What it answers and says; whatever looking changes is taken back."""
        with transaction.atomic():
            ask = self.client.post if page.get is None else self.client.get
            answer = ask(url, data)
            said = words_of(answer)
            transaction.set_rollback(True)
        return answer.status_code, said


def words_of(answer: HttpResponseBase) -> str:
    """The source of a page: what stands in an attribute is there to be read as well."""
    content = answer.getvalue() if answer.streaming else answer.content  # type: ignore[attr-defined]
    if content.startswith(b"%PDF") and b"/Page" in content:
        return text_of(content).casefold()
    if is_zipfile(io.BytesIO(content)):
        with ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    said = content.decode("utf-8", "ignore").replace("\r\n ", "")  # a calendar folds its lines
    return unescape(said).casefold()


def visible(source: str) -> str:
    """The words alone, without what differs each time: tokens, and which number a page has."""
    return " ".join(TAGS.sub(" ", source).split())


def addresses(world: World) -> Addresses:
    """Each row of the table that shows something, for two subjects where it has more than one."""
    found: Addresses = {}
    for place in (world, the_other(world)):
        for page in PAGES:
            if page.get is not None or page.post in SHOWS_AFTER_A_CLICK:
                url = reverse(page.name, kwargs=page.args(place)) + page.query
                found.setdefault(url, (page, page.data(place)))
    person = next(page for page in PAGES if page.name == "people:person")
    for owner in PARTS:
        found.setdefault(reverse(person.name, args=[world.person(owner).pk]), (person, {}))
    feed = next(page for page in PAGES if page.name == "programmes:feed")
    return found | {str(world["feed"]): (feed, {})}


def readers(world: World) -> list[Reader]:
    return [Reader("anonymous", None), *(Reader(*one) for one in everybody(world).items())]


def read_everything(world: World, pages: Addresses) -> dict[str, dict[str, str]]:
    """By who reads, by address: what is said there. What a secret address says is its holder's."""
    said: dict[str, dict[str, str]] = {who: {} for who in ("anonymous", *everybody(world))}
    for reader in readers(world):
        for url, (page, data) in pages.items():
            if page.name in HOLDERS and reader.person is not None:
                continue
            status, words = reader.open(url, page, data)
            if status in SHOWS_AFTER_A_CLICK:
                who = HOLDERS.get(page.name, reader.who)
                said[who][url] = words
    return said
