"""An organisation's own version of a programme: its texts, and the distances between its steps."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.working_days import WorkingDays
from programmes.models import Programme, Step
from programmes.planner import Plan, PlannedStep, propose
from programmes.planner_words import blocked_words
from programmes.planning import planned_step, titles

TEXTS = ("title", "short", "summary")
NUMBERS = ("days", "at_least_days", "at_most_days", "months", "minutes", "opens_days")
TRIED_FROM = date(2030, 1, 7)  # a Monday; any year does to see whether distances fit each other


class ProgrammeForm(forms.Form):
    """Name and description, in the language of the page."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    about = forms.CharField(
        label=gettext_lazy("What is it about?"),
        help_text=gettext_lazy("Colleagues read this in their invitation."),
        max_length=1000,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, programme: Programme, **more: Any) -> None:
        more["initial"] = {"name": str(programme.name), "about": str(programme.about)}
        super().__init__(*args, **more)
        self.programme = programme

    def save(self) -> Programme:
        self.programme.name = self.programme.name.reworded(self.cleaned_data["name"])
        self.programme.about = self.programme.about.reworded(self.cleaned_data["about"])
        self.programme.save(update_fields=["name", "about"])
        return self.programme


class StepForm(forms.Form):
    """The texts of a step and the distances that its kind has."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=80)
    short = forms.CharField(
        label=gettext_lazy("Short title"),
        help_text=gettext_lazy("For a small line of stations."),
        max_length=20,
        required=False,
    )
    summary = forms.CharField(
        label=gettext_lazy("What happens here?"),
        help_text=gettext_lazy("Participants read this on their route. Two sentences are enough."),
        max_length=500,
        widget=forms.Textarea,
    )

    def __init__(self, *args: Any, step: Step, **more: Any) -> None:
        more["initial"] = _initial(step)
        super().__init__(*args, **more)
        self.step = step
        for name, number in _numbers_of(step).items():
            self.fields[name] = number

    def clean(self) -> None:
        if self.errors:
            return
        least, most = self._number("at_least_days"), self._number("at_most_days")
        preferred = self._number("days")
        if least is not None and most is not None and least > most:
            self.add_error("at_most_days", _("At most must not be less than at least."))
        elif preferred is not None and least is not None and preferred < least:
            self.add_error("days", _("This is less than at least."))
        elif preferred is not None and most is not None and preferred > most:
            self.add_error("days", _("This is more than at most."))
        else:
            self._try_out()

    def _number(self, name: str) -> int | None:
        return self.cleaned_data.get(name)

    def _try_out(self) -> None:
        """Plan it in a year without holidays: a programme that fits nowhere is told at once."""
        steps = list(self.step.programme.steps.select_related("anchor"))
        planned = tuple(self._as_typed(one) for one in steps)
        found = propose(Plan(planned, TRIED_FROM, WorkingDays()), wanted=1)
        if not found.proposals:
            self.add_error(None, blocked_words(found, titles(steps)))

    def _as_typed(self, step: Step) -> PlannedStep:
        planned = planned_step(step)
        if step.pk != self.step.pk:
            return planned
        facts = self.numbers()
        return replace(
            planned,
            preferred_days=facts.get("days", planned.preferred_days),
            at_least_days=facts.get("at_least_days", planned.at_least_days),
            at_most_days=facts.get("at_most_days", planned.at_most_days),
            after_months=facts.get("months", planned.after_months),
            minutes=facts.get("minutes", planned.minutes),
        )

    def numbers(self) -> dict[str, Any]:
        """The distances as the row keeps them: what comes before its meeting is negative."""
        typed = {name: self.cleaned_data[name] for name in NUMBERS if name in self.fields}
        if "days" in typed and not self.step.is_meeting and self.step.days <= 0:
            typed["days"] = -typed["days"]
        return typed

    def save(self) -> Step:
        for name in TEXTS:
            wording = getattr(self.step, name)
            setattr(self.step, name, wording.reworded(self.cleaned_data[name]))
        numbers = self.numbers()
        for name, value in numbers.items():
            setattr(self.step, name, value)
        self.step.save(update_fields=[*TEXTS, *numbers])
        return self.step


def _initial(step: Step) -> dict[str, Any]:
    texts = {name: str(getattr(step, name)) for name in TEXTS}
    numbers = {name: getattr(step, name) for name in NUMBERS}
    return texts | numbers | {"days": step.days if step.is_meeting else abs(step.days)}


def _numbers_of(step: Step) -> dict[str, forms.Field]:
    anchor = step.anchor.short_title if step.anchor else ""
    if not step.is_meeting:
        before = step.days <= 0
        words = _("Due how many days before %(anchor)s?") if before else None
        words = words or _("Due how many days after %(anchor)s?")
        return {
            "days": _whole(words % {"anchor": anchor}, 0 if before else 1, 90),
            "opens_days": _whole(_("Opens how many days before it is due?"), 0, 120),
        }
    minutes = _whole(_("How many minutes does it take?"), 15, 600)
    if step.months:
        words = _("How many months after %(anchor)s?")
        return {"months": _whole(words % {"anchor": anchor}, 1, 11), "minutes": minutes}
    if step.anchor is None:
        return {"minutes": minutes}
    words = _("Preferably how many days after %(anchor)s?")
    return {
        "days": _whole(words % {"anchor": anchor}, 1, 180),
        "at_least_days": _whole(_("At least"), 1, 180, required=False),
        "at_most_days": _whole(_("At most"), 1, 180, required=False),
        "minutes": minutes,
    }


def _whole(label: str, least: int, most: int, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, required=required)
