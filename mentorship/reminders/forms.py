"""An organisation's own text for a mail, checked before it is kept."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.reminders.letters.own_words import PLACEHOLDER, unknown_in
from mentorship.reminders.models import MailText
from mentorship.reminders.rules import Named


class MailTextForm(forms.ModelForm):
    """``known`` are the placeholders with what each becomes for the example; ``seen`` says which
    version the writer began from."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = MailText
        fields = ("subject", "body")
        widgets = {"body": forms.Textarea(attrs={"rows": 14})}
        help_texts = {
            "subject": gettext_lazy("One line, without names of people."),
            "body": gettext_lazy(
                "Leave an empty line between paragraphs. The greeting, the button and the closing"
                " come by themselves."
            ),
        }

    def __init__(self, *args: Any, known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known

    def clean_subject(self) -> str:
        subject: str = self.cleaned_data["subject"]
        if not subject.isprintable():
            raise ValidationError(_("Write the subject line on one line, in plain text."))
        _check_braces(subject)
        for name in (one.strip() for one in PLACEHOLDER.findall(subject)):
            if isinstance(self.known.get(name), Named):
                text = _("No names in the subject line: leave out {%(name)s}.")
                raise ValidationError(text % {"name": name})
        _check_names(subject, self.known)
        return subject

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"].replace("\r\n", "\n").replace("\r", "\n")
        if not body.replace("\n", "").replace("\t", "").isprintable():
            raise ValidationError(_("There is a sign in the text that cannot be mailed."))
        _check_braces(body)
        _check_names(body, self.known)
        return body


def _check_braces(text: str) -> None:
    """What is left when every placeholder is gone has no brace in it."""
    rest = PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        raise ValidationError(
            _("A brace stands alone. A placeholder has one on either side: {%(name)s}.")
            % {"name": _("first_name")}
        )


def _check_names(text: str, known: Mapping[str, str]) -> None:
    for name in unknown_in(text, known):
        if not name:
            raise ValidationError(_("There is nothing between a pair of braces."))
        names = ", ".join(f"{{{one}}}" for one in sorted(known))
        raise ValidationError(
            _("We do not know {%(name)s}. These can be used here: %(names)s.")
            % {"name": name, "names": names}
        )
