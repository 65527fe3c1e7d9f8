"""The programmes: read as a line of stations, copied, and reworded."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.people.models import Organisation
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import recall, remember, undoable
from programmes.forms.programmes import NUMBERS, TEXTS, ProgrammeForm, StepForm
from programmes.models import Programme, Step
from programmes.models.programme import ProgrammeQuerySet
from programmes.step_words import programme_line


@require_safe
def programmes(request: PersonRequest) -> HttpResponse:
    """The shipped one and one's own versions."""
    organisations = get_list_or_404(Organisation.objects.advised_by(request.user))
    shown = Programme.objects.filter(organisation=None) | _own(request)
    rows = shown.in_order().select_related("organisation").prefetch_related("steps")
    context = {
        "programmes": rows,
        "several": len(organisations) > 1,
        "guide_of": organisations[0],
    }
    return render(request, "programmes/programmes.html", context)


@require_safe
def programme(request: PersonRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        Programme.objects.visible_to(request.user).select_related("organisation", "copied_from"),
        pk=pk,
    )
    may_edit = _own(request).filter(pk=pk).exists()
    copies = Programme.objects.managed_by(request.user).filter(copied_from=found)
    context = {
        "programme": found,
        "line": programme_line(found, may_edit=may_edit),
        "may_edit": may_edit,
        "copy": copies.first(),
        "may_copy": found.organisation_id is None
        and Organisation.objects.advised_by(request.user).exists(),
    }
    return render(request, "programmes/programme.html", context)


@require_POST
def programme_copy(request: PersonRequest, pk: int) -> HttpResponseBase:
    """An own version to change; a second click finds the one there is."""
    organisation = get_list_or_404(Organisation.objects.advised_by(request.user))[0]
    shipped = get_object_or_404(Programme.objects.filter(organisation=None), pk=pk)
    copy = shipped.copy_for(organisation)
    text = _("This is the version of %(organisation)s. Change what you like.")
    messages.success(request, text % {"organisation": organisation})
    return redirect("programmes:programme", copy.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def programme_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    own = get_object_or_404(_own(request), pk=pk)
    form = ProgrammeForm(posted(request), programme=own, label_suffix="")
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("programmes:programme", pk)
    context = {"programme": own, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/programme_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def step_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    step = _step(request, pk)
    before = _facts(step)
    form = StepForm(posted(request), step=step, label_suffix="")
    if request.method == "POST" and form.is_valid():
        form.save()
        text = _("“%(step)s” is saved.") % {"step": step.title}
        undoable(request, text, _undo_path(step, before))
        return redirect("programmes:programme", step.programme_id)
    original = step.original
    context = {
        "step": step,
        "form": form,
        "differs": original is not None and _facts(original) != before,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/programme_step.html", context, status=status)


@require_POST
def step_revert(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Back to the step as it came with Wegwijs."""
    step = _step(request, pk)
    original, before = step.original, _facts(step)
    if original is not None:
        _put(step, _facts(original))
        text = _("“%(step)s” is as it came with Wegwijs again.") % {"step": step.title}
        undoable(request, text, _undo_path(step, before))
    return redirect("programmes:programme", step.programme_id)


@require_POST
def step_undo(request: PersonRequest, pk: int, token: str) -> HttpResponseBase:
    step = _step(request, pk)
    was_pk, facts = recall("step", token)
    if was_pk == step.pk:
        _put(step, facts)
        messages.success(request, _("“%(step)s” is as it was.") % {"step": step.title})
    return redirect("programmes:programme", step.programme_id)


def _own(request: PersonRequest) -> ProgrammeQuerySet:
    return Programme.objects.managed_by(request.user)


def _step(request: PersonRequest, pk: int) -> Step:
    steps = Step.objects.filter(programme__in=_own(request))
    return get_object_or_404(steps.select_related("programme__copied_from", "anchor"), pk=pk)


def _facts(step: Step) -> dict[str, Any]:
    """What an adviser may change of a step."""
    return {name: getattr(step, name) for name in (*TEXTS, *NUMBERS)}


def _put(step: Step, facts: dict[str, Any]) -> None:
    for name, value in facts.items():
        setattr(step, name, value)
    step.save(update_fields=list(facts))


def _undo_path(step: Step, before: dict[str, Any]) -> str:
    return reverse("programmes:step_undo", args=[step.pk, remember("step", [step.pk, before])])
