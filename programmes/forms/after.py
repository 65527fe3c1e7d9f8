"""What whoever leads a meeting writes after it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from programmes.models import AfterNote

LONGEST = 4000
LABELS = {
    AfterNote.Kind.OWN: _("For myself"),
    AfterNote.Kind.NEXT_TIME: _("What to do differently next time"),
}


class AfterForm(forms.Form):
    says_optional = False

    text = forms.CharField(
        required=False,
        max_length=LONGEST,
        help_text=_("Leave out names, and do not write down any medical facts."),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, data: Any = None, *, kind: AfterNote.Kind, **more: Any) -> None:
        super().__init__(data, label_suffix="", **more)
        self.fields["text"].label = LABELS[kind]
