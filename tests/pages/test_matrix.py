"""Every url pattern, every method, every kind of visitor. What is not declared fails the build."""

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from mentorship.people.models import Person
from tests.pages.page import Page
from tests.pages.table import PAGES
from tests.pages.world import World

pytestmark = pytest.mark.django_db
METHODS = ("get", "head", "post", "put", "patch", "delete")
GUARDED = [page for page in PAGES if not page.public]


def patterns(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Each pattern's name with its namespace; one without a name goes by its path."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            space = (entry.namespace,) if entry.namespace else ()
            yield from patterns(entry, (*spaces, *space))
        elif isinstance(entry, URLPattern):
            yield ":".join((*spaces, entry.name or str(entry.pattern)))


def test_every_pattern_has_an_expectation_and_no_expectation_is_idle() -> None:
    assert sorted(set(patterns())) == sorted({page.name for page in PAGES})


def address(page: Page, world: World) -> str:
    return reverse(page.name, kwargs=page.args(world)) + page.query


def surprises(
    page: Page, world: World, viewer: Person | None, wanted: dict[str, int]
) -> dict[str, str]:
    """The methods by which this viewer gets another answer than wanted; nothing of it stays."""
    got = {}
    for method in METHODS:
        client = Client()
        with transaction.atomic():
            if viewer is not None:
                client.force_login(viewer)
            data = {"csrfmiddlewaretoken": "x", **page.data(world)} if method == "post" else None
            answer = getattr(client, method)(address(page, world), data)
            got[method] = answer.status_code
            if answer.streaming:  # read to its end, so that the file behind it is closed
                list(answer.streaming_content)
            transaction.set_rollback(True)
    return {
        method: f"{got[method]} instead of {wanted[method]}"
        for method in METHODS
        if got[method] != wanted[method]
    }


def expected(page: Page, status: int | None) -> dict[str, int]:
    """``status`` for each method that the page knows, None for its own; the others are refused."""
    known = {"get": page.get, "head": page.get, "post": page.post}
    return {
        method: 405 if known.get(method) is None else (status or known[method] or 405)
        for method in METHODS
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.label)
def test_the_right_role_gets_what_is_declared(page: Page, world: World) -> None:
    viewer = None if page.who == "anonymous" else world.person(page.who)
    assert surprises(page, world, viewer, expected(page, None)) == {}


@pytest.mark.parametrize("page", GUARDED, ids=lambda page: page.label)
def test_who_is_not_signed_in_is_sent_to_the_door(page: Page, world: World) -> None:
    assert surprises(page, world, None, dict.fromkeys(METHODS, 302)) == {}


@pytest.mark.parametrize("page", GUARDED, ids=lambda page: page.label)
def test_another_organisation_does_not_find_it(page: Page, world: World) -> None:
    assert surprises(page, world, world.stranger(page.who), expected(page, page.elsewhere)) == {}


@pytest.mark.parametrize("page", GUARDED, ids=lambda page: page.label)
def test_a_colleague_without_the_role_does_not_find_it(page: Page, world: World) -> None:
    assert surprises(page, world, world.person("bystander"), expected(page, page.bystander)) == {}


def test_what_is_not_found_says_nothing_of_what_is_there(world: World, client: Client) -> None:
    """A stranger's answer to a real row is the answer to a row that does not exist."""
    client.force_login(world.stranger("adviser"))
    real = client.get(reverse("programmes:cohort", args=[world["cohort"].pk]))
    made_up = client.get(reverse("programmes:cohort", args=[987654]))
    own_words = re.compile(rb'name="(csrfmiddlewaretoken|next)" value="[^"]+"')
    assert real.status_code == made_up.status_code == 404
    assert own_words.sub(b"", real.content) == own_words.sub(b"", made_up.content)
