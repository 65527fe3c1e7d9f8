"""Who sees which pair, profile, request and buddy. Whole sets, with plants that could leak."""

from datetime import timedelta
from typing import Any

import pytest

from matching import actions
from matching.models import BuddyPair, ChangeRequest, Exchange, MentorProfile, Mentorship
from mentorship.people.models import Person
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_coordinator,
    make_newcomer,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.matching.cast import make_mentor, pair_up, past_cohort

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> dict[str, Any]:
    """One running pair with its manager; beside it a pair in each other state, and elsewhere."""
    adviser, manager = make_adviser(), make_person("Petra Hoekstra")
    mentor, mentee = make_mentor("Joris Meer", capacity=5), make_newcomer(manager=manager)
    elsewhere = make_organisation("medemblik")
    els = make_adviser(elsewhere)
    other = {
        state: Mentorship.objects.create(
            mentor=mentor,
            mentee=make_newcomer(f"Nieuw {state}", manager=manager),
            asked_by=adviser,
            state=state,
            answered_at=None if state in ("asked", "withdrawn") else NOW,
            ended_at=NOW if state in ("withdrawn", "ended") else None,
        )
        for state in ("asked", "declined", "withdrawn", "ended")
    }
    return {
        "adviser": adviser,
        "manager": manager,
        "mentor": mentor,
        "mentee": mentee,
        "pair": pair_up(mentor, mentee, by=adviser),
        **other,
        "els": els,
        "there": pair_up(
            make_mentor("Ed Elders", organisation=elsewhere),
            make_newcomer("Nel Elders", organisation=elsewhere),
            by=els,
        ),
    }


def test_a_pair_is_seen_by_the_two_their_adviser_and_the_manager(cast: dict[str, Any]) -> None:
    def seen(viewer: Person) -> set[Mentorship]:
        return set(Mentorship.objects.visible_to(viewer))

    own = {cast[key] for key in ("pair", "asked", "declined", "withdrawn", "ended")}
    assert seen(cast["mentor"]) == seen(cast["adviser"]) == own
    assert seen(cast["mentee"]) == seen(cast["manager"]) == {cast["pair"]}
    assert seen(cast["ended"].mentee) == {cast["ended"]}
    for state in ("asked", "declined", "withdrawn"):  # a newcomer does not hear who was asked
        assert seen(cast[state].mentee) == set()
    assert seen(cast["els"]) == {cast["there"]}
    for nobody in (make_person(), make_trainer(), make_coordinator()):
        assert seen(nobody) == set()


def test_pairs_are_managed_by_their_own_advisers_alone(cast: dict[str, Any]) -> None:
    for viewer in (cast["mentor"], cast["mentee"], cast["manager"], make_trainer()):
        assert not Mentorship.objects.managed_by(viewer).exists()
    assert set(Mentorship.objects.managed_by(cast["els"])) == {cast["there"]}


def test_through_a_pair_people_get_to_see_each_other(cast: dict[str, Any]) -> None:
    def seen(viewer: Person) -> set[Person]:
        return set(Person.objects.visible_to(viewer)) - {viewer}

    assert seen(cast["mentor"]) == {cast["mentee"], cast["asked"].mentee}
    assert seen(cast["mentee"]) == {cast["mentor"], cast["manager"]}
    staff = {cast[key].mentee for key in ("asked", "declined", "withdrawn", "ended")}
    assert seen(cast["manager"]) == staff | {cast["mentee"], cast["mentor"]}
    for state in ("asked", "declined", "withdrawn", "ended"):
        assert seen(cast[state].mentee) == {cast["manager"]}


def test_a_profile_is_read_by_adviser_mentee_cohort_and_trainer_and_not_by_the_manager(
    cast: dict[str, Any],
) -> None:
    mentor, trainer = cast["mentor"], make_trainer()
    boss = make_person("Baas Zelf")
    mentor.manager = boss
    mentor.save()
    cohort = past_cohort(trainer=trainer, created_by=cast["adviser"])
    enrol(cohort, mentor)
    fellow = enrol(cohort).person
    invited = enrol(cohort, state="invited").person
    own = MentorProfile.objects.filter(person=mentor)

    def sees(viewer: Person) -> bool:
        return own.filter(pk__in=MentorProfile.objects.visible_to(viewer)).exists()

    for viewer in (mentor, cast["adviser"], cast["mentee"], fellow, trainer):
        assert sees(viewer), viewer
    asked_for, ended = cast["asked"].mentee, cast["ended"].mentee
    for viewer in (boss, cast["manager"], invited, asked_for, ended, cast["els"], make_person()):
        assert not sees(viewer), viewer
    assert not sees(make_coordinator())


def test_a_request_for_another_mentor_is_between_newcomer_and_adviser(
    cast: dict[str, Any],
) -> None:
    actions.ask_for_another(cast["pair"], cast["mentee"], at=NOW)
    actions.ask_for_another(cast["there"], cast["there"].mentee, at=NOW)
    own = set(ChangeRequest.objects.filter(mentorship=cast["pair"]))
    assert set(ChangeRequest.objects.visible_to(cast["mentee"])) == own
    assert set(ChangeRequest.objects.visible_to(cast["adviser"])) == own
    assert set(ChangeRequest.objects.managed_by(cast["adviser"])) == own
    for viewer in (cast["mentor"], cast["manager"], make_trainer(), make_coordinator()):
        assert not ChangeRequest.objects.visible_to(viewer).exists()


def test_buddies_and_that_they_met_are_seen_by_the_pair_adviser_and_trainer() -> None:
    cohort = past_cohort()
    one, two, three, four = (enrol(cohort) for _ in range(4))
    [pair, other] = actions.make_buddies(cohort, [[one, two], [three, four]], at=NOW)
    actions.note_exchange(pair, one.person, at=NOW)
    for viewer in (one.person, two.person):
        assert set(BuddyPair.objects.visible_to(viewer)) == {pair}
        assert Exchange.objects.visible_to(viewer).count() == 1
    assert set(BuddyPair.objects.visible_to(three.person)) == {other}
    assert not Exchange.objects.visible_to(three.person).exists()
    for viewer in (cohort.trainer, cohort.created_by):
        assert set(BuddyPair.objects.visible_to(viewer)) == {pair, other}
    stranger, elsewhere = make_person(), make_adviser(make_organisation("medemblik"))
    for viewer in (stranger, elsewhere, make_trainer(), make_coordinator()):
        assert not BuddyPair.objects.visible_to(viewer).exists()


def test_who_is_no_longer_a_buddy_no_longer_sees_the_pair() -> None:
    cohort = past_cohort()
    one, two, three, four = (enrol(cohort) for _ in range(4))
    actions.make_buddies(cohort, [[one, two], [three, four]], at=NOW)
    actions.make_buddies(cohort, [[one, three], [two, four]], at=NOW + timedelta(days=1))
    [pair] = BuddyPair.objects.visible_to(one.person)
    assert {member.pk for member in pair.members.all()} == {one.pk, three.pk}
