"""The groups of an organisation, and the page of one group."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.people.models import Organisation, Person
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import undoable
from mentorship.reminders.plan.days import past_and_to_come
from mentorship.reminders.plan.standing import standing
from mentorship.reminders.plan.timeline import timeline
from mentorship.web.panels import draw_panels
from programmes import actions
from programmes.cohort_line import cohort_line, organisers_step
from programmes.forms.cohorts import CohortForm
from programmes.models import Cohort, Enrolment, Meeting
from programmes.progress import Progress
from programmes.route import cohort_stations

ON_A_PAGE = 12


@require_safe
def cohorts(request: PersonRequest) -> HttpResponse:
    """Running, coming and finished, each with its line of stations."""
    organisations = get_list_or_404(Organisation.objects.advised_by(request.user))
    at = timezone.now()
    mine = Cohort.objects.filter(organisation__in=organisations)
    rows = mine.with_phase(at).with_seats_taken().in_order()
    page = Paginator(
        rows.select_related("organisation", "programme", "trainer"), ON_A_PAGE
    ).get_page(request.GET.get("page"))
    progress = Progress(page.object_list)
    context = {
        "page": page,
        "phases": _by_phase(page.object_list, at, progress),
        "several": len(organisations) > 1,
    }
    return render(request, "programmes/cohorts.html", context)


def _by_phase(cohorts: Any, at: datetime, progress: Progress) -> list[dict[str, Any]]:
    titles = {
        "running": _("Running"),
        "coming": _("Coming"),
        "finished": _("Finished"),
        "cancelled": _("Cancelled"),
    }
    cards: dict[str, list[dict[str, Any]]] = {phase: [] for phase in titles}
    for cohort in cohorts:
        line = cohort_stations(cohort, at, progress)
        cards[cohort.phase].append({"cohort": cohort, "line": line})
    return [
        {"phase": phase, "title": titles[phase], "cards": found}
        for phase, found in cards.items()
        if found
    ]


@require_safe
def cohort(request: PersonRequest, pk: int) -> HttpResponse:
    """For its organisers the whole line; for a participant the dates and the people; for the
    academy, and for who is only asked, the dates and how many take part."""
    at = timezone.now()
    found = _visible(request, at, pk)
    overseen = Cohort.objects.overseen_by(request.user).filter(pk=pk).exists()
    manages = Cohort.objects.managed_by(request.user).filter(pk=pk).exists()
    progress = Progress([found])
    context = {
        "cohort": found,
        "overseen": overseen,
        "manages": manages,
        "meetings": _meetings(request, pk),
        "fellows": _named(request, progress.taking_part(found)),
        "panels": draw_panels(request, "cohort", found, at),
    }
    if overseen:
        context["line"] = cohort_line(found, at, progress)
        context["first"] = organisers_step(found, at, progress, manages=manages)
    return render(request, "programmes/cohort.html", context)


def _named(request: PersonRequest, taking_part: list[Enrolment]) -> list[Person]:
    """Whoever only sees that there is a group, as the academy does, meets nobody by name."""
    ids = [one.pk for one in taking_part]
    seen = set(Enrolment.objects.visible_to(request.user).filter(pk__in=ids).values_list("pk"))
    return [one.person for one in taking_part if (one.pk,) in seen]


def _visible(request: PersonRequest, at: datetime, pk: int) -> Cohort:
    seen = Cohort.objects.filter(pk__in=Cohort.objects.visible_to(request.user).values("pk"))
    rows = seen.with_phase(at).with_seats_taken()
    return get_object_or_404(rows.select_related("organisation", "programme", "trainer"), pk=pk)


def _meetings(request: PersonRequest, pk: int) -> list[Meeting]:
    seen = Meeting.objects.filter(pk__in=Meeting.objects.visible_to(request.user).values("pk"))
    return list(seen.filter(cohort=pk).select_related("step", "cohort__organisation"))


@require_safe
def cohort_messages(request: PersonRequest, pk: int) -> HttpResponse:
    """What was told and what will be, by the rules that send it."""
    at = timezone.now()
    overseen = Cohort.objects.filter(pk__in=Cohort.objects.overseen_by(request.user).values("pk"))
    found = get_object_or_404(overseen.select_related("organisation", "programme"), pk=pk)
    manages = Cohort.objects.managed_by(request.user).filter(pk=pk).exists()
    entries = timeline(found.label, at)
    if not manages:  # a trainer does not hear what a manager is asked
        known = set(Person.objects.visible_to(request.user).values_list("pk", flat=True))
        entries = [one for one in entries if one.recipient.pk in known]
    past, to_come = past_and_to_come(entries)
    context = {
        "cohort": found,
        "manages": manages,
        "standing": standing(entries),
        "past": past,
        "to_come": to_come,
    }
    return render(request, "programmes/cohort_messages.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def cohort_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    own = get_object_or_404(
        Cohort.objects.managed_by(request.user).select_related("organisation"), pk=pk
    )
    form = CohortForm(posted(request), instance=own, label_suffix="")
    if request.method == "POST" and form.is_valid():
        actions.change_cohort(form.save(commit=False), at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("programmes:cohort", pk)
    context = {"cohort": own, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "programmes/cohort_edit.html", context, status=status)


@require_POST
def cohort_cancel(request: PersonRequest, pk: int) -> HttpResponseBase:
    own = get_object_or_404(Cohort.objects.managed_by(request.user), pk=pk)
    if actions.cancel_cohort(own, by=request.user, at=timezone.now()):
        text = _("“%(group)s” is cancelled. Everybody gets a mail in two minutes.")
        undo = reverse("programmes:cohort_resume", args=[pk])
        undoable(request, text % {"group": own.name}, undo)
    return redirect("programmes:cohort", pk)


@require_POST
def cohort_resume(request: PersonRequest, pk: int) -> HttpResponseBase:
    own = get_object_or_404(Cohort.objects.managed_by(request.user), pk=pk)
    if actions.resume_cohort(own, at=timezone.now()):
        messages.success(request, _("“%(group)s” goes on.") % {"group": own.name})
    return redirect("programmes:cohort", pk)
