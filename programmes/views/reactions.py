"""What a participant shared, and the questions and compliments that others send about it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import undoable
from mentorship.web.files import file_kind
from programmes.forms.reactions import ReactionForm
from programmes.models import Reaction, Submission
from programmes.models.reaction import ReactionQuerySet
from programmes.reactions import received


@require_http_methods(["GET", "HEAD", "POST"])
def submission(request: PersonRequest, pk: int) -> HttpResponse:
    """Its writer reads what others wrote; the others write, and read what they wrote themselves."""
    readable = Submission.objects.visible_to(request.user)
    one = get_object_or_404(
        readable.select_related("enrolment__person__team", "enrolment__cohort", "step"), pk=pk
    )
    may_answer = Submission.objects.answered_by(request.user).filter(pk=pk).exists()
    is_sent = request.method == "POST" and may_answer
    form = ReactionForm(request.POST if is_sent else None, label_suffix="")
    if is_sent and form.is_valid():
        Reaction.objects.send(one, request.user, **form.cleaned_data, at=timezone.now())
        text = _("It is with %(name)s. Nobody else reads it.")
        messages.success(request, text % {"name": one.enrolment.person.name})
        return redirect("programmes:submission", pk)
    context = {
        "submission": one,
        "cohort": one.enrolment.cohort,
        "kind": file_kind(one.file_name).upper(),
        "form": form if may_answer else None,
        "mine": Reaction.objects.changed_by(request.user).standing().filter(submission=one),
        "received": received(one, request.user),
        "may_take_out": Submission.objects.overseen_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "programmes/submission.html", context, status=422 if is_sent else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def reaction_edit(request: PersonRequest, pk: int) -> HttpResponse:
    own = get_object_or_404(_own(request).standing(), pk=pk)
    form = ReactionForm(posted(request), instance=own, label_suffix="")
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your words are changed."))
        return redirect("programmes:submission", own.submission_id)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "submission": own.submission}
    return render(request, "programmes/reaction_edit.html", context, status=status)


@require_POST
def reaction_remove(request: PersonRequest, pk: int) -> HttpResponse:
    own = get_object_or_404(_own(request), pk=pk)
    own.take_back(timezone.now())
    text = _("%(name)s no longer sees what you wrote.")
    undo = reverse("programmes:reaction_restore", args=[pk])
    undoable(request, text % {"name": own.submission.enrolment.person.name}, undo)
    return redirect("programmes:submission", own.submission_id)


@require_POST
def reaction_restore(request: PersonRequest, pk: int) -> HttpResponse:
    own = get_object_or_404(_own(request), pk=pk)
    own.put_back()
    messages.success(request, _("What you wrote is back."))
    return redirect("programmes:submission", own.submission_id)


def _own(request: PersonRequest) -> ReactionQuerySet:
    return Reaction.objects.changed_by(request.user).select_related(
        "submission__enrolment__person", "submission__step"
    )
