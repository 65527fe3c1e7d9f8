"""A colleague by hand, one's own details, and the search above the list."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation, Person, Team
from mentorship.people.searching import LONGEST


class DayInput(forms.DateInput):
    """The phone's own picker. The browser wants ISO on the wire."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SearchForm(forms.Form):
    says_optional = False

    q = forms.CharField(
        label=_("Name, team or department"),
        required=False,
        max_length=LONGEST,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    show = forms.CharField(required=False, widget=forms.HiddenInput)


class TeamChoice(forms.ModelChoiceField):
    def label_from_instance(self, team: Any) -> str:
        return f"{team.department} – {team.name}" if team.department else team.name


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, person: Any) -> str:
        return str(person.sort_name)


class PersonForm(forms.ModelForm):
    """Whom a staff list does not name (yet). A new team can be made along the way."""

    team = TeamChoice(
        Team.objects.none(), label=_("Team"), required=False, empty_label=_("Choose a team")
    )
    new_team = forms.CharField(
        label=_("Or a new team"),
        required=False,
        max_length=120,
        help_text=_("Only if the team is not in the list above."),
    )
    new_department = forms.CharField(
        label=_("Department of the new team"), required=False, max_length=120
    )
    manager = PersonChoice(
        Person.objects.none(), label=_("Manager"), required=False, empty_label=_("Nobody")
    )

    class Meta:
        model = Person
        fields = (
            "given_name",
            "prefix",
            "family_name",
            "email",
            "number",
            "job_title",
            "team",
            "new_team",
            "new_department",
            "manager",
            "starts_on",
            "leaves_on",
            "hours_per_week",
        )
        widgets = {"starts_on": DayInput(), "leaves_on": DayInput()}
        help_texts = {
            "prefix": _("Such as van der."),
            "email": _("The work address. Here all mails of Wegwijs go."),
            "leaves_on": _(
                "The last working day. From the next day on this colleague gets no mail and cannot"
                " sign in."
            ),
        }

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = self.instance.organisation = organisation
        today = organisation.local_date(timezone.now())
        # Somebody's own manager stays a choice, also after having left.
        colleagues = Person.objects.filter(organisation=organisation).employed(today)
        if self.instance.manager_id:
            colleagues = colleagues | Person.objects.filter(pk=self.instance.manager_id)
        self.choices("team").queryset = organisation.teams.all()
        self.choices("manager").queryset = colleagues.exclude(pk=self.instance.pk).by_name()
        self.fields["starts_on"].required = True

    def choices(self, name: str) -> forms.ModelChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        return field

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = facts.get("starts_on"), facts.get("leaves_on")
        if first and last and last < first:
            self.add_error("leaves_on", _("The last day must not be before the first."))
        is_placed = facts.get("new_department") or "new_department" in self.errors
        if facts.get("new_team") and not is_placed:
            self.add_error("new_department", _("In which department is the new team?"))
        return facts

    @transaction.atomic
    def save(self, commit: bool = True) -> Person:
        person: Person = super().save(commit=False)
        if name := self.cleaned_data["new_team"]:
            person.team, _made = Team.objects.get_or_create(
                organisation=self.organisation,
                department=self.cleaned_data["new_department"],
                name=name,
            )
        if person.pk is None:
            person.set_unusable_password()
        person.save()
        return person


class MeForm(forms.ModelForm):
    """What one keeps up oneself; the rest comes from the staff list."""

    class Meta:
        model = Person
        fields = ("phone", "language")
        help_texts = {
            "phone": _("Your mentor or mentee sees it. You need not fill it in."),
            "language": _("Of these pages and of your mails."),
        }
        widgets = {
            "phone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        }
