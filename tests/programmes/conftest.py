from collections.abc import Iterator

import pytest
import time_machine

from mentorship import declare
from programmes.models import Enrolment, Step
from tests.cast import NOW


@pytest.fixture
def time_stands() -> Iterator[None]:
    """For pages, which ask the clock themselves: it is Tuesday 12 January 2027, ten o'clock."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> set[tuple[int, int]]:
    """(enrolment, step) of the forms that are in. No form of another room is needed for that."""
    filled_in: set[tuple[int, int]] = set()

    def link(enrolment: Enrolment, step: Step) -> str:
        return f"/form/{step.key}/"

    kind = declare.StepKind("questionnaire", lambda cohorts: filled_in, link)
    monkeypatch.setitem(declare.step_kinds._declared, "questionnaire", kind)
    return filled_in
