"""What the demo's people were told before today lies in their mailboxes, as it would by now."""

from datetime import date, datetime, timedelta

from mentorship.reminders.models import Mail
from mentorship.reminders.models.message import MessageQuerySet


def file_as_sent(messages: MessageQuerySet, at: datetime) -> None:
    """Those told more than a day ago have long arrived: one envelope a person a day."""
    past = messages.standing().filter(mail=None, created_at__lt=at - timedelta(days=1))
    envelopes: dict[tuple[int, date], Mail] = {}
    for message in past.select_related("organisation").order_by("created_at"):
        key = message.recipient_id, message.organisation.local_date(message.created_at)
        if key not in envelopes:
            sent_at = message.created_at + timedelta(minutes=2)
            envelopes[key] = Mail.objects.create(
                recipient_id=message.recipient_id,
                state=Mail.State.SENT,
                created_at=message.created_at,
                next_try_at=sent_at,
                sent_at=sent_at,
                attempts=1,
            )
        message.mail = envelopes[key]
        message.save(update_fields=["mail"])
