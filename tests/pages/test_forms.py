"""Each button that changes something can be pressed: its form carries the token that it needs."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.pages.table import PAGES
from tests.pages.world import World

pytestmark = pytest.mark.django_db
FORM = re.compile(r"<form\b[^>]*\bmethod=\"post\".*?</form>", re.S)


def test_each_form_on_each_page_carries_its_token(world: World) -> None:
    """The test client asks for none, so a form without it fails nowhere but in a browser."""
    bare, seen = [], 0
    for page in (one for one in PAGES if one.look and one.get == 200):
        client = Client()
        if page.who != "anonymous":
            client.force_login(world.person(page.who))
        answer = client.get(reverse(page.name, kwargs=page.args(world)) + page.query)
        for form in FORM.findall(answer.content.decode()):
            seen += 1
            if 'name="csrfmiddlewaretoken" value="' not in form:
                bare.append(f"{page.label}: {form[:120]}")
    assert bare == []
    assert seen > 100
