"""Cases: who reads them and when, and what keeps a draft."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from matching.actions import cases as keeping
from matching.case_forms import CaseForm
from matching.models import BuddyMember, BuddyPair, Case
from mentorship.people.models import Person
from mentorship.privacy.models import Reading
from programmes.models import Cohort, Enrolment, Step, Submission
from programmes.progress import done_steps
from tests.cast import NOW, enrol, make_organisation, make_person, step
from tests.matching.cast import as_person, past_cohort

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "Te laat",
    "situation": "Zij kwam te laat.",
    "question": "Wat zeg ik?",
    "did": "Niets.",
    "learnt": "",
    "shared_with": "buddy",
}


@pytest.fixture
def cohort() -> Cohort:
    return past_cohort()


@pytest.fixture
def seat(cohort: Cohort) -> Enrolment:
    return enrol(cohort, make_person("Fatima Bos"))


@pytest.fixture
def readers(cohort: Cohort, seat: Enrolment) -> dict[str, Person]:
    """Everybody who could want to read it, by the part they play."""
    buddy, fellow, was_buddy, gone = (enrol(cohort) for _ in range(4))
    _pair(cohort, seat, buddy, gone)
    old = BuddyPair.objects.create(cohort=cohort, made_on=NOW.date(), ended_at=NOW)
    for one in (seat, was_buddy):
        BuddyMember.objects.create(pair=old, enrolment=one, ended_at=NOW)
    gone.move_to("withdrawn", at=NOW)
    elsewhere = past_cohort(organisation=make_organisation("medemblik"))
    return {
        "writer": seat.person,
        "buddy": buddy.person,
        "buddy who left": gone.person,
        "buddy before": was_buddy.person,
        "fellow": fellow.person,
        "trainer": cohort.trainer,
        "adviser": cohort.created_by,
        "colleague": make_person(),
        "participant elsewhere": enrol(elsewhere).person,
        "trainer elsewhere": elsewhere.trainer,
    }


def _pair(cohort: Cohort, *seats: Enrolment) -> BuddyPair:
    pair = BuddyPair.objects.create(cohort=cohort, made_on=NOW.date())
    for one in seats:
        BuddyMember.objects.create(pair=pair, enrolment=one)
    return pair


def make_case(seat: Enrolment, audience: str = "", **facts: Any) -> Case:
    facts = {"number": 1, "situation": "Zij zei weinig", "handed_in_at": NOW} | facts
    return Case.objects.create(enrolment=seat, shared_with=audience, **facts)


def url(name: str, *args: Any) -> str:
    return reverse(f"matching:{name}", args=args)


def write_url(seat: Enrolment, number: int = 1) -> str:
    return url("write_case", seat.pk, number)


GROUP = {"writer", "buddy", "buddy before", "fellow", "trainer"}


@pytest.mark.parametrize(
    ("audience", "before", "after"),
    [
        ("", {"writer"}, {"writer"}),
        ("buddy", {"writer", "buddy"}, {"writer", "buddy"}),
        ("cohort", GROUP, GROUP),
        ("return", {"writer", "trainer"}, GROUP),
    ],
)
def test_a_case_is_read_by_whom_its_writer_chose_and_by_nobody_else(
    seat: Enrolment, readers: dict[str, Person], audience: str, before: set[str], after: set[str]
) -> None:
    one = make_case(seat, audience)
    begins = seat.cohort.meetings.get(step__key="return").starts_at

    def read_at(moment: Any) -> set[str]:
        return {
            name
            for name, person in readers.items()
            if Case.objects.readable_by(person, moment).filter(pk=one.pk).exists()
        }

    assert read_at(begins - timedelta(minutes=1)) == before
    assert read_at(begins) == after

    Case.objects.update(handed_in_at=None)
    assert read_at(begins) == {"writer"}


def test_nobody_reads_along_once_the_writer_has_left_the_group_or_the_buddies_changed(
    seat: Enrolment, readers: dict[str, Person]
) -> None:
    shared, told = make_case(seat, "cohort"), make_case(seat, "buddy", number=2)
    buddy = readers["buddy"]
    assert set(Case.objects.readable_by(buddy, NOW)) == {shared, told}

    BuddyPair.objects.live().of(seat.person).get().end(NOW)
    assert set(Case.objects.readable_by(buddy, NOW)) == {shared}

    seat.move_to("withdrawn", at=NOW)
    assert set(Case.objects.readable_by(buddy, NOW)) == set()


def test_at_a_return_meeting_that_is_off_the_group_reads_nothing(
    seat: Enrolment, readers: dict[str, Person]
) -> None:
    make_case(seat, "return")
    back = seat.cohort.meetings.get(step__key="return")
    type(back).objects.filter(pk=back.pk).update(cancelled_at=NOW)

    assert not Case.objects.readable_by(readers["fellow"], back.ends_at).exists()


def test_a_draft_is_kept_as_it_is_typed_and_handed_in_once(client: Client, seat: Enrolment) -> None:
    me = as_person(client, seat.person)
    assert me.get(write_url(seat)).status_code == 200
    assert not Case.objects.exists()

    keep = url("keep_case", seat.pk, 1)
    assert me.post(keep, {"situation": "Zij"}).status_code == 204
    assert me.post(keep, TYPED).status_code == 204
    draft = Case.objects.get()
    assert draft.handed_in_at is None
    assert {name: getattr(draft, name) for name in TYPED} == TYPED

    me.post(write_url(seat), TYPED | {"learnt": "Vragen"})
    case = Case.objects.get()
    assert case.handed_in_at is not None
    assert (case.learnt, case.shared_with) == ("Vragen", "buddy")
    assert me.post(keep, {"situation": "Later"}).status_code == 409

    first = case.handed_in_at
    me.post(write_url(seat), {"situation": "Beter", "shared_with": "cohort"})
    case.refresh_from_db()
    assert (case.situation, case.shared_with, case.handed_in_at) == ("Beter", "buddy", first)


def test_a_stale_page_that_keeps_a_draft_does_not_touch_what_is_in(
    client: Client, seat: Enrolment
) -> None:
    make_case(seat, "cohort")
    page = as_person(client, seat.person).post(write_url(seat), TYPED | {"draft": "yes"})

    assert page.status_code == 302
    assert Case.objects.get().shared_with == "cohort"
    assert Case.objects.get().handed_in_at == NOW


def test_two_pages_that_save_at_once_are_one_case_and_what_is_in_keeps_its_readers(
    seat: Enrolment,
) -> None:
    """Both were read before there was a row; the other one was handed in and shared."""
    draft = CaseForm(TYPED, instance=Case(enrolment=seat, number=1))
    button = CaseForm(TYPED | {"did": "Alles"}, instance=Case(enrolment=seat, number=1))
    assert draft.is_valid()
    assert button.is_valid()
    make_case(seat, "return")

    assert not keeping.save_draft(draft)
    assert Case.objects.get().did == ""
    keeping.hand_in_case(button, NOW + timedelta(days=1))

    case = Case.objects.get()
    assert (case.did, case.shared_with, case.handed_in_at) == ("Alles", "return", NOW)


def test_without_a_situation_it_is_not_handed_in_and_what_was_typed_stays(
    client: Client, seat: Enrolment
) -> None:
    page = as_person(client, seat.person).post(write_url(seat), TYPED | {"situation": " "})

    assert page.status_code == 422
    assert "Schrijf eerst iets over de situatie." in page.content.decode()
    assert "Wat zeg ik?" in page.content.decode()
    assert not Case.objects.exists()


def test_a_second_case_follows_the_first_and_no_number_is_skipped(
    client: Client, seat: Enrolment
) -> None:
    me = as_person(client, seat.person)
    make_case(seat)

    assert [me.get(write_url(seat, number)).status_code for number in (1, 2, 3)] == [200, 200, 404]


def test_only_ones_own_seat_is_written_at(
    client: Client, seat: Enrolment, readers: dict[str, Person]
) -> None:
    one = make_case(seat, "cohort")
    for name, reader in readers.items():
        if name == "writer":
            continue
        theirs = as_person(client, reader)
        answers = [
            theirs.get(write_url(seat)).status_code,
            theirs.post(url("keep_case", seat.pk, 1), TYPED).status_code,
            theirs.post(url("share_case", one.pk), {"shared_with": ""}).status_code,
        ]
        assert answers == [404, 404, 404], name


def test_with_whom_it_is_shared_is_changed_and_put_back(client: Client, seat: Enrolment) -> None:
    one, me = make_case(seat, "buddy"), as_person(client, seat.person)

    page = me.post(url("share_case", one.pk), {"shared_with": "return"}, follow=True)
    one.refresh_from_db()
    assert one.shared_with == "return"
    [message] = page.context["messages"]
    me.post(message.extra_tags.removeprefix("undo:"))

    one.refresh_from_db()
    assert one.shared_with == "buddy"
    assert me.post(url("share_case", one.pk), {"shared_with": "all"}).status_code == 302
    one.refresh_from_db()
    assert one.shared_with == "buddy"


def offered(me: Client, seat: Enrolment) -> list[str]:
    page = me.get(write_url(seat)).content.decode()
    return re.findall(r'type="radio" name="shared_with" value="(\w*)"', page)


def test_a_buddy_is_offered_to_who_has_one(client: Client, cohort: Cohort, seat: Enrolment) -> None:
    me = as_person(client, seat.person)
    assert offered(me, seat) == ["", "cohort", "return"]

    pair = _pair(cohort, seat, enrol(cohort))
    assert offered(me, seat) == ["", "buddy", "cohort", "return"]

    pair.end(NOW)
    assert offered(me, seat) == ["", "cohort", "return"]
    make_case(seat, "buddy")  # what was chosen still stands there, to choose something else
    assert offered(me, seat) == ["", "buddy", "cohort", "return"]


def test_whoever_reads_it_leaves_a_trace_and_the_writer_none(
    client: Client, seat: Enrolment, readers: dict[str, Person]
) -> None:
    one = make_case(seat, "cohort")
    kept = make_case(seat, "", number=2, situation="Voor mijzelf")
    for name in ("writer", "buddy", "trainer", "colleague"):
        as_person(client, readers[name]).get(url("case", one.pk))
    traces = Reading.objects.visible_to(seat.person)
    assert {one.reader for one in traces} == {readers["buddy"], readers["trainer"]}
    assert {one.what for one in traces} == {f"matching.case:{one.pk}"}

    Reading.objects.all().delete()
    for _opened in range(2):
        page = as_person(client, readers["trainer"]).get(url("cases_sheet", seat.cohort_id))
    assert "Zij zei weinig" in page.content.decode()
    assert kept.situation not in page.content.decode()
    [trace] = Reading.objects.visible_to(seat.person)
    assert (trace.reader, trace.what) == (readers["trainer"], f"matching.case:{one.pk}")


def test_the_list_names_what_is_shared_and_the_sheet_is_the_trainers(
    client: Client, seat: Enrolment, readers: dict[str, Person]
) -> None:
    make_case(seat, "cohort", title="Te laat")
    make_case(seat, "buddy", number=2, title="Onder ons")
    make_case(seat, "return", number=3, title="Voor straks")
    titles = ("Te laat", "Onder ons", "Voor straks")
    seen = {}
    for name, reader in readers.items():
        theirs = as_person(client, reader)
        page = theirs.get(url("cases", seat.cohort_id))
        found = [one for one in titles if one in page.content.decode()]
        sheet = theirs.get(url("cases_sheet", seat.cohort_id)).status_code
        seen[name] = (page.status_code, found, sheet)
    nothing = (404, [], 404)
    assert seen == dict.fromkeys(readers, nothing) | {
        "writer": (200, list(titles), 404),
        "buddy": (200, ["Te laat", "Onder ons"], 404),
        "buddy before": (200, ["Te laat"], 404),
        "fellow": (200, ["Te laat"], 404),
        "trainer": (200, ["Te laat", "Voor straks"], 200),
    }


# --- the step of the programme ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("audience", "handed_in", "is_done"),
    [
        ("", True, True),
        ("cohort", True, True),
        ("return", True, True),
        ("buddy", True, False),
        ("return", False, False),
    ],
)
def test_the_step_is_done_by_a_case_that_is_not_for_the_buddy_alone(
    seat: Enrolment, audience: str, handed_in: bool, is_done: bool
) -> None:
    enrol(seat.cohort)
    make_case(seat, audience, handed_in_at=NOW if handed_in else None)
    wanted = {(seat.pk, step(seat.cohort, "case").pk)} if is_done else set()

    assert done_steps([seat.cohort_id], {"case"}) == wanted


# --- what was handed in before there were cases -----------------------------------------------


def test_a_case_that_was_an_assignment_moves_along_and_back(seat: Enrolment) -> None:
    other = enrol(seat.cohort)
    own = seat.cohort.programme.copy_for(seat.cohort.organisation)
    Step.objects.filter(key="case").update(kind="assignment")
    case_step = step(seat.cohort, "case")
    Submission.objects.create(
        enrolment=seat, step=case_step, text="Zij kwam te laat", handed_in_at=NOW, shared_at=NOW
    )
    Submission.objects.create(enrolment=other, step=case_step, text="Half")
    stays = Submission.objects.create(enrolment=seat, step=step(seat.cohort, "practical"))
    moving = import_module("matching.migrations.0009_cases_from_assignments")

    moving.to_cases(apps, None)

    told = Case.objects.values_list("enrolment", "situation", "shared_with", "handed_in_at")
    assert set(told) == {(seat.pk, "Zij kwam te laat", "cohort", NOW), (other.pk, "Half", "", None)}
    assert list(Submission.objects.all()) == [stays]
    kinds = Step.objects.filter(key="case").values_list("programme", "kind")
    assert set(kinds) == {(seat.cohort.programme_id, "case"), (own.pk, "case")}

    Case.objects.filter(enrolment=seat).update(learnt="Vragen")
    moving.to_assignments(apps, None)

    back = Submission.objects.exclude(pk=stays.pk)
    assert {(one.enrolment_id, one.text, one.shared_at, one.handed_in_at) for one in back} == {
        (seat.pk, "Zij kwam te laat\n\nVragen", NOW, NOW),
        (other.pk, "Half", None, None),
    }
    assert {one.step_id for one in back} == {case_step.pk}
    assert set(Step.objects.filter(key="case").values_list("kind", flat=True)) == {"assignment"}
