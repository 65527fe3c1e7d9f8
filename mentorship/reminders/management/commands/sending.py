"""The brake by hand: stop all sending, or that of one organisation, and let it go on."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from mentorship.people.models import Organisation
from mentorship.reminders.actions import go_on, halt


class Command(BaseCommand):
    help = "Stop sending mail, or start it again. Sign-in codes go all the same."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("do", choices=["stop", "start"])
        parser.add_argument("--organisation", help="its short name, such as hoorn; without: all")

    def handle(self, *args: Any, **options: Any) -> None:
        of = _organisation(options["organisation"])
        whose = of.name if of else "all organisations"
        if options["do"] == "stop":
            is_new = halt(of, by=None, at=timezone.now())
            self.stdout.write(f"{'stopped' if is_new else 'stood still already'}: {whose}")
        else:
            was_on = go_on(of, timezone.now())
            self.stdout.write(f"{'goes on' if was_on else 'was not stopped'}: {whose}")


def _organisation(slug: str | None) -> Organisation | None:
    if slug is None:
        return None
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise CommandError(f"no organisation is called {slug!r}")
    return found
