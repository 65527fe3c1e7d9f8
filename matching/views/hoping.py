"""What a newcomer hopes for in a mentor: one page, saved while one chooses."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching.models import Hope, Mentorship
from matching.profile_forms import HopeForm
from matching.views.newcomer import is_mentee
from mentorship.people.request import PersonRequest, posted


@require_http_methods(["GET", "HEAD", "POST"])
def hopes(request: PersonRequest) -> HttpResponse:
    form = HopeForm(posted(request), instance=_own(request))
    if request.method == "POST" and form.is_valid():
        _keep(form)
        messages.success(request, _("Saved. You can change it whenever you like."))
        return redirect("matching:my_mentor")
    pair = Mentorship.objects.active().filter(mentee=request.user).select_related("mentor").first()
    context = {"form": form, "mentor": pair.mentor if pair else None}
    return render(request, "matching/hopes.html", context, status=422 if form.errors else 200)


@require_POST
def keep(request: PersonRequest) -> HttpResponse:
    """What was chosen so far, sent by the page itself; what is not right yet waits for *Save*."""
    form = HopeForm(request.POST, instance=_own(request))
    if not form.is_valid():
        return HttpResponse(status=422)
    _keep(form)
    return HttpResponse(status=204)


def _own(request: PersonRequest) -> Hope:
    if not is_mentee(request.user):
        raise Http404
    found = Hope.objects.filter(person=request.user).first()
    return found or Hope(person=request.user)


def _keep(form: HopeForm) -> None:
    """Two pages that save at once are one row: the last word stands."""
    said = form.save(commit=False)
    answers = {name: getattr(said, name) for name in form.fields}
    Hope.objects.update_or_create(
        person=said.person, defaults={**answers, "said_at": timezone.now()}
    )
