"""What a mentor offers, and what a newcomer hopes for."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.choices import DAYS, MOST_THEMES, THEMES, WAYS
from matching.faces import ACCEPT, face_of
from matching.models import Hope, MentorProfile
from matching.models.profile import MOST
from mentorship.web.widgets import DayInput

DATES: dict[str, Any] = {
    "available_from": DayInput,
    "available_until": DayInput,
    "paused_until": DayInput,
}
LABELS = {
    "capacity": _("How many new colleagues at a time?"),
    "hours_a_month": _("How many hours a month do you have for it?"),
    "available_from": _("From when?"),
    "available_until": _("Until when?"),
    "about": _("Who are you?"),
    "strengths": _("What are you good at?"),
    "how_to_meet": _("How do you like to meet?"),
    "trained_elsewhere": _("This colleague was trained as a mentor earlier, or elsewhere"),
}
HELP = {
    "capacity": _("0 when you cannot guide anybody now. Most mentors choose 1 or 2."),
    "hours_a_month": _("About four is usual for one new colleague."),
    "available_from": _("Leave empty when you can start now."),
    "available_until": _("Leave empty when there is no end."),
    "about": _(
        "A few sentences, as you would say it. Your new colleague reads this first. Do not write "
        "anything about your health."
    ),
    "strengths": _(
        "What can somebody come to you for, and how do you do that? Do not write anything about "
        "your health."
    ),
    "how_to_meet": _(
        "For example: Tuesdays, walking along the harbour. Do not write anything about your health."
    ),
}
MOST_HOURS = 40


def _several(label: Any, choices: dict[str, Any], help_text: Any = "") -> "Several":
    return Several(
        label=label,
        help_text=help_text,
        choices=list(choices.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class Several(forms.MultipleChoiceField):
    """Any of a list, kept in the order of the list and not of the clicks."""

    def clean(self, value: Any) -> list[str]:
        chosen = set(super().clean(value))
        return [key for key, _text in list(self.widget.choices) if key in chosen]


class PlacesForm(forms.ModelForm):
    """What the adviser sets with a mentor; the words stay the mentor's own."""

    class Meta:
        model = MentorProfile
        fields = [
            *("capacity", "hours_a_month", "available_from", "available_until"),
            *("paused_until", "trained_elsewhere"),
        ]
        widgets = DATES
        labels = LABELS | {
            "hours_a_month": _("How many hours a month?"),
            "paused_until": _("Takes a break until"),
        }
        help_texts = {
            "capacity": _("0 when this mentor cannot guide anybody now."),
            "paused_until": _(
                "For a long absence, or when it is too much for a while. From that day on this "
                "mentor can be asked again. You need not say why."
            ),
            "trained_elsewhere": _(
                "Whoever follows the training here is seen as trained by itself."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in (("capacity", MOST), ("hours_a_month", MOST_HOURS)):
            limits = {"min": 0, "max": most, "inputmode": "numeric"}
            self.fields[name].widget.attrs |= limits

    def clean_hours_a_month(self) -> int | None:
        hours: int | None = self.cleaned_data["hours_a_month"]
        if hours is not None and hours > MOST_HOURS:
            text = _("More than %(most)d hours a month is no mentor work any more. Check it.")
            raise forms.ValidationError(text % {"most": MOST_HOURS})
        return hours


class ProfileForm(PlacesForm):
    """The mentor's own: words first, then what is shared with whoever comes, then places."""

    themes = _several(_("What do you like to talk about?"), THEMES)
    days = _several(_("On which days do you work?"), DAYS)
    ways = _several(_("How do you like to talk?"), WAYS)

    class Meta(PlacesForm.Meta):
        fields = [
            *("about", "strengths", "themes", "days", "ways", "how_to_meet"),
            *("capacity", "hours_a_month", "available_from", "available_until"),
        ]
        widgets = {
            **DATES,
            "about": forms.Textarea(attrs={"rows": 5}),
            "strengths": forms.Textarea(attrs={"rows": 3}),
        }
        labels = LABELS
        help_texts = HELP


class PhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Choose a photo"),
        help_text=_("A JPG or PNG. Your face in the middle is best."),
        error_messages={
            "required": _("Choose a photo first."),
            "empty": _("This file is empty. Choose another photo."),
        },
        widget=forms.FileInput(attrs={"accept": ACCEPT}),
    )

    def clean_photo(self) -> Any:
        """The photo as it is kept: small, square and bare."""
        return face_of(self.cleaned_data["photo"])


class PauseForm(forms.Form):
    """How long a mentor is left alone. ``today`` is the local day."""

    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("From that day on your adviser can ask you again."),
        widget=DayInput,
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["until"].widget.attrs["min"] = (today + timedelta(days=1)).isoformat()

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_("Choose a day after today: until then you have a break."))
        return until


class HopeForm(forms.ModelForm):
    """Three closed questions and one open; every one may stay empty."""

    themes = _several(
        _("What do you want to talk about?"),
        THEMES,
        _("Choose three at most."),
    )
    days = _several(_("On which days do you work?"), DAYS)
    way = forms.ChoiceField(
        label=_("How do you like to talk?"),
        choices=[*WAYS.items(), ("", _("it is all the same to me"))],
        required=False,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Hope
        fields = ["themes", "days", "way", "word"]
        labels = {"word": _("What else may your mentor know?")}
        help_texts = {
            "word": _("This does not count in choosing. Do not write anything about your health.")
        }
        widgets = {"word": forms.Textarea(attrs={"rows": 3})}

    def clean_themes(self) -> list[str]:
        themes: list[str] = self.cleaned_data["themes"]
        if len(themes) > MOST_THEMES:
            raise forms.ValidationError(
                _("You chose %(count)d. Choose the three that matter most to you.")
                % {"count": len(themes)}
            )
        return themes
