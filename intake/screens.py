"""What the forms tell other rooms: when a form step is done, and what a group and a route show."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.models import Questionnaire, Response, cohorts_counted_by
from intake.overview import enough_for, evaluations_of, open_forms
from intake.paper import paper_of
from intake.tips import passed_on
from mentorship import declare
from mentorship.people.models import Person
from programmes.models import Cohort, Enrolment, Step


def done(cohorts: Iterable[int]) -> set[tuple[int, int]]:
    handed_in = Response.objects.handed_in().filter(enrolment__cohort__in=cohorts)
    return set(handed_in.values_list("enrolment", "step"))


def link(enrolment: Enrolment, step: Step) -> str:
    return reverse("intake:fill", args=(enrolment.pk, step.pk))


def progress(enrolment: Enrolment, step: Step) -> str:
    return paper_of(enrolment, step).progress()


def readers(enrolment: Enrolment, step: Step) -> str:
    """For the line of stations, beside the day."""
    cohort = enrolment.cohort
    form = Questionnaire.objects.current(step.questionnaire, cohort.organisation)
    if form.readers == Questionnaire.Readers.TRAINER:
        name = cohort.trainer.given_name
        return _("only you and %(trainer)s read this") % {"trainer": name}
    if form.readers == Questionnaire.Readers.WHEN_SHARED:
        return _("for yourself")
    return _("without your name")


def unnamed() -> Iterable[int]:
    """An evaluation is counted with others, and that is all anybody hears of it."""
    counted = Questionnaire.objects.filter(readers=Questionnaire.Readers.TOTALS)
    steps = Step.objects.filter(kind=Step.Kind.QUESTIONNAIRE)
    return steps.filter(questionnaire__in=counted.values("key")).values_list("pk", flat=True)


def group(cohort: Cohort, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For its trainer: how many intakes are in, and the way to read them."""
    if cohort.trainer_id != viewer.pk or cohort.cancelled_at is not None:
        return None
    forms = [
        step
        for step, form in open_forms(cohort, at)
        if form.readers == Questionnaire.Readers.TRAINER
    ]
    if not forms:
        return None
    sent = Response.objects.visible_to(viewer).handed_in().filter(enrolment__cohort=cohort)
    return {
        "cohort": cohort,
        "step": forms[0],
        "handed_in": sent.filter(step=forms[0]).count(),
        "taking_part": Enrolment.objects.filter(cohort=cohort).taking_part().count(),
    }


def totals(cohort: Cohort, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For who oversees a group: its evaluations."""
    if not cohorts_counted_by(viewer).filter(pk=cohort.pk).exists():
        return None
    found = evaluations_of(cohort, viewer, at)
    return {"cohort": cohort, "evaluations": found} if found else None


def earlier_tips(cohort: Cohort, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """A group opens with what the one before it left to do, until it is over itself."""
    if cohort.phase not in ("coming", "running"):
        return None
    left = passed_on(cohort, viewer)
    if not left:
        return None
    may_open = cohorts_counted_by(viewer).filter(pk=left[0].earlier.pk).exists()
    return {"left": left, "may_open": may_open}


def academy_totals(academy: None, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For the coordinator: whichever evaluations have enough answers to tell something."""
    found = enough_for(viewer)
    return {"groups": found} if found else None


def mirror(enrolment: Enrolment, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On one's own route, once the first self-analysis is in."""
    mine = Response.objects.written_by(viewer).handed_in().filter(enrolment=enrolment)
    number = mine.filter(questionnaire__key__startswith="self-analysis").count()
    return {"enrolment": enrolment, "is_twice": number > 1} if number else None


def advises(person: Person) -> bool:
    return person.holds("adviser")


declare.screens.add(
    declare.Screen("forms", gettext_lazy("Questionnaires"), "intake:questionnaires", advises, 55)
)
declare.step_kinds.add(
    declare.StepKind(
        key=Step.Kind.QUESTIONNAIRE,
        done=done,
        link=link,
        progress=progress,
        readers=readers,
        unnamed=unnamed,
    )
)
declare.panels.add(
    declare.Panel("intakes", "group", "intake/_group.html", group, 10),
    declare.Panel("answers", "cohort", "intake/_answers_card.html", group, 70),
    declare.Panel("earlier-tips", "cohort-held", "intake/_passed_on.html", earlier_tips, 20),
    declare.Panel("academy-totals", "overview", "intake/_academy_totals.html", academy_totals, 10),
    declare.Panel("evaluations", "cohort", "intake/_evaluations.html", totals, 80),
    declare.Panel("mirror", "route", "intake/_mirror.html", mirror, 80),
)
