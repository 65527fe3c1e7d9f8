"""An adviser chooses how long; whoever manages Wegwijs sees in counts what went."""

from datetime import date, timedelta

import pytest
from django.test import Client

from mentorship.privacy.erasing import erase
from mentorship.privacy.forms import TermsForm
from mentorship.privacy.models import Deed, OwnTerm
from mentorship.privacy.retention import sweep
from tests.cast import NOW, make_adviser, make_organisation, make_person, make_trainer

pytestmark = pytest.mark.django_db
ADDRESS = "/privacy/terms/hoorn/"


def test_an_adviser_chooses_a_term_and_an_empty_box_goes_back_to_the_houses(
    client: Client,
) -> None:
    client.force_login(make_adviser())
    there = OwnTerm.objects.create(
        organisation=make_organisation("medemblik"), key="intake.response", days=30
    )

    client.post(ADDRESS, {"intake-response": "90"})
    own = OwnTerm.objects.get(organisation__slug="hoorn")
    assert (own.key, own.days) == ("intake.response", 90)

    client.post(ADDRESS, {"intake-response": "120"})
    assert OwnTerm.objects.get(organisation__slug="hoorn").days == 120

    client.post(ADDRESS, {"intake-response": ""})
    assert list(OwnTerm.objects.all()) == [there]


def test_a_term_that_is_no_number_of_days_is_refused_and_nothing_typed_is_lost(
    client: Client,
) -> None:
    client.force_login(make_adviser())

    for typed in ("3", "9999", "een jaar"):
        page = client.post(ADDRESS, {"intake-response": typed, "matching-hope": "50"})
        assert page.status_code == 422
        assert f'value="{typed}"' in page.content.decode()
        assert 'value="50"' in page.content.decode()
    assert not OwnTerm.objects.exists()


def test_every_box_says_what_holds_when_it_is_empty() -> None:
    form = TermsForm(organisation=make_organisation())

    assert len(form.fields) > 5
    assert all("Laat leeg voor: tot " in field.help_text for field in form.fields.values())
    labels = [field.label for field in form.fields.values()]
    assert len(set(labels)) == len(labels)
    whole = str(form.fields["matching-mentorship"].label)
    assert form.fields["matching-conversation"].help_text == (
        "In dagen. Laat leeg voor: tot 1 jaar na het einde van het koppel. "
        f"Gaat in elk geval weg met: {whole[:1].lower()}{whole[1:]}."
    )
    assert "Je intake en zelfanalyse, je terugblik na een dagdeel en je evaluatie" in {
        field.label for field in form.fields.values()
    }


def test_an_adviser_sees_who_erased_and_nobody_elses_erasures(client: Client) -> None:
    adviser = make_adviser()
    erase(make_person("Ilse Weg", leaves_on=date(2026, 1, 1)), by=adviser, at=NOW)
    there = make_person(organisation=make_organisation("medemblik"), leaves_on=date(2026, 1, 1))
    erase(there, by=None, at=NOW)
    client.force_login(adviser)

    page = client.get(ADDRESS)

    assert [one.by for one in page.context["erased"]] == [adviser]
    assert "Ilse" not in page.content.decode()


def test_the_log_tells_in_counts_what_went(client: Client) -> None:
    make_person("Ilse Weg", leaves_on=date(2024, 1, 1))
    sweep(NOW + timedelta(days=1))
    client.force_login(make_person(organisation=None, is_admin=True))

    page = client.get("/privacy/log/").content.decode()

    assert "Je naam, je team en hoe we je bereiken: 1" in page
    assert "Ilse" not in page


def test_the_log_is_there_for_whoever_manages_wegwijs_alone(client: Client) -> None:
    Deed.objects.create(kind="retention", done_at=NOW, counts={})
    for person in (make_adviser(), make_person()):
        client.force_login(person)
        assert client.get("/privacy/log/").status_code == 404


def test_of_an_erasure_the_adviser_there_and_the_administrator_know_and_nobody_else() -> None:
    """An erased colleague least of all: the row stays, and nobody gets in by it."""
    adviser, erased = make_adviser(), make_person("Ilse Weg", leaves_on=date(2026, 1, 1))
    admin = make_person(organisation=None, is_admin=True)
    erase(erased, by=adviser, at=NOW)
    deed = Deed.objects.get(kind="erasure")
    there = make_adviser(make_organisation("medemblik"))

    for viewer in (adviser, admin):
        assert list(Deed.objects.visible_to(viewer)) == [deed]
    for viewer in (erased, there, make_person(), make_trainer()):
        assert not Deed.objects.visible_to(viewer).exists()
