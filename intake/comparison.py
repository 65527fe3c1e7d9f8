"""The self-analysis at the start beside the one at the return meeting, for its writer alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.models import Question, Response
from mentorship.web.wording import Wording

NOTABLE = 0.5  # on a scale of five, of the average of a competence


@dataclass(frozen=True)
class Score:
    """One answer on a scale: its place from one to five, and its words. Place 0 is no answer."""

    place: int
    words: str


@dataclass(frozen=True)
class Behaviour:
    question: Question
    then: Score
    now: Score | None


@dataclass(frozen=True)
class Moment:
    """What was written beside the scales of a competence."""

    question: Question
    then: str
    now: str


@dataclass(frozen=True)
class Competence:
    name: Wording
    behaviours: list[Behaviour]
    moments: list[Moment]

    @property
    def then(self) -> float:
        return average(one.then for one in self.behaviours)

    @property
    def now(self) -> float:
        return average(one.now for one in self.behaviours if one.now)

    @property
    def in_words(self) -> str:
        """Only what was answered both times can be compared."""
        both = [(one.then, one.now) for one in self.behaviours if one.now and one.then.place]
        both = [(then, now) for then, now in both if now.place]
        if not both:
            return self.at_the_start
        change = average(now for _then, now in both) - average(then for then, _now in both)
        if change >= NOTABLE:
            return _("You do this more often than at the start.")
        if change <= -NOTABLE:
            return _("You do this less often than at the start, or you look at it more sharply.")
        return _("About the same as at the start.")

    @property
    def at_the_start(self) -> str:
        if self.then >= 4:
            return _("A strength: you often do this already.")
        if self.then >= 3:
            return _("You do this regularly.")
        return _("Here is room to grow.")


def average(scores: Iterable[Score]) -> float:
    places = [one.place for one in scores if one.place]
    return sum(places) / len(places) if places else 0.0


def score(question: Question, answers: dict[str, str]) -> Score:
    chosen = answers.get(question.key, "")
    places = [key for key, _words in question.choices]
    if chosen not in places:
        return Score(0, "")
    return Score(places.index(chosen) + 1, question.words_for(chosen))


def compare(first: Response, second: Response | None) -> list[Competence]:
    """By the questions of the first; the second may have been asked in a later version."""
    later = second.answers if second else {}
    found = []
    for part in first.questionnaire.parts():
        scales = [one for one in part.questions if one.kind == Question.Kind.SCALE]
        texts = [one for one in part.questions if one.kind == Question.Kind.TEXT]
        behaviours = [
            Behaviour(one, score(one, first.answers), score(one, later) if second else None)
            for one in scales
        ]
        moments = [
            Moment(one, first.answers.get(one.key, ""), later.get(one.key, "")) for one in texts
        ]
        moments = [one for one in moments if one.then or one.now]
        found.append(Competence(part.theme, behaviours, moments))
    return found
