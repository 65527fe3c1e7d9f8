"""Meetings in other people's calendars: what goes in, what comes out, and what is undone."""

import itertools
import socket
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail

from mentorship.people.models import Person
from mentorship.reminders.sending.passes import one_pass
from programmes import actions, calendar
from programmes.actions import Move
from programmes.actions.telling import tell_of_meeting
from programmes.models import Cohort, Meeting
from tests.cast import (
    AMSTERDAM,
    NOW,
    enrol,
    make_cohort,
    make_trainer,
)
from tests.programmes.calendars import (
    READERS,
    Agenda,
    Reader,
    agenda,
    entries,
    entry_in,
    joined,
    meeting_of,
    parsed,
    should_hold,
    to,
)

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
both = pytest.mark.parametrize("read", READERS)


@pytest.fixture
def cohort() -> Cohort:
    return make_cohort()


# --- over the wire ----------------------------------------------------------------------------


class Mailbox:
    """A mail server that keeps what it was given, as it came over the line."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append((envelope.rcpt_tos[0], bytes(envelope.content or b"")))
        return "250 taken"

    def of(self, person: Person) -> list[EmailMessage]:
        return [parsed(raw) for address, raw in self.taken if address == person.email]


@pytest.fixture
def mailbox(settings: Any) -> Iterator[Mailbox]:
    box = Mailbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    yield box
    server.stop()


@pytest.mark.django_db
def test_planned_moved_three_times_and_cancelled_leaves_no_event(
    cohort: Cohort, mailbox: Mailbox
) -> None:
    noor = joined(cohort).person
    meeting, at = meeting_of(cohort), NOW
    for change in range(5):
        if change in (1, 2, 3):
            there = to(date(2027, 2, 2 + change))
            assert actions.move_meeting(meeting, there, by=cohort.created_by, at=at)
        elif change == 4:
            assert actions.cancel_meeting(meeting, by=cohort.created_by, at=at)
        one_pass(at + 3 * MINUTE)
        at += HOUR
    found = [entry for letter in mailbox.of(noor) if (entry := entry_in(letter))]
    for read in READERS:
        notes = [note for _method, content in found for note in read(content)]
        notes = [note for note in notes if note.uid == calendar.uid_of(meeting)]
        assert [one.sequence for one in notes] == [0, 1, 2, 3, 4]
        assert [one.method for one in notes] == ["REQUEST"] * 4 + ["CANCEL"]
        assert [one.starts.day for one in notes[:4]] == [2, 3, 4, 5]
        contents = [content for _method, content in found]
        half_day_2, return_day = meeting_of(cohort, "half-day-2"), meeting_of(cohort, "return")
        kept = {calendar.uid_of(one): one.starts_at for one in (half_day_2, return_day)}
        assert Agenda(noor.email, read).receive_all(contents).entries == kept


@pytest.mark.django_db
def test_a_mail_has_its_entry_as_a_third_way_to_read_it_and_as_a_file(
    cohort: Cohort, mailbox: Mailbox
) -> None:
    meeting = meeting_of(cohort)
    noor = enrol(cohort).person
    actions.move_meeting(meeting, to(date(2027, 2, 4)), by=cohort.created_by, at=NOW)
    one_pass(NOW + 3 * MINUTE)
    [letter] = mailbox.of(noor)
    assert [part.get_content_type() for part in letter.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    [part] = [one for one in letter.walk() if one.get_content_type() == "text/calendar"]
    assert part.get_content_charset() == "utf-8"
    found = entry_in(letter)
    assert found is not None
    method, content = found
    [event] = READERS[0](content)
    assert method == event.method == "REQUEST"
    assert f'method="{method}"' in str(part["content-type"]) or f"method={method}" in str(
        part["content-type"]
    )
    # The sender may speak for the organiser, and an answer to the mail reaches the organiser too.
    unfolded = content.decode().replace("\r\n ", "")
    assert f"mailto:{cohort.organisation.contact_email}" in unfolded
    assert 'SENT-BY="mailto:wegwijs@localhost"' in unfolded
    assert letter["from"].addresses[0].addr_spec == "wegwijs@localhost"
    assert letter["reply-to"].addresses[0].addr_spec == cohort.organisation.contact_email


# --- who leaves, and what comes back ----------------------------------------------------------


@pytest.mark.django_db
@both
def test_who_leaves_after_a_yes_has_an_empty_calendar_and_a_return_fills_it(
    cohort: Cohort, read: Reader
) -> None:
    one = joined(cohort)
    one_pass(NOW + 3 * MINUTE)
    assert agenda(one.person, read).entries == should_hold(one.person) != {}
    actions.decline(one, NOW + HOUR)
    one_pass(NOW + HOUR + 3 * MINUTE)
    assert agenda(one.person, read).entries == {}
    actions.accept(one, NOW + 2 * HOUR)
    one_pass(NOW + 2 * HOUR + 3 * MINUTE)
    assert agenda(one.person, read).entries == should_hold(one.person) != {}
    sequences = {
        note.sequence for _method, content in entries(one.person) for note in read(content)
    }
    assert sequences == {0}  # nothing about the meeting changed for anybody else


@pytest.mark.django_db
def test_the_order_in_which_mails_arrive_does_not_matter(cohort: Cohort) -> None:
    one, at = joined(cohort), NOW
    meeting = meeting_of(cohort)
    one_pass(at + 3 * MINUTE)
    actions.move_meeting(meeting, to(date(2027, 2, 4)), by=cohort.created_by, at=at + HOUR)
    one_pass(at + HOUR + 3 * MINUTE)
    actions.withdraw(one, by=cohort.created_by, at=at + 2 * HOUR)
    one_pass(at + 2 * HOUR + 3 * MINUTE)
    one.refresh_from_db()
    actions.reinstate(one, to="seat", at=at + 3 * HOUR)
    one_pass(at + 3 * HOUR + 3 * MINUTE)
    of_it = [
        content
        for _method, content in entries(one.person)
        if READERS[0](content)[0].uid == calendar.uid_of(meeting)
    ]
    assert len(of_it) == 4
    moved = Meeting.objects.get(pk=meeting.pk).starts_at
    for order in itertools.permutations(of_it):
        found = Agenda(one.person.email, READERS[0]).receive_all(order).entries
        assert found == {calendar.uid_of(meeting): moved}


@pytest.mark.django_db
def test_who_leaves_before_the_mail_has_gone_gets_neither_entry_nor_its_end(
    cohort: Cohort,
) -> None:
    one = joined(cohort)
    actions.decline(one, NOW + MINUTE)
    one_pass(NOW + 10 * MINUTE)
    assert entries(one.person) == []


@pytest.mark.django_db
def test_who_leaves_while_a_cancellation_waits_still_loses_the_entry(cohort: Cohort) -> None:
    one = joined(cohort)
    one_pass(NOW + 3 * MINUTE)
    actions.cancel_meeting(meeting_of(cohort), by=cohort.created_by, at=NOW + HOUR)
    actions.decline(one, NOW + HOUR + MINUTE)
    one_pass(NOW + HOUR + 5 * MINUTE)
    assert agenda(one.person).entries == {}


@pytest.mark.django_db
def test_within_a_day_a_move_goes_at_once_and_begins_with_the_new_time_and_the_old(
    cohort: Cohort,
) -> None:
    """On the Saturday before, in the evening: outside office hours, and in no joined mail."""
    noor = enrol(cohort).person
    meeting = meeting_of(cohort)
    saturday = datetime(2027, 1, 30, 21, tzinfo=AMSTERDAM)
    starts = datetime(2027, 1, 31, 14, tzinfo=AMSTERDAM)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=starts, ends_at=starts + 3 * HOUR)
    later = Move(starts + HOUR, starts + 4 * HOUR, "Stadhuis, Westfrieszaal")
    actions.move_meeting(meeting, later, by=cohort.created_by, at=saturday)
    one_pass(saturday + 3 * MINUTE)
    [letter] = [one for one in mail.outbox if one.to == [noor.email]]
    first = str(letter.body).split("\n\n")[1].strip()
    assert first.startswith("Pas dit aan in je agenda: “Dagdeel 1")
    assert "is nu op zondag 31 januari, 15.00–18.00 uur." in first
    assert "Het was op zondag 31 januari, 14.00–17.00 uur." in first


@pytest.mark.django_db
def test_a_withdrawal_undone_within_the_hold_is_not_heard(cohort: Cohort) -> None:
    one = joined(cohort)
    one_pass(NOW + 3 * MINUTE)
    before = entries(one.person)
    actions.withdraw(one, by=cohort.created_by, at=NOW + HOUR)
    one.refresh_from_db()
    actions.reinstate(one, to="seat", at=NOW + HOUR + MINUTE)
    one_pass(NOW + HOUR + 5 * MINUTE)
    assert entries(one.person) == before


@pytest.mark.django_db
def test_a_cancelled_group_leaves_every_calendar_and_comes_back_with_a_higher_number(
    cohort: Cohort,
) -> None:
    one, trainer = joined(cohort), cohort.trainer
    for meeting in cohort.meetings.select_related("step"):
        tell_of_meeting(meeting, "meeting_planned", [trainer], at=NOW)
    one_pass(NOW + 3 * MINUTE)
    assert len(agenda(trainer).entries) == 3  # the talk beforehand is over
    actions.cancel_cohort(cohort, by=cohort.created_by, at=NOW + HOUR)
    one_pass(NOW + HOUR + 3 * MINUTE)
    assert agenda(trainer).entries == agenda(one.person).entries == {}
    off = READERS[1](entries(one.person)[-1][1])[0]
    assert (off.method, off.sequence) == ("CANCEL", 1)
    cohort.refresh_from_db()
    actions.resume_cohort(cohort, at=NOW + 2 * HOUR)
    one_pass(NOW + 2 * HOUR + 3 * MINUTE)
    assert agenda(one.person).entries == should_hold(one.person) != {}
    assert len(agenda(trainer).entries) == 3
    back = READERS[1](entries(one.person)[-1][1])[0]
    assert (back.method, back.sequence) == ("REQUEST", 2)


@pytest.mark.django_db
def test_a_group_that_was_cancelled_and_resumed_within_the_hold_is_not_heard(
    cohort: Cohort,
) -> None:
    one = joined(cohort)
    one_pass(NOW + 3 * MINUTE)
    before = entries(one.person)
    actions.cancel_cohort(cohort, by=cohort.created_by, at=NOW + HOUR)
    cohort.refresh_from_db()
    actions.resume_cohort(cohort, at=NOW + HOUR + MINUTE)
    one_pass(NOW + HOUR + 5 * MINUTE)
    assert entries(one.person) == before


@pytest.mark.django_db
def test_a_move_that_a_second_move_replaced_is_told_when_the_second_is_undone(
    cohort: Cohort,
) -> None:
    one, adviser = joined(cohort), cohort.created_by
    one_pass(NOW + 3 * MINUTE)
    meeting, at = meeting_of(cohort), NOW + HOUR
    first = to(date(2027, 2, 4))
    actions.move_meeting(meeting, first, by=adviser, at=at)
    actions.move_meeting(meeting, to(date(2027, 2, 9)), by=adviser, at=at + MINUTE)
    actions.put_meeting_back(meeting, first, [], by=adviser, at=at + 2 * MINUTE)
    one_pass(at + 10 * MINUTE)
    assert agenda(one.person).entries == should_hold(one.person)
    letter = mail.outbox[-1].body
    assert (
        "nu op donderdag 4 februari, 9.00–12.00 uur. Het was op dinsdag 2 februari, 9.00" in letter
    )


@pytest.mark.django_db
def test_another_trainer_gets_the_meetings_and_the_one_before_loses_them(cohort: Cohort) -> None:
    was, becomes = cohort.trainer, make_trainer()
    for meeting in cohort.meetings.select_related("step"):
        tell_of_meeting(meeting, "meeting_planned", [was], at=NOW)
    one_pass(NOW + 3 * MINUTE)
    assert len(agenda(was).entries) == 3
    cohort.trainer = becomes
    actions.change_cohort(cohort, at=NOW + HOUR)
    one_pass(NOW + HOUR + 3 * MINUTE)
    assert (agenda(was).entries, len(agenda(becomes).entries)) == ({}, 3)
