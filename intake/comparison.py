"""The self-analysis at the start beside the one at the return meeting, for its writer alone."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.models import Answers, Question, Response
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
class Told:
    """What was written or chosen on one question, in lines; what was not asked is None."""

    question: Question
    then: list[str] | None
    now: list[str] | None

    @property
    def is_told(self) -> bool:
        return bool(self.then or self.now)

    @property
    def is_ordered(self) -> bool:
        return self.question.kind == Question.Kind.RANKING

    @property
    def is_same(self) -> bool:
        return self.then == self.now

    @property
    def in_words(self) -> str:
        """What has changed in what was chosen; of an order, what is on top."""
        then, now = self.then or [], self.now or []
        if self.is_ordered:
            return _on_top(then, now)
        if not then or not now or self.is_same or self.question.is_text:
            return ""
        if not self.question.takes_many:
            return _("First you chose “%(then)s”, now “%(now)s”.") % {
                "then": then[0],
                "now": now[0],
            }
        new = [one for one in now if one not in then]
        gone = [one for one in then if one not in now]
        said = [_("New: %(what)s.") % {"what": _quoted(new)}] if new else []
        said += [_("No longer: %(what)s.") % {"what": _quoted(gone)}] if gone else []
        return " ".join(said)


def _on_top(then: list[str], now: list[str]) -> str:
    if then and now and then[0] != now[0]:
        return _("First you put “%(then)s” on top, now “%(now)s”.") % {
            "then": then[0],
            "now": now[0],
        }
    if then and now:
        return _("You put “%(now)s” on top both times.") % {"now": now[0]}
    top = (now or then)[:1]
    return _("You put “%(now)s” on top.") % {"now": top[0]} if top else ""


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(_("“%(word)s”") % {"word": one} for one in words)


@dataclass(frozen=True)
class Page:
    """A theme without scales: strengths and pitfalls, or a style."""

    name: Wording
    told: list[Told]


@dataclass(frozen=True)
class Competence:
    name: Wording
    behaviours: list[Behaviour]
    moments: list[Told]

    @property
    def then(self) -> float:
        return average(one.then for one in self.behaviours)

    @property
    def now(self) -> float:
        return average(one.now for one in self.behaviours if one.now)

    @property
    def both(self) -> list[tuple[Score, Score]]:
        """Only what was answered both times can be compared."""
        pairs = [(one.then, one.now) for one in self.behaviours if one.now]
        return [(then, now) for then, now in pairs if then.place and now.place]

    @property
    def marks(self) -> list[tuple[str, str]]:
        """Where its dots stand on the line of the picture: how they look, and how far along.

        Of what was asked both times, once there are two; else where somebody stands.
        """
        if self.both:
            then = average(one for one, _now in self.both)
            now = average(one for _then, one in self.both)
            return [("then", along(then)), ("now", along(now))]
        found = [("then", self.then), ("now", self.now)]
        return [(look, along(place)) for look, place in found if place]

    @property
    def is_partly_compared(self) -> bool:
        """Some of it was asked in one version only."""
        asked_again = [one for one in self.behaviours if one.now]
        return bool(self.both) and len(self.both) < len(asked_again)

    @property
    def in_words(self) -> str:
        if not self.both:
            return self.at_the_start
        change = average(now for _then, now in self.both) - average(
            then for then, _now in self.both
        )
        if change >= NOTABLE:
            return _("You do this more often than at the start.")
        if change <= -NOTABLE:
            return _("You do this less often than at the start, or you look at it more sharply.")
        return _("About the same as at the start.")

    @property
    def at_the_start(self) -> str:
        standing = self.then or self.now
        if standing >= 4:
            return _("A strength: you often do this already.")
        if standing >= 3:
            return _("You do this regularly.")
        return _("Here is room to grow.") if standing else _("You skipped this.")


def along(place: float) -> str:
    """From a place on the scale, one to five, to a place on a line from 10 to 190."""
    return f"{10 + (place - 1) * 45:.0f}"


def average(scores: Iterable[Score]) -> float:
    places = [one.place for one in scores if one.place]
    return sum(places) / len(places) if places else 0.0


def score(question: Question, answers: Answers) -> Score:
    chosen = answers.get(question.key, "")
    places = [key for key, _words in question.choices]
    if not isinstance(chosen, str) or chosen not in places:
        return Score(0, "")
    return Score(places.index(chosen) + 1, question.words_for(chosen))


@dataclass(frozen=True)
class Version:
    """One filled-in form, by question; the two may have been asked in different versions."""

    questions: dict[str, Question]
    answers: Answers

    @classmethod
    def of(cls, response: Response | None) -> "Version | None":
        if response is None:
            return None
        asked = {one.key: one for one in response.questionnaire.questions.all()}
        return cls(asked, response.answers)

    def asked(self, question: Question) -> Question | None:
        """The same question in this version, when it is answered in the same way."""
        found = self.questions.get(question.key)
        return found if found and found.kind == question.kind else None

    def score(self, question: Question) -> Score:
        asked = self.asked(question)
        return score(asked, self.answers) if asked else Score(0, _("not asked then"))

    def lines(self, question: Question) -> list[str] | None:
        asked = self.asked(question)
        if asked is None:
            return None
        answer = self.answers.get(asked.key)
        if asked.is_text:
            return [answer] if isinstance(answer, str) and answer else []
        return asked.chosen(answer)


def _pages(first: Response, second: Response | None) -> list[tuple[Wording, list[Question]]]:
    """The pages of the first form; what only the second asks stands on its page of that name."""
    parts = [(part.theme, list(part.questions)) for part in first.questionnaire.parts()]
    known = {one.key: one.kind for _theme, questions in parts for one in questions}
    for part in second.questionnaire.parts() if second else []:
        new = [one for one in part.questions if known.get(one.key) != one.kind]
        beside = {one.key for one in part.questions}
        page = next((asked for theme, asked in parts if beside & {one.key for one in asked}), None)
        if new and page is not None:
            page += new
        elif new:
            parts.append((part.theme, new))
    return parts


def compare(first: Response, second: Response | None) -> tuple[list[Competence], list[Page]]:
    """The pages with scales, as competences; then those without. See ``Version`` on versions."""
    then, now = Version.of(first), Version.of(second)
    assert then is not None
    competences, pages = [], []
    for theme, questions in _pages(first, second):
        told = [
            Told(one, then.lines(one), now.lines(one) if now else None)
            for one in questions
            if one.kind != Question.Kind.SCALE
        ]
        told = [one for one in told if one.is_told]
        behaviours = [
            Behaviour(one, then.score(one), now.score(one) if now else None)
            for one in questions
            if one.kind == Question.Kind.SCALE
        ]
        if behaviours:
            competences.append(Competence(theme, behaviours, told))
        elif told:
            pages.append(Page(theme, told))
    return competences, pages
