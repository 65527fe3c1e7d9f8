"""What a mentor says of themselves, and the small forms around a pair."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.models import CheckIn, MentorProfile
from matching.models.profile import MOST
from mentorship.web.widgets import DayInput

DAYS: dict[str, Any] = {"available_from": DayInput, "available_until": DayInput}
LABELS = {
    "capacity": _("How many new colleagues at a time?"),
    "available_from": _("From when?"),
    "available_until": _("Until when?"),
    "about": _("Who are you?"),
    "how_to_meet": _("How do you like to meet?"),
    "trained_elsewhere": _("This colleague was trained as a mentor earlier, or elsewhere"),
}
HELP = {
    "capacity": _("0 when you cannot guide anybody now. Most mentors choose 1 or 2."),
    "available_from": _("Leave empty when you can start now."),
    "available_until": _("Leave empty when there is no end."),
    "about": _("A few sentences, as you would say it. Your new colleague reads this first."),
    "how_to_meet": _("For example: Tuesdays, walking along the harbour."),
}


class PlacesForm(forms.ModelForm):
    """What the adviser sets with a mentor; the words stay the mentor's own."""

    class Meta:
        model = MentorProfile
        fields = ["capacity", "available_from", "available_until", "trained_elsewhere"]
        widgets = DAYS
        labels = LABELS
        help_texts = {
            "capacity": _("0 when this mentor cannot guide anybody now."),
            "trained_elsewhere": _(
                "Whoever follows the training here is seen as trained by itself."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["capacity"].widget.attrs |= {"min": 0, "max": MOST, "inputmode": "numeric"}


class ProfileForm(PlacesForm):
    """The mentor's own: words first, places after."""

    class Meta(PlacesForm.Meta):
        fields = ["about", "how_to_meet", "capacity", "available_from", "available_until"]
        widgets = {**DAYS, "about": forms.Textarea(attrs={"rows": 5})}
        help_texts = HELP


class AnswerForm(forms.Form):
    """Yes or no is the button; a word may go with it. For a mentor, and for their manager."""

    word = forms.CharField(
        label=_("Do you want to say something with it?"),
        help_text=_("Only your adviser reads this. You need not give a reason."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CheckInForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("How does it go?"), choices=CheckIn.Answer.choices, widget=forms.RadioSelect
    )
    word = forms.CharField(
        label=_("I want to say something to my adviser"),
        help_text=_(
            "Only your adviser reads this line. Do not write anything about health: talk about it."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does it end?"),
        help_text=_("Only advisers read this. You may leave it empty."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnotherMentorForm(forms.Form):
    word = forms.CharField(
        label=_("Do you want to say something about it?"),
        help_text=_("Only your adviser sees this. You may leave it empty."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FindForm(forms.Form):
    """Look for a colleague by name, team or department."""

    q = forms.CharField(label=_("Name, team or department"), max_length=80, required=False)
    says_optional = False
