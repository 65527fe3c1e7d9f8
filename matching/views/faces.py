"""A mentor's photo: put up and taken off by the mentor alone, seen by whoever sees the profile."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching.models import MentorProfile
from matching.profile_forms import PhotoForm, ProfileForm
from matching.views.offering import own_profile, profile_page
from mentorship.people.request import PersonRequest

AN_HOUR = 3600  # in the reader's own browser; a new photo has a new address


@require_safe
def face(request: PersonRequest, pk: int) -> HttpResponseBase:
    profile = get_object_or_404(MentorProfile.objects.visible_to(request.user), pk=pk)
    kept = profile.photo.name or ""
    if not kept or not profile.photo.storage.exists(kept):
        raise Http404
    return FileResponse(
        profile.photo.open("rb"),
        content_type="image/jpeg",
        headers={
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": f"private, max-age={AN_HOUR}",
            "Content-Security-Policy": "sandbox; default-src 'none'",
        },
    )


@require_POST
def put_up(request: PersonRequest) -> HttpResponse:
    own, form = own_profile(request), PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return profile_page(request, own, ProfileForm(instance=own), form, status=422)
    own.show_face(form.cleaned_data["photo"])
    messages.success(request, _("Your photo is there. Only your face is kept, not where it was."))
    return redirect("matching:profile")


@require_POST
def take_off(request: PersonRequest) -> HttpResponse:
    """The file goes at once, so there is no way back but another photo."""
    own = get_object_or_404(MentorProfile, person=request.user)
    own.show_face(None)
    messages.success(request, _("Your photo is gone. You can choose another one at any time."))
    return redirect("matching:profile")
