"""A person's own calendar feed: made, stopped, and fetched by a calendar without signing in."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.people.request import PersonRequest
from programmes import calendar
from programmes.models import CalendarFeed, Meeting

AN_HOUR = 3600
OFTEN = 60  # times an hour; a calendar asks a few times a day


@require_safe
@login_not_required
@cache_control(no_store=True)
def feed(request: PersonRequest) -> HttpResponse:
    """The secret stands in the query, so that it is in no path that a log keeps."""
    at = timezone.now()
    found = CalendarFeed.objects.known_by(request.GET.get("key", ""), at)
    if found is None:
        return HttpResponse(status=404)
    if _asks_too_often(found, at):
        return HttpResponse(status=429, headers={"Retry-After": str(AN_HOUR)})
    meetings = Meeting.objects.in_calendar_of(found.person)
    with translation.override(found.person.language):
        content = calendar.feed(meetings.select_related("step", "cohort__organisation"), at)
    return HttpResponse(content, content_type="text/calendar; charset=utf-8")


def _asks_too_often(found: CalendarFeed, at: datetime) -> bool:
    key = f"feed:{found.pk}:{at:%Y%m%d%H}"
    times: int = cache.get(key, 0) + 1
    cache.set(key, times, AN_HOUR)
    return times > OFTEN


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(no_store=True)
def feed_make(request: PersonRequest) -> HttpResponseBase:
    """Shows the address, this once: only a hash of it is kept. Who comes back later starts anew."""
    if request.method != "POST":
        return redirect("people:me")
    secret = CalendarFeed.objects.renew(request.user, timezone.now())
    address = f"{settings.SITE_URL}{reverse('programmes:feed')}?key={secret}"
    subscribe = "webcal" + address.removeprefix("https").removeprefix("http")
    context = {"address": address, "subscribe": subscribe}
    return render(request, "programmes/feed_made.html", context)


@require_POST
def feed_stop(request: PersonRequest) -> HttpResponse:
    CalendarFeed.objects.of(request.user).delete()
    messages.success(request, _("The address of your calendar no longer works."))
    return redirect("people:me")
