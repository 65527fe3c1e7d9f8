"""Names of colleagues in a text: for a friendly hint, never for a refusal.

Many names are plain words too, and a hint at each *bos* or *visser* would soon be read by nobody.
Such a word counts only where it is written as a name: behind a first name, or behind *van de*.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from mentorship.people.models import Person

WORD = re.compile(r"[^\W\d_]+")
PREFIX_WORDS = "aan bij d de den der het in la le op t te ten ter uit van von"
# Last names, and a few first names, that a Dutch or English sentence is full of.
OTHER_WORDS = """
    al an as baan baas bakker bank beek beer berg bloem boer bol boom bos bot brand brink broek
    brood brug bruin bus dag dam das dekker dijk dik do doorn dorp duin eind el en even ga goed
    graaf groen groot haan haas hand hart heer heide hek hof holland huis jager jong jonge jongen
    kamp kerk keizer kind klein klok kok koning koper kool kort kramer kroon lam lang leeuw licht
    loos maan mark meer meester mei molen mol mooi nacht naam nu open oost oud pot prins raad ridder
    rijk roos rood schaap schilder school schout slim snel stam steen ster stil storm straat tak
    timmerman tuin veel veen veld ver vis visser vlag vogel vos vriend vries vrij vroom wal want
    water weg werf west wiel wil wild winter wit wolf woud zand zee zwaan zwart
    art black brown faith grace green hope joy king long may rose white will wise wood young
"""
PREFIXES = frozenset(PREFIX_WORDS.split())
PLAIN_WORDS = PREFIXES.union(OTHER_WORDS.split())


def names_in(text: str, colleagues: Iterable[tuple[str, str]]) -> list[str]:
    """The words of the text that are a name of these (first name, last name), as they stand there.

    Whole words, whatever their capitals; each once, in the order of the text.
    """
    given, family = set(), set()
    for first, last in colleagues:
        given |= {word.casefold() for word in WORD.findall(first)}
        family |= {word.casefold() for word in WORD.findall(last)}
    found: dict[str, str] = {}
    is_behind_name = False
    for word in WORD.findall(text):
        key = word.casefold()
        is_plain = key in PLAIN_WORDS
        is_last_name = is_behind_name and key in family - PREFIXES
        if key in given | family and (not is_plain or is_last_name):
            found.setdefault(key, word)
        # "Fatima Bos" and "Fatima van den Bos", but not "de bos".
        is_behind_name = (key in given and not is_plain) or (is_behind_name and key in PREFIXES)
    return list(found.values())


class Colleagues:
    """Those of a writer, read once however many texts they are looked for in."""

    def __init__(self, writer: Person) -> None:
        self.writer = writer

    @cached_property
    def names(self) -> list[tuple[str, str]]:
        people = Person.objects.filter(organisation=self.writer.organisation_id, erased_at=None)
        others = people.exclude(pk=self.writer.pk)
        return list(others.values_list("given_name", "family_name"))

    def named_in(self, text: str) -> list[str]:
        """One's own name is no secret."""
        if not text or self.writer.organisation_id is None:
            return []
        name = f"{self.writer.given_name} {self.writer.family_name}"
        own = {one.casefold() for one in WORD.findall(name)}
        return [one for one in names_in(text, self.names) if one.casefold() not in own]
