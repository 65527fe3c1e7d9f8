"""The adviser and the pairs: who they are, ending one, and a quiet request for another mentor."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Prefetch
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching import actions
from matching.forms import EndForm, PairsForm
from matching.models import ChangeRequest, Mentorship
from matching.models.mentorship import BETWEEN, FIRST_TALK, MentorshipQuerySet, Stage
from matching.showing import counted, narrowed
from matching.views.advising import organisations_of
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest, posted
from mentorship.people.searching import keep_search, searched
from mentorship.people.undo import undoable

PAGE = 50


def _managed(request: PersonRequest) -> MentorshipQuerySet:
    return Mentorship.objects.managed_by(request.user).with_people()


@require_http_methods(["GET", "HEAD", "POST"])
def pairs(request: PersonRequest) -> HttpResponse:
    """Everybody who is, is going to be or was a pair, the newest first; by where it stands."""
    organisations = organisations_of(request)
    if request.method == "POST":
        return keep_search(request)
    today, managed = timezone.localdate(), _managed(request)
    form = PairsForm(searched(request), counts=counted(managed, request.user, today))
    chosen = form.cleaned_data if form.is_valid() else {"show": "", "q": ""}
    rows = narrowed(managed, chosen["show"], request.user, today).with_track(today)
    if chosen["q"]:
        rows = rows.of_people(Person.objects.search(chosen["q"]))
    asked = ChangeRequest.objects.managed_by(request.user).waiting()
    rows = rows.prefetch_related(Prefetch("change_requests", asked))
    ordered = rows.order_by(F("answered_at").desc(nulls_first=True), "-pk")
    page = Paginator(ordered, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "form": form,
        "narrowed": any(chosen.values()),
        "first_talk": FIRST_TALK.days // 7,
        "between": BETWEEN.days // 7,
        "organisations": organisations,
    }
    return render(request, "matching/pairs.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: PersonRequest, pk: int) -> HttpResponse:
    pair = get_object_or_404(_managed(request).active(), pk=pk)
    over = pair.stage(timezone.localdate()) == Stage.OVER
    first = {"kind": Mentorship.EndKind.DONE} if over else {}
    form = EndForm(posted(request), initial=first)
    if request.method == "POST" and form.is_valid():
        actions.end_mentorship(pair, at=timezone.now(), **form.cleaned_data)
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
