"""The page of a meeting; moving, cancelling, and who was there."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import recall, remember, undoable
from mentorship.reminders.models import Message
from mentorship.reminders.rules import label
from mentorship.web.panels import draw_panels
from programmes import actions
from programmes.forms.meetings import AttendanceForm, MoveForm
from programmes.models import Material, Meeting, Step
from programmes.planner import Conflict, Slot, check
from programmes.planning import slots_of, titles, with_move

LOADED = ("step", "cohort__organisation", "cohort__programme", "cohort__trainer")


@require_safe
def meeting(request: PersonRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    found = get_object_or_404(_seen(Meeting.objects.visible_to(request.user)), pk=pk)
    overseen = Meeting.objects.overseen_by(request.user).filter(pk=pk).exists()
    asks_attendance = overseen and not found.step.for_organisers
    noted = found.attendance.count()
    context = {
        "meeting": found,
        "cohort": found.cohort,
        "overseen": overseen,
        "manages": Meeting.objects.managed_by(request.user).filter(pk=pk).exists(),
        "is_over": found.is_over(at),
        "materials": Material.objects.visible_to(request.user).filter(meeting=found),
        "present": found.attendance.filter(present=True).count(),
        "asks_attendance": asks_attendance,
        "noted": noted,
        "is_to_note": asks_attendance and found.is_over(at) and not noted,
        "panels": draw_panels(request, "meeting", found, at),
    }
    return render(request, "programmes/meeting.html", context)


@dataclass(frozen=True)
class Shift:
    """A date that goes along with its meeting."""

    step: Step
    was: date
    becomes: date


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_move(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Another day, time or place; what it means for the rest is shown before it happens."""
    own = _own(request, pk)
    if request.method != "POST":
        return _move_page(request, MoveForm(meeting=own, label_suffix=""), [])
    form, shifts = _judged(request, own)
    if "check" in request.POST:
        return _move_page(request, form, shifts)
    if not form.is_valid() or not form.is_all_seen:
        return _move_page(request, form, shifts, status=422)
    undo = reverse("programmes:meeting_put_back", args=[pk, _as_it_is(own)])
    if actions.move_meeting(own, form.move(), by=request.user, at=timezone.now()):
        text = _("“%(meeting)s” is moved. Everybody gets a mail in two minutes.")
        undoable(request, text % {"meeting": own}, undo)
    return redirect("programmes:meeting", pk)


@require_POST
def meeting_preview(request: PersonRequest, pk: int) -> HttpResponse:
    """The part of the page that says what a move means, while it is being filled in."""
    form, shifts = _judged(request, _own(request, pk))
    context = {"form": form, "shifts": shifts}
    return render(request, "programmes/_meeting_preview.html", context)


@require_POST
def meeting_put_back(request: PersonRequest, pk: int, token: str) -> HttpResponseBase:
    own = _own(request, pk)
    was_pk, starts, ends, place, link, deadlines = recall("meeting", token)
    if was_pk == own.pk:
        move = actions.Move(
            datetime.fromisoformat(starts), datetime.fromisoformat(ends), place, link
        )
        days = [
            (number, date.fromisoformat(opens), date.fromisoformat(due))
            for number, opens, due in deadlines
        ]
        at = timezone.now()
        actions.put_meeting_back(own, move, days, by=request.user, at=at)
        text = _("“%(meeting)s” is back where it was.") % {"meeting": own}
        messages.success(request, text + _who_hears(own, at))
    return redirect("programmes:meeting", pk)


@require_POST
def meeting_cancel(request: PersonRequest, pk: int) -> HttpResponseBase:
    own = _own(request, pk)
    if actions.cancel_meeting(own, by=request.user, at=timezone.now()):
        text = _("“%(meeting)s” is cancelled. Everybody gets a mail in two minutes.")
        undo = reverse("programmes:meeting_reinstate", args=[pk])
        undoable(request, text % {"meeting": own}, undo)
    return redirect("programmes:meeting", pk)


@require_POST
def meeting_reinstate(request: PersonRequest, pk: int) -> HttpResponseBase:
    own = _own(request, pk)
    at = timezone.now()
    if actions.reinstate_meeting(own, by=request.user, at=at):
        text = _("“%(meeting)s” goes on.") % {"meeting": own}
        messages.success(request, text + _who_hears(own, at))
    return redirect("programmes:meeting", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Everybody was there, unless somebody was not: one tick less."""
    found = get_object_or_404(_seen(Meeting.objects.overseen_by(request.user)), pk=pk)
    form = AttendanceForm(posted(request), meeting=found, label_suffix="")
    if request.method == "POST" and form.is_valid():
        before = remember("attendance", [pk, list(form.noted.items())])
        present = [one.pk for one in form.cleaned_data["present"]]
        actions.note_attendance(found, present)
        text = _("Noted: %(present)d of %(total)d were there.")
        facts = {"present": len(present), "total": len(form.people)}
        undo = reverse("programmes:attendance_put_back", args=[pk, before])
        undoable(request, text % facts, undo)
        return redirect("programmes:meeting", pk)
    context = {"meeting": found, "form": form, "is_early": found.starts_at > timezone.now()}
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/meeting_attendance.html", context, status=status)


@require_POST
def attendance_put_back(request: PersonRequest, pk: int, token: str) -> HttpResponseBase:
    found = get_object_or_404(_seen(Meeting.objects.overseen_by(request.user)), pk=pk)
    was_pk, noted = recall("attendance", token)
    if was_pk == pk:
        actions.restore_attendance(found, noted)
        messages.success(request, _("Attendance is as it was."))
    return redirect("programmes:meeting", pk)


def _seen(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """Once each, however many ways there are to see it."""
    return Meeting.objects.filter(pk__in=meetings.values("pk")).select_related(*LOADED)


def _who_hears(meeting: Meeting, at: datetime) -> str:
    """Whoever had heard already; mostly the undo was in time, and nobody has."""
    number = Message.objects.held(at).filter(subject=label(meeting)).count()
    if not number:
        return ""
    return " " + ngettext(
        "One person had heard otherwise, and gets a mail in two minutes.",
        "%(number)d people had heard otherwise, and get a mail in two minutes.",
        number,
    ) % {"number": number}


def _own(request: PersonRequest, pk: int) -> Meeting:
    return get_object_or_404(_seen(Meeting.objects.managed_by(request.user)), pk=pk)


def _judged(request: PersonRequest, own: Meeting) -> tuple[MoveForm, list[Shift]]:
    """The form with what stands in the way, and the dates that would go along."""
    form = MoveForm(request.POST, meeting=own, label_suffix="")
    if not form.is_valid():
        return form, []
    plan, slots = with_move(own.cohort, form.slot())
    today = own.cohort.organisation.local_date(timezone.now())
    found = check(plan, slots.values(), today=today)
    named = titles(own.cohort.programme.steps.all())
    form.judge(_caused_by_it(own, form.slot(), slots, found), named)
    return form, _shifts(own, slots)


def _caused_by_it(
    own: Meeting, moved: Slot, slots: dict[str, Slot], found: list[Conflict]
) -> list[Conflict]:
    """What this move brings about; what did not fit before is not its matter."""
    before = slots_of(own.cohort)
    changed = {key for key, slot in slots.items() if before.get(key) != slot}
    return [one for one in found if one.step_key in changed or one.other_key == moved.step_key]


def _shifts(own: Meeting, slots: dict[str, Slot]) -> list[Shift]:
    return [
        Shift(one.step, one.due_on, slots[one.step.key].day)
        for one in own.cohort.deadlines.select_related("step").order_by("step__position")
        if slots[one.step.key].day != one.due_on
    ]


def _as_it_is(own: Meeting) -> str:
    deadlines = own.cohort.deadlines.filter(step__anchor=own.step)
    days: list[Any] = [
        (one.pk, one.opens_on.isoformat(), one.due_on.isoformat()) for one in deadlines
    ]
    starts, ends = own.starts_at.isoformat(), own.ends_at.isoformat()
    return remember("meeting", [own.pk, starts, ends, own.place, own.link, days])


def _move_page(
    request: PersonRequest, form: MoveForm, shifts: list[Shift], status: int = 200
) -> HttpResponse:
    context = {"meeting": form.meeting, "form": form, "shifts": shifts}
    return render(request, "programmes/meeting_move.html", context, status=status)
