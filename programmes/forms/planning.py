"""What an adviser says about a new group before it has dates."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mentorship.people.models import Organisation, Person, Role
from mentorship.web.widgets import DayInput
from programmes.models import Cohort, Programme
from programmes.planner import Plan
from programmes.planner_words import half_choices, weekday_choices
from programmes.planning import plan_for

NOTICE_WEEKS = 2  # how far ahead the form suggests to start
USUAL_SEATS = 10


def trainers_for(organisations: Iterable[Organisation]) -> QuerySet[Person]:
    """The trainers of an organisation and of its academy."""
    found = Role.objects.filter(kind=Role.Kind.TRAINER).filter(
        Q(organisation__in=organisations) | Q(academy__organisations__in=organisations)
    )
    people = Person.objects.filter(pk__in=found.values("person"), is_active=True, erased_at=None)
    return people.by_name()


class NewCohortForm(forms.Form):
    """Enough to propose dates. It is sent on in the address, so that going back loses nothing."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=gettext_lazy("Organisation"), empty_label=None
    )
    programme = forms.ModelChoiceField(
        Programme.objects.none(), label=gettext_lazy("Programme"), empty_label=None
    )
    trainer = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("Trainer"),
        empty_label=gettext_lazy("Choose a trainer"),
    )
    name = forms.CharField(
        label=gettext_lazy("Name of the group"),
        help_text=gettext_lazy("For example: Winter group."),
        max_length=80,
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Seats"), initial=USUAL_SEATS, min_value=1, max_value=60
    )
    first_day = forms.DateField(
        label=gettext_lazy("First possible date"),
        help_text=gettext_lazy("From this day on meetings may be planned."),
        widget=DayInput,
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Which days suit best?"),
        help_text=gettext_lazy("Nothing chosen: any working day."),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    halves = forms.MultipleChoiceField(
        label=gettext_lazy("Which half of the day?"),
        help_text=gettext_lazy("Nothing chosen: either."),
        required=False,
        choices=half_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    place = forms.CharField(
        label=gettext_lazy("Where does the group meet?"),
        help_text=gettext_lazy("You can change this for each meeting."),
        max_length=160,
        required=False,
    )

    def __init__(
        self, *args: Any, organisations: Sequence[Organisation], at: datetime, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.organisations = organisations
        mine = Organisation.objects.filter(pk__in=[one.pk for one in organisations])
        programmes = Programme.objects.filter(Q(organisation=None) | Q(organisation__in=mine))
        self._choose_from("organisation", mine)
        self._choose_from("programme", programmes.in_order())
        self._choose_from("trainer", trainers_for(mine))
        if len(organisations) == 1:  # who advises one organisation is not asked which
            self.fields["organisation"].required = False
            self.fields["organisation"].widget = forms.HiddenInput()
        trainers = self.fields["trainer"].queryset  # type: ignore[attr-defined]
        self.fields["trainer"].initial = trainers[0] if len(trainers) == 1 else None
        self.fields["weekdays"].choices = weekday_choices()  # type: ignore[attr-defined]
        self.today = organisations[0].local_date(at)
        start = self.today + timedelta(weeks=NOTICE_WEEKS)
        self.fields["first_day"].initial = start + timedelta(days=-start.weekday() % 7)

    def _choose_from(self, name: str, queryset: QuerySet[Any]) -> None:
        self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        return self.cleaned_data["organisation"] or self.organisations[0]

    def clean_first_day(self) -> date:
        first_day: date = self.cleaned_data["first_day"]
        if first_day < self.today:
            raise ValidationError(_("This day is over. Choose today or later."))
        if first_day > self.today + timedelta(days=730):
            raise ValidationError(_("Choose a day within two years."))
        return first_day

    def clean(self) -> None:
        organisation = self.cleaned_data.get("organisation")
        programme = self.cleaned_data.get("programme")
        if organisation and programme and programme.organisation not in (None, organisation):
            self.add_error("programme", _("This programme belongs to another organisation."))
        trainer = self.cleaned_data.get("trainer")
        if organisation and trainer and trainer not in trainers_for([organisation]):
            self.add_error("trainer", _("This trainer does not work for this organisation."))

    def plan(self) -> Plan:
        facts = self.cleaned_data
        return plan_for(
            facts["programme"],
            facts["organisation"],
            facts["trainer"],
            facts["first_day"],
            weekdays=facts["weekdays"],
            halves=facts["halves"],
        )

    def cohort(self, by: Person, at: datetime) -> Cohort:
        """The group as it will be saved once its dates are chosen."""
        names = ("organisation", "programme", "trainer", "name", "seats")
        facts = {name: self.cleaned_data[name] for name in names}
        return Cohort(**facts, created_by=by, created_at=at)
