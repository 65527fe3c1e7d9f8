"""Answers from the mail and signed in: who gives them, until when, and who sees them."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from matching import actions
from matching.attention import lines
from matching.links import check_in_path, talked_path, time_path
from matching.models import Agreement, CheckIn, Conversation, Mentorship
from matching.pool import load_pool
from matching.ranking import advise
from mentorship.people.models import Organisation, Person
from programmes.models import Enrolment
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
from tests.matching.cast import asked, at, make_mentor, pair_up, past_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LATER = at(date(2027, 2, 12))  # 32 days after Daan's first day


@pytest.fixture
def sanne() -> Person:
    return make_adviser()


@pytest.fixture
def seat(sanne: Person) -> Enrolment:
    """Joris takes part and is trained elsewhere; Petra is the manager."""
    joris = make_mentor("Joris Meer", manager=make_person("Petra Hoekstra"))
    return enrol(past_cohort(created_by=sanne), joris, state_since=NOW - timedelta(days=1))


@pytest.fixture
def pair(sanne: Person) -> Mentorship:
    return pair_up(make_mentor(), make_newcomer(starts_on=date(2027, 1, 11)), by=sanne)


def manager_of(seat: Enrolment) -> Person:
    assert seat.person.manager is not None
    return seat.person.manager


def link_of(seat: Enrolment) -> str:
    return time_path(seat.person, manager_of(seat), seat.state_since)


def as_person(client: Client, person: Person) -> Client:
    client.force_login(person)
    return client


def count() -> tuple[int, int, int]:
    return Agreement.objects.count(), Conversation.objects.count(), CheckIn.objects.count()


# --- the links --------------------------------------------------------------------------------


def links(seat: Enrolment, pair: Mentorship) -> list[str]:
    return [link_of(seat), talked_path(pair, pair.mentee), check_in_path(pair, pair.mentor)]


def test_a_mail_scanner_that_follows_a_link_changes_nothing(
    client: Client, seat: Enrolment, pair: Mentorship
) -> None:
    with time_machine.travel(LATER, tick=False):
        for path in [link_of(seat), check_in_path(pair, pair.mentor)]:
            for _twice in range(2):
                assert client.get(path).status_code == 200
                assert client.head(path).status_code == 200
    assert client.get(talked_path(pair, pair.mentee)).status_code == 200
    assert count() == (0, 0, 0)
    assert "sessionid" not in client.cookies


def test_a_link_of_another_purpose_or_in_another_s_name_does_not_exist(
    client: Client, seat: Enrolment, pair: Mentorship
) -> None:
    tokens = [(path.split("/")[-3], path.split("/")[-2]) for path in links(seat, pair)]
    for place, name in enumerate(["has_time", "talked", "check_in"]):
        for other, (person, token) in enumerate(tokens):
            if place != other:
                url = reverse(f"matching:{name}", args=[int(person), token])
                assert client.post(url, {"answer": "yes", "met": "yes"}).status_code == 404
        stranger = reverse(f"matching:{name}", args=[make_person().pk, tokens[place][1]])
        assert client.get(stranger).status_code == 404
        assert client.get(reverse(f"matching:{name}", args=[1, "x:y:z"])).status_code == 404
    assert count() == (0, 0, 0)


def test_after_its_end_a_link_takes_no_answer(
    client: Client, seat: Enrolment, pair: Mentorship
) -> None:
    paths = links(seat, pair)
    with time_machine.travel(NOW + timedelta(days=150), tick=False):
        assert client.get(paths[0]).status_code == 410
        for path in paths:
            shown = client.post(path, {"answer": "well", "met": "yes"}).content.decode()
            assert "Deze vraag staat niet meer open" in shown
    assert count() == (0, 0, 0)


def test_once_the_pair_has_ended_its_links_take_no_answer(client: Client, pair: Mentorship) -> None:
    actions.end_mentorship(pair, at=NOW)
    with time_machine.travel(LATER, tick=False):
        client.post(talked_path(pair, pair.mentee), {"met": "yes"})
        client.post(check_in_path(pair, pair.mentee), {"answer": "well"})
    assert count() == (0, 0, 0)


# --- does the mentor have time? ---------------------------------------------------------------


def test_the_manager_says_yes_from_the_mail(client: Client, seat: Enrolment) -> None:
    assert "Heeft Joris tijd om mentor te zijn?" in client.get(link_of(seat)).content.decode()
    assert client.post(link_of(seat), {"answer": "misschien"}).status_code == 422
    client.post(link_of(seat), {"answer": "yes", "word": "Graag"})
    [agreement] = Agreement.objects.all()
    assert (agreement.mentor, agreement.manager) == (seat.person, seat.person.manager)
    assert (agreement.agreed, agreement.word, agreement.answered_at) == (True, "Graag", NOW)
    assert agreement.noted_by is None


def test_an_answer_can_change_until_the_mentor_is_asked(client: Client, seat: Enrolment) -> None:
    for answer in ("no", "yes"):
        client.post(link_of(seat), {"answer": answer})
    assert Agreement.objects.get().agreed
    question = asked(seat.person, make_newcomer())
    shown = client.post(link_of(seat), {"answer": "no"}).content.decode()
    assert "Joris is nu mentor" in shown
    assert Agreement.objects.get().agreed
    actions.withdraw(question, at=NOW)
    client.post(link_of(seat), {"answer": "no"})
    assert not Agreement.objects.get().agreed


def test_a_former_manager_s_link_answers_nothing(client: Client, seat: Enrolment) -> None:
    path = link_of(seat)
    Person.objects.filter(pk=seat.person_id).update(manager=make_person("Els Nieuw"))
    assert client.post(path, {"answer": "no"}).status_code == 410
    assert not Agreement.objects.exists()


def test_who_withdrew_is_no_longer_asked_about(client: Client, seat: Enrolment) -> None:
    seat.person.mentor_profile.delete()
    seat.move_to("withdrawn", at=NOW)
    assert client.get(link_of(seat)).status_code == 410


def test_a_manager_answers_signed_in_for_the_own_staff_alone(
    client: Client, seat: Enrolment, sanne: Person
) -> None:
    url = reverse("matching:has_time_own", args=[seat.person_id])
    petra = manager_of(seat)
    team = as_person(client, petra).get(reverse("people:team")).content.decode()
    assert "Vind jij ook dat er tijd is?" in team
    assert url in team
    for viewer in (sanne, seat.person, make_trainer(), make_person("Een Ander")):
        assert as_person(client, viewer).post(url, {"answer": "no"}).status_code == 404
    assert as_person(client, petra).get(url).status_code == 200
    client.post(url, {"answer": "no", "word": "Te druk"})
    assert not Agreement.objects.get().agreed
    assert "Er is nu geen tijd." in client.get(reverse("people:team")).content.decode()


def proposals(seat: Enrolment) -> tuple[list[int], dict[int, str]]:
    daan = make_newcomer()
    pool = load_pool(Organisation.objects.filter(pk=daan.organisation_id), NOW, [daan])
    advice = advise(pool.newcomer(daan), pool.candidates_for(daan).values())
    suggested = [one.candidate.pk for one in advice.suggestions]
    return suggested, {one.candidate.pk: one.why for one in advice.excluded}


def test_a_mentor_whose_manager_has_not_agreed_is_not_proposed_and_a_no_says_why(
    seat: Enrolment,
) -> None:
    joris = seat.person
    assert proposals(seat) == ([], {joris.pk: "wacht op antwoord van de leidinggevende"})
    with pytest.raises(actions.NotPossible, match="wacht op antwoord"):
        asked(joris, make_newcomer("Sem Kok"))
    actions.answer_about_time(joris, manager_of(seat), agreed=False, at=NOW)
    assert proposals(seat) == ([], {joris.pk: "heeft nu geen tijd, zegt de leidinggevende"})
    with pytest.raises(actions.NotPossible, match="geen tijd"):
        asked(joris, make_newcomer("Noor Jansen"))
    actions.answer_about_time(joris, manager_of(seat), agreed=True, at=NOW)
    assert proposals(seat)[0] == [joris.pk]


def test_that_the_manager_has_not_answered_is_shown_where_a_mentor_is_chosen(
    client: Client, seat: Enrolment, sanne: Person
) -> None:
    words = "Wacht op antwoord van de leidinggevende."
    url = reverse("matching:suggest", args=[make_newcomer().pk])
    assert words in as_person(client, sanne).get(url).content.decode()
    actions.answer_about_time(seat.person, manager_of(seat), agreed=True, at=NOW)
    assert words not in client.get(url).content.decode()


def today_of(adviser: Person) -> list[str]:
    return [line.detail for line in lines(adviser, NOW)]


def test_a_no_is_on_the_adviser_s_list_until_it_is_talked_about(
    client: Client, seat: Enrolment, sanne: Person
) -> None:
    line = "over Joris Meer, op dinsdag 12 januari"
    actions.answer_about_time(
        seat.person, manager_of(seat), agreed=False, at=NOW, word="Het is hier te druk"
    )
    assert line in today_of(sanne)
    assert line not in today_of(make_adviser(make_organisation("medemblik")))
    url = reverse("matching:mentor", args=[seat.person_id])
    assert "Het is hier te druk" in as_person(client, sanne).get(url).content.decode()
    person = reverse("people:person", args=[seat.person_id])
    assert "leidinggevende: geen tijd" in client.get(person).content.decode()
    note = reverse("matching:note_time", args=[seat.person_id])
    client.post(note, {"agreed": "no"})
    assert line not in today_of(sanne)
    assert not Agreement.objects.get().agreed
    client.post(note, {"agreed": "yes"})
    noted = Agreement.objects.get()
    assert (noted.agreed, noted.noted_by, noted.word) == (True, sanne, "Het is hier te druk")


def test_only_an_adviser_of_the_own_organisation_notes_it(client: Client, seat: Enrolment) -> None:
    url = reverse("matching:note_time", args=[seat.person_id])
    els = make_adviser(make_organisation("medemblik"))
    for viewer in (els, seat.person, manager_of(seat), make_trainer()):
        assert as_person(client, viewer).post(url, {"agreed": "yes"}).status_code == 404
    assert not Agreement.objects.exists()


def test_an_answer_is_seen_by_its_manager_and_the_adviser_alone(
    client: Client, seat: Enrolment, sanne: Person
) -> None:
    fellow = enrol(seat.cohort, make_person("Fatima Bos")).person
    actions.answer_about_time(seat.person, manager_of(seat), agreed=False, at=NOW, word="Te druk")
    agreement = Agreement.objects.get()
    for viewer in (manager_of(seat), sanne):
        assert set(Agreement.objects.visible_to(viewer)) == {agreement}
    els = make_adviser(make_organisation("medemblik"))
    for viewer in (seat.person, fellow, seat.cohort.trainer, make_coordinator(), els):
        assert not Agreement.objects.visible_to(viewer).exists()
        assert not Agreement.objects.managed_by(viewer).exists()
    assert not Agreement.objects.managed_by(manager_of(seat)).exists()
    for name in ("my_mentees", "profile"):
        page = as_person(client, seat.person).get(reverse(f"matching:{name}"))
        assert "Te druk" not in page.content.decode()


# --- did you meet? ----------------------------------------------------------------------------


def test_one_click_of_either_keeps_one_conversation_a_day(client: Client, pair: Mentorship) -> None:
    for person in (pair.mentee, pair.mentor):
        client.post(talked_path(pair, person), {"met": "yes"})
    [kept] = Conversation.objects.all()
    assert (kept.mentorship, kept.met_on, kept.noted_by) == (pair, NOW.date(), pair.mentee)


def test_not_yet_keeps_nothing_and_says_how_to_reach_the_other(
    client: Client, pair: Mentorship
) -> None:
    shown = client.post(talked_path(pair, pair.mentee), {"met": "no"}).content.decode()
    assert pair.mentor.email in shown
    assert not Conversation.objects.exists()


def test_either_says_so_on_the_own_page_and_nobody_else_can(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    url = reverse("matching:we_talked", args=[pair.pk])
    manager = make_person("Petra Hoekstra")
    Person.objects.filter(pk=pair.mentee_id).update(manager=manager)
    for viewer in (sanne, manager, make_trainer(), make_person()):
        assert as_person(client, viewer).post(url).status_code == 404
    assert as_person(client, pair.mentee).post(url).url == reverse("matching:my_mentor")
    assert as_person(client, pair.mentor).post(url).url == reverse("matching:my_mentees")
    for person, name in ((pair.mentee, "my_mentor"), (pair.mentor, "my_mentees")):
        page = as_person(client, person).get(reverse(f"matching:{name}")).content.decode()
        assert "voor het laatst op dinsdag 12 januari" in page


def test_the_two_see_their_conversations_and_the_adviser_the_last_date(
    client: Client, pair: Mentorship, sanne: Person
) -> None:
    first = pair.conversations.create(met_on=date(2027, 1, 11), noted_by=pair.mentor)
    last = pair.conversations.create(met_on=date(2027, 1, 12), noted_by=pair.mentee)
    manager = make_person("Petra Hoekstra")
    Person.objects.filter(pk=pair.mentee_id).update(manager=manager)
    for viewer in (pair.mentor, pair.mentee):
        assert set(Conversation.objects.visible_to(viewer)) == {first, last}
    for viewer in (sanne, manager, make_trainer(), make_coordinator(), make_person()):
        assert not Conversation.objects.visible_to(viewer).exists()
    url = reverse("matching:suggest", args=[pair.mentee_id])
    page = as_person(client, sanne).get(url).content.decode()
    assert "Ze spraken elkaar voor het laatst op dinsdag 12 januari." in page
    assert "11 januari" not in page.replace("maandag 11 januari", "", 1)  # but for the first day


# --- how does it go? --------------------------------------------------------------------------


@pytest.fixture
def later(pair: Mentorship) -> Any:
    with time_machine.travel(LATER, tick=False):
        yield pair


def test_one_of_them_answers_from_the_mail_once(client: Client, later: Mentorship) -> None:
    path = check_in_path(later, later.mentee)
    assert client.post(path, {"word": "Alleen een woord"}).status_code == 422
    client.post(path, {"answer": "could be better", "word": "Bel me"})
    client.post(path, {"answer": "not", "word": "Toch niet"})
    [kept] = CheckIn.objects.all()
    assert (kept.mentorship, kept.person, kept.day) == (later, later.mentee, 30)
    assert (kept.answer, kept.word) == ("could be better", "Bel me")
    page = client.get(path).content.decode()
    assert "Bel me" not in page  # whoever has the link reads nothing back
    assert "Het kan beter" not in page


def test_an_old_mail_leads_to_the_newest_question(client: Client, later: Mentorship) -> None:
    path = check_in_path(later, later.mentee)
    with time_machine.travel(at(date(2027, 3, 15)), tick=False):
        client.post(path, {"answer": "well"})
    assert CheckIn.objects.get().day == 60


def test_before_day_thirty_and_three_weeks_after_a_check_in_nothing_is_asked(
    client: Client, pair: Mentorship
) -> None:
    path = check_in_path(pair, pair.mentee)
    for moment in (at(date(2027, 2, 9)), at(date(2027, 3, 4)), at(date(2027, 5, 13), 1)):
        with time_machine.travel(moment, tick=False):
            client.post(path, {"answer": "well"})
    assert not CheckIn.objects.exists()
    with time_machine.travel(at(date(2027, 5, 12)), tick=False):  # 21 days after day 100
        client.post(path, {"answer": "well"})
    assert CheckIn.objects.get().day == 100


def test_a_check_in_signed_in_is_for_the_two_alone(
    client: Client, later: Mentorship, sanne: Person
) -> None:
    url = reverse("matching:check_in_own", args=[later.pk])
    for viewer in (sanne, make_trainer(), make_person()):
        assert as_person(client, viewer).post(url, {"answer": "well"}).status_code == 404
    page = as_person(client, later.mentor).get(reverse("matching:my_mentees")).content.decode()
    assert url in page
    assert client.get(url).status_code == 200
    client.post(url, {"answer": "well"})
    page = client.get(reverse("matching:my_mentees")).content.decode()
    assert url not in page
    assert "Na 30 dagen zei je: Het loopt goed." in page


def test_the_answer_is_the_writer_s_and_the_adviser_sees_that_it_is_in(
    client: Client, later: Mentorship, sanne: Person
) -> None:
    manager = make_person("Petra Hoekstra")
    Person.objects.filter(pk=later.mentee_id).update(manager=manager)
    actions.check_in(later, later.mentee, 30, answer="not", word="Bel me eens", at=LATER)
    own = CheckIn.objects.get()
    assert set(CheckIn.objects.visible_to(later.mentee)) == {own}
    for viewer in (later.mentor, sanne, manager, make_trainer(), make_coordinator()):
        assert not CheckIn.objects.visible_to(viewer).exists()
    [known] = CheckIn.objects.all().known_to(sanne)
    assert (known.writer, known.day, known.word) == (later.mentee, 30, "Bel me eens")
    assert not hasattr(known, "answer")
    for viewer in (later.mentor, later.mentee, manager, make_coordinator()):
        assert CheckIn.objects.all().known_to(viewer) == []
    page = as_person(client, sanne).get(reverse("matching:suggest", args=[later.mentee_id]))
    assert "Bel me eens" in page.content.decode()
    assert "Na 30 dagen: Daan, op vrijdag 12 februari" in page.content.decode()
    assert "Het loopt niet" not in page.content.decode()
    mentor = as_person(client, later.mentor).get(reverse("matching:my_mentees"))
    for words in ("Bel me eens", "Het loopt niet"):
        assert words not in mentor.content.decode()


def test_a_word_to_the_adviser_stays_on_the_list_until_it_is_talked_about(
    client: Client, later: Mentorship, sanne: Person
) -> None:
    actions.check_in(later, later.mentor, 30, answer="well", word="Bel me eens", at=LATER)
    actions.check_in(later, later.mentee, 30, answer="not", word="", at=LATER)
    line = "Joris Meer schreef op vrijdag 12 februari; alleen jij ziet dit"
    assert [one for one in today_of(sanne) if "schreef" in one] == [line]
    actions.end_mentorship(later, at=LATER)  # a pair that ends takes no word away
    assert line in today_of(sanne)
    written = CheckIn.objects.with_word().get()
    els = make_adviser(make_organisation("medemblik"))
    for name in ("close_word", "reopen_word"):
        url = reverse(f"matching:{name}", args=[written.pk])
        for viewer in (els, later.mentor, later.mentee, make_trainer()):
            assert as_person(client, viewer).post(url).status_code == 404
    as_person(client, sanne).post(reverse("matching:close_word", args=[written.pk]))
    assert line not in today_of(sanne)
    client.post(reverse("matching:reopen_word", args=[written.pk]))
    assert line in today_of(sanne)
