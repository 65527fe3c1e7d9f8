"""One organisation's board: who waits, who could be asked, and what its advisers decided so far."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.models import Ruling
from matching.models.mentorship import without_open_mentorship
from matching.models.ruling import mark_of
from matching.pool import Pool, load_pool
from matching.round import Round
from mentorship.people.models import Organisation, Person
from mentorship.people.models.person import PersonQuerySet
from mentorship.web.templatetags.wegwijs import day
from mentorship.web.today import in_words


@dataclass
class Board:
    """What stands at a moment. ``waiting`` are the rows of the round's newcomers, in its order."""

    organisation: Organisation
    waiting: Sequence[Person]
    pool: Pool
    rulings: dict[int, list[Ruling]] = field(default_factory=dict)

    @cached_property
    def round(self) -> Round:
        together = sorted(
            (one for rows in self.rulings.values() for one in rows if one.is_together),
            key=lambda one: (one.made_at, one.pk),
        )
        return Round(
            newcomers={one.pk: self.pool.newcomer(one) for one in self.waiting},
            candidates=self.pool.candidates,
            together={
                one.newcomer_id: one.mentor_id
                for one in together
                if one.mentor_id in self.pool.candidates
            },
            weights=self.pool.weights(self.waiting[0]) if self.waiting else {},
        )

    @cached_property
    def people(self) -> dict[int, Person]:
        """Mentors and newcomers alike, for naming them."""
        return self.pool.people | {one.pk: one for one in self.waiting}

    def rulings_of(self, newcomer: Person) -> list[Ruling]:
        return self.rulings.get(newcomer.pk, [])

    def mark_of(self, newcomer: Person) -> str:
        return mark_of(self.rulings_of(newcomer))

    def why_not(self, newcomer: Person, mentor: Person) -> str:
        """Why these two cannot be set now, in a sentence; empty when they can."""
        candidate = self.round.candidates.get(mentor.pk)
        if candidate is None:
            return _("%(name)s is not a mentor here.") % {"name": mentor.name}
        if row := self.round.forbids(newcomer.pk, mentor.pk):
            return f"{mentor.name} {row.why(self.round.newcomers[newcomer.pk], candidate)}."
        others = self.round.set_for(mentor.pk, but=newcomer.pk)
        names = get_text_list([self.people[pk].given_name for pk in others], _("and"))
        text = _("%(mentor)s has no place left: that is set for %(names)s. Let go of it first.")
        return text % {"mentor": mentor.name, "names": names} if others else ""

    def why_broken(self, newcomer: Person) -> str:
        """Why *these two* cannot be any more; empty when nobody is set, or when it still can be."""
        pin = next((one for one in self.rulings_of(newcomer) if one.is_together), None)
        if pin is None or newcomer.pk in self.round.pins:
            return ""
        return self.why_not(newcomer, pin.mentor)

    def after(self, newcomer: Person, rulings: Iterable[Ruling]) -> "Board":
        """The same board once these are what stands about ``newcomer``."""
        rulings = list(rulings)
        together = next((one.mentor_id for one in rulings if one.is_together), None)
        apart = {one.mentor_id for one in rulings if not one.is_together}
        board = replace(self, rulings=self.rulings | {newcomer.pk: rulings})
        board.round = self.round.decided(newcomer.pk, together, apart)
        return board

    def asking(self, newcomer: Person, mentor: Person) -> "Board":
        """The same board once ``mentor`` is asked: a place less, and one who waits no more."""
        candidates = dict(self.pool.candidates)
        candidates[mentor.pk] = replace(
            candidates[mentor.pk], taken=candidates[mentor.pk].taken + 1
        )
        return Board(
            self.organisation,
            [one for one in self.waiting if one != newcomer],
            replace(self.pool, candidates=candidates),
            {pk: stands for pk, stands in self.rulings.items() if pk != newcomer.pk},
        )


def newcomers_of(adviser: Person, at: datetime) -> PersonQuerySet:
    """Newcomers of the organisations this person advises."""
    people = Person.objects.managed_by(adviser).newcomers(timezone.localdate(at))
    return _who_starts_first(people)


def waiting_of(adviser: Person, at: datetime) -> PersonQuerySet:
    return without_open_mentorship(newcomers_of(adviser, at))


def waiting_at(organisation: Organisation, at: datetime) -> PersonQuerySet:
    """Who waits longest is served first when places are short."""
    people = Person.objects.filter(organisation=organisation, erased_at=None)
    waiting = without_open_mentorship(people.newcomers(organisation.local_date(at)))
    return _who_starts_first(waiting).select_related("team")


def _who_starts_first(people: PersonQuerySet) -> PersonQuerySet:
    """Stands on top, wherever newcomers are listed."""
    return people.order_by("starts_on", "sorts_as", "pk")


def load_board(organisation: Organisation, at: datetime, *, also: Sequence[Person] = ()) -> Board:
    """In the same few queries for ten or for two hundred. ``also`` count as waiting, come last."""
    waiting = list(waiting_at(organisation, at))
    for newcomer in waiting:
        newcomer.organisation = organisation  # known, and not loaded again for each
    waiting += [one for one in dict.fromkeys(also) if one not in waiting]
    pool = load_pool(Organisation.objects.filter(pk=organisation.pk), at, waiting)
    rulings: dict[int, list[Ruling]] = defaultdict(list)
    stands = Ruling.objects.standing().filter(newcomer__in=[one.pk for one in waiting])
    for one in stands.select_related("mentor", "made_by"):
        rulings[one.newcomer_id].append(one)
    return Board(organisation, waiting, pool, dict(rulings))


def board_lead(waiting: int, with_room: int) -> str:
    """Zes nieuwe collega's wachten op een mentor; elf mentoren hebben plaats."""
    first = _("nobody waits for a mentor")
    if waiting:
        first = ngettext(
            "%(number)s new colleague waits for a mentor",
            "%(number)s new colleagues wait for a mentor",
            waiting,
        ) % {"number": in_words(waiting)}
    second = _("no mentor has a place")
    if with_room:
        second = ngettext(
            "%(number)s mentor has a place", "%(number)s mentors have a place", with_room
        ) % {"number": in_words(with_room)}
    return capfirst(_("%(first)s; %(second)s.") % {"first": first, "second": second})


def about(newcomer: Person) -> str:
    """Toezichthouder in team Wonen. Begint maandag 7 december."""
    job, team, first_day = newcomer.job_title, newcomer.team, newcomer.starts_on
    where = _("team %(team)s") % {"team": team.name} if team else ""
    who = ", ".join(part for part in (job, where) if part)
    starts = _("First day: %(day)s") % {"day": day(first_day)} if first_day else ""
    return " · ".join(part for part in (who, starts) if part)
