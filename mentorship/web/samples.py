"""Made-up content for the living page of components. It asks no database."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.declare import Line
from mentorship.web.widgets import ClockInput, DayInput


@dataclass(frozen=True)
class Station:
    title: str
    detail: str = ""
    state: str = "next"
    link: str = ""


class SampleForm(forms.Form):
    """One field of each kind the forms of this house use."""

    name = forms.CharField(label=gettext_lazy("First name"), max_length=80)
    wish = forms.CharField(
        label=gettext_lazy("What do you wish to learn?"),
        help_text=gettext_lazy("A few sentences are enough. Only your trainer reads this."),
        widget=forms.Textarea,
    )
    team = forms.ChoiceField(
        label=gettext_lazy("Team"),
        choices=[("", gettext_lazy("Choose a team")), ("w", "Wonen"), ("j", "Jeugd")],
    )
    first_day = forms.DateField(label=gettext_lazy("First day"), widget=DayInput)
    starts_at = forms.TimeField(label=gettext_lazy("Starts at"), widget=ClockInput, required=False)
    born = forms.DateField(
        label=gettext_lazy("Leaves on"),
        widget=forms.SelectDateWidget(years=[2026, 2027, 2028]),
    )
    meets_on = forms.SplitDateTimeField(
        label=gettext_lazy("First appointment"), widget=forms.SplitDateTimeWidget, required=False
    )
    half = forms.ChoiceField(
        label=gettext_lazy("Which half of the day?"),
        choices=[("am", gettext_lazy("Morning")), ("pm", gettext_lazy("Afternoon"))],
        widget=forms.RadioSelect,
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("On which days?"),
        help_text=gettext_lazy("Choose as many as you like."),
        choices=[("mo", gettext_lazy("Monday")), ("tu", gettext_lazy("Tuesday"))],
        widget=forms.CheckboxSelectMultiple,
    )
    slides = forms.FileField(
        label=gettext_lazy("Your presentation"),
        help_text=gettext_lazy("PDF or PowerPoint, 20 MB at most."),
        required=False,
    )
    shared = forms.BooleanField(label=gettext_lazy("Share it with my group"))


class SampleFilter(forms.Form):
    says_optional = False

    words = forms.CharField(label=gettext_lazy("Name or team"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("Show"),
        choices=[("", gettext_lazy("Everybody")), ("new", gettext_lazy("New colleagues"))],
        required=False,
    )


def sample_page() -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "steps": sample_steps(),
        "short_steps": sample_track(),
        "lines": sample_lines(),
        "empty_form": SampleForm(prefix="empty"),
        "wrong_form": SampleForm({"wrong-name": "Fatima", "wrong-days": "xx"}, prefix="wrong"),
        "filter_form": SampleFilter(),
        "facts": [(_("Team"), "Wonen"), (_("First day"), today), (_("Manager"), "")],
        "events": [
            {"when": _("today"), "text": _("Intake handed in"), "url": "#components-lists"},
            {"when": _("yesterday"), "text": _("Reminder sent"), "detail": "Fatima Amrani"},
        ],
        "heads": [_("Name"), _("Team"), _("First day")],
        "rows": [["Daan Visser", "Wonen", today], ["Noor Jansen", "Jeugd", today]],
        "tabs": [
            {"label": _("Overview"), "url": "#components-ways", "is_current": True},
            {"label": _("Participants"), "url": "#components-lists", "count": 9},
            {"label": _("Messages"), "url": "#components-words"},
        ],
        "page": Paginator(range(60), 20).page(2),
        "actions": [
            {"label": _("New group"), "url": "#components-ways"},
            {"label": _("Change dates"), "url": "#components-ways", "quiet": True},
        ],
        "days": [today, today + timedelta(days=1), today + timedelta(days=20)],
    }


def sample_steps() -> list[Station]:
    return [
        Station(_("Signed up"), _("4 January"), "done"),
        Station(
            _("Intake and self-analysis"),
            _("Until 19 January · only you and Marijke read this"),
            "now",
            "#components-stations",
        ),
        Station(_("Preparation"), _("Two short texts, one question · until 26 January")),
        Station(_("Half-day 1 – What is a mentor?"), _("Tuesday 2 February, 9.00–12.30")),
        Station(_("Practical assignment"), _("Who am I as a mentor? · until 22 February")),
        Station(_("Return meeting"), _("Monday 24 May")),
    ]


def sample_track() -> list[Station]:
    return [
        Station(_("Invitation"), _("9 yes, 2 no"), "done"),
        Station(_("Intake"), _("7 of 9"), "now"),
        Station(_("Preparation"), _("26 Jan")),
        Station(_("Half-day 1"), _("2 Feb")),
        Station(_("Assignment"), _("22 Feb")),
        Station(_("Half-day 2"), _("23 Feb")),
        Station(_("Buddies"), _("from 23 Feb")),
        Station(_("Return"), _("24 May")),
    ]


def sample_lines() -> list[Line]:
    return [
        Line(
            3,
            _("new colleagues without a mentor"),
            _("The first starts in 20 days"),
            _("See proposal"),
            "#components-lists",
            urgent=True,
        ),
        Line(
            2,
            _("participants without an intake"),
            _("Half-day 1 is in three weeks · a reminder goes on Thursday"),
            _("Remind now"),
            "#components-lists",
        ),
    ]
