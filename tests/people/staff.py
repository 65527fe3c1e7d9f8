"""Staff lists for tests: the real files, and small ones of a few rows."""

from pathlib import Path

from mentorship.people.importing.preview import (
    Judgement,
    StaffList,
    name_columns,
    wants_new_teams,
)
from mentorship.people.importing.reading import StaffFile, read
from mentorship.people.models import Organisation

DATA = Path(__file__).parent.parent / "data"
HEADINGS = (
    "Medewerker;Roepnaam;Voorvoegsel;Achternaam;E-mail werk;Afdeling;Team;Functie;"
    "Leidinggevende;Datum in dienst;Datum uit dienst;Uren per week"
)
PETRA = "1;Petra;;Hoekstra;p.hoekstra@hoorn.example;Ruimte;Wonen;Teammanager;;01-05-2012;;36"
DAAN = "2;Daan;;Visser;d.visser@hoorn.example;Ruimte;Wonen;Jurist;1;01-02-2027;;32"


def file_of(name: str) -> StaffFile:
    return read((DATA / name).read_bytes())


def lines(*rows: str, headings: str = HEADINGS) -> StaffFile:
    return read("\r\n".join([headings, *rows]).encode())


def list_of(
    organisation: Organisation, file: StaffFile, *, makes_teams: bool | None = None
) -> StaffList:
    columns = name_columns(file)
    assert columns.is_sure, columns
    if makes_teams is None:
        makes_teams = wants_new_teams(organisation, file)
    return StaffList(organisation, file, columns.fields, makes_teams)


def bring_in(organisation: Organisation, *names: str) -> None:
    for name in names:
        list_of(organisation, file_of(name)).write()


def reasons(judgement: Judgement) -> dict[str, list[str]]:
    return {row.name: row.reasons for row in judgement.rows if row.reasons}
