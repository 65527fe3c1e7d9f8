"""Mail that is only good to know can be turned off: from the mail, in one click, and on again."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship.people.models import Person
from mentorship.reminders.letters.turning_off import off_url
from mentorship.reminders.models import Message, Unwanted
from mentorship.reminders.outbox import tell
from mentorship.reminders.rules import Book
from mentorship.reminders.sending.passes import one_pass
from tests.cast import AMSTERDAM, make_person
from tests.reminders.conftest import Hello

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2027, 2, 9, 10, tzinfo=AMSTERDAM)
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


class GoodToKnow(Hello):
    needed = False


@pytest.fixture(autouse=True)
def good_to_know(rules: Book, monkeypatch: pytest.MonkeyPatch) -> GoodToKnow:
    told = GoodToKnow()
    monkeypatch.setitem(rules._told, "hello", told)
    return told


def told(person: Person, key: str = "hello") -> Message:
    assert person.organisation is not None
    early = TUESDAY - timedelta(minutes=2)
    return tell(key, person, person, organisation=person.organisation, at=early)


def link(person: Person, told: GoodToKnow) -> str:
    return off_url(person, [told]).removeprefix(settings.SITE_URL)


def is_off(person: Person) -> bool:
    return Unwanted.objects.filter(person=person, rule="hello").exists()


def test_looking_at_the_link_changes_nothing(client: Client, good_to_know: GoodToKnow) -> None:
    person = make_person()
    page = client.get(link(person, good_to_know))
    assert page.status_code == 200
    assert "Deze mail uitzetten" in page.content.decode()
    assert not is_off(person)


def test_a_mail_program_turns_it_off_in_one_click_without_our_page(
    good_to_know: GoodToKnow,
) -> None:
    person = make_person()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(link(person, good_to_know), ONE_CLICK).status_code == 200
    assert is_off(person)
    strict.post(link(person, good_to_know), ONE_CLICK)  # again: no fault
    strict.post(link(person, good_to_know), {"back": "1"})
    assert not is_off(person)


def test_a_link_that_we_did_not_make_is_not_found(client: Client, good_to_know: GoodToKnow) -> None:
    person = make_person()
    real = link(person, good_to_know)
    for wrong in (real[:-2] + "/", reverse("reminders:turn_off", args=["x"])):
        assert client.get(wrong).status_code == client.post(wrong).status_code == 404
    Person.objects.filter(pk=person.pk).update(erased_at=timezone.now())
    assert client.post(real).status_code == 404
    assert not Unwanted.objects.exists()


def test_the_link_gives_no_session(client: Client, good_to_know: GoodToKnow) -> None:
    client.post(link(make_person(), good_to_know))
    assert client.get(reverse("people:me")).status_code == 302


def test_what_is_turned_off_is_not_sent_and_the_plan_says_why() -> None:
    person = make_person()
    Unwanted.objects.create(person=person, rule="hello")
    message = told(person)
    one_pass(TUESDAY)
    message.refresh_from_db()
    assert mail.outbox == []
    assert message.dropped_why == "unwanted"


def test_what_is_needed_cannot_be_turned_off() -> None:
    person = make_person()
    Unwanted.objects.create(person=person, rule="shout")
    told(person, "shout")
    one_pass(TUESDAY)
    assert len(mail.outbox) == 1


def test_only_a_mail_that_nobody_needs_carries_the_link(client: Client) -> None:
    quiet, both = make_person(), make_person()
    told(quiet)
    told(both)
    told(both, "shout")
    one_pass(TUESDAY)
    headers = {one.to[0]: one.extra_headers for one in mail.outbox}
    assert "List-Unsubscribe" not in headers[both.email]
    assert headers[quiet.email]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = headers[quiet.email]["List-Unsubscribe"].strip("<>")
    assert url in str(next(one.body for one in mail.outbox if one.to == [quiet.email]))
    client.post(url.removeprefix(settings.SITE_URL), ONE_CLICK)
    assert is_off(quiet)


def test_one_sees_on_ones_own_page_what_is_off_and_turns_it_on_again(client: Client) -> None:
    person, other = make_person(), make_person()
    for one in (person, other):
        Unwanted.objects.create(person=one, rule="hello")
    client.force_login(person)
    url = reverse("reminders:turn_on", args=["hello"])
    assert url in client.get(reverse("people:me")).content.decode()
    client.post(url)
    assert [one.person for one in Unwanted.objects.all()] == [other]
    assert url not in client.get(reverse("people:me")).content.decode()
