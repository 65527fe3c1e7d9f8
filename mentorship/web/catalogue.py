"""The words of each room: what its code and templates say, and what its catalogue still lacks.

GNU gettext is not needed: Babel reads Python, and Django turns a template into calls that Babel
can read. A template belongs to the room that its folder is named after; see ``owner``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.apps import apps
from django.conf import settings
from django.utils.translation.template import templatize

LANGUAGE = "nl"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
GUESTS = {"account": "people", "allauth": "people", "mfa": "people", "socialaccount": "people"}
ONE, MANY = None, (1, 2)
WITH_CONTEXT, MANY_WITH_CONTEXT = ((1, "c"), 2), ((1, "c"), 2, 3)
KEYWORDS: dict[str, Any] = {
    "_": ONE,
    **dict.fromkeys(("gettext", "gettext_lazy", "gettext_noop"), ONE),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), MANY),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), WITH_CONTEXT),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), MANY_WITH_CONTEXT),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
# No dates and no line numbers: a catalogue changes only where its words change.
HEADER = """\
msgid ""
msgstr ""
"Language: nl\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


@dataclass(frozen=True)
class Room:
    """One app of the house, with its own catalogue."""

    label: str
    folder: Path

    @property
    def catalogue(self) -> Path:
        return self.folder / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"

    def modules(self) -> list[Path]:
        found = sorted(self.folder.rglob("*.py"))
        return [module for module in found if "migrations" not in module.parts]

    def sources(self) -> Iterator[Path]:
        yield from self.modules()
        for template in sorted(TEMPLATES.rglob("*.*")):
            if template.suffix in {".html", ".txt"} and owner(template) == self.label:
                yield template


def rooms() -> list[Room]:
    found = [Room(config.label, Path(config.path)) for config in apps.get_app_configs()]
    return [
        room
        for room in found
        if room.folder.is_relative_to(settings.BASE_DIR)
        and "site-packages" not in room.folder.parts
    ]


def owner(template: Path) -> str:
    """The label of the room whose words a template holds; whatever is shared is web's.

    A mail is named after its key, and belongs to the room that declares that key.
    """
    folder, *rest = template.relative_to(TEMPLATES).parts
    if folder == "mail":
        return next((room.label for room in rooms() if rest[0] in _mails(room)), "reminders")
    labels = {room.label: room.label for room in rooms()}
    return {**labels, **GUESTS}.get(folder, "web")


@cache
def _mails(room: Room) -> frozenset[str]:
    code = "\n".join(module.read_text(encoding="utf-8") for module in room.modules())
    return frozenset(re.findall(r'\bkey\s*=\s*"(\w+)"', code))


def spoken(room: Room) -> Catalog:
    """Every message that the room's sources hold, without translations."""
    catalogue = Catalog(locale=LANGUAGE)
    for source in room.sources():
        for _line, message, comments, context in extract(
            "python", _as_python(source), keywords=KEYWORDS, comment_tags=("Translators",)
        ):
            catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def _as_python(source: Path) -> BytesIO:
    if source.suffix == ".py":
        return BytesIO(source.read_bytes())
    code = templatize(source.read_text(encoding="utf-8"), origin=str(source))
    # A template's indentation means nothing to Python, so each line starts at the margin.
    return BytesIO("\n".join(line.strip() for line in code.splitlines()).encode())


def kept(room: Room) -> Catalog:
    """The catalogue as it lies on disk; empty when there is none yet."""
    if not room.catalogue.exists():
        return Catalog(locale=LANGUAGE)
    with room.catalogue.open("rb") as file:
        return read_po(file, locale=LANGUAGE, ignore_obsolete=True)


def update(room: Room) -> None:
    """Rewrite the catalogue: new messages in, unused ones out, translations kept, none guessed."""
    catalogue, before = spoken(room), kept(room)
    for message in _messages(catalogue):
        known = before.get(message.id, message.context)
        if known and known.id == message.id:
            message.string = known.string
            message.flags |= known.flags & {"fuzzy"}
    if catalogue or room.catalogue.exists():
        text = BytesIO()
        write_po(text, catalogue, omit_header=True, no_location=True, sort_output=True, width=100)
        room.catalogue.parent.mkdir(parents=True, exist_ok=True)
        room.catalogue.write_bytes(HEADER.encode() + text.getvalue().rstrip() + b"\n")


def faults(room: Room) -> list[str]:
    """What keeps the catalogue from being complete, a line each."""
    wanted = {_key(message) for message in _messages(spoken(room))}
    present = {_key(message): message for message in _messages(kept(room))}
    return [
        *(f"not in the catalogue: {_shown(key)}" for key in sorted(wanted - present.keys())),
        *(f"said nowhere any more: {_shown(key)}" for key in sorted(present.keys() - wanted)),
        *(
            f"{fault}: {_shown(key)}"
            for key, message in sorted(present.items())
            if key in wanted and (fault := _fault(message))
        ),
    ]


def translations(room: Room) -> dict[tuple[str, str, str], Any]:
    return {_key(message): message.string for message in _messages(kept(room))}


def _messages(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def _forms(text: str | Sequence[str] | None) -> list[str]:
    """Babel gives one text as a string and the forms of a plural as a tuple."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def _key(message: Message) -> tuple[str, str, str]:
    """Context, singular and plural: what makes a message itself."""
    singular, plural = [*_forms(message.id), ""][:2]
    return (message.context or "", singular, plural)


def _shown(key: tuple[str, str, str]) -> str:
    context, singular, plural = key
    parts = (context and f"[{context}]", repr(singular), plural and repr(plural))
    return " ".join(filter(None, parts))


def _fault(message: Message) -> str:
    forms = _forms(message.string)
    if not all(forms) or message.fuzzy:
        return "untranslated"
    said = set(PLACEHOLDER.findall(" ".join(_key(message)[1:])))
    used = [set(PLACEHOLDER.findall(form)) for form in forms]
    # A plural form may leave the number out ("one colleague"); a single message may not.
    fits = all(form <= said for form in used) if message.pluralizable else used == [said]
    return "" if fits else "its placeholders differ"
