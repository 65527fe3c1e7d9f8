"""The forms of an organisation, as its adviser sees them: which is in use, and where."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_list_or_404, get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import actions
from intake.asking_forms import ApartForm, StepChoice
from intake.catalogue import Form, form_of, forms_of
from intake.forms import AnswersForm
from intake.models import Part, Questionnaire
from mentorship.people.models import Organisation
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import recall, remember, undoable
from mentorship.web.wording import Wording
from programmes.models import Programme, Step


@require_safe
def every(request: PersonRequest) -> HttpResponse:
    organisations = get_list_or_404(Organisation.objects.advised_by(request.user))
    context = {
        "shelves": [(one, forms_of(one)) for one in organisations],
        "several": len(organisations) > 1,
    }
    return render(request, "intake/questionnaires.html", context)


def _form(request: PersonRequest, organisation: int, key: str) -> Form:
    """A form that an organisation one advises has, or may use."""
    own = get_object_or_404(Organisation.objects.advised_by(request.user), pk=organisation)
    found = form_of(own, key)
    if found is None:
        raise Http404
    return found


def _here(form: Form) -> HttpResponseBase:
    return redirect("intake:questionnaire", form.organisation.pk, form.key)


@require_safe
def one(request: PersonRequest, organisation: int, key: str) -> HttpResponse:
    form = _form(request, organisation, key)
    own = Programme.objects.managed_by(request.user).filter(organisation=organisation)
    context = {
        "made": form,
        "choice": StepChoice(key=key, programmes=own) if form.current else None,
        "has_programme": own.exists(),
    }
    return render(request, "intake/questionnaire.html", context)


@require_POST
def change(request: PersonRequest, organisation: int, key: str) -> HttpResponseBase:
    """A draft of the version in use, or of an earlier one; a second click finds it."""
    form = _form(request, organisation, key)
    wanted = request.POST.get("version", "")
    source = form.version(int(wanted)) if wanted.isdigit() else form.current
    if source is None and form.draft is None:
        raise Http404
    draft = form.draft or actions.begin_draft(source or form.versions[0], form.organisation)
    return redirect("intake:draft", draft.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def apart(request: PersonRequest, organisation: int, key: str) -> HttpResponseBase:
    """A form of its own, made from this one."""
    made = _form(request, organisation, key)
    if made.current is None or made.is_check_in:
        raise Http404
    form = ApartForm(posted(request), label_suffix="")
    if request.method == "POST" and form.is_valid():
        title = Wording({"nl": form.cleaned_data["title"]})
        draft = actions.set_apart(made.current, made.organisation, title)
        messages.success(request, _("This is a form of its own now. Change what you like."))
        return redirect("intake:draft", draft.pk)
    status = 422 if request.method == "POST" else 200
    context = {"made": made, "form": form}
    return render(request, "intake/questionnaire_apart.html", context, status=status)


@require_POST
def shipped(request: PersonRequest, organisation: int, key: str) -> HttpResponseBase:
    """Use the form as it came with Wegwijs again; own versions stay in the history."""
    form, at = _form(request, organisation, key), timezone.now()
    if not form.may_go_back:
        return _here(form)
    actions.back_to_shipped(key, form.organisation, request.user, at)
    token = remember("own-form", [organisation, key, at.isoformat()])
    undo = reverse("intake:use_again", args=[organisation, key, token])
    undoable(request, _("The form that came with Wegwijs is in use again."), undo)
    return _here(form)


@require_POST
def again(request: PersonRequest, organisation: int, key: str, token: str) -> HttpResponseBase:
    form = _form(request, organisation, key)
    whose, which, withdrawn_at = recall("own-form", token)
    if (whose, which) == (organisation, key):
        moment = datetime.fromisoformat(withdrawn_at)
        if actions.put_in_use_again(key, form.organisation, moment):
            messages.success(request, _("Your own version is in use again."))
    return _here(form)


@require_POST
def step(request: PersonRequest, organisation: int, key: str) -> HttpResponseBase:
    """Ask this form at a step of one's own programme."""
    form = _form(request, organisation, key)
    if form.current is None:
        raise Http404
    own = Programme.objects.managed_by(request.user).filter(organisation=organisation)
    choice = StepChoice(request.POST, key=key, programmes=own)
    if not choice.is_valid():
        messages.error(request, _("Choose a step of your own programme."))
        return _here(form)
    chosen: Step = choice.cleaned_data["step"]
    was = actions.ask_at(chosen, key)
    token = remember("asked-at", [organisation, chosen.pk, was])
    text = _("“%(form)s” is now asked at “%(step)s”. Who had begun there goes on as before.")
    undo = reverse("intake:ask_at_undo", args=[organisation, key, token])
    undoable(request, text % {"form": form.title, "step": chosen.title}, undo)
    return _here(form)


@require_POST
def step_undo(request: PersonRequest, organisation: int, key: str, token: str) -> HttpResponseBase:
    form = _form(request, organisation, key)
    whose, pk, was = recall("asked-at", token)
    own = Programme.objects.managed_by(request.user).filter(organisation=organisation)
    found = Step.objects.filter(programme__in=own, pk=pk).first() if whose == organisation else None
    if found is not None:
        actions.ask_at(found, was)
        messages.success(request, _("“%(step)s” is as it was.") % {"step": found.title})
    return _here(form)


# --- as a participant sees it ------------------------------------------------------------------


@dataclass(frozen=True)
class _Trainer:
    name: str


@dataclass(frozen=True)
class _Example:
    """A paper that nobody fills in: what the page of a participant asks of one."""

    questionnaire: Questionnaire
    parts: list[Part]

    seen = ""

    @property
    def step(self) -> Questionnaire:
        return self.questionnaire

    @property
    def enrolment(self) -> dict[str, dict[str, _Trainer]]:
        return {"cohort": {"trainer": _Trainer(_("your trainer"))}}


@require_safe
def preview(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """One page of a version, with nothing behind it. Shipped ones, and those of one's own."""
    advised = get_list_or_404(Organisation.objects.advised_by(request.user))
    known = Questionnaire.objects.filter(organisation=None) | Questionnaire.objects.filter(
        organisation__in=advised, discarded_at=None
    )
    version = get_object_or_404(known.select_related("organisation"), pk=pk)
    parts = version.parts()
    page = next((one for one in parts if one.number == number), None)
    if page is None:
        raise Http404
    context = {
        "paper": _Example(version, parts),
        "part": page,
        "form": AnswersForm(page.questions, {}),
        "is_preview": True,
        "organisation": version.organisation or advised[0],
        "next": number + 1 if number < len(parts) else None,
        "previous": number - 1 if number > 1 else None,
    }
    return render(request, "intake/part.html", context)
