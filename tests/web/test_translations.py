"""Nothing on the screen is left in English for somebody who reads Dutch."""

from collections import defaultdict

import pytest

from mentorship.web import catalogue
from mentorship.web.catalogue import Room


@pytest.mark.parametrize("room", catalogue.rooms(), ids=lambda room: room.label)
def test_every_word_of_a_room_is_translated(room: Room) -> None:
    assert catalogue.faults(room) == []


def test_a_word_is_translated_the_same_way_in_every_room() -> None:
    """Django merges the catalogues, so of two translations of one message only one would show."""
    said = defaultdict(set)
    for room in catalogue.rooms():
        for key, translation in catalogue.translations(room).items():
            if translation:  # what is missing is told above
                said[key].add(translation)
    assert {key: ways for key, ways in said.items() if len(ways) > 1} == {}


def test_every_template_belongs_to_one_room() -> None:
    labels = {room.label for room in catalogue.rooms()}
    owners = {catalogue.owner(template) for template in catalogue.TEMPLATES.rglob("*.html")}
    assert owners <= labels
