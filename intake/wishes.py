"""What a whole group wishes to learn, on one page for its trainer: in their words, by competence.

It goes by the pages and kinds of questions, not by the shipped keys alone, so that a version of an
organisation's own does as well. Nobody is scored: what was set on a scale is not told here.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from intake.models import Part, Question, Questionnaire, Response, as_list
from intake.models.questionnaire import family_of
from intake.overview import open_forms
from mentorship.people.models import Person
from mentorship.privacy.taking_out import taken_out_of
from mentorship.web.today import in_words
from mentorship.web.wording import Wording
from programmes.models import Cohort, Enrolment, Step

WISHES = {"wish", "theme"}  # questions of the shipped intake: their page asks what to work on


@dataclass
class Topic:
    """One page of a form over the versions that have it; a competence where it has scales.

    ``said`` has what each participant wrote, by the key of the question.
    """

    name: Wording
    is_competence: bool
    keys: set[str] = field(default_factory=set)
    questions: dict[str, Question] = field(default_factory=dict)
    said: dict[str, list[tuple[Person, str]]] = field(default_factory=dict)

    @property
    def is_wish(self) -> bool:
        return bool(self.keys & WISHES)

    @property
    def rows(self) -> list[tuple[Question, list[tuple[Person, str]]]]:
        return [(one, self.said[key]) for key, one in self.questions.items() if key in self.said]


@dataclass
class Choice:
    """A closed question over the versions that ask it; ``asked`` is how many answered it."""

    question: Question
    is_wish: bool
    asked: int = 0
    chosen: Counter[str] = field(default_factory=Counter)

    @property
    def is_order(self) -> bool:
        return self.question.kind == Question.Kind.RANKING

    @property
    def rows(self) -> list[tuple[str, str]]:
        """What was chosen at all, most often in front, and by how many, in words."""
        return [
            (words, how_many(number, self.asked)) for words, number in self.chosen.most_common()
        ]


@dataclass(frozen=True)
class Missing:
    person: Person
    steps: list[Step]


@dataclass(frozen=True)
class Wishes:
    responses: list[Response]
    missing: list[Missing]
    choices: list[Choice]
    topics: list[Topic]

    @property
    def wishes(self) -> list[Topic]:
        return [one for one in self.topics if one.is_wish]

    @property
    def competences(self) -> list[Topic]:
        return [one for one in self.topics if one.is_competence]

    @property
    def others(self) -> list[Topic]:
        return [one for one in self.topics if not (one.is_competence or one.is_wish)]

    @property
    def themes(self) -> list[str]:
        """What comes up, in words: to choose from."""
        return [words for one in self.choices if one.is_wish for words, _number in one.rows]


def how_many(number: int, total: int) -> str:
    """Three of the eight; all eight; one."""
    if number == total == 1:
        return in_words(1)
    if number == total:
        return _("all %(total)s") % {"total": in_words(total)}
    words = {"number": in_words(number), "total": in_words(total)}
    return _("%(number)s of the %(total)s") % words


def wishes_of(cohort: Cohort, reader: Person, at: datetime) -> Wishes:
    """Whatever ``reader`` may read of the forms at the start; their queries are few and fixed."""
    steps = _first_forms(cohort, at)
    responses = list(
        Response.objects.visible_to(reader)
        .handed_in()
        .filter(enrolment__cohort=cohort, step__in=steps)
        .select_related("questionnaire", "step", "enrolment__person__team")
        .prefetch_related("questionnaire__questions")
        .by_name()
    )
    topics, choices = _gathered(steps, responses)
    taking_part = Enrolment.objects.filter(cohort=cohort).taking_part()
    there = {(one.enrolment_id, one.step_id) for one in responses}
    missing = [
        Missing(one.person, absent)
        for one in taking_part.select_related("person").by_name()
        if (absent := [step for step in steps if (one.pk, step.pk) not in there])
    ]
    return Wishes(responses, missing, choices, topics)


def _first_forms(cohort: Cohort, at: datetime) -> list[Step]:
    """Intake and self-analysis: the first of each that the trainer reads."""
    first: dict[str, Step] = {}
    for step, form in open_forms(cohort, at):
        if form.readers == Questionnaire.Readers.TRAINER:
            first.setdefault(family_of(step.questionnaire), step)
    return list(first.values())


def _gathered(steps: list[Step], responses: list[Response]) -> tuple[list[Topic], list[Choice]]:
    topics: list[Topic] = []
    choices: dict[tuple[str, str], Choice] = {}
    gone = taken_out_of(responses)
    for step in steps:
        mine = [one for one in responses if one.step_id == step.pk]
        of_step: list[Topic] = []
        # The newest version names and orders the pages.
        for version in sorted({one.questionnaire for one in mine}, key=_age, reverse=True):
            for part in version.parts():
                _topic(of_step, version, part)
                if version.family != "self-analysis":
                    _ask(choices, version, part)
        for one in mine:
            _say(of_step, one, gone[one.pk])
            _count(choices, one)
        topics += [one for one in of_step if one.said]
    return topics, [one for one in choices.values() if one.asked]


def _age(version: Questionnaire) -> tuple[datetime, int]:
    assert version.published_at is not None
    return version.published_at, version.pk


def _topic(topics: list[Topic], version: Questionnaire, part: Part) -> None:
    """A page that shares a question with one that is there is that page, in another version."""
    keys = {one.key for one in part.questions}
    topic = next((one for one in topics if one.keys & keys), None)
    if topic is None:
        scales = any(one.kind == Question.Kind.SCALE for one in part.questions)
        topic = Topic(part.theme, scales and version.family == "self-analysis")
        topics.append(topic)
    topic.keys |= keys
    for one in part.questions:
        topic.questions.setdefault(one.key, one)


def _ask(choices: dict[tuple[str, str], Choice], version: Questionnaire, part: Part) -> None:
    """Where no page asks for wishes by the shipped keys, each closed question may be one."""
    every = {one.key for one in version.questions.all()}
    is_wish = part.holds(WISHES) or not WISHES & every
    for one in part.questions:
        if not one.is_text and one.kind != Question.Kind.SCALE:
            choices.setdefault((one.key, one.kind), Choice(one, is_wish))


def _say(topics: list[Topic], response: Response, gone: Mapping[str, str]) -> None:
    """Their words; where these were taken out, who did that and when."""
    person = response.enrolment.person
    for question in response.questionnaire.questions.all():
        words = question.words_for(response.answers.get(question.key)) if question.is_text else ""
        words = words or gone.get(question.key, "")
        if words:
            topic = next(one for one in topics if question.key in one.keys)
            topic.said.setdefault(question.key, []).append((person, words))


def _count(choices: dict[tuple[str, str], Choice], response: Response) -> None:
    for question in response.questionnaire.questions.all():
        choice = choices.get((question.key, question.kind))
        if choice is None:
            continue
        given = as_list(response.answers.get(question.key))
        chosen = question.chosen(given[:1] if choice.is_order else given)
        choice.asked += bool(chosen)
        choice.chosen.update(chosen)
