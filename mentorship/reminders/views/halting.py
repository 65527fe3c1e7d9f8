"""The hand on the brake: nothing is sent any more, of one organisation or of all."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mentorship.people.models import Organisation
from mentorship.people.request import PersonRequest
from mentorship.people.undo import undoable
from mentorship.people.views.scope import only_for_administrators
from mentorship.reminders import actions
from mentorship.reminders.models import Halt, Message


@require_safe
def sending(request: PersonRequest) -> HttpResponse:
    """Whether mail goes, and how many wait, for each organisation that one advises."""
    advised = list(Organisation.objects.advised_by(request.user))
    if not advised and not request.user.is_admin:
        raise Http404
    halts = {one.organisation_id: one for one in Halt.objects.select_related("by", "organisation")}
    context = {
        "rows": [
            {
                "of": one,
                "halt": halts.get(one.pk) or halts.get(None),
                "is_own": one.pk in halts,
                "waiting": Message.objects.filter(organisation=one).waiting().count(),
            }
            for one in advised
        ],
        "everywhere": halts.get(None),
        "waiting": Message.objects.waiting().count() if request.user.is_admin else 0,
    }
    return render(request, "reminders/sending.html", context)


@require_POST
def stop(request: PersonRequest, slug: str) -> HttpResponseBase:
    own = get_object_or_404(Organisation.objects.advised_by(request.user), slug=slug)
    if actions.halt(own, by=request.user, at=timezone.now()):
        text = _("Nothing of %(name)s is sent any more.") % {"name": own.name}
        undoable(request, text, reverse("reminders:go_on", args=[slug]))
    return redirect("reminders:sending")


@require_POST
def go_on(request: PersonRequest, slug: str) -> HttpResponseBase:
    own = get_object_or_404(Organisation.objects.advised_by(request.user), slug=slug)
    if actions.go_on(own, timezone.now()):
        messages.success(request, _("Sending goes on. What is still true goes first."))
    return redirect("reminders:sending")


@require_POST
def stop_all(request: PersonRequest) -> HttpResponseBase:
    only_for_administrators(request)
    if actions.halt(None, by=request.user, at=timezone.now()):
        text = _("Nothing is sent any more, of any organisation.")
        undoable(request, text, reverse("reminders:go_on_all"))
    return redirect("reminders:sending")


@require_POST
def go_on_all(request: PersonRequest) -> HttpResponseBase:
    only_for_administrators(request)
    if actions.go_on(None, timezone.now()):
        messages.success(request, _("Sending goes on. What is still true goes first."))
    return redirect("reminders:sending")
