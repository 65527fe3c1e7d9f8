"""The programme that comes with the application."""

import pytest

from programmes.models import Programme, Step
from programmes.shipped import STEPS, ship_programme

pytestmark = pytest.mark.django_db


def test_it_is_there_after_migrating_once() -> None:
    assert Programme.objects.filter(organisation=None).count() == 1
    assert list(Step.objects.values_list("key", flat=True)) == [one.key for one in STEPS]


def test_shipping_again_changes_no_row() -> None:
    before = list(Step.objects.order_by("pk").values())
    ship_programme()
    assert list(Step.objects.order_by("pk").values()) == before


def test_a_text_that_was_changed_in_the_database_is_brought_back() -> None:
    Step.objects.filter(key="intake").update(title={"nl": "Anders"}, anchor=None)
    ship_programme()
    intake = Step.objects.get(key="intake")
    assert intake.title == {"nl": "Intake", "en": "Intake"}
    assert intake.anchor is not None
    assert intake.anchor.key == "half-day-1"


def test_every_step_has_its_texts_in_both_languages() -> None:
    for step in Step.objects.all():
        assert set(step.title) == set(step.summary) == {"nl", "en"}
        assert all([*step.title.values(), *step.summary.values()])


def test_every_meeting_hangs_on_an_earlier_one_and_the_rest_on_a_meeting() -> None:
    for step in Step.objects.select_related("anchor"):
        if step.is_meeting:
            assert step.minutes > 0
            assert step.anchor is None or step.anchor.position < step.position
        assert step.anchor is None or step.anchor.is_meeting
    assert list(Step.objects.filter(anchor=None).values_list("key", flat=True)) == ["talk"]
