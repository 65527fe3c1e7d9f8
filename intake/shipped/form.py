"""How a shipped form is written down: themes with their questions, each text in two languages."""

from dataclasses import dataclass
from typing import Any

from intake.models import Question, Questionnaire

Text = tuple[str, str]  # Dutch, English


def wording(text: Text) -> dict[str, str]:
    return dict(zip(("nl", "en"), text, strict=True)) if any(text) else {}


@dataclass(frozen=True)
class Ask:
    """One question.

    With ``scale`` five words from low to high; with ``options`` one choice, unless ``many`` says
    that there are several, or an order; ``at_most`` is how many may be chosen or get a place.
    """

    key: str
    text: Text
    help: Text = ("", "")
    options: tuple[tuple[str, str, str], ...] = ()
    scale: tuple[Text, ...] = ()
    required: bool = True
    many: Question.Kind | None = None
    at_most: int = 0

    @property
    def kind(self) -> Question.Kind:
        if self.many:
            return self.many
        if self.scale:
            return Question.Kind.SCALE
        return Question.Kind.CHOICE if self.options else Question.Kind.TEXT

    def choices(self) -> list[dict[str, str]]:
        numbered = tuple((str(place), *words) for place, words in enumerate(self.scale, start=1))
        return [{"key": key, "nl": nl, "en": en} for key, nl, en in numbered or self.options]


def _says(question: Question) -> dict[str, Any]:
    fields = [one.attname for one in Question._meta.concrete_fields if one.attname != "id"]
    return {name: getattr(question, name) for name in fields}


@dataclass(frozen=True)
class Form:
    key: str
    version: int
    title: Text
    introduction: Text
    readers: Questionnaire.Readers
    themes: tuple[tuple[Text, tuple[Ask, ...]], ...]

    def facts(self) -> dict[str, Any]:
        return {
            "title": wording(self.title),
            "introduction": wording(self.introduction),
            "readers": self.readers,
        }

    def is_said_by(self, stored: Questionnaire) -> bool:
        """Whether what is stored says all that stands here."""
        facts = {name: getattr(stored, name) for name in self.facts()}
        return facts == self.facts() and [_says(one) for one in stored.questions.all()] == [
            _says(one) for one in self.questions_of(stored)
        ]

    def questions_of(self, questionnaire: Questionnaire) -> list[Question]:
        asked = [(theme, ask) for theme, asks in self.themes for ask in asks]
        return [
            Question(
                questionnaire=questionnaire,
                position=position,
                key=ask.key,
                kind=ask.kind,
                theme=wording(theme),
                text=wording(ask.text),
                help=wording(ask.help),
                options=ask.choices(),
                at_most=ask.at_most,
                required=ask.required,
            )
            for position, (theme, ask) in enumerate(asked, start=1)
        ]
