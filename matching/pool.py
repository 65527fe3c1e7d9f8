"""Loads what the table of criteria needs, in the same few queries for ten people or a thousand."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils import timezone

from matching.criteria import AS_IT_STANDS
from matching.models import Agreement, Hope, MentorProfile, Mentorship, Policy, Ruling
from matching.models.mentorship import OPEN
from matching.values import Candidate, Newcomer
from mentorship.people.models import Organisation, Person
from programmes.models import TAKING_PART, Enrolment, training_ends


@dataclass
class Pool:
    """The mentors of some organisations and the newcomers' managers, as they stand at a moment.

    ``people`` are the rows behind the candidates, with team and profile, for showing them.
    ``policies`` stand by organisation.
    """

    at: datetime
    people: dict[int, Person] = field(default_factory=dict)
    candidates: dict[int, Candidate] = field(default_factory=dict)
    managers: dict[int, int | None] = field(default_factory=dict)
    policies: dict[int, Policy] = field(default_factory=dict)
    hopes: dict[int, Hope] = field(default_factory=dict)

    def candidates_for(self, newcomer: Person) -> dict[int, Candidate]:
        """Of the newcomer's own organisation; of those who are no mentor, only the manager."""
        return {
            pk: one
            for pk, one in self.candidates.items()
            if self.people[pk].organisation_id == newcomer.organisation_id
            and (one.is_mentor or pk == newcomer.manager_id)
        }

    def weights(self, newcomer: Person) -> Mapping[str, str]:
        """What counts how much where this newcomer works, as far as it differs from the table."""
        policy = self.policies.get(newcomer.organisation_id or 0)
        return policy.weights if policy else AS_IT_STANDS

    def under(self, policy: Policy) -> "Pool":
        """The same people and facts, if this were the policy of its organisation."""
        organisation = policy.organisation_id
        candidates = {
            pk: replace(one, may_be_matched=policy.may_be_matched)
            if self.people[pk].organisation_id == organisation
            else one
            for pk, one in self.candidates.items()
        }
        policies = self.policies | {organisation: policy}
        return replace(self, candidates=candidates, policies=policies)

    def mentors(self) -> Iterator[Candidate]:
        return (one for one in self.candidates.values() if one.is_mentor)

    def with_room(self) -> int:
        """How many trained mentors could take somebody on today."""
        return sum(1 for one in self.mentors() if one.has_room(timezone.localdate(self.at)))

    def newcomer(self, person: Person) -> Newcomer:
        today = person.organisation.local_date(self.at) if person.organisation else self.at.date()
        hope = self.hopes.get(person.pk) or Hope()
        return Newcomer(
            pk=person.pk,
            given_name=person.given_name,
            team=person.team_id,
            department=person.team.department if person.team else "",
            job_title=person.job_title,
            first_day=person.starts_on or today,
            today=today,
            employer=person.organisation_id,
            managers=self.line_above(person.pk),
            themes=frozenset(hope.themes),
            days=frozenset(hope.days),
            way=hope.way,
        )

    def line_above(self, pk: int) -> tuple[int, ...]:
        """Own manager first. A circle in the staff list ends where it began."""
        line: list[int] = []
        above = self.managers.get(pk)
        while above is not None and above not in line and above != pk:
            line.append(above)
            above = self.managers.get(above)
        return tuple(line)


def mentors_of(organisations: QuerySet[Organisation], on: date) -> QuerySet[Person]:
    """Who chose to be a mentor and still works there: by a profile, or by taking part."""
    taking_part = Enrolment.objects.filter(state__in=TAKING_PART, cohort__cancelled_at=None)
    return Person.objects.employed(on).filter(
        Q(mentor_profile__isnull=False) | Q(pk__in=taking_part.values("person")),
        organisation__in=organisations,
    )


def load_pool(
    organisations: QuerySet[Organisation], at: datetime, newcomers: Iterable[Person] = ()
) -> Pool:
    """Everybody who could be asked at these organisations, and the managers of ``newcomers``."""
    today, newcomers = timezone.localdate(at), list(newcomers)
    pool = Pool(
        at=at,
        managers=dict(
            Person.objects.filter(organisation__in=organisations).values_list("pk", "manager_id")
        ),
        policies=_policies(organisations),
        hopes={one.person_id: one for one in Hope.objects.filter(person__in=newcomers)},
    )
    bosses = {one.manager_id for one in newcomers} - {None}
    shown = mentors_of(organisations, today) | Person.objects.employed(today).filter(pk__in=bosses)
    related = ("team", "organisation", "manager", "mentor_profile")
    facts = _Facts.load(organisations, at, pool.policies)
    for person in shown.select_related(*related).distinct():
        pool.people[person.pk] = person
        pool.candidates[person.pk] = facts.candidate(person, pool.line_above(person.pk))
    return pool


@dataclass
class _Facts:
    """What is known about people in other tables, by person."""

    trained: set[int]
    finishes: dict[int, datetime]
    taken: dict[int, int]
    said_no_to: dict[int, frozenset[int]]
    changed_with: dict[int, frozenset[int]]
    has_time: dict[int, bool]
    apart_from: dict[int, frozenset[int]]
    policies: Mapping[int, Policy]
    at: datetime

    @classmethod
    def load(
        cls,
        organisations: QuerySet[Organisation],
        at: datetime,
        policies: Mapping[int, Policy],
    ) -> "_Facts":
        enrolments = Enrolment.objects.filter(person__organisation__in=organisations)
        taken, said_no_to, changed_with = _questions(organisations)
        return cls(
            trained=set(enrolments.trained(at).values_list("person", flat=True)),
            finishes=_finishes(enrolments),
            taken=taken,
            said_no_to=said_no_to,
            changed_with=changed_with,
            has_time=dict(
                Agreement.objects.filter(mentor__organisation__in=organisations)
                .order_by()
                .values_list("mentor", "agreed")
            ),
            apart_from=_apart(organisations),
            policies=policies,
            at=at,
        )

    def candidate(self, person: Person, managers: tuple[int, ...]) -> Candidate:
        profile: MentorProfile | None = getattr(person, "mentor_profile", None)
        offer = profile or MentorProfile()
        finishes = self.finishes.get(person.pk)
        organisation = person.organisation
        policy = self.policies.get(person.organisation_id or 0) or Policy()
        return Candidate(
            pk=person.pk,
            sort_name=person.sorts_as,
            given_name=person.given_name,
            team=person.team_id,
            department=person.team.department if person.team else "",
            job_title=person.job_title,
            organisation=short_name(organisation) if organisation else "",
            employer=person.organisation_id,
            hired_on=person.starts_on,
            leaves_on=person.leaves_on,
            managers=managers,
            capacity=offer.capacity,
            taken=self.taken.get(person.pk, 0),
            available_from=offer.available_from,
            available_until=offer.available_until,
            paused_until=offer.paused_until,
            is_mentor=profile is not None or person.pk in self.finishes,
            is_trained=person.pk in self.trained,
            trained_elsewhere=offer.trained_elsewhere,
            trained_on=organisation.local_date(finishes) if organisation and finishes else None,
            may_be_matched=policy.may_be_matched,
            said_no_to=self.said_no_to.get(person.pk, frozenset()),
            changed_with=self.changed_with.get(person.pk, frozenset()),
            apart_from=self.apart_from.get(person.pk, frozenset()),
            has_introduced=bool(offer.about),
            has_time=self.has_time.get(person.pk),
            waits_for_manager=self.waits_for_manager(person),
            themes=frozenset(offer.themes),
            days=frozenset(offer.days),
            ways=frozenset(offer.ways),
        )

    def waits_for_manager(self, person: Person) -> bool:
        """There is a manager at work to ask, and no answer. Without one there is nobody to ask."""
        manager = person.manager
        asked = manager is not None and not manager.has_left(timezone.localdate(self.at))
        return asked and person.pk not in self.has_time


def _finishes(enrolments: QuerySet[Enrolment]) -> dict[int, datetime]:
    """By person, when the last meeting before the return meeting is; the latest cohort counts."""
    rows = enrolments.filter(state__in=TAKING_PART, cohort__cancelled_at=None)
    dated = rows.values_list("person").annotate(last=training_ends("cohort__"))
    return dict(dated.order_by())


Sets = dict[int, frozenset[int]]


def _questions(organisations: QuerySet[Organisation]) -> tuple[dict[int, int], Sets, Sets]:
    """By mentor: how many places are taken, for whom they said no, and whose pair was changed."""
    taken: dict[int, int] = defaultdict(int)
    said_no: dict[int, set[int]] = defaultdict(set)
    changed: dict[int, set[int]] = defaultdict(set)
    counted = Q(state__in=[*OPEN, "declined"]) | Q(end_kind=Mentorship.EndKind.CHANGE)
    rows = Mentorship.objects.filter(counted, mentor__organisation__in=organisations)
    for mentor, mentee, state in rows.order_by().values_list("mentor", "mentee", "state"):
        if state == "declined":
            said_no[mentor].add(mentee)
        elif state == "ended":
            changed[mentor].add(mentee)
        else:
            taken[mentor] += 1
    return dict(taken), _frozen(said_no), _frozen(changed)


def _frozen(found: dict[int, set[int]]) -> Sets:
    return {mentor: frozenset(newcomers) for mentor, newcomers in found.items()}


def _policies(organisations: QuerySet[Organisation]) -> dict[int, Policy]:
    chosen = Policy.objects.filter(organisation__in=organisations)
    return {one.organisation_id: one for one in chosen}


def _apart(organisations: QuerySet[Organisation]) -> Sets:
    """By mentor: the newcomers of whom an adviser said: not these two."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Ruling.objects.filter(mentor__organisation__in=organisations, kind=Ruling.Kind.APART)
    for mentor, newcomer in rows.order_by().values_list("mentor", "newcomer"):
        found[mentor].add(newcomer)
    return _frozen(found)


def short_name(organisation: Organisation) -> str:
    """ "Hoorn" for Gemeente Hoorn: how people say it."""
    return organisation.name.removeprefix("Gemeente ")
