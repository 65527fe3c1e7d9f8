"""A cohort's buddy pairs before they are made: proposed by the pairing, changed by hand.

On its way through a page an arrangement is row numbers in the address ("4-9,5-7-12"), so that
nothing is kept until somebody confirms it, and the browser's back button works.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.pairing import Distance, Group, Member, group_of, make_groups
from programmes.models import Cohort, Enrolment

REASONS = {
    Distance.DEPARTMENTS: gettext_lazy("different departments"),
    Distance.TEAMS: gettext_lazy("different teams"),
    Distance.SAME_TEAM: gettext_lazy("same team"),
}


@dataclass(frozen=True)
class Arranged:
    """One group as the page shows it. ``fault`` is why it cannot be."""

    enrolments: list[Enrolment]
    reason: Any
    is_close: bool
    fault: str


@dataclass(frozen=True)
class Arrangement:
    groups: list[Arranged]

    @property
    def code(self) -> str:
        return ",".join("-".join(str(one.pk) for one in group.enrolments) for group in self.groups)

    @property
    def faults(self) -> list[str]:
        return [group.fault for group in self.groups if group.fault]


def participants(cohort: Cohort) -> list[Enrolment]:
    return list(cohort.enrolments.taking_part().select_related("person__team").by_name())


def proposed(enrolments: Sequence[Enrolment], variant: int) -> Arrangement | None:
    """The best pairs; None when there are none that keep manager and staff apart."""
    groups = make_groups([_member(one) for one in enrolments], variant)
    return None if groups is None else _arrangement(groups, enrolments)


def read(code: str, enrolments: Sequence[Enrolment]) -> Arrangement | None:
    """An arrangement from an address; None unless it holds each participant exactly once."""
    try:
        wanted = [[int(pk) for pk in group.split("-")] for group in code.split(",")]
    except ValueError:
        return None
    by_pk = {one.pk: one for one in enrolments}
    if sorted(pk for group in wanted for pk in group) != sorted(by_pk):
        return None
    groups = [group_of(*(_member(by_pk[pk]) for pk in group)) for group in wanted]
    return _arrangement(groups, enrolments)


def swap(arrangement: Arrangement, one: int, other: int) -> str:
    """The arrangement in which these two have changed places, as a code."""
    places = {one: other, other: one}
    return ",".join(
        "-".join(str(places.get(member.pk, member.pk)) for member in group.enrolments)
        for group in arrangement.groups
    )


def _member(enrolment: Enrolment) -> Member:
    person = enrolment.person
    return Member(
        pk=person.pk,
        name=person.sorts_as,
        team=person.team_id,
        department=person.team.department if person.team else "",
        manager=person.manager_id,
    )


def _arrangement(groups: Sequence[Group], enrolments: Sequence[Enrolment]) -> Arrangement:
    by_person = {one.person_id: one for one in enrolments}
    return Arrangement(
        [
            Arranged(
                enrolments=[by_person[member.pk] for member in group.members],
                reason=REASONS[group.distance],
                is_close=group.distance is Distance.SAME_TEAM,
                fault=_fault(group, by_person),
            )
            for group in groups
        ]
    )


def _fault(group: Group, by_person: dict[int, Enrolment]) -> str:
    if not 2 <= len(group.members) <= 3:
        return _("Buddies are two people, or three.")
    if found := group.manager_and_staff():
        manager, staff = (by_person[one.pk].person for one in found)
        return _("%(manager)s is %(staff)s’s manager: they cannot be buddies.") % {
            "manager": manager.name,
            "staff": staff.given_name,
        }
    return ""
