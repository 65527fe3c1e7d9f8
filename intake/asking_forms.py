"""Where a form is asked: beside the shipped one, at a step of one's own programme."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from intake.models import family_of
from programmes.models import Step


class ApartForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Name of the new form"),
        help_text=gettext_lazy("For example: Looking back on half-day 2."),
        max_length=80,
    )


class StepChoice(forms.Form):
    """At which step of one's own programme this form is asked."""

    step = forms.ModelChoiceField(
        label=gettext_lazy("Ask this form at"), queryset=Step.objects.none(), empty_label=None
    )

    def __init__(self, *args: Any, key: str, programmes: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        family = family_of(key)
        steps = Step.objects.filter(
            programme__in=programmes, kind=Step.Kind.QUESTIONNAIRE
        ).select_related("programme")
        # A form goes to a step of its own kind: there it is read and reminded of as one expects.
        fits = [one.pk for one in steps if family_of(one.questionnaire) == family]
        others = steps.filter(pk__in=fits).exclude(questionnaire=key)
        self.fields["step"].queryset = others  # type: ignore[attr-defined]

    @property
    def has_steps(self) -> bool:
        return bool(self.fields["step"].queryset)  # type: ignore[attr-defined]
