"""The door through which others' words are read; it leaves a trace that the writer can see."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Model

from mentorship.people.models import Person
from mentorship.privacy.models import Reading
from mentorship.web.wording import Wording

SITTING = timedelta(minutes=30)


def record_reading(
    reader: Person, writer: Person, row: Model, title: Wording, at: datetime
) -> Reading | None:
    """Note that ``reader`` read ``row``. Reading one's own words leaves no trace.

    Call it before the words are shown: when the note fails, nothing is read.
    """
    if reader.pk == writer.pk:
        return None
    with transaction.atomic():
        return Reading.objects.create(
            reader=reader,
            writer=writer,
            what=f"{row._meta.label_lower}:{row.pk}",
            title=title,
            read_at=at,
        )


def record_sitting(
    reader: Person, read: Iterable[tuple[Person, Model, Wording, datetime]], at: datetime
) -> None:
    """As ``record_reading``, for a page that shows the words of many: writer, row, title, saved at.

    Such a page opens again with each button on it. That is one sitting, and one line for a writer,
    unless they changed their words in between.
    """
    latest: dict[str, datetime] = {}
    before = Reading.objects.filter(reader=reader, read_at__gt=at - SITTING).order_by("read_at")
    latest.update(before.values_list("what", "read_at"))
    noted = []
    for writer, row, title, saved_at in read:
        what = f"{row._meta.label_lower}:{row.pk}"
        if writer.pk != reader.pk and not (what in latest and latest[what] >= saved_at):
            noted.append(Reading(reader=reader, writer=writer, what=what, title=title, read_at=at))
    with transaction.atomic():
        Reading.objects.bulk_create(noted)
