from collections.abc import Iterator

import pytest
import time_machine

from tests.cast import NOW


@pytest.fixture
def time_stands() -> Iterator[None]:
    """For pages, which ask the clock themselves: it is Tuesday 12 January 2027, ten o'clock."""
    with time_machine.travel(NOW, tick=False):
        yield
