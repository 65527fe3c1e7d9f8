"""The adviser puts another mentor in the place of the one there is, or of one who goes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from matching import actions
from matching.handing_over import asked_in_vain, going_of, others_for, questions_to, take_overs
from matching.models import Mentorship
from matching.models.change import open_requests
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest
from mentorship.people.undo import undoable

FEW = 8


@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: PersonRequest, pk: int) -> HttpResponse:
    """Choose who comes in the place of this mentor: asked, or agreed with already."""
    managed = Mentorship.objects.managed_by(request.user).active().with_people()
    pair = get_object_or_404(managed, pk=pk)
    if request.method == "POST":
        return _replace(request, pair)
    pool, advice = others_for(pair, timezone.now())
    few = None if "all" in request.GET else FEW
    context: dict[str, Any] = {
        "pair": pair,
        "newcomer": pair.mentee,
        "requests": open_requests(pair, request.user),
        "others": [(pool.people[one.candidate.pk], one) for one in advice.suggestions[:few]],
        "excluded": [(pool.people[one.candidate.pk], one) for one in advice.excluded[:few]],
        "more": few is not None and max(len(advice.suggestions), len(advice.excluded)) > FEW,
    }
    return render(request, "matching/replace.html", context)


def _replace(request: PersonRequest, pair: Mentorship) -> HttpResponse:
    at, number = timezone.now(), request.POST.get("mentor", "")
    people = Person.objects.managed_by(request.user)
    mentor = get_object_or_404(people, pk=int(number) if number.isdecimal() else 0)
    said_yes = request.POST.get("said") == "yes"
    goes = Mentorship.objects.losing_mentor(timezone.localdate(at)).filter(pk=pair.pk).exists()
    kind = Mentorship.EndKind.MENTOR_AWAY if goes else Mentorship.EndKind.CHANGE
    try:
        actions.replace_mentor(pair, mentor, by=request.user, at=at, kind=kind, said_yes=said_yes)
    except actions.NotPossible as why:
        text = _("%(why)s Nothing has changed: %(mentor)s is still the mentor.")
        messages.warning(request, text % {"why": why, "mentor": pair.mentor.name})
        return redirect("matching:replace", pair.pk)
    text = (
        _("%(mentor)s is %(name)s’s mentor now; %(before)s hears that it ended.")
        if said_yes
        else _("%(mentor)s is asked for %(name)s; %(before)s hears that it ended.")
    )
    names = {"mentor": mentor.name, "name": pair.mentee.given_name, "before": pair.mentor.name}
    undoable(request, text % names, reverse("matching:resume", args=[pair.pk]))
    if request.POST.get("from") == "handover":
        return redirect("matching:handover", pair.mentor_id)
    return redirect("matching:suggest", pair.mentee_id)


@require_safe
def handover(request: PersonRequest, pk: int) -> HttpResponse:
    """Whom a mentor who goes still guides, with somebody else for each of them."""
    at = timezone.now()
    mentor = get_object_or_404(Person.objects.managed_by(request.user), pk=pk)
    going = next((one for one in going_of(request.user, at) if one.mentor == mentor), None)
    waits = next((one for one in asked_in_vain(request.user, at) if one.mentor == mentor), None)
    rows = take_overs(going.pairs, at) if going else []
    questions = questions_to(mentor, request.user)
    context = {"mentor": mentor, "going": going or waits, "rows": rows, "questions": questions}
    return render(request, "matching/handover.html", context)
