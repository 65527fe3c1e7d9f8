"""A new group: from a few questions to three proposals, to dates that are saved."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from mentorship.people.models import ClosedPeriod, Person, Role
from mentorship.reminders.models import Message
from programmes import actions
from programmes.models import Cohort, Meeting, Programme
from programmes.planner import Proposals, Slot, check, propose
from programmes.planner_words import blocked_words, remarks
from programmes.planning import busy_stretches, moments, plan_for, time_to_train, titles
from tests.cast import (
    AMSTERDAM,
    NOW,
    make_adviser,
    make_cohort,
    make_organisation,
    make_person,
    make_trainer,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("time_stands")]

FIRST_DAY = date(2027, 1, 25)


@pytest.fixture
def adviser() -> Person:
    return make_adviser()


@pytest.fixture
def trainer() -> Person:
    return make_trainer()


def shipped() -> Programme:
    return Programme.objects.get(organisation=None)


def plan(trainer: Person, **wishes: Any) -> Any:
    return plan_for(shipped(), make_organisation(), trainer, FIRST_DAY, **wishes)


def answers(leader: Person, **more: Any) -> dict[str, Any]:
    return {
        "programme": shipped().pk,
        "trainer": leader.pk,
        "name": "Groep winter",
        "seats": 9,
        "first_day": FIRST_DAY.isoformat(),
        "weekdays": [1],
        "halves": ["morning"],
        "place": "Stadhuis",
    } | more


def address(name: str, facts: dict[str, Any], **more: Any) -> str:
    return reverse(f"programmes:{name}", query=facts | more)


def boxes(found: Proposals, number: int = 0, **more: Any) -> dict[str, Any]:
    """What the page of dates sends when a proposal is left as it is."""
    typed: dict[str, Any] = {}
    for slot in found.proposals[number].slots:
        typed[f"{slot.step_key}-day"] = slot.day.isoformat()
        if slot.starts and slot.ends:
            typed[f"{slot.step_key}-starts"] = slot.starts.isoformat("minutes")
            typed[f"{slot.step_key}-ends"] = slot.ends.isoformat("minutes")
    return typed | more


# --- the bridge -------------------------------------------------------------------------------


def test_the_shipped_programme_gives_three_sets_that_pass_their_own_check(trainer: Person) -> None:
    made = plan(trainer, weekdays=[1], halves=["morning"])
    found = propose(made)
    assert len(found.proposals) == 3
    assert [check(made, one.slots) for one in found.proposals] == [[], [], []]


def test_training_takes_from_the_talk_to_the_second_half_day_whatever_comes_after() -> None:
    assert time_to_train(shipped()) == timedelta(days=35 + 21)
    own = shipped().copy_for(make_organisation())
    own.steps.filter(key="half-day-2").update(days=28)
    assert time_to_train(own) == timedelta(days=35 + 28)


def test_closed_periods_and_the_trainers_meetings_elsewhere_are_kept_clear_of(
    trainer: Person,
) -> None:
    ClosedPeriod.objects.create(
        organisation=make_organisation(),
        first_day=date(2027, 3, 1),
        last_day=date(2027, 3, 5),
        reason="Voorjaarsvakantie",
    )
    elsewhere = make_organisation("medemblik")
    make_cohort(elsewhere, trainer=trainer, half_day_1=date(2027, 3, 9), name="Geheim")
    days = {
        slot.day
        for proposal in propose(plan(trainer, weekdays=[1], halves=["morning"])).proposals
        for slot in proposal.slots
        if slot.starts == time(9)
    }
    assert not days & {date(2027, 3, 2), date(2027, 3, 9)}


def test_a_busy_trainer_is_named_by_group_only_within_the_organisation(trainer: Person) -> None:
    make_cohort(make_organisation("medemblik"), trainer=trainer, name="Geheim")
    assert {one.what for one in busy_stretches(trainer, make_organisation())} == {""}
    assert {one.what for one in busy_stretches(trainer, make_organisation("medemblik"))} == {
        "Geheim"
    }


def test_cancelled_meetings_and_groups_do_not_keep_a_trainer_busy(trainer: Person) -> None:
    off, half_off = make_cohort(trainer=trainer), make_cohort(trainer=trainer, name="Half")
    off.cancel(NOW)
    half_off.meetings.exclude(step__key="return").update(cancelled_at=NOW)
    assert [one.day for one in busy_stretches(trainer, make_organisation())] == [date(2027, 5, 24)]


def test_why_is_said_in_words(trainer: Person) -> None:
    found = propose(plan(trainer, weekdays=[1], halves=["morning"]))
    said = [one.text for one in remarks(found.proposals[0], titles(shipped().steps.all()))]
    assert "Elke keer op dinsdagochtend." in said
    assert blocked_words(found, {}) == ""


def test_when_nothing_fits_it_says_what_stands_in_the_way(trainer: Person) -> None:
    ClosedPeriod.objects.create(
        organisation=make_organisation(),
        first_day=date(2027, 1, 1),
        last_day=date(2029, 1, 1),
        reason="Verbouwing",
    )
    words = blocked_words(propose(plan(trainer)), titles(shipped().steps.all()))
    assert "Voorbespreking" in words
    assert "Verbouwing" in words


# --- saving -----------------------------------------------------------------------------------


def make_unsaved(trainer: Person, adviser: Person, **facts: Any) -> Cohort:
    facts = {"name": "Groep winter", "seats": 9, "created_at": NOW} | facts
    return Cohort(
        organisation=make_organisation(),
        programme=shipped(),
        trainer=trainer,
        created_by=adviser,
        **facts,
    )


def test_planning_writes_every_date_in_local_time_and_tells_the_trainer(
    trainer: Person, adviser: Person
) -> None:
    slots = propose(plan(trainer, weekdays=[1], halves=["morning"])).proposals[0].slots
    cohort = actions.plan_cohort(make_unsaved(trainer, adviser), slots, at=NOW, place="Stadhuis")
    placed = {slot.step_key: slot for slot in slots}

    half_day = cohort.meetings.get(step__key="half-day-1")
    day = placed["half-day-1"].day
    assert half_day.starts_at == datetime.combine(day, time(9), AMSTERDAM)
    assert half_day.ends_at - half_day.starts_at == timedelta(minutes=210)
    assert set(cohort.meetings.values_list("step__key", "place")) == {
        ("talk", ""),
        ("half-day-1", "Stadhuis"),
        ("half-day-2", "Stadhuis"),
        ("return", "Stadhuis"),
    }
    intake = cohort.deadlines.get(step__key="intake")
    assert (intake.opens_on, intake.due_on) == (day - timedelta(days=35), day - timedelta(days=14))
    assert cohort.deadlines.count() == 11
    assert set(Message.objects.values_list("rule", "recipient", "about")) == {
        ("meeting_planned", trainer.pk, cohort.label)
    }
    assert Message.objects.count() == 4


def test_a_form_opens_at_its_meeting_though_its_due_date_gives_way_to_a_closed_week(
    trainer: Person, adviser: Person
) -> None:
    slots = propose(plan(trainer)).proposals[0].slots
    late = [
        Slot(one.step_key, one.day + timedelta(days=6)) if one.step_key == "reflection-1" else one
        for one in slots
    ]
    cohort = actions.plan_cohort(make_unsaved(trainer, adviser), late, at=NOW)
    day = next(one.day for one in slots if one.step_key == "half-day-1")
    assert cohort.deadlines.get(step__key="reflection-1").opens_on == day


def test_a_second_click_within_a_minute_gives_the_same_group(
    trainer: Person, adviser: Person
) -> None:
    slots = propose(plan(trainer)).proposals[0].slots
    first = actions.plan_cohort(make_unsaved(trainer, adviser), slots, at=NOW)
    twin = make_unsaved(trainer, adviser, created_at=NOW + timedelta(seconds=3))
    assert actions.plan_cohort(twin, slots, at=NOW + timedelta(seconds=3)) == first
    assert (Cohort.objects.count(), Meeting.objects.count()) == (1, 4)


# --- the pages --------------------------------------------------------------------------------


def test_the_questions_lead_to_three_cards_and_back_without_loss(
    client: Client, adviser: Person, trainer: Person
) -> None:
    client.force_login(adviser)
    page = client.post(reverse("programmes:cohort_new"), answers(trainer))
    assert page.status_code == 302
    cards = client.get(page["Location"])
    assert [len(card["line"]) for card in cards.context["cards"]] == [7, 7, 7]
    again = client.get(cards.context["change_url"])
    assert again.context["form"]["name"].value() == "Groep winter"
    assert again.context["form"]["weekdays"].value() == ["1"]


def test_an_address_may_bring_the_first_possible_date(client: Client, adviser: Person) -> None:
    client.force_login(adviser)
    page = client.get(reverse("programmes:cohort_new"), {"first_day": "2027-02-19"})
    assert 'value="2027-02-19"' in page.content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"seats": 0}, "seats"),
        ({"seats": 61}, "seats"),
        ({"first_day": "2027-01-11"}, "first_day"),
        ({"first_day": "2030-01-11"}, "first_day"),
        ({"first_day": "31-02-2027"}, "first_day"),
        ({"trainer": 999_999}, "trainer"),
        ({"weekdays": [6]}, "weekdays"),
        ({"halves": ["night"]}, "halves"),
    ],
)
def test_a_wrong_answer_is_told_at_its_field(
    client: Client, adviser: Person, trainer: Person, wrong: dict[str, Any], field: str
) -> None:
    client.force_login(adviser)
    page = client.post(reverse("programmes:cohort_new"), answers(trainer, **wrong))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}


def test_only_trainers_of_the_own_academy_and_programmes_of_the_own_house_are_offered(
    client: Client, adviser: Person, trainer: Person
) -> None:
    strangers = shipped().copy_for(make_organisation("medemblik"))
    own = shipped().copy_for(make_organisation())
    colleague = make_person()
    Role.objects.create(
        person=colleague, kind="trainer", organisation=make_organisation("medemblik")
    )
    client.force_login(adviser)
    form = client.get(reverse("programmes:cohort_new")).context["form"]
    assert set(form.fields["programme"].queryset) == {shipped(), own}
    assert list(form.fields["trainer"].queryset) == [trainer]
    assert strangers not in form.fields["programme"].queryset


def test_a_proposal_is_saved_as_it_was_shown(
    client: Client, adviser: Person, trainer: Person
) -> None:
    client.force_login(adviser)
    found = propose(plan(trainer, weekdays=[1], halves=["morning"]))
    url = address("cohort_dates", answers(trainer), choice=1)
    form = client.get(url).context["form"]
    assert form["half-day-1-day"].value() == found.proposals[1]["half-day-1"].day
    page = client.post(url, boxes(found, 1))
    cohort = Cohort.objects.get()
    assert page["Location"] == reverse("programmes:cohort", args=[cohort.pk])
    assert cohort.created_by == adviser
    assert cohort.meetings.get(step__key="half-day-2").day == found.proposals[1]["half-day-2"].day


def test_a_date_that_does_not_fit_is_told_before_it_is_saved_and_may_be_saved(
    client: Client, adviser: Person, trainer: Person
) -> None:
    client.force_login(adviser)
    found = propose(plan(trainer, weekdays=[1], halves=["morning"]))
    url = address("cohort_dates", answers(trainer))
    too_far = found.proposals[0]["half-day-1"].day + timedelta(days=35)
    typed = boxes(found, **{"half-day-2-day": too_far.isoformat()})
    page = client.post(url, typed)
    assert page.status_code == 422
    assert "half-day-2" in page.context["form"].remarks
    assert Cohort.objects.count() == 0

    mark = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    assert mark
    saved = client.post(url, typed | {"seen": mark[1]})
    assert saved.status_code == 302
    assert Cohort.objects.get().meetings.get(step__key="half-day-2").day == too_far


@pytest.mark.parametrize("key", ["half-day-2", "talk"])
def test_a_broken_order_or_a_day_that_is_over_cannot_be_saved(
    client: Client, adviser: Person, trainer: Person, key: str
) -> None:
    client.force_login(adviser)
    found = propose(plan(trainer, weekdays=[1]))
    before = {"half-day-2": found.proposals[0]["half-day-1"].day, "talk": NOW.date()}[key]
    day = (before - timedelta(days=1)).isoformat()
    url = address("cohort_dates", answers(trainer))
    typed = boxes(found, **{f"{key}-day": day})
    seen = client.post(url, typed).context["form"].seen_now
    page = client.post(url, typed | {"seen": seen})
    assert page.status_code == 422
    assert f"{key}-day" in page.context["form"].errors
    assert Cohort.objects.count() == 0


def test_the_check_says_the_same_in_parts_and_saves_nothing(
    client: Client, adviser: Person, trainer: Person
) -> None:
    client.force_login(adviser)
    found = propose(plan(trainer, weekdays=[1]))
    saturday = found.proposals[0]["half-day-1"].day + timedelta(days=4)
    url = address("cohort_check", answers(trainer))
    page = client.post(url, boxes(found, **{"half-day-1-day": saturday.isoformat()}))
    html = page.content.decode()
    assert 'id="fit-half-day-1" hx-swap-oob="true"' in html
    assert "valt in het weekend" in html
    assert Cohort.objects.count() == 0


def test_due_dates_follow_the_meetings_when_asked(
    client: Client, adviser: Person, trainer: Person
) -> None:
    client.force_login(adviser)
    found = propose(plan(trainer, weekdays=[1]))
    later = found.proposals[0]["half-day-2"].day + timedelta(days=1)
    typed = boxes(found, follow="1", **{"half-day-2-day": later.isoformat()})
    form = client.post(address("cohort_dates", answers(trainer)), typed).context["form"]
    assert form["practical-day"].value() == (later - timedelta(days=1)).isoformat()
    assert form["intake-day"].value() == found.proposals[0]["intake"].day.isoformat()
    assert set(form.remarks) == {"return"}


def test_planning_is_for_advisers(client: Client, trainer: Person) -> None:
    for stranger in (make_person(), trainer):
        client.force_login(stranger)
        for name in ("cohort_new", "cohort_proposals", "cohort_dates"):
            assert client.get(address(name, answers(trainer))).status_code == 404
        assert client.post(address("cohort_check", answers(trainer))).status_code == 404


def test_an_unfinished_address_leads_back_to_the_questions(
    client: Client, adviser: Person, trainer: Person
) -> None:
    client.force_login(adviser)
    for name in ("cohort_proposals", "cohort_dates"):
        page = client.get(address(name, answers(trainer, seats=0)))
        assert page.status_code == 302
        assert page["Location"].startswith(reverse("programmes:cohort_new"))


def test_a_slot_without_times_is_no_meeting() -> None:
    with pytest.raises(ValueError, match="has no times"):
        moments(make_organisation(), Slot("talk", FIRST_DAY))
