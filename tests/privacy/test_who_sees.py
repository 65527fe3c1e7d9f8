"""The published table, cell by cell: each asks the query that the page of that role asks."""

from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from mentorship import declare
from mentorship.declare import Audience
from mentorship.people.models import Person
from mentorship.privacy.models import OwnTerm
from mentorship.privacy.seeing import WHO, entries
from tests.cast import make_organisation, make_person
from tests.privacy.scene import Scene, make_scene

pytestmark = pytest.mark.django_db
# The row of the scene behind each sight of each information, in the order of the declarations.
ROWS = {
    "details": ["subject", "subject", "trainer"],
    "enrolment": ["enrolment", "attendance"],
    "intake": ["intake", "intake"],
    "reflection": ["reflection", "reflection"],
    "evaluation": ["evaluation", "evaluation", "evaluation", "tip"],
    "presentation": ["submission", "submission", "submission"],
    "reaction": ["by another", "by fellow", "by trainer"],
    "after-note": ["after own", "after next"],
    "profile": ["profile"],
    "hope": ["hope"],
    "pair": ["pair", "pair"],
    "answer": ["pair"],
    "goals": ["goal"],
    "talks": ["talk", "pair", "note", "talk"],
    "check-in": ["check-in", "check-in", "check-in"],
    "word": ["word"],
    "change": ["change"],
    "time": ["time", "time"],
    "ruling": ["ruling"],
    "buddies": ["buddies", "exchange", "exchange"],
    "case": ["case", "case buddy", "case cohort", "case return", "case return"],
    "mail": ["message", "message"],
    "calendar": ["feed"],
    "readings": ["reading"],
    "deeds": ["deed", "erasure"],
    "staff-lists": ["list"],
    "signing-in": [],
}
SIGHTS = [(one.key, number) for one in declare.information for number, _ in enumerate(one.sights)]


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def row_behind(scene: Scene, key: str, number: int) -> Any:
    name = ROWS[key][number]
    return scene.subject if name == "subject" else scene.rows[name]


def sees(sight: declare.Sight, viewer: Person, row: Any) -> bool:
    return row.pk in {one.pk for one in sight.rows(Person.objects.get(pk=viewer.pk))}


def test_every_sight_of_every_information_has_a_row_to_look_for() -> None:
    assert {one.key: len(one.sights) for one in declare.information} == {
        key: len(rows) for key, rows in ROWS.items()
    }


@pytest.mark.parametrize(("key", "number"), SIGHTS)
def test_who_is_named_sees_it_and_nobody_else(scene: Scene, key: str, number: int) -> None:
    sight = declare.information[key].sights[number]
    row = row_behind(scene, key, number)
    viewers = scene.viewers_of(key)
    assert set(viewers) == set(Audience)

    seen = {audience for audience, viewer in viewers.items() if sees(sight, viewer, row)}

    assert seen == set(sight.to)
    assert [name for name, viewer in scene.doubles.items() if sees(sight, viewer, row)] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_has_every_information_and_everybody_who_sees_it(
    client: Client, language: str
) -> None:
    client.force_login(make_person(language=language))

    page = unescape(client.get("/privacy/").content.decode())

    with translation.override(language):
        for one in declare.information:
            assert str(one.title) in page
            assert str(one.purpose) in page
            for sight in one.sights:
                assert str(sight.what) in page
        for who in WHO.values():
            assert str(who) in page.lower() or str(who) in page


def test_whoever_sees_more_is_not_named_again_under_less() -> None:
    [intake] = [one for one in entries(None) if one.key == "intake"]

    assert [line.who for line in intake.seen] == [
        "Jijzelf en de trainer van je groep",
        "De adviseur",
    ]


def test_an_organisation_that_keeps_something_shorter_reads_its_own_term() -> None:
    hoorn = make_organisation()
    OwnTerm.objects.create(organisation=hoorn, key="intake.response", days=90)

    def intake(organisation: Any) -> list[str]:
        return next(one.terms for one in entries(organisation) if one.key == "intake")

    is_in = "Dat het binnen is: zolang je hier bekend bent."
    assert intake(hoorn) == ["Tot 90 dagen na de laatste bijeenkomst van je groep.", is_in]
    assert intake(None) == ["Tot 1 jaar na de laatste bijeenkomst van je groep.", is_in]


def test_the_footer_leads_there(client: Client) -> None:
    client.force_login(make_person())

    assert 'href="/privacy/"' in client.get("/me/").content.decode()
