"""Beheer: organisations, who holds which role, and accounts of people from outside."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.people.forms import AccountForm, OrganisationForm, RoleForm
from mentorship.people.models import Organisation, Person, Role
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import recall, remember, undoable
from mentorship.people.views.scope import only_for_administrators


@require_safe
def overview(request: PersonRequest) -> HttpResponse:
    only_for_administrators(request)
    today = timezone.localdate()
    employed = Q(people__in=Person.objects.employed(today))
    organisations = Organisation.objects.select_related("academy").annotate(
        employees=Count("people", filter=employed, distinct=True),
        teams_count=Count("teams", distinct=True),
        advisers=Count("roles", filter=Q(roles__kind=Role.Kind.ADVISER), distinct=True),
    )
    roles = Role.objects.select_related("person", "organisation", "academy").order_by(
        "kind", "organisation__name", "academy__name", "person__sorts_as"
    )
    context = {"organisations": organisations.order_by("name"), "roles": roles}
    return render(request, "people/administration/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_organisation(request: PersonRequest) -> HttpResponse:
    only_for_administrators(request)
    form = OrganisationForm(posted(request))
    if form.is_valid():
        made = form.save()
        return _done(request, _("%(name)s is added. Now give it an adviser.") % {"name": made.name})
    return _form_page(request, form, _("Add an organisation"))


@require_http_methods(["GET", "HEAD", "POST"])
def give_role(request: PersonRequest) -> HttpResponse:
    only_for_administrators(request)
    form = RoleForm(posted(request))
    if form.is_valid():
        role = form.save()
        return _done(request, _("%(name)s has the role now.") % {"name": role.person.name})
    return _form_page(request, form, _("Give a role"))


@require_http_methods(["GET", "HEAD", "POST"])
def add_account(request: PersonRequest) -> HttpResponse:
    only_for_administrators(request)
    form = AccountForm(posted(request))
    if form.is_valid():
        made = form.save()
        return _done(request, _("%(name)s can sign in now.") % {"name": made.name})
    return _form_page(request, form, _("Add a trainer or coordinator"))


@require_POST
def take_role(request: PersonRequest, pk: int) -> HttpResponse:
    only_for_administrators(request)
    role = get_object_or_404(Role.objects.select_related("person"), pk=pk)
    what = [role.person_id, role.kind, role.organisation_id, role.academy_id]
    role.delete()
    undo = reverse("people:restore_role", args=[remember("role", what)])
    text = _("%(name)s is no %(role)s any more.")
    undoable(request, text % {"name": role.person.name, "role": role.get_kind_display()}, undo)
    return redirect("people:administration")


@require_POST
def restore_role(request: PersonRequest, token: str) -> HttpResponse:
    only_for_administrators(request)
    person, kind, organisation, academy = recall("role", token)
    holder = get_object_or_404(Person, pk=person)
    Role.objects.get_or_create(
        person=holder, kind=kind, organisation_id=organisation, academy_id=academy
    )
    return _done(request, _("%(name)s has the role again.") % {"name": holder.name})


def _done(request: PersonRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect("people:administration")


def _form_page(request: PersonRequest, form: BaseForm, title: str) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "title": title}
    status = 422 if form.errors else 200
    return render(request, "people/administration/form.html", context, status=status)
