"""Reading what was handed in: each only what ``Response.objects.visible_to`` lets them."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.comparison import compare
from intake.models import Response
from intake.overview import overview_of
from intake.paper import told
from mentorship.people.request import PersonRequest
from mentorship.privacy.log import record_reading
from programmes.models import Cohort, Enrolment


@require_safe
def cohort(request: PersonRequest, cohort: int) -> HttpResponse:
    """Who handed in what, for the trainer of the group."""
    mine = get_object_or_404(
        Cohort.objects.led_by(request.user).select_related("organisation"), pk=cohort
    )
    overview = overview_of(mine, request.user, timezone.now())
    return render(request, "intake/cohort.html", {"cohort": mine, "overview": overview})


@require_safe
def response(request: PersonRequest, pk: int) -> HttpResponse:
    """One person's answers. That another than the writer read them is noted first."""
    readable = Response.objects.visible_to(request.user).handed_in()
    one = get_object_or_404(
        readable.select_related(
            "questionnaire", "step", "enrolment__person__team", "enrolment__cohort"
        ),
        pk=pk,
    )
    writer = one.enrolment.person
    record_reading(request.user, writer, one, one.step.title, timezone.now())
    same = readable.filter(step=one.step, enrolment__cohort=one.enrolment.cohort_id).by_name()
    keys = list(same.values_list("pk", flat=True))
    here = keys.index(one.pk)
    context = {
        "response": one,
        "writer": writer,
        "answered": told(one.questionnaire.parts(), one.answers, one),
        "may_take_out": writer.pk != request.user.pk,
        "place": here + 1,
        "total": len(keys),
        "previous": keys[here - 1] if here else None,
        "next": keys[here + 1] if here + 1 < len(keys) else None,
    }
    return render(request, "intake/response.html", context)


@require_safe
def mirror(request: PersonRequest, enrolment: int) -> HttpResponse:
    """One's own self-analyses beside each other."""
    mine = get_object_or_404(Enrolment.objects.of(request.user), pk=enrolment)
    written = list(
        Response.objects.written_by(request.user)
        .handed_in()
        .filter(enrolment=mine, questionnaire__key__startswith="self-analysis")
        .select_related("questionnaire", "step")
        .order_by("step__position")
    )
    if not written:
        raise Http404
    first, second = written[0], written[-1] if len(written) > 1 else None
    competences, pages = compare(first, second)
    context = {
        "enrolment": mine,
        "first": first,
        "second": second,
        "competences": competences,
        "pages": pages,
    }
    return render(request, "intake/mirror.html", context)
