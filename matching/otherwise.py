"""What another choice than the proposed one would come to, for everybody together, in words.

The loss is the true one: what the best division with that choice takes more than the best without.
It is said in steps of the weights of the table, for nobody is a number on a screen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching.because import FULLY
from matching.board import Board
from matching.criteria import WEIGHTS
from matching.what_if import Loss, Move, WhatIf
from mentorship.people.models import Person
from mentorship.web.today import in_words

NAMED = 3  # who would move, by name; the rest is counted
SOMETHING = WEIGHTS["important"] * FULLY  # from where it is more than a little
MUCH = WEIGHTS["very important"] * FULLY


@dataclass(frozen=True)
class Choice:
    """One other mentor for a newcomer, None for nobody; what it costs, and who would move."""

    mentor: Person | None
    loss: Loss[int]
    cost: str
    chain: str

    @property
    def leaves_somebody(self) -> bool:
        return bool(self.loss.left)


class Otherwise:
    """Every choice that the board does not propose. One search answers for all of them."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self._what_if = WhatIf(board.round.division)

    def choice(self, newcomer: Person, mentor: int | None) -> Choice | None:
        """None when it cannot be, whatever the others do."""
        loss = self._what_if.loss(newcomer.pk, mentor)
        if loss is None:
            return None
        moves = self._what_if.moves(newcomer.pk, mentor)
        people = self.board.people
        who = people[mentor] if mentor is not None else None
        others = [one for one in moves if one.newcomer not in loss.left]
        return Choice(who, loss, how_much(loss, people), chain(others, self.board))

    def next_best(self, newcomer: Person) -> Choice | None:
        """The cheapest other mentor; None for who is set, which is the adviser's own choice."""
        if newcomer.pk in self.board.round.pins:
            return None
        now = self.board.round.mentor_of(newcomer.pk)
        losses = {
            mentor: loss
            for mentor in self.board.round.question.choices[newcomer.pk]
            if mentor != now and (loss := self._what_if.loss(newcomer.pk, mentor)) is not None
        }
        if not losses:
            return None
        best = min(losses, key=lambda one: (bool(losses[one].left), losses[one].cost))
        return self.choice(newcomer, best)

    def choices(self, newcomer: Person) -> list[Choice]:
        """Every mentor who could be; what costs all together least, so the proposed one, on top."""
        mentors = self.board.round.costs[newcomer.pk]
        found = [self.choice(newcomer, mentor) for mentor in mentors]
        return sorted((one for one in found if one is not None), key=_order)


def _order(choice: Choice) -> tuple[bool, int, str, int]:
    assert choice.mentor is not None
    who = choice.mentor
    return choice.leaves_somebody, choice.loss.cost, who.sorts_as, who.pk


def how_much(loss: Loss[int], people: Mapping[int, Person]) -> str:
    """In words, and in the steps of the weights: nothing, a little, something, much."""
    if loss.left:
        return _who_instead(loss, people)
    if loss.cost <= 0:
        return _("that fits all together just as well")
    if loss.cost < SOMETHING:
        return _("that fits all together a little less")
    if loss.cost < MUCH:
        return _("that fits all together less")
    return _("that fits all together much less")


def _who_instead(loss: Loss[int], people: Mapping[int, Person]) -> str:
    """Dan blijft Wim Conijn zonder mentor, en heeft Daan Visser er een."""
    left = get_text_list([people[one].name for one in loss.left], _("and"))
    if not loss.served:
        return _("%(left)s stays without a mentor then") % {"left": left}
    served = get_text_list([people[one].name for one in loss.served], _("and"))
    text = _("%(left)s stays without a mentor then, and %(served)s has one")
    return text % {"left": left, "served": served}


def chain(moves: Sequence[Move[int, int]], board: Board) -> str:
    """Noor gaat dan naar Dirk Bos, Sem blijft zonder mentor. Empty when nobody else moves."""
    people = board.people
    parts = []
    for move in moves[:NAMED]:
        who = people[move.newcomer].name
        if move.after is None:
            parts.append(_("%(name)s stays without a mentor") % {"name": who})
        else:
            facts = {"name": who, "mentor": people[move.after].name}
            parts.append(_("%(name)s goes to %(mentor)s") % facts)
    if (more := len(moves) - NAMED) > 0:
        text = ngettext("%(count)d other moves", "%(count)d others move", more)
        parts.append(text % {"count": more})
    return get_text_list(parts, _("and"))


def what_moved(before: Board, after: Board, newcomer: Person) -> str:
    """Twee anderen schoven door: Noor Jansen naar Ilse Bakker, Sem Kok naar Petra Schouten."""
    moved = after.round.moved_since(before.round)
    others = {pk: mentor for pk, mentor in moved.items() if pk != newcomer.pk}
    if not others:
        return ""
    parts = []
    for pk, mentor in list(others.items())[:NAMED]:
        name = after.people[pk].name
        if mentor is None:
            parts.append(_("%(name)s to nobody yet") % {"name": name})
        else:
            facts = {"name": name, "mentor": after.people[mentor].name}
            parts.append(_("%(name)s to %(mentor)s") % facts)
    if len(others) > NAMED:
        more = len(others) - NAMED
        parts.append(ngettext("%(count)d other", "%(count)d others", more) % {"count": more})
    text = ngettext("One other moved: %(who)s.", "%(number)s others moved: %(who)s.", len(others))
    number = capfirst(in_words(len(others)))
    return text % {"number": number, "who": get_text_list(parts, _("and"))}
