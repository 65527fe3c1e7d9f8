"""Changing the words of a mail: which it is, who gets it for example, and what is kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation

from mentorship.people.models import Organisation, Person
from mentorship.reminders.letters.compose import Letter, ToLookAt, shipped
from mentorship.reminders.letters.own_words import OwnTexts, draft, words_of
from mentorship.reminders.letters.preview import tried
from mentorship.reminders.models import MailText, Message
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.owed.judging import Item
from mentorship.reminders.plan.timeline import AHEAD, Planned, timeline
from mentorship.reminders.rules import Rule, Told, book
from mentorship.web.moment import written_for

TRIES = 20  # messages that an example is sought among


@dataclass(frozen=True)
class Place:
    """Whose words: of a mail, for an organisation or (``about``) one page of it, in a language."""

    told: Told
    organisation: Organisation
    about: str
    language: str

    @property
    def facts(self) -> dict[str, Any]:
        return {
            "rule": self.told.key,
            "organisation": self.organisation,
            "about": self.about,
            "language": self.language,
        }

    def kept(self) -> MailText | None:
        return MailText.objects.filter(**self.facts).select_related("edited_by").first()

    def nearest(self) -> MailText | None:
        """The text that goes now: a page without its own has that of the organisation."""
        rule, organisation = self.told.key, self.organisation.pk
        texts = OwnTexts([rule], [organisation], self.language)
        return texts.nearest(rule, organisation, self.about)


@dataclass(frozen=True)
class Example:
    """One message of this kind, written or still to come, with what its words become.

    ``says_more``: the shipped text names what no placeholder stands for, such as another group's
    day; then the draft of this one is not true of every other.
    """

    item: Item
    words: dict[str, str]
    subject: str
    body: str
    says_more: bool = False


def example_for(place: Place, at: datetime) -> Example | None:
    """Somebody who was told this last, or will be, of those whose mail reads as most do: of a
    meeting a participant, not the trainer, who reads it otherwise. None while there is nobody."""
    found = list(_examples(place, at))
    versions = Counter((one.subject, one.body) for one in found)
    if not versions:
        return None
    [(most, _times)] = versions.most_common(1)
    first = next(one for one in found if (one.subject, one.body) == most)
    return replace(first, says_more=len(versions) > 1)


def _examples(place: Place, at: datetime) -> Iterator[Example]:
    messages = list(islice(_messages(place, at), TRIES))
    subjects = place.told.load({one.subject_pk for one in messages})
    for message in messages:
        if subject := subjects.get(message.subject_pk):
            yield _example(Item(message, place.told, subject), place.language, at)


def _example(item: Item, language: str, at: datetime) -> Example:
    with translation.override(language), written_for(at):
        words = words_of(item, item.message.recipient)
        heading, body = shipped([item], item.message.recipient)
    paragraphs = [" ".join(one.split()) for one in body.split("\n\n") if one.strip()]
    subject = draft(" ".join(heading.split()), words)
    return Example(item, words, subject, draft("\n\n".join(paragraphs), words))


def _messages(place: Place, at: datetime) -> Iterator[Message]:
    written = Message.objects.filter(rule=place.told.key, organisation=place.organisation)
    if place.about:
        written = written.about(place.about)
    rows = written.filter(recipient__erased_at=None).select_related("recipient", "organisation")
    yield from rows.order_by("-created_at")[:TRIES]
    if isinstance(place.told, Rule):
        for slot in Round(at).slots(place.told, at + AHEAD, place.about):
            if slot.owed.organisation == place.organisation:
                yield Planned(place.told, slot).as_message(max(at, slot.begins))


def letter_for(example: Example, text: MailText, at: datetime) -> Letter | None:
    return tried(example.item, text.language, at, ToLookAt(text))


@dataclass(frozen=True)
class Line:
    """A mail in the list, with the organisation's text in each language."""

    told: Told
    texts: list[tuple[str, Any, MailText | None]]  # a language, its name, the text


def lines(organisation: Organisation, about: str, at: datetime) -> list[Line]:
    """Every mail of the house; for one page those that it is told of."""
    own: dict[tuple[str, str], MailText] = {}
    texts = MailText.objects.filter(organisation=organisation, about__in={"", about})
    for text in texts.select_related("edited_by").order_by("about"):
        own[text.rule, text.language] = text
    keys = {one.key for one in book}
    if about:
        entries = timeline(about, at)
        keys = {one.message.rule for one in entries if one.message}
        keys |= {one.planned.rule.key for one in entries if one.planned}
    return [
        Line(told, [(code, name, own.get((told.key, code))) for code, name in settings.LANGUAGES])
        for told in book
        if told.key in keys
    ]


def keep(place: Place, text: MailText, *, seen: str, by: Person, at: datetime) -> MailText | None:
    """Replaces what the writer began from (``seen``). Somebody was first: gives theirs, and keeps
    nothing."""
    words = {"subject": text.subject, "body": text.body, "edited_by": by, "edited_at": at}
    with transaction.atomic():
        rows = MailText.objects.select_for_update()
        kept, is_new = rows.get_or_create(**place.facts, defaults=words)
        if not is_new and version(kept) != seen:
            return kept
        MailText.objects.filter(pk=kept.pk).update(**words)
    return None


def version(kept: MailText | None) -> str:
    """Tells one state of a text from the next; "" while it is the shipped one."""
    return kept.edited_at.isoformat() if kept else ""
