"""Placeholders in a text of one's own: filled in, and found in the shipped text."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mentorship.reminders.letters.own_words import draft, fill
from mentorship.reminders.rules import Book, Named
from programmes.models import Meeting
from programmes.reminders.meetings import MeetingSoon
from tests.cast import enrol, make_cohort


def test_what_somebody_is_called_is_never_read_as_a_placeholder_or_as_markup() -> None:
    assert fill("Dag {voornaam}", {"voornaam": "{functie}", "functie": "x"}) == "Dag {functie}"


def test_a_draft_leaves_parts_of_words_alone() -> None:
    assert draft("Anna kent Annaberg", {"voornaam": "Anna"}) == "{voornaam} kent Annaberg"


@pytest.mark.parametrize(
    ("value", "shipped", "written"),
    [
        ("dinsdag 8 december", "Kom. Dinsdag 8 december, hier.", "Kom. {dag}, hier."),
        ("dinsdag 8 december", "Dinsdag 8 december\n\nDag.", "{dag}\n\nDag."),
        ("dinsdag 8 december", "Kom, dinsdag 8 december.", "Kom, {dag}."),
    ],
)
def test_a_placeholder_that_begins_a_sentence_comes_out_with_a_capital(
    value: str, shipped: str, written: str
) -> None:
    assert draft(shipped, {"dag": value}) == written
    assert fill(written, {"dag": value}) == shipped


def test_a_name_or_an_address_keeps_its_own_first_letter() -> None:
    assert fill("{adres}.\n{adres}", {"adres": Named("els@hoorn.example")}) == (
        "els@hoorn.example.\nels@hoorn.example"
    )


def test_a_placeholder_in_a_draft_is_never_read_as_a_word_to_replace() -> None:
    words = {"groep": "Groep winter", "organisatie": "groep"}
    assert draft("Van Groep winter, groep", words) == "Van {groep}, {organisatie}"


def test_a_line_that_runs_on_in_the_mail_begins_no_sentence() -> None:
    assert fill("Kom\n{dag}\n\n{dag}", {"dag": "dinsdag"}) == "Kom\ndinsdag\n\nDinsdag"


@pytest.mark.django_db
def test_one_begins_with_what_most_readers_get_and_no_day_of_one_meeting_stands_in_it(
    client: Client, rules: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(rules._told, "meeting_soon", MeetingSoon())
    day = timezone.localdate() + timedelta(days=60)
    later = day + timedelta(days=21), day + timedelta(days=111)
    cohort = make_cohort(half_day_1=day, half_day_2=later[0], return_day=later[1])
    Meeting.objects.filter(cohort=cohort, step__key="talk").update(cancelled_at=timezone.now())
    people = [enrol(cohort).person for _number in range(3)]
    client.force_login(cohort.created_by)
    where = reverse("reminders:text", args=["hoorn", "meeting_soon", "nl"])
    page = client.get(f"{where}?about={cohort.label}")
    begun = page.context["form"].initial
    assert page.context["example"].item.message.recipient in people
    assert begun["subject"] == "{bijeenkomst_kort} op {datum}"
    assert begun["body"].startswith(
        "{bijeenkomst_kort} is {over_hoeveel_dagen}. {dag}, {tijd}, {plaats}."
    )
    assert not any(one.isdecimal() for one in begun["subject"] + begun["body"])
