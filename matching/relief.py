"""Who stays without a mentor, why, and which single change would help most, in words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.board import Board
from matching.criteria import why_not
from matching.nobody_can import is_only_full, why_nobody_can
from matching.round import Round
from matching.shortage import Bottleneck, Change, Relief, bottlenecks, relief
from matching.values import Candidate
from mentorship.people.models import Person
from mentorship.web.today import in_words

NAMED, HELPS = 4, 3  # people to name, changes to show
What = tuple[int, int]  # a change: which of LIFTS, and of which mentor


@dataclass(frozen=True)
class Lift:
    """One thing about a mentor that could be otherwise; ``text`` says what that would be."""

    key: str
    text: Any
    made: Callable[[Candidate], Candidate]


# By the row of the table that it lifts; what is done soonest stands first, a rest is touched last.
LIFTS = (
    Lift(
        "waits for manager",
        gettext_lazy("the manager of %(mentor)s agrees on the time"),
        lambda one: replace(one, waits_for_manager=False),
    ),
    Lift(
        "apart",
        gettext_lazy("you let go of “not these two” for %(mentor)s"),
        lambda one: replace(one, apart_from=frozenset()),
    ),
    Lift(
        "full",
        gettext_lazy("one more place with %(mentor)s"),
        lambda one: replace(one, capacity=max(one.capacity, one.taken) + 1),
    ),
    Lift(
        "unavailable",
        gettext_lazy("%(mentor)s is available for the whole period"),
        lambda one: replace(one, available_from=None, available_until=None),
    ),
    Lift(
        "no time",
        gettext_lazy("there is time for %(mentor)s after all"),
        lambda one: replace(one, has_time=None),
    ),
    Lift(
        "untrained",
        gettext_lazy("%(mentor)s finishes the training"),
        lambda one: replace(one, trained_elsewhere=True) if one.trained_on else one,
    ),
    Lift(
        "paused",
        gettext_lazy("the break of %(mentor)s ends sooner"),
        lambda one: replace(one, paused_until=None),
    ),
)


@dataclass(frozen=True)
class Help:
    """``text`` names the change, ``then`` what it brings, ``url`` where it is done."""

    text: str
    then: str
    mentor: Person
    url: str


@dataclass(frozen=True)
class Left:
    """Newcomers who stay without for one and the same reason."""

    newcomers: list[Person]
    why: str
    helps: list[Help]

    @property
    def named(self) -> list[Person]:
        """Who is named here, where there are many; each of them has a row of their own."""
        return self.newcomers if len(self.newcomers) <= NAMED + 1 else self.newcomers[:NAMED]

    @property
    def unnamed(self) -> int:
        return len(self.newcomers) - len(self.named)


def who_is_left(board: Board) -> list[Left]:
    """Each group of those who are left over for one and the same reason, with what would help."""
    division = board.round.division
    if not division.left:
        return []
    helping = relief(division, dict(_changes(board.round)))
    return [
        Left(
            newcomers=[board.people[pk] for pk in one.newcomers if pk not in division.mentor_of],
            why=_why(board, one),
            helps=_helps(board, one, helping),
        )
        for one in _groups(board.round)
    ]


def _groups(round_: Round) -> list[Bottleneck[int, int]]:
    """Those for whom there is no mentor at all are told together: nearly always, all are full."""
    found = bottlenecks(round_.division)
    alone = [one.newcomers[0] for one in found if not one.mentors]
    full = [pk for pk in alone if is_only_full(round_, pk)]
    rest = [pk for pk in alone if pk not in full]
    together: list[Bottleneck[int, int]] = [
        Bottleneck(tuple(group), (), 0) for group in (full, rest) if group
    ]
    return [one for one in found if one.mentors] + together


def _changes(round_: Round) -> Iterator[tuple[What, Change[int, int]]]:
    """What would be otherwise in the division; what is done soonest first, then by name."""
    mentors = round_.mentors
    free = [one for one in round_.newcomers if one not in round_.pins]
    rows = {
        one.pk: {row.key for newcomer in free if (row := round_.forbids(newcomer, one.pk))}
        for one in mentors
    }
    for number, lift in enumerate(LIFTS):
        for one in mentors:
            if lift.key == "full" or lift.key in rows[one.pk]:
                after = lift.made(one)
                pairs = [
                    (newcomer, one.pk)
                    for newcomer in free
                    if one.pk not in round_.costs[newcomer]
                    and why_not(round_.newcomers[newcomer], after) is None
                ]
                places = {one.pk: after.free - one.free}
                yield (number, one.pk), Change(places, pairs)


def _helps(
    board: Board, group: Bottleneck[int, int], helping: list[Relief[What, int]]
) -> list[Help]:
    """The changes that find most of this group a mentor."""
    found = [(set(one.served) & set(group.newcomers), one.change) for one in helping]
    found.sort(key=lambda one: -len(one[0]))
    return [_help(board, group, change, len(served)) for served, change in found[:HELPS] if served]


def _help(board: Board, group: Bottleneck[int, int], what: What, served: int) -> Help:
    lift, who = LIFTS[what[0]], board.people[what[1]]
    then = ngettext(
        "Then one more has a mentor.", "Then %(number)s more have a mentor.", served
    ) % {"number": in_words(served)}
    url = reverse("matching:mentor", args=[who.pk])
    if lift.key == "apart":
        apart = board.round.candidates[who.pk].apart_from
        newcomer = next(one for one in group.newcomers if one in apart)
        url = f"{reverse('matching:suggest', args=[newcomer])}?mentor={who.pk}"
    return Help(lift.text % {"mentor": who.name}, then, who, url)


def _why(board: Board, group: Bottleneck[int, int]) -> str:
    """Vier nieuwe collega's kunnen alleen bij deze twee mentoren, die drie plaatsen hebben: …"""
    if not group.mentors:
        return why_nobody_can(board.round, group.newcomers)
    sentence = _only_one(group.places) if len(group.mentors) == 1 else _only_these(group.places)
    return sentence % {
        "newcomers": capfirst(in_words(len(group.newcomers))),
        "mentors": in_words(len(group.mentors)),
        "places": in_words(group.places),
        "names": _named([board.people[pk].name for pk in group.mentors]),
    }


def _named(names: list[str]) -> str:
    """Four of them at most, and how many others."""
    if (more := len(names) - NAMED) > 0:
        text = ngettext("%(count)d other", "%(count)d others", more)
        names = [*names[:NAMED], text % {"count": more}]
    return get_text_list(names, _("and"))


def _only_one(places: int) -> str:
    return ngettext(
        "%(newcomers)s new colleagues can only go to %(names)s, who has %(places)s place.",
        "%(newcomers)s new colleagues can only go to %(names)s, who has %(places)s places.",
        places,
    )


def _only_these(places: int) -> str:
    return ngettext(
        "%(newcomers)s new colleagues can only go to %(mentors)s mentors,"
        " who have %(places)s place: %(names)s.",
        "%(newcomers)s new colleagues can only go to %(mentors)s mentors,"
        " who have %(places)s places: %(names)s.",
        places,
    )
