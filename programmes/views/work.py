"""Assignments: written bit by bit, handed in, and shared with the group when the writer says so."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.people.request import PersonRequest
from mentorship.people.undo import undoable
from mentorship.web.files import file_kind, send_file
from programmes.actions import work
from programmes.forms.work import HandInForm, SubmissionForm
from programmes.models import TAKING_PART, Cohort, Deadline, Enrolment, Meeting, Step, Submission
from programmes.reactions import received
from programmes.route import due_words

PREPARATION = "preparation"  # the key of the assignment that asks to read the mentor guide


@dataclass(frozen=True)
class Sheet:
    """One participant's assignment: what is asked, by when, and what was made so far."""

    enrolment: Enrolment
    step: Step
    deadline: Deadline | None
    meeting: Meeting | None
    submission: Submission

    def is_early(self, today: date) -> bool:
        return self.deadline is None or today < self.deadline.opens_on

    @property
    def reads_guide(self) -> bool:
        """A guide belongs to where one works."""
        return self.step.key == PREPARATION and bool(self.enrolment.person.organisation_id)

    def may_change(self, at: datetime) -> bool:
        """Once handed in, until the meeting where it is used is over; before that always."""
        if self.enrolment.cohort.cancelled_at is not None:
            return False
        if self.submission.handed_in_at is None:
            return True
        return self.meeting is None or not self.meeting.is_over(at)


def sheet_of(request: PersonRequest, enrolment_pk: int, step_pk: int) -> Sheet:
    """One's own assignment; somebody else's does not exist."""
    mine = Enrolment.objects.of(request.user).filter(state__in=TAKING_PART)
    enrolment = get_object_or_404(
        mine.select_related("cohort__organisation", "cohort__trainer"), pk=enrolment_pk
    )
    steps = Step.objects.filter(kind="assignment", programme=enrolment.cohort.programme_id)
    step = get_object_or_404(steps, pk=step_pk)
    return Sheet(
        enrolment=enrolment,
        step=step,
        deadline=enrolment.cohort.deadlines.filter(step=step).first(),
        meeting=Meeting.objects.held()
        .filter(cohort=enrolment.cohort, step=step.anchor_id)
        .select_related("step", "cohort__organisation")
        .first(),
        submission=enrolment.submissions.filter(step=step).first()
        or Submission(enrolment=enrolment, step=step),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def assignment(request: PersonRequest, enrolment: int, step: int) -> HttpResponse:
    """Read what is asked, write, keep as a draft or hand in."""
    sheet, at = sheet_of(request, enrolment, step), timezone.now()
    if sheet.is_early(timezone.localdate(at)):
        return render(request, "programmes/assignment_early.html", {"sheet": sheet})
    if request.method == "POST" and sheet.may_change(at):
        is_draft = "draft" in request.POST
        form_class = SubmissionForm if is_draft else HandInForm
        form = form_class(request.POST, request.FILES, instance=sheet.submission)
        if form.is_valid():
            return _kept(request, form, is_draft=is_draft, at=at)
        return render(request, "programmes/assignment.html", _page(sheet, form, at), status=422)
    form = SubmissionForm(instance=sheet.submission)
    return render(request, "programmes/assignment.html", _page(sheet, form, at))


def _kept(
    request: PersonRequest, form: SubmissionForm, *, is_draft: bool, at: datetime
) -> HttpResponse:
    if is_draft and work.save_draft(form):
        messages.success(request, _("Your draft is kept. Only you see it."))
    else:
        work.hand_in(form, at)
        messages.success(request, _("It is in. Thank you."))
    return _to_assignment(form.instance)


@require_POST
def autosave(request: PersonRequest, enrolment: int, step: int) -> HttpResponse:
    """Keep a draft between the clicks. What was handed in only changes by the button: 409."""
    sheet, at = sheet_of(request, enrolment, step), timezone.now()
    is_shut = sheet.is_early(timezone.localdate(at)) or not sheet.may_change(at)
    if is_shut or sheet.submission.handed_in_at is not None:
        return HttpResponse(status=409)
    form = SubmissionForm(request.POST, instance=sheet.submission)
    if not form.is_valid():
        return HttpResponse(status=422)
    return HttpResponse(status=204 if work.save_draft(form) else 409)


@require_POST
def share(request: PersonRequest, pk: int) -> HttpResponse:
    """On or off, by its writer alone."""
    mine = Submission.objects.written_by(request.user).handed_in()
    submission = get_object_or_404(mine.filter(enrolment__state__in=TAKING_PART), pk=pk)
    is_on = request.POST.get("share") == "on"
    submission.share(timezone.now() if is_on else None)
    if is_on:
        # The undo button posts nothing, and nothing means off.
        path = reverse("programmes:submission_share", args=[pk])
        undoable(request, _("Your group and your trainer can now see it."), path)
    else:
        messages.success(request, _("It is yours alone again."))
    return _to_assignment(submission)


@require_POST
def remove_file(request: PersonRequest, enrolment: int, step: int) -> HttpResponse:
    sheet = sheet_of(request, enrolment, step)
    if sheet.submission.pk and sheet.may_change(timezone.now()):
        work.remove_file(sheet.submission)
        messages.success(request, _("The file is removed."))
    return redirect("programmes:assignment", enrolment, step)


@require_safe
def submissions(request: PersonRequest, pk: int) -> HttpResponse:
    """What participants showed each other. An adviser sees titles, and no further."""
    cohort = get_object_or_404(Cohort.objects.visible_to(request.user), pk=pk)
    listed = Submission.objects.listed_for(request.user).shared().filter(enrolment__cohort=cohort)
    readable = Submission.objects.visible_to(request.user).filter(enrolment__cohort=cohort)
    context = {
        "cohort": cohort,
        "submissions": listed.select_related("enrolment__person", "step").order_by(
            "step__position", "enrolment__person__sorts_as"
        ),
        "readable": set(readable.values_list("pk", flat=True)),
        "overseen": set(listed.overseen_by(request.user).values_list("pk", flat=True)),
    }
    return render(request, "programmes/submissions.html", context)


@require_safe
def submission_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    one = get_object_or_404(Submission.objects.visible_to(request.user), pk=pk)
    return send_file(one.file, one.file_name)


def _to_assignment(submission: Submission) -> HttpResponse:
    return redirect("programmes:assignment", submission.enrolment_id, submission.step_id)


def _page(sheet: Sheet, form: SubmissionForm, at: datetime) -> dict[str, object]:
    submission, args = sheet.submission, [sheet.enrolment.pk, sheet.step.pk]
    is_in = submission.handed_in_at is not None
    today = timezone.localdate(at)
    return {
        "sheet": sheet,
        "form": form,
        "is_in": is_in,
        "may_change": sheet.may_change(at),
        "due": due_words(sheet.deadline.due_on, today) if sheet.deadline and not is_in else "",
        "autosave": "" if is_in else reverse("programmes:assignment_draft", args=args),
        "kind": file_kind(submission.file_name).upper(),
        "trainer": sheet.enrolment.cohort.trainer,
        "received": received(submission, sheet.enrolment.person),
    }
