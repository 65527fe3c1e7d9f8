"""Write everything of one person to a zip: the same as they can take along from *Over mij*."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from mentorship.people.models import Person
from mentorship.privacy.export import archive


class Command(BaseCommand):
    help = "Write everything of one person to a zip, for whoever cannot sign in. It leaves a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="their address")
        parser.add_argument("file", type=Path, help="a new file, such as /tmp/copy.zip")

    def handle(self, *args: Any, email: str, file: Path, **options: Any) -> None:
        try:
            person = Person.objects.get_by_natural_key(email)
        except Person.DoesNotExist:
            raise CommandError("Nobody has this address.") from None
        try:
            # Not over another file, and for nobody else on this machine to read.
            file.touch(mode=0o600, exist_ok=False)
        except OSError as fault:
            raise CommandError(f"{file}: {fault.strerror}") from fault
        with translation.override(person.language):
            file.write_bytes(archive(person, None, timezone.now()).read())
        self.stdout.write(f"Written: {file}")
