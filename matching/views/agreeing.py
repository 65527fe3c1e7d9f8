"""A manager says whether a mentor has the time: from the mail, or signed in. Advisers note it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching import actions
from matching.forms import AnswerForm
from matching.links import TIME, by
from matching.models import Agreement
from matching.models.agreement import staff_who_mentor
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest, posted
from mentorship.web.faults import question_gone
from mentorship.web.signed import opened


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def has_time(request: HttpRequest, person: int, token: str) -> HttpResponse:
    """The button of the mail: just this question, no session and no way further."""
    link = opened(token, by(TIME, person), timezone.now())
    manager = Person.objects.filter(pk=person).first()
    if manager is None:
        raise question_gone()
    mentor = staff_who_mentor(manager).select_related("organisation").filter(pk=link.pk).first()
    if mentor is None or link.expired:
        return render(request, "matching/has_time_over.html", status=410)
    return _ask_or_answer(request, mentor, manager)


@require_http_methods(["GET", "HEAD", "POST"])
def has_time_own(request: PersonRequest, pk: int) -> HttpResponse:
    """The same question for a manager who is signed in."""
    staff = staff_who_mentor(request.user).select_related("organisation")
    return _ask_or_answer(request, get_object_or_404(staff, pk=pk), request.user)


def _ask_or_answer(request: HttpRequest, mentor: Person, manager: Person) -> HttpResponse:
    form = AnswerForm(posted(request))
    said = {"yes": True, "no": False}.get(request.POST.get("answer", ""))
    context: dict[str, Any] = {"mentor": mentor, "form": form, "status": 200}
    if request.method == "POST":
        if said is not None and form.is_valid():
            word = form.cleaned_data["word"]
            context["is_kept"] = actions.answer_about_time(
                mentor, manager, agreed=said, at=timezone.now(), word=word
            )
        else:
            context["status"] = 422
    context["agreement"] = Agreement.objects.filter(mentor=mentor).first()
    context["is_settled"] = actions.is_settled(mentor)
    return render(request, "matching/has_time.html", context, status=context["status"])


@require_POST
def note_time(request: PersonRequest, pk: int) -> HttpResponse:
    """The adviser heard it, or talked about a no."""
    people = Person.objects.managed_by(request.user).select_related("manager")
    mentor = get_object_or_404(people, pk=pk)
    agreed = request.POST.get("agreed") == "yes"
    found = Agreement.objects.managed_by(request.user).filter(mentor=mentor).first()
    agreement = found or Agreement(mentor=mentor, manager=mentor.manager)
    agreement.note(agreed=agreed, by=request.user, at=timezone.now())
    if agreed:
        messages.success(request, _("Noted: %(name)s has the time.") % {"name": mentor.name})
    else:
        text = _("Noted: %(name)s does not have the time, and is not proposed.")
        messages.success(request, text % {"name": mentor.name})
    return redirect("matching:mentor", pk)
