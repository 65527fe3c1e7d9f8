"""The adviser decides: these two, not these two, and taking that back. Nobody is told of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from matching import actions
from matching.actions.ruling import Decided
from matching.models import Ruling
from matching.otherwise import what_moved
from matching.views.advising import back, back_with, newcomer_or_404, number
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest
from mentorship.people.undo import recall, remember, undoable

KINDS = {"together": Ruling.Kind.TOGETHER, "apart": Ruling.Kind.APART, "free": None}


@require_POST
def rule(request: PersonRequest, pk: int) -> HttpResponse:
    """The button says which of the three, and which mentor: *together.12*, *free.12*."""
    newcomer = newcomer_or_404(request, pk)
    word, _dot, chosen = request.POST.get("ruling", "").partition(".")
    people = Person.objects.managed_by(request.user)
    mentor = get_object_or_404(people, pk=number(chosen))
    if word not in KINDS:
        raise Http404
    seen = request.POST.get(f"seen-{pk}", "")
    try:
        found = actions.decide(
            newcomer, mentor, KINDS[word], by=request.user, at=timezone.now(), seen=seen
        )
    except actions.NotPossible as why:
        messages.warning(request, str(why))
        return back(request, newcomer)
    text = _what_was_done(word, mentor, newcomer, found)
    undoable(request, text, _undo(newcomer, found, request.POST.get("from", "")))
    return back_with(request, newcomer, found.after)


def _what_was_done(word: str, mentor: Person, newcomer: Person, found: Decided) -> str:
    text = {
        "together": _("%(newcomer)s and %(mentor)s are set."),
        "apart": _("%(newcomer)s and %(mentor)s will not be a pair."),
        "free": _("%(newcomer)s and %(mentor)s are free again."),
    }[word] % {"newcomer": newcomer.name, "mentor": mentor.name}
    moved = what_moved(found.before, found.after, newcomer)
    return " ".join(part for part in (text, _now(newcomer, mentor, found), moved) if part)


def _now(newcomer: Person, mentor: Person, found: Decided) -> str:
    """Who the proposal is by now, where that is another than the button said."""
    now = found.after.round.mentor_of(newcomer.pk)
    if now is None:
        return _("Nobody is left for %(name)s now.") % {"name": newcomer.given_name}
    if now == mentor.pk:
        return ""
    facts = {"mentor": found.after.people[now].name, "name": newcomer.given_name}
    return _("%(mentor)s is proposed for %(name)s now.") % facts


def _undo(newcomer: Person, found: Decided, page: str) -> str:
    what = [newcomer.pk, found.stood, found.after.mark_of(newcomer), page]
    return reverse("matching:undo_ruling", args=[remember("ruling", what)])


@require_POST
def undo_ruling(request: PersonRequest, token: str) -> HttpResponse:
    """What stood before stands again, unless a colleague decided since."""
    pk, stood, seen, page = recall("ruling", token)
    newcomer = newcomer_or_404(request, pk)
    try:
        found = actions.restore(newcomer, stood, at=timezone.now(), seen=seen)
    except actions.NotPossible as why:
        messages.warning(request, str(why))
    else:
        moved = what_moved(found.before, found.after, newcomer)
        messages.success(request, " ".join((_("It is as it was."), moved)))
    return back(request, newcomer, page)
