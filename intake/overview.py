"""Who of a cohort handed in what, as far as somebody may know it. No words, only that."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from intake.models import Questionnaire, Response
from intake.totals import FEWEST
from mentorship.people.models import Person
from programmes.models import Cohort, Enrolment, Step


@dataclass(frozen=True)
class Column:
    """One form: how many may be read, and the first of them."""

    step: Step
    is_by_choice: bool
    readable: int
    first: int | None


@dataclass(frozen=True)
class Cell:
    """One form of one participant; ``pk`` when it can be read."""

    column: Column
    pk: int | None


@dataclass(frozen=True)
class Row:
    person: Person
    cells: list[Cell]


@dataclass(frozen=True)
class Evaluation:
    """How many handed in one evaluation; what they say is told from five up."""

    step: Step
    handed_in: int

    @property
    def is_enough(self) -> bool:
        return self.handed_in >= FEWEST


@dataclass(frozen=True)
class Overview:
    columns: list[Column]
    rows: list[Row]


def open_forms(cohort: Cohort, at: datetime) -> list[tuple[Step, Questionnaire]]:
    """The form steps that have opened, each with the questionnaire that says who reads it."""
    current = Questionnaire.objects.current_by_key(cohort.organisation)
    steps = Step.objects.filter(
        kind=Step.Kind.QUESTIONNAIRE,
        deadlines__cohort=cohort,
        deadlines__opens_on__lte=cohort.organisation.local_date(at),
    ).order_by("position")
    return [(step, current[step.questionnaire]) for step in steps]


def overview_of(cohort: Cohort, reader: Person, at: datetime) -> Overview:
    """What ``reader`` can read of whom, in the order of names."""
    responses = Response.objects.visible_to(reader).handed_in().filter(enrolment__cohort=cohort)
    readable = {
        (enrolment, step): pk
        for enrolment, step, pk in responses.values_list("enrolment", "step", "pk")
    }
    taking_part = Enrolment.objects.filter(cohort=cohort).taking_part()
    enrolments = list(taking_part.select_related("person__team").by_name())
    columns = [
        _column(step, form, [pk for one in enrolments if (pk := readable.get((one.pk, step.pk)))])
        for step, form in open_forms(cohort, at)
        if form.readers != Questionnaire.Readers.TOTALS
    ]
    rows = []
    for one in enrolments:
        cells = [Cell(column, readable.get((one.pk, column.step.pk))) for column in columns]
        rows.append(Row(one.person, cells))
    return Overview(columns, rows)


def _column(step: Step, form: Questionnaire, found: list[int]) -> Column:
    is_by_choice = form.readers == Questionnaire.Readers.WHEN_SHARED
    return Column(step, is_by_choice, len(found), found[0] if found else None)


def evaluations_of(cohort: Cohort, viewer: Person, at: datetime) -> list[Evaluation]:
    """The evaluations that have opened and that ``viewer`` may count."""
    counted = (
        Response.objects.counted_for(viewer)
        .evaluations()
        .filter(enrolment__cohort=cohort)
        .order_by()
        .values_list("step")
        .annotate(Count("pk"))
    )
    handed_in: dict[int, int] = dict(counted)
    return [
        Evaluation(step, handed_in.get(step.pk, 0))
        for step, form in open_forms(cohort, at)
        if form.readers == Questionnaire.Readers.TOTALS
    ]


def enough_for(viewer: Person) -> list[tuple[Cohort, list[Evaluation]]]:
    """Every group with totals that ``viewer`` may count, the newest in front."""
    counted = (
        Response.objects.counted_for(viewer)
        .evaluations()
        .order_by()
        .values_list("enrolment__cohort", "step")
        .annotate(number=Count("pk"))
        .filter(number__gte=FEWEST)
    )
    found = list(counted)
    cohorts = Cohort.objects.filter(pk__in={cohort for cohort, _step, _number in found})
    steps = Step.objects.in_bulk({step for _cohort, step, _number in found})
    told: dict[int, list[Evaluation]] = {}
    for cohort, step, number in sorted(found, key=lambda one: steps[one[1]].position):
        told.setdefault(cohort, []).append(Evaluation(steps[step], number))
    newest = cohorts.select_related("organisation").order_by("-created_at", "-pk")
    return [(one, told[one.pk]) for one in newest]
