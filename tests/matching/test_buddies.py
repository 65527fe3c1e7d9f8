"""Making buddy pairs: proposed, changed by hand, confirmed, undone; and that they met."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from matching import actions
from matching.arrangement import mended, participants, proposed, read, swap
from matching.attention import lines
from matching.links import met_path
from matching.models import BuddyMember, BuddyPair, Exchange
from matching.pairing import two
from matching.screens import _buddies_done
from mentorship.people.models import Person
from mentorship.reminders.models import Message
from programmes.models import Cohort, Enrolment
from tests.cast import NOW, enrol, make_adviser, make_organisation, make_person, make_team
from tests.matching.cast import past_cohort

pytestmark = pytest.mark.django_db


@pytest.fixture
def cohort() -> Cohort:
    """Five participants of three teams, a manager among them; one who left and one who waits."""
    cohort = past_cohort()
    boss = enrol(cohort, make_person("Boss Aa", team=make_team(name="Havens"))).person
    for name, team, manager in [
        ("Bea Bb", "Havens", boss),
        ("Cor Cc", "Wonen", boss),
        ("Dirk Dd", "Jeugd", None),
        ("Eva Ee", "Jeugd", None),
    ]:
        enrol(cohort, make_person(name, team=make_team(name=team), manager=manager))
    enrol(cohort, state="withdrawn")
    enrol(cohort, state="waiting")
    return cohort


def names(pairs: list[BuddyPair]) -> set[str]:
    return {"+".join(one.given_name for one in pair.people) for pair in pairs}


def live(cohort: Cohort) -> set[str]:
    return names(list(cohort.buddy_pairs.live().with_members()))


def by_name(cohort: Cohort) -> dict[str, Enrolment]:
    return {one.person.given_name: one for one in participants(cohort)}


def told() -> set[str]:
    messages = Message.objects.filter(rule="buddies_made", dropped_at=None)
    return {one.recipient.given_name for one in messages.select_related("recipient")}


def test_the_proposal_holds_every_participant_once_and_says_why(cohort: Cohort) -> None:
    people = participants(cohort)
    assert [one.person.given_name for one in people] == ["Boss", "Bea", "Cor", "Dirk", "Eva"]
    arrangement = proposed(people, 0)
    assert arrangement is not None
    assert sorted(len(group.enrolments) for group in arrangement.groups) == [2, 3]
    assert arrangement.faults == []
    assert {str(group.reason) for group in arrangement.groups} == {"andere teams"}


def test_an_address_gives_back_the_same_arrangement(cohort: Cohort) -> None:
    people = participants(cohort)
    arrangement = proposed(people, 0)
    assert arrangement is not None
    again = read(arrangement.code, people)
    assert again is not None
    assert again.code == arrangement.code


def test_an_address_that_is_not_the_whole_group_is_no_arrangement(cohort: Cohort) -> None:
    people = participants(cohort)
    pks = [one.pk for one in people]
    withdrawn = cohort.enrolments.get(state="withdrawn").pk
    for code in (
        "",
        "x-y",
        f"{pks[0]}-{pks[1]}",
        "-".join(str(pk) for pk in [*pks, withdrawn]),
        "-".join(str(pk) for pk in [*pks, pks[0]]),
    ):
        assert read(code, people) is None


def test_a_swap_by_hand_that_joins_manager_and_staff_is_shown_as_a_fault(cohort: Cohort) -> None:
    people, who = participants(cohort), by_name(cohort)
    code = f"{who['Boss'].pk}-{who['Dirk'].pk},{who['Bea'].pk}-{who['Cor'].pk}-{who['Eva'].pk}"
    arrangement = read(code, people)
    assert arrangement is not None
    assert arrangement.faults == []
    wrong = read(swap(arrangement, who["Dirk"].pk, who["Bea"].pk), people)
    assert wrong is not None
    assert wrong.faults == ["Boss Aa is de leidinggevende van Bea: zij kunnen geen buddy’s zijn."]


def confirm(client: Client, cohort: Cohort, *groups: str) -> None:
    who = by_name(cohort)
    code = ",".join("-".join(str(who[one].pk) for one in group.split()) for group in groups)
    client.post(reverse("matching:buddies", args=[cohort.pk]), {"pairs": code})


@pytest.mark.parametrize("role", ["created_by", "trainer"])
def test_adviser_and_trainer_confirm_and_everybody_is_told(
    role: str, cohort: Cohort, client: Client
) -> None:
    client.force_login(getattr(cohort, role))
    page = client.get(reverse("matching:buddies", args=[cohort.pk]))
    code = page.context["arrangement"].code
    client.post(reverse("matching:buddies", args=[cohort.pk]), {"pairs": code})
    assert sum(pair.members.count() for pair in cohort.buddy_pairs.live()) == 5
    assert told() == {"Boss", "Bea", "Cor", "Dirk", "Eva"}


def test_others_do_not_get_to_the_page(cohort: Cohort, client: Client) -> None:
    participant = participants(cohort)[0].person
    elsewhere = make_adviser(make_organisation("medemblik"))
    for viewer in (participant, elsewhere, make_person()):
        client.force_login(viewer)
        for name in ("buddies", "undo_buddies"):
            url = reverse(f"matching:{name}", args=[cohort.pk])
            assert client.post(url).status_code == 404


@pytest.mark.parametrize("groups", [("Boss Bea", "Cor Dirk Eva"), ("Boss Dirk Eva Cor", "Bea")])
def test_what_cannot_be_is_not_kept(
    groups: tuple[str, ...], cohort: Cohort, client: Client
) -> None:
    client.force_login(cohort.created_by)
    confirm(client, cohort, *groups)
    assert not BuddyPair.objects.exists()


def test_a_pair_that_stays_keeps_its_row_and_is_told_nothing_new(
    cohort: Cohort, client: Client
) -> None:
    client.force_login(cohort.created_by)
    confirm(client, cohort, "Boss Dirk", "Bea Cor Eva")
    kept = cohort.buddy_pairs.get(members__person__given_name="Boss")
    Message.objects.all().delete()
    confirm(client, cohort, "Boss Dirk", "Bea Cor Eva")
    assert (cohort.buddy_pairs.count(), told()) == (2, set())
    confirm(client, cohort, "Boss Eva", "Bea Cor Dirk")
    assert live(cohort) == {"Boss+Eva", "Bea+Cor+Dirk"}
    kept.refresh_from_db()
    assert kept.ended_at is not None


def test_undo_puts_back_what_was_there_and_nobody_hears_of_what_was_not_sent(
    cohort: Cohort, client: Client
) -> None:
    client.force_login(cohort.created_by)
    confirm(client, cohort, "Boss Dirk", "Bea Cor Eva")
    Message.objects.all().delete()  # they have heard
    confirm(client, cohort, "Boss Eva", "Bea Cor Dirk")
    client.post(reverse("matching:undo_buddies", args=[cohort.pk]))
    assert live(cohort) == {"Boss+Dirk", "Bea+Cor+Eva"}
    assert told() == set()


def test_the_first_time_undone_leaves_no_pairs(cohort: Cohort, client: Client) -> None:
    client.force_login(cohort.created_by)
    confirm(client, cohort, "Boss Dirk", "Bea Cor Eva")
    client.post(reverse("matching:undo_buddies", args=[cohort.pk]))
    assert live(cohort) == set()
    assert not client.post(reverse("matching:undo_buddies", args=[cohort.pk])).context


def test_the_database_refuses_somebody_in_two_pairs(cohort: Cohort) -> None:
    one, two, *_rest = participants(cohort)
    actions.make_buddies(cohort, [[one, two]], at=NOW)
    other = BuddyPair.objects.create(cohort=cohort, made_on=NOW.date())
    with pytest.raises(IntegrityError), transaction.atomic():
        BuddyMember.objects.create(pair=other, enrolment=one)


def test_the_step_is_done_for_who_has_a_buddy(
    cohort: Cohort, django_assert_num_queries: object
) -> None:
    one, two, *_rest = participants(cohort)
    actions.make_buddies(cohort, [[one, two]], at=NOW)
    step = cohort.programme.steps.get(kind="buddies")
    with django_assert_num_queries(1):  # type: ignore[operator]
        done = _buddies_done([cohort.pk])
    assert done == {(one.pk, step.pk), (two.pk, step.pk)}


# --- never the same two again -----------------------------------------------------------------


def seats(cohort: Cohort, *groups: str) -> list[list[Enrolment]]:
    who = by_name(cohort)
    return [[who[one] for one in group.split()] for group in groups]


def test_all_anew_never_brings_the_same_two_together_again(cohort: Cohort) -> None:
    enrol(cohort, make_person("Finn Ff", team=make_team(name="Havens")))
    for _again in range(3):
        arrangement = proposed(participants(cohort), 0)
        assert arrangement is not None
        groups = [group.enrolments for group in arrangement.groups]
        before = {two(*(one.pk for one in pair)) for pair in groups}
        actions.make_buddies(cohort, groups, at=NOW)
        after = proposed(participants(cohort), 0)
        assert after is not None
        assert not before & {two(*(one.pk for one in group.enrolments)) for group in after.groups}
        assert after.compromise == ""


def test_buddies_of_an_earlier_group_are_not_buddies_in_the_next(cohort: Cohort) -> None:
    earlier, who = past_cohort(name="Eerder"), by_name(cohort)
    one_team = make_team(name="Wonen")  # so that nothing but the past tells Dirk from Eva
    Person.objects.filter(given_name__in=["Dirk", "Eva", "Cor"]).update(team=one_team)
    before = {name: enrol(earlier, who[name].person) for name in ("Boss", "Cor", "Dirk", "Eva")}
    for weeks, names in ((9, "Boss Dirk"), (6, "Cor Eva")):
        group = [before[name] for name in names.split()]
        actions.make_buddies(earlier, [group], at=NOW - timedelta(weeks=weeks))
    arrangement = proposed(participants(cohort), 0)
    assert arrangement is not None
    assert [group.again for group in arrangement.groups] == ["", ""]


def test_where_it_cannot_be_otherwise_the_page_says_so(cohort: Cohort, client: Client) -> None:
    cohort.enrolments.exclude(person__given_name__in=["Dirk", "Eva"]).delete()
    actions.make_buddies(cohort, seats(cohort, "Dirk Eva"), at=NOW)
    client.force_login(cohort.created_by)
    page = client.get(reverse("matching:buddies", args=[cohort.pk]), {"new": 1})
    [group] = page.context["arrangement"].groups
    assert group.again == "Dirk en Eva waren al eens buddy’s."
    assert "In deze groep kan het niet anders." in page.content.decode()


def test_a_pair_that_was_undone_at_once_was_no_pair(cohort: Cohort) -> None:
    actions.make_buddies(cohort, seats(cohort, "Boss Dirk", "Bea Cor Eva"), at=NOW)
    actions.undo_buddies(cohort, at=NOW + timedelta(minutes=1))
    assert not BuddyPair.objects.lasting().exists()


def test_a_pair_counts_when_it_is_lasted_a_day_or_met(cohort: Cohort) -> None:
    [live, long, met, _brief] = [
        actions.make_buddies(cohort, seats(cohort, group), at=NOW)[0]
        for group in ("Boss Dirk", "Bea Eva", "Bea Cor", "Dirk Eva")
    ]
    BuddyPair.objects.filter(pk=live.pk).update(ended_at=None)
    BuddyPair.objects.filter(pk=long.pk).update(ended_at=NOW + timedelta(days=1))
    for pair in (met, _brief):
        BuddyPair.objects.filter(pk=pair.pk).update(ended_at=NOW + timedelta(hours=23))
    Exchange.objects.create(pair=met, met_on=NOW.date(), noted_by=participants(cohort)[0].person)
    assert set(BuddyPair.objects.lasting()) == {live, long, met}


def test_buddies_of_several_organisations_are_of_different_ones_and_it_says_which(
    cohort: Cohort,
) -> None:
    elsewhere = make_organisation("medemblik")
    for name in ("Gré Elders", "Han Elders"):
        team = make_team(elsewhere, "Havens")
        enrol(cohort, make_person(name, organisation=elsewhere, team=team))
    cohort.enrolments.filter(person__given_name__in=["Boss", "Cor", "Eva"]).delete()
    arrangement = proposed(participants(cohort), 0)
    assert arrangement is not None
    assert {str(group.reason) for group in arrangement.groups} == {"andere organisaties"}
    assert {group.between for group in arrangement.groups} == {"Hoorn – Medemblik"}


# --- when somebody comes or goes ---------------------------------------------------------------


@pytest.fixture
def paired(cohort: Cohort) -> Cohort:
    """Two pairs, a trio and everybody heard of it a month ago."""
    for name, team in (("Finn Ff", "Havens"), ("Gré Gg", "Wonen")):
        enrol(cohort, make_person(name, team=make_team(name=team)))
    groups = seats(cohort, "Boss Dirk", "Bea Eva", "Cor Finn Gré")
    actions.make_buddies(cohort, groups, at=NOW - timedelta(days=30))
    Message.objects.all().delete()
    return cohort


def leave(cohort: Cohort, name: str) -> None:
    assert by_name(cohort)[name].move_to("withdrawn", at=NOW)


def test_when_one_leaves_the_others_stay_and_the_page_shows_what_changes(
    paired: Cohort, client: Client
) -> None:
    leave(paired, "Dirk")
    client.force_login(paired.trainer)
    page = client.get(reverse("matching:buddies", args=[paired.pk]))
    assert page.context["alone"] == ["Boss Aa"]
    found = page.context["mended"]
    assert found.stays == 1
    changes = {
        "+".join(one.person.given_name for one in group.enrolments): group.change
        for group in found.changes
    }
    # Six are left, so the trio can be none: one of the three goes to Boss, whose staff is Cor.
    assert changes in (
        {"Boss+Finn": "nieuw samen", "Cor+Gré": "blijven samen, voortaan met z’n tweeën"},
        {"Boss+Gré": "nieuw samen", "Cor+Finn": "blijven samen, voortaan met z’n tweeën"},
    )


@pytest.mark.usefixtures("clock")
def test_one_click_does_it_only_who_changed_hears_it_and_undo_puts_it_back(
    paired: Cohort, client: Client
) -> None:
    kept = paired.buddy_pairs.get(members__person__given_name="Bea")
    leave(paired, "Dirk")
    client.force_login(paired.created_by)
    url = reverse("matching:buddies", args=[paired.pk])
    code = client.get(url).context["mended"].code
    page = client.post(url, {"pairs": code}, follow=True)
    assert page.context["alone"] == []
    assert told() == {"Boss", "Cor", "Finn", "Gré"}
    assert kept in paired.buddy_pairs.live()
    client.post(reverse("matching:undo_buddies", args=[paired.pk]))
    assert live(paired) == {"Boss+Dirk", "Bea+Eva", "Cor+Finn+Gré"}
    assert told() == set()


def test_two_of_a_trio_whose_third_left_stay_together_and_hear_nothing(paired: Cohort) -> None:
    trio = paired.buddy_pairs.get(members__person__given_name="Finn")
    leave(paired, "Finn")
    found = mended(participants(paired))
    assert found is not None
    assert found.changes == []
    actions.make_buddies(paired, [group.enrolments for group in found.groups], at=NOW)
    assert trio in paired.buddy_pairs.live()
    assert told() == set()


def test_who_joins_later_comes_to_a_pair_and_the_page_says_so(cohort: Cohort) -> None:
    actions.make_buddies(cohort, seats(cohort, "Boss Dirk"), at=NOW)
    cohort.enrolments.filter(person__given_name__in=["Bea", "Cor"]).delete()
    found = mended(participants(cohort))
    assert found is not None
    assert [group.change for group in found.groups] == ["Eva komt erbij"]


def test_today_leads_to_the_proposal_for_whoever_has_no_buddy(
    paired: Cohort, client: Client
) -> None:
    leave(paired, "Dirk")
    adviser = paired.created_by
    [line] = [one for one in lines(adviser, NOW) if "buddy" in one.what]
    assert (line.count, line.what) == (1, "deelnemer zonder buddy")
    client.force_login(adviser)
    assert client.get(line.url).context["mended"].changes


def test_the_page_asks_as_many_questions_for_three_pairs_as_for_one(
    paired: Cohort, client: Client, django_assert_max_num_queries: object
) -> None:
    leave(paired, "Dirk")
    client.force_login(paired.created_by)
    url = reverse("matching:buddies", args=[paired.pk])
    client.get(url)
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        client.get(url)


# --- that they met ----------------------------------------------------------------------------


@pytest.fixture
def member(cohort: Cohort) -> BuddyMember:
    one, two, *_rest = participants(cohort)
    actions.make_buddies(cohort, [[one, two]], at=NOW)
    pairs = BuddyPair.objects.with_return().prefetch_related("buddy_members__enrolment__person")
    return next(found for found in pairs.get().buddy_members.all() if found.enrolment == one)


@pytest.mark.usefixtures("clock")
def test_one_click_from_the_mail_notes_that_they_met(member: BuddyMember, client: Client) -> None:
    page = client.get(met_path(member))
    assert "Bea" in page.content.decode()
    assert not Exchange.objects.exists()  # a mail scanner follows links
    for _twice in range(2):
        client.post(met_path(member), {"met": "yes"})
    [exchange] = Exchange.objects.all()
    assert (exchange.pair, exchange.noted_by) == (member.pair, member.enrolment.person)


@pytest.mark.usefixtures("clock")
def test_not_yet_notes_nothing(member: BuddyMember, client: Client) -> None:
    assert client.post(met_path(member), {"met": "no"}).status_code == 200
    assert not Exchange.objects.exists()


@pytest.mark.usefixtures("clock")
def test_a_link_of_a_pair_that_has_ended_does_nothing(member: BuddyMember, client: Client) -> None:
    member.pair.end(NOW)
    assert client.post(met_path(member), {"met": "yes"}).status_code == 200
    assert not Exchange.objects.exists()


def test_a_made_up_link_does_not_exist(client: Client) -> None:
    assert client.get(reverse("matching:met", args=["x:y:z"])).status_code == 404


def test_only_a_buddy_says_on_the_route_that_they_met(member: BuddyMember, client: Client) -> None:
    url = reverse("matching:we_met", args=[member.pair_id])
    outsider: Person = participants(member.pair.cohort)[3].person
    for viewer in (outsider, member.pair.cohort.trainer):
        client.force_login(viewer)
        assert client.post(url).status_code == 404
    client.force_login(member.enrolment.person)
    client.post(url)
    assert Exchange.objects.count() == 1
