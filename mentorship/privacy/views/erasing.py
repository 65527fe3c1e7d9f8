"""Erasing a colleague who left: what goes and what stays is said first, for it cannot be undone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship.people.request import PersonRequest
from mentorship.privacy.erasing import erasable_by, erase, obstacles


@require_http_methods(["GET", "HEAD", "POST"])
def erasure(request: PersonRequest, pk: int) -> HttpResponse:
    at = timezone.now()
    subject = get_object_or_404(erasable_by(request.user, timezone.localdate(at)), pk=pk)
    in_the_way = obstacles(subject, at)
    if request.method == "POST" and not in_the_way:
        erase(subject, by=request.user, at=at)
        messages.success(request, _("Erased. What stays has no name any more."))
        return redirect("people:list" if request.user.holds("adviser") else "people:administration")
    context = {"subject": subject, "obstacles": in_the_way}
    status = 422 if request.method == "POST" else 200
    return render(request, "privacy/erase.html", context, status=status)
