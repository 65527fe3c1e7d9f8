"""An organisation's own text for a mail: placeholders in braces, filled in for each recipient."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from mentorship.people.models import Organisation, Person
from mentorship.reminders.models import MailText
from mentorship.reminders.owed.judging import Item
from mentorship.reminders.rules import Named

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class OwnTexts:
    """The texts of one's own for these rules at these organisations, asked for in one question.

    ``tried`` is read as if it were kept already, and before all others of its rule.
    """

    def __init__(
        self,
        rules: Iterable[str],
        organisations: Iterable[int],
        language: str,
        tried: MailText | None = None,
    ) -> None:
        texts = MailText.objects.filter(
            rule__in=set(rules), organisation__in=set(organisations), language=language
        )
        self._kept = {(one.rule, one.organisation_id, one.about): one for one in texts}
        self._tried = tried

    def nearest(self, rule: str, organisation: int, about: str) -> MailText | None:
        """The words that go: those of the cohort before those of the organisation."""
        if self._tried and self._tried.rule == rule:
            return self._tried
        found = self._kept.get((rule, organisation, about))
        return found or self._kept.get((rule, organisation, ""))


def words_of(item: Item, recipient: Person) -> dict[str, str]:
    """Every placeholder that a text for this message may name, in the active language."""
    own = always(item.message.organisation, recipient.given_name)
    return own | item.told.words(item.subject, recipient)


def always(organisation: Organisation, given_name: str = "") -> dict[str, str]:
    """What every text may name, whatever it is about."""
    return {_("first_name"): Named(given_name), _("organisation"): organisation.name}


def fill(text: str, words: dict[str, str]) -> str:
    """A placeholder that is not known stays as it stands: better seen than silently gone. One that
    begins a sentence gets its capital there; a name or an address is written as its owner does."""

    def filled(found: re.Match[str]) -> str:
        value = words.get(found[1].strip())
        if value is None:
            return found[0]
        return _capital(value) if _begins_sentence(text, found.start()) else value

    return PLACEHOLDER.sub(filled, text)


def _begins_sentence(text: str, place: int) -> bool:
    """A line that ends without an empty one below it runs on in the mail."""
    before = text[:place]
    written = before.rstrip()
    gap = before[len(written) :]
    return not written or "\n\n" in gap or bool(gap and written[-1] in ".!?")


def _capital(value: str) -> str:
    return value if isinstance(value, Named) else value[:1].upper() + value[1:]


def unknown_in(text: str, known: Iterable[str]) -> list[str]:
    """The placeholders in a text that nothing fills in, in order."""
    named = [one.strip() for one in PLACEHOLDER.findall(text)]
    return list(dict.fromkeys(one for one in named if one not in set(known)))


def draft(text: str, words: dict[str, str]) -> str:
    """The shipped text with placeholders for what differs by recipient, to begin editing from.
    What ``fill`` gives a capital is found with one too."""
    plain: dict[str, str] = {}
    capital: dict[str, str] = {}
    for name, value in words.items():
        value_in_line = " ".join(value.split())
        if len(value_in_line) > 2:
            plain.setdefault(value_in_line, name)
            if not isinstance(value, Named):
                capital.setdefault(_capital(value_in_line), name)
    if not plain:
        return text

    def named(found: re.Match[str]) -> str:
        begins = _begins_sentence(text, found.start())
        name = plain.get(found[0]) or (capital.get(found[0]) if begins else None)
        return f"{{{name}}}" if name else found[0]

    longest_first = sorted({*plain, *capital}, key=len, reverse=True)
    any_of = "|".join(re.escape(one) for one in longest_first)
    return re.sub(rf"(?<!\w)(?:{any_of})(?!\w)", named, text)
