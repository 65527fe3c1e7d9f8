"""Bring in a staff list from the command line: the same reading, rules and writing as the page."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils.translation import gettext as _

from mentorship.people.importing.columns import labels
from mentorship.people.importing.preview import (
    Judgement,
    StaffList,
    name_columns,
    wants_new_teams,
)
from mentorship.people.importing.reading import StaffFile, UnreadableFile, read
from mentorship.people.models import Organisation


class Command(BaseCommand):
    help = "Bring in a staff list (CSV or XLSX). Wrong rows are left out and printed with a reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--organisation", required=True, help="its short name, such as hoorn")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, only")
        parser.add_argument(
            "--new-teams",
            action="store_true",
            help="make teams that nobody knows yet; a first or a whole staff list does so anyway",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            organisation = Organisation.objects.get(slug=options["organisation"])
        except Organisation.DoesNotExist:
            known = ", ".join(Organisation.objects.values_list("slug", flat=True))
            raise CommandError(_("There is no such organisation. Known: %s") % known) from None
        file = self._read(options["file"])
        staff = StaffList(
            organisation,
            file,
            self._columns(file),
            options["new_teams"] or wants_new_teams(organisation, file),
        )
        if options["dry_run"]:
            self._report(staff.judge())
            return
        with transaction.atomic():
            Organisation.objects.select_for_update().get(pk=organisation.pk)
            judgement = staff.write()
        self._report(judgement)

    def _read(self, path: Path) -> StaffFile:
        try:
            return read(path.read_bytes())
        except OSError as fault:
            raise CommandError(f"{path}: {fault.strerror}") from fault
        except UnreadableFile as fault:
            raise CommandError(str(fault)) from fault

    def _columns(self, file: StaffFile) -> list[str]:
        """Nobody is here to ask, so columns in doubt are named and the guess is taken."""
        recognised = name_columns(file)
        if recognised.missing:
            raise CommandError(recognised.what_is_missing())
        for place in sorted(recognised.doubtful):
            key = recognised.fields[place]
            self.stderr.write(
                _("In doubt: the column “%(heading)s” is read as %(field)s.")
                % {"heading": file.headings[place], "field": labels([key])[0] if key else "–"}
            )
        return recognised.fields

    def _report(self, judgement: Judgement) -> None:
        counts = judgement.counts
        self.stdout.write(
            _("%(new)d new, %(changed)d changed, %(unchanged)d unchanged, %(wrong)d wrong") % counts
        )
        for row in judgement.rows:
            if row.reasons:
                self.stdout.write(f"  {row.line}: {row.name}: {' '.join(row.reasons)}")
