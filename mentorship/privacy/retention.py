"""What has been kept long enough goes: each night, by the terms in the register.

An organisation's own term goes before the house's. Somebody whom an obstacle keeps here waits for
it; whoever advises sees them among the colleagues who left.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from mentorship import declare
from mentorship.declare import Kept
from mentorship.people.models import Person
from mentorship.privacy.erasing import clear, erase, obstacles
from mentorship.privacy.models import Deed, OwnTerm
from mentorship.privacy.register import changes

log = logging.getLogger(__name__)


def overdue(kept: Kept, at: datetime) -> Iterator[QuerySet[Any]]:
    """The rows whose term is over, first those of organisations with a term of their own."""
    term = kept.term
    if term is None:
        return
    own = OwnTerm.objects.filter(key=kept.key) if term.organisation else OwnTerm.objects.none()
    for one in own:
        passed = term.passed(at - timedelta(days=one.days))
        yield passed.filter(**{term.organisation: one.organisation_id})
    elsewhere = {f"{term.organisation}__in": own.values("organisation")} if own else {}
    passed = term.passed(at - timedelta(days=term.days))
    yield passed.exclude(**elsewhere) if elsewhere else passed


def sweep(at: datetime, *, dry_run: bool = False) -> dict[str, int]:
    """Clear whatever is overdue, and give how many rows of each model; noted when any went.

    A dry run only counts. Each kind is a transaction of its own: one fault does not keep the rest.
    """
    counts: dict[str, int] = {}
    for kept in parts_first():
        with transaction.atomic():
            found = [_sweep(kept, rows, at, dry_run) for rows in overdue(kept, at)]
        if sum(found):
            counts[kept.key] = sum(found)
    if counts and not dry_run:
        Deed.objects.create(kind=Deed.Kind.RETENTION, done_at=at, counts=counts)
        log.info("kept long enough, and cleared: %s", counts)
    return counts


def parts_first() -> list[Kept]:
    """What is a part of something else goes before it, or nobody would count it."""

    def depth(one: Kept) -> int:
        return 1 + depth(declare.kept[one.term.within]) if one.term and one.term.within else 0

    return sorted(declare.kept, key=depth, reverse=True)


def _sweep(kept: Kept, rows: QuerySet[Any], at: datetime, dry_run: bool) -> int:
    if kept.key == "people.person":
        ready = [one for one in rows if not obstacles(one, at)]
        return len(ready) if dry_run else sum(bool(erase(one, by=None, at=at)) for one in ready)
    goes = kept.goes or bool(kept.term and kept.term.goes)
    if not dry_run:
        return clear(kept, rows, goes=goes)
    return rows.count() if goes else sum(bool(changes(kept, row)) for row in rows)


def waiting_for_an_obstacle(at: datetime) -> list[Person]:
    """Whose own term is over, but who cannot be erased yet."""
    kept = declare.kept["people.person"]
    return [one for rows in overdue(kept, at) for one in rows if obstacles(one, at)]
