"""Who is in a group and how far they are. That something is handed in shows here, never what."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from mentorship.people.request import PersonRequest
from mentorship.people.undo import undoable
from programmes.actions import enrolling
from programmes.models import Attendance, Cohort, Enrolment
from programmes.progress import Item, Progress, unnamed_steps
from programmes.views.invitations import seats_words


@dataclass(frozen=True)
class Cell:
    """One step of one participant: done, absent, late, open or later."""

    title: str
    state: str
    words: str


@dataclass(frozen=True)
class Row:
    """A participant, the cells, and in words what is still open: for a phone, and for ears."""

    enrolment: Enrolment
    cells: list[Cell] = field(default_factory=list)

    @property
    def behind(self) -> list[str]:
        return [one.title for one in self.cells if one.state in ("late", "open")]

    @property
    def is_late(self) -> bool:
        return any(one.state == "late" for one in self.cells)


@require_safe
def participants(request: PersonRequest, pk: int) -> HttpResponse:
    cohorts = Cohort.objects.overseen_by(request.user)
    cohort = get_object_or_404(
        cohorts.select_related("organisation", "programme", "trainer").distinct(), pk=pk
    )
    at = timezone.now()
    progress = Progress([cohort])
    items = _named(progress.items(cohort))
    manages = Cohort.objects.managed_by(request.user).filter(pk=pk).exists()
    context = {
        "cohort": cohort,
        "manages": manages,
        "certified": set(
            cohort.enrolments.certificates_of(request.user).values_list("pk", flat=True)
        ),
        "seats": seats_words(cohort),
        "heads": [item.step for item in items],
        "rows": rows_of(progress, cohort, items, at),
        "waiting": sorted(progress.enrolments(cohort, "waiting"), key=lambda one: one.state_since),
        "invited": progress.enrolments(cohort, "invited"),
        "past": progress.enrolments(cohort, "declined", "withdrawn"),
        "can_invite": manages and cohort.cancelled_at is None and cohort.can_still_invite(at),
        "can_complete": manages and _can_complete(progress, cohort, at),
    }
    return render(request, "programmes/participants.html", context)


def _named(items: list[Item]) -> list[Item]:
    """Without what is handed in without a name, or read by others only as its writer chooses."""
    unnamed = unnamed_steps()
    return [one for one in items if one.step.pk not in unnamed]


def rows_of(progress: Progress, cohort: Cohort, items: list[Item], at: datetime) -> list[Row]:
    """The grid. Needs one query beside the progress: who was noted as absent."""
    absent = set(
        Attendance.objects.filter(meeting__cohort=cohort, present=False).values_list(
            "enrolment_id", "meeting__step_id"
        )
    )
    return [
        Row(one, [_cell(progress, one, item, absent, at) for item in items])
        for one in progress.taking_part(cohort)
    ]


def _cell(
    progress: Progress,
    enrolment: Enrolment,
    item: Item,
    absent: set[tuple[int, int]],
    at: datetime,
) -> Cell:
    state, words = _state(progress, enrolment, item, absent, at)
    return Cell(item.step.short_title, state, words)


def _state(
    progress: Progress,
    enrolment: Enrolment,
    item: Item,
    absent: set[tuple[int, int]],
    at: datetime,
) -> tuple[str, str]:
    if progress.is_done(enrolment, item.step):
        return "done", _("was there") if item.step.is_meeting else _("done")
    if (enrolment.pk, item.step.pk) in absent:
        return "absent", _("was not there")
    if item.is_over(at):
        return "unknown", _("not noted yet")
    today = enrolment.cohort.organisation.local_date(at)
    if item.is_task and item.is_open(today):
        is_late = item.deadline is not None and item.deadline.due_on < today
        return ("late", _("late")) if is_late else ("open", _("not yet"))
    return "later", _("later")


def _can_complete(progress: Progress, cohort: Cohort, at: datetime) -> bool:
    """Every meeting is over, and somebody has not been completed."""
    meetings = [one for one in progress.meetings(cohort) if one.is_planned]
    is_over = bool(meetings) and all(one.is_over(at) for one in meetings)
    return is_over and bool(progress.enrolments(cohort, "accepted"))


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Out of the group, with a way back."""
    enrolment = _managed(request, pk)
    before = enrolling.withdraw(enrolment, by=request.user, at=timezone.now())
    enrolment.refresh_from_db()
    if enrolment.state == "withdrawn" and before != "withdrawn":
        words = _("%(name)s is no longer in the group.") % {"name": enrolment.person.name}
        to = "invited" if before == "invited" else "seat"
        undoable(request, words, reverse("programmes:reinstate", args=[pk, to]))
    return redirect("programmes:participants", enrolment.cohort_id)


@require_POST
def reinstate(request: PersonRequest, pk: int, to: str) -> HttpResponse:
    enrolment = _managed(request, pk)
    state = enrolling.reinstate(enrolment, to=to, at=timezone.now())
    words = {
        "accepted": _("%(name)s takes part again."),
        "waiting": _("%(name)s is on the waiting list: the seat has gone to somebody else."),
    }.get(state, _("%(name)s is invited again."))
    messages.success(request, words % {"name": enrolment.person.name})
    return redirect("programmes:participants", enrolment.cohort_id)


@require_POST
def invite_again(request: PersonRequest, pk: int) -> HttpResponse:
    """After a no, or after somebody was taken out."""
    enrolment = _managed(request, pk)
    cohort, at = enrolment.cohort, timezone.now()
    day = cohort.organisation.local_date(at)
    if cohort.can_still_invite(at) and not enrolment.person.has_left(day):
        enrolling.invite(cohort, [enrolment.person], by=request.user, at=at)
        words = _("%(name)s is invited again.") % {"name": enrolment.person.name}
        undoable(request, words, reverse("programmes:withdraw", args=[pk]))
    else:
        messages.error(request, _("This group cannot be joined any more."))
    return redirect("programmes:participants", cohort.pk)


@require_POST
def complete(request: PersonRequest, pk: int) -> HttpResponse:
    """The adviser closes the group, once its last meeting is over."""
    cohort = get_object_or_404(
        Cohort.objects.managed_by(request.user).select_related("organisation"), pk=pk
    )
    at = timezone.now()
    if _can_complete(Progress([cohort]), cohort, at):
        number = enrolling.complete(cohort, at)
        words = ngettext(
            "%d participant has completed the programme.",
            "%d participants have completed the programme.",
            number,
        )
        messages.success(request, words % number)
    return redirect("programmes:participants", pk)


def _managed(request: PersonRequest, pk: int) -> Enrolment:
    mine = Enrolment.objects.managed_by(request.user).filter(cohort__cancelled_at=None)
    return get_object_or_404(mine.select_related("person", "cohort__organisation"), pk=pk)
