"""What of a form that was sent was filled in by a person, and what the page had put there."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from mentorship.people.labels import OF_THE_PAGE, ROWS, named
from mentorship.people.typed import is_filled_in, path_of
from tests.cast import make_person

OURS = {"referer": "http://testserver/somewhere/", "accept": "text/html"}
A_BUTTON = re.compile(
    r"<button\b[^>]*? name=\"([\w-]+)"
    r"|\bpost_button\b[^%]*? name=\"?([\w-]+)"
    r"|\b(?:submit|second)_name=\"?([\w-]+)"
)
A_HIDDEN = re.compile(r"<input type=\"hidden\" name=\"(?!put-back)([a-z_]+)")
# A button fills in what its form also asks for itself: a theme of the group, somebody in a list.
FILLED_IN_BY_A_BUTTON = {"words", "mentor"}


def in_templates(what: re.Pattern[str]) -> set[str]:
    texts = [one.read_text() for one in Path(settings.BASE_DIR, "templates").rglob("*.html")]
    return {name for text in texts for one in what.finditer(text) for name in one.groups() if name}


def test_each_button_is_known_as_no_words_of_a_person() -> None:
    buttons = in_templates(A_BUTTON)

    assert buttons >= {"share", "to", "kind", "agreed", "version", "anyway", "more", "swap"}
    assert buttons - OF_THE_PAGE == FILLED_IN_BY_A_BUTTON


def test_what_a_template_puts_in_a_form_is_known_as_no_words_of_a_person() -> None:
    assert in_templates(A_HIDDEN) - OF_THE_PAGE - ROWS == set()


@pytest.mark.parametrize(
    ("sent", "is_filled"),
    [
        ({"q": ""}, False),
        ({"q": "  "}, False),
        ({"share": "yes"}, False),
        ({"ruling": "together.7", "from": "newcomer", "seen-7": "x"}, False),
        ({"q": "Fatima"}, True),
        ({"chosen": "7"}, True),
        ({"q-ready": "4"}, True),
    ],
)
def test_only_what_a_person_filled_in_counts(sent: dict[str, str], is_filled: bool) -> None:
    request = RequestFactory(headers=OURS).post("/", sent)

    assert is_filled_in(request) is is_filled


@pytest.mark.django_db
def test_who_is_signed_out_and_typed_nothing_goes_to_the_door() -> None:
    for sent in ({"q": ""}, {"share": "no"}):
        answer = Client(headers=OURS).post("/people/", sent)

        assert answer.headers.get("Location", "").startswith("/accounts/login/")


@pytest.mark.django_db
def test_a_button_of_a_page_that_was_open_too_long_is_not_told_as_typed() -> None:
    client = Client(headers=OURS, enforce_csrf_checks=True)
    client.force_login(make_person())
    button = client.post("/people/", {"share": "no"}).content.decode()
    words = client.post("/people/", {"q": "Fatima"}).content.decode()

    assert ["prose" in one for one in (button, words)] == [False, True]


def test_a_field_that_is_asked_is_told_also_where_a_button_has_its_name() -> None:
    asked = named([("kind", "question"), ("text", "Waar is het?")])
    assert [words for _label, words in asked] == ["question", "Waar is het?"]


def test_what_was_typed_is_told_as_its_form_asked_it() -> None:
    sent = {
        "given_name": "Fatima",
        "prefix": "",
        "family_name": "Amrani",
        "email": "fatima@hoorn.example",
        "academy": "7",
        "kind": "coordinator",
        "next": "/people/",
    }
    assert [one for one in named(list(sent.items())) if one[1]] == [
        ("Voornaam", "Fatima"),
        ("Achternaam", "Amrani"),
        ("E-mailadres", "fatima@hoorn.example"),
        ("Rol", "coördinator van de academie"),
    ]


def test_what_no_form_asks_for_is_told_without_a_label_and_a_button_is_not() -> None:
    sent = [("q-takeaway", "Luisteren"), ("q-ready", "4"), ("go", "later"), ("seen-7", "x")]
    assert list(named(sent)) == [("", "Luisteren"), ("", "4")]


def test_the_page_of_a_form_may_be_the_first_one() -> None:
    assert [path_of(one) for one in ("http://testserver", "http://testserver/?a=1")] == [
        "/",
        "/?a=1",
    ]
