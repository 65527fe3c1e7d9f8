"""Working days of an organisation: a pure value, so planner and reminders ask the same thing."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.utils.formats import date_format
from django.utils.translation import gettext as _

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Closure:
    """First and last day, both closed, and why in the organisation's own words."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True)
class WorkingDays:
    """Weekends, Dutch public holidays and the organisation's own closures are closed."""

    closures: tuple[Closure, ...] = field(default=())

    def why_closed(self, day: date) -> str:
        """The reason in words, or "" for a working day."""
        if day.weekday() >= 5:
            return _("%(day)s falls in the weekend") % {"day": date_format(day, "l j F")}
        if holiday := dutch_holiday(day):
            return _("%(day)s is %(holiday)s") % {
                "day": date_format(day, "l j F"),
                "holiday": holiday,
            }
        for closure in self.closures:
            if closure.first <= day <= closure.last:
                return closure.reason
        return ""

    def is_open(self, day: date) -> bool:
        return (
            day.weekday() < 5
            and not dutch_holiday(day)
            and not any(one.first <= day <= one.last for one in self.closures)
        )

    def on_or_after(self, day: date) -> date:
        while not self.is_open(day):
            day += DAY
        return day

    def on_or_before(self, day: date) -> date:
        while not self.is_open(day):
            day -= DAY
        return day


@lru_cache(maxsize=64)
def _holidays_of(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("NL", years=year, language="nl"))


def dutch_holiday(day: date) -> str:
    """The Dutch name of the public holiday, or "". Source: the holidays package."""
    return _holidays_of(day.year).get(day, "")


def working_days(closures: Iterable[Closure] = ()) -> WorkingDays:
    return WorkingDays(tuple(closures))
