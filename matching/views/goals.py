"""What a newcomer wants to learn: both of the pair add, change, reach and take away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.forms import GoalForm
from matching.models import Goal
from matching.views.near import near_or_404, own_page_of
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import undoable


@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request: PersonRequest, pk: int) -> HttpResponse:
    mentee = near_or_404(request, pk)
    form = GoalForm(posted(request))
    if request.method == "POST" and form.is_valid():
        Goal.objects.add(mentee, form.cleaned_data["text"])
        messages.success(request, _("The goal stands. You can both change it."))
        return redirect(own_page_of(request, mentee.pk))
    return _page(request, form, mentee)


@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: PersonRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    form = GoalForm(posted(request), goal=found)
    if request.method == "POST" and form.is_valid():
        if found.rewrite(form.cleaned_data["text"], after=form.cleaned_data["after"]):
            messages.success(request, _("The goal is changed."))
            return redirect(own_page_of(request, found.mentee_id))
        form.overtaken_by(_own(request, pk))
    return _page(request, form, found.mentee, found)


def _page(
    request: PersonRequest, form: GoalForm, mentee: Person, found: Goal | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "mentee": mentee,
        "goal": found,
        "back_url": reverse(own_page_of(request, mentee.pk)),
    }
    return render(request, "matching/goal.html", context, status=422 if form.errors else 200)


@require_POST
def reach_goal(request: PersonRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    if found.reach(timezone.localdate()):
        text = _("Reached. Well done, both of you.")
        undoable(request, text, reverse("matching:unreach_goal", args=[pk]))
    return redirect(own_page_of(request, found.mentee_id))


@require_POST
def unreach_goal(request: PersonRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    found.unreach()
    return redirect(own_page_of(request, found.mentee_id))


@require_POST
def take_goal_away(request: PersonRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    found.take_away(timezone.now())
    undoable(request, _("The goal is taken away."), reverse("matching:put_goal_back", args=[pk]))
    return redirect(own_page_of(request, found.mentee_id))


@require_POST
def put_goal_back(request: PersonRequest, pk: int) -> HttpResponse:
    found = _own(request, pk)
    found.take_away(None)
    return redirect(own_page_of(request, found.mentee_id))


def _own(request: PersonRequest, pk: int) -> Goal:
    goals = Goal.objects.visible_to(request.user).select_related("mentee")
    return get_object_or_404(goals, pk=pk)
