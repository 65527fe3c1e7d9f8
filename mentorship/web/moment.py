"""The moment that a mail is written for: now, or a rehearsed one. *In 3 days* counts from it."""

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


def moment() -> datetime:
    return _written_for.get() or timezone.now()
