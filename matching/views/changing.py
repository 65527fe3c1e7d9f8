"""One of a pair asks the adviser for a change: quietly, and without anybody at fault."""

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from matching import actions
from matching.forms import AnotherMentorForm
from matching.models import Mentorship
from matching.models.confiding import confidants_of
from matching.sides import own_side
from matching.views.near import own_page_of
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import undoable


def own_pair(request: PersonRequest, pk: int) -> Mentorship:
    """One's own pair, while it runs; of the other side's request nothing shows."""
    either = Q(mentor=request.user) | Q(mentee=request.user)
    return get_object_or_404(Mentorship.objects.active().filter(either).with_people(), pk=pk)


def own_page(request: PersonRequest, pair: Mentorship) -> str:
    """Where this pair stands on one's own screen."""
    return own_page_of(request, pair.mentee_id)


@require_http_methods(["GET", "HEAD", "POST"])
def another_mentor(request: PersonRequest, pk: int) -> HttpResponse:
    """A quiet request to the adviser; nobody else sees it."""
    pair, at = own_pair(request, pk), timezone.now()
    page, form = own_page(request, pair), AnotherMentorForm(posted(request))
    is_read = confidants_of(pair.mentee).exists()
    if request.method == "POST" and form.is_valid() and is_read:
        if actions.ask_for_another(pair, request.user, at=at, word=form.cleaned_data["word"]):
            text = _("Your adviser sees your request and gets in touch. Nobody else sees it.")
            undoable(request, text, reverse("matching:keep_mentor", args=[pk]))
        else:
            messages.info(request, _("You asked this already. Your adviser gets in touch."))
        return redirect(page)
    side = own_side(pair, request.user, at)
    context = {"side": side, "form": form, "is_read": is_read, "back_url": reverse(page)}
    refused = request.method == "POST"
    return render(request, "matching/another.html", context, status=422 if refused else 200)


@require_POST
def keep_mentor(request: PersonRequest, pk: int) -> HttpResponse:
    """On second thoughts: one's own request is gone as if it had not been made."""
    pair = own_pair(request, pk)
    actions.keep_mentor(pair, request.user, at=timezone.now())
    messages.success(request, _("Your request is taken back."))
    return redirect(own_page(request, pair))
