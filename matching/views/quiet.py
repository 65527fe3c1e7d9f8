"""*I want to say something about this*: a line to the adviser that nobody else sees."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching import actions
from matching.forms import WordForm
from matching.models import Word
from matching.models.confiding import confidants_of
from matching.views.near import near_or_404, own_page_of
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import undoable


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: PersonRequest, pk: int) -> HttpResponse:
    """``pk`` is the newcomer whom it is about: oneself, or whom one guides."""
    mentee, form = near_or_404(request, pk), WordForm(posted(request))
    page, is_read = own_page_of(request, pk), confidants_of(mentee).exists()
    if request.method == "POST" and form.is_valid() and is_read:
        text = form.cleaned_data["text"]
        word = actions.write_word(request.user, mentee, text=text, at=timezone.now())
        said = _("Your adviser reads it and gets in touch. Nobody else sees it.")
        undoable(request, said, reverse("matching:quiet_line_back", args=[word.pk]))
        return redirect(page)
    context = {
        "form": form,
        "mentee": mentee,
        "is_read": is_read,
        "back_url": reverse(page),
    }
    refused = request.method == "POST"
    return render(request, "matching/quiet.html", context, status=422 if refused else 200)


@require_POST
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    """On second thoughts, while no adviser has taken it up: gone as if it had not been written."""
    word = get_object_or_404(Word.objects.filter(writer=request.user).open(), pk=pk)
    actions.take_word_back(word, at=timezone.now())
    messages.success(request, _("Your line is taken back."))
    return redirect(own_page_of(request, word.mentee_id))


@require_POST
def take_up(request: PersonRequest, pk: int) -> HttpResponse:
    """The adviser got in touch; whoever wrote it sees that."""
    found = get_object_or_404(Word.objects.managed_by(request.user), pk=pk)
    found.handle(timezone.now())
    text = _("You have talked about it. It is off your list.")
    undoable(request, text, reverse("matching:reopen_line", args=[pk]))
    return redirect("matching:suggest", found.mentee_id)


@require_POST
def reopen(request: PersonRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Word.objects.managed_by(request.user), pk=pk)
    found.handle(None)
    return redirect("matching:suggest", found.mentee_id)
