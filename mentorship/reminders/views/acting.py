"""What an adviser does to mails by hand: once more, not at all, at once."""

from django.contrib import messages
from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from mentorship.people.request import PersonRequest
from mentorship.people.undo import recall, remember, undoable
from mentorship.people.views.scope import advised
from mentorship.reminders import actions
from mentorship.reminders.letters import preview
from mentorship.reminders.models import Halt, Message, Unwanted
from mentorship.reminders.plan.fates import UNDELIVERED
from mentorship.reminders.plan.filed import place_of
from mentorship.reminders.plan.standing import mailed_by, undelivered
from mentorship.reminders.plan.timeline import find_planned, token_of
from mentorship.reminders.rules import book
from mentorship.reminders.views.plan import planned_of


def _managed(request: PersonRequest, pk: int) -> Message:
    rows = Message.objects.managed_by(request.user).filter(rule__in=[one.key for one in book])
    return get_object_or_404(rows.select_related("recipient", "mail", "organisation"), pk=pk)


@require_POST
def again(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What was sent goes once more; what did not arrive goes again."""
    at, found = timezone.now(), _managed(request, pk)
    name = {"name": found.recipient.name}
    if found.mail is not None and found.mail.state == "sent":
        if why := preview.why_not(found, at):
            messages.warning(request, _("Not sent again: %(why)s.") % {"why": why})
            return redirect("reminders:message", pk)
        copy = actions.send_again(found, at)
        undo = reverse("reminders:stop", args=[copy.pk])
        said = _("It goes to %(name)s once more.")
        if Halt.objects.of(request.user).exists():
            said = _("It goes to %(name)s once more, as soon as sending goes on.")
        undoable(request, said % name, undo)
        return redirect("reminders:message", copy.pk)
    if found.mail is not None and actions.retry(found.mail, at):
        messages.success(request, _("It goes to %(name)s again.") % name)
    return redirect("reminders:message", pk)


@require_POST
def again_all(request: PersonRequest) -> HttpResponseBase:
    """Everything that did not arrive; of one page where ``about`` says so."""
    advised(request)
    stuck = undelivered(request.user)
    about = request.POST.get("about", "")
    if about:
        stuck = stuck.about(about)
    number = actions.retry_all(stuck, timezone.now())
    text = ngettext("%(number)d mail goes again.", "%(number)d mails go again.", number)
    messages.success(request, text % {"number": number})
    return _page_of(request, about, "reminders:undelivered")


@require_POST
def stop(request: PersonRequest, pk: int) -> HttpResponseBase:
    at, found = timezone.now(), _managed(request, pk)
    if actions.stop(found, at) or actions.leave(found, at):
        _say_stopped(request, found)
    else:
        messages.warning(request, _("Too late to stop: it is with the mail server already."))
    return redirect("reminders:message", pk)


@require_POST
def stop_planned(request: PersonRequest, token: str) -> HttpResponseBase:
    at = timezone.now()
    entry = planned_of(request, token, at)
    assert entry.planned is not None
    stopped = actions.stop_planned(entry.planned.rule, entry.planned.slot, at)
    _say_stopped(request, stopped)
    return redirect("reminders:message", stopped.pk)


def _say_stopped(request: PersonRequest, stopped: Message) -> None:
    text = _("This mail does not go to %(name)s.") % {"name": stopped.recipient.name}
    undoable(request, text, reverse("reminders:go_after_all", args=[stopped.pk]))


@require_POST
def go_after_all(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Undo of a stop. One from a rule is planned again, and so has another page."""
    at, found = timezone.now(), _managed(request, pk)
    if actions.let_go_after_all(found) and not _is_undelivered(found):
        text = _("This mail goes to %(name)s after all.")
        messages.success(request, text % {"name": found.recipient.name})
    if Message.objects.filter(pk=pk).exists():
        return redirect("reminders:message", pk)
    if find_planned(token := token_of(found.rule, found.key), at):
        return redirect("reminders:planned", token)
    return _page_of(request, found.about, "today")


def _is_undelivered(message: Message) -> bool:
    return message.mail is not None and message.mail.state in UNDELIVERED


@require_POST
def now(request: PersonRequest, pk: int) -> HttpResponseBase:
    found = _managed(request, pk)
    if actions.send_now(found, timezone.now()):
        messages.success(request, _("It goes to %(name)s now.") % {"name": found.recipient.name})
    return redirect("reminders:message", pk)


@require_POST
def stop_held(request: PersonRequest) -> HttpResponseBase:
    """Everything of one page that waits after a click."""
    advised(request)
    about = request.POST.get("about", "")
    held = Message.objects.managed_by(request.user).about(about)
    if about and (stopped := actions.stop_held(held, timezone.now())):
        text = ngettext(
            "%(number)d mail does not go.", "%(number)d mails do not go.", len(stopped)
        ) % {"number": len(stopped)}
        undo = reverse("reminders:go_held", args=[remember("held", stopped)])
        undoable(request, text, undo)
    return _page_of(request, about, "today")


@require_POST
def go_held(request: PersonRequest, token: str) -> HttpResponseBase:
    keys = recall("held", token)
    own = Message.objects.managed_by(request.user).filter(pk__in=keys)
    found = list(own)
    if not found:
        raise Http404
    for one in found:
        actions.let_go_after_all(one)
    messages.success(request, _("They go after all."))
    return _page_of(request, found[0].about, "today")


@require_POST
def trust(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The address is right after all: what failed there goes once more."""
    found = get_object_or_404(mailed_by(request.user), pk=pk)
    actions.trust(found.email, timezone.now())
    text = _("Good. We send mail to %(name)s again.") % {"name": found.name}
    messages.success(request, text)
    return redirect("reminders:person", pk)


@require_POST
def turn_on(request: PersonRequest, rule: str) -> HttpResponseBase:
    """One's own: mail that was turned off comes again."""
    Unwanted.objects.filter(person=request.user, rule=rule).delete()
    if rule in book:
        text = _("You get this mail again: %(title)s.") % {"title": book[rule].title}
        messages.success(request, text)
    return redirect("people:me")


def _page_of(request: PersonRequest, about: str, otherwise: str) -> HttpResponseBase:
    """To the page that the button stood on."""
    place = place_of(about, request.user)
    return redirect(place.url if place else otherwise)
