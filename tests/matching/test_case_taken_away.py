"""A case that its writer takes away: gone for everybody, unless its writer puts it back at once."""

from html.parser import HTMLParser

import pytest
from django.test import Client

from matching.models import Case
from mentorship.people.models import Person
from programmes.models import Enrolment
from tests.cast import NOW, make_person
from tests.matching.cast import as_person
from tests.matching.test_cases import TYPED, cohort, make_case, readers, seat, url, write_url

pytestmark = pytest.mark.django_db
__all__ = ["cohort", "readers", "seat"]  # fixtures


class Hidden(HTMLParser):
    """What the form on the page after it sends by itself, and where to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.sent: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        if tag == "form" and "my-cases" in facts["action"]:
            self.action = facts["action"]
        elif tag == "input" and facts["type"] == "hidden" and self.action:
            self.sent[facts["name"]] = facts["value"]


@pytest.mark.parametrize("is_in", [True, False])
def test_its_writer_takes_a_case_away_and_the_page_after_it_puts_it_back(
    client: Client, seat: Enrolment, is_in: bool
) -> None:
    one = make_case(
        seat, "cohort", question='<b>"Wat"</b>\nEn nu?', handed_in_at=NOW if is_in else None
    )
    make_case(seat, number=2)
    before, me = one.written, as_person(client, seat.person)
    assert url("take_case_away", one.pk) in me.get(write_url(seat)).content.decode()
    page = me.post(url("take_case_away", one.pk))
    assert set(Case.objects.values_list("number", flat=True)) == {2}

    hidden = Hidden(page.content.decode())
    assert hidden.action == write_url(seat, 3)
    me.post(hidden.action, hidden.sent)
    back = Case.objects.get(number=3)
    assert back.written == before
    assert (back.handed_in_at is not None) == is_in


def test_put_back_after_a_new_one_was_begun_it_stands_beside_it_and_a_second_click_adds_none(
    client: Client, seat: Enrolment
) -> None:
    one, me = make_case(seat, "cohort", question="En nu?"), as_person(client, seat.person)
    hidden = Hidden(me.post(url("take_case_away", one.pk)).content.decode())
    me.post(write_url(seat), TYPED | {"draft": "yes"})

    for _click in range(2):
        assert me.post(hidden.action, hidden.sent)["Location"] == write_url(seat, 2)

    begun, back = Case.objects.order_by("number")
    assert (begun.written, begun.handed_in_at) == (TYPED, None)
    assert (back.written, back.number) == (one.written, 2)


def test_what_is_asked_when_it_is_put_back_is_answered_in_its_own_place(
    client: Client, seat: Enrolment
) -> None:
    """The trainer had taken its situation out: without one it does not go in."""
    one, me = make_case(seat, "cohort", situation=""), as_person(client, seat.person)
    hidden = Hidden(me.post(url("take_case_away", one.pk)).content.decode())
    me.post(write_url(seat), TYPED | {"draft": "yes"})

    page = me.post(hidden.action, hidden.sent)

    assert page.status_code == 422
    assert f'id="case" action="{write_url(seat, 2)}"' in page.content.decode()


def test_a_name_that_was_handed_in_anyway_is_put_back_with_it(
    client: Client, seat: Enrolment
) -> None:
    make_person("Daan Pietersen")
    one, me = make_case(seat, "cohort", situation="Daan kwam."), as_person(client, seat.person)
    hidden = Hidden(me.post(url("take_case_away", one.pk)).content.decode())
    me.post(hidden.action, hidden.sent)

    assert Case.objects.get().handed_in_at is not None


def test_nobody_else_takes_a_case_away(
    client: Client, seat: Enrolment, readers: dict[str, Person]
) -> None:
    one = make_case(seat, "cohort")
    for name, reader in readers.items():
        if name != "writer":
            answer = as_person(client, reader).post(url("take_case_away", one.pk))
            assert answer.status_code == 404, name
    assert Case.objects.get() == one


def test_a_case_that_is_gone_is_told_kindly_and_what_was_typed_comes_back(
    client: Client, seat: Enrolment, readers: dict[str, Person]
) -> None:
    one = make_case(seat, "cohort")
    make_case(seat, number=2)
    page = url("case", one.pk)
    one.delete()
    read = as_person(client, readers["fellow"]).get(page)
    assert (read.status_code, "Deze casus is er niet" in read.content.decode()) == (404, True)
    me = as_person(client, seat.person)
    answer = me.post(write_url(seat), TYPED, headers={"referer": "http://testserver/"})
    assert answer.status_code == 404
    for text in ("Deze casus is er niet", "Zij kwam te laat.", url("cases", seat.cohort_id)):
        assert text in answer.content.decode()
