"""Everything of oneself: to read on a page, and to take along as a zip with JSON and own files.

What another wrote about somebody is not in it, and neither is a row that its pages do not show
them (``visible_to``): a newcomer does not hear which mentor said no.
"""

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.contrib.staticfiles import finders
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import FileField, Model
from django.db.models.fields.files import FieldFile
from django.template.defaultfilters import floatformat
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.translation import gettext

from mentorship import declare
from mentorship.declare import Kept, Sort
from mentorship.people.models import Person
from mentorship.privacy.models import Deed
from mentorship.privacy.register import everything_of_people, model_of, rows_of


@dataclass(frozen=True)
class OwnFile:
    """A file that somebody brought: its place in the zip, and where it is kept."""

    name: str
    kept: FieldFile


@dataclass(frozen=True)
class Portion:
    """One row: in words (``facts``), as data, and with its files."""

    title: str
    facts: list[tuple[str, str]]
    data: dict[str, Any]
    files: list[OwnFile]


@dataclass(frozen=True)
class Chapter:
    """What is kept of one kind of information; ``others`` counts what another wrote about them."""

    title: str
    purpose: str
    portions: list[Portion]
    others: int

    @property
    def told(self) -> list[Portion]:
        """What can be read: the inside of a session or a secret is only in the data."""
        return [one for one in self.portions if one.facts or one.title]


def chapters(person: Person) -> list[Chapter]:
    """Whatever is kept of this person, in the order of *Wie ziet wat*."""
    found: dict[str, list[Portion]] = {}
    hidden: dict[str, int] = {}
    for kept in everything_of_people():
        key, *_more = kept.information.split()
        rows = list(_shown_rows(kept, person))
        found.setdefault(key, []).extend(_portion(kept, row, person) for row in rows)
        hidden[key] = hidden.get(key, 0) + _written_by_others(kept, person)
    return [
        Chapter(str(one.title), str(one.purpose), found[one.key], hidden[one.key])
        for one in declare.information
        if found.get(one.key) or hidden.get(one.key)
    ]


def _shown_rows(kept: Kept, person: Person) -> Any:
    """Their rows that their own pages would show them; where no page has them, all."""
    mine = rows_of(kept, person)
    objects = model_of(kept)._default_manager
    if hasattr(objects, "visible_to"):
        mine = mine.filter(pk__in=objects.visible_to(person).values("pk"))
    return mine.order_by("pk")


def _written_by_others(kept: Kept, person: Person) -> int:
    """How many of their rows hold another's words about them. Only that: not the words."""
    names = [
        name for group in kept.fields if group.sort == Sort.OTHERS_WORDS for name in group.labels
    ]
    rows = rows_of(kept, person)
    return sum(rows.exclude(**{name: ""}).count() for name in names)


def _portion(kept: Kept, row: Model, person: Person) -> Portion:
    names = dict(_exported(kept, row, person))
    values = {name: getattr(row, name) for name in names}
    files = {name: value for name, value in values.items() if isinstance(value, FieldFile)}
    facts = kept.shown(row) if kept.shown else []
    spoken = {name for name in names if kept.shown and isinstance(values[name], dict)}
    facts += [
        (str(label), words)
        for name, label in names.items()
        if name not in spoken and (words := in_words(row, name, kept.words or {}))
    ]
    data = {"model": kept.key, "id": row.pk, "title": kept.title(row)}
    data |= {name: value.name if name in files else value for name, value in values.items()}
    return Portion(kept.title(row), facts, data, _files(kept, row, files))


def _exported(kept: Kept, row: Model, person: Person) -> Iterator[tuple[str, Any]]:
    """Fields with a name on the screen, but for words that somebody else wrote."""
    for group in kept.fields:
        if group.sort == Sort.OTHERS_WORDS:
            continue
        if group.by and getattr(row, f"{group.by}_id") != person.pk:
            continue
        yield from ((name, label) for name, label in group.labels.items() if label)


def _files(kept: Kept, row: Model, files: dict[str, FieldFile]) -> list[OwnFile]:
    place = kept.key.replace(".", "-")
    return [
        OwnFile(f"files/{place}-{row.pk}-{one.name.rpartition('/')[2]}", one)
        for one in files.values()
        if one.name and one.storage.exists(one.name)
    ]


def in_words(row: Model, name: str, words: Mapping[str, Any]) -> str:
    """A value as people read it: a choice by its words, a day written out, nothing as nothing."""
    field, value = row._meta.get_field(name), getattr(row, name)
    if value is None or value == "":
        return ""
    if getattr(field, "choices", None):
        return str(getattr(row, f"get_{name}_display")())
    if isinstance(field, FileField):
        return str(value.name).rpartition("/")[2]
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        return formats.date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if isinstance(value, date):
        return formats.date_format(value, "DATE_FORMAT")
    if isinstance(value, list):
        return ", ".join(str(words.get(one, one)) for one in value)
    if isinstance(value, Decimal):
        return floatformat(value)
    return str(value)


def archive(person: Person, by: Person | None, at: datetime) -> BytesIO:
    """The zip, made in memory; that it was handed out is noted first."""
    Deed.objects.create(kind=Deed.Kind.EXPORT, about=person, by=by, done_at=at)
    every = chapters(person)
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        into.writestr("data.json", _as_json(every, at))
        context = {"chapters": every, "own": person, "at": at}
        into.writestr("data.html", render_to_string("privacy/copy.html", context))
        sheet = finders.find("wegwijs.css")
        if sheet:
            into.write(sheet, "wegwijs.css")
        for chapter in every:
            for portion in chapter.portions:
                for one in portion.files:
                    with one.kept.open("rb") as file:
                        into.writestr(one.name, file.read())
    packed.seek(0)
    return packed


def _as_json(every: list[Chapter], at: datetime) -> str:
    whole = {
        "made_at": at,
        "chapters": [
            {
                "title": one.title,
                "purpose": one.purpose,
                "rows": [
                    portion.data | {"files": [file.name for file in portion.files]}
                    for portion in one.portions
                ],
                "written_by_others": one.others,
            }
            for one in every
        ],
    }
    return json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
