"""My details, and a manager's own team."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.people.forms import MeForm
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest, posted
from mentorship.people.screens import has_staff


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: PersonRequest) -> HttpResponse:
    form = MeForm(posted(request), instance=request.user)
    if form.is_valid():
        form.save()
        with override(request.user.language):
            messages.success(request, _("Your details are saved."))
        return redirect("people:me")
    own = Person.objects.select_related("organisation", "team", "manager").get(pk=request.user.pk)
    context = {
        "form": form,
        "own": own,
        "roles": own.roles.select_related("organisation", "academy"),
    }
    return render(request, "people/me.html", context, status=422 if form.errors else 200)


@require_safe
def team(request: PersonRequest) -> HttpResponse:
    """Newcomers first; who works with them is shown by other rooms."""
    if not has_staff(request.user):
        raise Http404
    today = timezone.localdate()
    staff = request.user.staff.employed(today).select_related("team")
    newcomers = list(staff.newcomers(today).order_by("starts_on", "sorts_as"))
    context = {
        "newcomers": newcomers,
        "others": staff.exclude(pk__in=[one.pk for one in newcomers]).by_name(),
        "today": today,
    }
    return render(request, "people/team.html", context)
