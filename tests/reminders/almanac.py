"""The calendar worked out once more, from the law and not from a library, to prove the clock by.

Summer time: from the last Sunday of March to the last Sunday of October, both at 1:00 UTC.
Source: directive 2000/84/EC. Easter by the rule of Gauss; holidays as rijksoverheid.nl names them.
"""

import os
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

THOROUGH = os.environ.get("THOROUGH") == "1"  # the same proofs with larger numbers
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2035, 12, 31)
# Hours ahead of UTC in winter, and whether there is summer time.
ZONES = {
    "Europe/Amsterdam": (1, True),
    "Europe/Lisbon": (0, True),
    "Europe/Athens": (2, True),
    "America/Curacao": (-4, False),
}


def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - (day.isoweekday() % 7) * DAY


def changes(year: int) -> tuple[datetime, datetime]:
    """When the clocks of Europe go forward, and when they go back."""
    forward, back = last_sunday(year, 3), last_sunday(year, 10)
    at_one = time(1, tzinfo=UTC)
    return datetime.combine(forward, at_one), datetime.combine(back, at_one)


def to_utc(day: date, clock: time, zone: str) -> datetime:
    """When it is this late there. A time that is skipped comes an hour later, as clocks have it; of
    an hour that comes twice it is the first."""
    hours, has_summer = ZONES[zone]
    winter = datetime.combine(day, clock, UTC) - timedelta(hours=hours)
    forward, back = changes(winter.year)
    is_summer = has_summer and forward <= winter - timedelta(hours=1) < back
    # Before it goes back the clock shows 2:30 in summer: an hour earlier than in winter.
    return winter - timedelta(hours=1) if is_summer else winter


@cache
def easter(year: int) -> date:
    century, golden = year // 100, year % 19
    moon = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    moon -= (moon // 28) * (1 - (moon // 28) * (29 // (moon + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


@cache
def holidays_of(year: int) -> frozenset[date]:
    """Good Friday too, though an office may choose to open: no harm is done by a day of silence."""
    sunday, kings_day = easter(year), date(year, 4, 27)
    moving = {sunday + days * DAY for days in (-2, 0, 1, 39, 49, 50)}
    fixed = {date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)}
    fixed.add(kings_day - DAY if kings_day.isoweekday() == 7 else kings_day)
    if year % 5 == 0:
        fixed.add(date(year, 5, 5))
    return frozenset(moving | fixed)


def is_open(day: date, closed: set[date]) -> bool:
    return day.isoweekday() < 6 and day not in holidays_of(day.year) and day not in closed


def local_days_of_offsets(anchor: date, offsets: tuple[int, ...], closed: set[date]) -> list[date]:
    """Where each offset lands: off a closed day it goes backwards before the anchor, and forwards
    from the anchor on."""
    landed = []
    for offset in sorted(offsets):
        day, step = anchor + offset * DAY, -DAY if offset < 0 else DAY
        while not is_open(day, closed):
            day += step
        landed.append(day)
    return landed
