"""The dates of a group, all on one page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from mentorship.web.templatetags.wegwijs import day as in_words
from mentorship.web.widgets import ClockInput, DayInput
from programmes.forms.remarks import RemarkedForm
from programmes.models import Step
from programmes.planner import Conflict, Slot
from programmes.planner_words import HARD, conflict_words
from programmes.planning import titles


@dataclass
class Row:
    """One step with its boxes and what is the matter with it."""

    step: Step
    day: forms.BoundField
    starts: forms.BoundField | None = None
    ends: forms.BoundField | None = None
    remarks: list[str] = field(default_factory=list)

    @property
    def in_words(self) -> str:
        """The day with its weekday, which a date box does not show."""
        try:
            return capfirst(in_words(self.day.field.to_python(self.day.value())))
        except ValidationError:
            return ""

    @property
    def fields(self) -> list[forms.BoundField]:
        return [one for one in (self.day, self.starts, self.ends) if one is not None]


class DatesForm(RemarkedForm):
    """Every date of a group: a day and two clock times for a meeting, a last day for the rest."""

    def __init__(
        self, *args: Any, steps: Sequence[Step], slots: Iterable[Slot] = (), **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.steps = list(steps)
        self.placed = {slot.step_key: slot for slot in slots}
        self.remarks: dict[str, list[str]] = {}
        for step in self.steps:
            self._add_boxes(step)

    def _add_boxes(self, step: Step) -> None:
        slot = self.placed.get(step.key)
        title = step.short_title
        self.fields[f"{step.key}-day"] = forms.DateField(
            label=_("%(step)s, day") % {"step": title},
            widget=DayInput({"aria-describedby": f"fit-{step.key}"}),
            initial=slot.day if slot else None,
        )
        if step.is_meeting:
            for name, label, value in (
                ("starts", _("%(step)s, from"), slot.starts if slot else None),
                ("ends", _("%(step)s, until"), slot.ends if slot else None),
            ):
                self.fields[f"{step.key}-{name}"] = forms.TimeField(
                    label=label % {"step": title},
                    widget=ClockInput({"aria-describedby": f"fit-{step.key}"}),
                    initial=value,
                )

    def clean(self) -> None:
        for step in self.steps:
            starts, ends = self._clock(step, "starts"), self._clock(step, "ends")
            if starts and ends and starts >= ends:
                self.add_error(f"{step.key}-ends", _("A meeting must end after it starts."))

    def _clock(self, step: Step, name: str) -> time | None:
        return self.cleaned_data.get(f"{step.key}-{name}")

    def slots(self) -> list[Slot]:
        """What is filled in and right; a step that is not has no slot."""
        return [
            Slot(step.key, day, starts=self._clock(step, "starts"), ends=self._clock(step, "ends"))
            for step in self.steps
            if (day := self.cleaned_data.get(f"{step.key}-day"))
        ]

    def judge(self, conflicts: Iterable[Conflict]) -> None:
        """Each conflict goes with its step: as an error if it can't be saved, else as a remark."""
        named = titles(self.steps)
        for conflict in conflicts:
            words = conflict_words(conflict, named)
            if conflict.kind in HARD:
                self.add_error(f"{conflict.step_key}-day", words)
            else:
                self.remarks.setdefault(conflict.step_key, []).append(words)

    @property
    def rows(self) -> list[Row]:
        return [
            Row(
                step,
                self[f"{step.key}-day"],
                self[f"{step.key}-starts"] if step.is_meeting else None,
                self[f"{step.key}-ends"] if step.is_meeting else None,
                self.remarks.get(step.key, []),
            )
            for step in self.steps
        ]

    @property
    def remarked(self) -> list[Row]:
        return [row for row in self.rows if row.remarks]
