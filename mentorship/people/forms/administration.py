"""What whoever manages the application settles: organisations, roles, accounts from outside."""

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from mentorship.people.forms.people import DayInput
from mentorship.people.models import Academy, Organisation, Person, Role


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ("academy", "name", "newcomers_from", "contact_email")
        widgets = {"newcomers_from": DayInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["academy"] = forms.ModelChoiceField(
            Academy.objects.all(), label=_("Academy"), empty_label=None
        )

    def clean_name(self) -> str:
        """The short name in commands and addresses follows from it: Gemeente Hoorn is hoorn."""
        name: str = self.cleaned_data["name"]
        words = slugify(name).removeprefix("gemeente-")
        if not words:
            raise forms.ValidationError(_("Use letters in the name."))
        if Organisation.objects.filter(Q(slug=words) | Q(name__iexact=name)).exists():
            raise forms.ValidationError(_("There is an organisation of this name already."))
        self.instance.slug = words
        return name


class PlaceField(forms.ChoiceField):
    """An organisation or an academy: where a role is held."""

    def settle(self) -> None:
        academies = [(f"academy-{one.pk}", one.name) for one in Academy.objects.order_by("name")]
        organisations = [(f"organisation-{one.pk}", one.name) for one in Organisation.objects.all()]
        self.choices = [(_("Organisations"), organisations), (_("Academies"), academies)]

    @staticmethod
    def as_facts(place: str) -> dict[str, Any]:
        kind, _dash, key = place.partition("-")
        return {f"{kind}_id": int(key)}


class RoleForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("Of somebody who has an account already.")
    )
    kind = forms.ChoiceField(label=_("Role"), choices=Role.Kind)
    place = PlaceField(label=_("At"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place = self.fields["place"]
        assert isinstance(place, PlaceField)
        place.settle()

    def clean_email(self) -> str:
        address = str(self.cleaned_data["email"]).lower()
        self.person = Person.objects.filter(email=address, erased_at=None).first()
        if self.person is None:
            raise forms.ValidationError(_("Nobody has this e-mail address. Add the account first."))
        return address

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        kind, place = facts.get("kind"), str(facts.get("place", ""))
        if kind == Role.Kind.ADVISER and place.startswith("academy"):
            self.add_error("place", _("An HR adviser works for one organisation. Choose it."))
        if kind == Role.Kind.COORDINATOR and place.startswith("organisation"):
            self.add_error("place", _("A coordinator works for an academy. Choose it."))
        return facts

    def save(self) -> Role:
        facts = PlaceField.as_facts(self.cleaned_data["place"])
        kind = self.cleaned_data["kind"]
        role, _made = Role.objects.get_or_create(person=self.person, kind=kind, **facts)
        return role


class AccountForm(forms.ModelForm):
    """A trainer or coordinator: nobody's employee, so no staff list brings them."""

    kind = forms.ChoiceField(
        label=_("Role"),
        choices=[(one.value, one.label) for one in (Role.Kind.TRAINER, Role.Kind.COORDINATOR)],
    )
    academy = forms.ModelChoiceField(Academy.objects.all(), label=_("Academy"), empty_label=None)

    class Meta:
        model = Person
        fields = ("given_name", "prefix", "family_name", "email")

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    @transaction.atomic
    def save(self, commit: bool = True) -> Person:
        person: Person = super().save(commit=False)
        person.set_unusable_password()
        person.save()
        Role.objects.create(
            person=person, kind=self.cleaned_data["kind"], academy=self.cleaned_data["academy"]
        )
        return person
