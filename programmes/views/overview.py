"""*Overzicht*, for the academy: groups and seats over all organisations. Numbers, no names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from mentorship.people.models import Organisation, Person
from mentorship.people.request import PersonRequest
from programmes.models import Cohort
from programmes.screens import coordinates


@dataclass(frozen=True)
class Part:
    """One organisation with its groups."""

    organisation: Organisation
    cohorts: list[Any]  # cohorts with their phase and numbers

    @property
    def seats(self) -> int:
        return sum(one.seats for one in self.cohorts if one.phase in ("coming", "running"))

    @property
    def taken(self) -> int:
        return sum(one.taken for one in self.cohorts if one.phase in ("coming", "running"))


@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    if not coordinates(request.user):
        raise Http404
    parts = parts_for(request.user, timezone.now())
    context = {
        "parts": [part for part in parts if part.cohorts],
        "without": [part.organisation for part in parts if not part.cohorts],
        "seats": sum(part.seats for part in parts),
        "taken": sum(part.taken for part in parts),
        "groups": sum(one.phase in ("coming", "running") for part in parts for one in part.cohorts),
        "trained": sum(
            one.completed for part in parts for one in part.cohorts if one.phase == "finished"
        ),
    }
    return render(request, "programmes/overview.html", context)


def parts_for(person: Person, at: datetime) -> list[Part]:
    """Two queries, however many organisations there are."""
    mine = Organisation.objects.coordinated_by(person)
    cohorts: dict[int, list[Any]] = {}
    found = Cohort.objects.filter(organisation__in=mine, cancelled_at=None)
    waiting = Count("enrolments", filter=Q(enrolments__state="waiting"), distinct=True)
    completed = Count("enrolments", filter=Q(enrolments__state="completed"), distinct=True)
    rows = found.with_phase(at).with_seats_taken().annotate(waiting=waiting, completed=completed)
    for cohort in rows.in_order():
        cohorts.setdefault(cohort.organisation_id, []).append(cohort)
    return [Part(one, cohorts.get(one.pk, [])) for one in mine.order_by("name")]
