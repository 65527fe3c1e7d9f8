"""A mark of its own in each field that can hold one, in each row of one person."""

import json
from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection
from django.db.models import CharField, Field, FileField, JSONField, Model, TextField
from django.db.models.fields import EmailField, SlugField, UUIDField

from mentorship import declare
from mentorship.declare import Kept, Sort
from mentorship.people.models import Person
from mentorship.privacy.register import fields_of, rows_of


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
    marks = []
    for kept in declare.kept:
        if kept.find and kept.key != "people.person":
            continue  # found by what stands in them: a test of their own
        if kept.key == "privacy.deed":
            continue  # the log of what went: counts by the names of models
        for group in kept.fields:
            if group.sort == Sort.STRUCTURE:
                continue
            for field in (one for one in fields_of(kept) if one.name in group.labels):
                if can_be_marked(field):
                    marks += [_mark(kept, group, field, row) for row in rows_of(kept, person)]
    return marks


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
        if one.sort != Sort.OTHERS_WORDS
        and one.writer in (None, person.pk)
        and _has_label(one)
        and one.field != "draft"  # the answers that were sent stand in its place
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
    """Every column of every table as text, with what JSON writes as escapes written out."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                for cell in row:
                    text = cell if isinstance(cell, str) else json.dumps(cell, default=str)
                    found += [text, text.encode().decode("unicode_escape", "ignore")]
    return "\n".join(found)
