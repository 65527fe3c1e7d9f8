"""The clock: a thousand groups in ten years, and each change of summer time minute by minute.

What is right is worked out apart, in almanac.py: by arithmetic in UTC and without the time zones,
holidays and working days that the application uses. THOROUGH=1 takes every change of the ten years.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail

from mentorship.people.models import ClosedPeriod, Organisation, Person
from mentorship.people.working_days import WorkingDays
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.rules import Book, Owed, Rule, Slot, book
from mentorship.reminders.sending.passes import one_pass
from programmes.models import Cohort, Deadline, Enrolment, Meeting, Programme
from tests.cast import make_adviser, make_cohort, make_organisation, make_person, make_trainer
from tests.reminders import almanac
from tests.reminders.almanac import DAY, FIRST, LAST, THOROUGH

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
COHORTS = 1000
DECADE = range(FIRST.year, LAST.year + 1)
ALL_CHANGES = [change for year in DECADE for change in almanac.changes(year)]
CHANGES = ALL_CHANGES if THOROUGH else [ALL_CHANGES[1], ALL_CHANGES[2]]


@pytest.fixture(autouse=True)
def rules() -> Book:
    """The real ones, and not those that the tests of the engine bring along."""
    return book


def of_programmes() -> list[Rule[Any]]:
    return [one for one in book.rules() if type(one).__module__.startswith("programmes.")]


# --- a thousand groups ------------------------------------------------------------------------


def random_organisation(dice: random.Random, number: int) -> Organisation:
    """Mostly in Amsterdam's time, with hours of its own and closed stretches of up to two weeks."""
    zone = dice.choice(["Europe/Amsterdam"] * 7 + list(almanac.ZONES))
    opens = time(dice.randrange(6, 12), dice.choice([0, 15, 30]))
    place = make_organisation(
        f"plaats{number}", time_zone=zone, office_opens=opens, office_closes=time(18)
    )
    make_adviser(place)
    for _each in range(dice.randrange(30)):
        first = FIRST + dice.randrange((LAST - FIRST).days) * DAY
        last = first + dice.randrange(14) * DAY
        ClosedPeriod.objects.create(organisation=place, first_day=first, last_day=last, reason="-")
    return place


def thousand_cohorts(dice: random.Random) -> None:
    programme = Programme.objects.get(organisation=None)
    steps = list(programme.steps.select_related("anchor"))
    places = [random_organisation(dice, number) for number in range(40)]
    trainer, adviser = make_trainer(), make_adviser()
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    meetings, deadlines, enrolments = [], [], []
    for number in range(COHORTS):
        cohort = Cohort(
            organisation=dice.choice(places),
            programme=programme,
            trainer=trainer,
            created_by=adviser,
            created_at=long_ago,
            name=f"Groep {number}",
            seats=9,
        )
        cohort.save()
        first = FIRST + dice.randrange(40, (LAST - FIRST).days - 200) * DAY
        days = {"talk": first - 35 * DAY, "half-day-1": first}
        days["half-day-2"] = first + dice.randrange(14, 29) * DAY
        days["return"] = days["half-day-2"] + dice.randrange(80, 100) * DAY
        for step in steps:
            if step.is_meeting and not (step.key == "return" and dice.random() < 0.2):
                clock = time(dice.choice([8, 9, 13]), dice.choice([0, 30]))
                starts = cohort.organisation.moment(days[step.key], clock)
                meetings.append(
                    Meeting(cohort=cohort, step=step, starts_at=starts, ends_at=starts + 3 * HOUR)
                )
            elif step.anchor is not None and not step.is_meeting:
                due = days[step.anchor.key] + step.days * DAY
                opens = due - step.opens_days * DAY
                deadlines.append(Deadline(cohort=cohort, step=step, opens_on=opens, due_on=due))
        state = dice.choice(["accepted", "accepted", "invited"])
        since = cohort.organisation.moment(first - dice.randrange(1, 60) * DAY, time(15))
        enrolments.append(
            Enrolment(
                cohort=cohort,
                person=make_person(organisation=cohort.organisation, team=None),
                state=state,
                seat=1 if state == "accepted" else None,
                state_since=since,
                invited_at=since,
            )
        )
    for made in (meetings, deadlines, enrolments):
        type(made[0])._default_manager.bulk_create(made, batch_size=500)  # type: ignore[arg-type]


@dataclass
class Expected:
    begins: datetime
    ends: datetime
    is_void: bool


def expected(rule: Rule[Any], owed: Owed, closed: set[date]) -> list[Expected]:
    """By arithmetic: when each offset begins and ends."""
    zone, opens = owed.organisation.time_zone, owed.organisation.office_opens
    days = almanac.local_days_of_offsets(owed.anchor, rule.offsets, closed)
    begins = [almanac.to_utc(day, opens, zone) for day in days]
    last = max(rule.offsets)
    last_day = owed.anchor
    if last >= 0:
        last_day = max(owed.anchor + (last + rule.lasts_days) * DAY, days[-1])
    ends = [*begins[1:], almanac.to_utc(last_day + DAY, time.min, zone)]
    over = almanac.to_utc(owed.anchor + DAY, time.min, zone)
    offsets = sorted(rule.offsets)
    ends = [min(end, over) if one < 0 else end for one, end in zip(offsets, ends, strict=True)]
    if until := not_after(rule, owed):
        ends = [min(end, until) for end in ends]
    return [
        Expected(begin, end, begin < owed.since or end <= begin)
        for begin, end in zip(begins, ends, strict=True)
    ]


def not_after(rule: Rule[Any], owed: Owed) -> datetime | None:
    """A meeting's own beginning, or the first one's for who is to answer; the end of a meeting on
    whose day itself something is asked."""
    if rule.key == "practical_today" and isinstance(owed.subject, Deadline):
        return owed.subject.meeting.ends_at
    if rule.key == "who_is_behind":
        return almanac.to_utc(owed.anchor + 5 * DAY, time.min, owed.organisation.time_zone)
    if rule.key in ("practical_due", "case_due") and isinstance(owed.subject, Deadline):
        return owed.subject.meeting.starts_at
    if isinstance(owed.subject, Meeting):
        return owed.subject.starts_at
    if isinstance(owed.subject, Enrolment):
        held = owed.subject.cohort.meetings.exclude(step__for_organisers=True)
        return min(held.values_list("starts_at", flat=True))
    return None


def same(slot: Slot, right: Expected) -> bool:
    return (slot.begins, slot.ends, slot.is_void()) == (right.begins, right.ends, right.is_void)


@pytest.fixture
def closed() -> dict[int, set[date]]:
    """Each organisation's closed days, after a thousand groups were made."""
    thousand_cohorts(random.Random(20260101))
    found: dict[int, set[date]] = {one.pk: set() for one in Organisation.objects.all()}
    for one in ClosedPeriod.objects.all():
        span = (one.last_day - one.first_day).days + 1
        found[one.organisation_id] |= {one.first_day + days * DAY for days in range(span)}
    return found


def test_a_thousand_groups_in_ten_years_hear_everything_at_its_local_time(
    closed: dict[int, set[date]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each offset of each rule; and of what is asked in one go, each comes on exactly once."""
    now, counts = Round(datetime(2026, 1, 1, tzinfo=UTC)), {}
    until = datetime(2036, 6, 1, tzinfo=UTC)
    for rule in of_programmes():
        due, everything = Counter[Any](), list(rule.owed(rule.window(FIRST, until.date())))
        for owed in everything:
            slots = rule.slots(owed, now.days(owed.organisation))
            right = expected(rule, owed, closed[owed.organisation.pk])
            assert [one for one in zip(slots, right, strict=True) if not same(*one)] == []
            due.update(slot.key for slot, one in zip(slots, right, strict=True) if not one.is_void)
        with monkeypatch.context() as already:
            already.setattr(rule, "owed", lambda window, found=everything: found)
            on = {slot.key: slot for slot in now.slots(rule, until)}
        assert (on.keys(), set(due.values())) == (due.keys(), {1})
        counts[rule.key] = len(due)
        assert_on_from_first_minute_to_last(rule, list(on.values()))
    assert 0 not in counts.values()


def assert_on_from_first_minute_to_last(rule: Rule[Any], slots: list[Slot]) -> None:
    """A pass a minute before it, at it, a minute before its end, at its end: of some drawn."""
    for slot in random.Random(1).sample(slots, min(len(slots), 100 if THOROUGH else 2)):
        moments = (slot.begins - MINUTE, slot.begins, slot.ends - MINUTE, slot.ends)
        only = frozenset({slot.owed.recipient.pk})
        on = [Round(one, only).is_on(rule, slot.key) for one in moments]
        assert on == [False, True, True, False], slot


# --- around the changes of summer time ------------------------------------------------------------


@pytest.fixture
def no_closed_days(monkeypatch: pytest.MonkeyPatch) -> None:
    """The clocks change on Sundays: open as any other day here."""
    monkeypatch.setattr(WorkingDays, "is_open", lambda self, day: True)


def group_that_hears_on(day: date, opens: time, number: int) -> Person:
    """Its participant is told that a meeting comes a week later; the office opens at ``opens``."""
    place = make_organisation(f"open{number}", office_opens=opens, office_closes=time(23, 59))
    cohort = make_cohort(
        place,
        half_day_1=day + 7 * DAY,
        half_day_2=day + 400 * DAY,
        return_day=day + 500 * DAY,
        created_at=datetime(2025, 1, 1, tzinfo=UTC),
        created_by=make_adviser(place),
    )
    person = make_person(organisation=place)
    Enrolment.objects.create(
        cohort=cohort,
        person=person,
        state="accepted",
        seat=1,
        state_since=almanac.to_utc(day - DAY, time(12), "Europe/Amsterdam"),
    )
    return person


def walk(first: datetime, last: datetime, step: timedelta = MINUTE) -> Iterator[datetime]:
    """Passes from the one moment to the other; stops at each."""
    moment = first
    while moment <= last:
        one_pass(moment)
        yield moment
        moment += step


def heard(people: dict[str, Person], moments: Iterator[datetime]) -> dict[str, list[datetime]]:
    """When each of them had mail about the meeting."""
    told: dict[str, list[datetime]] = {name: [] for name in people}
    for moment in moments:
        for name, person in people.items():
            told[name] += [moment for one in mail.outbox if one.to == [person.email]]
        mail.outbox.clear()
    return told


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.date().isoformat())
@pytest.mark.usefixtures("no_closed_days")
def test_around_each_change_of_summer_time_each_goes_once_at_its_local_minute(
    change: datetime, only_meetings: None
) -> None:
    """At midnight, in the hour that is skipped or comes twice, at its edge, and after it."""
    day = change.date()
    clocks = [time(0), time(2), time(2, 30), time(3), time(4, 15)]
    people = {
        f"{clock:%H:%M}": group_that_hears_on(day, clock, number)
        for number, clock in enumerate(clocks)
    }
    at_midnight = almanac.to_utc(day, time.min, "Europe/Amsterdam")
    told = heard(people, walk(at_midnight - 10 * MINUTE, change + 150 * MINUTE))
    assert told == {
        f"{clock:%H:%M}": [almanac.to_utc(day, clock, "Europe/Amsterdam")] for clock in clocks
    }


@pytest.mark.parametrize("change", ALL_CHANGES, ids=lambda one: one.date().isoformat())
def test_on_the_working_day_after_each_change_the_office_opens_at_nine_local_time(
    change: datetime, only_meetings: None
) -> None:
    monday = change.date() + DAY
    while not almanac.is_open(monday, set()):  # Easter Monday, now and then
        monday += DAY
    people = {"all": group_that_hears_on(monday, time(9), 0)}
    nine = almanac.to_utc(monday, time(9), "Europe/Amsterdam")
    told = heard(people, walk(nine - 2 * HOUR, nine + 2 * HOUR, timedelta(minutes=30)))
    assert told == {"all": [nine]}


@pytest.fixture
def only_meetings(monkeypatch: pytest.MonkeyPatch) -> None:
    """One real rule is enough for a walk of hundreds of passes."""
    monkeypatch.setattr(book, "_told", {"meeting_soon": book["meeting_soon"]})


def test_a_clock_set_back_an_hour_tells_nothing_twice_and_one_a_day_ahead_loses_nothing(
    only_meetings: None,
) -> None:
    monday = date(2027, 3, 22)
    nine = almanac.to_utc(monday, time(9), "Europe/Amsterdam")
    people = {"all": group_that_hears_on(monday, time(9), 0)}
    moments = [nine - MINUTE, nine + DAY, nine - HOUR, nine, nine + HOUR, nine, nine + DAY]
    told = heard(people, (moment for moment in moments if one_pass(moment) or True))
    assert told == {"all": [nine + DAY]}
