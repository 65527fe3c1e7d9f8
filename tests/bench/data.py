"""Groups whose first half-day is a week away: everybody in them is owed a mail at ``AT``."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models

from mentorship.people.models import Organisation, Person, Role
from programmes.models import Cohort, Deadline, Enrolment, Meeting
from tests.cast import AMSTERDAM, make_cohort, make_organisation

AT = datetime(2027, 1, 26, 9, 0, tzinfo=AMSTERDAM)  # a Tuesday, as the office opens
GROUP = 10


def fill(people: int) -> None:
    """``people`` participants in groups of ten, by copying one group that the makers made."""
    organisation = make_organisation()
    model = make_cohort(half_day_1=date(2027, 2, 2), half_day_2=date(2027, 2, 23))
    Cohort.objects.filter(pk=model.pk).update(created_at=AT - timedelta(days=60))
    meetings, deadlines = list(model.meetings.all()), list(model.deadlines.all())
    # A trainer for each group, so that no mail holds a thousand messages.
    trainers = Person.objects.bulk_create(_guests(organisation, people // GROUP, "trainer"), 500)
    cohorts = Cohort.objects.bulk_create(
        [_copy(model, name=f"Groep {one.pk}", trainer_id=one.pk) for one in trainers], 500
    )
    model.delete()
    # An adviser of a thousand groups would get a list of all of them, and there is none.
    Role.objects.filter(kind=Role.Kind.ADVISER).delete()
    Meeting.objects.bulk_create(_for_each(cohorts, meetings), 500)
    Deadline.objects.bulk_create(_for_each(cohorts, deadlines), 500)
    guests = Person.objects.bulk_create(_guests(organisation, people, "guest"), 500)
    Enrolment.objects.bulk_create(_enrolments(cohorts, guests), 500)


def _copy(row: models.Model, **facts: Any) -> Any:
    values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    values.pop("id")
    return type(row)(**values | facts)


def _for_each(cohorts: list[Cohort], rows: list[Any]) -> Iterator[Any]:
    return (_copy(row, cohort_id=cohort.pk) for cohort in cohorts for row in rows)


def _guests(organisation: Organisation, people: int, kind: str) -> Iterator[Person]:
    for number in range(people):
        guest = Person(
            organisation=organisation,
            email=f"{kind}{number}@hoorn.example",
            given_name="Noor",
            family_name=f"{kind}{number}",
            password="!",
        )
        guest.sort_anew()
        yield guest


def _enrolments(cohorts: list[Cohort], guests: list[Person]) -> Iterator[Enrolment]:
    since = AT - timedelta(days=40)
    for place, guest in enumerate(guests):
        yield Enrolment(
            cohort=cohorts[place // GROUP],
            person=guest,
            state="accepted",
            seat=place % GROUP + 1,
            invited_at=since,
            state_since=since,
        )


def add_history(copies: int) -> None:
    """Every group ``copies`` times more, each a year and a bit further back: over, all of them."""
    for number in range(1, copies + 1):
        for model in (Cohort, Meeting, Deadline, Enrolment):
            _repeat(model, number)


def _repeat(model: type[models.Model], number: int) -> None:
    table, shift = model._meta.db_table, number * 10_000_000
    base = "id < 10000000"
    values = []
    for field in model._meta.concrete_fields:
        column = field.column
        if field.primary_key or column == "cohort_id":
            values.append(f"{column} + {shift}")
        elif isinstance(field, models.DateField) and not field.null:
            values.append(_earlier(column, isinstance(field, models.DateTimeField), 400 + number))
        else:
            values.append(column)
    columns = ", ".join(one.column for one in model._meta.concrete_fields)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {', '.join(values)} FROM {table} WHERE {base}"
        )


def _earlier(column: str, has_time: bool, days: int) -> str:
    if connection.vendor == "postgresql":
        moved = f"{column} - INTERVAL '{days} days'"
        return moved if has_time else f"({moved})::date"
    return f"{'datetime' if has_time else 'date'}({column}, '-{days} days')"
