"""The themes of a meeting: chosen by its trainer, at most three."""

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.people.request import PersonRequest
from mentorship.people.undo import recall, remember, undoable
from programmes.actions.themes import put_theme_back, swap_theme
from programmes.forms.themes import SwapForm, ThemeForm
from programmes.models import Meeting, Theme


@require_http_methods(["GET", "HEAD", "POST"])
def themes(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One more. Where three stand already, the page asks which one gives way."""
    meeting = _led(request, pk)
    if request.method != "POST":
        return _page(request, meeting, ThemeForm(label_suffix=""))
    if "drop" in request.POST or "swap" in request.POST:
        return _swap(request, meeting)
    form = ThemeForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, meeting, form, status=422)
    words = form.cleaned_data["words"]
    if Theme.objects.choose(meeting, words):
        text = _("“%(theme)s” is a theme of “%(meeting)s”.")
        messages.success(request, text % {"theme": words, "meeting": meeting})
        return _back(request, meeting)
    return _ask_which(request, meeting, _swap_form(meeting, words))


@require_POST
def theme_drop(request: PersonRequest, pk: int) -> HttpResponse:
    theme = get_object_or_404(
        Theme.objects.led_by(request.user).select_related("meeting__step"), pk=pk
    )
    theme.delete()
    text = _("“%(theme)s” is no longer a theme.") % {"theme": theme.words}
    undoable(request, text, _undo(request, theme, ""))
    return _back(request, theme.meeting)


@require_POST
def theme_put_back(request: PersonRequest, pk: int, token: str) -> HttpResponse:
    meeting = _led(request, pk)
    was_pk, words, position, instead_of, place = recall("theme", token)
    if was_pk == pk and put_theme_back(meeting, words, position, instead_of):
        messages.success(request, _("“%(theme)s” is back.") % {"theme": words})
    elif was_pk == pk:
        messages.error(request, _("There are three themes again. Drop one first."))
    return redirect(place or _place(meeting))


def _swap(request: PersonRequest, meeting: Meeting) -> HttpResponseBase:
    form = SwapForm(request.POST, meeting=meeting, label_suffix="")
    if not form.is_valid():
        return _ask_which(request, meeting, form, status=422)
    old, words = form.cleaned_data["drop"], form.cleaned_data["words"]
    if not swap_theme(meeting, old, words):
        return _ask_which(request, meeting, _swap_form(meeting, words))
    text = _("“%(old)s” made place for “%(new)s”.") % {"old": old.words, "new": words}
    undoable(request, text, _undo(request, old, words))
    return _back(request, meeting)


def _undo(request: PersonRequest, theme: Theme, instead_of: str) -> str:
    """What it brings back, and the page to return to."""
    was = [theme.meeting_id, theme.words, theme.position, instead_of, _next(request)]
    return reverse("programmes:theme_put_back", args=[theme.meeting_id, remember("theme", was)])


def _swap_form(meeting: Meeting, words: str) -> SwapForm:
    return SwapForm(initial={"words": words}, meeting=meeting, label_suffix="")


def _ask_which(
    request: PersonRequest, meeting: Meeting, form: SwapForm, status: int = 200
) -> HttpResponse:
    context = {"meeting": meeting, "form": form, "next": _next(request)}
    return render(request, "programmes/theme_swap.html", context, status=status)


def _page(
    request: PersonRequest, meeting: Meeting, form: ThemeForm, status: int = 200
) -> HttpResponse:
    chosen = list(meeting.themes.all())
    context = {"meeting": meeting, "chosen": chosen, "form": form, "next": _next(request)}
    return render(request, "programmes/themes.html", context, status=status)


def _led(request: PersonRequest, pk: int) -> Meeting:
    mine = Meeting.objects.led_by(request.user).for_participants()
    return get_object_or_404(mine.select_related("step", "cohort"), pk=pk)


def _next(request: PersonRequest) -> str:
    """The page of this house that the choice was made on."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours else ""


def _place(meeting: Meeting) -> str:
    return reverse("programmes:meeting", args=[meeting.pk]) + "#themes"


def _back(request: PersonRequest, meeting: Meeting) -> HttpResponse:
    return redirect(_next(request) or _place(meeting))
