"""Who comes from outside has no last day at work: two years of silence is the end."""

from datetime import date, timedelta

import pytest
from django.test import Client

from mentorship.people.gone import never_came
from mentorship.people.models import Person
from mentorship.privacy.erasing import erase
from mentorship.privacy.models import OwnTerm
from mentorship.privacy.retention import sweep, waiting_for_an_obstacle
from mentorship.privacy.seeing import entries
from programmes.models import Cohort
from tests.cast import (
    NOW,
    make_cohort,
    make_coordinator,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.privacy.aging import group_ends

pytestmark = pytest.mark.django_db
TWO_YEARS, DAY = timedelta(days=730), timedelta(days=1)
LATER = NOW + TWO_YEARS + DAY


def gone() -> set[Person]:
    return set(Person.objects.exclude(erased_at=None))


def over(cohort: Cohort) -> Person:
    group_ends(cohort, NOW)
    return cohort.trainer


def test_who_signed_in_lately_or_led_a_group_lately_stays() -> None:
    seen = over(make_cohort(trainer=make_trainer(last_login=NOW + 2 * DAY)))
    leads = make_trainer(last_login=NOW - TWO_YEARS)
    group_ends(make_cohort(trainer=leads, created_by=make_person()), NOW + 2 * DAY)

    sweep(LATER)
    assert gone() == set()

    sweep(LATER + 2 * DAY)
    assert gone() == {seen, leads}


def test_who_never_signed_in_goes_after_the_last_group_and_not_before_there_was_one() -> None:
    trainer, to_begin = over(make_cohort()), make_trainer()

    sweep(LATER)

    assert gone() == {trainer}
    assert not to_begin.roles.get().person.erased_at


def test_a_group_that_was_called_off_is_no_work_any_more() -> None:
    cohort = make_cohort(half_day_2=date(2029, 6, 1), return_day=date(2029, 9, 1))
    Cohort.objects.filter(pk=cohort.pk).update(cancelled_at=NOW)

    sweep(LATER)

    assert gone() == {cohort.trainer}


def test_who_leads_a_group_that_goes_on_stays_however_silent() -> None:
    leads = make_trainer(last_login=NOW - TWO_YEARS)
    make_cohort(trainer=leads, return_day=date(2030, 9, 1))

    sweep(LATER)

    assert gone() == set()
    assert waiting_for_an_obstacle(LATER) == []


def test_whoever_manages_wegwijs_stays_and_so_does_an_employee_without_a_last_day() -> None:
    make_person(organisation=None, is_admin=True, last_login=NOW)
    make_person(last_login=NOW)
    silent = make_coordinator(last_login=NOW)

    sweep(LATER)

    assert gone() == {silent}


def test_an_organisations_own_term_is_not_that_of_who_comes_from_outside() -> None:
    hoorn = make_organisation()
    OwnTerm.objects.create(organisation=hoorn, key="people.person", days=30)
    outside, left = make_coordinator(last_login=NOW), make_person(leaves_on=NOW.date())

    sweep(NOW + 31 * DAY)
    assert gone() == {left}

    sweep(LATER)
    assert gone() == {left, outside}


def test_the_page_says_so() -> None:
    [details] = [one for one in entries(None) if one.key == "details"]

    assert details.terms == [
        "Tot 2 jaar na je laatste werkdag.",
        "Je rol: zolang je die hebt.",
        "Kom je van buiten? Dan tot 2 jaar na je laatste groep en je laatste bezoek."
        " Wie Wegwijs beheert, blijft zolang dat duurt.",
    ]


def test_an_account_that_nobody_ever_used_is_a_line_for_the_administrator(client: Client) -> None:
    make_cohort()
    make_coordinator(last_login=NOW)
    unused = make_person("Nooit Hier", organisation=None)
    admin = make_person("Robin Beheer", organisation=None, is_admin=True)
    assert set(never_came()) == {unused}

    client.force_login(admin)
    page = client.get("/administration/").content.decode()
    assert f'<a href="/people/{unused.pk}/">Nooit Hier</a>' in page
    assert client.get(f"/people/{unused.pk}/").status_code == 200

    erase(unused, by=admin, at=NOW)
    assert "Nooit Hier" not in client.get("/administration/").content.decode()
