"""*Mijn groepen*, for who leads them: the next meeting first."""

from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from mentorship.people.request import PersonRequest
from mentorship.web.panels import draw_panels
from programmes.models import Cohort, Meeting
from programmes.progress import Progress
from programmes.route import Station, cohort_stations
from programmes.screens import leads_groups


@dataclass(frozen=True)
class Card:
    """One group as its trainer meets it."""

    cohort: Cohort
    stations: list[Station]
    participants: int
    to_note: Meeting | None
    panels: list[SafeString]


@require_safe
def groups(request: PersonRequest) -> HttpResponse:
    if not leads_groups(request.user):
        raise Http404
    at = timezone.now()
    led = Cohort.objects.led_by(request.user).with_phase(at).in_order()
    cohorts = list(led.select_related("organisation", "programme"))
    progress = Progress(cohorts)
    running = [one for one in cohorts if one.phase != "finished"]
    to_come = (
        Meeting.objects.led_by(request.user)
        .to_come(at)
        .select_related("step", "cohort__organisation")
    )
    context = {
        "next": to_come.order_by("starts_at").first(),
        "cards": [_card(request, one, progress, at) for one in running],
        "finished": [one for one in cohorts if one.phase == "finished"],
    }
    return render(request, "programmes/groups.html", context)


def _card(request: PersonRequest, cohort: Cohort, progress: Progress, at: datetime) -> Card:
    return Card(
        cohort=cohort,
        stations=cohort_stations(cohort, at, progress),
        participants=len(progress.taking_part(cohort)),
        to_note=next(iter(progress.unnoted(cohort, at)), None),
        panels=draw_panels(request, "group", cohort, at),
    )
