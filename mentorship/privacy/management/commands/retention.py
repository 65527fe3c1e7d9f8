"""Clear what has been kept long enough, as the nightly job does it."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorship.privacy.retention import sweep, waiting_for_an_obstacle


class Command(BaseCommand):
    help = "Clear what has been kept long enough, and print how many rows of each kind."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--at", help="as if it were this local moment: 2027-01-12T03:00")
        parser.add_argument("--dry-run", action="store_true", help="count, clear nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        at = _moment(options["at"]) if options["at"] else timezone.now()
        dry = options["dry_run"]
        counts = sweep(at, dry_run=dry)
        for key, number in counts.items():
            self.stdout.write(f"{number:>7}  {key}")
        verb = "would be cleared" if dry else "cleared"
        self.stdout.write(f"{sum(counts.values()):>7}  rows {verb}")
        if held := len(waiting_for_an_obstacle(at)):
            self.stdout.write(f"{held:>7}  people wait: a group, a pair or a question still runs")


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as fault:
        raise CommandError(f"--at {text!r} is not a moment such as 2027-01-12T03:00") from fault
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
