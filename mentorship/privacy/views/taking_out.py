"""Taking out somebody's words: what goes is shown first, for it cannot be undone."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from mentorship import declare
from mentorship.people.request import PersonRequest
from mentorship.privacy.log import record_reading
from mentorship.privacy.taking_out import take_out


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: PersonRequest, what: str, pk: int, name: str) -> HttpResponse:
    if what not in declare.removables:
        raise Http404
    kind, at = declare.removables[what], timezone.now()
    row = get_object_or_404(kind.rows(request.user), pk=pk)
    writer = kind.writer(row)
    if request.method == "POST":
        if take_out(kind, row, name, by=request.user, at=at):
            text = _("Taken out. %(name)s gets a message.")
            messages.success(request, text % {"name": writer.given_name})
        return redirect(kind.back(row))
    texts = kind.texts(row)
    if name not in texts:
        raise Http404
    title = kind.title(row)
    record_reading(request.user, writer, row, title, at)
    label, said = texts[name]
    context = {
        "writer": writer,
        "title": title,
        "label": label,
        "words": said,
        "back_url": kind.back(row),
    }
    return render(request, "privacy/take_out.html", context)
