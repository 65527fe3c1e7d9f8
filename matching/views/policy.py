"""The table of criteria as it stands at an organisation, and how an adviser changes it.

Seen before it counts: choose, look at what it changes for who waits now, and then do it.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from matching.board import load_board
from matching.criteria import HARD
from matching.models import Policy
from matching.views.advising import organisations_of
from matching.weighing import PolicyForm, choices_of, mark_of, preview
from mentorship.people.models import Organisation
from mentorship.people.request import PersonRequest
from mentorship.people.undo import recall, remember, undoable


@require_safe
def criteria(request: PersonRequest) -> HttpResponse:
    """The table, with a box for each weight; what was tried out on the preview comes along."""
    policy = Policy.objects.of(_organisation(request))
    return _page(request, policy, PolicyForm.showing(policy, request.GET.dict()))


@require_safe
def try_out(request: PersonRequest) -> HttpResponse:
    """What these choices would change for who waits now. Nothing is kept by looking."""
    organisation = _organisation(request)
    policy, form = Policy.objects.of(organisation), PolicyForm(request.GET)
    if not form.is_valid():
        return _page(request, policy, form, status=422)
    return _preview(request, policy, form)


@require_POST
def adopt(request: PersonRequest) -> HttpResponse:
    """From now on this counts, unless somebody changed the table since the page was shown."""
    organisation = _organisation(request)
    policy, form = Policy.objects.of(organisation), PolicyForm(request.POST)
    if not form.is_valid():
        return _page(request, policy, form, status=422)
    if request.POST.get("seen") != mark_of(policy):
        messages.warning(
            request,
            _("The table was changed in the meantime. Nothing is kept yet: look at it once more."),
        )
        return _preview(request, policy, form, status=409)
    _keep(form.policy_for(policy))
    token = remember("policy", [organisation.pk, policy.weights, policy.may_be_matched])
    text = _("The table is changed. It counts from the next proposal on.")
    undoable(request, text, reverse("matching:undo_policy", args=[token]))
    return redirect(_address("matching:criteria", organisation))


@require_POST
def undo_policy(request: PersonRequest, token: str) -> HttpResponse:
    pk, weights, may_be_matched = recall("policy", token)
    organisation = get_object_or_404(organisations_of(request), pk=pk)
    _keep(Policy(organisation=organisation, weights=weights, may_be_matched=may_be_matched))
    messages.success(request, _("The table is as it was."))
    return redirect(_address("matching:criteria", organisation))


def _keep(policy: Policy) -> None:
    """What an organisation expects a month stays as it is."""
    chosen = {"weights": policy.weights, "may_be_matched": policy.may_be_matched}
    Policy.objects.update_or_create(organisation=policy.organisation, defaults=chosen)


def _organisation(request: PersonRequest) -> Organisation:
    """The one that is named, or the first; of elsewhere there is none."""
    slug = request.POST.get("organisation") or request.GET.get("organisation") or ""
    own = organisations_of(request).order_by("name")
    found = (own.filter(slug=slug) if slug else own).first()
    if found is None:
        raise Http404
    return found


def _address(name: str, organisation: Organisation, **more: str) -> str:
    return f"{reverse(name)}?{urlencode({'organisation': organisation.slug, **more})}"


def _page(request: PersonRequest, policy: Policy, form: PolicyForm, status: int = 200) -> Any:
    organisation = policy.organisation
    trained = policy.may_be_matched == Policy.MayBeMatched.TRAINED
    others = organisations_of(request).order_by("name")
    context = {
        "organisation": organisation,
        "switch": [
            {
                "label": one.name,
                "url": _address("matching:criteria", one),
                "is_current": one == organisation,
            }
            for one in others
        ],
        "hard": [row for row in HARD if trained or row.key != "untrained"],
        "form": form,
        "standard": _address("matching:try_policy", organisation, **choices_of(Policy())),
        "is_own": bool(policy.weights) or not trained,
    }
    return render(request, "matching/criteria.html", context, status=status)


def _preview(request: PersonRequest, policy: Policy, form: PolicyForm, status: int = 200) -> Any:
    organisation, wanted = policy.organisation, form.policy_for(policy)
    chosen = choices_of(wanted)
    context = {
        "organisation": organisation,
        "preview": preview(load_board(organisation, timezone.now()), wanted),
        "chosen": chosen.items(),
        "seen": mark_of(policy),
        "back_url": _address("matching:criteria", organisation, **chosen),
    }
    return render(request, "matching/policy.html", context, status=status)
