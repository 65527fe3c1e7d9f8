"""Choosing whom to invite: a search that keeps what was chosen, and the choice itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person, Team
from mentorship.people.models.person import PersonQuerySet
from programmes.models import Cohort, Enrolment

MOST_SHOWN = 40


class ColleagueSearch(forms.Form):
    """Narrows the list; an empty one shows everybody."""

    says_optional = False

    words = forms.CharField(label=_("Name, job or team"), required=False, max_length=80)
    department = forms.ChoiceField(label=_("Department"), required=False)

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = Team.objects.filter(organisation=cohort.organisation)
        names = teams.order_by("department").values_list("department", flat=True).distinct()
        choices = [("", _("All departments")), *((name, name) for name in names)]
        self.fields["department"] = forms.ChoiceField(
            label=_("Department"), required=False, choices=choices
        )

    def narrow(self, people: PersonQuerySet) -> PersonQuerySet:
        if not self.is_valid():
            return people
        if department := self.cleaned_data["department"]:
            people = people.filter(team__department=department)
        for word in self.cleaned_data["words"].split():
            by_job = people.filter(job_title__icontains=word)
            people = people.search(word) | by_job
        return people


@dataclass(frozen=True)
class Candidate:
    """A colleague in the list. With a state they are in this group already and cannot be chosen."""

    person: Person
    state: str = ""
    elsewhere: str = ""


class Candidates:
    """Whom an adviser may ask for this group, and whom the page shows of them."""

    def __init__(self, cohort: Cohort, at: datetime) -> None:
        self.cohort = cohort
        self.day: date = cohort.organisation.local_date(at)

    def everybody(self) -> PersonQuerySet:
        """Employed, no newcomer, and not known to be leaving."""
        staff = Person.objects.filter(organisation=self.cohort.organisation).employed(self.day)
        return (
            staff.filter(leaves_on=None)
            .exclude(starts_on__gt=self.day)
            .exclude(pk__in=staff.newcomers(self.day))
            .select_related("team")
            .by_name()
        )

    def chosen(self, pks: list[str]) -> list[Candidate]:
        """Whoever was ticked, as far as they may be; anything else in the post is left out."""
        numbers = {int(pk) for pk in pks if pk.isdecimal() and len(pk) < 18}
        in_group = self.cohort.enrolments.values("person")
        return self._described(self.everybody().filter(pk__in=numbers).exclude(pk__in=in_group))

    def found(
        self, search: ColleagueSearch, chosen: list[Candidate]
    ) -> tuple[list[Candidate], int]:
        """The first of the list without the chosen ones, and how many there are in all."""
        here = Enrolment.objects.filter(cohort=self.cohort, person=OuterRef("pk"))
        rest = search.narrow(self.everybody()).exclude(pk__in=[one.person.pk for one in chosen])
        rest = rest.order_by(Exists(here), "sorts_as", "pk")  # who is in the group already last
        return self._described(rest[:MOST_SHOWN]), rest.count()

    def _described(self, people: PersonQuerySet) -> list[Candidate]:
        shown = list(people)
        here: dict[int, str] = {}
        elsewhere: dict[int, str] = {}
        rows = Enrolment.objects.filter(person__in=shown).select_related("cohort")
        for row in rows:
            if row.cohort_id == self.cohort.pk:
                here[row.person_id] = row.get_state_display()
            elif row.takes_part and row.cohort.cancelled_at is None:
                elsewhere[row.person_id] = row.cohort.name
        return [Candidate(one, here.get(one.pk, ""), elsewhere.get(one.pk, "")) for one in shown]
