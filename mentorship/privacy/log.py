"""The door through which others' words are read; it leaves a trace that the writer can see."""

from datetime import datetime

from django.db import transaction
from django.db.models import Model

from mentorship.people.models import Person
from mentorship.privacy.models import Reading
from mentorship.web.wording import Wording


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
