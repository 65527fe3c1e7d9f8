"""What the forms tell other rooms: when a form step is done, and what a group and a route show."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from intake.models import Response, cohorts_counted_by
from intake.overview import evaluations_of, overview_of
from intake.paper import paper_of
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


def group(cohort: Cohort, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For its trainer: how many intakes are in, and the way to read them."""
    if cohort.trainer_id != viewer.pk or cohort.cancelled_at is not None:
        return None
    overview = overview_of(cohort, viewer, at)
    first = [column for column in overview.columns if not column.is_by_choice]
    if not first or not overview.rows:
        return None
    return {"cohort": cohort, "column": first[0], "taking_part": len(overview.rows)}


def totals(cohort: Cohort, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For who oversees a group: its evaluations."""
    if not cohorts_counted_by(viewer).filter(pk=cohort.pk).exists():
        return None
    found = evaluations_of(cohort, viewer, at)
    return {"cohort": cohort, "evaluations": found} if found else None


def mirror(subject: Any, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On one's own route, once the first self-analysis is in."""
    mine = (
        Response.objects.written_by(viewer)
        .handed_in()
        .filter(questionnaire__key="self-analysis")
        .order_by("-enrolment", "step__position")
    )
    enrolments = list(mine.values_list("enrolment", flat=True))
    if not enrolments:
        return None
    return {"enrolment": enrolments[0], "is_twice": enrolments.count(enrolments[0]) > 1}


declare.step_kinds.add(
    declare.StepKind(key=Step.Kind.QUESTIONNAIRE, done=done, link=link, progress=progress)
)
declare.panels.add(
    declare.Panel("intakes", "group", "intake/_group.html", group, 10),
    declare.Panel("evaluations", "group", "intake/_evaluations.html", totals, 80),
    declare.Panel("evaluations-cohort", "cohort", "intake/_evaluations.html", totals, 80),
    declare.Panel("mirror", "route", "intake/_mirror.html", mirror, 80),
)
