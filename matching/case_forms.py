"""Writing a case in four steps, and choosing who reads it."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from matching.models import Case

LABELS = {
    "title": _("What would you call it?"),
    "situation": _("1. The situation"),
    "question": _("2. Your question"),
    "did": _("3. What you did"),
    "learnt": _("4. What you learnt"),
    "shared_with": _("With whom do you share it?"),
}
NO_HEALTH = _("Write nothing about health.")
ASKS = {
    "situation": _(
        "Choose one moment. Who was there, what was said, what happened? Tell what you saw and "
        "heard, and not yet what you think of it."
    ),
    "question": _(
        "What would you like to know from the others? One sentence that ends in a question mark."
    ),
    "did": _("What did you do or say, and why did you choose that? How did the other react?"),
    "learnt": _("What do you see now that you did not see then? What do you try next time?"),
}
HELP = {
    "title": format_lazy("{} {}", _("A few words are enough."), NO_HEALTH),
    **{name: format_lazy("{} {}", asks, NO_HEALTH) for name, asks in ASKS.items()},
    "shared_with": _("Nobody reads a draft. You can change your choice whenever you like."),
}
ROWS = {"situation": 7, "question": 2, "did": 5, "learnt": 5}


class AudienceForm(forms.ModelForm):
    class Meta:
        model = Case
        fields = ["shared_with"]
        labels = LABELS

    says_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared_with"] = forms.ChoiceField(
            label=LABELS["shared_with"],
            help_text=HELP["shared_with"],
            choices=Case.Audience.choices,
            required=False,
            widget=forms.RadioSelect,
        )
        # What is offered, not what is accepted: who loses a buddy while typing loses no words.
        self.fields["shared_with"].widget.choices = self.instance.audiences()


class CaseForm(AudienceForm):
    """Everything may be empty in a draft; once it is in, who reads it is chosen apart."""

    class Meta(AudienceForm.Meta):
        fields = ["title", "situation", "question", "did", "learnt", "shared_with"]
        help_texts = HELP
        widgets: dict[str, Any] = {
            name: forms.Textarea(attrs={"rows": rows}) for name, rows in ROWS.items()
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.handed_in_at is not None:
            del self.fields["shared_with"]


class HandInCaseForm(CaseForm):
    def clean_situation(self) -> str:
        """The rest may be told; without a situation there is nothing to talk about."""
        written: str = self.cleaned_data["situation"]
        if not written.strip():
            raise forms.ValidationError(_("Write something about the situation first."))
        return written
