"""Each term at its edge: a day before the end it is there, a day after it is gone."""

from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Model

from intake.models import Response
from mentorship import declare
from mentorship.declare import Audience
from mentorship.people.models import Person
from mentorship.privacy import tasks
from mentorship.privacy.models import Deed, OwnTerm, Reading
from mentorship.privacy.retention import sweep, waiting_for_an_obstacle
from mentorship.privacy.seeing import entries
from mentorship.reminders.models import DeadAddress, Mail, Message
from tests.cast import NOW, enrol, make_adviser, make_organisation, make_person
from tests.matching.cast import past_cohort
from tests.privacy.aging import AGED, Aged, file_of, group_ends, left, stored
from tests.privacy.scene import Scene, make_scene

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def is_left(one: Aged, row: Model) -> bool:
    """What the table holds when the term is over, and nothing else."""
    now = stored(row)
    if one.left is None or now is None:
        return now is None and one.left is None
    return {name: now[name] for name in one.left} == one.left


def who_sees(scene: Scene, one: Aged, row: Model) -> set[tuple[str, Audience]]:
    """Under which kind of information, and who, as their pages ask it."""
    return {
        (key, audience)
        for key in declare.kept[one.key].information.split()
        for audience, viewer in scene.viewers_of(key).items()
        for sight in declare.information[key].sights
        if row in list(sight.rows(Person.objects.get(pk=viewer.pk)))
    }


def test_every_term_of_the_register_is_walked_below() -> None:
    assert {one.key for one in AGED.values()} == {one.key for one in declare.kept if one.term}


def term_of(key: str) -> declare.Term:
    term = declare.kept[key].term
    assert term is not None
    return term


@pytest.mark.parametrize("name", AGED)
def test_a_day_before_its_term_it_is_there_and_a_day_after_it_is_gone(
    scene: Scene, name: str
) -> None:
    one = AGED[name]
    row = one.make(scene, NOW)
    before, ends = stored(row), NOW + timedelta(days=term_of(one.key).days)
    seen = who_sees(scene, one, row)
    assert before is not None
    assert not is_left(one, row)

    assert one.key not in sweep(ends - DAY)
    assert stored(row) == before
    assert who_sees(scene, one, row) == seen

    assert sweep(ends + DAY, dry_run=True)[one.key] >= 1
    assert stored(row) == before

    assert sweep(ends + DAY)[one.key] >= 1
    assert is_left(one, row)
    assert one.left is not None or who_sees(scene, one, row) == set()
    assert one.key not in sweep(ends + DAY)


@pytest.mark.parametrize(
    "name",
    [name for name, one in AGED.items() if term_of(one.key).organisation and not one.is_outside],
)
def test_an_organisations_own_term_goes_before_the_houses_and_only_there(
    scene: Scene, name: str
) -> None:
    """Hoorn keeps it ten days; Medemblik as the house does."""
    one = AGED[name]
    row = one.make(scene, NOW)
    before = stored(row)
    term = OwnTerm.objects.create(organisation=make_organisation("medemblik"), key=one.key, days=10)

    assert one.key not in sweep(NOW + 11 * DAY)
    assert stored(row) == before

    term.organisation = make_organisation()
    term.save()
    assert one.key not in sweep(NOW + 9 * DAY)
    assert stored(row) == before
    assert sweep(NOW + 11 * DAY)[one.key] >= 1
    assert is_left(one, row)


def test_the_file_of_an_assignment_goes_from_the_disk(
    scene: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    group_ends(scene.cohort, NOW)
    name = file_of(scene)

    with django_capture_on_commit_callbacks(execute=True):
        sweep(NOW + 364 * DAY)
    assert default_storage.exists(name)

    with django_capture_on_commit_callbacks(execute=True):
        sweep(NOW + 366 * DAY)
    assert not default_storage.exists(name)


def test_a_year_after_a_pair_nobody_sees_that_there_was_one(scene: Scene) -> None:
    """Asked as the pages ask it, for everybody who could; and nothing of it is left by name."""
    AGED["a pair"].make(scene, NOW)
    about = ("pair", "talks", "check-in", "change")
    sights = [sight for key in about for sight in declare.information[key].sights]

    def seen() -> int:
        everybody = {one for key in about for one in scene.viewers_of(key).values()}
        return sum(len(list(sight.rows(one))) for sight in sights for one in everybody)

    sweep(NOW + 364 * DAY)
    assert seen() > 10

    counts = sweep(NOW + 366 * DAY)

    assert seen() == 0
    assert {key for key in counts if key.startswith("matching.")} >= {
        "matching.mentorship",
        "matching.conversation",
        "matching.talknote",
        "matching.checkin",
        "matching.changerequest",
    }


def test_the_pair_takes_along_what_an_organisation_keeps_longer(scene: Scene) -> None:
    """And that is what *Wie ziet wat* says: a talk cannot outlive its pair."""
    hoorn = make_organisation()
    OwnTerm.objects.create(organisation=hoorn, key="matching.conversation", days=700)
    [talks] = [one for one in entries(hoorn) if one.key == "talks"]
    row = AGED["a talk"].make(scene, NOW)

    sweep(NOW + 366 * DAY)

    assert talks.terms == [
        "Dat mentor en nieuwe collega elkaar spraken: tot 1 jaar na het einde van het koppel.",
        "Wat je van een gesprek voor jezelf noteert: tot 1 jaar na het einde van het koppel.",
    ]
    assert stored(row) is None


def test_a_longer_term_of_its_own_keeps_it(scene: Scene) -> None:
    one = AGED["a hope"]
    row = one.make(scene, NOW)
    OwnTerm.objects.create(organisation=make_organisation(), key=one.key, days=500)

    assert one.key not in sweep(NOW + 366 * DAY)
    assert stored(row) is not None


def test_what_went_is_noted_in_counts_without_a_name(scene: Scene) -> None:
    left(scene, NOW)
    counts = sweep(NOW + 740 * DAY)

    deed = Deed.objects.get(kind="retention")
    assert deed.counts == counts
    assert counts["people.person"] == 1
    assert (deed.about, deed.by) == (None, None)
    assert sweep(NOW + 740 * DAY) == {}
    assert Deed.objects.filter(kind="retention").count() == 1


def test_who_is_still_in_a_pair_waits_for_its_end(scene: Scene) -> None:
    Person.objects.filter(pk=scene.newcomer.pk).update(leaves_on=NOW.date())
    later = NOW + 740 * DAY

    assert waiting_for_an_obstacle(later) == [scene.newcomer]
    assert "people.person" not in sweep(later)

    pair = scene.rows["pair"]
    type(pair).objects.filter(pk=pair.pk).update(state="ended", ended_at=NOW)
    assert sweep(later)["people.person"] == 1
    assert waiting_for_an_obstacle(later) == []


def test_a_running_group_keeps_its_forms_however_old() -> None:
    cohort = past_cohort()
    assert cohort.meetings.get(step__key="return").starts_at > NOW
    from_years_ago = NOW - 900 * DAY
    row = make_scene_response(cohort, from_years_ago)

    assert "intake.response" not in sweep(NOW)
    row.refresh_from_db()
    assert row.answers == {"wish": "Luisteren"}


def make_scene_response(cohort: Any, at: datetime) -> Response:
    from_form = cohort.programme.steps.get(key="intake")
    questionnaire = Response._meta.get_field("questionnaire").related_model.objects.current(
        "intake", cohort.organisation
    )
    return Response.objects.create(
        enrolment=enrol(cohort),
        step=from_form,
        questionnaire=questionnaire,
        answers={"wish": "Luisteren"},
        started_at=at,
        saved_at=at,
        handed_in_at=at,
    )


# --- by hand and by the clock -----------------------------------------------------------------


def test_the_command_counts_and_names_nobody(scene: Scene) -> None:
    gone, said = make_person("Ilse Weg", leaves_on=date(2024, 1, 1)), StringIO()

    call_command("retention", "--dry-run", "--at", "2027-01-12T03:00", stdout=said)
    assert "1  people.person" in said.getvalue()
    assert "would be cleared" in said.getvalue()
    gone.refresh_from_db()
    assert gone.erased_at is None

    call_command("retention", "--at", "2027-01-12T03:00", stdout=said)
    gone.refresh_from_db()
    assert gone.erased_at is not None
    assert "Ilse" not in said.getvalue()


def test_a_moment_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="is not a moment"):
        call_command("retention", "--at", "morgen")


def test_the_clock_rings_each_night_at_the_job() -> None:
    [ring] = [one for one in settings.CELERY_BEAT_SCHEDULE.values() if "privacy" in one["task"]]
    assert ring["task"] == tasks.sweep.name
    make_person(leaves_on=date(2020, 1, 1))

    tasks.sweep()

    assert Deed.objects.filter(kind="retention").count() == 1


def test_nothing_to_clear_is_not_noted() -> None:
    make_adviser()
    assert sweep(NOW) == {}
    assert not Deed.objects.exists()
    for model in (Reading, Message, Mail, DeadAddress):
        assert not model.objects.exists()
