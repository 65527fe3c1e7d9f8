from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mentorship.web import catalogue


class Command(BaseCommand):
    help = "Bring the Dutch catalogue of each app up to date, and print what is not translated."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", nargs="*", metavar="app_label", help="default: every app")
        parser.add_argument("--check", action="store_true", help="write nothing; fail on a fault")

    def handle(self, *, labels: list[str], check: bool, **options: Any) -> None:
        rooms = {room.label: room for room in catalogue.rooms()}
        if strangers := set(labels) - rooms.keys():
            raise CommandError(
                f"no app {', '.join(sorted(strangers))}; there are {', '.join(rooms)}."
            )
        faulty = 0
        for label in labels or rooms:
            if not check:
                catalogue.update(rooms[label])
            found = catalogue.faults(rooms[label])
            faulty += len(found)
            for fault in found:
                self.stdout.write(f"{label}: {fault}")
        if check and faulty:
            raise CommandError(
                f"{faulty} to mend: run manage.py words, then translate in the .po files."
            )
        self.stdout.write(f"{faulty} to mend." if faulty else "Every word is translated.")
