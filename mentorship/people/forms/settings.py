"""What an adviser settles for the own organisation."""

from typing import Any

from django import forms
from django.contrib.staticfiles import finders
from django.utils.translation import gettext_lazy as _

from mentorship.people.forms.people import DayInput
from mentorship.people.models import ClosedPeriod, Organisation


class ClockInput(forms.TimeInput):
    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def themes() -> list[tuple[str, str]]:
    """The style sheets in themes/ by name; each sets colours and nothing else."""
    names = set()
    for finder in finders.get_finders():
        for path, _storage in finder.list([]):
            folder, _slash, name = path.partition("/")
            if folder == "themes" and name.endswith(".css"):
                names.add(name.removesuffix(".css"))
    return [(name, name.replace("-", " ").title()) for name in sorted(names)]


class SettingsForm(forms.ModelForm):
    theme = forms.ChoiceField(label=_("Colours"), required=False)

    class Meta:
        model = Organisation
        fields = (
            "newcomers_from",
            "office_opens",
            "office_closes",
            "most_reminders",
            "contact_email",
            "theme",
        )
        widgets = {
            "newcomers_from": DayInput(),
            "office_opens": ClockInput(),
            "office_closes": ClockInput(),
        }
        help_texts = {
            "office_opens": _("Reminders are only sent between these hours, on working days."),
            "contact_email": _("Below each page and each mail, for who has a question."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["theme"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("The colours of Wegwijs")), *themes()]


class ClosedPeriodForm(forms.ModelForm):
    class Meta:
        model = ClosedPeriod
        fields = ("first_day", "last_day", "reason")
        widgets = {"first_day": DayInput(), "last_day": DayInput()}
        labels = {"first_day": _("From"), "last_day": _("Up to and including")}
        help_texts = {"reason": _("Such as: closed between Christmas and New Year.")}
