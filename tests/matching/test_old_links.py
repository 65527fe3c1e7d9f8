"""The buttons of old mails: a kind sentence where nothing is left, and no typed word is lost."""

from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import Client

from matching import actions
from matching.links import answer_path, check_in_path, met_path, talked_path, time_path
from matching.models import BuddyMember, BuddyPair, Mentorship
from tests.cast import NOW, enrol, make_newcomer, make_person
from tests.matching.cast import asked, make_mentor, pair_up, past_cohort

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORD = "Ik wilde dit graag nog zeggen"
OURS = {"referer": "http://testserver/mail/"}


def words_back(client: Client, path: str, **sent: str) -> str:
    return unescape(client.post(path, {"word": WORD} | sent, headers=OURS).content.decode())


def test_a_button_whose_question_is_gone_says_so_and_gives_the_words_back(client: Client) -> None:
    pair = pair_up(make_mentor(), make_newcomer(starts_on=date(2027, 1, 11)))
    seat = enrol(past_cohort())
    buddies = BuddyPair.objects.create(cohort=seat.cohort, made_on=NOW.date())
    member = BuddyMember.objects.create(pair=buddies, enrolment=seat)
    loaded = BuddyMember.objects.select_related("pair").get(pk=member.pk)
    loaded.pair = BuddyPair.objects.with_return().get(pk=buddies.pk)
    paths = [
        answer_path(pair),
        check_in_path(pair, pair.mentee),
        talked_path(pair, pair.mentor),
        met_path(loaded),
    ]
    Mentorship.objects.all().delete()
    buddies.delete()
    for path in paths:
        page = words_back(client, path, answer="well", met="yes")
        assert "<h1>Deze vraag staat niet meer open</h1>" in page, path
        assert WORD in page, path


def test_half_a_link_says_that_a_part_got_lost(client: Client) -> None:
    question = asked(make_mentor(), make_newcomer())
    answer = client.get(answer_path(question)[:-6] + "/")
    assert answer.status_code == 404
    assert "<h1>Deze link werkt niet</h1>" in answer.content.decode()


def test_a_question_that_is_too_old_or_settled_gives_the_words_back(client: Client) -> None:
    old = asked(make_mentor(), make_newcomer(), at=NOW - timedelta(days=31))
    assert WORD in words_back(client, answer_path(old), answer="yes")

    settled = asked(make_mentor("Els Klaar"), make_newcomer("Bo Nieuw"))
    first = words_back(client, answer_path(settled), answer="no")
    second = words_back(client, answer_path(settled), answer="no")
    assert (WORD in first, WORD in second) == (False, True)  # the first word was kept


def test_a_manager_whose_question_is_over_gets_the_words_back(client: Client) -> None:
    mentor = make_mentor("Joris Meer", manager=make_person("Petra Hoekstra"))
    assert mentor.manager is not None
    path = time_path(mentor, mentor.manager, NOW - timedelta(days=90))
    assert WORD in words_back(client, path, answer="no")
    settled = time_path(mentor, mentor.manager, NOW)
    assert WORD not in words_back(client, settled, answer="yes")
    asked(mentor, make_newcomer())
    assert WORD in words_back(client, settled, answer="no")


def test_a_check_in_that_is_over_gives_the_words_back(client: Client) -> None:
    pair = pair_up(make_mentor(), make_newcomer(starts_on=date(2027, 1, 11)))
    path = check_in_path(pair, pair.mentee)
    actions.end_mentorship(pair, at=NOW)
    with time_machine.travel(NOW + timedelta(days=150), tick=False):
        page = words_back(client, path, answer="well")
    assert "Deze vraag staat niet meer open" in page
    assert WORD in page
