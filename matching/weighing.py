"""An organisation's own weights: how an adviser chooses them, and what they would change.

Both sides of a preview are the division that the board shows, pins and all: the same people and
facts, once as it stands and once as if the new policy held.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from matching.board import Board
from matching.criteria import WEIGHT_WORDS, WEIGHTED, Weighted, weight_of
from matching.models import Policy
from matching.round import Round
from mentorship.people.models import Person


def field_of(row: Weighted) -> str:
    return row.key.replace(" ", "-")


class PolicyForm(forms.Form):
    """How much each row of the table counts, in words, and who may be matched."""

    may_be_matched = forms.ChoiceField(
        label=_("Who may be matched?"),
        choices=Policy.MayBeMatched.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may be matched.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in WEIGHTED:
            self.fields[field_of(row)] = forms.ChoiceField(
                label=row.rule,
                choices=list(WEIGHT_WORDS.items()),
                error_messages={"required": _("Choose how much this counts.")},
            )

    @classmethod
    def showing(cls, policy: Policy, asked: Mapping[str, str]) -> "PolicyForm":
        """As it stands, but for what is ``asked``: whoever comes back from a preview finds it."""
        stands = choices_of(policy)
        return cls(initial=stands | {key: one for key, one in asked.items() if key in stands})

    def weights(self) -> Iterator[forms.BoundField]:
        return (self[field_of(row)] for row in WEIGHTED)

    def policy_for(self, policy: Policy) -> Policy:
        """The same organisation's, as chosen here; only what differs from the table is kept."""
        chosen = {row.key: self.cleaned_data[field_of(row)] for row in WEIGHTED}
        return Policy(
            organisation=policy.organisation,
            may_be_matched=self.cleaned_data["may_be_matched"],
            weights={row.key: chosen[row.key] for row in WEIGHTED if chosen[row.key] != row.weight},
        )


def choices_of(policy: Policy) -> dict[str, str]:
    """What the form shows of a policy, by the names of its fields."""
    weights = {field_of(row): weight_of(row, policy.weights) for row in WEIGHTED}
    return {"may_be_matched": policy.may_be_matched, **weights}


def mark_of(policy: Policy) -> str:
    """The policy as a page can carry it along, to see whether somebody changed it since."""
    return json.dumps(choices_of(policy), sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True)
class Turn:
    """Something in the table itself that changes, in words."""

    rule: Any
    before: Any
    after: Any


@dataclass(frozen=True)
class Choice:
    """A mentor, and the reasons for this newcomer under one of the two policies."""

    mentor: Person
    reasons: list[str]


@dataclass(frozen=True)
class Change:
    """A newcomer who would be proposed to somebody else; None is nobody."""

    newcomer: Person
    before: Choice | None
    after: Choice | None


@dataclass(frozen=True)
class Preview:
    """What a policy would change for who waits now."""

    turns: list[Turn]
    changes: list[Change]
    waiting: int
    room_before: int  # mentors who could take somebody on today
    room_after: int


def preview(board: Board, policy: Policy) -> Preview:
    before = board.pool.policies.get(board.organisation.pk) or Policy()
    after = replace(board, pool=board.pool.under(policy))
    moved = after.round.moved_since(board.round)
    return Preview(
        turns=list(_turns(before, policy)),
        changes=[
            Change(one, _choice(board, board.round, one), _choice(after, after.round, one))
            for one in board.waiting
            if one.pk in moved
        ],
        waiting=len(board.waiting),
        room_before=board.pool.with_room(),
        room_after=after.pool.with_room(),
    )


def _turns(before: Policy, after: Policy) -> Iterator[Turn]:
    if before.may_be_matched != after.may_be_matched:
        words = before.get_may_be_matched_display(), after.get_may_be_matched_display()
        yield Turn(_("Who may be matched?"), *words)
    for row in WEIGHTED:
        old, new = weight_of(row, before.weights), weight_of(row, after.weights)
        if old != new:
            yield Turn(row.rule, WEIGHT_WORDS[old], WEIGHT_WORDS[new])


def _choice(board: Board, round_: Round, newcomer: Person) -> Choice | None:
    mentor = round_.mentor_of(newcomer.pk)
    if mentor is None:
        return None
    return Choice(board.people[mentor], round_.reasons(newcomer.pk, mentor))
