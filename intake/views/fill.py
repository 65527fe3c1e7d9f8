"""A participant fills in a form: one theme a page, a last look, and thanks."""

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import actions
from intake.forms import typed
from intake.models import Part, Response
from intake.paper import Paper, next_paper, paper_of
from mentorship.people.request import PersonRequest
from programmes.models import Enrolment, Step


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


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: PersonRequest, enrolment: int, step: int, number: int) -> HttpResponseBase:
    """One page. It keeps whatever was typed; only sending the whole asks for more."""
    paper, at = _paper(request, enrolment, step), timezone.now()
    if not paper.may_change(at):
        return redirect(_to("fill", paper))
    page = next((one for one in paper.parts if one.number == number), None)
    if page is None:
        return redirect(_to("check", paper))
    if request.method == "POST":
        return _save_and_go(request, paper, page)
    is_from_check = "check" in request.GET
    context = {
        "paper": paper,
        "part": page,
        "form": paper.form(page, judge=is_from_check and "missing" in request.GET),
        "is_from_check": is_from_check,
    }
    return render(request, "intake/part.html", context)


def _save_and_go(request: PersonRequest, paper: Paper, page: Part) -> HttpResponseBase:
    go = request.POST.get("go")
    number = page.number + {"back": -1, "later": 0}.get(go or "", 1)
    if "check" in request.GET:
        number = len(paper.parts) + 1
    answers = typed(page.questions, request.POST)
    actions.save_draft(paper, answers, part=max(1, number), at=timezone.now())
    if go == "later":
        messages.success(request, _("Your answers are kept. Go on whenever you like."))
        return redirect("programmes:route_of", paper.enrolment.pk)
    if number > len(paper.parts):
        return redirect(_to("check", paper))
    return redirect(_to("part", paper, number=max(1, number)))


@require_POST
def autosave(request: PersonRequest, enrolment: int, step: int) -> HttpResponse:
    """Between the clicks: keep what stands on the page now. 409 when it may no longer change."""
    paper = _paper(request, enrolment, step)
    answers = typed(paper.questions, request.POST)
    if not answers:
        return HttpResponse(status=204)
    here = next(one.number for one in paper.parts if one.holds(answers))
    if "check" in request.GET:
        here = len(paper.parts) + 1
    if not actions.save_draft(paper, answers, part=here, at=timezone.now()):
        return JsonResponse({"saved": False}, status=409)
    return JsonResponse({"saved": True})


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: PersonRequest, enrolment: int, step: int) -> HttpResponseBase:
    """All answers once more, and the button that sends them."""
    paper, at = _paper(request, enrolment, step), timezone.now()
    if paper.is_early(at):
        return redirect(_to("fill", paper))
    if request.method == "POST" and paper.may_change(at):
        if actions.hand_in(paper, at):
            return redirect(_to("thanks", paper))
        form = paper.form(judge=True)
        return _checked(request, paper, missing=set(form.errors))
    return _checked(request, paper, missing=set())


def _checked(request: PersonRequest, paper: Paper, missing: set[str]) -> HttpResponse:
    at = timezone.now()
    context = {
        "paper": paper,
        "answered": paper.answered(at),
        "missing": [
            (page, question)
            for page in paper.parts
            for question in page.questions
            if question.key in missing
        ],
        "may_change": paper.may_change(at),
        "has_errors": bool(missing),
    }
    return render(request, "intake/check.html", context, status=422 if missing else 200)


@require_safe
def thanks(request: PersonRequest, enrolment: int, step: int) -> HttpResponseBase:
    paper, at = _paper(request, enrolment, step), timezone.now()
    if not paper.is_handed_in:
        return redirect(_to("fill", paper))
    context = {
        "paper": paper,
        "next_paper": next_paper(paper.enrolment, at),
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
