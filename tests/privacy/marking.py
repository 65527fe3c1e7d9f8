"""A mark of its own in each field that can hold one, in each row of one person."""

import json
import pickle
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import CharField, Field, FileField, JSONField, Model, TextField
from django.db.models.fields import EmailField, SlugField, UUIDField
from django.test import Client

from mentorship import declare
from mentorship.declare import Kept, Sort
from mentorship.people.models import Academy, ImportRow, PeopleImport, Person, Role
from mentorship.privacy.register import everything_of_people, fields_of, model_of, rows_of
from mentorship.reminders.models import DeadAddress
from tests.cast import NOW

UNMARKED = {
    "privacy.deed": "the log of what went: counts by the names of models, no words",
    "sessions.session": "written by code: whether the row is gone is asked by its key",
}
# By these a row is found; they follow the marks of the person, see ``_name_anew``.
FOUND_BY = {"people.importrow": "name", "reminders.deadaddress": "address"}


@dataclass(frozen=True)
class Mark:
    text: str
    kept: Kept
    field: str
    pk: Any
    sort: Sort
    writer: int | None  # None where it is of whomever the row is of


def mark_everything(person: Person) -> list[Mark]:
    """Fill each field that is of a person at all, and say what was written where.

    It does not ask the house which sorts are emptied: that is what is tested.
    """
    marks, rows = [], keys_of(person)
    for kept in everything_of_people():
        if kept.key in UNMARKED:
            continue
        for group in kept.fields:
            if group.sort == Sort.STRUCTURE:
                continue
            for field in (one for one in fields_of(kept) if one.name in group.labels):
                if can_be_marked(field) and field.name not in FOUND_BY.get(kept.key, ""):
                    every = model_of(kept)._base_manager.filter(pk__in=rows[kept.key])
                    marks += [_mark(kept, group, field, row) for row in every]
    _name_anew(person, rows)
    return marks


def keys_of(person: Person) -> dict[str, list[Any]]:
    """The rows of this person by the label of their model."""
    return {
        kept.key: list(rows_of(kept, person).values_list("pk", flat=True))
        for kept in everything_of_people()
    }


def _name_anew(person: Person, rows: dict[str, list[Any]]) -> None:
    """What is found by a name or an address holds the marks that those got."""
    now = Person.objects.get(pk=person.pk)
    name = f"{now.given_name} {now.family_name}"
    ImportRow.objects.filter(pk__in=rows["people.importrow"]).update(name=name)
    DeadAddress.objects.filter(pk__in=rows["reminders.deadaddress"]).update(address=now.email)


def plant_what_is_found(person: Person, adviser: Person) -> None:
    """Beside the scene: of each kind that is found by what stands in it, and what lets one in."""
    Client().force_login(person)
    address = EmailAddress.objects.create(user=person, email=person.email, primary=True)
    EmailConfirmation.objects.create(email_address=address, key=f"key{person.pk}", sent=NOW)
    academy = Academy.objects.get(organisations=person.organisation)
    Role.objects.create(person=person, kind=Role.Kind.TRAINER, academy=academy)
    DeadAddress.objects.get_or_create(address=person.email, defaults={"why": "550"})
    waiting = PeopleImport.objects.create(
        organisation=person.organisation, uploaded_by=adviser, file_name="op weg.csv"
    )
    waiting.file.save("lijst.csv", ContentFile(person.name.encode()))
    ImportRow.objects.create(people_import=waiting, line=2, outcome="wrong", name=person.name)


def can_be_marked(field: Field) -> bool:
    if field.choices or isinstance(field, SlugField | UUIDField):
        return False
    return isinstance(field, CharField | TextField | JSONField | FileField)


def _mark(kept: Kept, group: declare.Fields, field: Field, row: Model) -> Mark:
    text = f"merk-{kept.key.replace('.', '-')}-{field.name.replace('_', '-')}-{row.pk}"
    if isinstance(field, CharField) and not isinstance(field, EmailField) and field.max_length:
        text = text[-field.max_length :]
    writer = getattr(row, f"{group.by}_id") if group.by else None
    if isinstance(field, FileField):
        getattr(row, field.name).save("merk.pdf", ContentFile(f"%PDF-1.4 {text}".encode()))
    else:
        changed = {field.name: _value(field, row, text)}
        type(row)._base_manager.filter(pk=row.pk).update(**changed)
    return Mark(text, kept, field.name, row.pk, group.sort, writer)


def _value(field: Field, row: Model, text: str) -> Any:
    if isinstance(field, EmailField):
        return f"{text}@hoorn.example"
    if not isinstance(field, JSONField):
        return text
    if isinstance(field.get_default(), list):
        return [text]
    questions = getattr(row, "questionnaire", None)
    keys = [one.key for one in questions.questions.filter(kind="text")] if questions else ["woord"]
    return getattr(row, field.name) | dict.fromkeys(keys or ["woord"], text)


def own_marks(marks: list[Mark], person: Person) -> list[str]:
    """What must be in this person's copy: what they wrote, and who they are."""
    return [
        one.text
        for one in marks
        if one.sort != Sort.OTHERS_WORDS and one.writer in (None, person.pk) and _has_label(one)
    ]


def others_marks(marks: list[Mark], person: Person) -> list[str]:
    return [
        one.text
        for one in marks
        if one.sort == Sort.OTHERS_WORDS or one.writer not in (None, person.pk)
    ]


def _has_label(mark: Mark) -> bool:
    labels = next(group.labels for group in mark.kept.fields if mark.field in group.labels)
    return bool(labels[mark.field])


def as_stored(text: str) -> set[bytes]:
    """How a text may stand in a dump: as it is, and as JSON writes it."""
    return {text.encode(), json.dumps(text).encode()}


def dump() -> str:
    """Every column of every table as text, with what JSON writes as escapes written out, and what
    a session holds."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    text = cell if isinstance(cell, str) else json.dumps(cell, default=str)
                    found += [text, text.encode().decode("unicode_escape", "ignore")]
    found += [json.dumps(one.get_decoded()) for one in Session.objects.all()]
    return "\n".join(found)


def on_disk() -> str:
    """Every file of the house but the database itself: uploads, queue, cache, each by its name."""
    found = []
    for path in sorted(Path(settings.DATA_DIR).rglob("*")):
        if path.is_file() and ".sqlite3" not in path.name:
            found += [path.name, _content(path).decode("utf-8", "ignore")]
    return "\n".join(found)


def _content(path: Path) -> bytes:
    if path.suffix != ".djcache":
        return path.read_bytes()
    with path.open("rb") as file:  # as Django's cache of files writes it
        pickle.load(file)
        return zlib.decompress(file.read())
