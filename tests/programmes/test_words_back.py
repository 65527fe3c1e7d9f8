"""Questions and compliments about what was shared: for its writer, from whoever may read it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from mentorship.people.models import Person
from mentorship.privacy.erasing import erase
from mentorship.privacy.export import chapters
from programmes.models import Enrolment, Reaction, Submission
from programmes.reactions import count_words, on_route, received
from tests.cast import (
    AMSTERDAM,
    NOW,
    enrol,
    make_adviser,
    make_cohort,
    make_coordinator,
    make_organisation,
    make_person,
    step,
)

pytestmark = pytest.mark.django_db
BEFORE = datetime(2027, 2, 15, 10, tzinfo=AMSTERDAM)  # a week before half-day 2
WORDS = {"kind": "question", "text": "Hoe begin je een gesprek?"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(BEFORE, tick=False):
        yield


@pytest.fixture
def one() -> Submission:
    """What Fatima shared with her group."""
    enrolment = enrol(make_cohort(), make_person("Fatima Amrani"))
    return Submission.objects.create(
        enrolment=enrolment,
        step=step(enrolment.cohort, "practical"),
        title="Wie ik ben",
        handed_in_at=NOW,
        shared_at=NOW,
    )


@pytest.fixture
def fellow(one: Submission) -> Person:
    return enrol(one.enrolment.cohort, make_person("Sem Kok")).person


def address(one: Submission | Reaction, name: str = "submission") -> str:
    return reverse(f"programmes:{name}", args=[one.pk])


def send(one: Submission, writer: Person, **facts: Any) -> Reaction:
    return Reaction.objects.send(one, writer, **(WORDS | facts), at=NOW)


def written() -> list[tuple[str, str, str]]:
    rows = Reaction.objects.standing().order_by("pk")
    return [(row.writer.given_name, row.kind, row.text) for row in rows]


def cast_of(one: Submission) -> dict[str, Person]:
    cohort = one.enrolment.cohort
    return {
        "writer": one.enrolment.person,
        "fellow": enrol(cohort).person,
        "trainer": cohort.trainer,
        "adviser": cohort.created_by,
        "invited": enrol(cohort, state="invited").person,
        "withdrawn": enrol(cohort, state="withdrawn").person,
        "of another group": enrol(make_cohort(name="Ander", created_by=cohort.created_by)).person,
        "coordinator": make_coordinator(),
        "adviser elsewhere": make_adviser(make_organisation("medemblik")),
        "colleague": make_person(),
    }


def test_who_may_read_it_may_send_and_nobody_else(client: Client, one: Submission) -> None:
    senders = set()
    for role, person in cast_of(one).items():
        client.force_login(person)
        client.post(address(one), {"kind": "compliment", "text": f"Mooi, zegt {role}"})
        if Reaction.objects.filter(writer=person).exists():
            senders.add(role)
    assert senders == {"fellow", "trainer"}


def test_an_adviser_who_sees_a_title_alone_has_nothing_to_answer(one: Submission) -> None:
    people = cast_of(one)
    asked = {
        role
        for role, person in people.items()
        if Submission.objects.answered_by(person).filter(pk=one.pk).exists()
    }
    assert asked == {"fellow", "trainer"}


def test_only_whom_it_is_for_and_who_wrote_it_read_it(client: Client, one: Submission) -> None:
    people = cast_of(one)
    kept = send(one, people["fellow"])
    people["another fellow"] = enrol(one.enrolment.cohort).person
    readers, seen = set(), set()
    for role, person in people.items():
        client.force_login(person)
        for path in (
            address(one),
            reverse("programmes:submissions", args=[one.enrolment.cohort_id]),
            reverse("programmes:participants", args=[one.enrolment.cohort_id]),
        ):
            if kept.text in unescape(client.get(path).content.decode()):
                readers.add(role)
        if Reaction.objects.visible_to(person).exists():
            seen.add(role)
        assert bool(received(one, person)) == (role == "writer")
    assert readers == seen == {"writer", "fellow"}


def test_a_double_click_sends_once_and_two_questions_are_two(
    client: Client, one: Submission, fellow: Person
) -> None:
    client.force_login(fellow)
    for _click in range(2):
        assert client.post(address(one), WORDS).status_code == 302
    client.post(address(one), WORDS | {"text": "En hoe sluit je af?"})
    assert written() == [
        ("Sem", "question", "Hoe begin je een gesprek?"),
        ("Sem", "question", "En hoe sluit je af?"),
    ]


def test_the_database_refuses_the_same_words_twice(one: Submission, fellow: Person) -> None:
    send(one, fellow)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reaction.objects.create(submission=one, writer=fellow, **WORDS)
    send(one, one.enrolment.cohort.trainer)  # the same words of somebody else
    assert len(written()) == 2


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"text": " "}, {"text"}),
        ({"kind": ""}, {"kind"}),
        ({"kind": "insult"}, {"kind"}),
        ({"text": "a" * 501}, {"text"}),
    ],
)
def test_what_does_not_fit_is_said_and_stays_on_the_page(
    client: Client, one: Submission, fellow: Person, facts: dict[str, str], wrong: set[str]
) -> None:
    client.force_login(fellow)
    answer = client.post(address(one), WORDS | facts)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == wrong
    assert (WORDS | facts)["text"].strip() in answer.content.decode()
    assert written() == []


def test_the_form_asks_for_no_medical_facts_and_says_who_reads_it(
    client: Client, one: Submission, fellow: Person
) -> None:
    client.force_login(fellow)
    page = unescape(client.get(address(one)).content.decode())
    assert "Schrijf geen medische gegevens op." in page
    assert "Alleen Fatima Amrani leest dit, met jouw naam erbij." in page


def test_its_writer_changes_it_takes_it_back_and_puts_it_back(
    client: Client, one: Submission, fellow: Person
) -> None:
    client.force_login(fellow)
    kept = send(one, fellow)
    client.post(address(kept, "reaction_edit"), {"kind": "compliment", "text": "Helder!"})
    assert written() == [("Sem", "compliment", "Helder!")]
    for _click in range(2):
        assert client.post(address(kept, "reaction_remove")).status_code == 302
    assert received(one, one.enrolment.person) == []
    said = list(client.get(address(one)).context["messages"])
    client.post(said[-1].extra_tags.removeprefix("undo:"))
    assert [row.text for row in received(one, one.enrolment.person)] == ["Helder!"]


def test_nobody_changes_or_takes_back_what_another_wrote(client: Client, one: Submission) -> None:
    people = cast_of(one)
    kept = send(one, people.pop("fellow"))
    people["another fellow"] = enrol(one.enrolment.cohort).person
    for person in people.values():
        client.force_login(person)
        for name in ("reaction_edit", "reaction_remove", "reaction_restore"):
            answer = client.post(address(kept, name), WORDS | {"text": "Anders"})
            assert answer.status_code == 404
    assert [row[2] for row in written()] == [WORDS["text"]]


def test_what_was_taken_back_can_be_sent_anew_and_then_undo_adds_no_second(
    client: Client, one: Submission, fellow: Person
) -> None:
    client.force_login(fellow)
    kept = send(one, fellow)
    kept.take_back(NOW)
    client.post(address(one), WORDS)
    client.post(address(kept, "reaction_restore"))
    assert len(written()) == 1


def test_changed_into_what_stands_already_it_is_said(
    client: Client, one: Submission, fellow: Person
) -> None:
    client.force_login(fellow)
    send(one, fellow)
    other = send(one, fellow, text="Iets anders")
    answer = client.post(address(other, "reaction_edit"), WORDS)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"text"}
    assert {row[2] for row in written()} == {WORDS["text"], "Iets anders"}


def test_a_share_that_is_withdrawn_hides_them_and_keeps_them(
    client: Client, one: Submission, fellow: Person
) -> None:
    kept = send(one, fellow)
    mine, person = one.enrolment, one.enrolment.person
    own_page = reverse("programmes:assignment", args=[mine.pk, one.step_id])

    def shown() -> tuple[bool, bool, int]:
        client.force_login(person)
        on_page = kept.text in unescape(client.get(own_page).content.decode())
        client.force_login(fellow)
        status = client.get(address(kept, "reaction_edit")).status_code
        return on_page, on_route(mine, person, BEFORE) is not None, status

    assert shown() == (True, True, 200)
    one.share(None)
    assert shown() == (False, False, 404)
    one.share(BEFORE)
    assert shown() == (True, True, 200)


def test_the_route_counts_in_words_what_one_got_for_each_assignment(
    client: Client, one: Submission, fellow: Person
) -> None:
    trainer, mine = one.enrolment.cohort.trainer, one.enrolment
    send(one, fellow)
    send(one, trainer, text="En dan?")
    send(one, trainer, kind="compliment", text="Mooi")
    send(one, fellow, text="Toch niet").take_back(NOW)
    private = Submission.objects.create(
        enrolment=mine, step=step(mine.cohort, "preparation"), handed_in_at=NOW
    )
    send(private, fellow)
    theirs = Submission.objects.create(
        enrolment=Enrolment.objects.get(person=fellow),
        step=one.step,
        handed_in_at=NOW,
        shared_at=NOW,
    )
    send(theirs, mine.person)
    client.force_login(mine.person)
    page = unescape(client.get(reverse("programmes:route")).content.decode())
    assert "Over “Praktijkopdracht” kreeg je 2 vragen en een compliment." in page
    found = on_route(mine, mine.person, BEFORE)
    assert found == {"lines": [(one, "2 vragen en een compliment")]}


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (["question"], "een vraag"),
        (["compliment"] * 3, "3 complimenten"),
        (["compliment", "question"], "een vraag en een compliment"),
    ],
)
def test_a_count_leaves_out_what_there_is_none_of(kinds: list[str], words: str) -> None:
    assert count_words(kinds) == words


def test_questions_come_first_and_then_as_they_were_written(
    one: Submission, fellow: Person
) -> None:
    for hour, (kind, text) in enumerate(
        [("compliment", "C1"), ("question", "Q2"), ("compliment", "C0"), ("question", "Q1")]
    ):
        at = NOW + timedelta(hours=-hour)
        Reaction.objects.send(one, fellow, kind, text, at=at)
    assert [row.text for row in received(one, one.enrolment.person)] == ["Q1", "Q2", "C0", "C1"]


def copy_of(person: Person) -> str:
    return str([portion.data for chapter in chapters(person) for portion in chapter.portions])


def test_ones_copy_has_what_one_wrote_and_what_one_got(one: Submission, fellow: Person) -> None:
    send(one, fellow)
    send(one, fellow, text="Toch maar niet").take_back(NOW)
    other = enrol(one.enrolment.cohort).person
    reader = one.enrolment.person
    found = {
        who: {text for text in (WORDS["text"], "Toch maar niet") if text in copy_of(person)}
        for who, person in {"writer": fellow, "reader": reader, "other": other}.items()
    }
    assert found == {
        "writer": {WORDS["text"], "Toch maar niet"},
        "reader": {WORDS["text"]},
        "other": set(),
    }


@pytest.mark.parametrize("who", ["writer", "reader"])
def test_erasing_the_one_or_the_other_takes_it_along_and_nothing_more(
    one: Submission, fellow: Person, who: str
) -> None:
    send(one, fellow)
    theirs = Submission.objects.create(
        enrolment=enrol(one.enrolment.cohort), step=one.step, handed_in_at=NOW, shared_at=NOW
    )
    send(theirs, one.enrolment.cohort.trainer, text="Van een ander aan een ander")
    erase(fellow if who == "writer" else one.enrolment.person, by=None, at=NOW)
    assert [row[2] for row in written()] == ["Van een ander aan een ander"]
