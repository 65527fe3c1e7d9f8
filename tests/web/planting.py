"""Hostile texts in every free-text field of every row, also in those that nobody has made yet.

A field is found through the register of what is kept, which holds every field of every model. So a
new one is taken along by itself; what nobody can write a text in is listed here, with the reason.
"""

from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import EmailField, Field, FileField, JSONField, Model, TextField, URLField

from intake.models import Response
from mentorship import declare
from mentorship.people.importing.columns import COLUMNS
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
KEYS = {"key"}  # of a part of a JSON field: by which the house finds it again


@dataclass
class Planted:
    """What was written where; ``refused`` is what the database did not take, whatever was tried."""

    texts: dict[str, set[int]]
    refused: list[str]


def free_text_fields() -> "dict[str, tuple[type[Model], Field[Any, Any]]]":
    found = {}
    for kept in declare.kept:
        for field in fields_of(kept):
            if can_be_marked(field) and not isinstance(field, FileField):
                found[f"{kept.key}.{field.name}"] = (model_of(kept), field)
    return found


def plant(turn: int = 0) -> Planted:
    """Each field of each row gets the next texts of the list, as many as it has room for.

    Another ``turn`` gives each field others.
    """
    place, done = count(turn * 5), Planted({}, [])
    for name, (model, field) in free_text_fields().items():
        if name in NO_WAY_IN:
            continue
        for row in model._base_manager.order_by("pk"):
            numbers = _write(model, field, row, next(place))
            done.texts.setdefault(name, set()).update(numbers)
            if not numbers:
                done.refused.append(f"{name} of row {row.pk}")
    return done


def _write(model: type[Model], field: "Field[Any, Any]", row: Model, turn: int) -> list[int]:
    """The numbers of the texts that were written; others where two rows may not have the same."""
    for attempt in range(5):
        text, numbers = _fitting(field, turn * 7 + attempt)
        value = _value(field, row, f"{text} {turn}" if attempt else text, turn)
        try:
            with transaction.atomic():
                model._base_manager.filter(pk=row.pk).update(**{field.name: value})
        except IntegrityError:
            continue
        return numbers
    return []


def _fitting(field: "Field[Any, Any]", first: int) -> tuple[str, list[int]]:
    room = field.max_length or (60_000 if isinstance(field, TextField) else 400)
    text, numbers = "", []
    for place in range(len(TEXTS)):
        number = (first + place) % len(TEXTS)
        longer = f"{text}\n{TEXTS[number]}" if text else TEXTS[number]
        if len(longer) <= room - 6:
            text = longer
            numbers.append(number)
    if connection.vendor == "postgresql":
        text = text.replace("\x00", "")
    return text, numbers


def _value(field: "Field[Any, Any]", row: Model, text: str, turn: int) -> Any:
    if isinstance(field, EmailField):
        return f'"<img src=x onerror=alert({turn})>\'{turn}"@kwaad.example'
    if isinstance(field, URLField):
        return f'https://kwaad.example/"><script>alert({turn})</script>'
    if isinstance(field, WordingField):
        return {"nl": text, "en": text}
    if isinstance(field, JSONField):
        return _within(_asked(row, field.name), text)
    return text


def _asked(row: Model, name: str) -> Any:
    """What stands there; of answers to a form, one to each question that is open."""
    if not isinstance(row, Response):
        return getattr(row, name)
    return {one.key: "" for one in row.questionnaire.questions.filter(kind="text")}


def _within(value: Any, text: str) -> Any:
    """The same shape with other words; keys by which the house finds a thing stay."""
    if isinstance(value, dict):
        return {key: one if key in KEYS else _within(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [
            one if isinstance(one, str) and one in COLUMNS else _within(one, text) for one in value
        ]
    return text if isinstance(value, str) else value
