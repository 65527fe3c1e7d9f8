"""Taking out words that should not stand there: a medical fact, or a name.

Whoever reads them in a role does it; each room declares which and who (``declare.Removable``).
What stays is a Deed: who, when and from what. The words themselves are kept nowhere.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from mentorship.declare import Removable
from mentorship.people.models import Person
from mentorship.privacy.models import Deed
from mentorship.web.templatetags.wegwijs import day


def take_out(kind: Removable, row: Model, name: str, *, by: Person, at: datetime) -> bool:
    """Empty this one text. Says whether there was anything: a second click changes nothing."""
    with transaction.atomic():
        current = type(row)._base_manager.select_for_update().filter(pk=row.pk).first()
        if current is None or name not in kind.texts(current, by):
            return False
        what, writer, title = _label(current), kind.writer(current), kind.title(current)
        kind.empty(current, name)  # after that the row itself may be gone
        Deed.objects.create(
            kind=Deed.Kind.TAKEN_OUT,
            about=writer,
            by=by,
            done_at=at,
            counts={kind.key: 1},
            what=what,
            name=name,
            title=title,
        )
    return True


def taken_out_of(rows: Iterable[Model]) -> dict[Any, dict[str, str]]:
    """By the key of a row: who took words out of it and when, by the name under which they stood.

    Only for whoever may read these rows.
    """
    keys = {_label(row): row.pk for row in rows}
    found: dict[Any, dict[str, str]] = {key: {} for key in keys.values()}
    deeds = Deed.objects.filter(kind=Deed.Kind.TAKEN_OUT, what__in=keys).select_related("by")
    for one in deeds.order_by("done_at", "pk"):
        words = {"day": day(one.done_at), "who": one.by.name if one.by else ""}
        found[keys[one.what]][one.name] = _("Taken out on %(day)s by %(who)s.") % words
    return found


def _label(row: Model) -> str:
    return f"{row._meta.label_lower}:{row.pk}"
