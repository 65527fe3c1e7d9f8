"""One pass of the reminders by hand; enough to keep every promise where no broker runs."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorship.reminders.sending.passes import one_pass, rehearsal


class Command(BaseCommand):
    help = "Send what is due, and print what goes to whom and why."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="as if it were this local moment: 2027-01-12T09:00")
        parser.add_argument("--dry-run", action="store_true", help="print, send nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        at = _moment(options["at"]) if options["at"] else timezone.now()
        dry = options["dry_run"]
        outcomes = rehearsal(at) if dry else one_pass(at)
        for outcome in outcomes:
            if outcome.letter is None:
                self.stdout.write(f"dropped  mail {outcome.mail.pk}: nothing in it is still owed")
                continue
            verb = "would go" if dry else outcome.mail.state
            reasons = ", ".join(outcome.reasons)
            self.stdout.write(
                f"{verb}  {outcome.mail.recipient.email}  “{outcome.letter.subject}”  ({reasons})"
            )
        self.stdout.write(f"{len(outcomes)} mails at {timezone.localtime(at):%Y-%m-%d %H:%M}")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise CommandError(f"--at {text!r} is not a moment such as 2027-01-12T09:00") from fault
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
