"""What an evaluation says as a whole. Under five answers nothing is told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from intake.models import Answers, Question, Response, as_list
from intake.models.response import ResponseQuerySet
from mentorship.people.models import Person
from programmes.models import Cohort, Step

FEWEST = 5  # with fewer, somebody who knows the group could guess who answered what


class Given(Protocol):
    """Answers to a version, in this room or a higher one."""

    @property
    def pk(self) -> Any: ...
    @property
    def questionnaire(self) -> Any: ...
    @property
    def answers(self) -> Any: ...


@dataclass(frozen=True)
class Asked:
    """One question over the versions that asked it in the same way, with who was asked.

    ``apart`` forms were of a version that did not: they cannot be compared. ``is_old`` says that
    the newest version no longer asks it.
    """

    question: Question
    responses: Sequence[Given]
    apart: int
    is_old: bool

    @property
    def answers(self) -> list[Answers]:
        return [one.answers for one in self.responses]


@dataclass(frozen=True)
class Total:
    """How often each answer was chosen; of a scale from low to high. ``first``: put on top."""

    question: Question
    counts: list[tuple[str, int]]
    answered: int
    apart: int = 0
    is_old: bool = False
    first: tuple[int, ...] = ()

    @property
    def is_enough(self) -> bool:
        """An optional question may have fewer answers than the form."""
        return self.answered >= FEWEST

    @property
    def rows(self) -> list[tuple[str, int, int | None]]:
        return [
            (words, count, self.first[place] if self.first else None)
            for place, (words, count) in enumerate(self.counts)
        ]

    @property
    def is_scale(self) -> bool:
        return self.question.kind == Question.Kind.SCALE

    @property
    def is_order(self) -> bool:
        return self.question.kind == Question.Kind.RANKING

    @property
    def average(self) -> float:
        scores = sum(place * count for place, (_, count) in enumerate(self.counts, start=1))
        return scores / self.answered if self.answered else 0.0

    @property
    def nearest(self) -> int:
        """The place on the scale that the average is closest to; a half counts upwards."""
        return int(self.average + 0.5)


@dataclass(frozen=True)
class Outcome:
    """What somebody who may count an evaluation knows of it. See ``intake.tips`` for the words."""

    handed_in: int
    totals: list[Total]


def outcome_of(cohort: Cohort, step: Step, viewer: Person) -> Outcome:
    """Question by question, the newest version first; see ``Asked`` for what counts together."""
    responses = answers_to(Response.objects.counted_for(viewer), cohort, step)
    found = asked(responses) if len(responses) >= FEWEST else []
    return Outcome(len(responses), totals(found))


def answers_to(counted: ResponseQuerySet, cohort: Cohort, step: Step) -> list[Response]:
    """Those of one evaluation, of the newest version in front."""
    return list(
        counted.evaluations()
        .filter(step=step, enrolment__cohort=cohort)
        .select_related("questionnaire", "enrolment")
        .prefetch_related("questionnaire__questions")
        .order_by("-questionnaire__published_at", "-questionnaire__pk")
    )


def asked(responses: Sequence[Given]) -> list[Asked]:
    """``responses`` come with those of the newest version in front."""
    questions: dict[tuple[str, str], Question] = {}
    versions: dict[int, set[tuple[str, str]]] = {}
    for one in responses:
        if one.questionnaire.pk not in versions:
            own = {(each.key, each.kind): each for each in one.questionnaire.questions.all()}
            versions[one.questionnaire.pk] = set(own)
            questions |= {same: each for same, each in own.items() if same not in questions}
    newest = versions[responses[0].questionnaire.pk] if responses else set()
    return [
        Asked(
            question,
            those := [one for one in responses if same in versions[one.questionnaire.pk]],
            len(responses) - len(those),
            same not in newest,
        )
        for same, question in questions.items()
    ]


def totals(found: Sequence[Asked]) -> list[Total]:
    return [_total(one) for one in found if not one.question.is_text]


def _total(one: Asked) -> Total:
    question = one.question
    known = dict(question.choices)
    chosen = [
        [each for each in as_list(answers.get(question.key)) if each in known]
        for answers in one.answers
    ]
    counts = Counter(each for all_of_one in chosen for each in all_of_one)
    on_top = Counter(all_of_one[0] for all_of_one in chosen if all_of_one)
    is_order = question.kind == Question.Kind.RANKING
    return Total(
        question,
        [(str(words), counts[key]) for key, words in question.choices],
        answered=sum(bool(all_of_one) for all_of_one in chosen),
        apart=one.apart,
        is_old=one.is_old,
        first=tuple(on_top[key] for key in known) if is_order else (),
    )
