"""An organisation writes its mails in its own words, for everybody or for one group."""

from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship import declare
from mentorship.people.models import Organisation
from mentorship.people.request import PersonRequest
from mentorship.people.undo import undoable
from mentorship.people.views.scope import advised
from mentorship.reminders.forms import MailTextForm
from mentorship.reminders.letters.own_words import always
from mentorship.reminders.letters.wordings import (
    Example,
    Place,
    example_for,
    keep,
    letter_for,
    lines,
    version,
)
from mentorship.reminders.models import MailText
from mentorship.reminders.plan.filed import place_of
from mentorship.reminders.rules import book
from mentorship.reminders.views.plan import framed

TRIED, REMOVED = "mail_text_tried", "mail_text_removed"  # in the session: nobody else needs them


@require_safe
def texts(request: PersonRequest, slug: str) -> HttpResponse:
    of, page = _whose(request, slug)
    about = request.GET.get("about", "")
    context = {
        "of": of,
        "page": page,
        "query": _query(about),
        "lines": lines(of, about, timezone.now()),
        "about": about,
        "languages": settings.LANGUAGES,
        "tabs": [
            {
                "label": one.name,
                "url": reverse("reminders:texts", args=[one.slug]),
                "is_current": one == of,
            }
            for one in advised(request)
        ],
    }
    return render(request, "reminders/texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@csp_update({"frame-src": ["'self'"]})  # type: ignore[arg-type]
def text(request: PersonRequest, slug: str, rule: str, language: str) -> HttpResponseBase:
    """Write, look, keep. What is typed stays, whatever is wrong with it."""
    at, place = timezone.now(), _place(request, slug, rule, language)
    example, kept = example_for(place, at), place.kept()
    form = _form(request, place, example, kept)
    looks = False
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "look":
            looks = True
            request.session[TRIED] = [_name(place), form.instance.subject, form.instance.body]
        elif theirs := _keep(request, place, form):
            _say_changed(form, theirs)
            kept = theirs
        else:
            messages.success(request, _("The text is saved. It goes from the next mail on."))
            return redirect(_list(place))
    status = 422 if form.errors else 200
    context = _context(request, place, form, example, kept)
    begins = request.method != "POST" and place.nearest() is None
    context |= {"looks": looks, "says_more": begins and example is not None and example.says_more}
    return render(request, "reminders/text.html", context, status=status)


@require_safe
@xframe_options_sameorigin
def text_html(request: PersonRequest, slug: str, rule: str, language: str) -> HttpResponse:
    """The mail with what was typed last; nothing of it is kept yet."""
    at, place = timezone.now(), _place(request, slug, rule, language)
    name, subject, body = request.session.get(TRIED, ["", "", ""])
    example = example_for(place, at)
    if name != _name(place) or example is None:
        raise Http404
    return framed(letter_for(example, MailText(**place.facts, subject=subject, body=body), at))


@require_POST
def text_shipped(request: PersonRequest, slug: str, rule: str, language: str) -> HttpResponseBase:
    """Back to the words that come with Wegwijs."""
    place = _place(request, slug, rule, language)
    if kept := place.kept():
        request.session[REMOVED] = [_name(place), kept.subject, kept.body]
        kept.delete()
        undo = reverse("reminders:text_back", args=[slug, rule, language]) + _query(place.about)
        undoable(request, _("“%(title)s” has its shipped text again.") % _title(place), undo)
    return redirect(_list(place))


@require_POST
def text_back(request: PersonRequest, slug: str, rule: str, language: str) -> HttpResponseBase:
    """Undo of that, for who did it, until the session ends."""
    place = _place(request, slug, rule, language)
    name, subject, body = request.session.get(REMOVED, ["", "", ""])
    if name == _name(place) and place.kept() is None:
        again = MailText(**place.facts, subject=subject, body=body)
        keep(place, again, seen="", by=request.user, at=timezone.now())
        messages.success(request, _("It is back."))
    return redirect(_list(place))


def _whose(request: PersonRequest, slug: str) -> tuple[Organisation, declare.Place | None]:
    """The organisation; and the page, where ``about`` names one of it that one manages."""
    of = get_object_or_404(Organisation.objects.advised_by(request.user), slug=slug)
    about = request.GET.get("about", "")
    page = place_of(about, request.user)
    if about and (page is None or page.organisation != of.pk):
        raise Http404
    return of, page


def _place(request: PersonRequest, slug: str, rule: str, language: str) -> Place:
    """What is gathered in one mail keeps its list, so it has no text of one's own."""
    of, _page = _whose(request, slug)
    if rule not in book or book[rule].together or language not in dict(settings.LANGUAGES):
        raise Http404
    return Place(book[rule], of, request.GET.get("about", ""), language)


def _form(
    request: PersonRequest, place: Place, example: Example | None, kept: MailText | None
) -> MailTextForm:
    with translation.override(place.language):
        known = example.words if example else always(place.organisation)
    begin = place.nearest()
    initial = {
        "subject": begin.subject if begin else example.subject if example else "",
        "body": begin.body if begin else example.body if example else "",
        "seen": version(kept),
    }
    data = request.POST.copy() if request.method == "POST" else None
    return MailTextForm(data, instance=MailText(**place.facts), initial=initial, known=known)


def _keep(request: PersonRequest, place: Place, form: MailTextForm) -> MailText | None:
    seen, at = form.cleaned_data["seen"], timezone.now()
    return keep(place, form.instance, seen=seen, by=request.user, at=at)


def _say_changed(form: MailTextForm, theirs: MailText) -> None:
    """Saving once more replaces theirs: by then it was seen."""
    who = theirs.edited_by.name if theirs.edited_by else _("Somebody")
    sentence = _("%(name)s changed this text meanwhile. Save once more to replace it by yours.")
    form.add_error(None, sentence % {"name": who})
    form.data["seen"] = version(theirs)  # type: ignore[index]


def _context(
    request: PersonRequest,
    place: Place,
    form: MailTextForm,
    example: Example | None,
    kept: MailText | None,
) -> dict[str, Any]:
    """``theirs`` is shown beside one's own when somebody else was first."""
    return {
        "form": form,
        "place": place,
        "page": place_of(place.about, request.user),
        "kept": kept,
        "example": example,
        "known": sorted(form.known.items()),
        "theirs": kept if form.non_field_errors() else None,
        "list_url": _list(place),
        "query": _query(place.about),
        "languages": [
            {"label": name, "url": _address(place, code), "is_current": code == place.language}
            for code, name in settings.LANGUAGES
        ],
    }


def _address(place: Place, language: str) -> str:
    arguments = [place.organisation.slug, place.told.key, language]
    return reverse("reminders:text", args=arguments) + _query(place.about)


def _list(place: Place) -> str:
    return reverse("reminders:texts", args=[place.organisation.slug]) + _query(place.about)


def _query(about: str) -> str:
    return "?" + urlencode({"about": about}) if about else ""


def _name(place: Place) -> str:
    return "/".join([place.organisation.slug, place.told.key, place.about, place.language])


def _title(place: Place) -> dict[str, Any]:
    return {"title": place.told.title}
