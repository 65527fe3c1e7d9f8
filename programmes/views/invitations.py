"""Inviting colleagues, and their answer: from a mail without signing in, or from the route."""

from datetime import UTC, datetime, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import undoable
from mentorship.reminders.when import who_hears_when
from mentorship.web.signed import read_token
from programmes.actions import enrolling
from programmes.forms.enrolling import Candidates, ColleagueSearch
from programmes.models import TAKING_PART, Cohort, Enrolment
from programmes.models.enrolment import EnrolmentQuerySet

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: PersonRequest, pk: int) -> HttpResponse:
    """Search and tick, as often as wished: what is ticked stays so. One button then asks all."""
    cohorts = Cohort.objects.managed_by(request.user).filter(cancelled_at=None)
    cohort = get_object_or_404(cohorts.select_related("organisation"), pk=pk)
    at = timezone.now()
    candidates = Candidates(cohort, at)
    chosen = candidates.chosen(request.POST.getlist("person"))
    is_sending = request.POST.get("do") == "invite"
    can_invite = cohort.can_still_invite(at)
    if is_sending and chosen and can_invite:
        asked = enrolling.invite(cohort, [one.person for one in chosen], by=request.user, at=at)
        _say_invited(request, cohort, len(asked), at)
        return redirect("programmes:participants", cohort.pk)
    search = ColleagueSearch(posted(request), cohort=cohort)
    found, total = candidates.found(search, chosen)
    context = {
        "cohort": cohort,
        "search": search,
        "chosen": chosen,
        "found": found,
        "more": total - len(found),
        "has_errors": is_sending,
        "seats": seats_words(cohort),
        "is_too_late": not can_invite,
    }
    return render(request, "programmes/invite.html", context, status=422 if is_sending else 200)


@require_POST
def take_back(request: PersonRequest, pk: int, moment: int) -> HttpResponse:
    """Undo one click on *invite*."""
    cohort = get_object_or_404(Cohort.objects.managed_by(request.user), pk=pk)
    invited_at = EPOCH + moment * MICROSECOND
    stopped = enrolling.take_invitations_back(cohort, invited_at, timezone.now())
    messages.success(
        request,
        ngettext("%d invitation taken back.", "%d invitations taken back.", stopped) % stopped,
    )
    return redirect("programmes:participants", cohort.pk)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The page behind the button in the mail. Looking changes nothing; only the buttons do."""
    at = timezone.now()
    link = read_token(token, "invitation", at)
    enrolment = _loaded().filter(pk=link.pk).first() if link else None
    if link is None or enrolment is None:
        return render(request, "programmes/answer_unknown.html", status=404)
    if link.expired or not enrolment.can_answer(at):
        context = {"enrolment": enrolment, "organisation": enrolment.cohort.organisation}
        return render(request, "programmes/answer_closed.html", context, status=410)
    here = reverse("programmes:answer", args=[token])
    return _asked(request, enrolment, here, at)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: PersonRequest, pk: int) -> HttpResponse:
    """The same page for who is signed in."""
    at = timezone.now()
    enrolment = get_object_or_404(_loaded().of(request.user).open_or_declined(), pk=pk)
    if not enrolment.can_answer(at):
        return redirect("programmes:route")
    here = reverse("programmes:invitation", args=[pk])
    return _asked(request, enrolment, here, at)


def _loaded() -> EnrolmentQuerySet:
    return Enrolment.objects.with_start().select_related(
        "cohort__organisation", "cohort__programme", "cohort__trainer", "person", "invited_by"
    )


def _asked(request: HttpRequest, enrolment: Enrolment, here: str, at: datetime) -> HttpResponse:
    if request.method == "POST":
        said = request.POST.get("answer")
        if said == "yes":
            enrolling.accept(enrolment, at)
        elif said == "no":
            enrolling.decline(enrolment, at)
        return redirect(here)
    cohort = enrolment.cohort
    held = cohort.meetings.held().for_participants()
    taken = cohort.enrolments.holding_a_seat().count()
    context = {
        "enrolment": enrolment,
        "cohort": cohort,
        "organisation": cohort.organisation,
        "meetings": held.select_related("step"),
        "here": here,
        "seats_left": max(cohort.seats - taken, 0),
        "ahead": _ahead_in_line(enrolment),
    }
    return render(request, "programmes/answer.html", context)


def _ahead_in_line(enrolment: Enrolment) -> int:
    if enrolment.state != "waiting":
        return 0
    line = list(enrolment.cohort.enrolments.waiting().values_list("pk", flat=True))
    return line.index(enrolment.pk) if enrolment.pk in line else 0


def seats_words(cohort: Cohort) -> str:
    """9 seats: 4 taken, 3 asked, 1 waiting."""
    states = list(cohort.enrolments.values_list("state", flat=True))
    taken = sum(state in TAKING_PART for state in states)
    parts = [_("%d taken") % taken]
    for state, words in (("invited", _("%d asked")), ("waiting", _("%d waiting"))):
        if number := states.count(state):
            parts.append(words % number)
    seats = ngettext("%d seat", "%d seats", cohort.seats) % cohort.seats
    return f"{seats}: {', '.join(parts)}"


def _say_invited(request: HttpRequest, cohort: Cohort, number: int, at: datetime) -> None:
    moment = (at - EPOCH) // MICROSECOND
    words = ngettext(
        "%(number)d colleague is invited. The mail goes %(when)s at the earliest;"
        " until then you can undo this.",
        "%(number)d colleagues are invited. The mails go %(when)s at the earliest;"
        " until then you can undo this.",
        number,
    )
    when, _later = who_hears_when([], cohort.organisation, at)
    path = reverse("programmes:invite_undo", args=[cohort.pk, moment])
    undoable(request, words % {"number": number, "when": when}, path)
