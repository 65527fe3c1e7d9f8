"""Erasing one person, as the register says: the row stays for whoever points at it, without a name.

Who took part, when, and what was chosen in an evaluation stays, so counts and totals do not change.
Mail that was sent is out of reach; mail that waits goes with its owner.
"""

from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from mentorship import declare
from mentorship.declare import Kept
from mentorship.people.models import Person
from mentorship.people.models.person import PersonQuerySet
from mentorship.privacy.models import Deed
from mentorship.privacy.register import (
    changes,
    everything_of_people,
    files_of,
    model_of,
    rows_of,
)


def erasable_by(viewer: Person, on: date) -> PersonQuerySet:
    """Who left, where this viewer advises; of no organisation for whoever manages Wegwijs."""
    mine = Person.objects.managed_by(viewer)
    if viewer.is_admin:
        mine = mine | Person.objects.filter(organisation=None)
    return Person.objects.left(on).filter(pk__in=mine.values("pk")).exclude(pk=viewer.pk)


def obstacles(person: Person, at: datetime) -> list[str]:
    """What must be settled first: each completes a sentence that begins with a name."""
    return [why for one in declare.obstacles for why in one.why(person, at)]


@transaction.atomic
def erase(person: Person, *, by: Person | None, at: datetime) -> dict[str, int]:
    """Clear every row of this person and note how many; a second time there is nothing to do.

    Whoever calls has asked ``obstacles``. It cannot be undone.
    """
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.erased_at is not None:
        return {}
    counts = {
        kept.key: clear(kept, rows_of(kept, current), goes=kept.goes)
        for kept in everything_of_people()
    }
    current.staff.update(manager=None)
    Person.objects.filter(pk=current.pk).update(erased_at=at)
    counts = {key: number for key, number in counts.items() if number}
    Deed.objects.create(kind=Deed.Kind.ERASURE, about=current, by=by, done_at=at, counts=counts)
    return counts


def clear(kept: Kept, rows: QuerySet[Any], *, goes: bool) -> int:
    """Delete these rows, or take the words out of them. Gives how many it touched."""
    if not goes:
        return sum(_empty(kept, row) for row in list(rows))
    for row in rows if files_of(kept) else ():
        _forget(*(getattr(row, name).name for name in files_of(kept)))
    number = rows.count()
    rows.delete()
    return number


def _empty(kept: Kept, row: Any) -> bool:
    changed = changes(kept, row)
    if changed:
        _forget(*(getattr(row, name).name for name in files_of(kept) if name in changed))
        model_of(kept)._base_manager.filter(pk=row.pk).update(**changed)
    return bool(changed)


def _forget(*names: str) -> None:
    """The files themselves, once it is sure that nothing points at them any more."""
    for name in filter(None, names):
        transaction.on_commit(partial(default_storage.delete, name))
