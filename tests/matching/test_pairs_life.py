"""A pair's life: a change asked by either side, another mentor in one step, and who leaves."""

from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.urls import reverse

from matching import actions
from matching.attention import lines
from matching.board import waiting_of
from matching.handing_over import going_of, take_overs
from matching.links import answer_path, check_in_path, talked_path
from matching.models import ChangeRequest, Hope, MentorProfile, Mentorship
from mentorship.people.models import Person
from mentorship.reminders.models import Mail, Message
from mentorship.reminders.sending.passes import one_pass
from tests.cast import NOW, make_adviser, make_newcomer, make_organisation, make_person
from tests.matching.cast import asked, at, at_once, make_mentor, pair_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LATER = NOW + timedelta(minutes=1)


def told() -> set[tuple[str, str]]:
    standing = Message.objects.filter(dropped_at=None).select_related("recipient")
    return {(one.rule, one.recipient.given_name) for one in standing}


def state(pair: Mentorship) -> str:
    return Mentorship.objects.get(pk=pair.pk).state


def text_of(client: Client, viewer: Person, name: str, *args: Any) -> str:
    client.force_login(viewer)
    return client.get(reverse(name, args=args)).content.decode()


@pytest.fixture
def sanne() -> Person:
    return make_adviser()


@pytest.fixture
def pair(sanne: Person) -> Mentorship:
    manager = make_person("Petra Hoekstra")
    return pair_up(make_mentor("Joris Meer"), make_newcomer(manager=manager), by=sanne)


@pytest.fixture
def anja() -> Person:
    return make_mentor("Anja Smit")


# --- a change asked by either side ---------------------------------------------------------------


@pytest.mark.parametrize("side", ["mentor", "mentee"])
def test_either_side_asks_for_a_change_and_only_the_adviser_sees_it(
    side: str, pair: Mentorship, sanne: Person, client: Client
) -> None:
    asker = getattr(pair, side)
    other, manager = pair.other(asker), pair.mentee.manager
    client.force_login(asker)
    where = reverse("matching:another_mentor", args=[pair.pk])
    client.post(where, {"word": "Geen klik gevoeld"})
    [request] = ChangeRequest.objects.all()
    assert request.asked_by == asker
    for viewer, name in (
        (other, "matching:my_mentees" if side == "mentee" else "matching:my_mentor"),
        (manager, "people:team"),
    ):
        assert set(ChangeRequest.objects.visible_to(viewer)) == set()
        text = text_of(client, viewer, name)
        assert "Geen klik" not in text
        assert "Je vroeg" not in text
    for name, args in (("matching:suggest", [pair.mentee_id]), ("matching:replace", [pair.pk])):
        text = text_of(client, sanne, name, *args)
        assert f"{asker.name} vroeg op" in text
        assert "Geen klik gevoeld" in text
    assert f"{asker.given_name} vraagt om een wissel" in text_of(client, sanne, "matching:pairs")
    assert lines_of(sanne)[0][1] == "vraag om een andere mentor"
    assert told() == {("another_mentor_asked", "Sanne")}


def lines_of(person: Person) -> list[tuple[int, str]]:
    return [(line.count, line.what) for line in lines(person, NOW)]


def test_each_side_takes_back_its_own_request_and_not_the_other_s(
    pair: Mentorship, client: Client
) -> None:
    for person in (pair.mentor, pair.mentee):
        actions.ask_for_another(pair, person, at=NOW)
    client.force_login(pair.mentor)
    client.post(reverse("matching:keep_mentor", args=[pair.pk]))
    assert [one.asked_by for one in ChangeRequest.objects.all()] == [pair.mentee]


def test_every_adviser_of_the_house_gets_one_calm_mail_about_it_and_nobody_else(
    pair: Mentorship, sanne: Person
) -> None:
    second = make_adviser(email="tweede@hoorn.example")
    make_adviser(make_organisation("medemblik"))
    actions.ask_for_another(pair, pair.mentee, at=NOW, word="Geen klik")
    actions.ask_for_another(pair, pair.mentee, at=LATER)
    one_pass(NOW + timedelta(minutes=5))
    one_pass(NOW + timedelta(days=1))
    sent = {one.recipient for one in Message.objects.filter(rule="another_mentor_asked")}
    assert sent == {sanne, second}
    letters = [one for one in mail.outbox if one.to[0] in (sanne.email, second.email)]
    assert len(letters) == 2
    for letter in letters:
        assert letter.subject == "Er staat een vraag voor je klaar als adviseur"
        assert "Geen klik" not in letter.body
    hidden = Message.objects.filter(rule="another_mentor_asked")
    for viewer in (pair.mentor, pair.mentee, pair.mentee.manager):
        assert not hidden.visible_to(viewer).exists()


@pytest.mark.parametrize("how", ["kept", "closed", "ended"])
def test_a_request_that_is_over_before_it_goes_is_not_told(how: str, pair: Mentorship) -> None:
    actions.ask_for_another(pair, pair.mentee, at=NOW)
    if how == "kept":
        actions.keep_mentor(pair, pair.mentee, at=LATER)
    elif how == "closed":
        ChangeRequest.objects.get().close(LATER)
    else:
        actions.end_mentorship(pair, at=LATER)
    one_pass(NOW + timedelta(minutes=5))
    assert "Er staat een vraag voor je klaar als adviseur" not in {
        one.subject for one in mail.outbox
    }


def test_an_adviser_who_is_the_mentor_neither_hears_nor_sees_that_another_is_asked_for(
    sanne: Person, client: Client
) -> None:
    second = make_adviser(email="tweede@hoorn.example")
    pair = pair_up(sanne, make_newcomer(), by=second)
    actions.ask_for_another(pair, pair.mentee, at=NOW, word="Geen klik")
    request, url = ChangeRequest.objects.get(), reverse("matching:pairs")
    sent = Message.objects.filter(rule="another_mentor_asked")
    assert {one.recipient for one in sent} == {second}
    for viewer, is_told in ((second, True), (sanne, False)):
        assert ChangeRequest.objects.visible_to(viewer).exists() == is_told
        assert ("vraag om een andere mentor" in {what for _, what in lines_of(viewer)}) == is_told
        for name, args in (("suggest", [pair.mentee_id]), ("replace", [pair.pk])):
            text = text_of(client, viewer, f"matching:{name}", *args)
            assert ("Geen klik" in text) == is_told, name
        client.force_login(viewer)
        shown = client.get(url, {"show": "change"}).content.decode()
        assert ("vraagt om een wissel (1)" in shown) == is_told
        assert ("Daan vraagt om een wissel" in client.get(url).content.decode()) == is_told
    for name in ("close_request", "reopen_request"):
        answer = client.post(reverse(f"matching:{name}", args=[request.pk]))
        assert answer.status_code == 404


def test_a_change_is_not_asked_where_nobody_would_read_it(sanne: Person, client: Client) -> None:
    pair = pair_up(sanne, make_newcomer(), by=sanne)
    where = reverse("matching:another_mentor", args=[pair.pk])
    client.force_login(pair.mentee)
    assert "Nu kan geen adviseur dit lezen" in client.get(where).content.decode()
    assert client.post(where, {"word": "Geen klik"}).status_code == 422
    assert not ChangeRequest.objects.exists()


def test_a_word_that_is_too_long_is_kept_and_said(pair: Mentorship, client: Client) -> None:
    client.force_login(pair.mentor)
    long = "a" * 301
    response = client.post(reverse("matching:another_mentor", args=[pair.pk]), {"word": long})
    assert response.status_code == 422
    assert long in response.content.decode()
    assert not ChangeRequest.objects.exists()


def test_nobody_asks_for_a_change_in_a_pair_of_others(
    pair: Mentorship, sanne: Person, client: Client
) -> None:
    for viewer in (sanne, pair.mentee.manager, make_mentor("Vreemde Eend"), make_newcomer("Nel")):
        client.force_login(viewer)
        for name in ("another_mentor", "keep_mentor"):
            where = reverse(f"matching:{name}", args=[pair.pk])
            assert client.post(where, {"word": ""}).status_code == 404
    assert not ChangeRequest.objects.exists()


# --- another mentor in one step ------------------------------------------------------------------


def test_another_mentor_is_asked_and_the_pair_ends_in_the_same_step(
    pair: Mentorship, sanne: Person, anja: Person
) -> None:
    actions.ask_for_another(pair, pair.mentee, at=NOW)
    question = actions.replace_mentor(pair, anja, by=sanne, at=NOW)
    ended = Mentorship.objects.get(pk=pair.pk)
    assert (ended.state, ended.end_kind, ended.ended_at) == ("ended", "change", NOW)
    assert (question.state, question.mentor) == ("asked", anja)
    assert told() - {("another_mentor_asked", "Sanne")} == {
        *(("mentorship_ended", "Joris"), ("mentor_asked", "Anja"))
    }
    assert not ChangeRequest.objects.open().exists()


def test_a_new_mentor_who_said_yes_already_begins_at_once(
    pair: Mentorship, sanne: Person, anja: Person
) -> None:
    new = actions.replace_mentor(pair, anja, by=sanne, at=NOW, said_yes=True)
    assert (new.state, state(pair)) == ("active", "ended")
    assert told() == {
        ("mentorship_ended", "Joris"),
        ("mentor_found", "Daan"),
        ("you_are_mentor", "Anja"),
        ("newcomer_has_mentor", "Petra"),
    }


def test_the_newcomer_hears_nothing_until_there_is_a_yes(
    pair: Mentorship, sanne: Person, anja: Person, client: Client
) -> None:
    question = actions.replace_mentor(pair, anja, by=sanne, at=NOW)
    one_pass(NOW + timedelta(minutes=5))
    assert pair.mentee.email not in {to for one in mail.outbox for to in one.to}
    text = text_of(client, pair.mentee, "matching:my_mentor")
    assert "We zoeken een nieuwe mentor voor je" in text
    assert "Anja" not in text
    actions.answer_proposal(question, accepted=True, at=NOW + timedelta(minutes=6))
    assert ("mentor_found", "Daan") in told()


@pytest.mark.parametrize("said_yes", [True, False])
def test_when_the_new_mentor_cannot_be_nothing_ends(
    said_yes: bool, pair: Mentorship, sanne: Person, anja: Person
) -> None:
    MentorProfile.objects.filter(person=anja).update(capacity=0)
    for nobody in (anja, pair.mentor, pair.mentee.manager, make_person("Geen Mentor")):
        with pytest.raises(actions.NotPossible):
            actions.replace_mentor(pair, nobody, by=sanne, at=NOW, said_yes=said_yes)
    fresh = Mentorship.objects.get()
    assert (fresh.state, fresh.ended_at, fresh.end_kind) == ("active", None, "")
    assert told() == set()


@pytest.mark.parametrize("said_yes", [True, False])
def test_undone_in_time_nobody_has_heard_and_all_is_as_before(
    said_yes: bool, pair: Mentorship, sanne: Person, anja: Person
) -> None:
    actions.ask_for_another(pair, pair.mentee, at=NOW - timedelta(hours=1))
    new = actions.replace_mentor(pair, anja, by=sanne, at=NOW, said_yes=said_yes)
    actions.resume_mentorship(pair, at=LATER)
    assert (state(pair), state(new)) == ("active", "withdrawn")
    assert ChangeRequest.objects.waiting().count() == 1
    assert told() == {("another_mentor_asked", "Sanne")}
    assert not Mentorship.objects.visible_to(pair.mentee).filter(mentor=anja).exists()


def test_what_was_asked_at_the_same_moment_by_itself_is_not_taken_back_along(
    pair: Mentorship, sanne: Person, anja: Person
) -> None:
    actions.end_mentorship(pair, at=NOW)
    question = actions.ask(anja, pair.mentee, by=sanne, at=NOW)
    with pytest.raises(actions.NotPossible, match="heeft Anja Smit al gevraagd voor Daan"):
        actions.resume_mentorship(pair, at=LATER)
    assert (state(pair), state(question)) == ("ended", "asked")


def test_a_replacement_knows_what_it_came_in_the_place_of(
    pair: Mentorship, sanne: Person, anja: Person
) -> None:
    new = actions.replace_mentor(pair, anja, by=sanne, at=NOW)
    Mentorship.objects.filter(pk=new.pk).update(asked_at=NOW + timedelta(seconds=1))
    actions.resume_mentorship(pair, at=LATER)
    assert (state(pair), state(new)) == ("active", "withdrawn")
    assert [*pair.replacements.all()] == [new]


def test_replacements_of_before_are_linked_by_the_moment_of_the_end(
    pair: Mentorship, sanne: Person, anja: Person
) -> None:
    new = actions.replace_mentor(pair, anja, by=sanne, at=NOW)
    other = pair_up(anja, make_newcomer("Noor Jansen"), by=sanne)
    Mentorship.objects.filter(pk=other.pk).update(asked_at=NOW)
    Mentorship.objects.update(replaces=None)
    import_module("matching.migrations.0010_what_a_pair_replaces").link(apps, None)
    assert set(Mentorship.objects.exclude(replaces=None).values_list("pk", "replaces")) == {
        (new.pk, pair.pk)
    }


def test_it_is_not_undone_once_the_new_one_is_known_or_said_yes(
    pair: Mentorship, sanne: Person, anja: Person
) -> None:
    new = actions.replace_mentor(pair, anja, by=sanne, at=NOW, said_yes=True)
    heard = Message.objects.get(rule="mentor_found")
    heard.mail = Mail.objects.create(recipient=pair.mentee, state="sent", sent_at=NOW)
    heard.save()
    with pytest.raises(actions.NotPossible, match="Anja Smit is al de mentor van Daan"):
        actions.resume_mentorship(pair, at=LATER)
    assert (state(pair), state(new)) == ("ended", "active")
    assert ("you_are_mentor", "Anja") in told()  # the attempt took no mail back


def test_the_mentor_before_gets_404_on_everything_of_the_newcomer(
    pair: Mentorship, sanne: Person, anja: Person, client: Client
) -> None:
    joris, daan = pair.mentor, pair.mentee
    Hope.objects.create(person=daan, word="Wandelen")
    pages = {
        "person": reverse("people:person", args=[daan.pk]),
        "question": reverse("matching:answer_own", args=[pair.pk]),
        "another": reverse("matching:another_mentor", args=[pair.pk]),
        "check_in": reverse("matching:check_in_own", args=[pair.pk]),
        "replace": reverse("matching:replace", args=[pair.pk]),
        "suggest": reverse("matching:suggest", args=[daan.pk]),
    }
    client.force_login(joris)
    before = {name: client.get(url).status_code for name, url in pages.items()}
    assert {name for name, status in before.items() if status == 200} == {
        *("person", "question", "another", "check_in")
    }
    assert Hope.objects.visible_to(joris).exists()
    actions.replace_mentor(pair, anja, by=sanne, at=NOW, said_yes=True)
    assert {name: client.get(url).status_code for name, url in pages.items()} == dict.fromkeys(
        pages, 404
    )
    assert not Hope.objects.visible_to(joris).exists()
    assert daan not in Person.objects.visible_to(joris)
    assert "Daan" not in text_of(client, joris, "matching:my_mentees")
    talked = reverse("matching:we_talked", args=[pair.pk])
    assert client.post(talked).status_code == 404
    for link in (talked_path(pair, joris), check_in_path(pair, joris)):
        page = client.get(link).content.decode()
        assert "Daan" not in page
        assert "niet meer open" in page


def test_the_adviser_replaces_from_the_page_with_reasons_and_undoes_it(
    pair: Mentorship, sanne: Person, anja: Person, client: Client
) -> None:
    where = reverse("matching:replace", args=[pair.pk])
    text = text_of(client, sanne, "matching:replace", pair.pk)
    assert "Anja Smit" in text
    assert "zelfde team" in text
    response = client.post(where, {"mentor": anja.pk, "said": "asked"})
    assert response.url == reverse("matching:suggest", args=[pair.mentee_id])
    undo = reverse("matching:resume", args=[pair.pk])
    assert undo in client.get(response.url).content.decode()
    client.post(undo)
    assert state(pair) == "active"
    assert not Mentorship.objects.awaiting().exists()


def test_a_stranger_replaces_nobody(pair: Mentorship, anja: Person, client: Client) -> None:
    els = make_adviser(make_organisation("medemblik"))
    for viewer in (els, pair.mentor, pair.mentee, pair.mentee.manager, anja):
        client.force_login(viewer)
        where = reverse("matching:replace", args=[pair.pk])
        assert client.get(where).status_code == 404
        assert client.post(where, {"mentor": anja.pk, "said": "yes"}).status_code == 404
        handover = reverse("matching:handover", args=[pair.mentor_id])
        assert client.get(handover).status_code == 404
    assert state(pair) == "active"


def test_a_mentor_whose_pair_was_changed_is_not_proposed_for_this_newcomer_again(
    pair: Mentorship, sanne: Person, anja: Person
) -> None:
    question = actions.replace_mentor(pair, anja, by=sanne, at=NOW)
    actions.answer_proposal(question, accepted=False, at=LATER)
    with pytest.raises(actions.NotPossible, match="was de mentor, tot de wissel"):
        asked(pair.mentor, pair.mentee, by=sanne, at=LATER)
    asked(pair.mentor, make_newcomer("Noor Jansen"), by=sanne, at=LATER)


def test_in_the_mails_of_a_later_mentor_the_first_day_is_past(sanne: Person) -> None:
    begun = make_newcomer(starts_on=date(2026, 12, 7))
    pair = pair_up(make_mentor("Joris Meer"), begun, by=sanne)
    anja, bea = make_mentor("Anja Smit"), make_mentor("Bea Bos")
    actions.answer_proposal(
        actions.replace_mentor(pair, anja, by=sanne, at=NOW), accepted=False, at=LATER
    )
    asked(bea, begun, by=sanne, at=LATER)
    one_pass(NOW + timedelta(minutes=9))
    [sent] = [one for one in mail.outbox if one.to == [bea.email]]
    assert sent.subject == "Wil je mentor worden? Ja of nee"
    assert "Daan begon op maandag 7 december" in sent.body


# --- ending --------------------------------------------------------------------------------------


def test_a_pair_ends_with_a_reason_that_only_advisers_read(
    pair: Mentorship, sanne: Person, client: Client
) -> None:
    client.force_login(sanne)
    where = reverse("matching:end", args=[pair.pk])
    response = client.post(where, {"kind": "", "reason": "Samen besproken"})
    assert response.status_code == 422
    assert "Samen besproken" in response.content.decode()
    client.post(where, {"kind": "change", "reason": "Samen besproken"})
    ended = Mentorship.objects.get()
    assert (ended.state, ended.end_kind, ended.end_reason) == ("ended", "change", "Samen besproken")
    text = text_of(client, sanne, "matching:pairs")
    assert "Een andere mentor past beter" in text
    assert "Samen besproken" in text
    for viewer, name in (
        (pair.mentor, "matching:my_mentees"),
        (pair.mentee, "matching:my_mentor"),
        (pair.mentee.manager, "people:team"),
    ):
        seen = text_of(client, viewer, name)
        assert "besproken" not in seen
        assert "past beter" not in seen


def test_after_a_hundred_days_one_click_closes_a_pair(sanne: Person, client: Client) -> None:
    over = make_newcomer("Klaar Koppel", starts_on=NOW.date() - timedelta(days=100))
    pair = pair_up(make_mentor(), over, by=sanne)
    client.force_login(sanne)
    text = client.get(reverse("matching:pairs"), {"show": "over"}).content.decode()
    where = reverse("matching:end", args=[pair.pk])
    assert where in text
    client.post(where, {"kind": "done"})
    assert Mentorship.objects.get().end_kind == "done"


# --- who leaves ----------------------------------------------------------------------------------


def leaves(person: Person, on: date) -> None:
    person.leaves_on = on
    person.save()


def test_a_mentor_who_leaves_hands_over_each_newcomer_in_one_click(
    sanne: Person, client: Client
) -> None:
    piet = make_mentor("Piet Post", capacity=3)
    mine = [
        pair_up(piet, make_newcomer(name, starts_on=date(2027, 1, 4)), by=sanne)
        for name in ("Daan Visser", "Noor Jansen")
    ]
    make_mentor("Anja Smit"), make_mentor("Bea Bos")
    leaves(piet, date(2027, 3, 1))
    [line] = [one for one in lines(sanne, NOW) if "niet verder" in one.what]
    assert line.detail == (
        "Piet Post vertrekt op maandag 1 maart en begeleidt twee nieuwe collega’s"
    )
    assert line.url == reverse("matching:handover", args=[piet.pk])
    [going] = going_of(sanne, NOW)
    assert {row.mentor.name for row in take_overs(going.pairs, NOW) if row.mentor} == {
        *("Anja Smit", "Bea Bos")
    }
    for one in mine:
        row = next(row for row in take_overs(going.pairs, NOW) if row.pair == one)
        client.force_login(sanne)
        post = {"mentor": row.mentor.pk if row.mentor else 0, "said": "yes", "from": "handover"}
        response = client.post(reverse("matching:replace", args=[one.pk]), post)
        assert response.url == line.url
        [going] = going_of(sanne, NOW) or [going]
    assert not going_of(sanne, NOW)
    assert {one.end_kind for one in Mentorship.objects.filter(mentor=piet)} == {"mentor away"}
    assert "begeleidt nu niemand" in client.get(line.url).content.decode()


def test_a_question_to_who_leaves_stands_on_the_handover_and_is_taken_back_there(
    sanne: Person, client: Client
) -> None:
    piet, anja = make_mentor("Piet Post", capacity=3), make_mentor("Anja Smit")
    pair_up(piet, make_newcomer("Daan Visser", starts_on=date(2027, 1, 4)), by=sanne)
    question = asked(piet, make_newcomer("Noor Jansen"), by=sanne)
    asked(anja, make_newcomer("Sem Kok"), by=sanne)
    leaves(piet, date(2027, 3, 1))
    text = text_of(client, sanne, "matching:handover", piet.pk)
    assert "Noor Jansen" in text
    assert "Sanne Wit vroeg Piet op dinsdag 12 januari" in text
    assert "Sem Kok" not in text
    url = reverse("matching:withdraw", args=[question.pk])
    assert f'action="{url}"' in text
    response = client.post(url)
    assert response.url == reverse("matching:suggest", args=[question.mentee_id])  # to choose anew
    assert state(question) == "withdrawn"
    assert (
        "Noor Jansen" not in text_of(client, sanne, "matching:handover", piet.pk).split("<main")[1]
    )


@pytest.mark.parametrize(
    ("last_day", "goes"),
    [
        (NOW.date() + timedelta(days=60), True),
        (NOW.date() + timedelta(days=61), False),
    ],
)
def test_who_leaves_within_two_months_is_named_in_time(
    last_day: date, goes: bool, pair: Mentorship, sanne: Person
) -> None:
    leaves(pair.mentor, last_day)
    assert bool(going_of(sanne, NOW)) is goes


def test_a_last_day_after_the_hundred_days_harms_nobody(sanne: Person) -> None:
    mentee = make_newcomer(starts_on=NOW.date() - timedelta(days=80))
    pair = pair_up(make_mentor(), mentee, by=sanne)
    leaves(pair.mentor, NOW.date() + timedelta(days=20))
    assert not going_of(sanne, NOW)
    leaves(pair.mentor, NOW.date() + timedelta(days=19))
    assert going_of(sanne, NOW)


@pytest.mark.parametrize(("days", "goes"), [(20, False), (21, True)])
def test_a_long_break_asks_for_a_handover_and_a_short_one_does_not(
    days: int, goes: bool, pair: Mentorship, sanne: Person
) -> None:
    until = NOW.date() + timedelta(days=days)
    MentorProfile.objects.filter(person=pair.mentor).update(paused_until=until)
    assert bool(going_of(sanne, NOW)) is goes


@pytest.mark.parametrize("days", [-30, 20])
def test_a_break_that_is_over_or_short_does_not_make_a_late_last_day_harm_anybody(
    days: int, sanne: Person
) -> None:
    mentee = make_newcomer(starts_on=NOW.date() - timedelta(days=80))
    pair = pair_up(make_mentor(paused_until=NOW.date() + timedelta(days=days)), mentee, by=sanne)
    leaves(pair.mentor, NOW.date() + timedelta(days=20))
    assert not going_of(sanne, NOW)
    MentorProfile.objects.update(paused_until=NOW.date() + timedelta(days=21))
    assert "pauze" in going_of(sanne, NOW)[0].why


def test_the_day_after_the_last_day_pairs_end_and_questions_lapse_by_themselves(
    pair: Mentorship, sanne: Person
) -> None:
    joris, noor = pair.mentor, make_newcomer("Noor Jansen")
    MentorProfile.objects.filter(person=joris).update(capacity=2)
    stays = pair_up(make_mentor("Anja Smit"), make_newcomer("Ties Blijft"), by=sanne)
    question = asked(joris, noor)
    last = date(2027, 1, 13)
    leaves(joris, last)
    actions.close_left_behind(at(last, 23))
    assert (state(pair), state(question)) == ("active", "asked")
    actions.close_left_behind(at(last + timedelta(days=1), 0))
    actions.close_left_behind(at(last + timedelta(days=1), 1))
    assert (state(pair), state(question), state(stays)) == ("ended", "withdrawn", "active")
    assert Mentorship.objects.get(pk=pair.pk).end_kind == "mentor away"
    waiting = {one.given_name for one in waiting_of(sanne, at(last + timedelta(days=1)))}
    assert waiting == {"Daan", "Noor"}


def test_a_pass_of_the_clock_closes_what_was_left_behind_and_the_newcomer_hears_it(
    pair: Mentorship,
) -> None:
    leaves(pair.mentor, date(2027, 1, 11))
    one_pass(NOW)
    one_pass(NOW + timedelta(minutes=5))
    assert state(pair) == "ended"
    heard = {to for one in mail.outbox for to in one.to}
    assert pair.mentee.email in heard
    assert pair.mentor.email not in heard


def test_who_has_left_can_say_yes_no_more(sanne: Person, client: Client) -> None:
    joris = make_mentor("Joris Meer")
    question = asked(joris, make_newcomer(), by=sanne)
    leaves(joris, date(2027, 1, 11))
    response = client.post(answer_path(question), {"answer": "yes", "word": ""})
    assert response.status_code == 422
    assert "vervallen" in response.content.decode()
    assert state(question) == "asked"


def test_a_newcomer_who_leaves_frees_the_mentor_s_place(pair: Mentorship, sanne: Person) -> None:
    leaves(pair.mentee, date(2027, 1, 11))
    actions.close_left_behind(NOW)
    assert Mentorship.objects.get().end_kind == "mentee away"
    asked(pair.mentor, make_newcomer("Noor Jansen"), by=sanne)


# --- many at once --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_fifty_yeses_at_once_for_a_mentor_with_one_place_exactly_one_holds() -> None:
    joris, sanne = make_mentor("Joris Meer", capacity=1), make_adviser()
    facts = {"mentor": joris, "asked_by": sanne, "asked_at": NOW}
    questions = [
        Mentorship.objects.create(mentee=make_newcomer(f"Nieuw {number}"), **facts)
        for number in range(50)
    ]
    said = at_once(
        *(lambda one=one: actions.answer_proposal(one, accepted=True, at=NOW) for one in questions)
    )
    assert Mentorship.objects.active().count() == 1
    assert Mentorship.objects.awaiting().count() == 49
    assert len(said) == 49
    assert set(said) == {
        "Je begeleidt al één nieuwe collega; meer plaats heb je niet."
        " Er is niets veranderd: de vraag blijft staan."
    }
    assert Message.objects.filter(rule="mentor_found").count() == 1


@pytest.mark.django_db(transaction=True)
def test_fifty_clicks_on_one_question_make_one_pair() -> None:
    question = asked(make_mentor("Joris Meer", capacity=1), make_newcomer())
    answers: list[bool] = []

    def click() -> None:
        fresh = Mentorship.objects.select_related("mentor", "mentee", "asked_by").get()
        answers.append(actions.answer_proposal(fresh, accepted=True, at=NOW))

    assert at_once(*[click] * 50) == []
    assert sorted(answers) == [False] * 49 + [True]
    assert state(question) == "active"
