"""The order of showing: moved one place by whoever leads the meeting, and put back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from mentorship.people.request import PersonRequest
from mentorship.people.undo import recall, remember, undoable
from programmes import actions
from programmes.models import Meeting, Submission
from programmes.presenting import own_turn, shown_for


@require_POST
def turn_move(request: PersonRequest, pk: int, submission: int) -> HttpResponse:
    meeting = _overseen(request, pk)
    one = get_object_or_404(Submission.objects.shown_at(meeting), pk=submission)
    turns = actions.move_turn(meeting, one, -1 if request.POST.get("to") == "up" else 1)
    if turns:
        person, shown = one.enrolment.person, shown_for(meeting, request.user)
        text = _("%(name)s now presents %(turn)s.")
        words = {"name": person.name, "turn": own_turn(shown, person)}
        undo = reverse("programmes:turns_put_back", args=[pk, remember("turns", [pk, turns])])
        undoable(request, text % words, undo)
    return redirect(reverse("programmes:meeting", args=[pk]) + "#turns")


@require_POST
def turns_put_back(request: PersonRequest, pk: int, token: str) -> HttpResponse:
    meeting = _overseen(request, pk)
    was_pk, turns = recall("turns", token)
    if was_pk == pk and actions.restore_turns(meeting, turns):
        messages.success(request, _("The order is as it was."))
    elif was_pk == pk:
        messages.warning(request, _("Somebody chose another order since. It stays."))
    return redirect(reverse("programmes:meeting", args=[pk]) + "#turns")


def _overseen(request: PersonRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.overseen_by(request.user).distinct(), pk=pk)
