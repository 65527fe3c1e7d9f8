"""What an adviser does by hand keeps the promise too: nothing twice for one wish, nothing lost."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from mentorship.people.models import Person
from mentorship.reminders import actions
from mentorship.reminders.letters import preview
from mentorship.reminders.models import Mail, Message
from mentorship.reminders.outbox import tell
from mentorship.reminders.sending.passes import one_pass, rehearsal
from tests.cast import AMSTERDAM, make_person

pytestmark = pytest.mark.django_db
TUESDAY = datetime(2027, 2, 2, 9, tzinfo=AMSTERDAM)
LATER = TUESDAY + timedelta(hours=1)


def reminded() -> Message:
    """Somebody who was reminded of a first day this morning."""
    make_person(job_title="owed", starts_on=(TUESDAY + timedelta(days=7)).date())
    one_pass(TUESDAY)
    assert len(mail.outbox) == 1
    return Message.objects.select_related("mail", "organisation", "recipient").get()


def test_a_second_click_on_once_more_sends_no_second_copy() -> None:
    message = reminded()
    copies = {
        actions.send_again(Message.objects.get(pk=message.pk), LATER).pk,
        actions.send_again(Message.objects.get(pk=message.pk), LATER).pk,
    }
    assert copies == {Message.objects.get(again=1).pk}
    one_pass(LATER)
    assert len(mail.outbox) == 2
    assert actions.send_again(Message.objects.get(pk=message.pk), LATER).again == 2


def test_a_copy_that_was_stopped_goes_when_the_stop_is_undone() -> None:
    copy = actions.send_again(reminded(), LATER)
    assert actions.stop(copy, LATER)
    assert actions.let_go_after_all(copy)
    one_pass(LATER)
    assert len(mail.outbox) == 2


def waiting_for(person: Person) -> Message:
    early, organisation = TUESDAY - timedelta(minutes=5), person.organisation
    assert organisation is not None
    return tell("shout", person, person, organisation=organisation, at=early)


def test_a_rehearsal_shows_nothing_while_all_is_halted() -> None:
    message = waiting_for(make_person())
    actions.halt(None, by=None, at=TUESDAY)
    assert rehearsal(TUESDAY) == []
    actions.go_on(None, TUESDAY)
    assert [one.mail.recipient for one in rehearsal(TUESDAY)] == [message.recipient]


def test_a_rehearsal_puts_calm_mail_off_as_the_pass_itself_does() -> None:
    person, night = make_person(), TUESDAY.replace(hour=23)
    assert person.organisation is not None
    calm = tell("hello", person, person, organisation=person.organisation, at=TUESDAY)
    calm.mail = Mail.objects.create(recipient=person, calm_day=TUESDAY.date(), next_try_at=TUESDAY)
    calm.save()
    assert rehearsal(night) == []
    calm.mail.refresh_from_db()
    assert (calm.mail.state, calm.mail.tries) == ("queued", 0)


def test_what_went_along_of_a_kind_that_is_gone_leaves_the_rest_readable() -> None:
    message = reminded()
    Message.objects.create(
        rule="no_longer_told",
        subject=message.subject,
        recipient=message.recipient,
        occasion="",
        organisation=message.organisation,
        mail=message.mail,
    )
    assert preview.of_message(message, Message.objects.all(), LATER).letter is not None
