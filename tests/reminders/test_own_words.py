"""An organisation's own words for a mail: checked, looked at, kept, and what comes of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship.people.models import Organisation, Person
from mentorship.reminders.forms import MailTextForm
from mentorship.reminders.models import MailText, Message
from mentorship.reminders.outbox import tell
from mentorship.reminders.rules import Book, Named
from mentorship.reminders.sending.passes import one_pass
from tests.cast import make_adviser, make_cohort, make_organisation, make_person
from tests.reminders.conftest import Hello

pytestmark = pytest.mark.django_db


class Job(Hello):
    """Names the job of whom it is about."""

    def words(self, subject: Person, recipient: Person) -> dict[str, str]:
        return {"functie": subject.job_title, "collega": Named(subject.name)}


@pytest.fixture(autouse=True)
def job(rules: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(rules._told, "hello", Job())


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


@pytest.fixture
def adviser(hoorn: Organisation) -> Person:
    return make_adviser(hoorn)


@pytest.fixture
def signed_in(client: Client, adviser: Person) -> Client:
    client.force_login(adviser)
    return client


def told(person: Person, at: datetime, about: str = "") -> Message:
    """Its hold is over at ``at``, and it goes at once."""
    early = at - timedelta(minutes=2)
    organisation = person.organisation or make_organisation()
    message = tell("hello", person, person, organisation=organisation, at=early, about=about)
    Message.objects.filter(pk=message.pk).update(urgent=True)
    return message


def address(slug: str = "hoorn", rule: str = "hello", language: str = "nl", about: str = "") -> str:
    found = reverse("reminders:text", args=[slug, rule, language])
    return f"{found}?about={about}" if about else found


def write(client: Client, where: str, **typed: str) -> Any:
    return client.post(where, {"subject": "Hoi", "body": "Dag {voornaam}.", "seen": "", **typed})


# --- checked when it is kept --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": "Dag {voornam}."}, "{voornam} kennen we niet"),
        ({"subject": "Over {mentor}"}, "{mentor} kennen we niet"),
        ({"body": "Dag {voornaam."}, "losse accolade"),
        ({"body": "Dag voornaam}."}, "losse accolade"),
        ({"body": "Dag {{voornaam}}."}, "losse accolade"),
        ({"body": "Dag {}."}, "staat niets"),
        ({"subject": "Dag {voornaam}"}, "Geen namen in de onderwerpregel"),
        ({"subject": "Over { collega }"}, "Geen namen in de onderwerpregel"),
        ({"subject": "Hoi\r\nBcc: iedereen@hoorn.example"}, "op één regel"),
        ({"subject": "Hoi\u202egpj"}, "op één regel"),
        ({"body": "Dag\x00"}, ""),
        ({"body": "  \n "}, ""),
        ({"subject": ""}, ""),
        ({"subject": "x" * 121}, ""),
        ({"body": "x" * 4001}, ""),
    ],
)
def test_a_text_that_cannot_be_mailed_is_refused_and_stays_in_the_form(
    signed_in: Client, typed: dict[str, str], sentence: str
) -> None:
    told(make_person(), timezone.now())
    page = write(signed_in, address(), **typed)
    assert page.status_code == 422
    shown = page.content.decode()
    assert sentence in shown.replace("&#x27;", "'")
    assert page.context["form"]["body"].value() == typed.get("body", "Dag {voornaam}.")
    assert not MailText.objects.exists()


def test_the_error_names_what_can_be_used() -> None:
    form = MailTextForm({"subject": "Hoi", "body": "{x}"}, known={"functie": "", "dag": ""})
    assert form.errors["body"] == [
        "{x} kennen we niet. Deze kun je hier gebruiken: {dag}, {functie}."
    ]


# --- what comes of it ---------------------------------------------------------------------------


def test_what_is_kept_goes_from_the_next_mail_on_with_its_words_filled_in(
    signed_in: Client, adviser: Person
) -> None:
    person = make_person("Fatima Bos", job_title="Jurist")
    told(person, timezone.now())
    answer = write(signed_in, address(), body="Dag {voornaam}, jij bent {functie}.\n\nTot ziens.")
    assert answer.status_code == 302
    one_pass(timezone.now())
    [email] = mail.outbox
    assert email.subject == "Hoi"
    assert "Dag Fatima, jij bent Jurist.\n\nTot ziens." in str(email.body)
    kept = MailText.objects.get()
    assert (kept.edited_by, kept.about, kept.language) == (adviser, "", "nl")


def test_a_name_with_markup_reaches_the_mail_as_a_name(signed_in: Client) -> None:
    told(make_person("<b>Jan</b> Bos"), timezone.now())
    write(signed_in, address())
    one_pass(timezone.now())
    assert "Dag &lt;b&gt;Jan&lt;/b&gt;." in str(mail.outbox[0].alternatives[0][0])


def test_it_is_said_in_the_language_of_who_reads_it(signed_in: Client) -> None:
    told(make_person(), timezone.now())
    told(make_person(language="en"), timezone.now())
    write(signed_in, address(language="en"), subject="Hi", body="Good day {first_name}.")
    one_pass(timezone.now())
    assert {one.subject for one in mail.outbox} == {"Hi", "Somebody says hello"}


def test_the_words_of_a_group_go_before_those_of_the_organisation(
    client: Client, hoorn: Organisation
) -> None:
    cohort = make_cohort(hoorn)
    client.force_login(cohort.created_by)
    told(make_person(), timezone.now(), about=cohort.label)
    told(make_person(), timezone.now())
    assert write(client, address(about=cohort.label), subject="Groep").status_code == 302
    assert write(client, address(), subject="Iedereen").status_code == 302
    one_pass(timezone.now())
    assert {one.subject for one in mail.outbox} == {"Groep", "Iedereen"}


def test_the_mail_of_a_group_leads_to_the_text_of_that_group(
    client: Client, hoorn: Organisation
) -> None:
    cohort = make_cohort(hoorn)
    client.force_login(cohort.created_by)
    of_group = told(make_person(), timezone.now(), about=cohort.label)
    of_none = told(make_person(), timezone.now())
    for message, link in [(of_group, address(about=cohort.label)), (of_none, address())]:
        page = client.get(reverse("reminders:message", args=[message.pk])).content.decode()
        assert f'href="{link}"' in page.replace("%3A", ":")
        assert client.get(link).status_code == 200


# --- looked at before ---------------------------------------------------------------------------


def test_looking_keeps_nothing_and_shows_what_will_be_sent_to_the_letter(
    signed_in: Client,
) -> None:
    person = make_person("Fatima Bos", job_title="Jurist")
    told(person, timezone.now())
    typed = {"subject": "Hoi", "body": "Dag {voornaam}, jij bent {functie}."}
    page = write(signed_in, address(), do="look", **typed)
    assert page.status_code == 200
    assert "Zoals Fatima Bos hem krijgt" in page.content.decode()
    assert not MailText.objects.exists()
    frame = signed_in.get(reverse("reminders:text_html", args=["hoorn", "hello", "nl"]))
    write(signed_in, address(), **typed)
    one_pass(timezone.now())
    assert frame.content.decode() == mail.outbox[0].alternatives[0][0]


def test_what_one_looks_at_is_seen_by_nobody_else(signed_in: Client, hoorn: Organisation) -> None:
    told(make_person(), timezone.now())
    write(signed_in, address(), do="look")
    other = Client()
    other.force_login(make_adviser(hoorn))
    frame = reverse("reminders:text_html", args=["hoorn", "hello", "nl"])
    assert other.get(frame).status_code == 404


# --- where one begins ---------------------------------------------------------------------------


def test_one_begins_with_the_shipped_text_and_its_placeholders(signed_in: Client) -> None:
    told(make_person(job_title="hello"), timezone.now())
    page = signed_in.get(address())
    assert page.context["form"].initial["subject"] == "Somebody says {functie}"
    assert page.context["form"].initial["body"] == "Say {functie} back."
    assert ("functie", "hello") in page.context["known"]


def test_a_draft_that_is_not_true_of_everybody_says_so(signed_in: Client) -> None:
    for day in (20, 40):
        starts = (timezone.localtime() + timedelta(days=day)).date()
        make_person(job_title="owed", starts_on=starts)
    assert signed_in.get(address(rule="first_day")).context["says_more"]
    told(make_person(), timezone.now())
    assert not signed_in.get(address()).context["says_more"]


def test_a_mail_that_nobody_gets_yet_can_be_written_all_the_same(signed_in: Client) -> None:
    assert signed_in.get(address()).status_code == 200
    assert "Nog niemand krijgt deze mail" in write(signed_in, address(), do="look").content.decode()
    assert write(signed_in, address()).status_code == 302


def test_the_list_says_whose_words_each_mail_has_and_which_have_a_list_of_their_own(
    signed_in: Client, rules: Book, monkeypatch: pytest.MonkeyPatch, adviser: Person
) -> None:
    class Gathered(Hello):
        together = True

    monkeypatch.setitem(rules._told, "shout", Gathered())
    write(signed_in, address())
    page = signed_in.get(reverse("reminders:texts", args=["hoorn"])).content.decode()
    assert page.count("eigen tekst") == 1
    assert adviser.name in page
    assert "Zet meerdere dingen op een rij" in page
    assert signed_in.get(address(rule="shout")).status_code == 404


# --- two at once, and back ----------------------------------------------------------------------


def test_two_who_write_at_once_hear_of_each_other_and_lose_nothing(
    signed_in: Client, hoorn: Organisation
) -> None:
    colleague = make_adviser(hoorn)
    colleague.given_name = "Els"
    colleague.save()
    other = Client()
    other.force_login(colleague)
    write(other, address(), body="Van Els.")
    page = write(signed_in, address(), body="Van mij.")
    assert page.status_code == 422
    assert "Els Wit heeft deze tekst intussen gewijzigd" in page.content.decode()
    assert "Van Els." in page.content.decode()
    assert MailText.objects.get().body == "Van Els."
    seen = page.context["form"]["seen"].value()
    write(signed_in, address(), body=page.context["form"]["body"].value(), seen=seen)
    assert MailText.objects.get().body == "Van mij."


def test_back_to_the_shipped_text_and_undone(signed_in: Client) -> None:
    write(signed_in, address(), body="Van ons.")
    arguments = ["hoorn", "hello", "nl"]
    page = signed_in.post(reverse("reminders:text_shipped", args=arguments), follow=True)
    assert "heeft de standaardtekst weer" in page.content.decode()
    assert not MailText.objects.exists()
    signed_in.post(reverse("reminders:text_back", args=arguments))
    assert MailText.objects.get().body == "Van ons."


# --- for whom -----------------------------------------------------------------------------------


def test_nobody_writes_in_the_name_of_another_organisation_or_group(
    client: Client, signed_in: Client, hoorn: Organisation
) -> None:
    abroad = make_cohort(make_organisation("medemblik"))
    wrong = [
        address(slug="medemblik"),
        address(about=abroad.label),
        address(about="people.person:1"),
        address(rule="nothing"),
        address(language="de"),
    ]
    assert {write(signed_in, one).status_code for one in wrong} == {404}
    client.force_login(make_person())
    assert write(client, address()).status_code == 404
    assert not MailText.objects.exists()
