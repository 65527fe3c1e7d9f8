from datetime import datetime
from typing import Any

from django.utils import timezone

from mentorship import declare
from mentorship.people.gone import never_came
from mentorship.people.models import Organisation, Person
from mentorship.privacy.erasing import erasable_by
from mentorship.privacy.models import Reading


def readers(subject: Any, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """The last reading of one's own words; nothing while nobody has read them."""
    last = Reading.objects.visible_to(viewer).select_related("reader").first()
    return {"last": last} if last else None


def log_panel(subject: Any, viewer: Person, at: datetime) -> dict[str, Any]:
    """On the page of whoever manages Wegwijs; with the accounts that no term ends."""
    return {"unused": list(never_came().order_by("sorts_as", "pk"))}


def own_data(subject: Any, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On *Mijn gegevens*: the way to everything that is kept, and to who sees it."""
    return {}


def erase_panel(subject: Person, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On a colleague's page, for who may erase them."""
    erasable = erasable_by(viewer, timezone.localdate(at))
    return {"subject": subject} if erasable.filter(pk=subject.pk).exists() else None


def terms_panel(subject: Organisation, viewer: Person, at: datetime) -> dict[str, Any]:
    """Among an organisation's settings, for its adviser."""
    return {"of": subject}


declare.panels.add(
    declare.Panel("terms", "organisation", "privacy/_terms_panel.html", terms_panel, 80),
    declare.Panel("erase", "person", "privacy/_erase_panel.html", erase_panel, 90),
    declare.Panel("log", "administration", "privacy/_log_panel.html", log_panel, 80),
    declare.Panel("own-data", "me", "privacy/_own_data.html", own_data, 60),
    declare.Panel(
        key="readings",
        place="route",
        template="privacy/_readers.html",
        context=readers,
        order=90,
    ),
)
