"""The plan on screen: what was and will be told, each mail as it reads, and what is done to it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship.people.models import Organisation, Person
from mentorship.reminders import actions
from mentorship.reminders.letters import preview
from mentorship.reminders.letters.compose import Letter
from mentorship.reminders.models import DeadAddress, Mail, Message
from mentorship.reminders.outbox import tell
from mentorship.reminders.plan.timeline import Entry, timeline, timeline_of
from mentorship.reminders.rules import Book, Button
from mentorship.reminders.screens import lines
from mentorship.reminders.sending.passes import one_pass
from tests.cast import (
    AMSTERDAM,
    make_adviser,
    make_cohort,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.reminders.conftest import FirstDay, Hello

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2027, 2, 9, 10, tzinfo=AMSTERDAM)
SECRET = "/answer/a-signed-token/"


class WithButton(Hello):
    """Its button answers for its recipient, so nobody else may have its address."""

    def button(self, subject: Person, recipient: Person) -> Button:
        return Button("Answer", SECRET)


class Twin(FirstDay):
    """Goes on the same days to the same people; it borrows the folder of hello."""

    key = "shout"
    title = "Twin"

    def button(self, subject: Person, recipient: Person) -> Button:
        return Button("Answer", SECRET)


@pytest.fixture
def office_hours() -> Iterator[None]:
    """A page's click takes the moment from the clock, and a calm mail goes in office hours only."""
    with time_machine.travel(TUESDAY):
        yield


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


@pytest.fixture
def adviser(hoorn: Organisation) -> Person:
    return make_adviser(hoorn)


@pytest.fixture
def stranger() -> Person:
    return make_adviser(make_organisation("medemblik"))


def starter(day: datetime = TUESDAY, **facts: Any) -> Person:
    """Owed FirstDay a week before, a day before and a week after this day."""
    return make_person(**({"job_title": "owed", "starts_on": day.date()} | facts))


def told(person: Person, at: datetime, key: str = "hello", about: str = "page") -> Message:
    """Its hold is over at ``at``."""
    early = at - timedelta(minutes=2)
    organisation = person.organisation or make_organisation()
    return tell(key, person, person, organisation=organisation, at=early, about=about)


def in_mail(message: Message, **facts: Any) -> Message:
    message.mail = Mail.objects.create(recipient=message.recipient, **facts)
    message.save()
    return message


def states(entries: list[Entry]) -> list[tuple[str, str]]:
    return [(entry.state, entry.why) for entry in entries]


# --- the line of time ---------------------------------------------------------------------------


def test_each_state_is_shown_with_its_reason(hoorn: Organisation) -> None:
    at = TUESDAY
    told(make_person(), at + timedelta(minutes=1))
    told(make_person(), at)
    in_mail(told(make_person(), at), state="sent", sent_at=at)
    in_mail(told(make_person(), at), state="failed", fault="SMTPRecipientsRefused")
    in_mail(told(make_person(), at), state="unknown", fault="SMTPServerDisconnected")
    in_mail(told(make_person(), at), state="bounced", fault="")
    actions.stop(told(make_person(), at), at)
    starter(at + timedelta(days=8))
    assert sorted(states(timeline("page", at))) == sorted(
        [
            ("held", "wacht tot 10.01 uur"),
            ("waiting", "binnen kantoortijd"),
            ("sent", ""),
            ("failed", "de mailserver kent het adres niet"),
            ("unknown", "de mailserver brak het gesprek af"),
            ("bounced", ""),
            ("skipped", "met de hand gestopt"),
            ("planned", ""),
            ("planned", ""),
            ("planned", ""),
        ]
    )


def test_a_persons_line_holds_only_what_the_viewers_organisations_tell(
    hoorn: Organisation, stranger: Person
) -> None:
    trainer, medemblik = make_trainer(), make_organisation("medemblik")
    for organisation in (hoorn, medemblik):
        other = make_person(organisation=organisation)
        tell("hello", other, trainer, organisation=organisation, at=TUESDAY, about="page")
    [entry] = timeline_of(trainer, [hoorn], TUESDAY)
    assert entry.message is not None
    assert entry.message.organisation == hoorn


def test_the_page_of_a_colleague_shows_all_of_it(client: Client, adviser: Person) -> None:
    now = timezone.now()
    person = starter(now + timedelta(days=30))
    sent = in_mail(told(person, now), state="sent", sent_at=now)
    in_mail(actions.send_again(sent, now), state="sent", sent_at=now)
    client.force_login(adviser)
    page = client.get(reverse("reminders:person", args=[person.pk]))
    assert [len(day.batches) for day in page.context["past"]] == [1]
    for one in Message.objects.all():  # the same mail twice on a day is read apart
        assert reverse("reminders:message", args=[one.pk]) in page.content.decode()
    assert [len(day.batches) for day in page.context["to_come"]] == [1, 1, 1]


# --- as it will be ------------------------------------------------------------------------------


def same_as_sent(letter: Letter | None, number: int = 0) -> None:
    """Word for word what the mailbox got, but for where a button leads."""
    sent, nowhere = mail.outbox[number], "#werkt-alleen-in-de-mail-zelf"
    assert letter is not None
    assert letter.subject == sent.subject
    for shown, gone in ((letter.text, sent.body), (letter.html, sent.alternatives[0][0])):
        assert shown != gone
        assert SECRET not in shown
        for path in (SECRET, "/"):
            gone = str(gone).replace(f'"{settings.SITE_URL}{path}"', f'"{nowhere}"')
            gone = gone.replace(f">{settings.SITE_URL}{path}<", f">{nowhere}<")
            gone = gone.replace(f"{settings.SITE_URL}{path}\n", f"{nowhere}\n")
        assert shown == gone


def test_a_planned_mail_reads_as_it_is_sent_with_what_goes_along(
    rules: Book, monkeypatch: pytest.MonkeyPatch, hoorn: Organisation
) -> None:
    monkeypatch.setitem(rules._told, "shout", Twin())
    starter(TUESDAY + timedelta(days=14))
    [entry, other, *_later] = timeline("page", TUESDAY)
    assert entry.at == other.at
    shown = preview.of_planned(entry, [hoorn], TUESDAY)
    one_pass(entry.at)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].subject.endswith("(en nog 1)")
    same_as_sent(shown.letter)


def test_a_mail_that_waits_reads_as_it_is_sent(
    rules: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rules._told, "hello", WithButton())
    message = told(make_person(), TUESDAY + timedelta(minutes=1))
    shown = preview.of_message(message, Message.objects.all(), TUESDAY)
    one_pass(TUESDAY + timedelta(minutes=1))
    same_as_sent(shown.letter)
    message.refresh_from_db()
    again = preview.of_message(message, Message.objects.all(), TUESDAY + timedelta(hours=1))
    same_as_sent(again.letter)


def test_a_mail_that_would_not_go_says_why() -> None:
    message = told(make_person(job_title="gone quiet"), TUESDAY)
    shown = preview.of_message(message, Message.objects.all(), TUESDAY)
    assert (shown.letter, shown.why_not) == (None, "niet meer nodig")


def test_what_another_organisation_put_in_the_same_mail_is_not_shown(
    hoorn: Organisation, adviser: Person
) -> None:
    trainer, medemblik = make_trainer(), make_organisation("medemblik")
    for organisation in (hoorn, medemblik):
        other = make_person(organisation=organisation)
        tell("hello", other, trainer, organisation=organisation, at=TUESDAY)
    one_pass(TUESDAY + timedelta(minutes=2))
    assert mail.outbox[0].subject.endswith("(en nog 1)")
    ours = Message.objects.get(organisation=hoorn)
    shown = preview.of_message(ours, Message.objects.visible_to(adviser), TUESDAY)
    assert shown.letter is not None
    assert shown.letter.subject == "Somebody says hello"


def test_a_page_shows_the_mail_in_a_frame_that_runs_nothing(
    client: Client, adviser: Person, rules: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rules._told, "hello", WithButton())
    message = told(make_person(), timezone.now() + timedelta(hours=1))
    client.force_login(adviser)
    page = client.get(reverse("reminders:message", args=[message.pk]))
    frame = client.get(reverse("reminders:message_html", args=[message.pk]))
    assert "Somebody says hello" in page.content.decode()
    assert "Say hello back." in frame.content.decode()
    assert "sandbox" in frame["Content-Security-Policy"]
    assert SECRET not in page.content.decode() + frame.content.decode()


# --- for whom -----------------------------------------------------------------------------------


def names(message: Message, planned: Entry) -> list[tuple[str, str]]:
    """Each address of one mail, with the method that it takes."""
    keys = {"pk": message.pk}
    reads = [reverse(f"reminders:{name}", kwargs=keys) for name in ("message", "message_html")]
    acts = [
        reverse(f"reminders:{name}", kwargs=keys)
        for name in ("again", "stop", "go_after_all", "now")
    ]
    return [
        *(("get", one) for one in [*reads, planned.url, f"{planned.url}html/"]),
        *(("post", one) for one in [*acts, f"{planned.url}stop/"]),
    ]


def test_another_organisations_adviser_and_the_recipient_find_nothing_that_waits(
    client: Client, adviser: Person, stranger: Person
) -> None:
    now = timezone.now()
    person = starter(now + timedelta(days=30))
    message = told(person, now + timedelta(hours=1))
    planned = next(one for one in timeline("page", now) if one.planned)
    for viewer, statuses in ((stranger, {404}), (person, {404}), (adviser, {200, 302})):
        client.force_login(viewer)
        for method, address in names(message, planned):
            assert getattr(client, method)(address).status_code in statuses, (viewer, address)


def test_whoever_was_sent_it_reads_it_and_does_nothing_to_it(client: Client) -> None:
    now = timezone.now()
    message = in_mail(told(make_person(), now), state="sent", sent_at=now)
    client.force_login(message.recipient)
    page = client.get(reverse("reminders:message", args=[message.pk])).content.decode()
    assert "Somebody says hello" in page
    assert "Nog een keer versturen" not in page
    assert client.post(reverse("reminders:again", args=[message.pk])).status_code == 404
    assert message.recipient.given_name in client.get(reverse("people:me")).content.decode()
    mine = client.get(reverse("reminders:mine"))
    assert [batch.title for day in mine.context["days"] for batch in day.batches] == ["Hello"]


def test_a_token_that_we_did_not_sign_names_nothing(client: Client, adviser: Person) -> None:
    now = timezone.now()
    starter(now + timedelta(days=30))
    planned = next(one for one in timeline("page", now) if one.planned)
    assert planned.planned is not None
    token = planned.planned.token
    client.force_login(adviser)
    for wrong in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", "W10:1:2"):
        assert client.get(reverse("reminders:planned", args=[wrong])).status_code == 404


# --- what one may do ----------------------------------------------------------------------------


def test_what_is_stopped_before_its_time_is_never_written_and_undone_it_goes(
    client: Client, adviser: Person
) -> None:
    now = timezone.now()
    starter(now + timedelta(days=30))
    planned = next(one for one in timeline("page", now) if one.planned)
    client.force_login(adviser)
    client.post(f"{planned.url}stop/")
    one_pass(planned.at)
    assert mail.outbox == []
    stopped = Message.objects.get()
    assert states([one for one in timeline("page", now) if one.message]) == [
        ("skipped", "met de hand gestopt")
    ]
    answer = client.post(reverse("reminders:go_after_all", args=[stopped.pk]))
    assert "/messages/planned/" in answer["Location"]
    one_pass(planned.at)
    assert len(mail.outbox) == 1


def test_what_waits_is_stopped_and_undone(client: Client, adviser: Person) -> None:
    now = timezone.now()
    message = told(make_person(), now + timedelta(minutes=1), "shout")
    client.force_login(adviser)
    client.post(reverse("reminders:stop", args=[message.pk]))
    one_pass(now + timedelta(minutes=1))
    assert mail.outbox == []
    client.post(reverse("reminders:go_after_all", args=[message.pk]))
    one_pass(now)
    assert mail.outbox == []  # it waits as long as it would have
    one_pass(now + timedelta(minutes=1))
    assert len(mail.outbox) == 1


def test_it_is_too_late_to_stop_what_went(client: Client, adviser: Person) -> None:
    now = timezone.now()
    message = in_mail(told(make_person(), now), state="sent", sent_at=now)
    client.force_login(adviser)
    page = client.post(reverse("reminders:stop", args=[message.pk]), follow=True)
    assert "Te laat om te stoppen" in page.content.decode()
    message.refresh_from_db()
    assert message.dropped_at is None


def test_what_waits_goes_now_outside_office_hours_too(client: Client, adviser: Person) -> None:
    message = told(make_person(), timezone.now() + timedelta(days=3))
    client.force_login(adviser)
    client.post(reverse("reminders:now", args=[message.pk]))
    one_pass(timezone.now())
    assert len(mail.outbox) == 1


def test_what_was_sent_goes_once_more_and_that_can_be_undone(
    client: Client, adviser: Person
) -> None:
    now = timezone.now()
    message = in_mail(told(make_person(), now), state="sent", sent_at=now)
    client.force_login(adviser)
    answer = client.post(reverse("reminders:again", args=[message.pk]))
    copy = Message.objects.get(again=1)
    assert answer["Location"] == reverse("reminders:message", args=[copy.pk])
    client.post(reverse("reminders:stop", args=[copy.pk]))
    one_pass(timezone.now())
    assert mail.outbox == []
    client.post(reverse("reminders:again", args=[message.pk]))
    one_pass(timezone.now())
    assert len(mail.outbox) == 1


def test_what_is_no_longer_true_is_not_sent_again_and_the_page_says_why(
    client: Client, adviser: Person
) -> None:
    now = timezone.now()
    message = in_mail(told(make_person(), now), state="sent", sent_at=now)
    Person.objects.filter(pk=message.recipient.pk).update(job_title="gone quiet")
    client.force_login(adviser)
    page = client.get(reverse("reminders:message", args=[message.pk])).content.decode()
    assert "Nog een keer versturen kan niet: niet meer nodig" in page
    client.post(reverse("reminders:again", args=[message.pk]))
    assert Message.objects.count() == 1


@pytest.mark.usefixtures("office_hours")
def test_what_did_not_arrive_goes_again_under_the_same_name(
    client: Client, adviser: Person
) -> None:
    message = in_mail(told(make_person(), timezone.now()), state="unknown")
    assert message.mail is not None
    client.force_login(adviser)
    client.post(reverse("reminders:again", args=[message.pk]))
    one_pass(timezone.now())
    [email] = mail.outbox
    assert email.extra_headers["Message-ID"] == message.mail.header_id


@pytest.mark.usefixtures("office_hours")
def test_everything_of_one_group_that_did_not_arrive_goes_again_in_one_click(
    client: Client, hoorn: Organisation
) -> None:
    cohort, now = make_cohort(hoorn), timezone.now()
    other = make_cohort(hoorn, created_by=cohort.created_by, trainer=cohort.trainer)
    abroad = make_cohort(make_organisation("medemblik"))
    ours = [in_mail(told(make_person(), now, about=cohort.label), state="failed") for _ in "12"]
    theirs = [
        in_mail(told(make_person(), now, about=other.label), state="failed"),
        in_mail(
            told(make_person(organisation=abroad.organisation), now, about=abroad.label),
            state="failed",
        ),
    ]
    client.force_login(cohort.created_by)
    url = reverse("programmes:cohort_messages", args=[cohort.pk])
    assert "2 mails zijn niet aangekomen" in client.get(url).content.decode()
    answer = client.post(reverse("reminders:again_all"), {"about": cohort.label})
    assert answer["Location"] == url
    client.post(reverse("reminders:again_all"), {"about": abroad.label})
    queued = Message.objects.filter(mail__state="queued")
    assert set(queued) == set(ours)
    assert set(Message.objects.filter(mail__state="failed")) == set(theirs)


def test_what_waits_after_a_click_is_said_on_the_group_and_stopped_there(
    client: Client, hoorn: Organisation
) -> None:
    cohort, now = make_cohort(hoorn), timezone.now()
    until = now + timedelta(hours=1)
    held = [told(make_person(), until, about=cohort.label) for _ in "12"]
    elsewhere = told(make_person(), until, about="page")
    client.force_login(cohort.created_by)
    page = client.get(reverse("programmes:cohort", args=[cohort.pk])).content.decode()
    clock = timezone.localtime(until)
    assert f"2 mails wachten nog tot {clock.hour}.{clock:%M} uur." in page
    answer = client.post(
        reverse("reminders:stop_held"), {"about": cohort.label}, follow=True
    ).content.decode()
    assert set(Message.objects.filter(dropped_why="stopped")) == set(held)
    undo = answer.split('action="/messages/held/go/')[1].split('"')[0]
    client.post(f"/messages/held/go/{undo}")
    assert set(Message.objects.standing()) == {*held, elsewhere}


# --- *Vandaag* ----------------------------------------------------------------------------------


def test_today_tells_of_what_did_not_arrive_until_it_is_decided(
    client: Client, adviser: Person, stranger: Person
) -> None:
    now = timezone.now()
    message = in_mail(told(make_person(), now), state="failed", fault="SMTPDataError")
    [line] = lines(adviser, now)
    assert (line.count, line.url) == (1, reverse("reminders:undelivered"))
    assert list(lines(stranger, now)) == []
    client.force_login(adviser)
    page = client.get(line.url).content.decode()
    assert "de mailserver weigerde de mail" in page
    client.post(reverse("reminders:stop", args=[message.pk]))
    assert list(lines(adviser, now)) == []
    client.post(reverse("reminders:go_after_all", args=[message.pk]))
    assert len(list(lines(adviser, now))) == 1
    one_pass(timezone.now())
    assert mail.outbox == []


@pytest.mark.usefixtures("office_hours")
def test_an_address_that_takes_no_mail_is_put_right_on_the_page_of_its_owner(
    client: Client, adviser: Person, stranger: Person
) -> None:
    now, person = timezone.now(), make_person()
    in_mail(told(person, now), state="failed", fault="SMTPRecipientsRefused")
    DeadAddress.note(person.email, now, "")
    urls = {line.url for line in lines(adviser, now)}
    assert reverse("reminders:person", args=[person.pk]) in urls
    trust = reverse("reminders:trust", args=[person.pk])
    client.force_login(stranger)
    assert client.post(trust).status_code == 404
    client.force_login(adviser)
    page = client.get(reverse("people:person", args=[person.pk])).content.decode()
    assert "neemt sinds" in page
    assert trust in page
    client.post(reverse("reminders:again_all"))
    one_pass(timezone.now())
    assert mail.outbox == []  # nothing goes there before somebody said so
    assert Mail.objects.get().state == "failed"
    client.post(trust)
    one_pass(timezone.now())
    assert [one.to for one in mail.outbox] == [[person.email]]
    assert list(lines(adviser, now)) == []
