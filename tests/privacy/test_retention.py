"""Each term at its edge: a day before the end it is there, a day after it is gone."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Model

from intake.models import Response
from mentorship import declare
from mentorship.people.models import ImportRow, PeopleImport, Person
from mentorship.privacy import tasks
from mentorship.privacy.models import Deed, OwnTerm, Reading
from mentorship.privacy.register import changes
from mentorship.privacy.retention import sweep, waiting_for_an_obstacle
from mentorship.reminders.models import DeadAddress, Mail, Message
from tests.cast import NOW, enrol, make_adviser, make_organisation, make_person
from tests.matching.cast import past_cohort
from tests.privacy.scene import Scene, make_scene

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
Maker = Callable[[Scene, datetime], Any]


def _with(name: str, **facts: Any) -> Maker:
    """A row of the scene; each fact's value "at" stands for the moment, "on" for its day."""

    def make(scene: Scene, at: datetime) -> Any:
        row = scene.rows[name]
        told = {"at": at, "on": at.date()}
        type(row)._base_manager.filter(pk=row.pk).update(
            **{key: told.get(value, value) for key, value in facts.items()}
        )
        return row

    return make


def _group_over(name: str) -> Maker:
    def make(scene: Scene, at: datetime) -> Any:
        for meeting in scene.cohort.meetings.order_by("starts_at"):
            type(meeting).objects.filter(pk=meeting.pk).update(
                starts_at=at - timedelta(hours=3), ends_at=at
            )
        row = scene.rows[name]
        if isinstance(row, Response):
            type(row).objects.filter(pk=row.pk).update(answers={"wish": "Luisteren"})
        return row

    return make


def _pair_over(name: str) -> Maker:
    def make(scene: Scene, at: datetime) -> Any:
        pair = scene.rows["pair"]
        type(pair).objects.filter(pk=pair.pk).update(state="ended", ended_at=at, word="Ja graag")
        return scene.rows[name]

    return make


def _starts(name: str) -> Maker:
    def make(scene: Scene, at: datetime) -> Any:
        Person.objects.filter(pk=scene.newcomer.pk).update(starts_on=at.date())
        return scene.rows[name]

    return make


def _left(scene: Scene, at: datetime) -> Person:
    return make_person("Ilse Weg", leaves_on=at.date())


def _unfinished_list(scene: Scene, at: datetime) -> PeopleImport:
    row = scene.rows["list"]
    PeopleImport.objects.filter(pk=row.pk).update(applied_at=None, uploaded_at=at)
    return row


def _list_row(scene: Scene, at: datetime) -> ImportRow:
    PeopleImport.objects.filter(pk=scene.rows["list"].pk).update(applied_at=at)
    return scene.rows["list row"]


def _session(scene: Scene, at: datetime) -> Session:
    return Session.objects.create(session_key="a" * 32, session_data="x", expire_date=at)


MADE: dict[str, Maker] = {
    "people.person": _left,
    "people.peopleimport": _unfinished_list,
    "people.importrow": _list_row,
    "sessions.session": _session,
    "privacy.reading": _with("reading", read_at="at"),
    "reminders.message": _with("message", created_at="at"),
    "reminders.mail": _with("mail", created_at="at"),
    "reminders.deadaddress": _with("dead", since="at"),
    "programmes.submission": _group_over("submission"),
    "programmes.reaction": _group_over("by fellow"),
    "programmes.afternote": _group_over("after own"),
    "intake.response": _group_over("intake"),
    "intake.tip": _group_over("tip"),
    "matching.case": _group_over("case buddy"),
    "matching.hope": _starts("hope"),
    "matching.ruling": _starts("ruling"),
    "matching.mentorship": _pair_over("pair"),
    "matching.goal": _starts("goal"),
    "matching.talknote": _pair_over("note"),
    "matching.word": _with("word", written_at="at"),
    "matching.checkin": _pair_over("check-in"),
    "matching.changerequest": _pair_over("change"),
    "matching.agreement": _with("time", answered_at="at", word="Druk"),
}


@pytest.fixture
def scene() -> Scene:
    return make_scene()


def is_there(kept: declare.Kept, row: Model) -> bool:
    """Not deleted, and its words not emptied."""
    stored = type(row)._base_manager.filter(pk=row.pk).first()
    if stored is None:
        return False
    if isinstance(stored, Person):
        return stored.erased_at is None
    return kept.goes or bool(changes(kept, stored))


def test_every_term_of_the_register_is_walked_below() -> None:
    assert set(MADE) == {one.key for one in declare.kept if one.term}


@pytest.mark.parametrize("key", MADE)
def test_a_day_before_its_term_it_is_there_and_a_day_after_it_is_gone(
    scene: Scene, key: str
) -> None:
    kept = declare.kept[key]
    assert kept.term is not None
    row = MADE[key](scene, NOW)
    ends = NOW + timedelta(days=kept.term.days)
    assert is_there(kept, row)

    assert key not in sweep(ends - DAY)
    assert is_there(kept, row)

    assert sweep(ends + DAY, dry_run=True)[key] >= 1
    assert is_there(kept, row)

    assert sweep(ends + DAY)[key] >= 1
    assert not is_there(kept, row)
    assert key not in sweep(ends + DAY)


@pytest.mark.parametrize("key", [key for key in MADE if declare.kept[key].term.organisation])
def test_an_organisations_own_term_goes_before_the_houses_and_only_there(
    scene: Scene, key: str
) -> None:
    """Hoorn keeps it ten days; Medemblik as the house does."""
    kept = declare.kept[key]
    assert kept.term is not None
    row = MADE[key](scene, NOW)
    term = OwnTerm.objects.create(organisation=make_organisation("medemblik"), key=key, days=10)

    assert key not in sweep(NOW + 11 * DAY)
    assert is_there(kept, row)

    term.organisation = make_organisation()
    term.save()
    assert key not in sweep(NOW + 9 * DAY)
    assert sweep(NOW + 11 * DAY)[key] >= 1
    assert not is_there(kept, row)


def test_a_longer_term_of_its_own_keeps_it(scene: Scene) -> None:
    kept, row = declare.kept["matching.hope"], _starts("hope")(scene, NOW)
    OwnTerm.objects.create(organisation=make_organisation(), key=kept.key, days=500)

    assert kept.key not in sweep(NOW + 366 * DAY)
    assert is_there(kept, row)


def test_what_went_is_noted_in_counts_without_a_name(scene: Scene) -> None:
    _left(scene, NOW)
    counts = sweep(NOW + 800 * DAY)

    deed = Deed.objects.get(kind="retention")
    assert deed.counts == counts
    assert counts["people.person"] == 1
    assert (deed.about, deed.by) == (None, None)
    assert sweep(NOW + 800 * DAY) == {}
    assert Deed.objects.filter(kind="retention").count() == 1


def test_who_is_still_in_a_pair_waits_for_its_end(scene: Scene) -> None:
    Person.objects.filter(pk=scene.newcomer.pk).update(leaves_on=NOW.date())
    later = NOW + 800 * DAY

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
