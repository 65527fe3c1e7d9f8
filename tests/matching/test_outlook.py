"""Looking ahead: who comes, who could guide them, which month is short, and what to do when."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.attention import _too_few, lines
from matching.looking_ahead import _offers, _taken_until, outlook_of
from matching.models import Agreement, MentorProfile, Mentorship, Policy
from matching.outlook import Known, Month, Offer, advise, look_ahead
from matching.outlook_words import sentences
from matching.pool import load_pool
from mentorship.people.models import ClosedPeriod, Organisation, Person
from mentorship.people.working_days import Closure, working_days
from programmes.models import Programme
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_cohort,
    make_newcomer,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.matching.cast import make_mentor, pair_up

TODAY = NOW.date()  # Tuesday 12 January 2027
FEB, MAR, APR, MAY = (date(2027, month, 1) for month in (2, 3, 4, 5))
NOBODY = Known((), (), 0)


def shorts(offers: list[Offer], known: Known, months: int = 6) -> list[int]:
    return [month.short for month in look_ahead(TODAY, months, offers, known)]


def frees(*offers: Offer, months: int = 5) -> list[int]:
    return [month.free for month in look_ahead(TODAY, months, offers, NOBODY)]


# --- places -----------------------------------------------------------------------------------


def test_a_place_counts_from_the_first_of_the_month_in_which_it_is_there() -> None:
    assert frees(Offer(2)) == [2, 2, 2, 2, 2]
    assert frees(Offer(2, first=MAR)) == [0, 0, 2, 2, 2]
    assert frees(Offer(2, first=MAR + timedelta(days=1))) == [0, 0, 0, 2, 2]
    assert frees(Offer(1, first=TODAY)) == [1, 1, 1, 1, 1]


def test_a_place_counts_while_the_whole_hundred_days_can_be_guided() -> None:
    assert frees(Offer(1, last=FEB + timedelta(days=100))) == [1, 1, 0, 0, 0]
    assert frees(Offer(1, last=FEB + timedelta(days=99))) == [1, 0, 0, 0, 0]


def test_a_place_that_is_taken_comes_free_on_its_day() -> None:
    assert frees(Offer(2, taken_until=(MAR,))) == [1, 1, 2, 2, 2]
    assert frees(Offer(2, taken_until=(MAR + timedelta(days=1), MAY))) == [0, 0, 0, 1, 2]
    assert frees(Offer(1, taken_until=(MAR, MAR))) == [0, 0, 1, 1, 1]  # more than it has


# --- who comes --------------------------------------------------------------------------------


def test_where_fewer_are_known_than_usual_the_rest_is_expected_but_not_this_month() -> None:
    known = Known([TODAY, FEB, FEB], [FEB, MAR], 4)
    found = look_ahead(TODAY, 3, [Offer(20)], known)
    assert [(one.known, one.expected) for one in found] == [(1, 0), (2, 1), (0, 3)]


def test_more_than_usual_is_what_it_is() -> None:
    [_now, feb] = look_ahead(TODAY, 2, [], Known([FEB] * 9, [], 4))
    assert (feb.known, feb.expected) == (9, 0)


def test_who_started_and_still_waits_is_in_need_now() -> None:
    long_ago = TODAY - timedelta(days=99)
    assert look_ahead(TODAY, 1, [], Known([long_ago], [], 0))[0].known == 1


def test_who_finds_no_place_waits_into_the_next_month_until_no_longer_a_newcomer() -> None:
    found = look_ahead(TODAY, 6, [], Known([FEB], [], 0))
    assert [one.needed for one in found] == [0, 1, 1, 1, 1, 0]  # 12 May is a hundred days on
    assert [one.carried for one in found] == [0, 0, 1, 1, 1, 0]


def test_who_is_given_a_place_on_the_way_holds_it_for_a_hundred_days() -> None:
    assert [one.free for one in look_ahead(TODAY, 6, [Offer(1)], Known([FEB], [], 0))] == [
        *(1, 1, 0, 0, 0, 1)
    ]


def test_whoever_leaves_first_is_asked_first() -> None:
    leaves, stays = Offer(1, last=MAR + timedelta(days=100)), Offer(1)
    for offers in ([leaves, stays], [stays, leaves]):
        # In February the one who leaves, so that in April the other is there.
        assert shorts(offers, Known([FEB, APR], [], 0)) == [0, 0, 0, 0, 0, 0]


OFFERS = st.builds(
    Offer,
    st.integers(0, 3),
    st.sampled_from([date.min, FEB, MAR, APR]),
    st.sampled_from([None, None, date(2027, 6, 1), date(2027, 12, 1)]),
    st.lists(st.sampled_from([FEB, MAR, MAY]), max_size=2).map(tuple),
)
KNOWN = st.builds(
    Known,
    st.lists(st.sampled_from([TODAY - timedelta(days=50), TODAY, FEB, MAR, MAY]), max_size=8),
    st.just(()),
    st.integers(0, 4),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(OFFERS, max_size=5), KNOWN, st.randoms(use_true_random=False))
def test_everybody_is_counted_once_and_the_order_changes_nothing(
    offers: list[Offer], known: Known, random: Any
) -> None:
    found = look_ahead(TODAY, 9, offers, known)
    for month, after in pairwise(found):
        assert month.needed + month.left == month.free + month.short
        assert after.carried <= month.short
    shuffled = list(offers)
    random.shuffle(shuffled)
    assert look_ahead(TODAY, 9, shuffled, known) == found


@settings(max_examples=500, deadline=None)
@given(st.lists(OFFERS, max_size=5), KNOWN)
def test_a_mentor_more_leaves_no_month_shorter_of_mentors(
    offers: list[Offer], known: Known
) -> None:
    offers = [replace(one, last=None) for one in offers]  # who leaves is asked first: a guess
    with_one_more = shorts([*offers, Offer(1)], known, 9)
    assert all(a <= b for a, b in zip(with_one_more, shorts(offers, known, 9), strict=True))


# --- when to plan -----------------------------------------------------------------------------


def short_in(*days: date) -> list[Month]:
    return [Month(day, 0, 3, 0, 0 if day in days else 3) for day in (TODAY, FEB, MAR, APR, MAY)]


def any_day(day: date) -> date:
    return day


def test_a_group_is_planned_so_early_that_it_is_trained_the_day_before_the_month_begins() -> None:
    lead = timedelta(days=70)
    [one] = advise(short_in(APR), TODAY, lead, any_day)
    assert (one.month.day, one.plan_before, one.is_in_time) == (APR, date(2027, 1, 20), True)
    assert advise(short_in(APR), date(2027, 1, 20), lead, any_day)[0].is_in_time
    assert not advise(short_in(APR), date(2027, 1, 21), lead, any_day)[0].is_in_time


def test_what_comes_too_soon_is_said_apart_from_what_a_group_still_helps() -> None:
    lead = timedelta(days=70)
    found = advise(short_in(FEB, MAR, APR, MAY), TODAY, lead, any_day)
    assert [(one.month.day, one.is_in_time) for one in found] == [(FEB, False), (APR, True)]
    assert [one.month.day for one in advise(short_in(APR, MAY), TODAY, lead, any_day)] == [APR]
    assert advise(short_in(), TODAY, lead, any_day) == []


def test_the_last_day_to_plan_is_a_day_on_which_people_work() -> None:
    days = working_days([Closure(date(2027, 1, 20), date(2027, 1, 22), "Study days")])

    def plan_before(month: date, lead: int, today: date = TODAY) -> tuple[date, bool]:
        [one] = advise(short_in(month), today, timedelta(days=lead), days.on_or_before)
        return one.plan_before, one.is_in_time

    assert plan_before(APR, 65) == (date(2027, 1, 25), True)  # a Monday stays what it is
    # From Sunday the 24th over the weekend and the study days, and from within those.
    assert plan_before(APR, 66) == plan_before(APR, 70) == (date(2027, 1, 19), True)
    assert plan_before(APR, 66, today=date(2027, 1, 20)) == (date(2027, 1, 19), False)
    assert plan_before(MAY, 32) == (date(2027, 3, 25), True)  # Easter Monday; Good Friday too


# --- from the rows ----------------------------------------------------------------------------

db = pytest.mark.django_db
clock = pytest.mark.usefixtures("clock")


@pytest.fixture
def hoorn() -> Organisation:
    return make_organisation()


def expect(organisation: Organisation, number: int | None) -> None:
    own = {"expected_a_month": number}
    Policy.objects.update_or_create(organisation=organisation, defaults=own)


def offers(organisation: Organisation) -> list[Offer]:
    pool = load_pool(Organisation.objects.filter(pk=organisation.pk), NOW)
    return list(_offers(pool, _taken_until(organisation, TODAY), TODAY))


@db
def test_every_mentor_who_may_be_matched_offers_places_and_nobody_else(hoorn: Organisation) -> None:
    make_mentor("Is Trained", capacity=2)
    make_mentor("Not Trained", trained=False)
    make_mentor("No Places", capacity=0)
    make_mentor("El Elders", organisation=make_organisation("medemblik"))
    make_mentor("Has Left", leaves_on=TODAY - timedelta(days=1))
    until = date(2027, 6, 1)
    make_mentor("Comes Back", available_from=MAR, available_until=until)
    make_mentor("Will Leave", available_until=date(2028, 1, 1), leaves_on=date(2027, 9, 1))
    paused = make_mentor("Takes Break")
    MentorProfile.objects.filter(person=paused).update(paused_until=APR)
    refused = make_mentor("No Time")
    Agreement.objects.create(mentor=refused, agreed=False)
    busy = make_mentor("Is Busy", capacity=3)
    pair_up(busy, make_newcomer("A Runs", starts_on=date(2026, 12, 7)))
    pair_up(busy, make_newcomer("B Over", starts_on=date(2026, 9, 1)))
    Mentorship.objects.create(
        mentor=busy, mentee=make_newcomer("C Asked", starts_on=FEB), asked_by=make_adviser()
    )
    joins = enrol(make_cohort(half_day_2=date(2027, 2, 23))).person
    assert not hasattr(joins, "mentor_profile")
    assert sorted(offers(hoorn), key=repr) == sorted(
        [
            Offer(2),
            Offer(1, MAR, until),
            Offer(1, last=date(2027, 9, 1)),
            Offer(1, APR),
            Offer(
                3,
                taken_until=(date(2027, 3, 17), TODAY + timedelta(days=1), date(2027, 5, 12)),
            ),
            Offer(1, date(2027, 2, 24)),
        ],
        key=repr,
    )


@db
def test_the_average_is_of_six_whole_months_and_the_own_figure_goes_before_it(
    hoorn: Organisation,
) -> None:
    for day in (date(2026, 7, 1), date(2026, 9, 9), date(2026, 12, 31)):
        for number in range(3):
            make_person(f"In {day}{number}", starts_on=day)
    make_person("Too Early", starts_on=date(2026, 6, 30))
    make_person("This Month", starts_on=date(2027, 1, 4))
    make_person("El Elders", starts_on=date(2026, 9, 9), organisation=make_organisation("opmeer"))
    found = outlook_of(hoorn, NOW)
    assert (found.average, found.a_month) == (2, 2)  # nine in six months, rounded up
    expect(hoorn, 0)
    assert outlook_of(hoorn, NOW).a_month == 0


@db
def test_known_are_the_newcomers_of_this_house_and_only_who_waits_is_in_need(
    hoorn: Organisation,
) -> None:
    make_newcomer("Waits One", starts_on=FEB)
    pair_up(make_mentor(), make_newcomer("Has Mentor", starts_on=FEB))
    make_newcomer("El Elders", starts_on=FEB, organisation=make_organisation("medemblik"))
    expect(hoorn, 3)
    found = outlook_of(hoorn, NOW).months
    assert [(one.known, one.expected) for one in found[:3]] == [(0, 0), (1, 1), (0, 3)]
    assert (found[0].day, found[1].day, len(found)) == (TODAY, FEB, 9)


@db
@clock
def test_the_sentence_names_month_number_and_day_and_its_button_opens_the_planner_there(
    hoorn: Organisation, client: Client
) -> None:
    make_mentor("Drie Plekken", capacity=3)
    expect(hoorn, 1)
    sanne = make_adviser()
    make_trainer()
    client.force_login(sanne)
    page = client.get(reverse("matching:first_outlook"))
    said = page.context["first"]
    # 30 April, less 35 and 21 days between the meetings, less two weeks to invite.
    assert said.title == "In mei kom je één mentor tekort: plan een groep vóór 19 februari."
    assert said.url == "/cohorts/new/?first_day=2027-02-19&seats=2"
    assert said.title in page.content.decode()
    planner = client.get(said.url)
    assert planner.context["form"]["first_day"].value() == "2027-02-19"
    assert planner.context["form"]["seats"].value() == "2"
    assert 'value="2027-02-19"' in planner.content.decode()


@db
def test_the_day_to_plan_before_is_no_sunday_and_no_day_on_which_the_house_is_closed(
    hoorn: Organisation,
) -> None:
    make_mentor("Drie Plekken", capacity=3)
    expect(hoorn, 1)
    step = Programme.objects.get(organisation=None).copy_for(hoorn).steps.get(key="half-day-2")
    step.days = 19
    step.save(update_fields=["days"])
    shut = ClosedPeriod(organisation=hoorn, last_day=date(2027, 2, 19), reason="Voorjaar")
    for first_shut, told in ((None, "2027-02-19"), (date(2027, 2, 17), "2027-02-16")):
        if first_shut:
            shut.first_day = first_shut
            shut.save()
        [said] = sentences(outlook_of(hoorn, NOW))  # reckoned back to Sunday 21 February
        assert f"first_day={told}" in said.url
        assert f"vóór {date_format(date.fromisoformat(told), 'j F')}." in said.title


@db
def test_another_distance_in_the_own_programme_moves_the_day(hoorn: Organisation) -> None:
    make_mentor("Drie Plekken", capacity=3)
    expect(hoorn, 1)
    own = Programme.objects.get(organisation=None).copy_for(hoorn)
    own.steps.filter(key="half-day-2").update(days=14)
    [advice] = outlook_of(hoorn, NOW).advice
    assert advice.plan_before == date(2027, 2, 26)


@db
def test_a_planned_group_with_seats_left_is_filled_before_another_is_planned(
    hoorn: Organisation,
) -> None:
    make_mentor("Drie Plekken", capacity=3)
    expect(hoorn, 1)
    group = make_cohort(seats=2, name="Winter")
    make_cohort(make_organisation("medemblik"), seats=9)
    [said] = sentences(outlook_of(hoorn, NOW))
    assert said.title == "In mei kom je één mentor tekort."
    assert said.text == (
        "Aan “Winter” kunnen nog twee collega’s meedoen; die zijn op 23 februari opgeleid. "
        "Nodig ze uit."
    )
    assert said.url == reverse("programmes:invite", args=[group.pk])
    for _seat in range(2):
        enrol(group)
    assert not any("Winter" in one.text for one in sentences(outlook_of(hoorn, NOW)))
    # The two who took the seats are mentors from March: May is no longer short.
    assert all(one.month.day > MAY for one in outlook_of(hoorn, NOW).advice)


@db
def test_seats_of_a_planned_group_are_told_beside_the_group_that_is_still_to_be_planned(
    hoorn: Organisation,
) -> None:
    expect(hoorn, 4)
    group = make_cohort(seats=3, name="Winter")
    enrol(make_cohort(seats=1, name="Vol"))
    [too_late, plan, fill] = sentences(outlook_of(hoorn, NOW))
    assert "nog niet klaar" in too_late.title
    assert "plan een groep vóór" in plan.title
    assert (fill.title, fill.url) == (
        "In een geplande groep is ook nog plaats.",
        reverse("programmes:invite", args=[group.pk]),
    )
    assert fill.text.startswith("Aan “Winter” kunnen nog drie collega’s meedoen")


@db
def test_of_planned_groups_that_are_enough_together_only_those_are_told_that_are_needed(
    hoorn: Organisation,
) -> None:
    expect(hoorn, 2)  # six are short in April
    later = {"half_day_1": date(2027, 3, 2), "half_day_2": date(2027, 3, 23)}
    groups = [make_cohort(seats=4), make_cohort(seats=2, **later), make_cohort(seats=9, **later)]
    said = sentences(outlook_of(hoorn, NOW))[1:]
    assert [one.url for one in said] == [
        reverse("programmes:invite", args=[group.pk]) for group in groups[:2]
    ]
    assert [one.title for one in said] == [
        "In april kom je zes mentoren tekort.",
        "In een geplande groep is ook nog plaats.",
    ]


@db
@pytest.mark.parametrize(
    ("a_month", "open_seats", "seats"),
    [(1, 0, 4), (1, 1, 3), (1, 2, 2), (9, 0, 10), (2, 5, 3)],
)
def test_the_planner_opens_with_the_seats_that_are_needed_and_no_more_than_usual(
    a_month: int, open_seats: int, seats: int, hoorn: Organisation
) -> None:
    expect(hoorn, a_month)  # three months of them are short in April, four from May on
    if open_seats:
        make_cohort(seats=open_seats)
    [url] = [one.url for one in sentences(outlook_of(hoorn, NOW)) if "first_day" in one.url]
    assert url.endswith(f"&seats={seats}")


@db
def test_what_no_group_can_help_any_more_says_what_does(hoorn: Organisation) -> None:
    make_newcomer("Nu Meteen", starts_on=date(2027, 1, 18))
    make_mentor("Niet Opgeleid", trained=False)
    [said] = sentences(outlook_of(hoorn, NOW))
    assert (
        said.title == "In januari kom je één mentor tekort. Een nieuwe groep is dan nog niet klaar."
    )
    assert said.url == reverse("matching:mentors")


# --- the page ---------------------------------------------------------------------------------


@db
@clock
def test_the_picture_has_a_dot_for_everybody_and_the_table_says_the_same(
    hoorn: Organisation, client: Client
) -> None:
    make_mentor("Een Plek")
    make_newcomer("Een Bekend", starts_on=FEB)
    expect(hoorn, 2)
    client.force_login(make_adviser())
    columns = client.get(reverse("matching:first_outlook")).context["columns"]
    kinds = [[dot.kind for dot in one.dots] for one in columns[:3]]
    assert kinds == [["free"], ["known", "short"], ["short"] * 3]
    assert len({(dot.x, dot.y) for dot in columns[2].dots}) == 3


@db
@clock
def test_with_enough_mentors_the_page_says_until_when(hoorn: Organisation, client: Client) -> None:
    make_mentor("Vijf Plekken", capacity=5)
    expect(hoorn, 1)
    client.force_login(make_adviser())
    page = client.get(reverse("matching:first_outlook"))
    assert (page.context["first"], page.context["lead"]) == (
        None,
        "Tot en met september is er voor elke nieuwe collega een mentor.",
    )


@db
@clock
def test_with_nothing_known_the_page_says_what_to_do_first(client: Client) -> None:
    client.force_login(make_adviser())
    page = client.get(reverse("matching:first_outlook"))
    assert "Er is nog niets te zien" in page.content.decode()
    assert reverse("people:import") in page.content.decode()


@db
@clock
def test_the_own_figure_is_kept_beside_the_rest_of_the_policy_and_let_go_when_empty(
    hoorn: Organisation, client: Client
) -> None:
    Policy.objects.create(organisation=hoorn, weights={"same team": "not"})
    client.force_login(make_adviser())
    url = reverse("matching:outlook", args=[hoorn.pk])
    for typed, kept in (("8", 8), ("", None), ("0", 0)):
        assert client.post(url, {"expected_a_month": typed}).status_code == 302
        policy = Policy.objects.get()
        assert (policy.expected_a_month, policy.weights) == (kept, {"same team": "not"})


@db
@clock
@pytest.mark.parametrize("typed", ["-1", "201", "zeven", "1e9", "7,5"])
def test_what_is_no_number_of_people_is_told_and_nothing_typed_is_lost(
    typed: str, hoorn: Organisation, client: Client
) -> None:
    client.force_login(make_adviser())
    page = client.post(reverse("matching:outlook", args=[hoorn.pk]), {"expected_a_month": typed})
    assert page.status_code == 422
    assert page.context["form"].errors
    assert f'value="{typed}"' in page.content.decode()
    assert not Policy.objects.exists()


@db
@clock
def test_each_adviser_sees_and_sets_the_own_house_only(hoorn: Organisation, client: Client) -> None:
    elsewhere = make_organisation("medemblik")
    els = make_adviser(elsewhere)
    for viewer in (els, make_trainer(), make_newcomer(), make_person()):
        client.force_login(viewer)
        url = reverse("matching:outlook", args=[hoorn.pk])
        assert client.get(url).status_code == 404
        assert client.post(url, {"expected_a_month": "3"}).status_code == 404
        if viewer != els:
            assert client.get(reverse("matching:first_outlook")).status_code == 404
    assert not Policy.objects.exists()
    client.force_login(els)
    shown = client.get(reverse("matching:first_outlook")).context["outlook"]
    assert shown.organisation == elsewhere


@db
@clock
def test_the_page_asks_as_much_for_three_mentors_as_for_one(
    hoorn: Organisation, client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(make_adviser())
    url = reverse("matching:first_outlook")

    def add() -> None:
        pair_up(make_mentor(), make_newcomer(), by=make_adviser())
        enrol(make_cohort())

    add()
    client.get(url)
    with django_assert_num_queries(28):
        client.get(url)
    add()
    add()
    with django_assert_num_queries(28):
        client.get(url)


@db
@clock
@pytest.mark.parametrize("policy", Policy.MayBeMatched.values)
def test_the_page_speaks_of_the_mentors_whom_its_figures_count(
    policy: str, hoorn: Organisation, client: Client
) -> None:
    Policy.objects.create(organisation=hoorn, may_be_matched=policy)
    make_mentor("Is Trained")
    enrol(make_cohort(hoorn, name="Winter"))  # a mentor who is not trained yet
    client.force_login(make_adviser())
    response = client.get(reverse("matching:first_outlook"))
    text, free = response.content.decode(), response.context["outlook"].months[0].free
    only_trained = policy == "trained"
    assert free == (1 if only_trained else 2)
    assert ("Zijn er genoeg opgeleide mentoren" in text) is only_trained
    assert ("Wie meedoet aan “Winter”" in text) is only_trained
    assert ("Zijn er genoeg mentoren" in text) is not only_trained
    assert ("Mentoren zonder opleiding tellen mee" in text) is not only_trained


# --- Vandaag ----------------------------------------------------------------------------------


def short_lines(person: Person, at: Any = NOW) -> list[Any]:
    return [one for one in lines(person, at) if "tekort" in one.what]


@db
def test_today_says_it_three_weeks_before_the_day_to_plan_and_not_earlier(
    hoorn: Organisation,
) -> None:
    make_mentor("Drie Plekken", capacity=3)
    expect(hoorn, 1)
    sanne = make_adviser()
    # To be planned before 19 February.
    assert short_lines(sanne, NOW + timedelta(days=16)) == []
    [line] = short_lines(sanne, NOW + timedelta(days=17))
    assert (line.count, line.what, line.detail) == (
        1,
        "mentor tekort in mei",
        "Plan een groep vóór 19 februari",
    )
    assert line.url == reverse("matching:outlook", args=[hoorn.pk])
    assert short_lines(make_adviser(make_organisation("medemblik")), NOW + timedelta(17)) == []


@db
def test_today_is_quiet_when_a_planned_group_has_the_seats(hoorn: Organisation) -> None:
    make_mentor("Drie Plekken", capacity=3)
    expect(hoorn, 1)
    later = {"half_day_1": date(2027, 3, 2), "half_day_2": date(2027, 3, 23)}
    make_cohort(**later, return_day=date(2027, 6, 24))
    assert short_lines(make_adviser(), NOW + timedelta(days=17)) == []


@db
def test_today_asks_few_questions_and_fewer_when_no_month_is_short(
    hoorn: Organisation, django_assert_num_queries: Any
) -> None:
    sanne = make_adviser()
    for number in range(3):
        make_mentor(f"Plek {number}")
    expect(hoorn, 0)
    with django_assert_num_queries(12):
        assert list(_too_few(sanne, NOW)) == []
    for number in range(4):
        pair_up(make_mentor(f"Bezet {number}"), make_newcomer(f"Begint {number}"), by=sanne)
    with django_assert_num_queries(12):
        assert list(_too_few(sanne, NOW)) == []
    expect(hoorn, 2)  # then the programme, the closed days and the groups matter too
    with django_assert_num_queries(16):
        list(_too_few(sanne, NOW))
