"""*Voorleggen*: the round is put to the mentors, each is asked; and it is taken back as a whole."""

from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from matching import actions
from matching.models import Mentorship
from matching.views.advising import back, number, organisations_of
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest
from mentorship.people.undo import recall, remember, undoable
from mentorship.reminders.when import who_hears_when
from mentorship.web.today import in_words


@require_POST
def present(request: PersonRequest) -> HttpResponse:
    """Asks the mentors of the pairs that are ticked, as the page showed them."""
    organisations_of(request)
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, _("Tick a proposal first. Nobody has been asked."))
        return back(request)
    at = timezone.now()
    found = actions.present(chosen, by=request.user, at=at)
    for newcomer, why in found.failed:
        text = _("Nobody is asked for %(name)s. %(why)s")
        messages.warning(request, text % {"name": newcomer.name, "why": why})
    if found.asked:
        undo = remember("round", [one.pk for one in found.asked])
        text = _who_is_asked(found.asked, at)
        undoable(request, text, reverse("matching:undo_round", args=[undo]))
    return back(request)


def _chosen(request: PersonRequest) -> list[actions.Chosen]:
    """In the order of the page: who stands on top is asked for first."""
    pairs = [
        (number(newcomer), number(mentor))
        for newcomer, _dot, mentor in (one.partition(".") for one in request.POST.getlist("chosen"))
    ]
    people = Person.objects.managed_by(request.user).select_related("organisation")
    found = people.in_bulk({pk for pair in pairs for pk in pair})
    return [
        actions.Chosen(found[newcomer], found[mentor], request.POST.get(f"seen-{newcomer}", ""))
        for newcomer, mentor in pairs
        if newcomer in found and mentor in found
    ]


def _who_is_asked(asked: list[Mentorship], at: datetime) -> str:
    """A round is one organisation's, so all hear it by the same clock."""
    mentors = {one.mentor_id: one.mentor for one in asked}
    organisation = asked[0].mentee.organisation
    assert organisation is not None  # whoever waits for a mentor is employed somewhere
    when, later = who_hears_when(list(mentors.values()), organisation, at)
    if len(mentors) == 1:
        [mentor] = mentors.values()
        text = _("%(name)s is asked, and hears it by mail %(when)s.")
        return text % {"name": mentor.name, "when": when}
    text = _("%(number)s mentors are asked, and hear it by mail %(when)s.")
    said = capfirst(text % {"number": in_words(len(mentors)), "when": when})
    return f"{said} {later}".rstrip()


@require_POST
def undo_round(request: PersonRequest, token: str) -> HttpResponse:
    """Every question of that round is taken back; who has answered already is named."""
    pairs = Mentorship.objects.managed_by(request.user).with_people()
    questions = list(pairs.filter(pk__in=recall("round", token)).order_by("pk"))
    if not questions:
        raise Http404
    at = timezone.now()
    late = [one for one in questions if not actions.withdraw(one, at=at)]
    if back_now := len(questions) - len(late):
        text = ngettext(
            "The question is taken back.", "All %(number)s questions are taken back.", back_now
        )
        messages.success(request, text % {"number": in_words(back_now)})
    if late:
        names = get_text_list([one.mentor.name for one in late], _("and"))
        text = _("%(names)s had an answer already, or somebody was ahead of you.")
        messages.warning(request, text % {"names": names})
    return back(request)
