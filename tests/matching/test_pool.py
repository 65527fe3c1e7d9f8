"""What is loaded for the table: the right facts, in as many queries for a thousand as for ten."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from matching.criteria import why_not
from matching.models import Agreement, Hope, MentorProfile, Mentorship, Policy, Ruling
from matching.pool import Pool, load_pool
from matching.ranking import advise
from mentorship.people.models import Organisation, Person, Team
from programmes.models import Submission
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_cohort,
    make_newcomer,
    make_organisation,
    make_person,
    make_team,
)
from tests.matching.cast import attend, make_mentor, pair_up, past_cohort, trained_in

pytestmark = pytest.mark.django_db


def pool_of(*newcomers: Person) -> Pool:
    return load_pool(Organisation.objects.filter(slug="hoorn"), NOW, newcomers)


def test_mentors_are_those_with_a_profile_and_those_who_take_part_and_nobody_else() -> None:
    cohort = past_cohort()
    profiled, taking_part = make_mentor(), enrol(cohort).person
    for state in ("invited", "waiting", "declined", "withdrawn"):
        enrol(cohort, state=state)
    make_person()
    make_mentor("Gerda Weg", leaves_on=date(2027, 1, 11))
    make_mentor("Els Elders", organisation=make_organisation("medemblik"))
    cancelled = past_cohort(name="Af", trainer=cohort.trainer, created_by=cohort.created_by)
    enrol(cancelled)
    cancelled.cancelled_at = NOW
    cancelled.save()
    assert {one.pk for one in pool_of().mentors()} == {profiled.pk, taking_part.pk}


def test_trained_is_who_was_at_each_half_day_whatever_is_still_to_be_handed_in() -> None:
    """Being there is what teaches: see "Where the design was changed" in docs/architecture.md."""
    cohort = past_cohort()
    trained = trained_in(cohort, "Tess Vink")
    assert cohort.deadlines.exists()
    assert not Submission.objects.exists()
    half = enrol(cohort, make_person("Half Werk"))
    attend(half, "half-day-1")
    candidates = pool_of().candidates
    assert candidates[trained.pk].is_trained
    assert not candidates[half.person_id].is_trained
    assert candidates[half.person_id].trained_on == date(2026, 12, 15)


def test_who_is_in_training_shows_its_last_half_day_and_not_the_return_meeting() -> None:
    person = enrol(make_cohort()).person
    one = pool_of().candidates[person.pk]
    assert (one.is_trained, one.trained_on) == (False, date(2027, 2, 23))


def test_places_are_taken_by_pairs_and_questions_and_a_no_is_remembered() -> None:
    mentor, adviser = make_mentor(capacity=4), make_adviser()
    one, other, third, fourth = (make_newcomer(f"Nieuw {i}") for i in "abcd")
    pair_up(mentor, one, by=adviser)
    facts = {"mentor": mentor, "asked_by": adviser}
    Mentorship.objects.create(mentee=other, **facts)
    Mentorship.objects.create(mentee=third, state="declined", answered_at=NOW, **facts)
    Mentorship.objects.create(mentee=fourth, state="withdrawn", ended_at=NOW, **facts)
    loaded = pool_of().candidates[mentor.pk]
    assert (loaded.taken, loaded.free, loaded.said_no_to) == (2, 2, frozenset({third.pk}))


def test_without_a_profile_there_is_one_place_and_no_end() -> None:
    person = trained_in(past_cohort(), "Tess Vink")
    one = pool_of().candidates[person.pk]
    assert (one.capacity, one.available_from, one.available_until) == (1, None, None)


def test_the_line_goes_up_to_the_top_and_stops_in_a_circle() -> None:
    top = make_person("Top")
    boss = make_person("Boss", manager=top)
    daan = make_newcomer(manager=boss)
    assert pool_of(daan).newcomer(daan).managers == (boss.pk, top.pk)
    top.manager = boss
    top.save()
    assert pool_of(daan).newcomer(daan).managers == (boss.pk, top.pk)


def test_the_manager_is_shown_as_excluded_and_no_other_colleague_is() -> None:
    boss = make_person("Erik Mol")
    daan = make_newcomer(manager=boss)
    make_person("Kees Collega")
    make_newcomer("Sem Kok", manager=make_person("Andere Baas"))
    mentor = make_mentor()
    pool = pool_of(*Person.objects.filter(manager__isnull=False))
    advice = advise(pool.newcomer(daan), pool.candidates_for(daan).values())
    assert [one.candidate.pk for one in advice.suggestions] == [mentor.pk]
    assert [(one.candidate.pk, one.key) for one in advice.excluded] == [(boss.pk, "manager")]


def test_of_another_organisation_nobody_is_suggested() -> None:
    medemblik = make_organisation("medemblik")
    daan = make_newcomer()
    els = make_mentor("Els Elders", organisation=medemblik)
    pool = load_pool(Organisation.objects.all(), NOW, [daan])
    assert pool.candidates_for(daan) == {}
    row = why_not(pool.newcomer(daan), pool.candidates[els.pk])
    assert row is not None
    assert row.key == "organisation"


def test_with_room_are_those_who_could_take_somebody_on_today() -> None:
    daan = make_newcomer()
    make_mentor("Kan Wel")
    make_mentor("Niet Opgeleid", trained=False)
    make_mentor("Geen Plaats", capacity=0)
    make_mentor("Later Pas", available_from=date(2027, 1, 13))
    make_mentor("Niet Meer", available_until=date(2027, 1, 11))
    make_mentor("Met Pauze", paused_until=date(2027, 1, 13))
    make_mentor("Wacht Nog", manager=make_person("Erik Mol"))
    make_mentor("Geen Tijd", manager=make_person("Petra Vis"))
    Agreement.objects.create(mentor=Person.objects.get(family_name="Tijd"), agreed=False)
    pair_up(make_mentor("Zit Vol"), daan)
    assert pool_of().with_room() == 1


def test_a_mentor_waits_for_a_manager_who_is_there_and_has_not_answered() -> None:
    boss, gone = make_person("Erik Mol"), make_person("Petra Vis", leaves_on=date(2027, 1, 11))
    waits, agreed, refused = (make_mentor(f"Mentor {i}", manager=boss) for i in "abc")
    alone, orphan = make_mentor("Vrij Man"), make_mentor("Wees Kind", manager=gone)
    Agreement.objects.create(mentor=agreed, manager=boss, agreed=True)
    Agreement.objects.create(mentor=refused, manager=boss, agreed=False)
    found = {pk: one.waits_for_manager for pk, one in pool_of().candidates.items()}
    assert {pk for pk, waiting in found.items() if waiting} == {waits.pk}
    assert {agreed.pk, refused.pk, alone.pk, orphan.pk} < found.keys()


def test_what_both_sides_chose_is_loaded_and_the_open_word_is_not() -> None:
    daan = make_newcomer()
    Hope.objects.create(
        person=daan, themes=["politics"], days=["mon"], way="walking", word="Liever geen trap"
    )
    mentor = make_mentor(themes=["growing"], days=["tue"], ways=["office"])
    pool = pool_of(daan)
    newcomer, one = pool.newcomer(daan), pool.candidates[mentor.pk]
    assert (newcomer.themes, newcomer.days, newcomer.way) == ({"politics"}, {"mon"}, "walking")
    assert (one.themes, one.days, one.ways) == ({"growing"}, {"tue"}, {"office"})
    assert "trap" not in repr(newcomer)


def test_an_adviser_keeps_two_apart_and_only_those_two() -> None:
    adviser, daan, noor = make_adviser(), make_newcomer(), make_newcomer("Noor Bos")
    joris, tess = make_mentor(), make_mentor("Tess Vink")
    Ruling.objects.create(newcomer=daan, mentor=joris, kind="apart", made_by=adviser)
    Ruling.objects.create(newcomer=noor, mentor=joris, kind="together", made_by=adviser)
    pool = pool_of(daan, noor)
    assert pool.candidates[joris.pk].apart_from == {daan.pk}
    assert pool.candidates[tess.pk].apart_from == frozenset()


def test_each_organisation_has_its_own_policy_and_may_look_at_another() -> None:
    medemblik, hoorn = make_organisation("medemblik"), make_organisation()
    Policy.objects.create(organisation=medemblik, weights={"room": "not"}, may_be_matched="anyone")
    here, there = make_mentor(), make_mentor("Els Elders", organisation=medemblik)
    daan, nel = make_newcomer(), make_newcomer("Nel Elders", organisation=medemblik)
    pool = load_pool(Organisation.objects.all(), NOW, [daan, nel])

    def rules(pool: Pool) -> list[str]:
        return [pool.candidates[pk].may_be_matched for pk in (here.pk, there.pk)]

    assert rules(pool) == ["trained", "anyone"]
    assert (pool.weights(daan), pool.weights(nel)) == ({}, {"room": "not"})
    other = pool.under(Policy(organisation=hoorn, may_be_matched="trained first"))
    assert rules(other) == ["trained first", "anyone"]
    assert rules(pool) == ["trained", "anyone"]


def count_queries(newcomer: Person) -> int:
    with CaptureQueriesContext(connection) as queries:
        pool = pool_of(newcomer)
        advise(pool.newcomer(newcomer), pool.candidates_for(newcomer).values())
    return len(queries)


def test_a_thousand_candidates_take_as_many_queries_as_two_and_half_a_second() -> None:
    daan = make_newcomer(manager=make_person("Erik Mol"))
    pair_up(make_mentor("Joris Meer"), make_newcomer("Sem Kok"))
    trained_in(past_cohort(), "Tess Vink")
    few = count_queries(daan)
    organisation, team = make_organisation(), make_team()
    other = Team.objects.create(organisation=organisation, department="Ruimte", name="Havens")
    crowd = Person.objects.bulk_create(
        Person(
            given_name="Kees",
            family_name=f"Mentor{i}",
            email=f"k{i}@hoorn.example",
            number=f"x{i}",
            organisation=organisation,
            team=team if i % 2 else other,
            starts_on=date(2012, 1, 1) + timedelta(days=i),
        )
        for i in range(1000)
    )
    MentorProfile.objects.bulk_create(
        MentorProfile(person=one, trained_elsewhere=True) for one in crowd
    )
    assert count_queries(daan) == few <= 9
