"""Which heading is which field. Each supplier has words of its own; the adviser has the last one.

A heading counts by its letters and figures alone: "E-mail (werk)" and "emailwerk" are the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentorship.people.models.person import plain


@dataclass(frozen=True)
class Column:
    """A fact of a person, and the headings it goes by; a better one stands first."""

    key: str
    label: str | Promise
    headings: str
    is_required: bool = False


COLUMNS = {
    column.key: column
    for column in (
        Column(
            "number",
            _("Employee number"),
            "personeelsnummer medewerkernummer medewerkersnummer personeelsnr medewerkernr persnr"
            " pernr personeelnummer medewerkerid medewerkercode employeenumber employeeid"
            " staffnumber personnelnumber nummer medewerker",
            is_required=True,
        ),
        Column(
            "given_name",
            _("First name"),
            "roepnaam voornaam givenname firstname voornamen",
            is_required=True,
        ),
        Column(
            "prefix",
            _("Prefix"),
            "tussenvoegsel voorvoegsel tussenvoegsels voorvoegsels tussenv voorv prefix infix"
            " tussenvoegselachternaam voorvoegselachternaam",
        ),
        Column(
            "family_name",
            _("Last name"),
            "achternaam familienaam lastname surname familyname achternaamzondervoorvoegsel",
            is_required=True,
        ),
        Column(
            "email",
            _("E-mail address"),
            "emailwerk werkemail emailadreswerk zakelijkemailadres emailzakelijk"
            " emailadreszakelijk zakelijkemail emailadres email mailadres mail emailaddress"
            " workemail",
            is_required=True,
        ),
        Column(
            "department",
            _("Department"),
            "afdeling afdelingsnaam afdelingnaam sector directie domein department"
            " organisatieonderdeel",
        ),
        Column(
            "team",
            _("Team"),
            "team teamnaam cluster organisatorischeeenheid orgeenheid unit",
        ),
        Column(
            "job_title",
            _("Job"),
            "functie functienaam functieomschrijving functietitel jobtitle job position",
        ),
        Column(
            "manager",
            _("Manager"),
            "leidinggevende leidinggevendenummer nummerleidinggevende"
            " personeelsnummerleidinggevende leidinggevendepersoneelsnummer manager managernummer"
            " managerid directleidinggevende teamleider chef supervisor emailleidinggevende",
        ),
        Column(
            "starts_on",
            _("First day"),
            "datumindienst indienst datumindiensttreding indiensttreding indienstdatum"
            " begindatumdienstverband startdatum startdate hiredate begindatum ingangsdatum"
            " eerstewerkdag dienstverbandvanaf",
        ),
        Column(
            "leaves_on",
            _("Last day"),
            "datumuitdienst uitdienst uitdienstdatum datumuitdiensttreding uitdiensttreding"
            " einddatumdienstverband einddatum enddate terminationdate laatstewerkdag"
            " dienstverbandtot",
        ),
        Column(
            "hours_per_week",
            _("Hours a week"),
            "urenperweek contracturen contracturenperweek arbeidsduur arbeidsduurperweek"
            " aantalurenperweek urenweek uren hoursperweek hours",
        ),
    )
}
REQUIRED = [key for key, column in COLUMNS.items() if column.is_required]
MEANS = {
    heading: (key, rank)
    for key, column in COLUMNS.items()
    for rank, heading in enumerate(column.headings.split())
}
OURS = {"reden", "reason"}  # the last column of our own file of wrong rows
PRIVATE = re.compile("prive|partner|geboorte|private|home")
NUMBER_LIKE = re.compile(r"^[A-Z]{0,3}[ -]?\d+$", re.IGNORECASE)
UNUSED = pgettext_lazy("a column of a file", "Leave this column out")


@dataclass(frozen=True)
class Recognised:
    """For each column of a file the field it is, or ""; and the columns that are in doubt."""

    headings: Sequence[str]
    fields: list[str]
    doubtful: frozenset[int]

    @property
    def missing(self) -> list[str]:
        return [key for key in REQUIRED if key not in self.fields]

    @property
    def is_sure(self) -> bool:
        return not self.missing and not self.doubtful

    @property
    def can_be_pointed_out(self) -> bool:
        """Whether the missing ones may be among the columns whose headings we do not know."""
        return len(self.missing) <= self.fields.count("")

    def what_is_missing(self) -> str:
        return gettext("Columns missing: %(missing)s. Found: %(found)s.") % {
            "missing": ", ".join(str(COLUMNS[key].label) for key in self.missing),
            "found": ", ".join(heading[:40] for heading in self.headings[:30] if heading),
        }


def normal(heading: str) -> str:
    return re.sub(r"[^a-z0-9]", "", plain(heading))


def count_known(headings: Sequence[str]) -> int:
    return len({MEANS[normal(one)][0] for one in headings if normal(one) in MEANS})


def recognise(headings: Sequence[str], samples: Sequence[Sequence[str]]) -> Recognised:
    """By the headings; a heading of two meanings by what stands below it, else it is in doubt."""
    fields = [""] * len(headings)
    doubtful: set[int] = set()
    for key in COLUMNS:
        places = _places_of(key, headings)
        if places:
            fields[places[0]] = key
            # "E-mail" twice: nothing tells which of the two is meant.
            same = [one for one in places if normal(headings[one]) == normal(headings[places[0]])]
            doubtful.update(same if len(same) > 1 else ())
    doubtful |= {place for place, key in enumerate(fields) if _is_odd(key, place, samples)}
    for place, heading in enumerate(headings):
        guess = "" if fields[place] or normal(heading) in MEANS else _near(heading)
        if guess and guess not in fields:
            fields[place] = guess
            doubtful.add(place)
    return Recognised(headings, fields, frozenset(doubtful))


def _places_of(key: str, headings: Sequence[str]) -> list[int]:
    """Where this field may stand, the best heading first."""
    found = [
        (MEANS[normal(heading)][1], place)
        for place, heading in enumerate(headings)
        if MEANS.get(normal(heading), ("", 0))[0] == key
    ]
    return [place for _rank, place in sorted(found)]


def _is_odd(key: str, place: int, samples: Sequence[Sequence[str]]) -> bool:
    """ "Medewerker" is a number with one supplier and a name with the next."""
    cells = [row[place] for row in samples if place < len(row) and row[place]]
    if key == "number":
        return bool(cells) and not any(map(NUMBER_LIKE.match, cells))
    if key == "email":
        return bool(cells) and not any("@" in cell for cell in cells)
    if key == "manager":
        return bool(cells) and not any("@" in one or NUMBER_LIKE.match(one) for one in cells)
    return False


def _near(heading: str) -> str:
    """A heading with a slip of the pen: a guess, to be confirmed."""
    word = normal(heading)
    if len(word) < 4 or word in OURS or PRIVATE.search(word):
        return ""
    near = get_close_matches(word, MEANS, n=1, cutoff=0.84)
    return MEANS[near[0]][0] if near else ""


def labels(keys: Sequence[str]) -> list[Any]:
    return [COLUMNS[key].label for key in keys]
