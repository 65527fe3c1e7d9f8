"""On no page and in no file does anybody read a word that *Wie ziet wat* does not give them."""

from collections.abc import Iterable

import pytest
from django.db import transaction

from mentorship import declare
from mentorship.declare import Audience
from mentorship.people.models import Person
from mentorship.privacy.register import rows_of
from tests.privacy.conftest import Read
from tests.privacy.facts import Fact, facts_of
from tests.privacy.planted import GIVES, given_by, may_read
from tests.privacy.reading import Reader, visible
from tests.privacy.world import HOLDERS, PARTS, everybody

pytestmark = pytest.mark.django_db
FILES = {
    "people:import_wrong",
    "privacy:download",
    "programmes:certificate",
    "programmes:feed",
    "programmes:guide_pdf",
    "programmes:material_file",
    "programmes:submission_file",
    "matching:cases_sheet",
    "intake:mirror",
    "intake:wishes",
}
# What somebody may see and no page tells them in words, and why.
NOT_IN_WORDS = {
    ("profile", Audience.BUDDY): "of who is no newcomer's mentor they see the photo alone",
    ("profile", Audience.FELLOW): "of who is no newcomer's mentor they see the photo alone",
    ("profile", Audience.TRAINER): "of who is no newcomer's mentor they see the photo alone",
    ("time", Audience.MANAGER): "their own yes or no; the word beside it went to the adviser",
}
# Who may know something that no page of theirs tells apart from the rest, and why.
NOT_SHOWN = {
    ("coordinator", "talked"): "fewer than five people talked, so nothing is counted",
    ("coordinator", "buddies met"): "fewer than five people met, so nothing is counted",
}


def test_every_sight_says_which_words_it_gives() -> None:
    assert {one.key: len(one.sights) for one in declare.information} == {
        key: len(texts) for key, texts in GIVES.items()
    }


def test_nobody_reads_a_word_that_the_table_does_not_give_them(read: Read) -> None:
    names = {url: page.name for url, (page, _data) in read.pages.items()}
    leaks = set()
    for who, said in read.said.items():
        may = set()
        if who != "anonymous":
            viewer = Person.objects.get(pk=everybody(read.world)[who].pk)
            may = may_read(viewer, read.planted)
        hidden = [one for one in read.planted if one.word not in may]
        for url, words in said.items():
            leaks |= {f"{names[url]} shows {who} {one}" for one in hidden if one.word in words}

    assert sorted(leaks) == []


def test_each_file_and_each_page_to_print_was_opened(read: Read) -> None:
    names = {url: page.name for url, (page, _data) in read.pages.items()}
    opened = {names[url] for said in read.said.values() for url in said}

    assert opened >= FILES
    # Whoever is signed in has pages of their own.
    assert min(len(said) for who, said in read.said.items() if who != "anonymous") > 10


@pytest.mark.parametrize("information", [one.key for one in declare.information])
def test_whoever_is_named_in_the_table_reads_it_somewhere(read: Read, information: str) -> None:
    missing = []
    for sight, texts in zip(
        declare.information[information].sights, GIVES[information], strict=True
    ):
        for audience in sight.to if texts else ():
            if not any(_reads(read, sight, texts, audience, owner) for owner in PARTS):
                missing.append(audience)

    assert missing == [one for key, one in NOT_IN_WORDS if key == information]


def _reads(read: Read, sight: declare.Sight, texts: str, audience: Audience, owner: str) -> bool:
    """Whether whoever plays this part for ``owner`` reads, somewhere, a word of theirs."""
    who = PARTS[owner].get(audience)
    if who is None:
        return False
    people = everybody(read.world)
    given = given_by(sight, texts, Person.objects.get(pk=people[who].pk), read.planted)
    said = "\n".join(read.said[who].values())
    read_there = [one for one in read.planted if one.word in given and one.word in said]
    return any(
        one.kept.key == "people.importrow"  # of whom nothing else is known yet
        or rows_of(one.kept, people[owner]).filter(pk=one.row.pk).exists()
        for one in read_there
    )


def test_each_sight_without_words_is_told_by_something_that_can_be_taken_away(read: Read) -> None:
    told = {(one.information, number) for one in facts_of(read.world) for number in one.sights}
    without = {
        (key, number)
        for key, texts in GIVES.items()
        for number, words in enumerate(texts)
        if not words
    }

    assert without - told == set()


def test_what_somebody_may_not_know_changes_no_page_of_theirs(read: Read) -> None:
    """All of it is taken away at once; only where a page differs, one by one, to say which."""
    noticed = set()
    for who, person in everybody(read.world).items():
        viewer = Person.objects.get(pk=person.pk)
        facts = [one for one in facts_of(read.world) if viewer not in one.of]
        hidden = [one for one in facts if not one.known_to(viewer)]
        for url in _changed(read, who, hidden, read.said[who]):
            found = [one.what for one in hidden if _changed(read, who, [one], [url])]
            noticed.add(f"{who} notices {' and '.join(found) or 'something'} at {url}")

    assert sorted(noticed) == []


def test_what_somebody_may_know_changes_a_page_of_theirs(read: Read) -> None:
    names = {url: page.name for url, (page, _data) in read.pages.items()}
    unseen = set()
    for fact in facts_of(read.world):
        for who in everybody(read.world) if fact.pages else ():
            places = [url for url in read.said[who] if names[url] in fact.pages]
            viewer = Person.objects.get(pk=everybody(read.world)[who].pk)
            if fact.known_to(viewer) and not _changed(read, who, [fact], places):
                unseen.add((who, fact.what))

    assert unseen == set(NOT_SHOWN)


def _changed(read: Read, who: str, facts: list[Fact], urls: Iterable[str]) -> list[str]:
    """Which of these pages say something else once these facts are no more."""
    reader, changed = Reader(who, everybody(read.world)[who]), []
    with transaction.atomic():
        for fact in facts:
            fact.undo()
        for url in urls:
            page, data = read.pages[url]
            if page.name not in HOLDERS and page.get is not None:
                _status, words = reader.open(url, page, data)
                if visible(words) != visible(read.said[who][url]):
                    changed.append(url)
        transaction.set_rollback(True)
    return changed
