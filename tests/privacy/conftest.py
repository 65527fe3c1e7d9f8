"""The full world, made and read once for all tests that look at every page."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.http import HttpRequest, HttpResponseNotFound

import mentorship.urls
from tests.cast import NOW
from tests.pages.world import World
from tests.privacy.planted import Planted, plant
from tests.privacy.reading import addresses, read_everything
from tests.privacy.world import make_full_world


class Read:
    """The world, the words planted in it, each address, and what everybody read: by who, by
    address."""

    def __init__(self) -> None:
        self.world: World = make_full_world()
        self.planted: list[Planted] = plant()
        self.pages = addresses(self.world)
        self.said = read_everything(self.world, self.pages)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseNotFound:
    """Most of what somebody asks for is not there for them: that page need not be drawn."""
    return HttpResponseNotFound()


@pytest.fixture(scope="module")
def read(django_db_setup: None, django_db_blocker: Any) -> Iterator[Read]:
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        patch.setattr(mentorship.urls, "handler404", not_found, raising=False)
        logging.disable(logging.WARNING)  # a line for each page that is not there
        with time_machine.travel(NOW, tick=False), transaction.atomic():
            yield Read()
            transaction.set_rollback(True)
        logging.disable(logging.NOTSET)
