from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from programmes.forms.planning import trainers_for
from programmes.models import Cohort


class CohortForm(forms.ModelForm):
    """What of a planned group may still change; its dates have pages of their own."""

    class Meta:
        model = Cohort
        fields = ["name", "seats", "trainer"]

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        trainer = self.fields["trainer"]
        trainer.queryset = trainers_for([self.instance.organisation])  # type: ignore[attr-defined]
        trainer.empty_label = None  # type: ignore[attr-defined]

    def clean_seats(self) -> int:
        seats: int = self.cleaned_data["seats"]
        taken = self.instance.enrolments.holding_a_seat().count()
        if seats < taken:
            text = _("%(taken)d people have a seat already, so there can't be fewer seats.")
            raise ValidationError(text % {"taken": taken})
        return seats
