"""The brake: nothing goes while it is on, nothing is lost, and what went stale is not sent."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship.people.models import Organisation, Person
from mentorship.reminders import actions
from mentorship.reminders.models import Halt, Mail, Message
from mentorship.reminders.outbox import tell
from mentorship.reminders.sending.passes import one_pass
from tests.cast import AMSTERDAM, make_adviser, make_organisation, make_person

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2027, 2, 9, 10, tzinfo=AMSTERDAM)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


@pytest.fixture
def adviser(hoorn: Organisation) -> Person:
    return make_adviser(hoorn)


def told(person: Person, at: datetime = TUESDAY) -> Message:
    """Out of its hold at ``at``, and urgent."""
    assert person.organisation is not None
    early = at - timedelta(minutes=2)
    return tell("shout", person, person, organisation=person.organisation, at=early)


def addresses() -> list[str]:
    return sorted(one.to[0] for one in mail.outbox)


def test_nothing_of_a_halted_organisation_goes_and_the_others_do(
    hoorn: Organisation, adviser: Person
) -> None:
    here, there = make_person(), make_person(organisation=make_organisation("medemblik"))
    told(here)
    told(there)
    actions.halt(hoorn, by=adviser, at=TUESDAY)
    one_pass(TUESDAY)
    assert addresses() == [there.email]
    actions.go_on(hoorn, TUESDAY + MINUTE)
    one_pass(TUESDAY + MINUTE)
    assert addresses() == sorted([here.email, there.email])


def test_a_mail_that_waits_in_its_envelope_already_does_not_go_either(
    hoorn: Organisation, adviser: Person
) -> None:
    message = told(make_person())
    message.mail = Mail.objects.create(recipient=message.recipient, next_try_at=TUESDAY)
    message.save()
    actions.halt(None, by=None, at=TUESDAY)
    one_pass(TUESDAY)
    assert mail.outbox == []
    actions.go_on(None, TUESDAY)
    actions.halt(hoorn, by=adviser, at=TUESDAY)
    one_pass(TUESDAY + MINUTE)
    assert mail.outbox == []
    actions.go_on(hoorn, TUESDAY + 2 * MINUTE)
    one_pass(TUESDAY + 2 * MINUTE)
    assert len(mail.outbox) == 1


def test_after_it_goes_on_only_what_is_still_owed_is_sent(
    hoorn: Organisation, adviser: Person
) -> None:
    still, settled = make_person(), make_person()
    told(still)
    told(settled)
    actions.halt(hoorn, by=adviser, at=TUESDAY)
    one_pass(TUESDAY)
    Person.objects.filter(pk=settled.pk).update(job_title="gone quiet")
    actions.go_on(hoorn, TUESDAY + timedelta(days=1))
    one_pass(TUESDAY + timedelta(days=1))
    assert addresses() == [still.email]
    assert Message.objects.get(recipient=settled).dropped_why == "no longer needed"


def test_a_reminder_that_was_stale_before_it_could_go_is_not_poured_out_later(
    hoorn: Organisation, adviser: Person
) -> None:
    make_person(job_title="owed", starts_on=(TUESDAY + timedelta(days=7)).date())
    actions.halt(hoorn, by=adviser, at=TUESDAY)
    moment = TUESDAY
    while moment < TUESDAY + timedelta(days=6, hours=1):  # past a week and a day before
        one_pass(moment)
        moment += timedelta(hours=1)
    actions.go_on(hoorn, moment)
    one_pass(moment)
    one_pass(moment + timedelta(hours=1))
    assert len(mail.outbox) == 1
    sent = Message.objects.filter(mail__state="sent", dropped_at=None)
    assert [one.offset for one in sent] == [-1]


def test_a_code_to_sign_in_goes_all_the_same(client: Client) -> None:
    actions.halt(None, by=None, at=timezone.now())
    person = make_person()
    client.post(reverse("account_request_login_code"), {"email": person.email})
    assert addresses() == [person.email]


def test_an_adviser_stops_and_starts_what_is_ones_own(client: Client, adviser: Person) -> None:
    told(make_person(), timezone.now())
    client.force_login(adviser)
    page = client.post(reverse("reminders:stop_sending", args=["hoorn"]), follow=True)
    assert "staat stil" in page.content.decode()
    assert "1 mail staat klaar en wacht." in page.content.decode()
    halt = Halt.objects.get()
    assert (halt.by, halt.organisation) == (adviser, adviser.organisation)
    client.post(reverse("reminders:stop_sending", args=["hoorn"]))  # a second click changes nothing
    client.post(reverse("reminders:go_on", args=["hoorn"]))
    assert not Halt.objects.exists()


def test_nobody_stops_another_organisation_or_everything(client: Client, adviser: Person) -> None:
    make_organisation("medemblik")
    client.force_login(adviser)
    for name, arguments in (
        ("stop_sending", ["medemblik"]),
        ("go_on", ["medemblik"]),
        ("stop_all", []),
        ("go_on_all", []),
    ):
        assert client.post(reverse(f"reminders:{name}", args=arguments)).status_code == 404
    client.force_login(make_person())
    assert client.get(reverse("reminders:sending")).status_code == 404
    assert not Halt.objects.exists()


def test_whoever_manages_the_application_stops_everything(client: Client) -> None:
    client.force_login(make_person(organisation=None, is_admin=True))
    client.post(reverse("reminders:stop_all"))
    assert Halt.objects.everywhere().count() == 1
    page = client.get(reverse("reminders:sending")).content.decode()
    assert "Weer versturen" in page
    client.post(reverse("reminders:go_on_all"))
    assert not Halt.objects.exists()


def test_by_hand_on_the_machine_itself(hoorn: Organisation) -> None:
    out = StringIO()
    call_command("sending", "stop", organisation="hoorn", stdout=out)
    call_command("sending", "stop", stdout=out)
    assert set(Halt.objects.values_list("organisation", flat=True)) == {hoorn.pk, None}
    call_command("sending", "start", stdout=out)
    call_command("sending", "start", organisation="hoorn", stdout=out)
    call_command("sending", "start", stdout=out)
    assert not Halt.objects.exists()
    assert out.getvalue().splitlines() == [
        "stopped: Gemeente Hoorn",
        "stopped: all organisations",
        "goes on: all organisations",
        "goes on: Gemeente Hoorn",
        "was not stopped: all organisations",
    ]
    with pytest.raises(CommandError):
        call_command("sending", "stop", organisation="horn")


def test_what_waited_is_owed_from_when_it_goes_on(hoorn: Organisation, adviser: Person) -> None:
    """Else the first page after a halt says that no mail has gone since it began."""
    message = told(make_person())
    actions.halt(hoorn, by=adviser, at=TUESDAY)
    one_pass(TUESDAY)
    later = TUESDAY + timedelta(hours=3)
    actions.go_on(hoorn, later)
    message.refresh_from_db()
    assert message.mail is not None
    assert message.mail.next_try_at == later
