"""An adviser's own organisation: when, in which colours, and on which days it is closed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.people.forms import ClosedPeriodForm, SettingsForm
from mentorship.people.models import ClosedPeriod, Organisation
from mentorship.people.request import PersonRequest
from mentorship.people.undo import recall, remember, undoable
from mentorship.people.views.scope import address_of, advised, chosen


def _page(
    request: PersonRequest, organisation: Organisation, status: int = 200, **forms: Any
) -> HttpResponse:
    context = {
        "settings_form": SettingsForm(instance=organisation),
        "period_form": ClosedPeriodForm(prefix="period"),
        "of": organisation,
        "query": address_of(organisation),
        "periods": organisation.closed_periods.all(),
        "tabs": [
            {"label": one.name, "url": address_of(one), "is_current": one == organisation}
            for one in advised(request)
        ],
        **forms,
    }
    return render(request, "people/organisation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: PersonRequest) -> HttpResponse:
    mine = chosen(request)
    if request.method != "POST":
        return _page(request, mine)
    form = SettingsForm(request.POST, instance=mine)
    if form.is_valid():
        form.save()
        messages.success(request, _("The settings are saved."))
        return redirect(reverse("people:organisation") + address_of(mine))
    return _page(request, mine, 422, settings_form=form, form=form)


@require_POST
def add_period(request: PersonRequest) -> HttpResponse:
    mine = chosen(request)
    form = ClosedPeriodForm(request.POST, prefix="period", instance=ClosedPeriod(organisation=mine))
    if not form.is_valid():
        return _page(request, mine, 422, period_form=form, form=form)
    form.save()
    messages.success(request, _("From now on nothing is planned or sent on these days."))
    return redirect(reverse("people:organisation") + address_of(mine))


@require_POST
def remove_period(request: PersonRequest, pk: int) -> HttpResponse:
    """Gone at once; the undo button carries what it was."""
    mine = ClosedPeriod.objects.filter(
        organisation__in=Organisation.objects.advised_by(request.user)
    )
    period = get_object_or_404(mine.select_related("organisation"), pk=pk)
    what = [
        period.organisation_id,
        period.first_day.isoformat(),
        period.last_day.isoformat(),
        period.reason,
    ]
    period.delete()
    undo = reverse("people:restore_period", args=[remember("closed-period", what)])
    undoable(request, _("Removed: %(reason)s.") % {"reason": period.reason}, undo)
    return redirect(reverse("people:organisation") + address_of(period.organisation))


@require_POST
def restore_period(request: PersonRequest, token: str) -> HttpResponse:
    pk, first, last, reason = recall("closed-period", token)
    mine = get_object_or_404(Organisation.objects.advised_by(request.user), pk=pk)
    ClosedPeriod.objects.get_or_create(
        organisation=mine,
        first_day=date.fromisoformat(first),
        last_day=date.fromisoformat(last),
        reason=reason,
    )
    messages.success(request, _("It is back."))
    return redirect(reverse("people:organisation") + address_of(mine))
