"""*I want to say something about this*: a line to the adviser that nobody else sees."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from matching import actions
from matching.attention import lines
from matching.models import Mentorship, Word
from matching.models.confiding import confidants_of
from mentorship.people.models import Person, Role
from mentorship.reminders.models import Message
from mentorship.reminders.sending.passes import one_pass
from tests.cast import (
    NOW,
    enrol,
    make_adviser,
    make_coordinator,
    make_newcomer,
    make_organisation,
    make_person,
)
from tests.matching.cast import as_person, make_mentor, pair_up, past_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINE, GUIDED = reverse("matching:my_mentor"), reverse("matching:my_mentees")
SAID = "Hij komt nooit op tijd"
LINE = "collega wil iets aan jou kwijt"


@pytest.fixture
def sanne() -> Person:
    return make_adviser()


@pytest.fixture
def pair(sanne: Person) -> Mentorship:
    daan = make_newcomer(manager=make_person("Petra Hoekstra"))
    return pair_up(make_mentor("Joris Meer"), daan, by=sanne)


def write(client: Client, pair: Mentorship, person: Person, text: str = SAID) -> Word:
    url = reverse("matching:quiet_line", args=[pair.mentee_id])
    assert as_person(client, person).post(url, {"text": text}).status_code == 302
    return Word.objects.get(writer=person)


def address(name: str, word: Word) -> str:
    return reverse(f"matching:{name}", args=[word.pk])


def whats(person: Person) -> set[str]:
    return {one.what for one in lines(person, NOW)}


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_either_writes_at_any_moment_and_the_adviser_finds_it_on_the_list(
    client: Client, pair: Mentorship, sanne: Person, who: str
) -> None:
    writer: Person = getattr(pair, who)
    page = MINE if who == "mentee" else GUIDED
    url = reverse("matching:quiet_line", args=[pair.mentee_id])
    assert url in as_person(client, writer).get(page).content.decode()
    assert LINE not in whats(sanne)
    word = write(client, pair, writer)
    assert (word.mentee, word.text, word.written_at) == (pair.mentee, SAID, NOW)
    assert SAID in client.get(page).content.decode()
    [line] = [one for one in lines(sanne, NOW) if one.what == LINE]
    assert line.urgent
    assert SAID not in f"{line.detail}"
    assert SAID in as_person(client, sanne).get(line.url).content.decode()


def test_the_newcomer_does_not_see_what_the_mentor_writes(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    word = write(client, pair, pair.mentor)
    assert set(Word.objects.visible_to(sanne)) == {word}
    assert not Word.objects.visible_to(pair.mentee).exists()
    as_person(client, pair.mentee)
    for page in ("matching:my_mentor", "privacy:mine"):
        assert SAID not in client.get(reverse(page)).content.decode()
    assert client.post(address("quiet_line_back", word)).status_code == 404


def test_who_has_no_mentor_yet_writes_too(client: Client, sanne: Person) -> None:
    noor = make_newcomer("Noor Bos")
    url = reverse("matching:quiet_line", args=[noor.pk])
    assert url in as_person(client, noor).get(MINE).content.decode()
    client.post(url, {"text": SAID})
    suggest = reverse("matching:suggest", args=[noor.pk])
    assert SAID in as_person(client, sanne).get(suggest).content.decode()


def test_nobody_else_sees_that_there_is_one(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    word = write(client, pair, pair.mentee)
    cohort = past_cohort(created_by=sanne)
    enrol(cohort, pair.mentor)
    others = [
        *(pair.mentor, pair.mentee.manager, cohort.trainer, enrol(cohort).person),
        *(make_coordinator(), make_person(), make_adviser(make_organisation("medemblik"))),
        make_person("Robin Beheer", organisation=None, is_admin=True),
    ]
    assert set(Word.objects.visible_to(sanne)) == {word} == set(Word.objects.managed_by(sanne))
    assert set(Word.objects.visible_to(pair.mentee)) == {word}
    assert not Word.objects.managed_by(pair.mentee).exists()
    for viewer in others:
        assert viewer
        assert not Word.objects.visible_to(viewer).exists(), viewer
        assert not Word.objects.managed_by(viewer).exists()
        assert LINE not in whats(viewer)
        as_person(client, viewer)
        for name in ("take_up_line", "reopen_line", "quiet_line_back"):
            assert client.post(address(name, word)).status_code == 404
        for page in ("matching:my_mentees", "people:team", "privacy:mine"):
            assert SAID not in client.get(reverse(page)).content.decode()
    stranger = reverse("matching:quiet_line", args=[pair.mentee_id])
    for viewer in [sanne, *others[1:]]:
        assert as_person(client, viewer).post(stranger, {"text": "Van mij"}).status_code == 404
    assert list(Word.objects.all()) == [word]


def test_an_adviser_who_is_the_mentor_does_not_read_what_the_newcomer_writes(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    anja = make_adviser(email="tweede@hoorn.example")
    hers = pair_up(sanne, make_newcomer("Noor Bos"), by=anja)
    word = write(client, hers, hers.mentee)
    assert set(confidants_of(hers.mentee)) == {anja}
    assert set(confidants_of(pair.mentee)) == {anja, sanne}
    assert not Word.objects.visible_to(sanne).exists()
    assert LINE not in whats(sanne)
    assert LINE in whats(anja)
    assert as_person(client, sanne).post(address("take_up_line", word)).status_code == 404
    suggest = reverse("matching:suggest", args=[hers.mentee_id])
    assert SAID not in client.get(suggest).content.decode()
    assert not Message.objects.filter(rule="word_to_adviser", recipient=sanne).exists()

    Role.objects.filter(person=anja).delete()
    url = reverse("matching:quiet_line", args=[hers.mentee_id])
    shown = as_person(client, hers.mentee).get(url).content.decode()
    assert "Nu kan geen adviseur dit lezen" in shown
    assert client.post(url, {"text": "Nog iets"}).status_code == 422
    assert Word.objects.count() == 1


def test_an_adviser_who_was_the_mentor_does_not_read_it_afterwards_either(
    client: Client, sanne: Person
) -> None:
    anja = make_adviser(email="tweede@hoorn.example")
    hers = pair_up(sanne, make_newcomer("Noor Bos"), by=anja)
    write(client, hers, hers.mentee)
    actions.end_mentorship(hers, at=NOW)
    pair_up(make_mentor("Bo Smit"), hers.mentee, by=anja)
    assert set(confidants_of(hers.mentee)) == {anja}
    assert LINE not in whats(sanne)
    assert LINE in whats(anja)
    suggest = reverse("matching:suggest", args=[hers.mentee_id])
    assert SAID not in as_person(client, sanne).get(suggest).content.decode()


def test_the_adviser_takes_it_up_with_an_undo_and_the_writer_sees_that(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    word = write(client, pair, pair.mentor)
    done = as_person(client, sanne).post(address("take_up_line", word), follow=True)
    assert address("reopen_line", word) in done.content.decode()
    assert LINE not in whats(sanne)
    shown = as_person(client, pair.mentor).get(GUIDED).content.decode()
    assert "Je adviseur heeft het opgepakt op" in shown
    assert client.post(address("quiet_line_back", word)).status_code == 404  # it was read
    as_person(client, sanne).post(address("reopen_line", word))
    assert LINE in whats(sanne)
    shown = as_person(client, pair.mentor).get(GUIDED).content.decode()
    assert "Je adviseur heeft het opgepakt op" not in shown


def test_it_is_taken_back_as_if_it_had_not_been_written(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    word = write(client, pair, pair.mentee)
    client.post(address("quiet_line_back", word))
    assert not Word.objects.exists()
    assert LINE not in whats(sanne)
    one_pass(NOW + timedelta(minutes=5))
    assert mail.outbox == []


def test_twice_the_same_line_is_one_and_an_empty_one_is_none(
    client: Client, pair: Mentorship
) -> None:
    write(client, pair, pair.mentee)
    write(client, pair, pair.mentee)
    url = reverse("matching:quiet_line", args=[pair.mentee_id])
    assert client.post(url, {"text": "  "}).status_code == 422
    refused = client.post(url, {"text": "lang " * 200})
    assert refused.status_code == 422
    assert "lang lang" in refused.content.decode()
    assert Word.objects.count() == 1


def test_a_line_that_is_open_twice_does_not_stop_a_third(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    first = write(client, pair, pair.mentee)
    first.handle(NOW)
    second = actions.write_word(pair.mentee, pair.mentee, text=SAID, at=NOW)
    first.handle(None)
    assert actions.write_word(pair.mentee, pair.mentee, text=SAID, at=NOW) in (first, second)
    assert Word.objects.count() == 2


def test_each_adviser_gets_one_mail_that_says_only_that_there_is_one(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    second = make_adviser(email="tweede@hoorn.example")
    make_adviser(make_organisation("medemblik"))
    write(client, pair, pair.mentee)
    write(client, pair, pair.mentee)
    one_pass(NOW + timedelta(minutes=5))
    one_pass(NOW + timedelta(days=1))
    told = [one for one in mail.outbox if one.subject == "Iemand wil iets aan je kwijt"]
    assert sorted(one.to[0] for one in told) == sorted([sanne.email, second.email])
    for letter in told:
        for hidden in (SAID, "Daan", "Joris", "Visser", "Meer"):
            assert hidden not in letter.body
        assert reverse("matching:suggest", args=[pair.mentee_id]) not in letter.body
        assert reverse("today") in letter.body


def test_what_is_taken_up_before_the_mail_goes_is_not_told(pair: Mentorship) -> None:
    word = actions.write_word(pair.mentor, pair.mentee, text=SAID, at=NOW)
    word.handle(NOW)
    one_pass(NOW + timedelta(minutes=5))
    assert "Iemand wil iets aan je kwijt" not in {one.subject for one in mail.outbox}


def test_a_mentor_whose_pair_ended_writes_no_more_and_what_was_written_stays_on_the_list(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    write(client, pair, pair.mentor)
    pair.end(at=NOW)
    url = reverse("matching:quiet_line", args=[pair.mentee_id])
    assert as_person(client, pair.mentor).post(url, {"text": "Nog iets"}).status_code == 404
    assert LINE in whats(sanne)
