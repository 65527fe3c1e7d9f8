"""What an evaluation says, and sorting its tips for the next group."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import actions
from intake.models import Questionnaire, Response, Tip, cohorts_counted_by
from intake.tips import Written, passed_on, tips_of
from intake.totals import FEWEST, outcome_of
from mentorship import declare
from mentorship.people.request import PersonRequest
from mentorship.people.undo import recall, remember, undoable
from mentorship.privacy.views.taking_out import ask
from programmes.models import Cohort, Enrolment, Step


@require_safe
def evaluation(request: PersonRequest, cohort: int, step: int) -> HttpResponse:
    """Totals from five answers up; the tips too, but not for the academy's coordinator."""
    seen = get_object_or_404(
        cohorts_counted_by(request.user).select_related("organisation", "trainer"), pk=cohort
    )
    asked = _step(seen, step)
    form = Questionnaire.objects.current(asked.questionnaire, seen.organisation)
    if form.readers != Questionnaire.Readers.TOTALS:
        raise Http404
    oversees = Cohort.objects.overseen_by(request.user).filter(pk=cohort).exists()
    context = {
        "cohort": seen,
        "step": asked,
        "outcome": outcome_of(seen, asked, request.user),
        "tips": tips_of(seen, asked) if oversees else None,
        "taking_part": Enrolment.objects.filter(cohort=seen).taking_part().count(),
        "fewest": FEWEST,
    }
    return render(request, "intake/evaluation.html", context)


def _step(cohort: Cohort, step: int) -> Step:
    return get_object_or_404(
        Step, pk=step, programme=cohort.programme_id, kind=Step.Kind.QUESTIONNAIRE
    )


def _tip(request: PersonRequest, cohort: int, step: int, token: str) -> Written:
    """One that this person may sort; with fewer than five forms there is none."""
    found = _find(request, cohort, step, token)
    if found is None:
        raise Http404
    return found


def _find(request: PersonRequest, cohort: int, step: int, token: str) -> Written | None:
    seen = get_object_or_404(Cohort.objects.overseen_by(request.user), pk=cohort)
    return tips_of(seen, _step(seen, step)).find(token)


@require_POST
def sort(request: PersonRequest, cohort: int, step: int, tip: str) -> HttpResponseBase:
    """``was`` is the pile in which the page showed it: who moved it since, is named."""
    one, pile = _tip(request, cohort, step, tip), request.POST.get("pile", "")
    if pile not in Tip.Pile.values:
        raise Http404
    before = actions.sort_tip(one, pile, by=request.user, at=timezone.now())
    text = _("The tip is now under “%(pile)s”.") % {"pile": Tip.Pile(pile).label}
    if before and before.sorted_by != request.user and before.pile != request.POST.get("was", ""):
        meanwhile = _("%(name)s had just put it under “%(pile)s”.")
        was = {"name": before.sorted_by.name, "pile": before.get_pile_display()}
        text = f"{text} {meanwhile % was}"
    token = remember("tip", [cohort, step, tip, before.pile if before else "", pile])
    undoable(request, text, reverse("intake:tip_put_back", args=[cohort, step, token]))
    return _to_the_tips(cohort, step)


@require_POST
def put_back(request: PersonRequest, cohort: int, step: int, was: str) -> HttpResponseBase:
    """Where it lay before, unless somebody laid it elsewhere since."""
    where, what, tip, before, pile = recall("tip", was)
    if (where, what) != (cohort, step):
        raise Http404
    one = _tip(request, cohort, step, tip)
    if one.pile == pile:
        actions.sort_tip(one, before, by=request.user, at=timezone.now())
    if one.pile in (pile, before):
        messages.success(request, _("The tip is back where it was."))
    else:
        messages.warning(request, _("Somebody moved this tip since. It stays where it is now."))
    return _to_the_tips(cohort, step)


@require_POST
def done(request: PersonRequest, cohort: int, step: int, tip: str) -> HttpResponseBase:
    """Tick a tip of one's own group, or one that the group before ``for`` passed on to it."""
    later = _next_group(request, request.POST.get("for", ""))
    one = _left_to(request, later, tip) if later else _tip(request, cohort, step, tip)
    if one is None or one.tip is None or not one.is_passed_on:
        raise Http404
    one.tip.tick(timezone.now() if request.POST.get("done") else None)
    return redirect(_where_read(cohort, step, later))


@require_http_methods(["GET", "HEAD", "POST"])
def take_out(request: PersonRequest, cohort: int, step: int, tip: str) -> HttpResponseBase:
    """Words that should not stand there, by whoever reads the tip, without telling whose it is."""
    later = _next_group(request, request.GET.get("for", ""))
    back = _where_read(cohort, step, later)
    one = _left_to(request, later, tip) if later else _find(request, cohort, step, tip)
    if one is None and request.method == "POST":
        return redirect(back)  # a second click: it is gone already
    if one is None or one.writer == request.user.pk:
        raise Http404
    kind, row = declare.removables["intake.tip"], Response.objects.get(pk=one.response)
    return ask(request, kind, row, one.question.key, back=back)


def _where_read(cohort: int, step: int, later: Cohort | None = None) -> str:
    """The next group's page, or past the totals, which fill three screens of a phone: one sorts
    many in a row."""
    if later:
        return reverse("programmes:cohort", args=[later.pk])
    return reverse("intake:evaluation", args=[cohort, step]) + "#tips"


def _to_the_tips(cohort: int, step: int) -> HttpResponse:
    return redirect(_where_read(cohort, step))


def _next_group(request: PersonRequest, later: str) -> Cohort | None:
    """The group that an address names, which this person oversees; None where it names none."""
    if not later:
        return None
    mine = Cohort.objects.filter(pk__in=Cohort.objects.overseen_by(request.user).values("pk"))
    return get_object_or_404(
        mine.with_span().select_related("programme"), pk=later if later.isdecimal() else 0
    )


def _left_to(request: PersonRequest, later: Cohort, token: str) -> Written | None:
    left = (one for each in passed_on(later, request.user) for one in each.written)
    return next((one for one in left if one.token == token), None)
