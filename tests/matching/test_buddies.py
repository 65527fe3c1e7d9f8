"""Making buddy pairs: proposed, changed by hand, confirmed, undone; and that they met."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from matching import actions
from matching.arrangement import participants, proposed, read, swap
from matching.links import met_path
from matching.models import BuddyMember, BuddyPair, Exchange
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
