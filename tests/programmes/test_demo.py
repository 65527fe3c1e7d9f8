"""The demo's groups, whatever day it is told on."""

from datetime import datetime, timedelta

import pytest

from mentorship import declare
from mentorship.people.models import Organisation
from mentorship.reminders.models import Message
from programmes.demo import STORIES, _dates
from programmes.models import Cohort, Enrolment
from tests.cast import AMSTERDAM, NOW

pytestmark = pytest.mark.django_db


def tell(at: datetime) -> None:
    declare.chapters["people"].tell(at)
    declare.chapters["cohorts"].tell(at)


def test_hoorn_has_a_group_that_is_over_one_halfway_and_one_being_filled() -> None:
    tell(NOW)
    phases = Cohort.objects.filter(organisation__slug="hoorn").with_phase(NOW).in_order()
    assert [one.phase for one in phases] == ["running", "coming", "finished"]
    halfway = phases[0]
    over = set(halfway.meetings.filter(ends_at__lte=NOW).values_list("step__key", flat=True))
    assert over == {"talk", "half-day-1"}
    assert halfway.enrolments.get(person__email="mentor@hoorn.example").state == "accepted"
    assert Enrolment.objects.filter(cohort=phases[2]).trained(NOW).count() == 8


def test_what_was_told_long_ago_is_not_sent_now() -> None:
    tell(NOW)
    old = Message.objects.filter(created_at__lt=NOW - timedelta(days=1))
    assert old.exists()
    assert not old.filter(mail=None).exists()


def test_telling_it_again_adds_nothing() -> None:
    tell(NOW)
    before = Cohort.objects.count(), Enrolment.objects.count(), Message.objects.count()
    tell(NOW + timedelta(days=30))
    assert before == (Cohort.objects.count(), Enrolment.objects.count(), Message.objects.count())


@pytest.mark.parametrize("month", range(1, 13))
def test_there_are_dates_around_any_day_of_the_year(month: int) -> None:
    at = datetime(2027, month, 3, 10, tzinfo=AMSTERDAM)
    declare.chapters["people"].tell(at)
    for story in STORIES:
        organisation = Organisation.objects.get(slug=story.organisation)
        _first_day, proposal = _dates(story, organisation, at)
        assert story.is_right(proposal, at.date())
