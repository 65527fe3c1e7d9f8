"""Bringing in a staff list: the file, its columns, and what to do with teams nobody knows."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.importing.columns import COLUMNS, UNUSED, labels
from mentorship.people.importing.reading import MAX_BYTES
from mentorship.people.models import Organisation, PeopleImport
from mentorship.people.scanner import check_clean

EXAMPLES = 3


class UploadForm(forms.Form):
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation"), empty_label=None
    )
    file = forms.FileField(
        label=gettext_lazy("Staff list"),
        allow_empty_file=True,  # our own words say it better
        help_text=gettext_lazy("A CSV or Excel file (.xlsx), 10,000 rows at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.xlsx"}),
    )

    def __init__(self, *args: Any, organisations: Sequence[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        if len(organisations) == 1:
            field.disabled = True
            field.initial = organisations[0]
            field.widget = forms.HiddenInput()

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("This file is larger than 10 MB. Save the list without extras.")
            )
        check_clean(file)
        return file


class ColumnsForm(forms.Form):
    """For each heading of the file which fact it is, with the first cells below it to judge by."""

    says_optional = False

    def __init__(
        self,
        *args: Any,
        people_import: PeopleImport,
        samples: Sequence[Sequence[str]],
        doubtful: frozenset[int] = frozenset(),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.headings: list[str] = people_import.headings
        choices = [("", UNUSED), *((key, column.label) for key, column in COLUMNS.items())]
        for place, heading in enumerate(self.headings):
            cells = [row[place] for row in samples if place < len(row) and row[place]]
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=heading or _("Column %(number)d, without a heading") % {"number": place + 1},
                choices=choices,
                required=False,
                initial=people_import.columns[place],
                help_text=self._help(cells[:EXAMPLES], place in doubtful),
            )

    @staticmethod
    def _help(cells: list[str], is_doubtful: bool) -> str:
        found = _("Here stands: %(cells)s.") % {"cells": ", ".join(cells)} if cells else _("Empty.")
        return f"{_('Is this right?')} {found}" if is_doubtful else found

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, Any] = super().clean() or {}
        keys = [key for key in chosen.values() if key]
        for name, key in list(chosen.items()):
            if key and keys.count(key) > 1:
                self.add_error(
                    name, _("Another column is %(field)s too.") % {"field": COLUMNS[key].label}
                )
        missing = [key for key, one in COLUMNS.items() if one.is_required and key not in keys]
        if missing:
            raise forms.ValidationError(
                _("Point out the columns of: %(missing)s.")
                % {"missing": ", ".join(map(str, labels(missing)))}
            )
        return chosen

    @property
    def columns(self) -> list[str]:
        return [self.cleaned_data[f"column_{place}"] for place in range(len(self.headings))]


class TeamsForm(forms.ModelForm):
    class Meta:
        model = PeopleImport
        fields = ("makes_teams",)
        labels = {"makes_teams": gettext_lazy("Make the new teams")}
