"""A text that an organisation may change, in each language it is written in."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language, override

FALLBACK = "nl"


class Wording(dict[str, str]):
    """``str()`` gives the active language, else Dutch, else whatever is there."""

    def __str__(self) -> str:
        active = (get_language() or FALLBACK)[:2]
        return self.get(active) or self.get(FALLBACK) or next(iter(self.values()), "")

    def __bool__(self) -> bool:
        return bool(str(self))

    def reworded(self, text: str) -> "Wording":
        """The same wording with the active language's text replaced."""
        return Wording({**self, (get_language() or FALLBACK)[:2]: text})


def in_each_language(words: Any) -> Wording:
    """Words of the house's own, to keep beside those of an organisation."""
    found = Wording()
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = str(words)
    return found


class WordingField(models.JSONField):
    """Keeps a Wording: ``{"nl": "Dagdeel 1", "en": "Half-day 1"}``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Wording:
        return Wording(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Wording:
        return Wording(super().to_python(value) or {})
