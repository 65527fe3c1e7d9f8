from datetime import datetime
from typing import Any

from mentorship import declare
from mentorship.people.models import Person
from mentorship.privacy.models import Reading


def readers(subject: Any, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """The last reading of one's own words; nothing while nobody has read them."""
    last = Reading.objects.visible_to(viewer).select_related("reader").first()
    return {"last": last} if last else None


declare.panels.add(
    declare.Panel(
        key="readings",
        place="route",
        template="privacy/_readers.html",
        context=readers,
        order=90,
    )
)
