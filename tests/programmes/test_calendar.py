"""The calendar file of a meeting: right for every reader, whatever the words in it."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mentorship.people.models import Organisation, Person
from mentorship.web.wording import Wording
from programmes import calendar
from programmes.models import Cohort, Meeting, Step
from tests.cast import (
    AMSTERDAM,
    NOW,
)
from tests.programmes.calendars import READERS, Reader

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
both = pytest.mark.parametrize("read", READERS)


# --- the file ---------------------------------------------------------------------------------


def unsaved(
    title: str = "Dagdeel 1",
    place: str = "Stadhuis",
    starts: datetime = NOW,
    zone: str = "Europe/Amsterdam",
    **facts: Any,
) -> Meeting:
    organisation = Organisation(
        name="Gemeente Hoorn", contact_email="leren@hoorn.example", time_zone=zone
    )
    step = Step(title=Wording(nl=title), summary=Wording(nl="SUMMARY-OF-STEP"))
    starts = starts.astimezone(UTC)
    facts = {"pk": 7, "sequence": 2, "ends_at": starts + 3 * HOUR} | facts
    return Meeting(
        step=step,
        cohort=Cohort(organisation=organisation, name="NAME-OF-GROUP"),
        place=place,
        starts_at=starts,
        link="https://video.example/SECRET-LINK",
        **facts,
    )


NOOR = Person(email="noor@hoorn.example", given_name="Noor", family_name="Bos", phone="06-PHONE")


def written(meeting: Meeting, recipient: Person = NOOR) -> bytes:
    return calendar.invitation(meeting, recipient, method="REQUEST", at=NOW)


def lines(content: bytes) -> list[str]:
    """Every line as it is meant, after checking how it is broken."""
    assert content.endswith(b"\r\n")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    return content.decode().replace("\r\n ", "").split("\r\n")


@both
@pytest.mark.parametrize(
    ("day", "clock", "fold"),
    [
        ("2027-01-12", "09:00", 0),
        ("2027-07-06", "09:00", 0),
        ("2027-03-28", "01:59", 0),
        ("2027-03-28", "03:00", 0),
        ("2027-10-31", "01:00", 0),
        ("2027-10-31", "02:30", 0),
        ("2027-10-31", "02:30", 1),
        ("2027-10-31", "03:00", 0),
        ("2035-08-01", "19:00", 0),
    ],
)
@pytest.mark.parametrize("zone", ["Europe/Amsterdam", "Atlantic/Canary"])
def test_every_reader_finds_the_same_moment_in_summer_and_winter(
    read: Reader, day: str, clock: str, fold: int, zone: str
) -> None:
    local = datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), AMSTERDAM)
    starts = local.replace(fold=fold).astimezone(UTC)
    [note] = read(written(unsaved(starts=starts, zone=zone)))
    assert (note.starts, note.ends) == (starts, starts + 3 * HOUR)


def test_dutch_time_goes_under_its_own_name_and_rule() -> None:
    found = lines(written(unsaved()))
    assert "DTSTART;TZID=Europe/Amsterdam:20270112T100000" in found
    assert found.count("TZID:Europe/Amsterdam") == 1
    assert not [line for line in found if line.startswith("RDATE")]
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in found


def test_an_entry_says_what_where_and_when_and_nothing_else() -> None:
    meeting = unsaved()
    found = lines(written(meeting))
    assert "UID:meeting-7@localhost" in found
    assert "URL:http://localhost/meetings/7/" in found
    assert "SEQUENCE:2" in found
    assert "RSVP=FALSE" in next(line for line in found if line.startswith("ATTENDEE"))
    text = "\n".join(found)
    for secret in ("SECRET-LINK", "SUMMARY-OF-STEP", "NAME-OF-GROUP", "06-PHONE"):
        assert secret not in text


def test_without_an_address_for_questions_the_sender_is_the_organiser() -> None:
    meeting = unsaved()
    meeting.cohort.organisation.contact_email = ""
    [line] = [one for one in lines(written(meeting)) if one.startswith("ORGANIZER")]
    assert line.endswith(":mailto:wegwijs@localhost")
    assert "SENT-BY" not in line


NASTY = st.text(
    st.one_of(
        st.sampled_from("\r\n\t\0\x1b\x85\u2028\u2029\u202e\u2066\u200f\ufeff\";:,\\^'"),
        st.characters(exclude_categories=("Cs",)),
    ),
    max_size=200,
)
PROPERTIES = {"BEGIN", "END", "VERSION", "PRODID", "CALSCALE", "METHOD", "TZID", "DTSTART"} | {
    *("RRULE", "TZOFFSETFROM", "TZOFFSETTO", "TZNAME", "UID", "SEQUENCE", "DTSTAMP", "DTEND"),
    *("SUMMARY", "LOCATION", "URL", "STATUS", "ORGANIZER", "ATTENDEE"),
}
SMUGGLED = "x\r\nATTENDEE:mailto:mallory@x.example\r\nBEGIN:VALARM"


@settings(max_examples=300, deadline=None)
@example(SMUGGLED, SMUGGLED, SMUGGLED)
@example("\u202e\u2066olleh", 'a";RSVP=TRUE:mailto:mallory@x.example', "\\n\\,;" * 40)
@example("x" * 10_000, "é" * 10_000, "日" * 10_000)
@given(title=NASTY, name=NASTY, place=NASTY)
def test_hostile_words_stay_words(title: str, name: str, place: str) -> None:
    person = Person(email="noor@hoorn.example", given_name=name, family_name="Bos")
    content = written(unsaved(title=title, place=place), person)
    found = lines(content)
    names = [line.partition(":")[0].partition(";")[0] for line in found if line]
    assert set(names) <= PROPERTIES
    assert (names.count("ATTENDEE"), names.count("METHOD"), names.count("UID")) == (1, 1, 1)
    assert not set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u200e\u200f\0\x1b") & set(
        "".join(found)
    )
    for read in READERS:
        [note] = read(content)
        assert note.attendee == "noor@hoorn.example"
        assert (note.summary.split(), note.place.split()) == (
            calendar.one_line(title).split(),
            calendar.one_line(place).split(),
        )
