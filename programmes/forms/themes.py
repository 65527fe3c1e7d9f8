"""Themes of a meeting: one more, or one in the place of another."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from programmes.models import Meeting, Theme

LONGEST = 80


class ThemeForm(forms.Form):
    words = forms.CharField(
        label=_("A theme in your own words"),
        max_length=LONGEST,
        help_text=_("Participants read this on their route. Leave out names and medical facts."),
    )


class SwapForm(ThemeForm):
    """A fourth: which one gives way? What was typed stays in the box."""

    drop = forms.ModelChoiceField(
        Theme.objects.none(),
        label=_("Which theme do you drop?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, meeting: Meeting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["drop"].queryset = meeting.themes.all()  # type: ignore[attr-defined]
        self.fields["words"].label = _("The new theme")

    def clean_words(self) -> str:
        """One of the three again would leave two."""
        words: str = self.cleaned_data["words"]
        standing = {one.words.casefold() for one in self.fields["drop"].queryset}  # type: ignore[attr-defined]
        if words.casefold() in standing:
            raise ValidationError(gettext("This theme is chosen already."))
        return words
