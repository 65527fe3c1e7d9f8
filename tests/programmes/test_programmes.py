"""Programmes: read, copied for an organisation, reworded, and put back."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from mentorship.people.models import Person
from programmes.models import Programme, Step
from programmes.step_words import distance_words, takes_words
from tests.cast import make_adviser, make_organisation, make_person, make_trainer

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser() -> Person:
    return make_adviser()


def shipped() -> Programme:
    return Programme.objects.get(organisation=None)


def own() -> Programme:
    return shipped().copy_for(make_organisation())


def texts(**more: Any) -> dict[str, Any]:
    return {"title": "Dagdeel 2", "short": "", "summary": "Wij oefenen."} | more


def edit(client: Client, step: Step, **typed: Any) -> Any:
    return client.post(reverse("programmes:step_edit", args=[step.pk]), texts(**typed))


def test_a_copy_has_every_step_hanging_on_its_own_steps() -> None:
    copy = own()
    names = ["key", "kind", "title", "days", "months", "minutes", "anchor__key", "position"]
    assert list(copy.steps.values(*names)) == list(shipped().steps.values(*names))
    assert all(one.anchor is None or one.anchor.programme == copy for one in copy.steps.all())


def test_copying_twice_gives_the_same_copy(client: Client, adviser: Person) -> None:
    client.force_login(adviser)
    url = reverse("programmes:programme_copy", args=[shipped().pk])
    assert client.post(url)["Location"] == client.post(url)["Location"]
    assert Programme.objects.count() == 2


def test_shipped_ones_and_own_ones_are_listed(client: Client, adviser: Person) -> None:
    copy = own()
    shipped().copy_for(make_organisation("medemblik"))
    client.force_login(adviser)
    page = client.get(reverse("programmes:programmes"))
    assert set(page.context["programmes"]) == {shipped(), copy}


def test_the_list_is_for_advisers_and_anothers_version_does_not_exist(
    client: Client, adviser: Person
) -> None:
    theirs = shipped().copy_for(make_organisation("medemblik"))
    step = theirs.steps.get(key="intake")
    for stranger in (make_person(), make_trainer()):
        client.force_login(stranger)
        assert client.get(reverse("programmes:programmes")).status_code == 404
    client.force_login(adviser)
    for url in (
        reverse("programmes:programme", args=[theirs.pk]),
        reverse("programmes:programme_edit", args=[theirs.pk]),
        reverse("programmes:step_edit", args=[step.pk]),
        reverse("programmes:step_edit", args=[shipped().steps.get(key="intake").pk]),
        reverse("programmes:programme_edit", args=[shipped().pk]),
    ):
        assert client.get(url).status_code == 404
    assert client.post(reverse("programmes:step_revert", args=[step.pk])).status_code == 404
    assert client.post(reverse("programmes:programme_copy", args=[theirs.pk])).status_code == 404


def test_a_colleague_without_the_role_reads_the_own_version_and_changes_nothing(
    client: Client,
) -> None:
    copy = own()
    client.force_login(make_person())
    assert client.get(reverse("programmes:programme", args=[copy.pk])).status_code == 200
    assert client.get(reverse("programmes:programme_edit", args=[copy.pk])).status_code == 404
    step = copy.steps.get(key="intake")
    assert edit(client, step, days=10, opens_days=14).status_code == 404


def test_only_the_language_of_the_page_is_reworded(client: Client, adviser: Person) -> None:
    step = own().steps.get(key="half-day-2")
    client.force_login(adviser)
    numbers = {"days": 21, "at_least_days": 14, "at_most_days": 28, "minutes": 180}
    assert edit(client, step, title="Oefenen", **numbers).status_code == 302
    step.refresh_from_db()
    assert step.title == {"nl": "Oefenen", "en": "Half-day 2 – Listening and feedback"}
    assert step.minutes == 180
    assert shipped().steps.get(key="half-day-2").title["nl"].startswith("Dagdeel 2")


def test_a_form_due_before_its_meeting_stays_before_it(client: Client, adviser: Person) -> None:
    step = own().steps.get(key="intake")
    client.force_login(adviser)
    assert edit(client, step, days=10, opens_days=14).status_code == 302
    step.refresh_from_db()
    assert (step.days, step.opens_days) == (-10, 14)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": ""}, "title"),
        ({"days": 0}, "days"),
        ({"days": 13}, "days"),
        ({"days": 29}, "days"),
        ({"days": ""}, "days"),
        ({"at_least_days": 30}, "at_most_days"),
        ({"minutes": 5}, "minutes"),
        ({"minutes": "lang"}, "minutes"),
    ],
)
def test_a_distance_out_of_range_is_told_at_its_field(
    client: Client, adviser: Person, wrong: dict[str, Any], field: str
) -> None:
    client.force_login(adviser)
    step = own().steps.get(key="half-day-2")
    right = {"days": 21, "at_least_days": 14, "at_most_days": 28, "minutes": 210}
    page = edit(client, step, **(right | wrong))
    assert page.status_code == 422
    assert set(page.context["form"].errors) == {field}


def test_a_programme_that_can_no_longer_be_planned_is_refused(
    client: Client, adviser: Person
) -> None:
    """An assignment of three weeks does not fit between half-days that lie two weeks apart."""
    programme = own()
    programme.steps.filter(key="half-day-2").update(days=14, at_least_days=14, at_most_days=14)
    client.force_login(adviser)
    page = edit(client, programme.steps.get(key="practical"), days=21, opens_days=7)
    assert page.status_code == 422
    assert "Dagdeel 2" in page.context["form"].non_field_errors()[0]


def test_undo_and_back_to_the_original(client: Client, adviser: Person) -> None:
    step = own().steps.get(key="intake")
    client.force_login(adviser)
    page = client.post(
        reverse("programmes:step_edit", args=[step.pk]),
        texts(title="Anders", days=10, opens_days=14),
        follow=True,
    )
    [message] = page.context["messages"]
    undo = message.extra_tags.removeprefix("undo:")
    client.post(undo)
    step.refresh_from_db()
    assert (step.title["nl"], step.days) == ("Intake", -14)

    edit(client, step, title="Anders", days=10, opens_days=14)
    form = client.get(reverse("programmes:step_edit", args=[step.pk]))
    assert form.context["differs"]
    client.post(reverse("programmes:step_revert", args=[step.pk]))
    step.refresh_from_db()
    assert (step.title, step.days) == (shipped().steps.get(key="intake").title, -14)
    other = step.programme.steps.get(key="talk")
    wrong = undo.replace(f"/steps/{step.pk}/", f"/steps/{other.pk}/")
    client.post(wrong)
    other.refresh_from_db()
    assert other.title["nl"] == "Voorbespreking"


def test_name_and_description_of_an_own_version(client: Client, adviser: Person) -> None:
    copy = own()
    client.force_login(adviser)
    url = reverse("programmes:programme_edit", args=[copy.pk])
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"name": "Mentor in Hoorn", "about": "Kort."}).status_code == 302
    copy.refresh_from_db()
    assert copy.name == {"nl": "Mentor in Hoorn", "en": "Becoming a mentor"}


def test_distances_are_said_in_words() -> None:
    with translation.override("nl"):
        said = {one.key: distance_words(one) for one in shipped().steps.select_related("anchor")}
    assert said["talk"] == "aan het begin"
    assert said["intake"] == "tot 2 weken vóór “Dagdeel 1”"
    assert said["practical"] == "tot 1 dag vóór “Dagdeel 2”"
    assert said["reflection-1"] == "tot 1 week na “Dagdeel 1”"
    assert said["half-day-2"] == "3 weken na “Dagdeel 1”"
    assert said["return"] == "3 maanden na “Dagdeel 2”"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, ""), (45, "45 minuten"), (60, "1 uur"), (90, "1½ uur"), (210, "3½ uur"), (100, "100 min")],
)
def test_how_long_it_takes_is_said_in_words(minutes: int, words: str) -> None:
    with translation.override("nl"):
        assert takes_words(Step(minutes=minutes)).startswith(words)


def test_the_english_page_is_english(client: Client) -> None:
    client.force_login(make_adviser(language="en"))
    page = client.get(reverse("programmes:programme", args=[shipped().pk])).content.decode()
    assert "Becoming a mentor" in page
    assert "Dagdeel" not in page
