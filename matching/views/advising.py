"""The adviser pairs: the board, a newcomer's own page, asking and taking back."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import actions
from matching.board import Board, about, board_lead, load_board, waiting_of
from matching.models import CheckIn, Hope, Mentorship, Word
from matching.models.change import open_requests
from matching.models.mentorship import MentorshipQuerySet
from matching.relief import who_is_left
from matching.rows import rows_of
from matching.suggesting import suggestions
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
    """One organisation's round: who waits and whom we propose, who is asked, who is paired."""
    organisations = organisations_of(request).order_by("name")
    organisation = _shown(list(organisations), request.GET.get("organisation", ""))
    return drawn(request, load_board(organisation, timezone.now()), request.GET)


def drawn(request: PersonRequest, now: Board, query: QueryDict) -> HttpResponse:
    """This board as a page; ``query`` is what its address says."""
    organisation = now.organisation
    page = Paginator(now.waiting, PAGE).get_page(query.get("page"))
    pairs = Mentorship.objects.managed_by(request.user).filter(mentee__organisation=organisation)
    left = who_is_left(now)
    rows = rows_of(now, page, left)
    context: dict[str, Any] = {
        "organisation": organisation,
        "switch": _switch(request, organisation, now.pool.at),
        "page": page,
        "kept": query,
        "rows": rows,
        "offered": [one for one in rows if one.mentor],
        "skipped": {number(one) for one in query.getlist("skip")},
        "left": left,
        "lead": board_lead(len(now.waiting), now.pool.with_room()),
        **_pairs(pairs.with_people()),
    }
    return render(request, "matching/board.html", context)


def _pairs(pairs: MentorshipQuerySet) -> dict[str, Any]:
    return {
        "asked": pairs.awaiting().select_related("asked_by").order_by("asked_at", "pk")[:PAIRS],
        "paired": pairs.active().order_by("-answered_at", "-pk")[:FEW],
        "paired_count": pairs.active().count(),
    }


def _shown(organisations: list[Organisation], slug: str) -> Organisation:
    """The one that was chosen, or the first; of elsewhere there is none."""
    found = [one for one in organisations if slug in ("", one.slug)]
    if not found:
        raise Http404
    return found[0]


def _switch(request: PersonRequest, shown: Organisation, at: datetime) -> list[dict[str, Any]]:
    """For who advises several: each organisation is a round of its own."""
    organisations = organisations_of(request).order_by("name")
    if len(organisations) < 2:
        return []
    waiting = waiting_of(request.user, at)
    return [
        {
            "label": one.name,
            "url": f"?{urlencode({'organisation': one.slug})}",
            "is_current": one == shown,
            "count": waiting.filter(organisation=one).count(),
        }
        for one in organisations
    ]


@require_safe
def suggest(request: PersonRequest, pk: int) -> HttpResponse:
    """Who could be the mentor of one newcomer, who not and why, and what another would cost."""
    newcomer = newcomer_or_404(request, pk)
    pairs = newcomer.menteeships.open().with_people().with_track(timezone.localdate())
    now = pairs.select_related("asked_by").first()
    check_ins = CheckIn.objects.filter(mentorship__mentee=newcomer).known_to(request.user)
    context: dict[str, Any] = {
        "newcomer": newcomer,
        "now": now,
        "about": about(newcomer),
        "hope": Hope.objects.visible_to(request.user).filter(person=newcomer).first(),
        "check_ins": check_ins,
        "lines": Word.objects.managed_by(request.user)
        .filter(mentee=newcomer)
        .select_related("writer"),
        "to_read": [one for one in check_ins if one.is_open],
    }
    if now is None:
        context |= _possible(request, newcomer)
    else:
        context["requests"] = open_requests(now, request.user)
    return render(request, "matching/suggest.html", context)


def _possible(request: PersonRequest, newcomer: Person) -> dict[str, Any]:
    assert newcomer.organisation is not None
    now = load_board(newcomer.organisation, timezone.now(), also=[newcomer])
    found = suggestions(now, newcomer, named=number(request.GET.get("mentor")))
    few = None if "all" in request.GET else FEW
    return {
        "mark": now.mark_of(newcomer),
        "row": found.row,
        "others": found.others[:few],
        "excluded": found.excluded[:few],
        "more": few is not None and max(len(found.others), len(found.excluded)) > FEW,
        "named": found.named,
        "nameable": found.nameable,
        "mentors": sum(1 for _one in now.pool.mentors()),
    }


def newcomer_or_404(request: PersonRequest, pk: int) -> Person:
    people = Person.objects.managed_by(request.user).select_related("team", "organisation")
    return get_object_or_404(people, pk=pk)


def number(text: str | None) -> int:
    """What a button or an address says; 0, which nobody has, for anything else."""
    return int(text) if text and text.isdecimal() and len(text) < 18 else 0


def back(
    request: PersonRequest, newcomer: Person | None = None, page: str | None = None
) -> HttpResponse:
    """To where the button stood: the newcomer's page, or the board with what was ticked there."""
    if newcomer is not None and (page or request.POST.get("from")) == "newcomer":
        return redirect("matching:suggest", newcomer.pk)
    query = _kept(request, newcomer).urlencode()
    return redirect(reverse("matching:board") + (f"?{query}" if query else ""))


def back_with(request: PersonRequest, newcomer: Person, now: Board) -> HttpResponse:
    """The same, where ``now`` is what the board has become: a script that asked for the part of the
    page gets it at once, and nothing is loaded and divided a second time."""
    is_part = request.headers.get("HX-Request") == "true"
    if is_part and request.POST.get("from") != "newcomer":
        return drawn(request, now, _kept(request, newcomer))
    return back(request, newcomer)


def _kept(request: PersonRequest, newcomer: Person | None) -> QueryDict:
    """The address of the board as it was left: which organisation and page, what was not ticked."""
    sent = request.POST
    own = newcomer.organisation.slug if newcomer and newcomer.organisation else ""
    skipped = set(sent.getlist("offered")) - {
        one.partition(".")[0] for one in sent.getlist("chosen")
    }
    kept = {
        "organisation": own or sent.get("organisation", ""),
        "page": sent.get("page", ""),
        "skip": sorted(one for one in skipped if number(one)),
    }
    return QueryDict(urlencode({key: value for key, value in kept.items() if value}, doseq=True))


@require_POST
def ask(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask the mentor that was chosen; the address names the newcomer."""
    newcomer, seen = newcomer_or_404(request, pk), request.POST.get(f"seen-{pk}")
    people = Person.objects.managed_by(request.user)
    mentor = get_object_or_404(people, pk=number(request.POST.get("mentor")))
    try:
        question = actions.ask(mentor, newcomer, by=request.user, at=timezone.now(), seen=seen)
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
