"""Totals of check-ins: five people at a time, for whoever advises, and with nobody's words."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from matching import actions
from matching.check_in_totals import Outcome, outcome_of
from matching.models import CheckIn, Mentorship
from mentorship.people.models import Organisation, Person
from mentorship.privacy.models import OwnTerm
from mentorship.privacy.retention import sweep
from tests.cast import (
    make_adviser,
    make_coordinator,
    make_newcomer,
    make_organisation,
    make_person,
    make_trainer,
)
from tests.matching.cast import as_person, at, make_mentor, pair_up
from tests.matching.test_check_in_form import LATER, NEXT, hoorn, pair, sanne

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
__all__ = ["hoorn", "pair", "sanne"]  # fixtures


def say(sanne: Person, answers: list[tuple[str, dict[str, Any]]], first: int = 0) -> None:
    """One check-in each, an hour after the other, of a pair of its own."""
    for number, (answer, more) in enumerate(answers, start=first):
        pair = pair_up(
            make_mentor(f"Mentor Nummer{number}", organisation=sanne.organisation),
            make_newcomer(f"Nieuw Nummer{number}", organisation=sanne.organisation),
            by=sanne,
        )
        moment = LATER + timedelta(hours=number)
        actions.check_in(pair, pair.mentee, 30, answer=answer, word="", at=moment)
        CheckIn.objects.get(mentorship=pair).tell_more(more)


def counts(outcome: Outcome) -> dict[str, list[int]]:
    return {
        one.question.key: [count for _words, count in one.counts]
        for one in outcome.totals
        if one.is_enough
    }


def test_under_five_nothing_is_told_and_then_they_count_five_at_a_time(
    sanne: Person, hoorn: Organisation
) -> None:
    """An adviser sees who answered when: the sixth alone would tell what that one said."""
    say(sanne, [("well", {"open": "4", "helps": ["goal"], "next": NEXT})] * 4)
    assert outcome_of(hoorn, sanne, LATER) == Outcome(4, 0, [])
    say(sanne, [("could be better", {"open": "2"})], first=4)
    five = counts(outcome_of(hoorn, sanne, LATER))
    # Of what helps there are four answers: too few. What is written is never counted.
    assert five == {"": [4, 1, 0], "open": [0, 1, 0, 4, 0]}
    say(sanne, [("not", {"open": "1"})] * 4, first=5)
    assert counts(outcome_of(hoorn, sanne, LATER)) == five
    say(sanne, [("well", {"open": "5"})], first=9)
    assert counts(outcome_of(hoorn, sanne, LATER)) == {"": [5, 1, 4], "open": [4, 1, 0, 4, 1]}


def test_five_check_ins_of_two_people_tell_nothing(
    pair: Mentorship, sanne: Person, hoorn: Organisation
) -> None:
    for day, writer in ((30, 0), (60, 0), (100, 0), (30, 1), (60, 1), (100, 1)):
        person = (pair.mentee, pair.mentor)[writer]
        actions.check_in(pair, person, day, answer="well", word="", at=LATER)
    assert outcome_of(hoorn, sanne, LATER) == Outcome(6, 0, [])
    # With three others there is a lot, but five answers to a question are still of two people.
    for one in CheckIn.objects.all():
        one.tell_more({"open": "4"})
    say(sanne, [("not", {"whom": "1"})] * 3, first=1)
    outcome = outcome_of(hoorn, sanne, LATER)
    assert (outcome.counted, counts(outcome)) == (9, {"": [6, 0, 3]})


def test_a_check_in_of_before_there_were_questions_counts_for_the_click_alone(
    sanne: Person, hoorn: Organisation
) -> None:
    say(sanne, [("well", {"open": "4"})] * 5)
    CheckIn.objects.filter(pk=CheckIn.objects.first().pk).update(questionnaire=None, answers={})  # type: ignore[union-attr]
    assert counts(outcome_of(hoorn, sanne, LATER)) == {"": [5, 0, 0]}


def test_totals_are_for_the_adviser_and_the_academy_s_coordinator(
    client: Client, sanne: Person, hoorn: Organisation
) -> None:
    say(sanne, [("well", {"open": "4"})] * 5)
    url = reverse("matching:check_in_totals", args=[hoorn.pk])
    hanneke = make_coordinator()
    for viewer in (sanne, hanneke):
        page = as_person(client, viewer).get(url)
        assert page.status_code == 200
        assert "5 van de 5 check-ins tellen mee" in page.content.decode()
        assert "Nummer" not in page.content.decode()
    overview = client.get(reverse("programmes:overview")).content.decode()
    assert url in overview
    els = make_adviser(make_organisation("medemblik"))
    mentor, mentee = Mentorship.objects.values_list("mentor", "mentee")[0]
    those = Person.objects.filter(pk__in=(mentor, mentee))
    for viewer in (els, make_trainer(), make_person(organisation=hoorn), *those):
        assert as_person(client, viewer).get(url).status_code == 404
        assert not CheckIn.objects.counted_for(viewer).exists()


def test_a_check_in_of_another_organisation_does_not_count(
    sanne: Person, hoorn: Organisation
) -> None:
    els = make_adviser(make_organisation("medemblik"))
    say(els, [("not", {"open": "1"})] * 5, first=20)
    say(sanne, [("well", {"open": "5"})] * 5)
    assert counts(outcome_of(hoorn, sanne, LATER)) == {"": [5, 0, 0], "open": [0, 0, 0, 0, 5]}


def test_what_has_been_kept_long_enough_changes_no_total_one_by_one(
    sanne: Person, hoorn: Organisation
) -> None:
    """One pair's check-in goes a year after that pair: the rest would tell what it said."""
    say(sanne, [("not", {"open": "1"})] + [("well", {"open": "4"})] * 5)
    pair = CheckIn.objects.earliest("answered_at").mentorship
    actions.end_mentorship(pair, at=LATER + timedelta(hours=9), kind="other", reason="")
    first_of_quarter = date(2027, 1, 1)
    last_day = at(first_of_quarter + timedelta(days=364))
    assert sweep(last_day).get("matching.checkin") is None
    assert counts(outcome_of(hoorn, sanne, last_day)) == {"": [4, 0, 1], "open": [1, 0, 0, 4, 0]}

    later = LATER + timedelta(days=366)
    assert sweep(later)["matching.checkin"] == 1
    assert CheckIn.objects.count() == 5
    assert outcome_of(hoorn, sanne, later) == Outcome(0, 0, [])


def test_a_quarter_counts_by_itself_and_a_shorter_term_ends_it_sooner(
    sanne: Person, hoorn: Organisation
) -> None:
    """Four in March and one in April are no lot."""
    say(sanne, [("well", {})] * 4)
    spring = at(date(2027, 4, 2))
    say(sanne, [("not", {})], first=4)
    CheckIn.objects.filter(answer="not").update(answered_at=spring)
    assert outcome_of(hoorn, sanne, spring) == Outcome(5, 0, [])

    say(sanne, [("well", {})] * 5, first=5)
    assert counts(outcome_of(hoorn, sanne, spring)) == {"": [5, 0, 0]}
    OwnTerm.objects.create(organisation=hoorn, key="matching.checkin", days=60)
    assert outcome_of(hoorn, sanne, spring) == Outcome(1, 0, [])
