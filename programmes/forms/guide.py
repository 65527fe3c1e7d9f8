"""A section of the mentor guide, in an organisation's own words."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from programmes.guide import Section
from programmes.guide.markup import without_controls


class SectionForm(forms.Form):
    """``after`` says which version the writer began from."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "An empty line begins a new paragraph. Begin a line with - for a point, with 1. for a"
            " numbered one, with ## for a small heading. Put ** around what must be **bold**."
        ),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 18}),
    )
    after = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, section: Section) -> None:
        self.section = section
        initial = {"title": section.title, "text": section.text, "after": section.number}
        super().__init__(data, initial=initial, label_suffix="")

    def clean_title(self) -> str:
        return self._readable("title").replace("\n", " ")

    def clean_text(self) -> str:
        return self._readable("text")

    def _readable(self, name: str) -> str:
        clean = without_controls(self.cleaned_data[name]).strip()
        if not clean:
            raise forms.ValidationError(_("Write something that can be read."))
        return clean

    def clean(self) -> None:
        if not self.errors and self.cleaned_data["after"] != self.section.number:
            self.overtaken_by(self.section)

    def overtaken_by(self, section: Section) -> None:
        """Somebody saved in between: both texts stay, and the next save is a choice."""
        self.section = section
        self.data = {name: self.data[name] for name in ("title", "text")}
        self.data["after"] = str(section.number)
        writer = section.version.written_by if section.version else None
        words = _(
            "%(name)s saved this section meanwhile. Your text is still here. Theirs stands below."
            " When you save again, yours comes in its place."
        )
        self.add_error(None, words % {"name": writer.name if writer else _("A colleague")})

    @property
    def preview(self) -> Section:
        """As it would be read; for a form without faults."""
        return Section(self.section.key, self.cleaned_data["title"], self.cleaned_data["text"])
