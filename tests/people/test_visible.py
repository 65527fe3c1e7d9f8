"""Who exists for whom. Whole sets, with people planted who must stay out of sight."""

from datetime import date

import pytest
import time_machine
from django.utils import timezone

from mentorship.people.models import Organisation, Person, Role
from tests.cast import (
    NOW,
    make_adviser,
    make_coordinator,
    make_organisation,
    make_person,
    make_trainer,
)

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 12)


@pytest.fixture
def others() -> list[Person]:
    """Another organisation's people, a trainer of another academy, and somebody erased."""
    enkhuizen = make_organisation("enkhuizen")
    elsewhere = make_trainer()
    Role.objects.filter(person=elsewhere).update(academy=None, organisation=enkhuizen)
    return [
        make_adviser(enkhuizen),
        make_person("Els Elders", organisation=enkhuizen),
        make_person("Gert Gewist", erased_at=timezone.now()),
        elsewhere,
    ]


def seen_by(viewer: Person) -> set[str]:
    return {one.email for one in Person.objects.visible_to(viewer)}


def addresses(*people: Person) -> set[str]:
    return {one.email for one in people}


def test_an_employee_sees_self_manager_and_own_staff(others: list[Person]) -> None:
    manager = make_person("Petra Hoekstra")
    joris = make_person("Joris Meer", manager=manager)
    colleague = make_person("Carla Sluis", manager=manager)
    assert seen_by(joris) == addresses(joris, manager)
    assert seen_by(manager) == addresses(joris, colleague, manager)


def test_an_adviser_sees_the_own_organisation_and_the_trainers_of_its_academy(
    others: list[Person],
) -> None:
    adviser, trainer = make_adviser(), make_trainer()
    joris, _coordinator = make_person("Joris Meer"), make_coordinator()
    assert seen_by(adviser) == addresses(adviser, joris, trainer)
    assert set(Person.objects.managed_by(adviser)) == {adviser, joris}


def test_nobody_but_an_adviser_manages_people(others: list[Person]) -> None:
    manager = make_person("Petra Hoekstra")
    make_person("Joris Meer", manager=manager)
    for viewer in (manager, make_trainer(), make_coordinator()):
        assert not Person.objects.managed_by(viewer).exists()


def test_organisations_are_seen_by_role_or_by_working_there() -> None:
    hoorn, enkhuizen = make_organisation(), make_organisation("enkhuizen")
    sees = lambda viewer: set(Organisation.objects.visible_to(viewer))  # noqa: E731
    assert sees(make_person()) == {hoorn}
    assert sees(make_trainer()) == sees(make_coordinator()) == {hoorn, enkhuizen}
    assert set(Organisation.objects.advised_by(make_adviser())) == {hoorn}
    assert not Organisation.objects.advised_by(make_person()).exists()


def test_newcomers_are_who_starts_since_the_organisation_takes_part_until_100_days_in() -> None:
    make_organisation(newcomers_from=date(2026, 10, 15))
    starts = {
        "before taking part": date(2026, 10, 14),
        "first day of taking part": date(2026, 10, 15),
        "next year": date(2027, 12, 1),
    }
    people = {name: make_person(starts_on=day) for name, day in starts.items()}
    make_person(starts_on=date(2026, 12, 1), leaves_on=date(2027, 1, 11))  # left again
    make_person(starts_on=None)
    newcomers = Person.objects.newcomers(TODAY)
    assert set(newcomers) == {people["first day of taking part"], people["next year"]}
    # 100 days in, and one more
    assert people["first day of taking part"] in Person.objects.newcomers(date(2027, 1, 22))
    assert people["first day of taking part"] not in Person.objects.newcomers(date(2027, 1, 23))


def test_who_leaves_works_through_the_last_day() -> None:
    last = make_person(leaves_on=TODAY)
    gone = make_person(leaves_on=date(2027, 1, 11))
    barred = make_person(is_active=False)
    assert set(Person.objects.employed(TODAY)) == {last}
    assert set(Person.objects.left(TODAY)) == {gone, barred}
    with time_machine.travel(NOW):
        assert [one.may_sign_in(TODAY) for one in (last, gone, barred)] == [True, False, False]


def test_names_sort_the_dutch_way_on_every_database() -> None:
    for given, prefix, family in [
        ("Joris", "van der", "Meer"),
        ("Anna", "", "Zwaan"),
        ("Ravi", "", "Özdemir"),
        ("Anna", "", "meer"),
        ("Els", "", "Ooms"),
        ("Pim", "'t", "Hart"),
        ("Zoë", "", "Meerman"),
    ]:
        make_person(f"{given} {family}", prefix=prefix)
    assert [one.sort_name for one in Person.objects.by_name()] == [
        "Hart, Pim 't",
        "meer, Anna",
        "Meer, Joris van der",
        "Meerman, Zoë",
        "Ooms, Els",
        "Özdemir, Ravi",
        "Zwaan, Anna",
    ]


def test_a_new_name_sorts_anew_also_when_only_the_name_is_saved() -> None:
    person = make_person("Anna Zwaan")
    person.family_name = "Aalders"
    person.save(update_fields=["family_name"])
    person.refresh_from_db()
    assert person.sorts_as.startswith("aalders")


def test_each_word_of_a_search_is_found_somewhere() -> None:
    joris = make_person("Joris Meer", prefix="van der")
    make_person("Joris Smit", team=None)
    find = lambda words: set(Person.objects.search(words))  # noqa: E731
    assert find("joris meer") == find("van der MEER") == find("joris wonen") == {joris}
    assert find("joris jeugd") == set()
