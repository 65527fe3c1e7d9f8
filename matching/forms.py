"""The small forms around a pair."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from matching.models import CheckIn, Goal, Mentorship
from mentorship.people.searching import LONGEST
from mentorship.web.widgets import DayInput


class AnswerForm(forms.Form):
    """Yes or no is the button; a word may go with it. For a mentor, and for their manager."""

    word = forms.CharField(
        label=_("Do you want to say something with it?"),
        help_text=_(
            "Only your adviser reads this. You need not give a reason. Do not write anything about"
            " health."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CheckInForm(forms.Form):
    answer = forms.ChoiceField(
        label=_("How does it go?"), choices=CheckIn.Answer.choices, widget=forms.RadioSelect
    )
    word = forms.CharField(
        label=_("I want to say something to my adviser"),
        help_text=_(
            "Only your adviser reads this line. Do not write anything about health: talk about it."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndForm(forms.Form):
    """Why a pair ends; a pair that is over is closed by the first field alone."""

    kind = forms.ChoiceField(
        label=_("Why does it end?"),
        choices=Mentorship.EndKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it ends. Only advisers see it.")},
    )
    reason = forms.CharField(
        label=_("Do you want to add something?"),
        help_text=_("Only advisers read this. Do not write anything about health."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnotherMentorForm(forms.Form):
    word = forms.CharField(
        label=_("Do you want to say something about it?"),
        help_text=_(
            "Only your adviser reads this line. Do not write anything about health: talk about it."
        ),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class GoalForm(forms.Form):
    """``after`` says which version of the goal the writer began from."""

    text = forms.CharField(
        label=_("The goal"),
        help_text=_(
            "Small, and to be seen. For example: in each team meeting I bring in one point."
            " Do not write anything about health."
        ),
        max_length=200,
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, *, goal: Goal | None = None) -> None:
        super().__init__(data, initial={"text": goal.text, "after": goal.version} if goal else {})

    def overtaken_by(self, goal: Goal) -> None:
        """The other was there in between: both texts stay, and the next save is a choice."""
        self.data = {"text": self.data["text"], "after": str(goal.version)}
        words = gettext(
            "This goal was changed meanwhile. Now it says: “%(text)s”. Your text is still here."
            " When you save again, yours comes in its place."
        )
        if goal.taken_away_at:
            words = gettext(
                "This goal was taken away meanwhile. Your text is still here. When you save again,"
                " the goal is back."
            )
        self.add_error(None, words % {"text": goal.text})


class TalkForm(forms.Form):
    """On which day they met: not before they were a pair (``since``), and not after ``today``."""

    met_on = forms.DateField(label=_("On which day?"), widget=DayInput)

    def __init__(self, data: QueryDict | None, *, since: date, today: date) -> None:
        super().__init__(data)
        self.since, self.today = since, today
        self.fields["met_on"].widget.attrs |= {"min": since.isoformat(), "max": today.isoformat()}

    def clean_met_on(self) -> date:
        met_on: date = self.cleaned_data["met_on"]
        if met_on > self.today:
            raise forms.ValidationError(gettext("That day is still to come."))
        if met_on < self.since:
            raise forms.ValidationError(gettext("On that day you were not a pair yet."))
        return met_on


class NoteForm(forms.Form):
    text = forms.CharField(
        label=_("What do you want to remember?"),
        help_text=_("Do not write anything about health, or about other people."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    says_optional = False


class WordForm(forms.Form):
    text = forms.CharField(
        label=_("What do you want to say to your adviser?"),
        help_text=_(
            "One or two sentences is enough: your adviser gets in touch. Do not write anything"
            " about health: talk about it."
        ),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class PairsForm(forms.Form):
    """Which pairs are shown; ``counts`` are the ways to look, with how many there are."""

    show = forms.ChoiceField(label=_("Which pairs?"), required=False)
    q = forms.CharField(label=_("Name, team or department"), max_length=LONGEST, required=False)
    says_optional = False

    def __init__(self, *args: Any, counts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["show"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = counts


class MentorsForm(PairsForm):
    """Which mentors are shown."""

    show = forms.ChoiceField(label=_("Which mentors?"), required=False)


class FindForm(forms.Form):
    """Look for a colleague by name, team or department."""

    q = forms.CharField(label=_("Name, team or department"), max_length=LONGEST, required=False)
    says_optional = False
