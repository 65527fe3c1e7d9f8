"""The demo's third chapter: what the participants of its groups filled in, up to today.

Told by the same actions that a click calls, each at its own moment.
"""

from datetime import datetime, time, timedelta

from intake import actions
from intake.demo_texts import text_for
from intake.models import Answer, Question, Questionnaire, Response, Tip
from intake.paper import Paper, paper_of
from intake.tips import tips_of
from mentorship import declare
from mentorship.privacy.log import record_reading
from programmes.models import Cohort, Enrolment, Step

MENTOR = "mentor@hoorn.example"
WHEN_SHARED, TOTALS = Questionnaire.Readers.WHEN_SHARED, Questionnaire.Readers.TOTALS
OFTEN_LATE = 4  # every so many participants one has not filled in yet
UNEVEN = (0, 1, 1, 2, 1, 2, 2)  # steps above the lowest answer: no two questions come out alike


def tell(at: datetime) -> None:
    """Where a group has answers already, nothing is added."""
    answered = Response.objects.values("enrolment__cohort")
    cohorts = Cohort.objects.exclude(pk__in=answered).filter(cancelled_at=None)
    cohorts = cohorts.select_related("organisation", "trainer")
    for cohort in cohorts.prefetch_related("meetings", "deadlines"):
        _tell_of(cohort, at)
        _read(cohort, at)
        _sort_tips(cohort, at)


def _tell_of(cohort: Cohort, at: datetime) -> None:
    taking_part = Enrolment.objects.filter(cohort=cohort).taking_part().select_related("person")
    forms = Step.objects.filter(kind=Step.Kind.QUESTIONNAIRE, deadlines__cohort=cohort)
    for number, enrolment in enumerate(taking_part):
        enrolment.cohort = cohort
        for step in forms:
            _fill_in(paper_of(enrolment, step), number, at)


def _fill_in(paper: Paper, number: int, at: datetime) -> None:
    """Most hand in within a week of the opening; some come later, the demo's mentor is halfway."""
    opens_on = paper.window.opens_on
    if opens_on is None:
        return
    day = opens_on + timedelta(days=number % 6)
    moment = paper.enrolment.cohort.organisation.moment(day, time(9 + number % 7, 20))
    if moment >= at:
        return
    is_mentor = paper.enrolment.person.email == MENTOR
    is_counted = paper.questionnaire.readers == TOTALS
    is_due = at.date() > day + timedelta(days=21)
    if is_mentor and not is_due and paper.questionnaire.readers == WHEN_SHARED:
        _begin(paper, moment)
    elif is_mentor or (is_due and not is_counted) or number % OFTEN_LATE != OFTEN_LATE - 1:
        _hand_in(paper, number, moment)
    elif number % (2 * OFTEN_LATE) == OFTEN_LATE - 1:
        _begin(paper, moment)


def _begin(paper: Paper, moment: datetime) -> None:
    """Half of it, and then the telephone rang."""
    answers = list(_answers(paper, 0).items())
    half = dict(answers[: (len(answers) + 1) // 2])
    actions.save_draft(paper, half, part=(len(paper.parts) + 1) // 2, at=moment)


def _hand_in(paper: Paper, number: int, moment: datetime) -> None:
    actions.save_draft(paper, _answers(paper, number), part=len(paper.parts) + 1, at=moment)
    actions.hand_in(paper, moment)
    is_own = paper.questionnaire.readers == WHEN_SHARED
    if is_own and number % 3 == 1 and paper.response is not None:
        paper.response.share(moment + timedelta(minutes=2))


def _answers(paper: Paper, number: int) -> dict[str, Answer]:
    return {question.key: _answer(paper, question, number) for question in paper.questions}


def _answer(paper: Paper, question: Question, number: int) -> Answer:
    """Different for each, the same at each telling; the second time somewhat higher on a scale."""
    if question.is_text:
        return text_for(question.key, number)
    keys = [key for key, _words in question.choices]
    turn = number * 3 + question.position * 5
    if question.kind == Question.Kind.CHOICE:
        return keys[turn % len(keys)]
    if question.takes_many:
        again = 1 if paper.step.key == "self-analysis-return" else 0
        most = question.places if question.kind == Question.Kind.RANKING else 2
        return [keys[(turn + again + 5 * place) % len(keys)] for place in range(most)]
    lowest = 2 if paper.step.key in ("evaluation", "evaluation-return") else 1
    grown = 1 if paper.step.key == "self-analysis-return" and turn % 3 else 0
    return keys[min(lowest + UNEVEN[turn % len(UNEVEN)] + grown, len(keys) - 1)]


def _read(cohort: Cohort, at: datetime) -> None:
    """The trainer prepares a half-day by reading, the day before it."""
    begins = cohort.meetings.get(step__key="half-day-1").starts_at - timedelta(hours=18)
    if begins >= at:
        return
    sent = (
        Response.objects.visible_to(cohort.trainer)
        .filter(enrolment__cohort=cohort, handed_in_at__lt=begins)
        .select_related("enrolment__person", "step")
        .by_name()
    )
    for minutes, response in enumerate(sent):
        record_reading(
            cohort.trainer,
            response.enrolment.person,
            response,
            response.step.title,
            begins + timedelta(minutes=4 * minutes),
        )


def _sort_tips(cohort: Cohort, at: datetime) -> None:
    """Of a group that is over, its trainer sorts the tips of the first evaluation but for two."""
    step = Step.objects.get(programme=cohort.programme, key="evaluation")
    ends = cohort.meetings.latest("ends_at").ends_at
    if ends >= at:
        return
    written = tips_of(cohort, step).written
    tips = list({one.text: one for one in written if one.question.key == "tip"}.values())
    piles = (Tip.Pile.NEXT, Tip.Pile.NOW, Tip.Pile.NEXT, Tip.Pile.NOT)
    for one, pile in zip(tips[:-2], piles, strict=False):
        actions.sort_tip(one, pile, by=cohort.trainer, at=min(at, ends + timedelta(days=3)))


declare.chapters.add(declare.Chapter(key="intake", tell=tell, order=30))
