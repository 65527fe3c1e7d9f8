"""The day that words such as *in 3 days* count from: today, or the day for which is written."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_written_for: ContextVar[datetime | None] = ContextVar("written_for", default=None)


@contextmanager
def written_for(at: datetime) -> Iterator[None]:
    """A rehearsed mail, or one of ``manage.py remind --at``, speaks as if it were that moment."""
    token = _written_for.set(at)
    try:
        yield
    finally:
        _written_for.reset(token)


def today() -> date:
    return timezone.localdate(_written_for.get())
