"""All intakes of a group on one page, for its trainer; whose words it shows is noted first."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intake.wishes import Wishes, wishes_of
from mentorship.people.request import PersonRequest
from mentorship.privacy.log import record_sitting
from programmes.forms.themes import LONGEST, ThemeForm
from programmes.models import Cohort, Meeting


@require_safe
def wishes(request: PersonRequest, cohort: int) -> HttpResponse:
    at = timezone.now()
    mine = get_object_or_404(
        Cohort.objects.led_by(request.user).select_related("organisation"), pk=cohort
    )
    found = wishes_of(mine, request.user, at)
    read = [(one.enrolment.person, one, one.step.title, one.saved_at) for one in found.responses]
    record_sitting(request.user, read, at)
    context = {
        "cohort": mine,
        "wishes": found,
        "meetings": _to_choose_for(mine, found, request.path, at),
    }
    return render(request, "intake/wishes.html", context)


def _to_choose_for(cohort: Cohort, found: Wishes, here: str, at: datetime) -> list[dict[str, Any]]:
    """Each meeting to come: its themes, and what comes up and is not among them yet."""
    to_come = Meeting.objects.to_come(at).for_participants().filter(cohort=cohort)
    return [
        {
            "meeting": meeting,
            "chosen": (chosen := list(meeting.themes.all())),
            "offered": _offered(found.themes, {one.words for one in chosen}),
            "place": f"{here}#themes-{meeting.pk}",  # a long page: one stays where one was
            "form": ThemeForm(label_suffix="", auto_id=f"theme-{meeting.pk}-%s"),
        }
        for meeting in to_come.select_related("step").prefetch_related("themes")
    ]


def _offered(themes: list[str], chosen: set[str]) -> list[str]:
    words = dict.fromkeys(one[:LONGEST] for one in themes)
    return [one for one in words if one not in chosen]
