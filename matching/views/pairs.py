"""The adviser and the pairs: who they are, ending one, and a quiet request for another mentor."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching import actions
from matching.forms import EndForm
from matching.models import ChangeRequest, Mentorship
from matching.models.mentorship import MentorshipQuerySet
from matching.views.advising import organisations_of
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import undoable

PAGE = 50


def _managed(request: PersonRequest) -> MentorshipQuerySet:
    return Mentorship.objects.managed_by(request.user).with_people()


@require_safe
def pairs(request: PersonRequest) -> HttpResponse:
    """Everybody who is or was a pair, the newest first."""
    organisations_of(request)
    rows = _managed(request).paired()
    page = Paginator(rows.order_by("-answered_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "matching/pairs.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: PersonRequest, pk: int) -> HttpResponse:
    pair = get_object_or_404(_managed(request).active(), pk=pk)
    form = EndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        actions.end_mentorship(pair, at=timezone.now(), reason=form.cleaned_data["reason"])
        text = _("%(mentor)s and %(mentee)s are no longer a pair.")
        names = {"mentor": pair.mentor.name, "mentee": pair.mentee.name}
        undoable(request, text % names, reverse("matching:resume", args=[pk]))
        return redirect("matching:suggest", pair.mentee_id)
    status = 422 if form.errors else 200
    return render(request, "matching/end.html", {"pair": pair, "form": form}, status=status)


@require_POST
def resume(request: PersonRequest, pk: int) -> HttpResponse:
    pair = get_object_or_404(_managed(request).paired(), pk=pk)
    try:
        actions.resume_mentorship(pair, at=timezone.now())
    except actions.NotPossible as why:
        messages.warning(request, str(why))
    else:
        names = {"mentor": pair.mentor.name, "mentee": pair.mentee.name}
        messages.success(request, _("%(mentor)s and %(mentee)s are a pair again.") % names)
    return redirect("matching:suggest", pair.mentee_id)


@require_POST
def close_request(request: PersonRequest, pk: int) -> HttpResponse:
    """The adviser has talked about it; the pair goes on."""
    asked = get_object_or_404(ChangeRequest.objects.managed_by(request.user), pk=pk)
    asked.close(timezone.now())
    text = _("You have talked about it. It is off your list.")
    undoable(request, text, reverse("matching:reopen_request", args=[pk]))
    return redirect("matching:suggest", asked.mentorship.mentee_id)


@require_POST
def reopen_request(request: PersonRequest, pk: int) -> HttpResponse:
    asked = get_object_or_404(ChangeRequest.objects.managed_by(request.user), pk=pk)
    if not asked.reopen():
        messages.warning(request, _("There is a newer request by now."))
    return redirect("matching:suggest", asked.mentorship.mentee_id)
