"""A meeting as calendars have it: an entry in somebody's mail, and the list of a personal feed.

Sources: RFC 5545 (the file), RFC 5546 (what REQUEST and CANCEL do), RFC 6047 (by mail).
A calendar keeps one entry for a UID. Of two versions the higher SEQUENCE counts, and of two with
the same one the later DTSTAMP: so whoever leaves a group and comes back needs no new SEQUENCE.
"""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event, Timezone, vCalAddress, vUri

from mentorship.people.models import Person
from programmes.models import Meeting

Method = Literal["REQUEST", "CANCEL"]
# The rules since 1996. With a list of dates instead, some clients are an hour wrong in summer.
AMSTERDAM = "Europe/Amsterdam"
ZONE = f"""BEGIN:VTIMEZONE
TZID:{AMSTERDAM}
BEGIN:DAYLIGHT
DTSTART:19960331T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
END:STANDARD
END:VTIMEZONE
"""


def invitation(meeting: Meeting, recipient: Person, *, method: Method, at: datetime) -> bytes:
    """One meeting into this person's calendar, or out of it. ``at`` tells two versions apart."""
    event = _event(meeting, at)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    event.add("organizer", _organizer(meeting))
    event.add("attendee", _address(recipient.email, recipient.name, RSVP="FALSE"))
    return _file([event], method)


def feed(meetings: Iterable[Meeting], at: datetime) -> bytes:
    """What a calendar fetches by itself: without a method, and without any person in it."""
    return _file([_event(one, at) for one in meetings])


def uid_of(meeting: Meeting) -> str:
    return f"meeting-{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}"


def _file(events: list[Event], method: Method | None = None) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Wegwijs//nl")
    calendar.add("calscale", "GREGORIAN")
    if method is None:
        calendar.add("x-wr-calname", "Wegwijs")
    else:
        calendar.add("method", method)
    calendar.add_component(Timezone.from_ical(ZONE))
    for event in events:
        calendar.add_component(event)
    return calendar.to_ical()


def _event(meeting: Meeting, at: datetime) -> Event:
    event = Event()
    event.add("uid", uid_of(meeting))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", at)
    starts, ends = _moments(meeting)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event.add("summary", one_line(str(meeting.step.title)))
    if meeting.place:
        event.add("location", one_line(meeting.place))
    event.add("url", vUri(settings.SITE_URL + reverse("programmes:meeting", args=[meeting.pk])))
    return event


def _moments(meeting: Meeting) -> tuple[datetime, datetime]:
    """In Dutch time under its own name; else, and in the hour that comes twice, in UTC.

    A single moment is right everywhere in UTC: another zone needs no table of its own.
    """
    zone = meeting.cohort.organisation.zone
    local = meeting.starts_at.astimezone(zone), meeting.ends_at.astimezone(zone)
    if zone.key == AMSTERDAM and not any(_comes_twice(one) for one in local):
        return local
    return meeting.starts_at.astimezone(UTC), meeting.ends_at.astimezone(UTC)


def _comes_twice(moment: datetime) -> bool:
    return moment.replace(fold=0).utcoffset() != moment.replace(fold=1).utcoffset()


def _organizer(meeting: Meeting) -> vCalAddress:
    """The organisation; when another address does the sending, that one is named along with it,
    so that a calendar knows it may speak for the organiser."""
    organisation = meeting.cohort.organisation
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    address = organisation.contact_email or sender
    more = {} if address == sender else {"SENT-BY": f"mailto:{sender}"}
    return _address(address, organisation.name, **more)


def _address(email: str, name: str, **more: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{one_line(email)}")
    for key, value in {"CN": one_line(name).replace('"', "'"), **more}.items():
        address.params[key] = value
    return address


def one_line(text: str) -> str:
    """Without what breaks a line or turns the reading direction: Unicode's categories C, Zl, Zp."""
    signs = (" " if unicodedata.category(one) in ("Cc", "Zl", "Zp") else one for one in text)
    kept = (one for one in signs if unicodedata.category(one) not in ("Cf", "Cs", "Co", "Cn"))
    return " ".join("".join(kept).split())
