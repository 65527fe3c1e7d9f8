"""Hostile texts in every free-text field of every row, also in those that nobody has made yet.

A field is found through the register of what is kept, which holds every field of every model. So a
new one is taken along by itself; what nobody can write a text in is listed here, with the reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db import IntegrityError, connection, transaction
from django.db.models import EmailField, Field, FileField, JSONField, Model, TextField, URLField

from intake.models import Response
from matching.models import CheckIn
from mentorship import declare
from mentorship.people.importing.columns import COLUMNS
from mentorship.people.models import ImportRow
from mentorship.privacy.register import fields_of, model_of
from mentorship.web.wording import WordingField
from tests.privacy.marking import can_be_marked
from tests.web.hostile_texts import TEXTS

OURS = "a word of a list of ours: a form takes no other"
MADE = "made by the house, typed by nobody"
DJANGO = "Django's own, and no screen writes it"
NO_WAY_IN = {
    "account.emailconfirmation.key": MADE,
    "auth.group.name": DJANGO,
    "auth.permission.name": DJANGO,
    "auth.permission.codename": DJANGO,
    "contenttypes.contenttype.app_label": DJANGO,
    "contenttypes.contenttype.model": DJANGO,
    "sessions.session.session_key": MADE,
    "sessions.session.session_data": "signed; what is in it comes from the fields here",
    "people.person.password": "a digest",
    "people.organisation.time_zone": OURS,
    "people.peopleimport.columns": OURS,
    "people.peopleimport.summary": "numbers",
    "privacy.deed.counts": "numbers, by the names of models",
    "privacy.deed.what": MADE,
    "privacy.deed.name": MADE,
    "privacy.ownterm.key": OURS,
    "privacy.reading.what": MADE,
    "programmes.calendarfeed.digest": "a digest",
    "programmes.guideversion.language": OURS,
    "reminders.mailtext.rule": OURS,
    "reminders.mailtext.about": MADE,
    "reminders.mailtext.language": OURS,
    "reminders.message.subject": MADE,
    "reminders.message.occasion": MADE,
    "reminders.message.about": MADE,
    "reminders.message.rule": OURS,
    "reminders.unwanted.rule": OURS,
    "intake.response.saved_from": MADE,
    "matching.policy.weights": "numbers, by the names of criteria",
    "matching.mentorprofile.themes": OURS,
    "matching.mentorprofile.days": OURS,
    "matching.mentorprofile.ways": OURS,
    "matching.hope.themes": OURS,
    "matching.hope.days": OURS,
}
FORMED = (EmailField, URLField)  # its form lets no other text through: it gets a hostile address
SLACK = 6  # for the mark that a text is found back by
ROOM = 1_200  # where a field has no end, or one of many words
KEYS = {"key"}  # of a part of a JSON field: by which the house finds it again


@dataclass
class Sown:
    """What stands in one field of one row."""

    name: str
    numbers: list[int]


AnyField: TypeAlias = "Field[Any, Any]"


def free_text_fields() -> dict[str, tuple[type[Model], AnyField]]:
    found = {}
    for kept in declare.kept:
        for field in fields_of(kept):
            if can_be_marked(field) and not isinstance(field, FileField):
                found[f"{kept.key}.{field.name}"] = (model_of(kept), field)
    return found


def room_of(field: AnyField) -> int:
    return (field.max_length or (60_000 if isinstance(field, TextField) else ROOM)) - SLACK


def fitting(field: AnyField) -> list[int]:
    """The texts that a field has room for; the longest of them are longer than a short field."""
    return [number for number, text in enumerate(TEXTS) if len(text) <= room_of(field)]


def squeezed(text: str) -> str:
    """Letters and figures alone: what a page may fold, break or wrap is the same again."""
    return re.sub(r"[^0-9A-Za-z]", "", text)


SQUEEZED = [squeezed(text) for text in TEXTS]
MARK = re.compile(r"(?=(q[0-9a-z]{3}z))")


def marks() -> Iterator[str]:
    signs = "0123456789abcdefghijklmnopqrstuvwxyz"
    return (f"q{a}{b}{c}z" for a in signs for b in signs for c in signs)


class Planting:
    """Every field of every row is given texts that it has not had, as many as there is room for.

    ``left`` is what has not been read back yet, whole, on any page.
    """

    def __init__(self, start: int = 0) -> None:
        self.fields = {
            name: facts for name, facts in free_text_fields().items() if name not in NO_WAY_IN
        }
        self.left: dict[str, list[int]] = {}
        self.rows: dict[str, list[tuple[str, Model]]] = {}
        self.standing: dict[str, Sown] = {}
        self.refused: list[str] = []
        mark = marks()
        for name, (model, field) in self.fields.items():
            numbers = [] if isinstance(field, FORMED) else fitting(field)
            turn = (start + len(self.left)) % max(1, len(numbers))
            self.left[name] = numbers[turn:] + numbers[:turn]
            self.rows[name] = [(next(mark), row) for row in model._base_manager.order_by("pk")]

    def write(self, only: set[str] | None = None) -> None:
        """``only`` are the marks of the rows that are looked at next; else every row is written."""
        for name, (model, field) in self.fields.items():
            pool = list(self.left[name])
            for mark, row in self.rows[name]:
                if only is not None and (mark not in only or not self.left[name]):
                    continue
                text, numbers = _packed(field, mark, pool or self.left[name] or fitting(field))
                pool = [one for one in pool if one not in numbers]
                if _write(model, field, row, text, mark):
                    self.standing[mark] = Sown(name, numbers)
                else:
                    self.refused.append(f"{name} of row {row.pk}")

    def read(self, said: str) -> set[str]:
        """The marks on a page, of which ``said`` are the words, where all of a text is read."""
        places: dict[str, list[int]] = {}
        for found in MARK.finditer(said):
            if found[1] in self.standing:
                places.setdefault(found[1], []).append(found.start())
        return {mark for mark, starts in places.items() if self._is_whole(mark, said, starts)}

    def _is_whole(self, mark: str, said: str, starts: list[int]) -> bool:
        sown = self.standing[mark]
        whole = mark + "".join(SQUEEZED[number] for number in sown.numbers)
        if not any(said.startswith(whole, start) for start in starts):
            return False
        self.left[sown.name] = [one for one in self.left[sown.name] if one not in sown.numbers]
        return True


def plant(turn: int = 0) -> Planting:
    """One turn of it; another ``turn`` gives each field others."""
    planting = Planting(turn * 17)
    planting.write()
    return planting


def _packed(field: AnyField, mark: str, numbers: list[int]) -> tuple[str, list[int]]:
    text, taken, room = mark, [], room_of(field) + len(mark) + 1
    for number in numbers:
        if len(text) + 1 + len(TEXTS[number]) <= room:
            text = f"{text}\n{TEXTS[number]}"
            taken.append(number)
    return text.replace("\x00", "") if connection.vendor == "postgresql" else text, taken


def _write(model: type[Model], field: AnyField, row: Model, text: str, mark: str) -> bool:
    try:
        with transaction.atomic():
            value = _value(field, row, text, mark)
            model._base_manager.filter(pk=row.pk).update(**{field.name: value})
    except IntegrityError:
        return False
    return True


def _value(field: AnyField, row: Model, text: str, mark: str) -> Any:
    if isinstance(field, EmailField):
        return f'"<img src=x onerror=alert(1)>\'{mark}"@kwaad.example'
    if isinstance(field, URLField):
        return f'https://kwaad.example/{mark}"><script>alert(1)</script>'
    if isinstance(field, WordingField):
        return {"nl": text, "en": text}
    if isinstance(field, JSONField):
        return _within(_asked(row, field.name), text)
    return text


def _asked(row: Model, name: str) -> Any:
    """What stands there; of answers to a form, one to each question that is open."""
    if isinstance(row, ImportRow) and name == "changes":
        return [["job_title", "", ""]] if row.pk % 2 else []  # where they stand, no reasons do
    if isinstance(row, (Response, CheckIn)):
        asked = row.questionnaire.questions.filter(kind="text") if row.questionnaire else []
        return {one.key: "" for one in asked}
    return getattr(row, name)


def _within(value: Any, text: str) -> Any:
    """The same shape with other words; keys by which the house finds a thing stay."""
    if isinstance(value, dict):
        return {key: one if key in KEYS else _within(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [
            one if isinstance(one, str) and one in COLUMNS else _within(one, text) for one in value
        ]
    return text if isinstance(value, str) else value
