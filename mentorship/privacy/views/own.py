"""What somebody may know about their own words."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.people.request import PersonRequest
from mentorship.privacy.models import Reading

PAGE = 50


@require_safe
def readings(request: PersonRequest) -> HttpResponse:
    """Who read what I wrote, the newest first."""
    seen = Reading.objects.visible_to(request.user).select_related("reader")
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/readings.html", {"page": page})
