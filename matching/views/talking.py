"""The two of a pair say that they met, and how it goes: from the mail, or signed in."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake.forms import AnswersForm, typed
from intake.totals import FEWEST
from matching import actions
from matching.check_in_totals import counting, outcome_of
from matching.forms import CheckInForm
from matching.links import CHECK_IN, TALKED, by
from matching.models import CheckIn, Mentorship
from matching.models.talking import current_check_in
from matching.views.changing import own_page
from mentorship.people.models import Organisation, Person
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import undoable
from mentorship.web.faults import question_gone
from mentorship.web.signed import opened


def _of_link(purpose: str, person: int, token: str) -> tuple[Mentorship, Person, bool]:
    """The pair that a link is about, whose link it is, and whether it has passed its end."""
    link = opened(token, by(purpose, person), timezone.now())
    pair = Mentorship.objects.with_people().filter(pk=link.pk).first()
    if pair is None or person not in (pair.mentor_id, pair.mentee_id):
        raise question_gone()
    return pair, pair.mentor if person == pair.mentor_id else pair.mentee, link.expired


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def talked(request: HttpRequest, person: int, token: str) -> HttpResponse:
    """The mail's button: did you meet? Just this question, without signing in."""
    pair, whose, expired = _of_link(TALKED, person, token)
    is_over = expired or not pair.is_active
    context: dict[str, Any] = {"other": pair.other(whose), "is_over": is_over}
    if request.method == "POST" and not is_over:
        if request.POST.get("met") == "yes":
            actions.note_conversation(pair, whose, at=timezone.now())
        context["said"] = request.POST.get("met", "no")
    return render(request, "matching/talked.html", context)


@require_POST
def we_talked(request: PersonRequest, pk: int) -> HttpResponse:
    """The same click on one's own page."""
    return keep_talk(request, get_object_or_404(_own(request), pk=pk))


def keep_talk(request: PersonRequest, pair: Mentorship, on: date | None = None) -> HttpResponse:
    talk, is_new = actions.note_conversation(pair, request.user, at=timezone.now(), on=on)
    text = _("Good to hear. That you met is all we keep.")
    if is_new:
        undoable(request, text, reverse("matching:take_talk_back", args=[talk.pk]))
    else:
        messages.success(request, text)
    return redirect(own_page(request, pair))


def _own(request: PersonRequest) -> Any:
    """Pairs that run: what has ended is nobody's page any more."""
    pairs = Mentorship.objects.active().with_people()
    return pairs.filter(Q(mentor=request.user) | Q(mentee=request.user))


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, person: int, token: str) -> HttpResponse:
    """The mail's button: how does it go? Just this question, without signing in."""
    pair, whose, _expired = _of_link(CHECK_IN, person, token)
    return _ask_or_answer(request, pair, whose)


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_own(request: PersonRequest, pk: int) -> HttpResponse:
    """The same question for somebody who is signed in."""
    return _ask_or_answer(request, get_object_or_404(_own(request), pk=pk), request.user)


def _ask_or_answer(request: HttpRequest, pair: Mentorship, whose: Person) -> HttpResponse:
    if "more" in request.POST:
        return _tell_more(request, pair, whose, request.POST["more"])
    at, form = timezone.now(), CheckInForm(posted(request))
    assert pair.mentee.organisation is not None
    day = current_check_in(pair, pair.mentee.organisation.local_date(at))
    context: dict[str, Any] = {
        "pair": pair,
        "other": pair.other(whose),
        "is_mentee": whose.pk == pair.mentee_id,
        "form": form,
        "is_over": day is None,
    }
    if day is not None:
        if request.method == "POST" and form.is_valid():
            actions.check_in(pair, whose, day, at=at, **form.cleaned_data)
            context["said"] = form.cleaned_data["answer"]
        mine = CheckIn.objects.filter(mentorship=pair, person=whose, day=day).first()
        context["is_in"] = mine is not None
        # Whoever has the link reads nothing back: what was filled in is not shown again.
        if mine is not None and mine.questions and not mine.answers:
            context |= _asking(mine, AnswersForm(mine.questions, {}))
    return render(request, "matching/check_in.html", context, status=422 if form.errors else 200)


def _asking(mine: CheckIn, form: AnswersForm) -> dict[str, Any]:
    assert mine.questionnaire is not None
    return {"more": form, "day": mine.day, "introduction": mine.questionnaire.introduction}


def _tell_more(request: HttpRequest, pair: Mentorship, whose: Person, day: str) -> HttpResponse:
    """The other questions, after the click; it may be late, so that nobody types for nothing."""
    said = CheckIn.objects.filter(mentorship=pair, person=whose, questionnaire__isnull=False)
    mine = get_object_or_404(said, day=int(day) if day.isdecimal() else 0)
    form = AnswersForm(
        mine.questions, typed(mine.questions, request.POST, is_whole=True), judge=True
    )
    context: dict[str, Any] = {"pair": pair, "other": pair.other(whose), "is_in": True}
    if form.is_valid():
        mine.tell_more(form.answers())
        context["told"] = True
    else:
        context |= _asking(mine, form)
    return render(request, "matching/check_in.html", context, status=422 if form.errors else 200)


@require_safe
def check_in_totals(request: PersonRequest, pk: int) -> HttpResponse:
    """For its adviser, and for the coordinator of its academy."""
    organisation = get_object_or_404(counting(request.user), pk=pk)
    context = {
        "organisation": organisation,
        "outcome": outcome_of(organisation, request.user, timezone.now()),
        "fewest": FEWEST,
        "is_adviser": Organisation.objects.advised_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "matching/check_in_totals.html", context)


@require_POST
def close_word(request: PersonRequest, pk: int) -> HttpResponse:
    """The adviser has taken up what was addressed to them."""
    found = get_object_or_404(CheckIn.objects.managed_by(request.user), pk=pk)
    found.handle(timezone.now())
    text = _("You have talked about it. It is off your list.")
    undoable(request, text, reverse("matching:reopen_word", args=[pk]))
    return redirect("matching:suggest", found.mentorship.mentee_id)


@require_POST
def reopen_word(request: PersonRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(CheckIn.objects.managed_by(request.user), pk=pk)
    found.handle(None)
    return redirect("matching:suggest", found.mentorship.mentee_id)
