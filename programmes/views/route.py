"""*Mijn route*: one's own line of stations, with the next one in front."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from mentorship.people.models import Person
from mentorship.people.request import PersonRequest
from mentorship.web.panels import draw_panels
from programmes.models import Enrolment, Material, Submission
from programmes.progress import Progress
from programmes.route import next_step, stations


@require_safe
def route(request: PersonRequest, pk: int | None = None) -> HttpResponse:
    """The group that runs comes first; others are one click away."""
    at = timezone.now()
    mine = enrolments_of(request.user, at)
    if pk is not None:
        get_object_or_404(Enrolment.objects.of(request.user), pk=pk)
        mine.sort(key=lambda one: one.pk != pk)
    if not mine:
        return render(request, "programmes/route_empty.html", {"greeting": greeting(at)})
    enrolment, *others = mine
    context = {
        "greeting": greeting(at),
        "others": others,
        "panels": draw_panels(request, "route", enrolment, at),
        **_way_of(request.user, enrolment, at),
    }
    return render(request, "programmes/route.html", context)


def _way_of(viewer: Person, enrolment: Enrolment, at: datetime) -> dict[str, Any]:
    """Where somebody is in one group, with whom, and what there is to read."""
    cohort = enrolment.cohort
    progress = Progress([cohort])
    return {
        "enrolment": enrolment,
        "cohort": cohort,
        "next": next_step(enrolment, at, progress),
        "stations": stations(enrolment, at, progress),
        "can_leave": enrolment.takes_part and enrolment.can_answer(at),
        "fellows": [one for one in progress.taking_part(cohort) if one.pk != enrolment.pk],
        "materials": Material.objects.visible_to(viewer)
        .filter(meeting__cohort=cohort)
        .select_related("meeting__step"),
        "shared": Submission.objects.visible_to(viewer)
        .shared()
        .filter(enrolment__cohort=cohort)
        .exists(),
    }


def enrolments_of(person: Person, at: datetime) -> list[Enrolment]:
    """One's own, the one to look at first in front: running or asked, then what is over."""
    rows = list(
        Enrolment.objects.of(person)
        .open()
        .with_span()
        .select_related("cohort__organisation", "cohort__programme", "cohort__trainer", "person")
    )
    far = datetime.max.replace(tzinfo=at.tzinfo)
    rows.sort(key=lambda one: (_is_past(one, at), one.group_starts_at or far))
    return [one for one in rows if not (_is_past(one, at) and one.state in ("invited", "waiting"))]


def _is_past(enrolment: Enrolment, at: datetime) -> bool:
    return enrolment.group_ends_at is not None and enrolment.group_ends_at < at


def greeting(at: datetime) -> str:
    hour = timezone.localtime(at).hour
    if hour < 6 or hour >= 18:
        return _("Good evening")
    return _("Good morning") if hour < 12 else _("Good afternoon")
