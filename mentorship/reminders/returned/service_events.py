"""What a mail service tells afterwards: that a mail did not arrive. Loaded where one is used."""

from typing import Any
from uuid import UUID

import anymail.urls
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.conf import settings
from django.dispatch import receiver
from django.urls import URLPattern
from django.utils import timezone

from mentorship.reminders.returned.bounces import note
from mentorship.reminders.returned.reports import Kind, Report

NOT_ARRIVED = (EventType.BOUNCED, EventType.REJECTED, EventType.FAILED)
BAD_ADDRESS = (RejectReason.INVALID, RejectReason.BOUNCED)


@receiver(tracking)
def hear(event: AnymailTrackingEvent, **_: Any) -> None:
    """A complaint, an absence reply and a delay change nothing."""
    if event.event_type not in NOT_ARRIVED:
        return
    try:
        ident = UUID((event.metadata or {}).get("mail", ""))
    except (ValueError, TypeError, AttributeError):  # no mail of ours
        return
    status = "5.0.0" if event.reject_reason in BAD_ADDRESS else "4.0.0"
    address = (event.recipient or "").lower()
    note(Report(Kind.FAILED, frozenset({ident}), frozenset({address}), status), timezone.now())


def doors(service: str = settings.MAIL_SERVICE) -> list[URLPattern]:
    """Where this one service tells it: the library's own view, which checks who speaks."""
    return [
        pattern
        for pattern in anymail.urls.urlpatterns
        if str(pattern.name).startswith(f"{service}_") and "inbound" not in str(pattern.name)
    ]
