"""One participant's form for one step: its pages, what is on them, and until when it may change."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils.translation import gettext as _

from intake.forms import AnswersForm
from intake.models import Answers, Part, Question, Questionnaire, Response, is_given
from mentorship.privacy.taking_out import taken_out_of
from programmes.models import Enrolment, Step

InWords = list[tuple[Part, list[tuple[Question, str, str]]]]  # words, or who took them out
STILL_WELCOME = timedelta(days=28)  # a late form counts for so long after the last date of all


@dataclass
class Window:
    """From when a form is open. What is handed in ``locks_at``; everything ``closes_at``."""

    opens_on: date | None
    locks_at: datetime
    closes_at: datetime


def window_of(enrolment: Enrolment, step: Step) -> Window:
    """A form before its meeting may be corrected until that begins; others while all goes on."""
    cohort = enrolment.cohort
    organisation = cohort.organisation
    meetings = [one for one in cohort.meetings.all() if one.cancelled_at is None]
    deadlines = {one.step_id: one for one in cohort.deadlines.all()}
    days = [organisation.local_date(one.ends_at) for one in meetings]
    days += [one.due_on for one in deadlines.values()]
    last_day = max(days, default=organisation.local_date(cohort.created_at))
    closes_at = organisation.moment(last_day + STILL_WELCOME, time.max)
    begins = [one.starts_at for one in meetings if one.step_id == step.anchor_id]
    locks_at = begins[0] if begins and step.days <= 0 else closes_at
    mine = deadlines.get(step.pk)
    return Window(mine.opens_on if mine else None, locks_at, closes_at)


@dataclass
class Paper:
    """Nothing is written by looking at it; the response begins with the first thing typed."""

    enrolment: Enrolment
    step: Step
    questionnaire: Questionnaire
    response: Response | None
    window: Window

    @cached_property
    def parts(self) -> list[Part]:
        return self.questionnaire.parts()

    def page(self, number: int) -> Part | None:
        return next((one for one in self.parts if one.number == number), None)

    @property
    def questions(self) -> list[Question]:
        return [question for part in self.parts for question in part.questions]

    @property
    def is_handed_in(self) -> bool:
        return self.response is not None and self.response.is_handed_in

    @property
    def draft(self) -> Answers:
        return self.response.draft if self.response else {}

    def is_early(self, at: datetime) -> bool:
        """Without a date for its meeting a form is not open either."""
        opens_on = self.window.opens_on
        return opens_on is None or self.enrolment.cohort.organisation.local_date(at) < opens_on

    def changes_until(self) -> datetime:
        return self.window.locks_at if self.is_handed_in else self.window.closes_at

    def may_change(self, at: datetime) -> bool:
        """Late is allowed; changing what others have prepared on is not."""
        return not self.is_early(at) and at < self.changes_until()

    def where(self) -> int | None:
        """The page its writer was on; None when that was the last one."""
        number = self.response.part if self.response else 1
        return number if number <= len(self.parts) else None

    def shown(self, at: datetime) -> Answers:
        """What its writer sees: what is being typed while it may change, else what counts."""
        if self.response is None:
            return {}
        typing = self.may_change(at) or not self.is_handed_in
        return self.response.draft if typing else self.response.answers

    def answered(self, at: datetime) -> InWords:
        """Each page with its questions and the answers in words."""
        return told(self.parts, self.shown(at), self.response)

    @property
    def seen(self) -> str:
        """Which page saved last, for the next one to say what it builds upon."""
        return self.response.saved_from if self.response else ""

    def form(self, part: Part | None = None, *, judge: bool = False) -> AnswersForm:
        """What was typed, on one page or on all; judged only when asked."""
        return AnswersForm(part.questions if part else self.questions, self.draft, judge=judge)

    def progress(self) -> str:
        """How far somebody is, in words; nothing before the first answer."""
        if self.response is None or self.is_handed_in:
            return ""
        if self.where() is None:
            return _("You only need to send it.")
        answered = sum(is_given(answer) for answer in self.draft.values())
        if answered * 2 >= len(self.questions):
            return _("You are halfway already.")
        return _("You have made a start.") if answered else ""


def answered(parts: list[Part], answers: Answers) -> list[tuple[Part, list[tuple[Question, str]]]]:
    return [
        (part, [(one, one.words_for(answers.get(one.key))) for one in part.questions])
        for part in parts
    ]


def told(parts: list[Part], answers: Answers, response: Response | None) -> InWords:
    """As ``answered``; beside an answer that was taken out, who did that and when."""
    gone = taken_out_of([response])[response.pk] if response else {}
    return [
        (part, [(one, words, "" if words else gone.get(one.key, "")) for one, words in pairs])
        for part, pairs in answered(parts, answers)
    ]


def paper_of(enrolment: Enrolment, step: Step) -> Paper:
    """With the version it was started in, else the one that is current."""
    response = (
        Response.objects.filter(enrolment=enrolment, step=step)
        .select_related("questionnaire")
        .first()
    )
    questionnaire = (
        response.questionnaire
        if response
        else Questionnaire.objects.current(step.questionnaire, enrolment.cohort.organisation)
    )
    return Paper(enrolment, step, questionnaire, response, window_of(enrolment, step))
