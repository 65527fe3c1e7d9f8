"""After a meeting: notes for oneself, and what to do differently next time."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.people.request import PersonRequest
from programmes.forms.after import NextTimeForm, OwnNoteForm
from programmes.models import AfterNote, Meeting

OWN, NEXT_TIME = AfterNote.Kind.OWN, AfterNote.Kind.NEXT_TIME


@require_http_methods(["GET", "HEAD", "POST"])
def afterwards(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Two boxes with a button each: one that nobody else reads, one for trainer and adviser."""
    meeting = _overseen(request, pk)
    notes = AfterNote.objects.visible_to(request.user).filter(meeting=meeting)
    mine = dict(notes.filter(writer=request.user).values_list("kind", "text"))
    own = OwnNoteForm(initial={"own": mine.get(OWN, "")}, label_suffix="")
    next_time = NextTimeForm(initial={"next_time": mine.get(NEXT_TIME, "")}, label_suffix="")
    if request.method == "POST" and "next_time" in request.POST:
        next_time = NextTimeForm(request.POST, label_suffix="")
        if next_time.is_valid():
            return _keep(request, meeting, NEXT_TIME, next_time.cleaned_data["next_time"])
    elif request.method == "POST":
        own = OwnNoteForm(request.POST, label_suffix="")
        if own.is_valid():
            return _keep(request, meeting, OWN, own.cleaned_data["own"])
    context = {
        "meeting": meeting,
        "own": own,
        "next_time": next_time,
        "others": notes.filter(kind=NEXT_TIME)
        .exclude(writer=request.user)
        .select_related("writer"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/afterwards.html", context, status=status)


def _keep(request: PersonRequest, meeting: Meeting, kind: str, text: str) -> HttpResponseBase:
    AfterNote.objects.keep(meeting, request.user, kind, text, at=timezone.now())
    kept = _("Kept. Only you read this.")
    shared = _("Kept. The trainer and the adviser of the group read this.")
    messages.success(request, kept if kind == OWN else shared)
    return redirect("programmes:afterwards", meeting.pk)


@require_POST
def own_note_draft(request: PersonRequest, pk: int) -> HttpResponse:
    """Between the clicks, and only what nobody else reads."""
    meeting = _overseen(request, pk)
    form = OwnNoteForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    text = form.cleaned_data["own"]
    AfterNote.objects.keep(meeting, request.user, OWN, text, at=timezone.now())
    return HttpResponse(status=204)


def _overseen(request: PersonRequest, pk: int) -> Meeting:
    mine = Meeting.objects.looked_back_on_by(request.user, timezone.now())
    return get_object_or_404(mine.select_related("step", "cohort"), pk=pk)
