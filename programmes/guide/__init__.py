"""The mentor guide: as it comes with Wegwijs, and as an organisation reads it.

The shipped text stands in ``nl.txt`` and ``en.txt``, section by section. An organisation's own
version of a section goes before it; where there is none, a better shipped text reaches everybody.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from django.db.models import Q, QuerySet
from django.utils.translation import get_language

from mentorship.people.models import Organisation, Person
from programmes.guide.markup import Block, blocks_of
from programmes.models import GuideVersion

LANGUAGES = {"nl": "Nederlands", "en": "English"}


@dataclass(frozen=True)
class Section:
    """One section as it is read; ``version`` is the organisation's own, or None."""

    key: str
    title: str
    text: str
    version: GuideVersion | None = None

    @property
    def blocks(self) -> list[Block]:
        return blocks_of(self.text)

    @property
    def number(self) -> int:
        """Of the version that is read; 0 where nothing was ever written."""
        return self.version.number if self.version else 0

    @property
    def is_own(self) -> bool:
        return self.version is not None and not self.version.is_shipped

    def as_in(self, version: GuideVersion) -> "Section":
        """In the words of that version."""
        if version.is_shipped:
            return replace(self, version=version)
        return replace(self, title=version.title, text=version.text, version=version)


def organisations_read_by(person: Person) -> QuerySet[Organisation]:
    """Whose guide somebody reads: one's own, and where one trains, advises or coordinates."""
    led = Organisation.objects.filter(cohorts__trainer=person).values("pk")
    seen = Organisation.objects.visible_to(person).values("pk")
    return Organisation.objects.filter(Q(pk__in=seen) | Q(pk__in=led))


def reading_language() -> str:
    """The page's language, where the guide is written in it."""
    active = (get_language() or "nl")[:2]
    return active if active in LANGUAGES else "nl"


@cache
def shipped(language: str) -> Mapping[str, Section]:
    """The sections that come with Wegwijs, by key, in their order."""
    text = (Path(__file__).parent / f"{language}.txt").read_text(encoding="utf-8")
    found = {}
    for part in text.removeprefix("# ").split("\n# "):
        head, _, body = part.partition("\n")
        key, _, title = head.partition(" | ")
        found[key] = Section(key, title, body.strip())
    return found


def guide_of(organisation: Organisation, language: str) -> list[Section]:
    """Every section as this organisation reads it, in one query."""
    versions = GuideVersion.objects.of(organisation, language).newest()
    own = {one.section: one for one in versions.select_related("written_by")}
    return [
        section.as_in(own[key]) if key in own else section
        for key, section in shipped(language).items()
    ]
