"""The adviser pairs: the board, a newcomer's suggestions, asking and taking back."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import actions
from matching.board import about, board_lead, waiting_of, with_suggestions
from matching.criteria import HARD, WEIGHT_WORDS, WEIGHTED
from matching.models import CheckIn, Mentorship
from matching.models.mentorship import MentorshipQuerySet
from matching.pool import load_pool
from matching.ranking import advise
from mentorship.people.models import Organisation, Person
from mentorship.people.request import PersonRequest
from mentorship.people.undo import undoable

PAGE, FEW, PAIRS = 25, 8, 50


def organisations_of(request: PersonRequest) -> QuerySet[Organisation]:
    """Where this person is an adviser; to anybody else these pages do not exist."""
    if not request.user.holds("adviser"):
        raise Http404
    return Organisation.objects.advised_by(request.user)


@require_safe
def board(request: PersonRequest) -> HttpResponse:
    at, organisations = timezone.now(), organisations_of(request)
    newcomers = waiting_of(request.user, at).select_related("team", "organisation")
    page = Paginator(newcomers, PAGE).get_page(request.GET.get("page"))
    pool = load_pool(organisations, at, page)
    pairs = Mentorship.objects.managed_by(request.user).with_people()
    context: dict[str, Any] = {
        "page": page,
        "waiting": with_suggestions(page, pool),
        "asked": pairs.awaiting().select_related("asked_by").order_by("asked_at", "pk")[:PAIRS],
        "paired": pairs.active().order_by("-answered_at", "-pk")[:FEW],
        "paired_count": pairs.active().count(),
        "lead": board_lead(page.paginator.count, pool.with_room()),
    }
    return render(request, "matching/board.html", context)


@require_safe
def suggest(request: PersonRequest, pk: int) -> HttpResponse:
    """Who could be the mentor of one newcomer, best first, and who not and why."""
    at = timezone.now()
    newcomer = _newcomer(request, pk)
    pairs = newcomer.menteeships.open().with_people().with_track(timezone.localdate(at))
    now = pairs.select_related("asked_by").first()
    check_ins = CheckIn.objects.filter(mentorship__mentee=newcomer).known_to(request.user)
    context: dict[str, Any] = {
        "newcomer": newcomer,
        "now": now,
        "about": about(newcomer),
        "check_ins": check_ins,
        "to_read": [one for one in check_ins if one.is_open],
    }
    if now is None:
        pool = load_pool(Organisation.objects.filter(people=newcomer), at, [newcomer])
        advice = advise(pool.newcomer(newcomer), pool.candidates_for(newcomer).values())
        few = None if "all" in request.GET else FEW
        shown = [(pool.people[one.candidate.pk], one) for one in advice.suggestions[:few]]
        context |= {
            "best": shown[0] if shown else None,
            "others": shown[1:],
            "excluded": [(pool.people[one.candidate.pk], one) for one in advice.excluded[:few]],
            "more": few is not None and max(len(advice.suggestions), len(advice.excluded)) > FEW,
            "mentors": sum(1 for _one in pool.mentors()),
        }
    else:
        context["requests"] = now.change_requests.open().select_related("asked_by")
    return render(request, "matching/suggest.html", context)


def _newcomer(request: PersonRequest, pk: int) -> Person:
    people = Person.objects.managed_by(request.user).select_related("team", "organisation")
    return get_object_or_404(people, pk=pk)


@require_POST
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask the mentor that was chosen; the address names the newcomer."""
    newcomer = _newcomer(request, pk)
    people = Person.objects.managed_by(request.user)
    mentor = get_object_or_404(people, pk=_number(request.POST.get("mentor")))
    try:
        question = actions.ask(mentor, newcomer, by=request.user, at=timezone.now())
    except actions.NotPossible as why:
        messages.warning(request, str(why))
        return redirect("matching:suggest", pk)
    text = _("%(mentor)s is asked to be the mentor of %(name)s.")
    undoable(
        request,
        text % {"mentor": mentor.name, "name": newcomer.given_name},
        reverse("matching:withdraw", args=[question.pk]),
    )
    return redirect("matching:board")


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    question = get_object_or_404(_managed(request), pk=pk)
    if actions.withdraw(question, at=timezone.now()):
        text = _("The question to %(mentor)s is withdrawn.") % {"mentor": question.mentor.name}
        undoable(request, text, reverse("matching:ask_again", args=[pk]))
    else:
        messages.warning(request, _("There was an answer already, or somebody was ahead of you."))
    return redirect("matching:suggest", question.mentee_id)


@require_POST
def ask_again(request: PersonRequest, pk: int) -> HttpResponse:
    """Undo a withdrawal: the same question to the same mentor, as a new row."""
    before = get_object_or_404(_managed(request).filter(state="withdrawn"), pk=pk)
    try:
        actions.ask(before.mentor, before.mentee, by=request.user, at=timezone.now())
    except actions.NotPossible as why:
        messages.warning(request, str(why))
    else:
        messages.success(request, _("%(mentor)s is asked again.") % {"mentor": before.mentor.name})
    return redirect("matching:suggest", before.mentee_id)


def _managed(request: PersonRequest) -> MentorshipQuerySet:
    return Mentorship.objects.managed_by(request.user).with_people()


@require_safe
def criteria(request: PersonRequest) -> HttpResponse:
    """The table by which mentors are suggested, as it stands in the code."""
    organisations_of(request)
    weighted = [(row.rule, WEIGHT_WORDS[row.weight]) for row in WEIGHTED]
    return render(request, "matching/criteria.html", {"hard": HARD, "weighted": weighted})
