"""An adviser's settings, and Beheer."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from mentorship.people.models import ClosedPeriod, Organisation, Person, Role
from tests.cast import make_adviser, make_coordinator, make_organisation, make_person, make_trainer

pytestmark = pytest.mark.django_db
SETTINGS = {
    "newcomers_from": "2027-01-01",
    "office_opens": "08:30",
    "office_closes": "17:30",
    "most_reminders": "4",
    "contact_email": "hr@hoorn.example",
    "theme": "hoorn",
}
PERIOD = {
    "period-first_day": "2027-12-27",
    "period-last_day": "2027-12-31",
    "period-reason": "Kerst",
}


@pytest.fixture
def hoorn(client: Client) -> Organisation:
    """Its adviser is signed in."""
    organisation = make_organisation()
    client.force_login(make_adviser(organisation))
    return organisation


def undo_path(client: Client) -> str:
    html = client.get(reverse("people:organisation")).context["messages"]
    tags = str(next(iter(html)).extra_tags)
    return tags.removeprefix("undo:")


def test_an_adviser_settles_the_own_organisation(client: Client, hoorn: Organisation) -> None:
    client.post(reverse("people:organisation"), SETTINGS)
    hoorn.refresh_from_db()
    assert (hoorn.theme, hoorn.contact_email) == ("hoorn", "hr@hoorn.example")
    assert (hoorn.newcomers_from, hoorn.most_reminders) == (date(2027, 1, 1), 4)


def test_an_office_that_closes_before_it_opens_is_refused(
    client: Client, hoorn: Organisation
) -> None:
    data = SETTINGS | {"office_closes": "08:00", "theme": "../../secret"}
    response = client.post(reverse("people:organisation"), data)
    assert response.status_code == 422
    assert set(response.context["settings_form"].errors) == {"theme", "__all__"}


def test_closed_days_are_added_removed_and_put_back(client: Client, hoorn: Organisation) -> None:
    client.post(reverse("people:add_period"), PERIOD)
    period = ClosedPeriod.objects.get()
    assert hoorn.working_days().why_closed(date(2027, 12, 28)) == "Kerst"
    client.get(reverse("people:organisation"))
    client.post(reverse("people:remove_period", args=[period.pk]))
    assert not ClosedPeriod.objects.exists()
    path = undo_path(client)
    for _click in range(2):
        client.post(path)
    back = ClosedPeriod.objects.get()
    assert (back.organisation, back.first_day, back.reason) == (hoorn, date(2027, 12, 27), "Kerst")


def test_closed_days_that_end_before_they_start_are_refused(
    client: Client, hoorn: Organisation
) -> None:
    response = client.post(reverse("people:add_period"), PERIOD | {"period-last_day": "2027-12-01"})
    assert response.status_code == 422
    assert not ClosedPeriod.objects.exists()


def test_another_organisations_settings_do_not_exist(client: Client, hoorn: Organisation) -> None:
    other = make_organisation("enkhuizen")
    period = ClosedPeriod.objects.create(
        organisation=other, first_day=date(2027, 1, 1), last_day=date(2027, 1, 2), reason="x"
    )
    address = reverse("people:organisation") + "?organisation=enkhuizen"
    assert client.get(address).status_code == 404
    assert client.post(address, SETTINGS).status_code == 404
    assert client.post(reverse("people:remove_period", args=[period.pk])).status_code == 404
    assert client.post(reverse("people:restore_period", args=["forged"])).status_code == 404
    assert ClosedPeriod.objects.get() == period


# --- Beheer -----------------------------------------------------------------------------------


@pytest.fixture
def admin(client: Client) -> Person:
    make_organisation()
    person = make_person("Robin Beheer", organisation=None, is_admin=True)
    client.force_login(person)
    return person


def test_an_organisation_is_added_under_its_short_name(client: Client, admin: Person) -> None:
    academy = make_organisation().academy
    data = {"academy": academy.pk, "name": "Gemeente Stede Broec", "newcomers_from": "2027-01-01"}
    client.post(reverse("people:add_organisation"), data)
    assert Organisation.objects.get(slug="stede-broec").academy == academy
    assert client.post(reverse("people:add_organisation"), data).status_code == 422


def test_a_role_is_given_taken_and_given_back(client: Client, admin: Person) -> None:
    sanne, hoorn = make_person("Sanne Wit"), make_organisation()
    data = {
        "email": sanne.email.upper(),
        "kind": "adviser",
        "place": f"organisation-{hoorn.pk}",
    }
    for _click in range(2):
        client.post(reverse("people:give_role"), data)
    role = Role.objects.get()
    assert (role.person, role.kind, role.organisation) == (sanne, "adviser", hoorn)
    client.get(reverse("people:administration"))
    client.post(reverse("people:take_role", args=[role.pk]))
    assert not Role.objects.exists()
    found = next(iter(client.get(reverse("people:administration")).context["messages"]))
    client.post(str(found.extra_tags).removeprefix("undo:"))
    assert Role.objects.get().person == sanne


@pytest.mark.parametrize(
    ("kind", "place"), [("adviser", "academy"), ("coordinator", "organisation")]
)
def test_a_role_is_held_where_it_belongs(
    client: Client, admin: Person, kind: str, place: str
) -> None:
    hoorn = make_organisation()
    key = hoorn.pk if place == "organisation" else hoorn.academy_id
    data = {"email": admin.email, "kind": kind, "place": f"{place}-{key}"}
    response = client.post(reverse("people:give_role"), data)
    assert set(response.context["form"].errors) == {"place"}
    assert not Role.objects.exists()


def test_a_trainer_from_outside_gets_an_account(client: Client, admin: Person) -> None:
    academy = make_organisation().academy
    data = {"given_name": "Marijke", "prefix": "van", "family_name": "Dam",
            "email": "Marijke@icm.example", "kind": "trainer", "academy": academy.pk}  # fmt: skip
    client.post(reverse("people:add_account"), data)
    marijke = Person.objects.get(email="marijke@icm.example")
    assert marijke.organisation is None
    assert [role.kind for role in marijke.roles.all()] == ["trainer"]
    assert not marijke.has_usable_password()


@pytest.mark.parametrize("make", [make_person, make_adviser, make_trainer, make_coordinator])
def test_beheer_does_not_exist_for_others(client: Client, make: Callable[[], Person]) -> None:
    client.force_login(make())
    for name in ("administration", "add_organisation", "give_role", "add_account"):
        assert client.get(reverse(f"people:{name}")).status_code == 404
        if name != "administration":
            assert client.post(reverse(f"people:{name}")).status_code == 404
    role = Role.objects.create(
        person=make_person(), kind="adviser", organisation=make_organisation()
    )
    assert client.post(reverse("people:take_role", args=[role.pk])).status_code == 404
    assert Role.objects.filter(pk=role.pk).exists()
