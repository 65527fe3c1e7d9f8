"""Taking out somebody's words: what goes is shown first, for it cannot be undone."""

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship import declare
from mentorship.declare import Removable
from mentorship.people.models import Person
from mentorship.people.request import PersonRequest
from mentorship.people.undo import recall, remember
from mentorship.privacy.log import record_reading
from mentorship.privacy.models import Deed
from mentorship.privacy.taking_out import take_out


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: PersonRequest, what: str, pk: int, name: str) -> HttpResponse:
    if what not in declare.removables or declare.removables[what].nameless:
        raise Http404
    kind = declare.removables[what]
    row = kind.rows(request.user).filter(pk=pk).first()
    if row is None:
        return _second_click(request, f"{what}:{pk}", name)
    return ask(request, kind, row, name, back=kind.back(row))


def ask(request: PersonRequest, kind: Removable, row: Model, name: str, back: str) -> HttpResponse:
    """Show what goes; at the click it goes. Who may take out this ``row`` is seen to before."""
    writer, at = None if kind.nameless else kind.writer(row), timezone.now()
    if request.method == "POST":
        if take_out(kind, row, name, by=request.user, at=at):
            messages.success(request, _who_hears(writer))
            return redirect(back)
        return _out_already(request, back)
    texts = kind.texts(row, request.user)
    if name not in texts:
        raise Http404
    title = kind.title(row)
    if writer:
        record_reading(request.user, writer, row, title, at)
    label, said = texts[name]
    context = {
        "writer": writer,
        "title": title,
        "label": label,
        "words": said,
        "back_url": back,
        "way_back": remember("taken-out", back),
    }
    return render(request, "privacy/take_out.html", context)


def _second_click(request: PersonRequest, what: str, name: str) -> HttpResponse:
    """Where the row went with its words, and the way back with the row: the page sent it along.
    Nobody hears it but who took them out."""
    mine = Deed.objects.filter(kind=Deed.Kind.TAKEN_OUT, what=what, name=name, by=request.user)
    if request.method != "POST" or not mine.exists():
        raise Http404
    return _out_already(request, recall("taken-out", request.POST.get("back", "")))


def _out_already(request: PersonRequest, back: str) -> HttpResponse:
    messages.info(request, _("These words are out already."))
    return redirect(back)


def _who_hears(writer: Person | None) -> str:
    if writer is None:
        return _("Taken out. Whoever wrote it gets a message.")
    return _("Taken out. %(name)s gets a message.") % {"name": writer.given_name}
