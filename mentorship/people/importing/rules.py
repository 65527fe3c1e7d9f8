"""What concerns more than one cell: two people with one address, a manager nobody knows."""

from itertools import takewhile

import tablib
from django.utils.translation import gettext as _

from mentorship.people.importing.cells import as_day, one_line
from mentorship.people.importing.known import Known, team_key
from mentorship.people.models import Person
from mentorship.people.models.person import plain

Row = dict[str, str]

# Words that stand before a Dutch name and do not count in its order.
ARTICLES = {"de", "den", "der", "het", "'t", "ten", "ter", "te"}
PREFIXES = ARTICLES | {"van", "von", "in", "op", "aan", "bij", "uit", "over", "onder", "voor", "du"}


class RowRules:
    """Knows the whole file and the whole organisation, and judges one row at a time.

    ``left_out`` are numbers of rows that turned out wrong: nobody of the file can have them as
    manager. ``lines`` are the rows' numbers in the file, for the reasons.
    """

    def __init__(
        self,
        known: Known,
        dataset: tablib.Dataset,
        lines: list[int],
        *,
        makes_teams: bool,
        left_out: set[str],
    ) -> None:
        self.known = known
        self.lines = lines
        self.makes_teams = makes_teams
        self.left_out = left_out
        self.numbers = [tidy(cell) for cell in dataset["number"]]
        self.emails = [tidy(cell).lower() for cell in dataset["email"]]
        self.first_with: dict[str, int] = {}
        for place, (number, email) in enumerate(zip(self.numbers, self.emails, strict=True)):
            self.first_with.setdefault(number, place)
            self.first_with.setdefault(email, place)
        self.new_teams: dict[tuple[str, str], str] = {}
        self.leant_on: set[str] = set()  # managers whom only this file brings

    # --- the same thing, written the way the house does --------------------------------------

    def write_our_way(self, row: Row) -> None:
        """So that only what really differs counts as a change."""
        for key, cell in row.items():
            row[key] = tidy(cell)
        split_prefix(row)
        if row.get("team") or row.get("department"):
            self._name_team(row)
        if row.get("manager"):
            self._name_manager(row)

    def _name_team(self, row: Row) -> None:
        """Whoever is in a department and in no team of it, is in a team of the same name."""
        name = row.get("team") or row["department"]
        team = self.known.team(row.get("department"), name)
        row["team"] = team.name if team else name
        row["department"] = team.department if team else row.get("department", "")

    def _name_manager(self, row: Row) -> None:
        """An address becomes a number. Who has no manager is often written as their own."""
        wanted = row["manager"].lower()
        if "@" in wanted:
            if wanted in self.first_with and wanted in self.emails:
                row["manager"] = self.numbers[self.first_with[wanted]]
            elif manager := self.known.by_email.get(wanted):
                row["manager"] = manager.number or manager.email
        if row["manager"] == row["number"]:
            row["manager"] = ""

    # --- what is wrong ------------------------------------------------------------------------

    def other_owner(self, person: Person, row: Row) -> str:
        """A known number with the facts of somebody else. Asked before the row is read in.

        Who marries keeps first name and first day; who changes all of it is another person.
        """
        if person.pk is None or person.email == row["email"].lower():
            return ""
        if plain(person.family_name) == plain(row["family_name"]):
            return ""
        if plain(person.given_name) == plain(row["given_name"]) and self._same_start(person, row):
            return ""
        return _("Number %(number)s belongs to %(name)s.") % {
            "number": person.number,
            "name": person.name,
        }

    def _same_start(self, person: Person, row: Row) -> bool:
        try:
            return not row.get("starts_on") or as_day(row["starts_on"]) == person.starts_on
        except ValueError:
            return False

    def reasons(self, person: Person, row: Row, row_number: int) -> list[str]:
        place = row_number - 1
        found = [
            self._used_above(place, self.numbers, _("Line %(line)d has this number too.")),
            self._used_above(place, self.emails, _("Line %(line)d has this e-mail address too."))
            or self._address_of_another(person, row),
            self._unknown_manager(row),
            self._unknown_team(row),
            self._leaves_before_start(person),
        ]
        return [reason for reason in found if reason]

    def _used_above(self, place: int, cells: list[str], reason: str) -> str:
        first = self.first_with[cells[place]]
        if not cells[place] or first == place or cells[first] != cells[place]:
            return ""
        return reason % {"line": self.lines[first]}

    def _address_of_another(self, person: Person, row: Row) -> str:
        address = row["email"].lower()
        owner = self.known.by_email.get(address)
        if owner and owner.pk != person.pk:
            return _("This e-mail address belongs to %(name)s (%(number)s).") % {
                "name": owner.name,
                "number": owner.number or _("no number"),
            }
        if address in self.known.addresses_elsewhere:
            return _("This e-mail address belongs to somebody outside your organisation.")
        return ""

    def _unknown_manager(self, row: Row) -> str:
        number = row.get("manager", "")
        if not number or number in self.known.managers:
            return ""
        if number in self.left_out:
            return _("The row of the manager, %(number)s, is wrong itself.") % {"number": number}
        if number in self.first_with and number in self.numbers:
            self.leant_on.add(number)
            return ""
        return _("The manager, %(number)s, is neither in this file nor in Wegwijs.") % {
            "number": number
        }

    def _unknown_team(self, row: Row) -> str:
        name, department = row.get("team", ""), row.get("department", "")
        if not name or self.known.team(department, name):
            return ""
        self.new_teams[team_key(department, name)] = f"{department}: {name}" if department else name
        if self.makes_teams:
            return ""
        return _("There is no team “%(team)s” in the department “%(department)s”.") % {
            "team": name,
            "department": department,
        }

    def _leaves_before_start(self, person: Person) -> str:
        if person.starts_on and person.leaves_on and person.leaves_on < person.starts_on:
            return _("The last day is before the first.")
        return ""


def tidy(cell: str) -> str:
    """In one line where that can be; what cannot be read stays, and gets its reason later."""
    try:
        return one_line(cell)
    except ValueError:
        return cell


def split_prefix(row: Row) -> None:
    """ "van der Meer" in one cell, or "Meer, van der": the prefix goes to its own place."""
    if row.get("prefix"):
        return
    name, _comma, behind = row["family_name"].partition(",")
    if behind and set(behind.split()) <= PREFIXES:
        row["family_name"], row["prefix"] = name.strip(), " ".join(behind.split())
        return
    words = row["family_name"].split()
    before = list(takewhile(PREFIXES.__contains__, words[:-1]))
    if before:
        row["prefix"], row["family_name"] = " ".join(before), " ".join(words[len(before) :])
