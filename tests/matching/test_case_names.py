"""A colleague's name in a case: found, and asked about before anybody else can read it."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matching.actions import cases as keeping
from matching.case_forms import CaseForm
from matching.models import Case
from matching.naming import Colleagues, names_in
from programmes.models import Enrolment
from tests.cast import make_organisation, make_person
from tests.matching.cast import as_person
from tests.matching.test_cases import TYPED, cohort, make_case, seat, url, write_url

pytestmark = pytest.mark.django_db
__all__ = ["cohort", "seat"]  # fixtures

COLLEAGUES = [("Fatima", "Bos"), ("Sem", "Kok"), ("Özlem", "Yılmaz"), ("Anne-Marie", "de Vries")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ik sprak met Fatima’s collega en met sem.", ["Fatima", "sem"]),
        ("FATIMA zei niets. Later zei Fatima wel iets.", ["FATIMA"]),
        ("We liepen in het bos, de kok at mee.", []),
        ("Ik belde Fatima Bos en Sem van de Kok.", ["Fatima", "Bos", "Sem", "Kok"]),
        ("Het semester en de Fatimastraat.", []),
        ("özlem yılmaz en Anne-Marie", ["özlem", "yılmaz", "Anne", "Marie"]),
        ("Het vries-weer: ik vries.", []),
        ("", []),
    ],
)
def test_a_whole_word_that_is_a_name_is_found_and_a_plain_word_is_not(
    text: str, found: list[str]
) -> None:
    assert names_in(text, COLLEAGUES) == found


def test_ones_own_name_and_names_elsewhere_are_no_hint() -> None:
    me = make_person("Fatima Bos")
    make_person("Sem Yilmaz")
    make_person("Vreemde Eendracht", organisation=make_organisation("medemblik"))

    assert Colleagues(me).named_in("Ik, Fatima, en Sem en Eendracht") == ["Sem"]


STAFF_LIST = r'SELECT "people_person"."given_name"[^,]*, "people_person"."family_name"[^,]* FROM'
NAMED = TYPED | {"situation": "Daan kwam te laat.", "shared_with": "cohort"}
HINT = "Deze woorden zijn namen in je organisatie: {}."


def test_a_name_is_asked_about_before_anybody_reads_it_and_then_it_goes_in(
    client: Client, seat: Enrolment
) -> None:
    make_person("Daan Pietersen")
    me = as_person(client, seat.person)
    asked = me.post(write_url(seat), NAMED).content.decode()

    assert HINT.format("Daan") in asked
    assert re.search(r'<button[^>]* form="case" name="anyway" value="Daan">Toch inleveren', asked)
    assert 'id="case"' in asked
    draft = Case.objects.get()
    assert draft.handed_in_at is None
    assert {name: getattr(draft, name) for name in NAMED} == NAMED

    me.post(write_url(seat), NAMED | {"anyway": "Daan"})
    assert Case.objects.get().handed_in_at is not None


def test_while_it_is_asked_the_trainer_reads_nothing(client: Client, seat: Enrolment) -> None:
    make_person("Daan Pietersen")
    as_person(client, seat.person).post(write_url(seat), NAMED)

    sheet = url("cases_sheet", seat.cohort_id)
    assert "Daan" not in as_person(client, seat.cohort.trainer).get(sheet).content.decode()


def test_whoever_takes_the_name_out_hands_in_as_ever_and_another_name_is_asked_about_too(
    client: Client, seat: Enrolment
) -> None:
    for name in ("Daan Pietersen", "Sharon Koopman"):
        make_person(name)
    me = as_person(client, seat.person)
    both = NAMED | {"learnt": "Sharon ook.", "anyway": "Daan"}
    assert HINT.format("Daan en Sharon") in me.post(write_url(seat), both).content.decode()
    assert Case.objects.get().handed_in_at is None

    assert me.post(write_url(seat), NAMED | {"situation": "Mijn collega."}).status_code == 302
    assert Case.objects.get().handed_in_at is not None


def test_a_new_name_in_a_case_that_is_in_waits_too_and_what_stood_there_does_not(
    client: Client, seat: Enrolment
) -> None:
    for name in ("Daan Pietersen", "Sharon Koopman"):
        make_person(name)
    make_case(seat, "cohort", situation="Daan kwam.")
    me = as_person(client, seat.person)
    assert me.post(write_url(seat), {"situation": "Daan kwam laat."}).status_code == 302

    page = me.post(write_url(seat), {"situation": "Daan en Sharon."}).content.decode()
    assert Case.objects.get().situation == "Daan kwam laat."
    assert "Daan en Sharon.</textarea>" in page
    assert "Toch bewaren" in page

    me.post(write_url(seat), {"situation": "Daan en Sharon.", "anyway": "Daan Sharon"})
    assert Case.objects.get().situation == "Daan en Sharon."


def test_a_draft_kept_in_an_old_page_of_a_case_that_is_in_is_a_change_like_any_other(
    client: Client, seat: Enrolment
) -> None:
    make_person("Daan Pietersen")
    make_case(seat, "cohort", situation="Een collega kwam.")
    me = as_person(client, seat.person)

    page = me.post(write_url(seat), {"situation": "Daan kwam.", "draft": "yes"})
    assert HINT.format("Daan") in page.content.decode()
    assert me.post(write_url(seat), {"situation": " ", "draft": "yes"}).status_code == 422

    assert Case.objects.get().situation == "Een collega kwam."


def test_a_case_that_is_handed_in_while_its_draft_is_kept_is_asked_about_too(
    client: Client, seat: Enrolment, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person("Daan Pietersen")

    def too_late(form: CaseForm) -> bool:
        make_case(seat, "cohort", situation="Een collega kwam.")
        return False

    monkeypatch.setattr(keeping, "save_draft", too_late)
    page = as_person(client, seat.person).post(write_url(seat), NAMED | {"draft": "yes"})

    assert HINT.format("Daan") in page.content.decode()
    assert Case.objects.get().situation == "Een collega kwam."


def test_the_staff_list_is_read_once_however_many_texts_are_looked_at(
    client: Client, seat: Enrolment
) -> None:
    make_person("Daan Pietersen")
    make_case(seat, "cohort", situation="Een collega kwam.")
    me = as_person(client, seat.person)
    with CaptureQueriesContext(connection) as asked:
        assert me.post(write_url(seat), {"situation": "Daan kwam."}).status_code == 422

    lists = [one for one in asked.captured_queries if re.match(STAFF_LIST, one["sql"])]
    assert len(lists) == 1
