"""A thousand hostile names, places and texts: none adds a header, a recipient, a tag or a link.

Each goes the way of every mail: compose, as_email, an SMTP server. What may not happen is read from
the mail that arrived. THOROUGH=1 takes ten times as many.
"""

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.mail import get_connection
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from matching.models import Mentorship
from mentorship.people.models import Person
from mentorship.reminders.letters import compose as letters
from mentorship.reminders.letters.compose import as_email
from mentorship.reminders.models import Mail, MailText, Message
from mentorship.reminders.outbox import HOLD, tell
from mentorship.reminders.owed.judging import Item
from mentorship.reminders.rules import Book, book, label
from mentorship.reminders.sending.passes import one_pass
from tests.cast import NOW, enrol, make_cohort, make_newcomer, make_person
from tests.reminders.almanac import THOROUGH
from tests.reminders.arrived import assert_harmless

pytestmark = pytest.mark.django_db
CASES = 10_000 if THOROUGH else 1000
FIXED = [
    "Piet\r\nBcc: dief@kwaad.example",
    "Piet\nBcc: dief@kwaad.example\n\n<script>alert(1)</script>",
    "Piet\rTo: dief@kwaad.example",
    "Piet\u2028Bcc: dief@kwaad.example\u2029",
    "Piet\x85Bcc: dief@kwaad.example\x0b\x0c\x1c\x1d\x1e",
    "Bcc: dief@kwaad.example",
    "Content-Type: text/html; boundary=x\r\n\r\n--x",
    "\r\n.\r\nMAIL FROM:<dief@kwaad.example>\r\nRCPT TO:<dief@kwaad.example>\r\nDATA\r\n",
    "\x00\x01\x1b[31mrood\x7f",
    "\u202egnp.exe\u202c \u2066a\u2067b\u2068c\u2069\u061c\u200e\u200f",
    "=?utf-8?B?QmNjOiBkaWVmQGt3YWFkLmV4YW1wbGU=?=\r\n =?utf-8?Q?=0ABcc:_x?=",
    "{first_name} {voornaam} {{ recipient.email }} {% include 'x' %} {0.__class__} %(x)s %s ${x}",
    "<img src=https://kwaad.example/x><a href='https://kwaad.example'>klik</a></title></p>",
    '" onmouseover="alert(1)" x=\'&lt;script&gt;&amp;\'',
    "javascript:alert(1) https://kwaad.example/ //kwaad.example",
    "👩‍👩‍👧‍👦🇳🇱🏳️‍🌈 שלום مرحبا İ ß ﷽ Z̷̢̛",
    "x" * 10_000,
    "y " * 5_000,
    "é" * 998 + "\r\nBcc: dief@kwaad.example",
    "",
    " \t ",
    "\ufeff\ufffe\uffff\U0010ffff",
]
PIECES = ["\r", "\n", "\r\n", "\x00", "\u202e", "\u2067", "\u2028", ":", "Bcc: dief@kwaad.example"]
PIECES += [
    "<b>",
    "&",
    '"',
    "'",
    "{",
    "}",
    "{{",
    "{%",
    "%}",
    "=?",
    "?=",
    ".",
    "\r\n.\r\n",
    "--",
    ",",
]
hostile = st.one_of(
    st.sampled_from([one for one in FIXED if len(one) < 500] * 4 + FIXED),
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=12).map("".join),
)


@pytest.fixture(autouse=True)
def rules() -> Book:
    """The real ones, and not those that the tests of the engine bring along."""
    return book


class Sink:
    """Keeps what arrives: for whom by the envelope, and the mail as it was sent."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], bytes]] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.taken.append((envelope.rcpt_tos, envelope.original_content or b""))
        return "250 taken"


@pytest.fixture
def sink(settings: Any, caplog: pytest.LogCaptureFixture) -> Iterator[Sink]:
    caplog.set_level("WARNING", "mail.log")  # else it takes longer to log than to send
    handler = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    yield handler
    controller.stop()


# --- a thousand, on the way of every mail ---------------------------------------------------------


class Scene:
    """One of each that a mail can be about, in memory: its words become hostile there."""

    def __init__(self) -> None:
        self.server = get_connection()
        self.server.open()
        self.cohort = make_cohort()
        self.enrolment = enrol(self.cohort, make_person("Fatima Amrani"))
        self.recipient = self.enrolment.person
        self.organisation = self.cohort.organisation
        meeting = self.cohort.meetings.get(step__key="half-day-1")
        meeting.moved_from, meeting.moved_from_end = meeting.starts_at, meeting.ends_at
        meeting.save()
        pair = Mentorship.objects.create(
            mentor=self.recipient,
            mentee=make_newcomer(),
            asked_by=self.cohort.created_by,
            asked_at=NOW,
        )
        self.subjects = {
            "invitation": self.enrolment,
            "meeting_moved": meeting,
            "meeting_soon": meeting,
            "cohort_cancelled": self.cohort,
            "mentor_asked": pair,
        }

    def item(self, key: str, words: list[str]) -> Item:
        """The message with these words wherever somebody else writes some."""
        told = book[key]
        subject: Any = told.load([self.subjects[key].pk])[self.subjects[key].pk]
        cohort = getattr(subject, "cohort", subject)
        if key == "mentor_asked":
            self._rename(subject.mentee, words)
            self._rename(subject.asked_by, words)
        else:
            cohort.name = words[0]
            self._rename(cohort.trainer, words)
            if key.startswith("meeting"):
                subject.place, cohort.organisation.name = words[1], words[2]
                cohort.organisation.contact_email = "leren@hoorn.example"
        message = Message(
            rule=key,
            subject=label(subject),
            recipient=self.recipient,
            organisation=self.organisation,
        )
        return Item(message, told, subject)

    def _rename(self, person: Person, words: list[str]) -> None:
        person.given_name, person.family_name, person.job_title = words[0], words[1], words[2]


OWN_BODY = "{first_name} {organisation} {group} {place} {mentor}\n\n"


@given(
    words=st.lists(hostile, min_size=5, max_size=5),
    key=st.sampled_from(["invitation", "meeting_moved", "meeting_soon", "cohort_cancelled",
                         "mentor_asked"]),
    language=st.sampled_from(["nl", "en"]),
    has_own=st.booleans(),
)  # fmt: skip
@settings(
    max_examples=CASES,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def put_to_the_test(
    scene: Scene, sink: Sink, words: list[str], key: str, language: str, has_own: bool
) -> None:
    recipient, organisation = scene.recipient, scene.organisation
    recipient.given_name, organisation.name, recipient.language = words[3], words[4], language
    own = MailText(rule=key, subject=words[0] + " {first_name} {voornaam}", body=OWN_BODY)
    own.body += words[1]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(letters.OwnTexts, "nearest", lambda *facts: own if has_own else None)
        letter = letters.compose([scene.item(key, words)], recipient, organisation)
    sink.taken.clear()
    scene.server.send_messages([as_email(letter, Mail(recipient=recipient))])
    [taken] = sink.taken
    found = assert_harmless(taken, recipient.email)
    if letter.invite is not None:
        [part] = [one for one in found.walk() if one.get_content_type() == "text/calendar"]
        [event] = Calendar.from_ical(part.get_content()).walk("VEVENT")
        assert event["attendee"] == f"mailto:{recipient.email}"


def test_a_thousand_hostile_names_and_texts_add_nothing_to_a_mail(sink: Sink) -> None:
    scene = Scene()
    put_to_the_test(scene, sink)
    scene.server.close()


# --- and some all the way, from the database on ---------------------------------------------------


@pytest.mark.parametrize("words", FIXED, ids=range(len(FIXED)))
def test_what_is_kept_in_the_database_does_no_harm_either(words: str, sink: Sink) -> None:
    if connection.vendor == "postgresql":
        words = words.replace("\x00", "")[:80]
    cohort = make_cohort(name=words[:80])
    person = enrol(cohort, make_person("Fatima Amrani")).person
    Person.objects.filter(pk=person.pk).update(given_name=words[:80])
    cohort.organisation.name = words[:120]
    cohort.organisation.save()
    cohort.meetings.update(place=words[:160])
    MailText.objects.create(
        rule="meeting_cancelled",
        organisation=cohort.organisation,
        language="nl",
        subject=f"{words[:100]}{{voornaam}}",
        body=f"{{voornaam}} {{groep}} {{plaats}}\r\n\r\n{words[:3000]}",
    )
    meeting = cohort.meetings.get(step__key="half-day-1")
    for key in ("meeting_planned", "meeting_cancelled"):
        meeting.cancelled_at = NOW if key == "meeting_cancelled" else None
        meeting.save()
        tell(key, meeting, person, organisation=cohort.organisation, at=NOW, occasion=key)
        one_pass(NOW + HOLD)
    assert len(sink.taken) == 2
    for taken in sink.taken:
        assert_harmless(taken, person.email)
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.parametrize("address", ["a@b.example\nBcc: dief@kwaad.example", '"a, b"@c.example'])
def test_a_hostile_address_for_questions_adds_nobody(address: str, sink: Sink) -> None:
    """The form refuses the first; somebody may have written it in the database."""
    cohort = make_cohort()
    person = enrol(cohort, make_person("Fatima Amrani")).person
    cohort.organisation.contact_email = address
    cohort.organisation.save()
    tell("cohort_resumed", cohort, person, organisation=cohort.organisation, at=NOW)
    one_pass(NOW + HOLD)
    for taken in sink.taken:
        found = assert_harmless(taken, person.email)
        assert len(found["reply-to"].addresses) <= 1
