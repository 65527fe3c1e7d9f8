"""The certificate of taking part, for whoever was at every meeting."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from mentorship.people.request import PersonRequest
from programmes.guide import LANGUAGES
from programmes.models import Enrolment
from programmes.paper import certificate_name, certificate_paper
from programmes.views.guide import as_download


@require_safe
def certificate(request: PersonRequest, pk: int, language: str) -> HttpResponse:
    """For the participant, and for the adviser on their behalf; before that it does not exist."""
    if language not in LANGUAGES:
        raise Http404
    mine = Enrolment.objects.certificates_of(request.user)
    enrolment = get_object_or_404(
        mine.select_related(
            "person", "cohort__organisation", "cohort__programme", "cohort__trainer"
        ),
        pk=pk,
    )
    return as_download(certificate_paper(enrolment, language), certificate_name(language))
