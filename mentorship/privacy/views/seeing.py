"""The published page: who sees what."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mentorship.people.request import PersonRequest
from mentorship.privacy.seeing import entries


@require_safe
def who_sees(request: PersonRequest) -> HttpResponse:
    context = {"entries": entries(request.user.organisation)}
    return render(request, "privacy/who_sees.html", context)
