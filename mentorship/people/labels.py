"""What the boxes of a form are called, from the names under which it was sent.

A fault page cannot draw the form: its person may be signed out, or the database away. What a form
says of itself in code is known all the same.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.choices import CallableChoiceIterator, flatten_choices
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

Kind = type[forms.BaseForm]
Sent = list[tuple[str, str]]

# What a page puts in its forms for itself, or says with a button: nobody typed it.
OF_THE_PAGE = {
    "about", "action", "again", "agreed", "answer", "anyway", "back", "check", "copy", "do",
    "done", "draft", "follow", "for", "from", "go", "kind", "language", "makes_teams", "mark",
    "met", "more", "next", "number", "offered", "organisation", "page", "pairs", "pile",
    "ruling", "said", "seen", "share", "swap", "to", "version", "was", "way", "what",
}  # fmt: skip
ROWS = {"chosen", "mentor", "person", "present"}  # ticked in a list; they are sent as numbers
# A browser sends nothing for these where nothing was chosen.
MAY_BE_SILENT = (
    forms.CheckboxInput,
    forms.CheckboxSelectMultiple,
    forms.RadioSelect,
    forms.SelectMultiple,
    forms.FileInput,
)


def named(sent: Sent) -> Iterator[tuple[str, str]]:
    """Each thing that a person filled in: its label, or "" where it is not known, and its words.

    The words are "" where they would be no more than the number of a row. A box that was left
    empty and one that nobody sees are no such thing.
    """
    kinds = _kinds_of({name for name, _text in sent} | {_bare(name) for name, _text in sent})
    for name, text in sent:
        fields = [field for kind in kinds if (field := _field(kind, name))]
        if not text.strip() or _is_of_the_page(name, fields):
            continue
        labels = {str(one.label) for one in fields if one.label}
        label: str = labels.pop() if len(labels) == 1 else ""
        if fields:
            yield label, _words(fields[0], text).strip()
        else:
            yield label, "" if name in ROWS else text.strip()


def _is_of_the_page(name: str, fields: list[forms.Field]) -> bool:
    if fields:
        return all(one.widget.is_hidden for one in fields)
    return name.split("-")[0] in OF_THE_PAGE


def _bare(name: str) -> str:
    """Without the prefix of a form that shares its page with others."""
    return name.rpartition("-")[2]


def _field(kind: Kind, name: str) -> forms.Field | None:
    fields: dict[str, forms.Field] = kind.base_fields  # type: ignore[attr-defined]
    return fields.get(name) or fields.get(_bare(name))


def _kinds_of(names: set[str]) -> list[Kind]:
    """The forms that this can have been: most of what they ask was sent, and nothing is missing."""
    sizes = {kind: len(names & set(kind.base_fields)) for kind in _all(forms.BaseForm)}  # type: ignore[attr-defined]
    able = [kind for kind, size in sizes.items() if size and _could_be(kind, names)]
    most = max((sizes[kind] for kind in able), default=0)
    return [kind for kind in able if sizes[kind] == most]


def _could_be(kind: Kind, names: set[str]) -> bool:
    fields: dict[str, forms.Field] = kind.base_fields  # type: ignore[attr-defined]
    always = {name for name, one in fields.items() if not isinstance(one.widget, MAY_BE_SILENT)}
    return always <= names and 2 * len(names & set(fields)) >= len(fields)


def _all(kind: Kind) -> Iterator[Kind]:
    for one in kind.__subclasses__():
        if hasattr(one, "base_fields"):
            yield one
        yield from _all(one)


def _words(field: forms.Field, text: str) -> str:
    """As its writer saw it. The number of a row says nothing, and its name is not ours to tell."""
    if field.widget.is_hidden or isinstance(field, forms.ModelChoiceField):
        return ""
    if isinstance(field, forms.BooleanField):
        return _("Yes")
    if isinstance(field, forms.DateField) and (day := _day(text)):
        return day
    choices: Any = getattr(field, "choices", ())
    if isinstance(choices, CallableChoiceIterator):  # may ask the database, which may be away
        return text
    pairs: list[tuple[Any, Any]] = list(flatten_choices(choices))
    return next((str(label) for value, label in pairs if str(value) == text), text)


def _day(text: str) -> str:
    try:
        day = parse_date(text)
    except ValueError:  # the thirty-first of February
        return ""
    return date_format(day) if day else ""
