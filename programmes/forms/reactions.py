"""A question or a compliment about what somebody shared."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from programmes.models import Reaction


class ReactionForm(forms.ModelForm):
    kind = forms.ChoiceField(
        label=_("What do you send?"),
        choices=lambda: [(key, capfirst(words)) for key, words in Reaction.Kind.choices],
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Reaction
        fields = ["kind", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("Your words")}
        help_texts = {"text": _("One or two sentences. Do not write down any medical facts.")}

    def clean(self) -> dict[str, Any]:
        """Changed into what was sent already; sent anew, the same words are a second click."""
        cleaned = super().clean() or {}
        if self.instance.pk and not self.errors:
            self.instance.text = cleaned["text"]
            if self.instance.stands_elsewhere:
                self.add_error("text", _("You sent these words already."))
        return cleaned
