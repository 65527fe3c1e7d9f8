"""A newcomer's first screen: who my mentor is, and how to ask for another."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching import actions
from matching.forms import AnotherMentorForm
from matching.models import ChangeRequest, Hope, Mentorship
from matching.models.mentorship import MentorshipQuerySet
from matching.sides import own_side
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest
from mentorship.people.undo import undoable


def is_mentee(person: Person) -> bool:
    """A newcomer, or somebody who has a mentor still."""
    return (
        person.is_newcomer(timezone.now())
        or Mentorship.objects.active().filter(mentee=person).exists()
    )


@require_safe
def my_mentor(request: PersonRequest) -> HttpResponse:
    if not is_mentee(request.user):
        raise Http404
    pair = _own(request).first()
    asked = ChangeRequest.objects.visible_to(request.user).open().filter(mentorship=pair)
    context = {
        "pair": pair,
        "side": own_side(pair, request.user, timezone.now()) if pair else None,
        "profile": getattr(pair.mentor, "mentor_profile", None) if pair else None,
        "asked": asked.first() if pair else None,
        "form": AnotherMentorForm(),
        "hope": Hope.objects.filter(person=request.user).first(),
        "has_started": bool(
            request.user.starts_on and request.user.starts_on <= timezone.localdate()
        ),
    }
    return render(request, "matching/my_mentor.html", context)


def _own(request: PersonRequest) -> MentorshipQuerySet:
    return Mentorship.objects.active().filter(mentee=request.user).with_people()


@require_POST
def another_mentor(request: PersonRequest) -> HttpResponse:
    """A quiet question to the adviser; nobody else sees it."""
    pair = get_object_or_404(_own(request))
    form = AnotherMentorForm(request.POST)
    word = form.cleaned_data["word"] if form.is_valid() else request.POST.get("word", "")[:300]
    if actions.ask_for_another(pair, request.user, at=timezone.now(), word=word):
        text = _("Your adviser sees your request and gets in touch. Nobody else sees it.")
        undoable(request, text, reverse("matching:keep_mentor"))
    else:
        messages.info(request, _("You asked this already. Your adviser gets in touch."))
    return redirect("matching:my_mentor")


@require_POST
def keep_mentor(request: PersonRequest) -> HttpResponse:
    """On second thoughts: the request is gone as if it had not been made."""
    pair = get_object_or_404(_own(request))
    pair.change_requests.open().delete()
    messages.success(request, _("Your request is taken back."))
    return redirect("matching:my_mentor")
