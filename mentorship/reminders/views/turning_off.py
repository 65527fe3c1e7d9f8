"""The link in a mail that is only good to know: turn these off, or on again. No sign-in."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from mentorship.people.models import Person
from mentorship.reminders.letters.turning_off import read_token, turn_off
from mentorship.reminders.models import Unwanted
from mentorship.reminders.rules import book
from mentorship.web.faults import broken_link


@csrf_exempt  # a mail program posts here by itself (RFC 8058); the signed link is the proof
@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def off(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does; ``back`` turns them on again."""
    found = read_token(token)
    if found is None or not Person.objects.filter(pk=found[0], erased_at=None).exists():
        raise broken_link()
    person, keys = found
    if request.method == "POST":
        if "back" in request.POST:
            Unwanted.objects.filter(person=person, rule__in=keys).delete()
        else:
            turn_off(person, keys)
    is_off = Unwanted.objects.filter(person=person, rule__in=keys).count() >= len(keys)
    context = {"titles": [book[key].title for key in keys], "is_off": is_off}
    return render(request, "reminders/turn_off.html", context)
