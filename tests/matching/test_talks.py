"""The talks of a pair: what one notes for oneself, and how to hold the next."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from matching.models import Conversation, Mentorship, TalkNote
from matching.sides import TALKS, own_side
from programmes.guide import LANGUAGES, shipped
from tests.cast import (
    NOW,
    enrol,
    make_coordinator,
    make_newcomer,
    make_person,
)
from tests.matching.cast import as_person, make_mentor, pair_up, past_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MINE, GUIDED = reverse("matching:my_mentor"), reverse("matching:my_mentees")


@pytest.fixture
def pair() -> Mentorship:
    since = NOW.date() - timedelta(days=20)
    daan = make_newcomer(starts_on=since, manager=make_person("Petra Hoekstra"))
    return pair_up(make_mentor("Joris Meer"), daan)


@pytest.fixture
def talk(pair: Mentorship) -> Conversation:
    return met(pair, date(2027, 1, 11))


def met(pair: Mentorship, day: date) -> Conversation:
    return Conversation.objects.create(mentorship=pair, met_on=day, noted_by=pair.mentee)


def address(talk: Conversation, name: str = "note") -> str:
    return reverse(f"matching:{name}", args=[talk.pk])


def test_each_notes_for_oneself_and_the_other_does_not_read_it(
    client: Client, pair: Mentorship, talk: Conversation
) -> None:
    for person, text in ((pair.mentee, "Vraag het Els"), (pair.mentor, "Daan durft meer")):
        as_person(client, person).post(address(talk), {"text": text})
    for person, page, own, other in (
        (pair.mentee, MINE, "Vraag het Els", "Daan durft meer"),
        (pair.mentor, GUIDED, "Daan durft meer", "Vraag het Els"),
    ):
        [kept] = TalkNote.objects.visible_to(person)
        assert (kept.writer, kept.text, kept.saved_at) == (person, own, NOW)
        for shown in (page, address(talk)):
            content = as_person(client, person).get(shown).content.decode()
            assert own in content
            assert other not in content


def test_what_is_typed_is_kept_while_one_types_and_nothing_leaves_no_row(
    client: Client, pair: Mentorship, talk: Conversation
) -> None:
    as_person(client, pair.mentee)
    assert 'data-autosave="' + address(talk, "keep_note") in (
        client.get(address(talk)).content.decode()
    )
    for text in ("Vraag", "Vraag het Els"):
        assert client.post(address(talk, "keep_note"), {"text": text}).status_code == 204
    assert TalkNote.objects.get().text == "Vraag het Els"
    too_long = {"text": "x" * 4001}
    assert client.post(address(talk, "keep_note"), too_long).status_code == 422
    answer = client.post(address(talk), too_long)
    assert answer.status_code == 422
    assert "x" * 4001 in answer.content.decode()
    assert TalkNote.objects.get().text == "Vraag het Els"
    client.post(address(talk), {"text": ""})
    assert not TalkNote.objects.exists()


def test_nobody_else_comes_near_a_note(
    client: Client, pair: Mentorship, talk: Conversation
) -> None:
    TalkNote.objects.create(conversation=talk, writer=pair.mentee, text="Vraag het Els")
    cohort = past_cohort(created_by=pair.asked_by)
    enrol(cohort, pair.mentor)
    elsewhere = pair_up(make_mentor("Bo Smit"), make_newcomer("Kim Bos"))
    met(elsewhere, date(2027, 1, 10))
    former = make_mentor("Tess Vink")
    for viewer in (
        *(pair.asked_by, pair.mentee.manager, cohort.trainer, enrol(cohort).person, former),
        *(elsewhere.mentor, elsewhere.mentee, make_coordinator(), make_person()),
        make_person("Robin Beheer", organisation=None, is_admin=True),
    ):
        assert viewer
        assert not TalkNote.objects.visible_to(viewer).exists()
        as_person(client, viewer)
        assert client.get(address(talk)).status_code == 404
        for name in ("note", "keep_note", "take_talk_back"):
            assert client.post(address(talk, name), {"text": "Van mij"}).status_code == 404
    person = as_person(client, pair.asked_by).get(
        reverse("matching:suggest", args=[pair.mentee_id])
    )
    assert "Vraag het Els" not in person.content.decode()
    assert TalkNote.objects.get().text == "Vraag het Els"


def test_once_the_pair_has_ended_there_is_no_page_and_the_note_stands_in_ones_own_copy(
    client: Client, pair: Mentorship, talk: Conversation
) -> None:
    TalkNote.objects.create(conversation=talk, writer=pair.mentor, text="Daan durft meer")
    pair.end(at=NOW)
    assert as_person(client, pair.mentor).get(address(talk)).status_code == 404
    assert "Daan durft meer" in client.get(reverse("privacy:mine")).content.decode()
    shown = as_person(client, pair.mentee).get(reverse("privacy:mine")).content.decode()
    assert "Daan durft meer" not in shown


def test_a_click_too_many_is_undone_unless_something_was_noted(
    client: Client, pair: Mentorship
) -> None:
    said = as_person(client, pair.mentee).post(
        reverse("matching:we_talked", args=[pair.pk]), follow=True
    )
    talk = Conversation.objects.get()
    assert address(talk, "take_talk_back") in said.content.decode()
    as_person(client, pair.mentor).post(address(talk, "take_talk_back"))
    assert Conversation.objects.exists()  # the other said it
    note = TalkNote.objects.create(conversation=talk, writer=pair.mentor, text="Daan durft meer")
    as_person(client, pair.mentee).post(address(talk, "take_talk_back"))
    assert Conversation.objects.exists()
    note.delete()
    client.post(address(talk, "take_talk_back"))
    assert not Conversation.objects.exists()


def test_a_talk_of_some_days_ago_is_kept_on_its_own_day(client: Client, pair: Mentorship) -> None:
    """They became a pair on the tenth; today is the twelfth."""
    url = reverse("matching:talked_before", args=[pair.pk])
    as_person(client, pair.mentor)
    for day, why in (
        ("2027-01-13", "Die dag moet nog komen."),
        ("2027-01-09", "Op die dag waren jullie nog geen koppel."),
        ("gisteren", ""),
        ("", ""),
    ):
        refused = client.post(url, {"met_on": day})
        assert refused.status_code == 422
        assert why in refused.content.decode()
    assert not Conversation.objects.exists()
    for person in (pair.mentor, pair.mentee):
        for day in ("2027-01-10", "2027-01-12"):
            assert as_person(client, person).post(url, {"met_on": day}).status_code == 302
    days = Conversation.objects.values_list("met_on", "noted_by")
    assert sorted(days) == [
        (date(2027, 1, 10), pair.mentor_id),
        (date(2027, 1, 12), pair.mentor_id),
    ]
    for viewer in (pair.asked_by, pair.mentee.manager, make_person()):
        assert viewer
        assert as_person(client, viewer).get(url).status_code == 404


def test_the_guide_that_fits_is_of_the_first_the_second_or_a_later_talk(
    client: Client, pair: Mentorship
) -> None:
    for number, section in enumerate(["first-talk", "second-talk", "later-talks", "later-talks"]):
        for person, page in ((pair.mentee, MINE), (pair.mentor, GUIDED)):
            shown = as_person(client, person).get(page).content.decode()
            assert f'href="{reverse("programmes:guide")}#{section}"' in shown
        met(pair, date(2027, 1, 1) + timedelta(days=number))
    for language in LANGUAGES:
        assert set(TALKS) <= set(shipped(language))


def test_all_talks_are_listed_with_one_query_for_all(
    pair: Mentorship, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    days = [date(2027, 1, day) for day in (1, 4, 6, 8, 11)]
    for day in days[:1]:
        met(pair, day)
    with django_assert_num_queries(5):  # type: ignore[operator]
        own_side(pair, pair.mentee, NOW)
    for day in days[1:]:
        met(pair, day)
    with django_assert_num_queries(5):  # type: ignore[operator]
        side = own_side(pair, pair.mentee, NOW)
    assert [one.met_on for one in side.talks] == sorted(days, reverse=True)
