"""What an evaluation says as a whole. Under five answers nothing is told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from intake.models import Question, Response
from mentorship.people.models import Person
from programmes.models import Cohort, Step

FEWEST = 5  # with fewer, somebody who knows the group could guess who answered what


@dataclass(frozen=True)
class Total:
    """How often each of the words of one scale was chosen, from low to high."""

    question: Question
    counts: list[tuple[str, int]]

    @property
    def answered(self) -> int:
        return sum(count for _, count in self.counts)

    @property
    def is_enough(self) -> bool:
        """An optional question may have fewer answers than the form."""
        return self.answered >= FEWEST

    @property
    def average(self) -> float:
        scores = sum(place * count for place, (_, count) in enumerate(self.counts, start=1))
        return scores / self.answered if self.answered else 0.0

    @property
    def nearest(self) -> int:
        """The place on the scale that the average is closest to; a half counts upwards."""
        return int(self.average + 0.5)


@dataclass(frozen=True)
class Tips:
    """What was written to one question, in an order that does not tell who wrote it."""

    question: Question
    texts: list[str]


@dataclass(frozen=True)
class Outcome:
    """What one viewer may know of an evaluation. ``tips`` is None when they are not for them."""

    handed_in: int
    totals: list[Total]
    tips: list[Tips] | None


def outcome_of(cohort: Cohort, step: Step, viewer: Person) -> Outcome:
    """By the questions of the newest version; older answers count where the question stayed.

    An academy's coordinator sees totals; the tips are for the group's own adviser and trainer.
    """
    responses = list(
        Response.objects.counted_for(viewer)
        .evaluations()
        .filter(step=step, enrolment__cohort=cohort)
        .select_related("questionnaire")
        .order_by("-questionnaire__version")
    )
    questions = list(responses[0].questionnaire.questions.all()) if responses else []
    answers = [one.answers for one in responses]
    oversees = Cohort.objects.overseen_by(viewer).filter(pk=cohort.pk).exists()
    return Outcome(
        len(responses),
        totals(questions, answers),
        tips(questions, answers) if oversees else None,
    )


def totals(questions: Sequence[Question], answers: Sequence[dict[str, str]]) -> list[Total]:
    if len(answers) < FEWEST:
        return []
    found = []
    for question in questions:
        if question.kind == Question.Kind.TEXT:
            continue
        chosen = Counter(one.get(question.key) for one in answers)
        counts = [(str(words), chosen[key]) for key, words in question.choices]
        found.append(Total(question, counts))
    return found


def tips(questions: Sequence[Question], answers: Sequence[dict[str, str]]) -> list[Tips]:
    if len(answers) < FEWEST:
        return []
    written = [
        Tips(
            question,
            sorted((one[question.key] for one in answers if one.get(question.key)), key=str.lower),
        )
        for question in questions
        if question.kind == Question.Kind.TEXT
    ]
    return [one for one in written if one.texts]
