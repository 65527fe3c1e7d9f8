"""What somebody may know about their own words."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from mentorship.people.request import PersonRequest
from mentorship.privacy.export import archive, chapters
from mentorship.privacy.models import Deed, Reading
from mentorship.web.files import NEVER_KEPT

PAGE = 50


@require_safe
def readings(request: PersonRequest) -> HttpResponse:
    """Who read what I wrote, the newest first, and which of my words were taken out."""
    seen = Reading.objects.visible_to(request.user).select_related("reader")
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    deeds = Deed.objects.visible_to(request.user).filter(about=request.user, kind="taken out")
    context = {"page": page, "taken_out": deeds.select_related("by")[:PAGE]}
    return render(request, "privacy/readings.html", context)


@require_safe
def mine(request: PersonRequest) -> HttpResponse:
    """Everything that is kept of me, to read and to print."""
    context = {"chapters": chapters(request.user), "own": request.user}
    return render(request, "privacy/mine.html", context)


@require_POST
def download(request: PersonRequest) -> FileResponse:
    """The same as a zip. It leaves a trace, so a link alone does not do it."""
    at = timezone.now()
    return FileResponse(
        archive(request.user, request.user, at),
        as_attachment=True,
        filename=f"wegwijs-{timezone.localdate(at):%Y-%m-%d}.zip",
        headers=NEVER_KEPT,
    )
