"""A participant fills in a form: one theme a page, a last look, and thanks."""

from collections.abc import Container

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import actions
from intake.forms import AnswersForm, typed
from intake.models import Answer, Part, Response
from intake.paper import Paper, paper_of
from mentorship.people.request import PersonRequest
from programmes.models import Enrolment, Step
from programmes.route import next_step


def _paper(request: PersonRequest, enrolment: int, step: int) -> Paper:
    """One's own form of a step, in a group one takes part in; anything else does not exist."""
    mine = get_object_or_404(
        Enrolment.objects.of(request.user)
        .taking_part()
        .select_related("cohort__organisation", "cohort__trainer"),
        pk=enrolment,
    )
    asked = get_object_or_404(
        Step,
        pk=step,
        programme=mine.cohort.programme_id,
        kind=Step.Kind.QUESTIONNAIRE,
    )
    return paper_of(mine, asked)


def _to(name: str, paper: Paper, **more: int) -> str:
    return reverse(f"intake:{name}", args=(paper.enrolment.pk, paper.step.pk, *more.values()))


@require_safe
def resume(request: PersonRequest, enrolment: int, step: int) -> HttpResponseBase:
    """The address on the route and in mails: it leads to where somebody was."""
    paper, at = _paper(request, enrolment, step), timezone.now()
    if paper.is_early(at):
        return render(request, "intake/early.html", {"paper": paper})
    number = paper.where()
    if paper.is_handed_in or number is None or not paper.may_change(at):
        return redirect(_to("check", paper))
    return redirect(_to("part", paper, number=number))


@never_cache  # the back button must not show what stood there before it was changed
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: PersonRequest, enrolment: int, step: int, number: int) -> HttpResponseBase:
    """One page. It keeps whatever was typed; only sending the whole asks for more."""
    paper, at = _paper(request, enrolment, step), timezone.now()
    if not paper.may_change(at):
        return redirect(_to("fill", paper))
    page = paper.page(number)
    if page is None:
        return redirect(_to("check", paper))
    if request.method == "POST":
        return _save_and_go(request, paper, page)
    judge = "check" in request.GET and "missing" in request.GET
    return _page(request, paper, page, paper.form(page, judge=judge))


def _page(
    request: PersonRequest,
    paper: Paper,
    page: Part,
    form: AnswersForm,
    elsewhere: dict[str, Answer] | None = None,
) -> HttpResponse:
    elsewhere = elsewhere or {}
    context = {
        "paper": paper,
        "part": page,
        "form": form,
        "is_from_check": "check" in request.GET,
        "mark": get_random_string(12),
        "elsewhere": [
            (one, one.words_for(elsewhere[one.key]))
            for one in page.questions
            if one.key in elsewhere
        ],
    }
    return render(request, "intake/part.html", context, status=409 if elsewhere else 200)


def _origin(request: PersonRequest) -> actions.Origin:
    return actions.Origin(request.POST.get("mark", "")[:12], request.POST.get("seen", "")[:12])


def _save_and_go(request: PersonRequest, paper: Paper, page: Part) -> HttpResponseBase:
    go = request.POST.get("go")
    number = page.number + {"back": -1, "later": 0}.get(go or "", 1)
    if "check" in request.GET:
        number = len(paper.parts) + 1
    answers = typed(page.questions, request.POST, is_whole="number" in request.POST)
    origin, at = _origin(request), timezone.now()
    saved = actions.save_draft(paper, answers, part=max(1, number), at=at, origin=origin)
    if saved.elsewhere:
        shown = AnswersForm(page.questions, {**paper.draft, **answers})
        return _page(request, paper, page, shown, saved.elsewhere)
    if not saved:
        return redirect(_to("check", paper))
    if go == "later":
        messages.success(request, _("Your answers are kept. Go on whenever you like."))
        return redirect("programmes:route_of", paper.enrolment.pk)
    if number > len(paper.parts):
        return redirect(_to("check", paper))
    return redirect(_to("part", paper, number=max(1, number)))


@require_POST
def autosave(request: PersonRequest, enrolment: int, step: int) -> HttpResponse:
    """Between the clicks: keep what stands on the page now.

    409 when it may no longer change, or when its writer went on with it elsewhere.
    """
    paper = _paper(request, enrolment, step)
    page = paper.page(int(number)) if (number := request.POST.get("number", "")).isdigit() else None
    asked = page.questions if page else paper.questions
    answers = typed(asked, request.POST, is_whole=page is not None)
    if not answers:
        return HttpResponse(status=204)
    here = next(one.number for one in paper.parts if one.holds(answers))
    if "check" in request.GET:
        here = len(paper.parts) + 1
    origin = _origin(request)
    if not actions.save_draft(paper, answers, part=here, at=timezone.now(), origin=origin):
        return JsonResponse({"saved": False}, status=409)
    return JsonResponse({"saved": True})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PersonRequest, enrolment: int, step: int) -> HttpResponseBase:
    """All answers once more, and the button that sends them."""
    paper, at = _paper(request, enrolment, step), timezone.now()
    if paper.is_early(at):
        return redirect(_to("fill", paper))
    if request.method != "POST" or not paper.may_change(at):
        return _checked(request, paper)
    seen = request.POST.get("seen")
    if actions.hand_in(paper, at, seen=seen):
        return redirect(_to("thanks", paper))
    if seen is not None and seen != paper.seen:
        return _checked(request, paper, has_changed=True)
    return _checked(request, paper, missing=set(paper.form(judge=True).errors))


def _checked(
    request: PersonRequest,
    paper: Paper,
    missing: Container[str] = (),
    *,
    has_changed: bool = False,
) -> HttpResponse:
    """``has_changed``: another page saved something that its writer has not looked over here."""
    at = timezone.now()
    wanting = [
        (page, question)
        for page in paper.parts
        for question in page.questions
        if question.key in missing
    ]
    context = {
        "paper": paper,
        "answered": paper.answered(at),
        "missing": wanting,
        "may_change": paper.may_change(at),
        "has_errors": bool(wanting),
        "has_changed": has_changed,
    }
    status = 409 if has_changed else 422 if wanting else 200
    return render(request, "intake/check.html", context, status=status)


@require_safe
def thanks(request: PersonRequest, enrolment: int, step: int) -> HttpResponseBase:
    paper, at = _paper(request, enrolment, step), timezone.now()
    if not paper.is_handed_in:
        return redirect(_to("fill", paper))
    context = {
        "paper": paper,
        "next": next_step(paper.enrolment, at),
        "may_change": paper.may_change(at),
    }
    return render(request, "intake/thanks.html", context)


@require_POST
def share(request: PersonRequest, enrolment: int, step: int) -> HttpResponseBase:
    """Let the trainer read a reflection, or no longer. Each can be undone by the other."""
    paper = _paper(request, enrolment, step)
    mine = get_object_or_404(
        Response.objects.written_by(request.user).shareable(), enrolment=enrolment, step=step
    )
    is_wanted = request.POST.get("share") == "yes"
    mine.share(timezone.now() if is_wanted else None)
    trainer = paper.enrolment.cohort.trainer.name
    if is_wanted:
        text = _("%(trainer)s can read your reflection now.") % {"trainer": trainer}
    else:
        text = _("%(trainer)s can no longer read your reflection.") % {"trainer": trainer}
    messages.success(request, text)
    return redirect(_to("check", paper))
