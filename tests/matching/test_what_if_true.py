"""What is told about a pair is what happens when that pair is made, in a house as they are."""

import os
import random
from collections import Counter
from dataclasses import replace

from matching.round import Round
from matching.what_if import Loss, WhatIf
from tests.matching.house import a_house, pairs_of

PAIRS = 1_000 if os.environ.get("THOROUGH") else 200


def forced(house: Round, newcomer: int, mentor: int) -> Loss[int]:
    """All is solved again, with this pair set as an adviser sets it: *these two*."""
    anew = replace(house, together={**house.together, newcomer: mentor}).division
    now = house.division
    return Loss(
        anew.cost - now.cost,
        tuple(one for one in house.newcomers if one in anew.left and one not in now.left),
        tuple(one for one in now.left if one not in anew.left),
    )


def with_some_set(dice: random.Random, house: Round) -> Round:
    """As an adviser set it: *these two*, for two who wait."""
    pairs = pairs_of(house)
    pins = dict(dice.sample(sorted(pairs), min(2, len(pairs))))
    return replace(house, together=pins)


def test_the_loss_told_is_the_loss_when_the_pair_is_forced_and_all_is_solved_again() -> None:
    dice = random.Random(2027)
    told: Counter[str] = Counter()
    while told["leaves somebody"] + told["costs"] < PAIRS:
        short, strict = dice.random() < 0.5, dice.random() < 0.5
        house = a_house(dice, dice.randint(8, 40), short=short, strict=strict)
        if dice.random() < 0.4:
            house = with_some_set(dice, house)
        what_if = WhatIf(house.division)
        pairs = sorted(pairs_of(house))
        for newcomer, mentor in dice.sample(pairs, min(20, len(pairs))):
            if newcomer in house.pins or house.set_for(mentor, but=newcomer):
                continue  # the page tells that these are set, and no loss
            loss = what_if.loss(newcomer, mentor)
            if not house.candidates[mentor].free:
                assert loss is None
                continue
            assert loss == forced(house, newcomer, mentor)
            told["leaves somebody" if loss and loss.left else "costs"] += 1
            told["beside a pin"] += bool(house.pins)
    assert min(told.values()) > PAIRS // 20
    assert len(told) == 3
