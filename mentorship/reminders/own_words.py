"""An organisation's own text for a mail: placeholders in braces, filled in for each recipient."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from mentorship.people.models import Organisation, Person
from mentorship.reminders.judging import Item
from mentorship.reminders.models import MailText, Message
from mentorship.reminders.rules import Named

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


def text_for(message: Message, language: str) -> MailText | None:
    return MailText.objects.nearest(message.rule, message.organisation, message.about, language)


def words_of(item: Item, recipient: Person) -> dict[str, str]:
    """Every placeholder that a text for this message may name, in the active language."""
    own = always(item.message.organisation, recipient.given_name)
    return own | item.told.words(item.subject, recipient)


def always(organisation: Organisation, given_name: str = "") -> dict[str, str]:
    """What every text may name, whatever it is about."""
    return {_("first_name"): Named(given_name), _("organisation"): organisation.name}


def fill(text: str, words: dict[str, str]) -> str:
    """A placeholder that is not known stays as it stands: better seen than silently gone."""
    return PLACEHOLDER.sub(lambda found: words.get(found[1].strip(), found[0]), text)


def unknown_in(text: str, known: Iterable[str]) -> list[str]:
    """The placeholders in a text that nothing fills in, in order."""
    named = [one.strip() for one in PLACEHOLDER.findall(text)]
    return list(dict.fromkeys(one for one in named if one not in set(known)))


def draft(text: str, words: dict[str, str]) -> str:
    """The shipped text with placeholders for what differs by recipient, to begin editing from."""
    for name, value in sorted(words.items(), key=lambda one: -len(one[1])):
        if len(value) > 2:
            text = re.sub(rf"(?<!\w){re.escape(value)}(?!\w)", f"{{{name}}}", text)
    return text
