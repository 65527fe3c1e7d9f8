"""Without a script: what was filled in in a form that did not arrive is handed back, all of it.

The forms are found by opening every page, so one that is added is tested without being named. What
happens with the script stands in test_nothing_lost_script.py.
"""

from collections.abc import Callable
from html import escape
from urllib.parse import urlencode

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client

from mentorship.people.language import LanguageMiddleware
from mentorship.people.typed import PUT_BACK, WayBack, path_of
from mentorship.web.faults import KindlyNotFound
from mentorship.web.put_back import filled
from tests.cast import make_adviser, make_person
from tests.pages.conftest import world as world
from tests.pages.world import World
from tests.web.typing_forms import DrawnForms, TypingForm, Values, filled_in, typing_forms

HERE = {"referer": "http://testserver/somewhere/", "accept": "text/html"}
TOLD = {"text", "textarea", "email", "tel", "url", "number", "search", "time"}  # as it was typed
WORDS = "Woorden die niet weg mogen"
PUT_BACK_SAID = '<div class="notice" data-put-back>'


@pytest.fixture(scope="module")
def forms(world: World) -> list[TypingForm]:
    """Found once: opening every page takes a while."""
    return typing_forms(world)


def breaks(*_facts: object) -> None:
    raise RuntimeError("broken on purpose")


def signed_out(form: TypingForm, world: World) -> Client:
    return Client()


def without_token(form: TypingForm, world: World) -> Client:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    if form.who != "anonymous":
        client.force_login(world.person(form.who))
    return client


def sent_by(form: TypingForm) -> dict[str, list[str]]:
    """One word or one choice in each box, and what the page itself had put in the form."""
    data: dict[str, list[str]] = {"csrfmiddlewaretoken": ["SECRET"]}
    for name, text in [*form.drawn.hidden, *form.drawn.fill()]:
        data.setdefault(name, []).append(text)
    return data


def headers_of(form: TypingForm) -> dict[str, str]:
    return HERE | {"referer": f"http://testserver{form.path}"}


def not_told(form: TypingForm, page: str) -> list[str]:
    """Typed words that the page of the fault does not say."""
    words = [one.value for one in form.drawn.boxes if one.kind in TOLD]
    return [one for one in words if f">{escape(one)}<" not in page]


def not_put_back(form: TypingForm, world: World, page: str) -> Values | None:
    """What stands in the form after the button of the page of the fault; None if it is right."""
    button = next(one for one in DrawnForms(page).forms if PUT_BACK in dict(one.hidden))
    client = without_token(form, world)
    body, kind = urlencode(button.hidden), "application/x-www-form-urlencoded"
    answer = client.post(button.action, body, content_type=kind, headers=headers_of(form))
    there = [one.values() for one in filled_in(answer.content.decode())]
    wanted = form.drawn.values()
    return None if wanted in there else (there or [[("status", str(answer.status_code))]])[0]


def lost(
    forms: list[TypingForm],
    world: World,
    client_of: Callable[[TypingForm, World], Client],
    status: int,
) -> list[str]:
    faults = []
    for form in forms:
        with transaction.atomic():
            client = client_of(form, world)
            answer = client.post(form.action, sent_by(form), headers=headers_of(form))
            page = answer.content.decode()
            if answer.status_code != status or not_told(form, page) or "SECRET" in page:
                faults.append(f"{form.label}: {answer.status_code}, {not_told(form, page)}")
            elif left := not_put_back(form, world, page):
                faults.append(f"{form.label}, put back: {left}, not {form.drawn.values()}")
            transaction.set_rollback(True)
    return faults


@pytest.mark.django_db
def test_each_form_hands_its_words_back_when_the_session_is_over(
    forms: list[TypingForm], world: World
) -> None:
    closed = [one for one in forms if not one.is_public]
    assert lost(closed, world, signed_out, 403) == []


@pytest.mark.django_db
def test_each_form_hands_its_words_back_when_its_page_was_open_too_long(
    forms: list[TypingForm], world: World
) -> None:
    assert lost(forms, world, without_token, 403) == []


@pytest.mark.django_db
def test_each_form_hands_its_words_back_when_the_house_breaks(
    forms: list[TypingForm], world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(CsrfViewMiddleware, "_check_token", breaks)
    assert lost(forms, world, without_token, 500) == []


@pytest.mark.django_db
def test_the_walk_finds_what_people_fill_in(forms: list[TypingForm]) -> None:
    """A walk that finds nothing would let every other test here pass."""
    found = {form.label for form in forms}
    assert found >= {
        "evaluation-1",  # choices only
        "evaluation-return-1",
        "intake-1",
        "self-analysis-1",
        "reflection-1-1",
        "people:add-adviser",
        "people:me-participant",
        "privacy:terms-adviser",
        "programmes:meeting_move-adviser",
        "matching:outlook-adviser",
        "matching:hopes-newcomer",
        "matching:another_mentor-lasting",
        "matching:answer-anonymous",
        "matching:check_in_own-mentor",
        "matching:check_in_own-lasting",
        "matching:profile-mentor",
        "programmes:assignment-fellow",
        "programmes:guide_section-adviser",
        "intake:question-adviser",
        "reminders:text-adviser",
    }
    kinds = {box.kind for form in forms for box in form.drawn.boxes}
    assert kinds == TOLD | {"date", "select", "radio", "checkbox"}


@pytest.mark.django_db
def test_another_site_cannot_put_its_words_in_our_mouth() -> None:
    client = Client(enforce_csrf_checks=True)
    elsewhere = {"referer": "https://elsewhere.example/", "accept": "text/html"}
    answer = client.post("/language/", {"x": WORDS}, headers=elsewhere)

    assert answer.status_code == 403
    assert WORDS not in answer.content.decode()


@pytest.mark.django_db
def test_a_password_is_never_handed_back() -> None:
    make_person(email="kees@hoorn.example", password="three words long")
    client = Client(enforce_csrf_checks=True)
    sent = {"login": "kees@hoorn.example", "password": "three words long"}
    answer = client.post("/accounts/login/", sent, headers=HERE)

    assert answer.status_code == 403
    assert "three words" not in answer.content.decode()


def test_what_is_put_back_is_escaped_and_only_in_the_form_that_sent_it() -> None:
    page = (
        '<form method="post" action="/a/"><input name="x" value="1"></form>'
        '<form method="post" action="/b/"><input name="x" value="1"><input type="password">'
        '<textarea name="y">old</textarea></form>'
    )
    way = WayBack("/", "/b/", [("x", '"><script>'), ("y", "</textarea>")])
    there = filled(page, way)
    first, second = DrawnForms(there).forms

    assert first.values() == [("x", "1")]
    assert second.values() == [("x", '"><script>'), ("y", "</textarea>")]
    assert [one for one in ("<script>", "old") if one in there] == []


@pytest.mark.django_db
def test_what_cannot_be_put_back_is_told_once_more(client: Client) -> None:
    """The page of the form is gone, or somebody else's."""
    client.force_login(make_person())
    body = urlencode({PUT_BACK: "/goals/7/", "text": "Luisteren"})
    kind = "application/x-www-form-urlencoded"
    answer = client.post("/goals/7/", body, content_type=kind, headers=HERE)
    elsewhere = {"referer": "https://elsewhere.example/"}
    foreign = client.post("/goals/7/", body, content_type=kind, headers=elsewhere)

    assert (answer.status_code, ">Luisteren<" in answer.content.decode()) == (409, True)
    assert "Luisteren" not in foreign.content.decode()


def test_a_form_is_found_too_by_the_button_that_sends_it_elsewhere() -> None:
    page = (
        '<form method="post" action="/a/"><input name="x" value="1"></form>'
        '<form method="post" action="/b/"><input name="x" value="1"><button>Go</button>'
        '<button class="quiet" formaction="/c/" name="ruling" value="7">Two</button></form>'
    )
    there = filled(page, WayBack("/", "/c/", [("x", WORDS), ("ruling", "8")]))

    assert [one.values() for one in DrawnForms(there).forms] == [[("x", "1")], [("x", WORDS)]]
    assert there.partition("<button>")[2] == page.partition("<button>")[2]
    assert filled(page, WayBack("/", "/d/", [("x", WORDS)])) == ""


def asks_to_put_back(client: Client, sent: dict[str, str], page: str = "/people/") -> HttpResponse:
    """As the button of the page of a fault does it."""
    kind = "application/x-www-form-urlencoded"
    body = urlencode({PUT_BACK: "/people/"} | sent)
    return client.post(page, body, content_type=kind, headers=HERE)  # type: ignore[return-value]


@pytest.mark.django_db
def test_only_a_page_that_was_filled_in_says_that_it_was(client: Client) -> None:
    """Not one that cannot do it, nor one that asks to sign in first."""
    out = asks_to_put_back(client, {"q": WORDS})
    client.force_login(make_adviser())
    filled_in = asks_to_put_back(client, {"q": WORDS})
    nowhere = asks_to_put_back(client, {"q": WORDS}, "/goals/7/")

    answers = [out, nowhere, filled_in]
    assert [one.status_code for one in answers] == [403, 409, 200]
    assert [PUT_BACK_SAID in one.content.decode() for one in answers] == [False, False, True]
    assert [WORDS in one.content.decode() for one in answers] == [True, True, True]


@pytest.mark.django_db
def test_where_nothing_typed_was_lost_the_page_is_just_opened(client: Client) -> None:
    client.force_login(make_adviser())
    answer = asks_to_put_back(client, {PUT_BACK: "/elsewhere/", "share": "yes", "q": ""})

    assert answer.status_code == 200
    assert PUT_BACK_SAID not in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("broken", ["language", "page"])
def test_the_house_breaks_on_the_way_back_and_the_way_back_stays(
    broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before it is seen what is asked, and while the page of the form is made."""
    client = Client(raise_request_exception=False)
    client.force_login(make_adviser())
    with monkeypatch.context() as patched:
        if broken == "language":
            patched.setattr(LanguageMiddleware, "__call__", breaks)
        else:
            patched.setattr(KindlyNotFound, "__call__", breaks)
        answer = asks_to_put_back(client, {"q": WORDS}, "/people/?show=all")
    page = answer.content.decode()
    button = next(one for one in DrawnForms(page).forms if PUT_BACK in dict(one.hidden))

    assert answer.status_code == 500
    assert f">{WORDS}<" in page
    assert 'class="number"' in page  # to tell the adviser
    assert (button.action, sorted(button.hidden)) == (
        "/people/?show=all",
        [("put-back", "/people/"), ("q", WORDS)],
    )


@pytest.mark.django_db
def test_a_form_of_which_every_tick_was_taken_away_comes_back_without_them(
    forms: list[TypingForm], world: World
) -> None:
    form = next(one for one in forms if one.label == "programmes:attendance-trainer")
    assert form.drawn.values() != []
    for box in form.drawn.boxes:
        box.is_on = False
    answer = without_token(form, world).post(form.action, {}, headers=headers_of(form))

    assert not_put_back(form, world, answer.content.decode()) is None


@pytest.mark.parametrize("start", ["//", "///", "/\\", "/"])
def test_a_page_whose_path_reads_as_another_house_stays_in_ours(start: str) -> None:
    page = f"http://testserver{start}evil.example/x"
    headers = {"referer": page, "accept": "text/html"}
    client = Client(enforce_csrf_checks=True)
    told = client.post("/language/", {"q": WORDS}, headers=headers).content.decode()
    door = Client().post("/people/", {}, headers=headers)

    assert path_of(f"{page}?a=1") == "/evil.example/x?a=1"
    assert [one.action for one in DrawnForms(told).forms if PUT_BACK in dict(one.hidden)] == [
        "/evil.example/x"
    ]
    assert door["Location"].endswith("?next=/evil.example/x")
