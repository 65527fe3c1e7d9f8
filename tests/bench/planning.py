"""One tick of the clock: what it costs among ten thousand enrolments, and among a million."""

import sys
import time
from typing import Any

import django

django.setup()

from django.db import connection, reset_queries  # noqa: E402 - after the settings
from django.db.backends.utils import CursorWrapper  # noqa: E402, F401

from mentorship.reminders.models import Mail, Message, Pulse  # noqa: E402
from mentorship.reminders.sending.passes import prepare  # noqa: E402
from programmes.models import Enrolment  # noqa: E402
from tests.bench.data import AT, add_history, fill  # noqa: E402

PLANS = 3  # how many of the slowest queries are explained


def main(people: int, copies: int) -> None:
    fill(people)
    before = _ticks()
    add_history(copies)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    after = _ticks(explain=True)
    for (name, small), (_name, large) in zip(before.items(), after.items(), strict=True):
        ratio = large / small
        print(f"| {connection.vendor} | {name} | {small:.2f} s | {large:.2f} s | {ratio:.2f} |")


def _ticks(explain: bool = False) -> dict[str, float]:
    Message.objects.all().delete()
    Mail.objects.all().delete()
    Pulse.objects.all().delete()
    size = Enrolment.objects.count()
    first = _timed()
    if explain:
        connection.force_debug_cursor = True
        reset_queries()
    idle = min(_timed(), _timed())
    if explain:
        _explain(size)
        connection.force_debug_cursor = False
    written = Message.objects.count()
    return {f"a tick that writes {written:,} messages": first, "a tick with nothing new": idle}


def _timed() -> float:
    begun = time.perf_counter()
    faults = prepare(AT)
    if faults:
        raise faults[0]
    return time.perf_counter() - begun


def _explain(size: int) -> None:
    asked: list[dict[str, Any]] = sorted(
        connection.queries, key=lambda one: float(one["time"]), reverse=True
    )
    print(f"\nThe slowest queries of a tick among {size:,} enrolments ({connection.vendor}):\n")
    word = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    for one in [one for one in asked if one["sql"].startswith("SELECT")][:PLANS]:
        print(f"    {one['time']} s  {one['sql'][:140]} …")
        with connection.cursor() as cursor:
            cursor.execute(f"{word} {one['sql']}")
            for row in cursor.fetchall()[:12]:
                print(f"        {row[-1]}")
    print()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
