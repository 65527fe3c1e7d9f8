"""The door: the same answer for everybody, and no way in for who left."""

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship.people.models import Person
from tests.cast import make_person

pytestmark = pytest.mark.django_db
LOGIN = reverse("account_login")
CONFIRM = reverse("account_confirm_login_code")
PASSWORD = "een-heel-lang-woord"
Sent = tuple[int, str, str]


def yesterday() -> date:
    return timezone.localdate() - timedelta(days=1)


def somebody(**facts: object) -> Person:
    person = make_person("Daan Visser", email="daan@hoorn.example", **facts)
    person.set_password(PASSWORD)
    person.save()
    return person


SHUT_OUT: dict[str, Callable[[], Person | None]] = {
    "unknown": lambda: None,
    "left": lambda: somebody(leaves_on=yesterday()),
    "barred": lambda: somebody(is_active=False),
    "erased": lambda: somebody(erased_at=timezone.now()),
}


def answer(client: Client, path: str, data: dict[str, str]) -> Sent:
    """Status, address and page after following, without what differs on every request."""
    response = client.post(path, data, follow=True)
    chain = " ".join(url for url, _status in response.redirect_chain)
    html = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return response.status_code, chain, html


def code_of(message: mail.EmailMessage) -> str:
    found = re.search(r"\b\d{6}\b", str(message.body))
    assert found
    return found[0]


def test_a_typed_code_signs_in(client: Client) -> None:
    person = somebody()
    client.post(LOGIN, {"login": "Daan@Hoorn.example"})
    assert [one.to for one in mail.outbox] == [[person.email]]
    assert "_auth_user_id" not in client.session
    client.post(CONFIRM, {"code": code_of(mail.outbox[0])})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_no_mail_has_a_link_that_signs_in(client: Client) -> None:
    somebody()
    client.post(LOGIN, {"login": "daan@hoorn.example"})
    for link in re.findall(r"https?://\S+", str(mail.outbox[0].body)):
        Client().get(link)
        client.get(link)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("who", SHUT_OUT)
def test_asking_a_code_gives_the_same_answer_for_who_is_shut_out(who: str) -> None:
    somebody(number="1").delete()
    known = make_person(email="daan@hoorn.example")
    expected = answer(Client(), LOGIN, {"login": known.email})
    assert len(mail.outbox) == 1
    known.delete()
    SHUT_OUT[who]()
    assert answer(Client(), LOGIN, {"login": "daan@hoorn.example"}) == expected
    assert len(mail.outbox) == 1  # and no second mail


@pytest.mark.parametrize("who", SHUT_OUT)
def test_a_right_password_of_who_is_shut_out_answers_as_a_wrong_one(who: str) -> None:
    known = somebody()
    data = {"login": known.email, "password": "niet-het-goede-woord", "way": "password"}
    expected = answer(Client(), LOGIN, data)
    known.delete()
    SHUT_OUT[who]()
    client = Client()
    assert answer(client, LOGIN, data | {"password": PASSWORD}) == expected
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("who", SHUT_OUT)
def test_asking_a_new_password_gives_the_same_answer_and_mails_nobody(who: str) -> None:
    known, path = somebody(), reverse("account_reset_password")
    expected = answer(Client(), path, {"email": known.email})
    assert len(mail.outbox) == 1
    known.delete()
    SHUT_OUT[who]()
    assert answer(Client(), path, {"email": "daan@hoorn.example"}) == expected
    assert len(mail.outbox) == 1


def test_the_sessions_of_a_leaver_end(client: Client) -> None:
    person = somebody()
    data = {"login": person.email, "password": PASSWORD, "way": "password"}
    client.post(LOGIN, data)
    assert client.get(reverse("people:me")).status_code == 200
    Person.objects.filter(pk=person.pk).update(leaves_on=yesterday())
    assert client.get(reverse("people:me")).headers["Location"].startswith(LOGIN)


def test_who_leaves_between_asking_and_typing_stays_out(client: Client) -> None:
    person = somebody()
    client.post(LOGIN, {"login": person.email})
    Person.objects.filter(pk=person.pk).update(leaves_on=yesterday())
    client.post(CONFIRM, {"code": code_of(mail.outbox[0])})
    assert client.get(reverse("people:me")).status_code == 302


def test_an_address_somebody_once_had_opens_nothing(client: Client) -> None:
    """The library remembers verified addresses; here only today's staff list counts."""
    old = make_person("Oude Houder", email="nieuw@hoorn.example")
    EmailAddress.objects.create(user=old, email="daan@hoorn.example", verified=True, primary=True)
    client.post(LOGIN, {"login": "daan@hoorn.example"})
    assert mail.outbox == []
    now_theirs = somebody()
    client.post(reverse("account_logout"))
    client.post(LOGIN, {"login": "daan@hoorn.example"})
    client.post(CONFIRM, {"code": code_of(mail.outbox[0])})
    assert client.session["_auth_user_id"] == str(now_theirs.pk)


def test_nobody_adds_themselves(client: Client) -> None:
    data = {"email": "x@x.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), data)
    assert not Person.objects.filter(email="x@x.example").exists()
    html = client.get(LOGIN).content.decode()
    assert reverse("account_signup") not in html
