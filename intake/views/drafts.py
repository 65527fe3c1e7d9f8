"""Changing a draft of a form. Nobody but an adviser of its organisation sees it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intake import actions
from intake.editor_forms import PageForm, QuestionForm, TextsForm
from intake.models import Part, Question, Questionnaire
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import recall, remember, undoable


def _draft(request: PersonRequest, pk: int) -> Questionnaire:
    mine = Questionnaire.objects.managed_by(request.user).drafts()
    return get_object_or_404(mine.select_related("organisation"), pk=pk)


def _question(request: PersonRequest, pk: int) -> Question:
    mine = Questionnaire.objects.managed_by(request.user).drafts()
    questions = Question.objects.filter(questionnaire__in=mine)
    return get_object_or_404(questions.select_related("questionnaire"), pk=pk)


def _part(draft: Questionnaire, number: int) -> Part:
    found = next((one for one in draft.parts() if one.number == number), None)
    if found is None:
        raise Http404
    return found


def _step(request: PersonRequest) -> int:
    return -1 if request.POST.get("to") == "up" else 1


def _say(request: PersonRequest, fault: ValidationError) -> None:
    messages.error(request, " ".join(fault.messages))


@require_safe
def draft(request: PersonRequest, pk: int) -> HttpResponse:
    one = _draft(request, pk)
    context = {"draft": one, "parts": one.parts()}
    return render(request, "intake/draft.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def texts(request: PersonRequest, pk: int) -> HttpResponseBase:
    one = _draft(request, pk)
    form = TextsForm(posted(request), questionnaire=one, label_suffix="")
    if request.method == "POST" and form.is_valid():
        one.title, one.introduction = form.wordings()
        one.save(update_fields=["title", "introduction"])
        messages.success(request, _("Saved."))
        return redirect("intake:draft", pk)
    context = {"draft": one, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "intake/draft_texts.html", context, status=status)


@require_POST
def publish(request: PersonRequest, pk: int) -> HttpResponseBase:
    one = _draft(request, pk)
    try:
        actions.publish(one, request.user, timezone.now())
    except ValidationError as fault:
        _say(request, fault)
        return redirect("intake:draft", pk)
    text = _("“%(form)s” is in use. Who had begun already keeps the version they have.")
    messages.success(request, text % {"form": one.title})
    return redirect("intake:questionnaire", one.organisation_id, one.key)


@require_POST
def discard(request: PersonRequest, pk: int) -> HttpResponseBase:
    one = _draft(request, pk)
    one.discard(timezone.now())
    undo = reverse("intake:draft_restore", args=[pk])
    undoable(request, _("The draft of “%(form)s” is thrown away.") % {"form": one.title}, undo)
    return redirect("intake:questionnaires")


@require_POST
def restore(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Undo throwing away; once another draft was begun it is gone."""
    mine = Questionnaire.objects.managed_by(request.user).filter(published_at=None)
    one = get_object_or_404(mine, pk=pk)
    one.discard(None)
    messages.success(request, _("The draft is back."))
    return redirect("intake:draft", pk)


# --- its questions ------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PersonRequest, pk: int, number: int) -> HttpResponseBase:
    """A new question, on the page with this number; 0 for a page that is new."""
    return _question_page(request, _draft(request, pk), None, number)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: PersonRequest, pk: int) -> HttpResponseBase:
    one = _question(request, pk)
    return _question_page(request, one.questionnaire, one, 0)


def _question_page(
    request: PersonRequest, draft: Questionnaire, one: Question | None, number: int
) -> HttpResponseBase:
    pages = draft.parts()
    if one is not None:
        number = next(page.number for page in pages if page.holds({one.key}))
    here: int | str = number if 0 < number <= len(pages) else "new"
    form = QuestionForm(posted(request), pages=pages, question=one, here=here, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_question(draft, form.facts(), one)
        except ValidationError as fault:
            form.add_error("page", fault)
        else:
            messages.success(request, _("The question is saved in the draft."))
            return redirect("intake:draft", draft.pk)
    context = {"draft": draft, "form": form, "question": one}
    status = 422 if request.method == "POST" else 200
    return render(request, "intake/draft_question.html", context, status=status)


@require_POST
def move(request: PersonRequest, pk: int) -> HttpResponseBase:
    one = _question(request, pk)
    try:
        actions.move_question(one, _step(request))
    except ValidationError as fault:
        _say(request, fault)
    return redirect(reverse("intake:draft", args=[one.questionnaire_id]) + f"#q{pk}")


@require_POST
def remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    one = _question(request, pk)
    facts = actions.remove_question(one)
    token = remember("question", [one.questionnaire_id, facts])
    undo = reverse("intake:question_put_back", args=[one.questionnaire_id, token])
    undoable(request, _("“%(question)s” is taken out.") % {"question": one.text}, undo)
    return redirect("intake:draft", one.questionnaire_id)


@require_POST
def put_back(request: PersonRequest, pk: int, token: str) -> HttpResponseBase:
    one = _draft(request, pk)
    whose, facts = recall("question", token)
    if whose == one.pk:
        try:
            actions.put_back(one, facts)
        except ValidationError as fault:
            _say(request, fault)
    return redirect("intake:draft", pk)


# --- its pages ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: PersonRequest, pk: int, number: int) -> HttpResponseBase:
    one = _draft(request, pk)
    part = _part(one, number)
    form = PageForm(posted(request), page=part, label_suffix="")
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename_page(one, part, form.wording())
        except ValidationError as fault:
            form.add_error("theme", fault)
        else:
            messages.success(request, _("Saved."))
            return redirect("intake:draft", pk)
    context = {"draft": one, "part": part, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "intake/draft_page.html", context, status=status)


@require_POST
def move_page(request: PersonRequest, pk: int, number: int) -> HttpResponseBase:
    one = _draft(request, pk)
    actions.move_page(one, _part(one, number), _step(request))
    return redirect("intake:draft", pk)
