"""A cohort's buddy pairs before they are made: proposed by the pairing, changed by hand.

On its way through a page an arrangement is row numbers in the address ("4-9,5-7-12"), so that
nothing is kept until somebody confirms it, and the browser's back button works.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.models import BuddyPair
from matching.pairing import Distance, Group, Member, Past, Two, group_of, make_groups, two
from matching.pool import short_name
from programmes.models import Cohort, Enrolment

REASONS = {
    Distance.ORGANISATIONS: gettext_lazy("different organisations"),
    Distance.DEPARTMENTS: gettext_lazy("different departments"),
    Distance.TEAMS: gettext_lazy("different teams"),
    Distance.SAME_TEAM: gettext_lazy("same team"),
}


@dataclass(frozen=True)
class Arranged:
    """One group as the page shows it.

    ``between`` names what the reason speaks of. ``change`` says what is new about it, "" when they
    stay as they were; ``again`` that two were buddies before; ``fault`` why it cannot be.
    """

    enrolments: list[Enrolment]
    reason: Any
    between: str
    is_close: bool
    change: str
    again: str
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

    @property
    def compromise(self) -> str:
        """What could not be otherwise in the best arrangement of all; "" when nothing."""
        if any(group.again for group in self.groups):
            return _("Some were buddies before. In this group it cannot be otherwise.")
        if any(group.is_close for group in self.groups):
            return _("Some work in the same team. In this group it cannot be otherwise.")
        return ""

    @property
    def changes(self) -> list[Arranged]:
        return [group for group in self.groups if group.change]

    @property
    def stays(self) -> int:
        """How many groups stay as they were."""
        return len(self.groups) - len(self.changes)


def participants(cohort: Cohort) -> list[Enrolment]:
    people = cohort.enrolments.taking_part().select_related("person__team", "person__organisation")
    return list(people.by_name())


def proposed(enrolments: Sequence[Enrolment], variant: int) -> Arrangement | None:
    """The best pairs, all anew; None when there are none that keep manager and staff apart."""
    past = _past(enrolments)
    anew = Past(before=past.before | past.now)
    groups = make_groups([_member(one) for one in enrolments], variant, anew)
    return None if groups is None else _arrangement(groups, enrolments, anew)


def mended(enrolments: Sequence[Enrolment]) -> Arrangement | None:
    """Everybody in a pair again, with as few as possible who get another buddy."""
    past = _past(enrolments)
    groups = make_groups([_member(one) for one in enrolments], past=past)
    return None if groups is None else _arrangement(groups, enrolments, past)


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
    return _arrangement(groups, enrolments, _past(enrolments))


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
        organisation=person.organisation_id or 0,
    )


def _past(enrolments: Sequence[Enrolment]) -> Past:
    """Who of these are buddies now, in this group, and who were before, in any."""
    cohorts = {one.cohort_id for one in enrolments}
    before: set[Two] = set()
    now: set[Two] = set()
    for cohort, is_over, people in BuddyPair.objects.lasting().among(enrolments):
        twos = {two(*both) for both in combinations(people, 2)}
        (now if cohort in cohorts and not is_over else before).update(twos)
    return Past(frozenset(before - now), frozenset(now))


def _arrangement(
    groups: Sequence[Group], enrolments: Sequence[Enrolment], past: Past
) -> Arrangement:
    by_person = {one.person_id: one for one in enrolments}
    return Arrangement([_arranged(group, by_person, past) for group in groups])


def _arranged(group: Group, by_person: dict[int, Enrolment], past: Past) -> Arranged:
    members = [by_person[member.pk] for member in group.members]
    return Arranged(
        enrolments=members,
        reason=REASONS[group.distance],
        between=_between(group.distance, members),
        is_close=group.distance is Distance.SAME_TEAM,
        change=_change(group, by_person, past),
        again=_again(group, by_person, past),
        fault=_fault(group, by_person),
    )


def _between(distance: Distance, members: Iterable[Enrolment]) -> str:
    """Ruimte – Sociaal domein: what the two bring to each other."""
    people = [one.person for one in members]
    names = []
    if distance is Distance.ORGANISATIONS:
        names = [short_name(one.organisation) for one in people if one.organisation]
    elif distance is Distance.DEPARTMENTS:
        names = [one.team.department for one in people if one.team]
    return " – ".join(dict.fromkeys(names))


def _change(group: Group, by_person: dict[int, Enrolment], past: Past) -> str:
    """What is new, while there are pairs already; "" when nothing is, or when all are new."""
    together = group.twos & past.now
    if not past.now or _is_whole(group, past):
        return ""
    if not together:
        return _("new together")
    if len(group.members) == 2:
        return _("stay together, from now on with the two of them")
    stayed = frozenset().union(*together)
    joins = [one for one in group.members if one.pk not in stayed]
    if not joins:
        return _("stay together")
    return _("%(name)s joins them") % {"name": by_person[joins[0].pk].person.given_name}


def _is_whole(group: Group, past: Past) -> bool:
    """They are buddies now, all with all, and with nobody else."""
    pks = {one.pk for one in group.members}
    with_others = any(both & pks and not both <= pks for both in past.now)
    return group.twos <= past.now and not with_others


def _again(group: Group, by_person: dict[int, Enrolment], past: Past) -> str:
    for both in sorted(group.twos & past.before, key=sorted):
        names = [by_person[one.pk].person.given_name for one in group.members if one.pk in both]
        return _("%(names)s were buddies before.") % {"names": get_text_list(names, _("and"))}
    return ""


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
