"""What whoever leads a meeting writes after it."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 4000
NO_NAMES = _("Leave out names, and do not write down any medical facts.")


class OwnNoteForm(forms.Form):
    says_optional = False

    own = forms.CharField(
        label=_("For myself"),
        required=False,
        max_length=LONGEST,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class NextTimeForm(forms.Form):
    says_optional = False

    next_time = forms.CharField(
        label=_("What to do differently next time"),
        required=False,
        max_length=LONGEST,
        help_text=NO_NAMES,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
