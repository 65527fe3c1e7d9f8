"""Collega's: the list, one colleague, adding and changing by hand."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mentorship.people.forms import PersonForm, SearchForm
from mentorship.people.models import Person
from mentorship.people.models.person import PersonQuerySet
from mentorship.people.request import PersonRequest, posted
from mentorship.people.searching import KEY, keep_search, searched
from mentorship.people.views.scope import advised, chosen

PAGE = 50
Narrowed = Callable[[PersonQuerySet, date], PersonQuerySet]
FILTERS: dict[str, tuple[Any, Narrowed]] = {
    "": (gettext_lazy("Everybody"), lambda people, today: people.employed(today)),
    "new": (gettext_lazy("New colleagues"), lambda people, today: people.newcomers(today)),
    "managers": (
        gettext_lazy("Managers"),
        lambda people, today: people.employed(today).managers(),
    ),
    "left": (gettext_lazy("Left"), lambda people, today: people.left(today)),
}


@require_http_methods(["GET", "HEAD", "POST"])
def people(request: PersonRequest) -> HttpResponse:
    advised(request)
    if request.method == "POST":
        return keep_search(request)
    today = timezone.localdate()
    mine = Person.objects.managed_by(request.user)
    if not mine.exclude(pk=request.user.pk).exists():
        return render(request, "people/empty.html")
    form = SearchForm(searched(request))
    words = form.cleaned_data["q"] if form.is_valid() else ""
    show = request.GET.get("show", "") if request.GET.get("show") in FILTERS else ""
    found = mine.search(words)
    shown = FILTERS[show][1](found, today).select_related("team", "manager", "organisation")
    page = Paginator(shown.by_name(), PAGE).get_page(request.GET.get("page"))
    newcomers = mine.filter(pk__in=[one.pk for one in page]).newcomers(today)
    context = {
        "page": page,
        "form": form,
        "words": words,
        "tabs": _tabs(found, today, show, request.GET.get(KEY, "") if words else ""),
        "newcomers": set(newcomers.values_list("pk", flat=True)),
        "today": today,
    }
    return render(request, "people/list.html", context)


def _tabs(found: PersonQuerySet, today: date, show: str, key_of_words: str) -> list[dict[str, Any]]:
    search = {KEY: key_of_words} if key_of_words else {}
    return [
        {
            "label": label,
            "url": "?" + urlencode(search | {"show": key}),
            "is_current": key == show,
            "count": narrow(found, today).count(),
        }
        for key, (label, narrow) in FILTERS.items()
    ]


@require_safe
def person(request: PersonRequest, pk: int) -> HttpResponse:
    """Whoever sees a colleague at all sees where to find them; the rest is for a few."""
    seen = Person.objects.visible_to(request.user).select_related("organisation", "team")
    subject = get_object_or_404(seen, pk=pk)
    is_managed = Person.objects.managed_by(request.user).filter(pk=pk).exists()
    may_see_file = Person.objects.on_file_for(request.user).filter(pk=pk).exists()
    today = timezone.localdate()
    context = {
        "subject": subject,
        "is_managed": is_managed,
        "may_see_file": may_see_file,
        "manager": Person.objects.visible_to(request.user).filter(pk=subject.manager_id).first(),
        "roles": subject.roles.select_related("organisation", "academy"),
        "has_left": subject.has_left(today),
        "is_newcomer": subject.is_newcomer(timezone.now()),
        "today": today,
    }
    return render(request, "people/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PersonRequest) -> HttpResponse:
    organisation = chosen(request)
    form = PersonForm(posted(request), organisation=organisation)
    if form.is_valid():
        made = form.save()
        messages.success(request, _("%(name)s is added.") % {"name": made.name})
        return redirect("people:person", made.pk)
    context = {"form": form, "title": _("Add a colleague")}
    return render(request, "people/edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: PersonRequest, pk: int) -> HttpResponse:
    mine = Person.objects.managed_by(request.user).select_related("organisation")
    subject = get_object_or_404(mine, pk=pk)
    assert subject.organisation is not None  # managed_by looks at organisations
    name = subject.name
    form = PersonForm(posted(request), instance=subject, organisation=subject.organisation)
    if form.is_valid():
        form.save()
        messages.success(request, _("The details are saved."))
        return redirect("people:person", pk)
    context = {"form": form, "subject": subject, "title": _("Change %(name)s") % {"name": name}}
    return render(request, "people/edit.html", context, status=422 if form.errors else 200)
