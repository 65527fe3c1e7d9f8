"""A mail whose button leads to a box for own words says to write nothing medical there."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist

from mentorship.people.models import Person
from mentorship.reminders.letters.compose import Letter, compose
from mentorship.reminders.models import MailText, Message
from mentorship.reminders.owed.judging import Item
from mentorship.reminders.rules import Told, book, label
from tests.pages.conftest import world as world
from tests.pages.world import World

pytestmark = pytest.mark.django_db
WARNING = {"nl": "Schrijf geen medische gegevens op.", "en": "Do not write down any medical facts."}
OURS = [one for one in book if not type(one).__module__.startswith("tests")]
ASKS_TO_WRITE = {
    "case_due",
    "check_in",
    "evaluation_due",
    "forms_due",
    "forms_open",
    "mentor_asked",
    "mentor_asked_reminder",
    "mentor_has_time",
    "mentor_without_group_has_time",
    "practical_due",
    "practical_today",
    "preparation_due",
    "reflection_due",
    "say_what_you_hope",
}


def letters(told: Told[Any], language: str) -> Iterator[tuple[Item, Letter]]:
    """This mail about the newest rows of the world, to the first whom it can be told."""
    people = list(Person.objects.exclude(organisation=None).select_related("organisation"))
    pks = told.model._base_manager.order_by("-pk").values_list("pk", flat=True)[:3]
    for subject in told.load(list(pks)).values():
        for person in people:
            person.language = language
            item = Item(
                Message(rule=told.key, subject=label(subject), recipient=person), told, subject
            )
            try:
                assert person.organisation is not None
                yield item, compose([item], person, person.organisation)
                break
            except (ValueError, ObjectDoesNotExist, AttributeError, StopIteration):
                continue  # it is for one of a pair, or for who has a seat


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_mail_that_asks_to_write_warns_and_no_other_does(world: World, language: str) -> None:
    warned: dict[str, set[str]] = {"text": set(), "html": set()}
    written: set[str] = set()
    for told in OURS:
        for _item, letter in letters(told, language):
            written.add(told.key)
            for kind in warned:
                if getattr(letter, kind).count(WARNING[language]) == 1:
                    warned[kind].add(told.key)
    assert written >= ASKS_TO_WRITE
    assert warned == {"text": ASKS_TO_WRITE, "html": ASKS_TO_WRITE}


def test_an_organisation_s_own_words_do_not_take_the_warning_away(world: World) -> None:
    item, shipped = next(letters(book["reflection_due"], "nl"))
    person = item.message.recipient
    house = person.organisation
    assert house is not None
    own = {"organisation": house, "language": "nl"}
    MailText.objects.create(rule="reflection_due", subject="Terug", body="Kijk terug.", **own)
    item.message.organisation = house
    letter = compose([item], person, house)

    assert "Kijk terug." in letter.text
    assert WARNING["nl"] in letter.text
    assert "Kijk terug." not in shipped.text


def test_in_a_letter_with_more_parts_it_stands_once(world: World) -> None:
    asked, told = (next(letters(book[key], "nl"))[0] for key in ("check_in", "you_are_mentor"))
    person = asked.message.recipient
    assert person.organisation is not None
    letter = compose([told, asked, asked], person, person.organisation)

    assert letter.text.count(WARNING["nl"]) == 1
