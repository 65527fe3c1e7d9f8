"""Two readers of calendar files that know nothing of each other, and a calendar that obeys."""

import email
import email.policy
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.message import EmailMessage

import vobject
from django.core import mail
from icalendar import Calendar

from mentorship.people.models import Person
from programmes import actions, calendar
from programmes.actions import Move
from programmes.models import Cohort, Enrolment, Meeting
from tests.cast import AMSTERDAM, NOW, make_person


@dataclass(frozen=True)
class Note:
    """What one file says of one event."""

    method: str
    uid: str
    sequence: int
    stamp: datetime
    starts: datetime  # in UTC, as the reader understands it
    ends: datetime
    summary: str
    place: str
    attendee: str


def by_icalendar(content: bytes) -> list[Note]:
    calendar = Calendar.from_ical(content)
    return [
        Note(
            method=str(calendar.get("method", "")),
            uid=str(event["uid"]),
            sequence=int(event["sequence"]),
            stamp=event["dtstamp"].dt.astimezone(UTC),
            starts=event["dtstart"].dt.astimezone(UTC),
            ends=event["dtend"].dt.astimezone(UTC),
            summary=str(event["summary"]),
            place=str(event.get("location", "")),
            attendee=str(event.get("attendee", "")).removeprefix("mailto:"),
        )
        for event in calendar.walk("VEVENT")
    ]


def by_vobject(content: bytes) -> list[Note]:
    calendar = vobject.readOne(content.decode())
    method = calendar.method.value if hasattr(calendar, "method") else ""
    return [
        Note(
            method=method,
            uid=event.uid.value,
            sequence=int(event.sequence.value),
            stamp=event.dtstamp.value.astimezone(UTC),
            starts=event.dtstart.value.astimezone(UTC),
            ends=event.dtend.value.astimezone(UTC),
            summary=event.summary.value,
            place=event.location.value if hasattr(event, "location") else "",
            attendee=event.attendee.value.removeprefix("mailto:")
            if hasattr(event, "attendee")
            else "",
        )
        for event in calendar.contents.get("vevent", [])
    ]


Reader = Callable[[bytes], list[Note]]
READERS: list[Reader] = [by_icalendar, by_vobject]


@dataclass
class Agenda:
    """Somebody's calendar. Per UID it keeps the last version, by SEQUENCE and then by DTSTAMP, and
    leaves aside what is older, in whatever order it arrives (RFC 5546, 2.1.5)."""

    owner: str
    read: Reader
    _last: dict[str, Note] = field(default_factory=dict)

    def receive(self, content: bytes) -> None:
        for note in self.read(content):
            assert note.attendee == self.owner
            last = self._last.get(note.uid)
            if last is None or (note.sequence, note.stamp) > (last.sequence, last.stamp):
                self._last[note.uid] = note

    def receive_all(self, contents: Iterable[bytes]) -> "Agenda":
        for content in contents:
            self.receive(content)
        return self

    @property
    def entries(self) -> dict[str, datetime]:
        """When each event begins that stands in it."""
        kept = self._last.values()
        return {one.uid: one.starts for one in kept if one.method == "REQUEST"}


def parsed(raw: bytes) -> EmailMessage:
    found = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    return found


def entry_in(letter: EmailMessage) -> tuple[str, bytes] | None:
    """The method in the header of a mail's calendar part, and that part; the file that hangs on
    the mail says the same."""
    parts = [one for one in letter.walk() if one.get_content_type() == "text/calendar"]
    if not parts:
        return None
    [part] = parts
    [file] = letter.iter_attachments()
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    content = content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert file.get_content() == content
    return part.get_param("method"), content


def meeting_of(cohort: Cohort, key: str = "half-day-1") -> Meeting:
    return cohort.meetings.select_related("step", "cohort__organisation").get(step__key=key)


def to(day: date, clock: time = time(9), place: str = "Stadhuis") -> Move:
    starts = datetime.combine(day, clock, AMSTERDAM)
    return Move(starts, starts + timedelta(hours=3), place)


def joined(cohort: Cohort, at: datetime = NOW) -> Enrolment:
    """Somebody who said yes; the mails about it have not gone."""
    [one] = actions.invite(cohort, [make_person("Noor Bos")], by=cohort.created_by, at=at)
    assert actions.accept(one, at) == "accepted"
    one.refresh_from_db()
    return one


def entries(person: Person) -> list[tuple[str, bytes]]:
    """Method and file of each entry that this person was mailed, in order."""
    letters = [parsed(one.message().as_bytes()) for one in mail.outbox if one.to == [person.email]]
    return [found for letter in letters if (found := entry_in(letter))]


def agenda(person: Person, read: Reader = READERS[0]) -> Agenda:
    return Agenda(person.email, read).receive_all(content for _method, content in entries(person))


def should_hold(person: Person) -> dict[str, datetime]:
    meetings = Meeting.objects.in_calendar_of(person)
    return {calendar.uid_of(one): one.starts_at for one in meetings}
