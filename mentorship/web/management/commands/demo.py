"""Fill Wegwijs with the demo story, dated around today. What is there already stays."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from mentorship import declare
from mentorship.people.demo import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Load the demo: an academy, seven organisations, made-up people and their groups."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--force", action="store_true", help="also outside DEBUG; its password is known to all"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (settings.DEBUG or options["force"]):
            raise CommandError(
                "The demo's accounts have a password that everybody knows, so it is loaded only "
                "with DEBUG on. Add --force if you are sure."
            )
        now = timezone.now()
        for chapter in declare.chapters:
            with transaction.atomic():
                chapter.tell(now)
        self.stdout.write(f"The demo is loaded. Everybody below signs in with “{PASSWORD}”:\n\n")
        for account in ACCOUNTS:
            self.stdout.write(f"  {account.email:<32} {account.name}, {account.part}\n")
