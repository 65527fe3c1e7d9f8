"""A new group: a few questions, three sets of dates, and every date to change."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_list_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.people.models import Organisation
from mentorship.people.request import PersonRequest
from programmes import actions
from programmes.forms.dates import DatesForm
from programmes.forms.planning import NewCohortForm
from programmes.models import Step
from programmes.planner import Proposal, check, propose, with_deadlines
from programmes.planner_words import blocked_words, remarks
from programmes.planning import titles
from programmes.proposals import proposal_line, start_of


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_new(request: PersonRequest) -> HttpResponseBase:
    """The questions. What is answered goes along in the address of what follows."""
    if request.method == "POST":
        form = _setup(request, request.POST)
        if form.is_valid():
            return redirect(_onward("programmes:cohort_proposals", request.POST))
        return render(request, "programmes/plan_new.html", {"form": form}, status=422)
    form = _setup(request, initial=_answers(request.GET))
    return render(request, "programmes/plan_new.html", {"form": form})


@require_safe
def cohort_proposals(request: PersonRequest) -> HttpResponseBase:
    """Three complete sets of dates, side by side."""
    setup = _setup(request, request.GET)
    if not setup.is_valid():
        return redirect(_onward("programmes:cohort_new", request.GET))
    found = propose(setup.plan())
    steps = _steps(setup)
    named = titles(steps)
    context = {
        "setup": setup.cleaned_data,
        "cards": [
            {
                "start": start_of(proposal, steps),
                "line": proposal_line(proposal, steps),
                "remarks": remarks(proposal, named),
                "url": _onward("programmes:cohort_dates", request.GET, choice=str(number)),
            }
            for number, proposal in enumerate(found.proposals)
        ],
        "blocked": blocked_words(found, named),
        "change_url": _onward("programmes:cohort_new", request.GET),
        "own_url": _onward("programmes:cohort_dates", request.GET, choice="own"),
    }
    return render(request, "programmes/plan_proposals.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_dates(request: PersonRequest) -> HttpResponseBase:
    """Every date, to be changed and saved."""
    setup = _setup(request, request.GET)
    if not setup.is_valid():
        return redirect(_onward("programmes:cohort_new", request.GET))
    if request.method != "POST":
        return _dates_page(request, setup, _proposed(request, setup))
    form = _judged(request.POST, setup)
    if "follow" in request.POST:
        form = _judged(_with_deadlines_anew(request.POST, form, setup), setup)
        return _dates_page(request, setup, form)
    if "check" in request.POST:
        return _dates_page(request, setup, form)
    if not form.is_valid() or not form.is_all_seen:
        return _dates_page(request, setup, form, status=422)
    return _save(request, setup, form)


@require_POST
def cohort_check(request: PersonRequest) -> HttpResponse:
    """The same judgement while dates are being changed, for the parts of the page that show it."""
    setup = _setup(request, request.GET)
    if not setup.is_valid():
        return HttpResponse(status=204)
    return render(request, "programmes/_plan_check.html", {"form": _judged(request.POST, setup)})


def _setup(
    request: PersonRequest, data: QueryDict | None = None, initial: dict[str, Any] | None = None
) -> NewCohortForm:
    """The questions, for who advises an organisation; for anybody else there is no such page."""
    organisations = get_list_or_404(Organisation.objects.advised_by(request.user))
    return NewCohortForm(
        data, initial=initial, organisations=organisations, at=timezone.now(), label_suffix=""
    )


def _answers(answers: QueryDict) -> dict[str, Any]:
    """What was answered before, to change it."""
    several = ("weekdays", "halves")
    return {name: answers.getlist(name) if name in several else answers[name] for name in answers}


def _onward(name: str, answers: QueryDict, **more: str) -> str:
    kept = answers.copy()
    for own in ("csrfmiddlewaretoken", "choice"):
        kept.pop(own, None)
    for key, value in more.items():
        kept[key] = value
    return f"{reverse(name)}?{kept.urlencode()}"


def _steps(setup: NewCohortForm) -> list[Step]:
    return list(setup.cleaned_data["programme"].steps.select_related("anchor"))


def _proposed(request: PersonRequest, setup: NewCohortForm) -> DatesForm:
    """The boxes filled with the chosen proposal; empty for who wishes to fill them in alone."""
    choice = request.GET.get("choice", "0")
    found = propose(setup.plan()).proposals if choice.isdecimal() else ()
    chosen: Proposal | None = found[min(int(choice), len(found) - 1)] if found else None
    return DatesForm(steps=_steps(setup), slots=chosen.slots if chosen else ())


def _judged(typed: QueryDict, setup: NewCohortForm) -> DatesForm:
    form = DatesForm(typed, steps=_steps(setup))
    form.is_valid()
    form.judge(check(setup.plan(), form.slots(), today=setup.today))
    return form


def _with_deadlines_anew(typed: QueryDict, form: DatesForm, setup: NewCohortForm) -> QueryDict:
    """The meetings as typed, and what hangs on them at the programme's distance again."""
    plan = setup.plan()
    meetings = {step.key for step in plan.meetings}
    placed = [slot for slot in form.slots() if slot.step_key in meetings]
    anew = typed.copy()
    for slot in with_deadlines(plan, placed):
        anew[f"{slot.step_key}-day"] = slot.day.isoformat()
    return anew


def _dates_page(
    request: PersonRequest, setup: NewCohortForm, form: DatesForm, status: int = 200
) -> HttpResponse:
    context = {
        "setup": setup.cleaned_data,
        "form": form,
        "check_url": _onward("programmes:cohort_check", request.GET),
        "back_url": _onward("programmes:cohort_proposals", request.GET),
    }
    return render(request, "programmes/plan_dates.html", context, status=status)


def _save(request: PersonRequest, setup: NewCohortForm, form: DatesForm) -> HttpResponseBase:
    at = timezone.now()
    cohort = actions.plan_cohort(
        setup.cohort(request.user, at), form.slots(), at=at, place=setup.cleaned_data["place"]
    )
    text = _("“%(group)s” is planned. Now invite colleagues.") % {"group": cohort.name}
    messages.success(request, text)
    return redirect("programmes:cohort", cohort.pk)
