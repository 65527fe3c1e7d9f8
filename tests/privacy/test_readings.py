from datetime import timedelta

import pytest
from django.test import Client
from django.utils import translation

from mentorship.people.models import Person
from mentorship.privacy import screens
from mentorship.privacy.log import record_reading
from mentorship.privacy.models import Reading
from mentorship.web.wording import Wording
from tests.cast import NOW, make_adviser, make_person, make_trainer
from tests.intake.cast import queries_of

pytestmark = pytest.mark.django_db
TITLE = Wording({"nl": "Zelfanalyse", "en": "Self-analysis"})
ADDRESS = "/readings/"


def note(reader: Person, writer: Person, days: int = 0) -> Reading | None:
    return record_reading(reader, writer, writer, TITLE, NOW - timedelta(days=days))


def test_a_reading_is_kept_with_who_what_and_when_and_without_the_words() -> None:
    reader, writer = make_trainer(), make_person()

    reading = note(reader, writer)

    assert reading is not None
    assert (reading.reader, reading.writer, reading.read_at) == (reader, writer, NOW)
    assert reading.what == f"people.person:{writer.pk}"


def test_ones_own_words_leave_no_trace() -> None:
    writer = make_person()

    assert note(writer, writer) is None
    assert not Reading.objects.exists()


def test_each_sees_only_who_read_their_own_words() -> None:
    reader, writer, other = make_trainer(), make_person(), make_person()
    mine, theirs = note(reader, writer), note(reader, other)

    assert list(Reading.objects.visible_to(writer)) == [mine]
    assert list(Reading.objects.visible_to(other)) == [theirs]
    for person in (reader, make_adviser(), make_person(is_admin=True)):
        assert not Reading.objects.visible_to(person).exists()


def test_the_page_lists_the_newest_first(client: Client) -> None:
    reader, writer = make_trainer(), make_person()
    readings = [note(reader, writer, days) for days in (3, 1, 2)]
    client.force_login(writer)

    page = client.get(ADDRESS)

    assert list(page.context["page"]) == [readings[1], readings[2], readings[0]]
    assert "Marijke Trainer" in page.content.decode()
    assert "Zelfanalyse" in page.content.decode()


def test_a_reading_speaks_the_language_of_its_reader(client: Client) -> None:
    writer = make_person(language="en")
    with translation.override("nl"):
        note(make_trainer(), writer)
    client.force_login(writer)

    assert "Self-analysis" in client.get(ADDRESS).content.decode()


def test_nothing_read_yet_says_what_to_expect(client: Client) -> None:
    client.force_login(make_person())

    assert "Niemand heeft je antwoorden nog gelezen" in client.get(ADDRESS).content.decode()


def test_the_page_asks_as_much_for_one_as_for_many(client: Client) -> None:
    writer = make_person()
    client.force_login(writer)
    note(make_trainer(), writer)
    one = queries_of(client, ADDRESS)
    for days in range(30):
        note(make_person(), writer, days)

    assert queries_of(client, ADDRESS) == one


def test_the_route_shows_the_last_reading_and_nothing_before_there_is_one() -> None:
    reader, writer = make_trainer(), make_person()
    assert screens.readers(None, writer, NOW) is None

    note(reader, writer, days=2)
    last = note(reader, writer)

    assert screens.readers(None, writer, NOW) == {"last": last}
