from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from tests.intake.cast import BEFORE, Scene, make_scene


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The views' own clock; ``clock.move_to(moment)`` goes on."""
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def scene(db: None, clock: time_machine.Traveller) -> Scene:
    return make_scene()


@pytest.fixture
def writer(scene: Scene, client: Client) -> Client:
    """The browser of the participant who writes."""
    client.force_login(scene.writer.person)
    return client
