"""A mentor who goes, or rests for long: whom they guide, and who could take over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from matching.models import Mentorship
from matching.models.mentorship import LONG, MentorshipQuerySet
from matching.pool import Pool, load_pool
from matching.ranking import Advice, Suggestion, advise, propose
from matching.values import PERIOD
from mentorship.people.models import Organisation, Person
from mentorship.web.templatetags.wegwijs import day


@dataclass(frozen=True)
class Going:
    """A mentor who cannot go on, and the pairs that this leaves alone."""

    mentor: Person
    pairs: Sequence[Mentorship]
    today: date

    @property
    def why(self) -> str:
        """vertrekt op maandag 1 maart; heeft pauze tot en met 3 mei; is er niet meer"""
        last_day, profile = self.mentor.leaves_on, getattr(self.mentor, "mentor_profile", None)
        if self.mentor.has_left(self.today) or self.mentor.erased_at:
            return _("is not here any more")
        if last_day is not None and self.pairs and _ends_early(self.pairs[0]):
            return _("leaves on %(day)s") % {"day": day(last_day)}
        return _("takes a break until %(day)s") % {
            "day": day(profile.paused_until if profile else None)
        }


def _ends_early(pair: Mentorship) -> bool:
    """The mentor's last day comes before the hundred days are over."""
    last_day, first_day = pair.mentor.leaves_on, pair.mentee.starts_on
    return last_day is not None and (first_day is None or last_day < first_day + PERIOD)


def _stays_alone(pair: Mentorship, today: date) -> bool:
    """A last day after the hundred days harms nobody, nor a break that is over or short."""
    profile = getattr(pair.mentor, "mentor_profile", None)
    until = profile.paused_until if profile else None
    rests = until is not None and until >= today + LONG
    return pair.mentor.has_left(today) or _ends_early(pair) or rests


def going_of(adviser: Person, at: datetime) -> list[Going]:
    """Who goes first stands on top."""
    today = timezone.localdate(at)
    return _by_mentor(Mentorship.objects.managed_by(adviser).losing_mentor(today), today)


def asked_in_vain(adviser: Person, at: datetime) -> list[Going]:
    """Who is asked, has not answered, and goes without leaving any pair alone."""
    today = timezone.localdate(at)
    managed = Mentorship.objects.managed_by(adviser)
    named = managed.losing_mentor(today).values("mentor")
    return _by_mentor(managed.awaiting().mentor_goes(today).exclude(mentor__in=named), today)


def _by_mentor(pairs: MentorshipQuerySet, today: date) -> list[Going]:
    order = ("mentor__leaves_on", "mentor", "mentee__starts_on", "pk")
    found: dict[int, list[Mentorship]] = {}
    for pair in pairs.with_people().order_by(*order):
        if _stays_alone(pair, today):
            found.setdefault(pair.mentor_id, []).append(pair)
    return [Going(rows[0].mentor, rows, today) for rows in found.values()]


def questions_to(mentor: Person, adviser: Person) -> MentorshipQuerySet:
    """What a mentor who goes is asked, and has not answered: to be asked of somebody else."""
    asked = Mentorship.objects.managed_by(adviser).awaiting().filter(mentor=mentor)
    return asked.with_people().select_related("asked_by").order_by("asked_at", "pk")


@dataclass(frozen=True)
class TakeOver:
    """A newcomer who needs another mentor, and whom we would ask; None when nobody can."""

    pair: Mentorship
    mentor: Person | None
    suggestion: Suggestion | None


def take_overs(pairs: Sequence[Mentorship], at: datetime) -> list[TakeOver]:
    """The best for these newcomers together; who started first is served first."""
    if not pairs:
        return []
    newcomers = [pair.mentee for pair in pairs]
    pool = load_pool(Organisation.objects.filter(people__in=newcomers).distinct(), at, newcomers)
    now = {pair.mentor_id for pair in pairs}
    others = {pk: one for pk, one in pool.candidates.items() if one.is_mentor and pk not in now}
    weights = pool.weights(newcomers[0])
    found = propose([pool.newcomer(one) for one in newcomers], others, weights)
    return [
        TakeOver(pair, pool.people[one.candidate.pk] if one else None, one)
        for pair in pairs
        for one in [found.get(pair.mentee_id)]
    ]


def others_for(pair: Mentorship, at: datetime) -> tuple[Pool, Advice]:
    """Who could be this newcomer's mentor instead, best first, and who not and why."""
    pool = load_pool(Organisation.objects.filter(people=pair.mentee), at, [pair.mentee])
    candidates = pool.candidates_for(pair.mentee)
    candidates.pop(pair.mentor_id, None)
    weights = pool.weights(pair.mentee)
    return pool, advise(pool.newcomer(pair.mentee), candidates.values(), weights)
