"""Buddy pairs: adviser and trainer propose and confirm them; buddies say that they met."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching import actions
from matching.arrangement import Arrangement, mended, participants, proposed, read, swap
from matching.links import MET
from matching.models import BuddyMember, BuddyPair
from mentorship.people.request import PersonRequest
from mentorship.people.undo import undoable
from mentorship.reminders.when import who_hears_when
from mentorship.web.faults import question_gone
from mentorship.web.signed import opened
from programmes.models import Cohort


def _cohort(request: PersonRequest, pk: int) -> Cohort:
    cohorts = Cohort.objects.overseen_by(request.user).filter(cancelled_at=None)
    return get_object_or_404(cohorts.select_related("organisation"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def buddies(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The pairs as they are; or, while there are none or others are wanted, a proposal."""
    cohort = _cohort(request, pk)
    if request.method == "POST":
        return _confirm(request, cohort)
    pairs = cohort.buddy_pairs.live().with_members().prefetch_related("exchanges")
    if pairs and not {"new", "pairs", "variant"} & request.GET.keys():
        return render(request, "matching/buddies.html", _as_they_are(cohort, list(pairs)))
    return _proposal(request, cohort)


def _as_they_are(cohort: Cohort, pairs: list[BuddyPair]) -> dict[str, Any]:
    """Somebody may have joined or left since: whoever has nobody to meet is named, with what we
    would do about it."""
    enrolments = participants(cohort)
    names = {one.pk: one.person.name for one in enrolments}
    together = [{member.pk for member in pair.members.all()} & names.keys() for pair in pairs]
    placed = {pk for group in together if len(group) > 1 for pk in group}
    alone = [name for pk, name in names.items() if pk not in placed]
    here = {one.person_id for one in enrolments}
    return {
        "cohort": cohort,
        "pairs": pairs,
        "gone": {one.pk for pair in pairs for one in pair.people} - here,
        "alone": alone,
        "alone_names": get_text_list(alone, _("and")),
        "mended": mended(enrolments) if alone else None,
    }


def _proposal(request: PersonRequest, cohort: Cohort) -> HttpResponseBase:
    enrolments = participants(cohort)
    variant = _number(request.GET.get("variant"))
    by_hand = read(request.GET.get("pairs", ""), enrolments)
    if by_hand and (code := _swapped(request, by_hand)):
        return redirect(f"{request.path}?{urlencode({'pairs': code})}")
    arrangement = by_hand or proposed(enrolments, variant)
    context = {
        "cohort": cohort,
        "people": enrolments,
        "arrangement": arrangement,
        "compromise": arrangement.compromise if arrangement and not by_hand else "",
        "is_by_hand": by_hand is not None,
        "next_variant": variant + 1,
        "has_pairs": cohort.buddy_pairs.live().exists(),
    }
    return render(request, "matching/buddies_new.html", context)


def _swapped(request: PersonRequest, arrangement: Arrangement) -> str:
    """The arrangement after a swap that was asked for in the address, or ""."""
    one, other = _number(request.GET.get("swap")), _number(request.GET.get("with"))
    return swap(arrangement, one, other) if one and other and one != other else ""


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def _confirm(request: PersonRequest, cohort: Cohort) -> HttpResponse:
    wanted = read(request.POST.get("pairs", ""), participants(cohort))
    if wanted is None:
        messages.warning(request, _("The group has changed in the meantime. Look again."))
        return redirect(f"{request.path}?new=1")
    if wanted.faults:
        messages.warning(request, wanted.faults[0])
        return redirect(f"{request.path}?{urlencode({'pairs': wanted.code})}")
    at = timezone.now()
    try:
        groups = [group.enrolments for group in wanted.groups]
        made = actions.make_buddies(cohort, groups, at=at)
    except actions.NotPossible as why:
        messages.warning(request, str(why))
        return redirect(request.path)
    if made:
        _say_made(request, cohort, made, at)
    return redirect(request.path)


def _say_made(request: PersonRequest, cohort: Cohort, made: list[BuddyPair], at: datetime) -> None:
    people = [person for pair in made for person in pair.people]
    when, later = who_hears_when(people, cohort.organisation, at)
    text = _("The buddies are made. They hear it by mail %(when)s.") % {"when": when}
    undo = reverse("matching:undo_buddies", args=[cohort.pk])
    undoable(request, f"{text} {later}".rstrip(), undo)


@require_POST
def undo_buddies(request: PersonRequest, pk: int) -> HttpResponse:
    cohort = _cohort(request, pk)
    if actions.undo_buddies(cohort, at=timezone.now()):
        messages.success(request, _("The buddies are as they were before."))
    return redirect("matching:buddies", pk)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def met(request: HttpRequest, token: str) -> HttpResponse:
    """The mail's button: did you meet? Just this question, without signing in."""
    at = timezone.now()
    link = opened(token, MET, at)
    members = BuddyMember.objects.select_related("pair__cohort__organisation", "enrolment__person")
    member = members.filter(pk=link.pk).first()
    if member is None:
        raise question_gone()
    person = member.enrolment.person
    is_over = member.ended_at is not None or link.expired
    context: dict[str, Any] = {"others": member.pair.others(person), "is_over": is_over}
    if request.method == "POST" and not is_over:
        if request.POST.get("met") == "yes":
            actions.note_exchange(member.pair, person, at=at)
        context["said"] = request.POST.get("met", "no")
    return render(request, "matching/met.html", context)


@require_POST
def we_met(request: PersonRequest, pk: int) -> HttpResponse:
    """The same click on one's own route."""
    pair = get_object_or_404(BuddyPair.objects.of(request.user).live(), pk=pk)
    actions.note_exchange(pair, request.user, at=timezone.now())
    messages.success(request, _("Good to hear. That you met is all we keep."))
    return redirect("home")
