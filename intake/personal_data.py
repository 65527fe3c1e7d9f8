"""What is kept of what they tell: the forms."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intake.models import Answer, Answers, Question, Questionnaire, Response, Tip, as_list
from intake.paper import answered, told
from mentorship import declare
from mentorship.declare import Audience, Information, Kept, Removable, Sight, Sort, Term, fields
from mentorship.people.models import Person
from programmes.models import Cohort
from programmes.personal_data import IS_IN, PLACE, PROGRAMME_OVER, over_before

READERS = Questionnaire.Readers
Rows = Callable[[Person], QuerySet[Response]]


def _read(readers: str) -> Rows:
    return lambda person: Response.objects.visible_to(person).filter(questionnaire__readers=readers)


def _is_in(readers: str) -> Rows:
    """As the grid of a group shows it: see ``intake.screens.done``."""

    def rows(person: Person) -> QuerySet[Response]:
        overseen = Cohort.objects.overseen_by(person).values("pk")
        return Response.objects.handed_in().filter(
            enrolment__cohort__in=overseen, questionnaire__readers=readers
        )

    return rows


def _counted(person: Person) -> QuerySet[Response]:
    return Response.objects.counted_for(person).evaluations()


def _tips(person: Person) -> QuerySet[Response]:
    """See ``intake.views.evaluation``: an academy's coordinator counts, and reads no tips."""
    return _counted(person).filter(enrolment__cohort__in=Cohort.objects.overseen_by(person))


def without_words(response: Response) -> dict[str, Any]:
    """Of an evaluation what was chosen stays, so that totals do; of any other form nothing."""
    if response.questionnaire.readers != READERS.TOTALS:
        return {"draft": {}, "answers": {}, "saved_from": ""}
    chosen = chosen_only(response.questionnaire, response.answers)
    return {"draft": {}, "answers": chosen, "saved_from": ""}


def chosen_only(version: Questionnaire, answers: Answers) -> dict[str, Answer]:
    """What was chosen from what the version offers; no text."""
    closed = {
        question.key: {key for key, _words in question.choices}
        for question in version.questions.all()
        if question.kind != Question.Kind.TEXT
    }
    return {
        key: answer
        for key, answer in answers.items()
        if as_list(answer) and set(as_list(answer)) <= closed.get(key, set())
    }


def _shown(response: Response) -> list[tuple[str, str]]:
    """Each question with its answer in words, and what its writer types but has not sent."""
    parts = response.questionnaire.parts()
    sent = [
        (str(question.text), words or gone)
        for _part, rows in told(parts, response.answers, response)
        for question, words, gone in rows
        if words or gone
    ]
    typed = [
        (f"{question.text} ({gettext('Draft')})", words)
        for _part, rows in answered(parts, response.draft)
        for question, words in rows
        if words and words != question.words_for(response.answers.get(question.key))
    ]
    return sent + typed


def _texts(response: Response, reader: Person) -> dict[str, tuple[Any, str]]:
    """What was answered in own words, as it was sent."""
    asked = response.questionnaire.questions.filter(kind=Question.Kind.TEXT)
    said = {one.key: (one.text, one.words_for(response.answers.get(one.key))) for one in asked}
    return {key: (text, words) for key, (text, words) in said.items() if words}


def _drop_tip(response: Response, key: str) -> None:
    """Out of its pile as well: what is answered anew is another tip."""
    response.take_out(key)
    response.tips.filter(key=key).delete()


def _read_by_trainer(person: Person) -> QuerySet[Response]:
    return Response.objects.visible_to(person).handed_in().exclude(enrolment__person=person)


def _title(response: Response) -> str:
    return f"{response.step.title}, {response.enrolment.cohort.name}"


def _over(moment: datetime) -> QuerySet[Response]:
    return Response.objects.filter(over_before(moment))


def _tips_over(moment: datetime) -> QuerySet[Tip]:
    return Tip.objects.filter(response__in=_over(moment))


SELF, TRAINER, ADVISER = Audience.SELF, Audience.TRAINER, Audience.ADVISER

declare.removables.add(
    Removable(
        "intake.response",
        rows=_read_by_trainer,
        writer=lambda response: response.enrolment.person,
        title=lambda response: response.step.title,
        texts=_texts,
        empty=Response.take_out,
        back=lambda response: reverse("intake:response", args=[response.pk]),
    ),
    Removable(
        "intake.tip",
        rows=lambda person: _tips(person).exclude(enrolment__person=person),
        writer=lambda response: response.enrolment.person,
        title=lambda response: response.step.title,
        texts=_texts,
        empty=_drop_tip,
        back=lambda response: reverse(
            "intake:evaluation", args=[response.enrolment.cohort_id, response.step_id]
        ),
        nameless=True,
    ),
)
declare.information.add(
    Information(
        "intake",
        _("Your intake and self-analysis"),
        _("So that the trainer chooses what your group works on, and you see how you grow."),
        (
            Sight(_("everything, once you sent it"), (SELF, TRAINER), _read(READERS.TRAINER)),
            Sight(_("that it is in"), (TRAINER, ADVISER), _is_in(READERS.TRAINER), True),
        ),
        order=30,
    ),
    Information(
        "reflection",
        _("Your reflection after a half-day"),
        _("So that you keep hold of what you learnt."),
        (
            Sight(_("what you share"), (SELF, TRAINER), _read(READERS.WHEN_SHARED)),
            Sight(_("that it is in"), (TRAINER, ADVISER), _is_in(READERS.WHEN_SHARED), True),
        ),
        order=31,
    ),
    Information(
        "evaluation",
        _("Your evaluation"),
        _("So that the next group gets a better training."),
        (
            Sight(_("your own answers"), (SELF,), _read(READERS.TOTALS)),
            Sight(
                _("totals without names, from five answers up"),
                (TRAINER, ADVISER, Audience.COORDINATOR),
                _counted,
            ),
            Sight(_("tips without names, from five answers up"), (TRAINER, ADVISER), _tips),
            Sight(
                _("how a tip is sorted; the next group's trainer and adviser read it too"),
                (SELF, TRAINER, ADVISER),
                Tip.objects.visible_to,
            ),
        ),
        order=32,
    ),
)
declare.kept.add(
    Kept(
        "intake.questionnaire",
        refers="published_by withdrawn_by",
        fields=(
            fields(
                Sort.STRUCTURE,
                "key version title introduction readers published_at withdrawn_at discarded_at",
            ),
        ),
    ),
    Kept(
        "intake.question",
        fields=(
            fields(Sort.STRUCTURE, "position key kind theme text help options at_most required"),
        ),
    ),
    Kept(
        "intake.response",
        "intake reflection evaluation",
        of=("enrolment__person",),
        fields=(
            fields(Sort.OWN_WORDS, draft=_("Draft"), answers=_("Answers")),
            fields(Sort.TECHNICAL, "part saved_from"),
            fields(
                Sort.PLANNING,
                started_at=_("Begun on"),
                saved_at=_("Saved on"),
                handed_in_at=_("Handed in on"),
                shared_at=_("Shared on"),
            ),
        ),
        replace=without_words,
        title=_title,
        shown=_shown,
        besides={
            "intake": IS_IN,
            "reflection": IS_IN,
            "evaluation": _(
                "That it is in, and what you chose: as long as you are known here. That counts in"
                " the totals."
            ),
        },
        term=Term(365, PROGRAMME_OVER, _over, organisation=PLACE),
        order=30,
    ),
    Kept(
        "intake.tip",
        "evaluation",
        of=("response__enrolment__person",),
        refers="sorted_by",
        fields=(
            fields(Sort.TECHNICAL, "key"),
            fields(
                Sort.PLANNING,
                pile=_("Your tip lies under"),
                sorted_at=_("Sorted on"),
                done_at=_("Done on"),
            ),
        ),
        goes=True,
        title=lambda tip: _title(tip.response),
        term=Term(365, PROGRAMME_OVER, _tips_over),
        order=31,
    ),
)
