"""Where a name stands beside what somebody did or did not do."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mentorship.people.models import Person
from mentorship.reminders.rules import Window
from programmes.models import Cohort
from programmes.reminders.behind import behind
from tests.cast import NOW, enrol, make_cohort, make_coordinator, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort(time_machine: Any) -> Cohort:
    time_machine.move_to(NOW, tick=False)
    cohort = make_cohort()
    for name in ("Fatima Bos", "Sem Kok"):
        enrol(cohort, make_person(name))
    return cohort


def opened(viewer: Person, name: str, cohort: Cohort) -> Any:
    client = Client()
    client.force_login(viewer)
    return client.get(reverse(f"programmes:{name}", args=[cohort.pk]))


def test_the_academy_and_who_is_only_asked_see_how_many_take_part_and_not_who(
    cohort: Cohort,
) -> None:
    asked = enrol(cohort, state="invited").person

    for viewer in (make_coordinator(), asked):
        page = opened(viewer, "cohort", cohort)
        assert page.context["fellows"] == []
        assert "2 collega’s doen mee" in page.content.decode()


def test_who_takes_part_trains_or_advises_sees_who_is_in_the_group(cohort: Cohort) -> None:
    everybody = [one.person for one in cohort.enrolments.by_name()]

    for viewer in (everybody[0], cohort.trainer, cohort.created_by):
        page = opened(viewer, "cohort", cohort)
        assert page.context["fellows"] == everybody
        assert "doen mee." not in page.content.decode()


def test_nobody_sees_whose_evaluation_or_case_is_in(cohort: Cohort) -> None:
    for viewer in (cohort.trainer, cohort.created_by):
        page = opened(viewer, "participants", cohort)
        keys = {step.key for step in page.context["heads"]}
        assert {"intake", "self-analysis", "practical", "reflection-2", "return"} <= keys
        assert keys.isdisjoint({"evaluation", "evaluation-return", "case"})
        titles = {cell.title for row in page.context["rows"] for cell in row.cells}
        assert len(titles) == len({step.short_title for step in page.context["heads"]})


def test_the_monday_mail_does_not_say_whose_evaluation_or_case_is_not_in(cohort: Cohort) -> None:
    ever = Window(NOW.date(), NOW.date() + timedelta(days=400), cohort.label)

    named = {one.step.key for one in behind(ever)}

    assert {"intake", "reflection-2", "self-analysis-return"} <= named
    assert named.isdisjoint({"evaluation", "evaluation-return", "case"})
