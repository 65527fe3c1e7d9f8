"""A talk of some days ago, and what one notes of a talk for oneself: saved while one types."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.forms import NoteForm, TalkForm
from matching.models import Conversation, TalkNote
from matching.views.changing import own_page, own_pair
from matching.views.talking import keep_talk
from mentorship.people.request import PersonRequest, posted


@require_http_methods(["GET", "HEAD", "POST"])
def talked_before(request: PersonRequest, pk: int) -> HttpResponse:
    """They met, and one says so later."""
    pair = own_pair(request, pk)
    organisation = pair.mentee.organisation
    assert organisation is not None
    since = organisation.local_date(pair.answered_at or pair.asked_at)
    today = organisation.local_date(timezone.now())
    form = TalkForm(posted(request), since=since, today=today)
    if request.method == "POST" and form.is_valid():
        return keep_talk(request, pair, on=form.cleaned_data["met_on"])
    context = {
        "form": form,
        "other": pair.other(request.user),
        "is_mentor": request.user.pk == pair.mentor_id,
        "back_url": reverse(own_page(request, pair)),
    }
    return render(request, "matching/talk_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: PersonRequest, pk: int) -> HttpResponse:
    talk = _own(request, pk)
    mine = TalkNote.objects.visible_to(request.user).filter(conversation=talk).first()
    form = NoteForm(posted(request), initial={"text": mine.text if mine else ""})
    page = own_page(request, talk.mentorship)
    if request.method == "POST" and form.is_valid():
        _keep(request, talk, form)
        messages.success(request, _("Saved. Only you read it."))
        return redirect(page)
    context = {
        "form": form,
        "talk": talk,
        "other": talk.mentorship.other(request.user),
        "is_mentor": request.user.pk == talk.mentorship.mentor_id,
        "back_url": reverse(page),
    }
    return render(request, "matching/note.html", context, status=422 if form.errors else 200)


@require_POST
def keep_note(request: PersonRequest, pk: int) -> HttpResponse:
    """What was typed so far, sent by the page itself."""
    talk, form = _own(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    _keep(request, talk, form)
    return HttpResponse(status=204)


@require_POST
def take_talk_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Undo of *We met*, by whoever clicked, while nobody has noted anything of it."""
    talk = _own(request, pk)
    Conversation.objects.filter(pk=pk, noted_by=request.user, notes=None).delete()
    return redirect(own_page(request, talk.mentorship))


def _keep(request: PersonRequest, talk: Conversation, form: NoteForm) -> None:
    TalkNote.objects.keep(talk, request.user, form.cleaned_data["text"], at=timezone.now())


def _own(request: PersonRequest, pk: int) -> Conversation:
    """Of a pair that runs. Once it has ended, one's own notes stand in one's copy."""
    talks = Conversation.objects.visible_to(request.user).filter(mentorship__state="active")
    people = talks.select_related("mentorship__mentor", "mentorship__mentee")
    return get_object_or_404(people, pk=pk)
