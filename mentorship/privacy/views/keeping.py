"""How long an organisation keeps things, and what went."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from mentorship import declare
from mentorship.people.models import Organisation
from mentorship.people.request import PersonRequest, posted
from mentorship.privacy.forms import TermsForm
from mentorship.privacy.models import Deed

PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: PersonRequest, slug: str) -> HttpResponse:
    advised = Organisation.objects.advised_by(request.user)
    organisation = get_object_or_404(advised, slug=slug)
    form = TermsForm(posted(request), organisation=organisation)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved. Colleagues read it in Who sees what."))
        return redirect("privacy:terms", slug)
    erased = Deed.objects.visible_to(request.user).erasures()
    here = erased.filter(about__organisation=organisation).select_related("by")
    context = {"form": form, "of": organisation, "erased": here[:PAGE]}
    return render(request, "privacy/terms.html", context, status=422 if form.errors else 200)


@require_safe
def log(request: PersonRequest) -> HttpResponse:
    """What was handed out, erased and cleared: in counts, for whoever manages Wegwijs."""
    if not request.user.is_admin:
        raise Http404
    seen = Deed.objects.visible_to(request.user).select_related("about", "by")
    page = Paginator(seen, PAGE).get_page(request.GET.get("page"))
    rows = [(one, _in_words(one.counts)) for one in page]
    return render(request, "privacy/log.html", {"page": page, "rows": rows})


def _in_words(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Counts by the titles of *Wie ziet wat*; a model that is no more, by its key."""
    found: dict[str, int] = {}
    for key, number in counts.items():
        title = key
        if key in declare.kept:
            first, *_more = declare.kept[key].information.split()
            title = str(declare.information[first].title)
        found[title] = found.get(title, 0) + number
    return list(found.items())
