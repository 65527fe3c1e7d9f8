"""What the look ahead needs of an organisation, and what comes out of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.db.models import Q

from matching.models import Mentorship, Policy
from matching.models.mentorship import has_open_mentorship
from matching.outlook import DAY, Advice, Known, Month, Offer, advise, look_ahead
from matching.pool import Pool, load_pool
from matching.values import PERIOD, Candidate
from mentorship.people.models import Organisation, Person
from programmes.forms.planning import NOTICE_WEEKS, USUAL_SEATS
from programmes.models import Cohort, Programme, training_ends
from programmes.planning import time_to_train

MONTHS = 9
FEWEST_SEATS = 2  # somebody alone has no buddy
MONTHS_BACK = 6  # over which the average of what the lists brought is taken


@dataclass(frozen=True)
class ComingGroup:
    """A group that is planned: when its participants are trained, and its seats."""

    pk: int
    name: str
    ready_on: date
    taking_part: int
    seats: int

    @property
    def open_seats(self) -> int:
        return max(0, self.seats - self.taking_part)


@dataclass(frozen=True)
class Outlook:
    """The months to come of one organisation, and what to do about them.

    What only the page tells, or only a month that is short, is asked when it is told.
    """

    organisation: Organisation
    at: datetime
    today: date
    months: list[Month]
    policy: Policy
    average: int  # who started in a month lately
    a_month: int  # the figure that is used: the adviser's own, or else the average
    has_mentors: bool

    @cached_property
    def advice(self) -> list[Advice]:
        if not any(month.short for month in self.months):
            return []
        days = self.organisation.working_days()
        return advise(self.months, self.today, _lead(self.organisation), days.on_or_before)

    @cached_property
    def groups(self) -> list[ComingGroup]:
        return _groups(self.organisation, self.at)

    @property
    def is_empty(self) -> bool:
        """Nobody to come and nobody to guide them: nothing to look at."""
        return not self.has_mentors and not any(month.needed for month in self.months)

    @property
    def counts_untrained(self) -> bool:
        """The organisation lets a mentor be asked who is not trained: then their places count."""
        return self.policy.may_be_matched != Policy.MayBeMatched.TRAINED

    def groups_in_time(self, advice: Advice) -> list[ComingGroup]:
        """Planned groups with seats left that are ready for this month."""
        return [
            group
            for group in self.groups
            if group.ready_on < advice.month.day and group.open_seats and advice.is_in_time
        ]

    def groups_to_fill(self, advice: Advice) -> list[ComingGroup]:
        """The first of those groups whose seats together are enough, or else all of them."""
        filled, short = [], advice.month.short
        for group in self.groups_in_time(advice):
            if short > 0:
                filled.append(group)
                short -= group.open_seats
        return filled

    def to_plan_for(self, advice: Advice) -> int:
        """How many mentors are short even when the seats of those groups are filled."""
        return max(0, advice.month.short - self._seats_in_time(advice))

    def seats_to_plan(self, advice: Advice) -> int:
        """How large a new group is to be: for the shortest month from then on, within bounds."""
        most = max(month.short for month in self.months if month.day >= advice.month.day)
        return min(max(FEWEST_SEATS, most - self._seats_in_time(advice)), USUAL_SEATS)

    def _seats_in_time(self, advice: Advice) -> int:
        return sum(group.open_seats for group in self.groups_in_time(advice))


def outlook_of(organisation: Organisation, at: datetime) -> Outlook:
    today = organisation.local_date(at)
    pool = load_pool(Organisation.objects.filter(pk=organisation.pk), at)
    policy = pool.policies.get(organisation.pk) or Policy(organisation=organisation)
    average, own = _average(organisation, today), policy.expected_a_month
    a_month = average if own is None else own
    offers = list(_offers(pool, _taken_until(organisation, today), today))
    waiting, arranged = _known(organisation, today)
    return Outlook(
        organisation=organisation,
        at=at,
        today=today,
        months=look_ahead(today, MONTHS, offers, Known(waiting, arranged, a_month)),
        policy=policy,
        average=average,
        a_month=a_month,
        has_mentors=bool(offers),
    )


def _lead(organisation: Organisation) -> timedelta:
    """From planning a group until its participants are trained: time to invite, and to train."""
    ours = Programme.objects.filter(Q(organisation=None) | Q(organisation=organisation))
    programme = ours.in_order().first()
    trains = time_to_train(programme) if programme else timedelta(0)
    return trains + timedelta(weeks=NOTICE_WEEKS)


def _average(organisation: Organisation, today: date) -> int:
    """Who started a month, over the last whole months, as the lists of staff say; rounded."""
    until = today.replace(day=1)
    since = until
    for _month in range(MONTHS_BACK):
        since = (since - DAY).replace(day=1)
    started = Person.objects.filter(
        organisation=organisation, starts_on__gte=since, starts_on__lt=until, erased_at=None
    )
    return (2 * started.count() + MONTHS_BACK) // (2 * MONTHS_BACK)


def _known(organisation: Organisation, today: date) -> tuple[list[date], list[date]]:
    """First days of the newcomers who wait for a mentor, and of those who have one or are asked."""
    newcomers = Person.objects.filter(organisation=organisation).newcomers(today)
    found: tuple[list[date], list[date]] = ([], [])
    rows = newcomers.annotate(arranged=has_open_mentorship()).order_by("starts_on", "pk")
    for starts_on, arranged in rows.values_list("starts_on", "arranged"):
        found[arranged].append(starts_on)
    return found


def _offers(pool: Pool, taken: Mapping[int, tuple[date, ...]], today: date) -> Iterator[Offer]:
    """Every mentor who may be matched, now or once the training is over, and has the time."""
    for mentor in pool.mentors():
        first = _from_when(mentor, today)
        if first is not None and mentor.capacity and mentor.has_time is not False:
            ends = [day for day in (mentor.available_until, mentor.leaves_on) if day]
            last = min(ends, default=None)
            yield Offer(mentor.capacity, first, last, taken.get(mentor.pk, ()))


def _from_when(mentor: Candidate, today: date) -> date | None:
    """The first day on which this mentor may be matched; None when no training is to come.

    A manager who has still to answer is expected to have answered by the next month.
    """
    first = date.min
    if not mentor.may_be_asked:
        if mentor.trained_on is None or mentor.trained_on < today:
            return None
        first = mentor.trained_on + DAY
    if mentor.waits_for_manager:
        first = max(first, today + DAY)
    return max(first, mentor.available_from or first, mentor.paused_until or first)


def _taken_until(organisation: Organisation, today: date) -> dict[int, tuple[date, ...]]:
    """By mentor, when each place that is taken comes free.

    A pair that has had its hundred days is expected to be closed before the next month.
    """
    rows = Mentorship.objects.open().filter(mentor__organisation=organisation)
    found: dict[int, list[date]] = defaultdict(list)
    for mentor, starts_on in rows.order_by("pk").values_list("mentor", "mentee__starts_on"):
        found[mentor].append(max((starts_on or today) + PERIOD, today + DAY))
    return {mentor: tuple(days) for mentor, days in found.items()}


def _groups(organisation: Organisation, at: datetime) -> list[ComingGroup]:
    """Not cancelled, and the last meeting before the return meeting is still to come."""
    cohorts = Cohort.objects.filter(organisation=organisation, cancelled_at=None)
    dated = cohorts.with_seats_taken().with_span().annotate(trained_at=training_ends())
    coming = dated.filter(trained_at__gt=at)
    return [
        ComingGroup(
            pk=one.pk,
            name=one.name,
            ready_on=organisation.local_date(one.trained_at),
            taking_part=one.taken,
            # Whoever misses the first meeting is not trained by the last.
            seats=one.seats if one.first_meeting and one.first_meeting > at else one.taken,
        )
        for one in coming.order_by("trained_at", "pk")
    ]
