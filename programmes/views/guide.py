"""The mentor guide: read by everybody of an organisation, edited by its adviser, and on paper."""

from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.people.models import Organisation
from mentorship.people.request import PersonRequest, posted
from mentorship.people.undo import undoable
from mentorship.web.files import NEVER_KEPT
from programmes.forms.guide import SectionForm
from programmes.guide import (
    LANGUAGES,
    Section,
    guide_of,
    organisations_read_by,
    reading_language,
    shipped,
)
from programmes.models import GuideVersion
from programmes.paper import guide_name, guide_paper


@require_safe
def guide(request: PersonRequest, slug: str = "") -> HttpResponse:
    """One's own organisation's; a trainer or coordinator reads that of each they work for."""
    readable = sorted(
        organisations_read_by(request.user),
        key=lambda one: (one.pk != request.user.organisation_id, one.name),
    )
    chosen = [one for one in readable if slug in ("", one.slug)]
    if not chosen:
        raise Http404
    context = {
        "of": chosen[0],
        "sections": guide_of(chosen[0], reading_language()),
        "language": reading_language(),
        "others": [one for one in readable if one != chosen[0]],
        "may_edit": Organisation.objects.advised_by(request.user).filter(pk=chosen[0].pk).exists(),
    }
    return render(request, "programmes/guide.html", context)


@require_safe
def guide_pdf(request: PersonRequest, slug: str, language: str) -> HttpResponse:
    found = get_object_or_404(organisations_read_by(request.user), slug=slug)
    if language not in LANGUAGES:
        raise Http404
    return as_download(guide_paper(found, language), guide_name(found))


@require_safe
def guide_edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Every section, and in which language it is one's own."""
    found = _advised(request, slug)
    guides = {language: guide_of(found, language) for language in LANGUAGES}
    context = {
        "of": found,
        "languages": LANGUAGES.values(),
        "rows": [
            (guides[reading_language()][n].title, [(code, guides[code][n]) for code in LANGUAGES])
            for n in range(len(shipped("nl")))
        ],
    }
    return render(request, "programmes/guide_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def guide_section(
    request: PersonRequest, slug: str, section: str, language: str
) -> HttpResponseBase:
    found = _advised(request, slug)
    now = _section(found, section, language)
    form = SectionForm(posted(request), section=now)
    looks = request.POST.get("do") == "look"
    is_sound = request.method == "POST" and form.is_valid()
    if is_sound and not looks and _save(request, found, form, language):
        return redirect("programmes:guide_edit", slug)
    context = {
        "of": found,
        "section": now,
        "form": form,
        "preview": form.preview if is_sound and looks else None,
        "is_theirs": bool(form.non_field_errors()),
        "history": _history(found, section, language),
        "language": language,
        "tabs": _tabs(found, section, language),
    }
    refused = request.method == "POST" and not (is_sound and looks)
    return render(request, "programmes/guide_section.html", context, status=422 if refused else 200)


@require_POST
def guide_put_back(
    request: PersonRequest, slug: str, section: str, language: str, number: int
) -> HttpResponseBase:
    """Write an earlier version once more; 0 is the section as it came with Wegwijs."""
    found = _advised(request, slug)
    now = _section(found, section, language)
    wanted = ("", "")
    if number:
        versions = GuideVersion.objects.of(found, language).filter(section=section)
        wanted = get_object_or_404(versions, number=number).words
    if wanted != (now.version.words if now.version else ("", "")):  # else a second click
        _add(request, found, now, language, wanted)
        _say(request, found, now, language, _("“%(title)s” is as it was."))
    return redirect("programmes:guide_edit", slug)


def _save(request: PersonRequest, found: Organisation, form: SectionForm, language: str) -> bool:
    """Says whether it did: of two who save at once, the second gets to see the first."""
    words = (form.cleaned_data["title"], form.cleaned_data["text"])
    added = _add(request, found, form.section, language, words)
    if added:
        _say(request, found, form.section, language, _("“%(title)s” is saved."))
    else:
        form.overtaken_by(_section(found, form.section.key, language))
    return added


def _add(
    request: PersonRequest,
    found: Organisation,
    before: Section,
    language: str,
    words: tuple[str, str],
) -> bool:
    version = GuideVersion(
        organisation=found,
        section=before.key,
        language=language,
        number=before.number + 1,
        title=words[0],
        text=words[1],
        written_by=request.user,
        written_at=timezone.now(),
    )
    return version.add()


def _say(
    request: PersonRequest, found: Organisation, before: Section, language: str, words: str
) -> None:
    """With a button that puts back what stood there before."""
    args = [found.slug, before.key, language, before.number]
    path = reverse("programmes:guide_put_back", args=args)
    undoable(request, words % {"title": before.title}, path)


def _advised(request: PersonRequest, slug: str) -> Organisation:
    return get_object_or_404(Organisation.objects.advised_by(request.user), slug=slug)


def _section(found: Organisation, key: str, language: str) -> Section:
    if language not in LANGUAGES or key not in shipped(language):
        raise Http404
    return next(one for one in guide_of(found, language) if one.key == key)


def _history(found: Organisation, key: str, language: str) -> list[Section]:
    """What stood here, the newest first, down to the text that came with Wegwijs."""
    original = shipped(language)[key]
    versions = GuideVersion.objects.of(found, language).filter(section=key)
    return [original.as_in(one) for one in versions.select_related("written_by")] + [original]


def _tabs(found: Organisation, key: str, language: str) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": reverse("programmes:guide_section", args=[found.slug, key, code]),
            "is_current": code == language,
        }
        for code, label in LANGUAGES.items()
    ]


def as_download(pdf: bytes, name: str) -> HttpResponse:
    headers = {**NEVER_KEPT, "Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
