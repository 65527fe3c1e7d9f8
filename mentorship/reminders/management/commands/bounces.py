"""Read by hand, or from cron, what the mailbox for undelivered mail holds."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorship.reminders.returned.bounces import read_postbox
from mentorship.reminders.returned.postbox import PostboxError


class Command(BaseCommand):
    help = "Read the delivery reports in the mailbox of BOUNCE_URL."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.BOUNCE_URL:
            raise CommandError("set BOUNCE_URL, for example imaps://user:word@host/INBOX.")
        try:
            harvest = read_postbox(timezone.now())
        except PostboxError as fault:
            raise CommandError(str(fault)) from None
        self.stdout.write(
            f"{harvest.bounced} came back, {harvest.harmless} harmless, {harvest.left} left to read"
        )
