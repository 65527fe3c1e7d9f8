"""The import itself, with django-import-export: one row is one person.

Its dry run gives what each row would do and writes nothing. Managers and teams are names in a
file, so they are compared as names, and become keys when all rows are known.
"""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource

from mentorship.people.importing.cells import DayCell, EmailCell, HoursCell, TextCell
from mentorship.people.importing.columns import COLUMNS
from mentorship.people.importing.known import Known, listed, team_key
from mentorship.people.importing.rules import RowRules
from mentorship.people.models import Person, Team

BATCH = 500
COLUMN_OF = {"department": "team"}  # a field of the file that lies elsewhere in a person


class Loader(BaseInstanceLoader):
    """Finds the person of a row in what was looked up beforehand."""

    def get_instance(self, row: dict[str, str]) -> Person | None:
        known: Known = self.resource.known
        return known.person(row["number"], row["email"].lower())


class PersonResource(ModelResource):
    """Each column of COLUMNS, as a field. A column that the file lacks stays as it is."""

    number = Field("number", "number", TextCell(30, is_required=True))
    given_name = Field("given_name", "given_name", TextCell(80, is_required=True))
    prefix = Field("prefix", "prefix", TextCell(30))
    family_name = Field("family_name", "family_name", TextCell(120, is_required=True))
    email = Field("email", "email", EmailCell(254, is_required=True))
    department = Field("listed__department", "department", TextCell(120))
    team = Field("listed__team", "team", TextCell(120))
    job_title = Field("job_title", "job_title", TextCell(120))
    manager = Field("listed__manager", "manager", TextCell(254))
    starts_on = Field("starts_on", "starts_on", DayCell())
    leaves_on = Field("leaves_on", "leaves_on", DayCell())
    hours_per_week = Field("hours_per_week", "hours_per_week", HoursCell())

    class Meta:
        model = Person
        import_id_fields = ("number",)
        fields = tuple(COLUMNS)
        instance_loader_class = Loader
        use_bulk = True
        batch_size = None
        skip_unchanged = True
        report_skipped = True
        skip_html_diff = True
        store_instance = True

    def __init__(self, known: Known, rules: RowRules) -> None:
        super().__init__()
        self.known = known
        self.rules = rules
        self.create_instances: list[Person] = []
        self.update_instances: list[Person] = []
        self.created: list[Person] = []
        self.written = {"sorts_as"}  # what differs in any row; the rest need not be written

    # --- reading a row ----------------------------------------------------------------------

    def before_import_row(self, row: dict[str, str], **kwargs: Any) -> None:
        self.rules.write_our_way(row)

    def init_instance(self, row: dict[str, str] | None = None) -> Person:
        person = Person(organisation_id=self.known.organisation.pk)
        listed(person)
        return person

    def import_instance(self, instance: Person, row: dict[str, str], **kwargs: Any) -> None:
        """The fields, and then what concerns more than one of them; all reasons together."""
        if clash := self.rules.other_owner(instance, row):
            raise ValidationError({NON_FIELD_ERRORS: clash})
        errors: dict[str, Any] = {}
        try:
            super().import_instance(instance, row, **kwargs)
        except ValidationError as fault:
            errors = fault.update_error_dict(errors)
        if reasons := self.rules.reasons(instance, row, kwargs["row_number"]):
            errors[NON_FIELD_ERRORS] = [ValidationError(reason) for reason in reasons]
        if errors:
            raise ValidationError(errors)

    def skip_row(self, instance: Person, original: Person, row: Any, *args: Any) -> bool:
        if super().skip_row(instance, original, row, *args):
            return True
        if instance.pk:
            self.written |= {
                COLUMN_OF.get(key, key)
                for key, value in self.fields.items()
                if value.get_value(instance) != value.get_value(original)
            }
        return False

    # --- writing ----------------------------------------------------------------------------

    def bulk_create(self, using_transactions: bool, dry_run: bool, *_args: Any, **_: Any) -> None:
        self.created, self.create_instances = self.create_instances, []
        if dry_run:
            return
        self._make_teams([*self.created, *self.update_instances])
        for person in self.created:
            self._place(person)
            person.password = make_password(None)
        Person.objects.bulk_create(self.created, batch_size=BATCH)

    def bulk_update(self, using_transactions: bool, dry_run: bool, *_args: Any, **_: Any) -> None:
        """Managers come last: by then everybody of the file has a key."""
        changed, self.update_instances = self.update_instances, []
        if dry_run:
            return
        everybody = self.known.managers | {person.number: person for person in self.created}
        for person in changed:
            self._place(person)
        for person in [*self.created, *changed]:
            person.manager = everybody.get(listed(person).manager)
        managed = [person for person in self.created if person.manager]
        Person.objects.bulk_update(managed, ["manager"], batch_size=BATCH)
        Person.objects.bulk_update(changed, sorted(self.written), batch_size=BATCH)

    def _make_teams(self, people: list[Person]) -> None:
        teams = self.known.teams
        for place in map(listed, people):
            key = team_key(place.department, place.team)
            if place.team and key not in teams:
                teams[key] = Team.objects.create(
                    organisation=self.known.organisation,
                    department=place.department,
                    name=place.team,
                )

    def _place(self, person: Person) -> None:
        place = listed(person)
        person.team = self.known.team(place.department, place.team)
        person.sort_anew()
