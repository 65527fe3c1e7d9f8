"""What a participant hands in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentorship.web.files import ACCEPT, check_upload, kept_name, shown_name
from programmes.models import PRACTICAL, Submission

FIELDS = {PRACTICAL: ["title", "text", "file"]}


class SubmissionForm(forms.ModelForm):
    """Everything may be empty in a draft; to hand in, something must have been written or added."""

    says_optional = False

    class Meta:
        model = Submission
        fields = ["title", "text", "file"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 8}),
            "file": forms.FileInput(attrs={"accept": ACCEPT}),
        }
        labels = {
            "title": _("Title"),
            "text": _("What you want to say"),
            "file": _("Your presentation"),
        }
        help_texts = {
            "text": _("Do not write down any medical facts."),
            "title": _(
                "What you would call it, in a few words. Do not write down any medical facts."
            ),
            "file": _("A PDF, a presentation, a document or a picture; 25 MB at most."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted = FIELDS.get(self.instance.step.key, ["text"])
        for name in set(self.fields) - set(wanted):
            del self.fields[name]
        if "file" in self.fields:
            self.fields["file"].validators.append(check_upload)
            self.fields["file"].max_length = None  # type: ignore[attr-defined]  # see clean_file

    def clean_file(self) -> Any:
        """On disk a file has a name that says nothing; its own is kept beside it."""
        file = self.cleaned_data.get("file")
        if file and "file" in self.changed_data:
            self.instance.file_name = shown_name(file.name)
            file.name = kept_name(file.name)
        return file


class HandInForm(SubmissionForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        has_file = cleaned.get("file") or self.instance.file
        if not self.errors and not cleaned.get("text", "").strip() and not has_file:
            words = _("Write something first, or add a file.")
            if "file" not in self.fields:
                words = _("Write something first.")
            self.add_error("text", words)
        return cleaned
