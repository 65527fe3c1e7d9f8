"""Every Dutch text that the house says itself, and how it is cut in sentences and words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from intake.models import Questionnaire
from intake.shipped import FORMS
from mentorship.web import catalogue
from programmes import shipped as programme
from programmes.guide import shipped as guide

HOLE = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")  # where a name or a day will stand
TAG = re.compile(r"<[^>]+>|\*\*")
SHORT = re.compile(r"\b(bijv|o\.a|d\.w\.z|nr|blz|ca|max|min|tel|dr|mr|drs|ir)\.", re.I)
# A sentence ends at its stop, or where a line or an item of a list ends.
END = re.compile(
    r"(?:^|\n)\s*(?:[-•*]|\d+\.(?= ))?\s*|(?<=[.!?…])[”’)\"]*\s+(?=[“‘(\"]?[A-Z0-9‘’'\[])"
)
WORD = re.compile(r"[^\W_]+(?:[-’'./@:][^\W_]+)*")
STOP = re.compile(r"[.!?][”’)\"]*$")


@dataclass(frozen=True)
class Sentence:
    room: str
    text: str

    @property
    def words(self) -> int:
        return len(WORD.findall(self.text))

    @property
    def is_whole(self) -> bool:
        """Not a label, a heading or a choice: those would flatter the mean."""
        return bool(STOP.search(self.text))


def sentences_of(room: str, text: str) -> list[Sentence]:
    """A hole counts as one word and can begin a sentence; what is short for something ends none."""
    bare = HOLE.sub("Naam Naam", TAG.sub("", text))
    bare = SHORT.sub(lambda found: found[0].replace(".", ""), bare)
    return [Sentence(room, one.strip()) for one in END.split(bare) if WORD.search(one)]


def everything_said() -> list[Sentence]:
    """What is said more than once counts once: else a much used short line flatters the mean."""
    return list(dict.fromkeys(one for room, text in texts() for one in sentences_of(room, text)))


def texts() -> Iterator[tuple[str, str]]:
    """Each text with the room that says it. Mails and pages go through the catalogues."""
    for room in catalogue.rooms():
        for said in catalogue.translations(room).values():
            yield from ((room.label, one) for one in ([said] if isinstance(said, str) else said))
    for form in FORMS:
        asked = [vars(one) for one in form.questions_of(Questionnaire())]
        yield from (("questionnaires", one) for one in _dutch([form.facts(), asked]))
    steps = [programme.NAME, programme.ABOUT, *(one.columns() for one in programme.STEPS)]
    yield from (("programme", one) for one in _dutch(steps))
    for section in guide("nl").values():
        yield from (("guide", section.title), ("guide", section.text))


def _dutch(value: Any) -> Iterator[str]:
    """The Dutch halves of whatever is kept in two languages, however deep it lies."""
    if isinstance(value, Mapping):
        if isinstance(value.get("nl"), str):
            yield value["nl"]
            return
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from _dutch(one)
