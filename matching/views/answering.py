"""The mentor answers: from the mail without signing in, or signed in. GET asks, POST answers."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from matching import actions
from matching.forms import AnswerForm
from matching.links import ANSWER
from matching.models import Mentorship
from mentorship.people.request import PersonRequest, posted
from mentorship.web.faults import question_gone
from mentorship.web.signed import opened


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The button of the mail: just this question, no session and no way further."""
    link = opened(token, ANSWER, timezone.now())
    question = Mentorship.objects.with_people().filter(pk=link.pk).first()
    if question is None:
        raise question_gone()
    if link.expired and question.is_asked:
        return render(request, "matching/answer_late.html", {"question": question}, status=410)
    return _ask_or_answer(request, question)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_own(request: PersonRequest, pk: int) -> HttpResponse:
    """The same question for a mentor who is signed in."""
    own = Mentorship.objects.filter(mentor=request.user).exclude(state="ended").with_people()
    return _ask_or_answer(request, get_object_or_404(own, pk=pk))


def _ask_or_answer(request: HttpRequest, question: Mentorship) -> HttpResponse:
    form = AnswerForm(posted(request))
    said = {"yes": True, "no": False}.get(request.POST.get("answer", ""))
    context: dict[str, Any] = {"question": question, "form": form}
    if request.method != "POST":
        return render(request, "matching/answer.html", context)
    if said is None or not form.is_valid():
        return render(request, "matching/answer.html", context, status=422)
    word = form.cleaned_data["word"]
    try:
        context["is_new"] = actions.answer_proposal(
            question, accepted=said, at=timezone.now(), word=word
        )
    except actions.NotPossible as why:
        context["refused"] = str(why)
        return render(request, "matching/answer.html", context, status=422)
    question.refresh_from_db(fields=["state", "answered_at"])
    return render(request, "matching/answer.html", context)
