"""Looking ahead: newcomers to come against trained places, and the adviser's own figure."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from matching.looking_ahead import Outlook, outlook_of
from matching.models import Policy
from matching.outlook import Month
from matching.outlook_words import lead, month_name, sentences
from matching.views.advising import organisations_of
from mentorship.people.models import Organisation
from mentorship.people.request import PersonRequest, posted

MOST_A_MONTH = 200
ROWS = 12  # of dots in the picture, at most


class ExpectedForm(forms.Form):
    """The adviser's own figure; empty follows the lists of staff."""

    expected_a_month = forms.IntegerField(
        label=gettext_lazy("How many new colleagues a month do you expect?"),
        min_value=0,
        max_value=MOST_A_MONTH,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    says_optional = False

    def __init__(self, *args: Any, average: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["expected_a_month"].help_text = ngettext(
            "Leave it empty to count with one: the average of the last six months.",
            "Leave it empty to count with %(average)d: the average of the last six months.",
            average,
        ) % {"average": average}


@dataclass(frozen=True)
class Dot:
    """One person or place in the picture: where its middle is, and what it stands for."""

    x: int
    y: int
    kind: str


@dataclass(frozen=True)
class Column:
    """A month as the page shows it."""

    month: Month
    name: str
    short_name: str
    dots: list[Dot]


@require_safe
def first_outlook(request: PersonRequest) -> HttpResponse:
    """Of the first organisation that this person advises; most advise one."""
    organisation = organisations_of(request).order_by("name", "pk").first()
    assert organisation is not None  # organisations_of has answered 404
    return _page(request, outlook_of(organisation, timezone.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def outlook(request: PersonRequest, pk: int) -> HttpResponseBase:
    organisation = get_object_or_404(organisations_of(request), pk=pk)
    found = outlook_of(organisation, timezone.now())
    form = ExpectedForm(posted(request), average=found.average)
    if request.method != "POST":
        return _page(request, found)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    own = {"expected_a_month": form.cleaned_data["expected_a_month"]}
    Policy.objects.update_or_create(organisation=organisation, defaults=own)
    messages.success(request, _("Saved. The months below count with it."))
    return redirect("matching:outlook", pk)


def _page(
    request: PersonRequest, found: Outlook, form: ExpectedForm | None = None, status: int = 200
) -> HttpResponse:
    own = {"expected_a_month": found.policy.expected_a_month}
    said = [] if found.is_empty else sentences(found)
    columns, across, up = picture(found)
    context = {
        "outlook": found,
        "others": _others(request, found.organisation),
        "first": said[0] if said else None,
        "then": said[1:],
        "lead": "" if said or found.is_empty else lead(found),
        "columns": columns,
        "width": 10 * across,
        "height": 10 * up,
        "form": form or ExpectedForm(initial=own, average=found.average),
    }
    return render(request, "matching/outlook.html", context, status=status)


def _others(request: PersonRequest, shown: Organisation) -> list[Organisation]:
    return list(organisations_of(request).exclude(pk=shown.pk).order_by("name"))


def picture(found: Outlook) -> tuple[list[Column], int, int]:
    """A column of dots for each month, and how many dots wide and high each of them is."""
    kinds = [_kinds(month) for month in found.months]
    most = max(len(one) for one in kinds)
    across = max(2, -(-most // ROWS))
    up = max(1, -(-most // across))
    columns = [
        Column(
            month=month,
            name=capfirst(month_name(month.day)),
            short_name=date_format(month.day, "b").strip("."),
            dots=[
                Dot(10 * (at % across) + 5, 10 * (up - 1 - at // across) + 5, kind)
                for at, kind in enumerate(dots)
            ],
        )
        for month, dots in zip(found.months, kinds, strict=True)
    ]
    return columns, across, up


def _kinds(month: Month) -> list[str]:
    """From the bottom: who has a place, known before expected; who has none; places left."""
    people = ["known"] * month.known + ["expected"] * (month.carried + month.expected)
    placed = people[: month.free]
    return placed + ["short"] * month.short + ["free"] * month.left
