"""Mail that came back: the mail is noted as such, and an address that takes none is left alone."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from mentorship.reminders.models import DeadAddress, Mail
from mentorship.reminders.returned.postbox import opened
from mentorship.reminders.returned.reports import Kind, Report, read


@dataclass
class Harvest:
    """What a look in the postbox came to. ``left`` counts all that waits for somebody's eye."""

    bounced: int = 0
    harmless: int = 0
    left: int = 0


def read_postbox(at: datetime) -> Harvest:
    """Read what came in. Each mail is deleted only after what it says has been kept."""
    harvest = Harvest()
    if not settings.BOUNCE_URL:
        return harvest
    with opened(settings.BOUNCE_URL) as postbox:
        for key, raw in postbox.unread():
            report = read(raw)
            if report.kind is Kind.HARMLESS:
                harvest.harmless += 1
                postbox.delete(key)
            elif report.kind is Kind.FAILED and note(report, at):
                harvest.bounced += 1
                postbox.delete(key)
            else:
                postbox.leave(key)
        harvest.left = postbox.number_left()
    return harvest


def note(report: Report, at: datetime) -> bool:
    """Keep what a report says. Says whether it is about a mail of ours, noted before or not."""
    mails = Mail.objects.filter(message_id__in=list(report.idents)[:100])
    with transaction.atomic():
        found = list(mails.select_related("recipient"))
        for mail in found:
            _note(mail, report, at)
    return bool(found)


def _note(mail: Mail, report: Report, at: datetime) -> None:
    """An address that somebody has changed since then is not the one that it came back from."""
    if not mail.note_bounce(report.status):
        return
    address = mail.recipient.email
    if report.is_about_address and address in report.addresses:
        DeadAddress.note(address, at, report.status)
