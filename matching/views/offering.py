"""A mentor's own pages: whom I guide, how I introduce myself, and when I take a break."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from matching.models import Hope, MentorProfile, Mentorship
from matching.models.profile import may_mentor
from matching.profile_forms import PauseForm, PhotoForm, ProfileForm
from matching.sides import own_side
from matching.strengths import strengths_of
from matching.views.mentors import set_pause
from mentorship.people.request import PersonRequest, posted


@require_safe
def my_mentees(request: PersonRequest) -> HttpResponse:
    """The question that waits, whom I guide and what they hope for, how I present myself."""
    return own_page(request, PauseForm(today=timezone.localdate()))


def own_page(request: PersonRequest, form: PauseForm) -> HttpResponse:
    at = timezone.now()
    mine = Mentorship.objects.filter(mentor=request.user).with_people()
    if not may_mentor(request.user) and not mine.exists():
        raise Http404
    active = list(mine.active().order_by("mentee__starts_on", "pk"))
    hopes = Hope.objects.visible_to(request.user).filter(
        person__in=[one.mentee_id for one in active]
    )
    said = {one.person_id: one for one in hopes}
    context = {
        "questions": mine.awaiting().order_by("asked_at"),
        "active": active,
        "sides": [(own_side(one, request.user, at), said.get(one.mentee_id)) for one in active],
        "profile": MentorProfile.objects.filter(person=request.user).first(),
        "today": timezone.localdate(at),
        "form": form,
    }
    return render(request, "matching/my_mentees.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: PersonRequest) -> HttpResponse:
    """Who I am as a mentor, and for how many."""
    own = own_profile(request)
    if request.method == "POST" and "copy" in request.POST:
        return profile_page(request, own, ProfileForm(_with_strengths(request), instance=own))
    form = ProfileForm(posted(request), instance=own)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved. This is how your new colleague meets you."))
        return redirect("matching:my_mentees")
    return profile_page(request, own, form, status=422 if form.errors else 200)


def own_profile(request: PersonRequest) -> MentorProfile:
    if not may_mentor(request.user):
        raise Http404
    found = MentorProfile.objects.filter(person=request.user).first()
    return found or MentorProfile(person=request.user)


def profile_page(
    request: PersonRequest,
    own: MentorProfile,
    form: ProfileForm,
    photo_form: PhotoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "profile": own,
        "form": form,
        "photo_form": photo_form or PhotoForm(),
        "strengths": strengths_of(request.user),
        "has_errors": status == 422,
    }
    return render(request, "matching/profile.html", context, status=status)


def _with_strengths(request: PersonRequest) -> Any:
    """All that is typed, with one's own words of the self-analysis filled in. Nothing is saved."""
    typed = request.POST.copy()
    typed["strengths"] = strengths_of(request.user)
    return typed


@require_POST
def pause(request: PersonRequest) -> HttpResponse:
    if not may_mentor(request.user):
        raise Http404
    form = PauseForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        return own_page(request, form)
    own, _is_new = MentorProfile.objects.get_or_create(person=request.user)
    set_pause(request, own, form.cleaned_data["until"])
    return redirect("matching:my_mentees")


@require_POST
def resume(request: PersonRequest) -> HttpResponse:
    """One click: I am there again."""
    own = get_object_or_404(MentorProfile, person=request.user)
    set_pause(request, own, None)
    return redirect("matching:my_mentees")
