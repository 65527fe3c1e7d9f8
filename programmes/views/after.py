"""After a meeting: notes for oneself, and what to do differently next time."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.people.request import PersonRequest
from programmes.forms.after import AfterForm
from programmes.models import AfterNote, Meeting

OWN, NEXT_TIME = AfterNote.Kind.OWN, AfterNote.Kind.NEXT_TIME


@require_http_methods(["GET", "HEAD", "POST"])
def afterwards(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What nobody else reads."""
    return _write(request, pk, OWN)


@require_http_methods(["GET", "HEAD", "POST"])
def next_time(request: PersonRequest, pk: int) -> HttpResponseBase:
    """For trainer and adviser. On a page of its own: a box beside it would lose what stands there
    when this one is sent."""
    return _write(request, pk, NEXT_TIME)


def _write(request: PersonRequest, pk: int, kind: AfterNote.Kind) -> HttpResponseBase:
    meeting = _overseen(request, pk)
    notes = AfterNote.objects.visible_to(request.user).filter(meeting=meeting, kind=kind)
    if request.method == "POST":
        form = AfterForm(request.POST, kind=kind)
        if form.is_valid():
            return _keep(request, meeting, kind, form.cleaned_data["text"])
    else:
        mine = notes.filter(writer=request.user).first()
        form = AfterForm(initial={"text": mine.text if mine else ""}, kind=kind)
    context = {
        "meeting": meeting,
        "form": form,
        "is_own": kind == OWN,
        "others": notes.exclude(writer=request.user).select_related("writer"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/afterwards.html", context, status=status)


def _keep(
    request: PersonRequest, meeting: Meeting, kind: AfterNote.Kind, text: str
) -> HttpResponseBase:
    AfterNote.objects.keep(meeting, request.user, kind, text, at=timezone.now())
    kept = _("Kept. Only you read this.")
    shared = _("Kept. The trainer and the adviser of the group read this.")
    messages.success(request, kept if kind == OWN else shared)
    return redirect(reverse("programmes:meeting", args=[meeting.pk]) + "#afterwards")


@require_POST
def own_note_draft(request: PersonRequest, pk: int) -> HttpResponse:
    """Between the clicks, and only what nobody else reads."""
    meeting = _overseen(request, pk)
    form = AfterForm(request.POST, kind=OWN)
    if not form.is_valid():
        return HttpResponse(status=422)
    text = form.cleaned_data["text"]
    AfterNote.objects.keep(meeting, request.user, OWN, text, at=timezone.now())
    return HttpResponse(status=204)


def _overseen(request: PersonRequest, pk: int) -> Meeting:
    mine = Meeting.objects.looked_back_on_by(request.user, timezone.now())
    return get_object_or_404(mine.select_related("step", "cohort"), pk=pk)
