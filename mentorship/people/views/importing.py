"""Collega's → Inlezen: upload, columns, preview of every row, Doorvoeren, result."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mentorship.people import actions
from mentorship.people.forms import ColumnsForm, TeamsForm, UploadForm
from mentorship.people.importing.columns import COLUMNS
from mentorship.people.importing.preview import name_columns
from mentorship.people.importing.reading import UnreadableFile
from mentorship.people.importing.wrong import as_csv, as_dataset, as_workbook
from mentorship.people.models import ImportRow, PeopleImport, Person
from mentorship.people.request import PersonRequest, posted
from mentorship.people.views.scope import advised, chosen

PAGE = 50
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LABELS = {
    "": gettext_lazy("All rows"),
    ImportRow.Outcome.NEW: gettext_lazy("New"),
    ImportRow.Outcome.CHANGED: gettext_lazy("Changed"),
    ImportRow.Outcome.UNCHANGED: gettext_lazy("Unchanged"),
    ImportRow.Outcome.WRONG: gettext_lazy("Wrong"),
}


def _mine(request: PersonRequest, pk: int) -> PeopleImport:
    seen = PeopleImport.objects.visible_to(request.user).select_related("organisation")
    return get_object_or_404(seen, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: PersonRequest) -> HttpResponse:
    organisations = advised(request)
    if request.method != "POST":
        form = UploadForm(organisations=organisations, initial={"organisation": chosen(request)})
        return render(request, "people/import/upload.html", {"form": form})
    form = UploadForm(request.POST, request.FILES, organisations=organisations)
    if form.is_valid():
        file, organisation = form.cleaned_data["file"], form.cleaned_data["organisation"]
        try:
            taken, is_sure = actions.take_in(organisation, request.user, file.name, file.read())
        except UnreadableFile as fault:
            form.add_error("file", str(fault))
        else:
            return redirect(
                "people:import_preview" if is_sure else "people:import_columns", taken.pk
            )
    return render(request, "people/import/upload.html", {"form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: PersonRequest, pk: int) -> HttpResponse:
    """Which heading is what. Asked when in doubt, and open to a second thought."""
    mine = _mine(request, pk)
    if mine.applied_at:
        return redirect("people:import_result", pk)
    staff = actions.staff_file(mine)
    recognised = name_columns(staff)
    form = ColumnsForm(
        posted(request),
        people_import=mine,
        samples=[cells for _line, cells in staff.lines[:20]],
        doubtful=recognised.doubtful,
    )
    if form.is_valid():
        mine.columns = form.columns
        actions.look_ahead(mine)
        return redirect("people:import_preview", pk)
    missing = [COLUMNS[key].label for key in recognised.missing]
    context = {"form": form, "import": mine, "missing": missing}
    return render(
        request, "people/import/columns.html", context, status=422 if form.errors else 200
    )


@require_safe
def preview(request: PersonRequest, pk: int) -> HttpResponse:
    mine = _mine(request, pk)
    if mine.applied_at:
        return redirect("people:import_result", pk)
    if not mine.is_judged:
        return redirect("people:import_columns", pk)
    counts = mine.counts()
    context = _rows(request, mine, counts) | {
        "import": mine,
        "counts": counts,
        "writes": counts["new"] + counts["changed"],
        "teams_form": TeamsForm(instance=mine) if mine.new_teams else None,
        "unused": [
            heading
            for heading, key in zip(mine.headings, mine.columns, strict=False)
            if heading and not key
        ],
    }
    return render(request, "people/import/preview.html", context)


def _rows(request: PersonRequest, mine: PeopleImport, counts: dict[str, int]) -> dict[str, Any]:
    show = request.GET.get("show", "")
    rows = mine.rows.filter(outcome=show) if show in ImportRow.Outcome.values else mine.rows.all()
    page = Paginator(rows.order_by("line"), PAGE).get_page(request.GET.get("page"))
    for row in page:
        row.said = [  # type: ignore[attr-defined]
            {"label": COLUMNS[key].label, "old": old, "new": new} for key, old, new in row.changes
        ]
    tabs = [
        {
            "label": label,
            "url": f"?show={key}",
            "is_current": key == show,
            "count": counts[key] if key else sum(counts.values()),
        }
        for key, label in LABELS.items()
    ]
    return {"page": page, "tabs": tabs}


@require_POST
def teams(request: PersonRequest, pk: int) -> HttpResponse:
    """Make the teams that nobody knows yet, or call their rows wrong."""
    mine = _mine(request, pk)
    form = TeamsForm(request.POST, instance=mine)
    if mine.applied_at is None and form.is_valid():
        actions.look_ahead(form.save(commit=False))
    return redirect("people:import_preview", pk)


@require_POST
def apply(request: PersonRequest, pk: int) -> HttpResponse:
    mine = _mine(request, pk)
    if mine.applied_at is None and not mine.is_judged:
        return redirect("people:import_columns", pk)
    if actions.carry_out(mine, timezone.now()):
        return redirect("people:import_result", pk)
    messages.warning(
        request,
        _("Something changed since this preview was made. Nothing is written. Look once more."),
    )
    return redirect("people:import_preview", pk)


@require_safe
def result(request: PersonRequest, pk: int) -> HttpResponse:
    mine = _mine(request, pk)
    if mine.applied_at is None:
        return redirect("people:import_preview", pk)
    today = mine.organisation.local_date(timezone.now())
    newcomers = Person.objects.managed_by(request.user).filter(organisation=mine.organisation)
    context = {
        "import": mine,
        "counts": mine.counts(),
        "newcomers": newcomers.newcomers(today).count(),
        "newcomers_url": reverse("people:list") + "?show=new",
        "wrong": mine.rows.all()[:20],
    }
    return render(request, "people/import/result.html", context)


@require_safe
def wrong(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    """The rows left out, with the reason, to mend and bring in again."""
    mine = _mine(request, pk)
    dataset = as_dataset(mine.headings, mine.rows.filter(outcome=ImportRow.Outcome.WRONG))
    is_csv = kind == "csv"
    response = HttpResponse(
        as_csv(dataset) if is_csv else as_workbook(dataset),
        content_type="text/csv; charset=utf-8" if is_csv else SHEET,
    )
    response["Content-Disposition"] = f'attachment; filename="{_("wrong-rows")}.{kind}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
