"""Each class of what is kept, brought to the beginning of its term, and what is left of it after.

What is left is said here by column, whatever the register declares: that is what is tested.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib.sessions.models import Session
from django.db.models import Model

from matching.models import Case
from mentorship.declare import Audience
from mentorship.people.models import ImportRow, PeopleImport, Person
from programmes.models import Cohort, Submission
from tests.cast import make_person
from tests.privacy.scene import Scene

Maker = Callable[[Scene, datetime], Any]


@dataclass(frozen=True)
class Aged:
    """``left`` is what these columns hold when the term is over; None: the row is not there."""

    key: str  # the label of its model
    make: Maker
    left: dict[str, Any] | None = None
    is_outside: bool = False  # of no organisation, so of none's own term


def stored(row: Model) -> dict[str, Any] | None:
    """The row as the table has it now."""
    return type(row)._base_manager.filter(pk=row.pk).values().first()


def with_facts(name: str, **facts: Any) -> Maker:
    """A row of the scene; each fact's value "at" stands for the moment."""

    def make(scene: Scene, at: datetime) -> Any:
        changed = {key: at if value == "at" else value for key, value in facts.items()}
        return _set(scene.rows[name], **changed)

    return make


def _set(row: Any, **facts: Any) -> Any:
    type(row)._base_manager.filter(pk=row.pk).update(**facts)
    return row


def group_ends(cohort: Cohort, at: datetime) -> None:
    cohort.meetings.update(starts_at=at - timedelta(hours=3), ends_at=at)


def group_over(name: str, **facts: Any) -> Maker:
    def make(scene: Scene, at: datetime) -> Any:
        group_ends(scene.cohort, at)
        return _set(scene.rows[name], **facts) if facts else scene.rows[name]

    return make


def pair_over(name: str, **facts: Any) -> Maker:
    def make(scene: Scene, at: datetime) -> Any:
        _set(scene.rows["pair"], state="ended", ended_at=at, word="Ja graag", end_reason="Klaar")
        return _set(scene.rows[name], **facts) if facts else scene.rows[name]

    return make


def _declined(scene: Scene, at: datetime) -> Any:
    """A no has no end: it is over when it is said."""
    return _set(scene.rows["pair"], state="declined", answered_at=at, word="Nu niet")


def starts(name: str) -> Maker:
    def make(scene: Scene, at: datetime) -> Any:
        _set(scene.newcomer, starts_on=at.date())
        return scene.rows[name]

    return make


def left(scene: Scene, at: datetime) -> Person:
    return make_person("Ilse Weg", leaves_on=at.date(), phone="0229 1", job_title="Jurist")


def _silent_trainer(scene: Scene, at: datetime) -> Person:
    """The group is over, and that was the last time that its trainer looked."""
    group_ends(scene.cohort, at)
    return _set(scene.cohort.trainer, last_login=at, phone="06 1", job_title="Trainer")


def _silent_coordinator(scene: Scene, at: datetime) -> Person:
    return _set(scene.viewers[Audience.COORDINATOR], last_login=at, phone="06 2")


def _unfinished_list(scene: Scene, at: datetime) -> PeopleImport:
    return _set(scene.rows["list"], applied_at=None, uploaded_at=at)


def _list_row(scene: Scene, at: datetime) -> ImportRow:
    _set(scene.rows["list"], applied_at=at)
    return scene.rows["list row"]


def _message(scene: Scene, at: datetime) -> Any:
    """With the mail that carries it: that goes on the same day."""
    _set(scene.rows["mail"], created_at=at)
    return _set(scene.rows["message"], created_at=at)


def _session(scene: Scene, at: datetime) -> Session:
    return Session.objects.create(session_key="a" * 32, session_data="x", expire_date=at)


def _case(scene: Scene, at: datetime) -> Case:
    group_ends(scene.cohort, at)
    full = dict.fromkeys(CASE_WORDS, "Zij zei weinig")
    return _set(scene.rows["case buddy"], **full)


CASE_WORDS = ("title", "situation", "question", "did", "learnt")
NOTHING = {"answers": {}, "draft": {}, "saved_from": ""}
WISH = {"wish": "Luisteren"}
WITHOUT_NAME = {
    "given_name": "Verwijderde",
    "family_name": "collega",
    "number": "",
    "job_title": "",
    "phone": "",
    "starts_on": None,
    "leaves_on": None,
    "team_id": None,
    "manager_id": None,
    "is_active": False,
}
AGED = {
    "who left": Aged("people.person", left, WITHOUT_NAME),
    "a trainer who is silent": Aged("people.person", _silent_trainer, WITHOUT_NAME, True),
    "a coordinator who is silent": Aged("people.person", _silent_coordinator, WITHOUT_NAME, True),
    "a list that nobody finished": Aged("people.peopleimport", _unfinished_list),
    "a row of a list": Aged("people.importrow", _list_row),
    "a session": Aged("sessions.session", _session),
    "a reading": Aged("privacy.reading", with_facts("reading", read_at="at")),
    "that something was handed out": Aged("privacy.deed", with_facts("deed", done_at="at")),
    "a message": Aged("reminders.message", _message),
    "a mail": Aged("reminders.mail", with_facts("mail", created_at="at")),
    "an address that refuses": Aged("reminders.deadaddress", with_facts("dead", since="at")),
    "an assignment": Aged(
        "programmes.submission",
        group_over("submission"),
        {"title": "", "text": "", "file": "", "file_name": ""},
    ),
    "a reaction": Aged("programmes.reaction", group_over("by fellow")),
    "a note after a meeting": Aged("programmes.afternote", group_over("after own")),
    "an intake": Aged("intake.response", group_over("intake", answers=WISH), NOTHING),
    "an intake that was never sent": Aged(
        "intake.response", group_over("intake", handed_in_at=None, draft=WISH), NOTHING
    ),
    "a reflection": Aged("intake.response", group_over("reflection", answers=WISH), NOTHING),
    "a reflection that was not shared": Aged(
        "intake.response", group_over("reflection", answers=WISH, shared_at=None), NOTHING
    ),
    "an evaluation": Aged(  # what was chosen stays, as the page says: totals do not change
        "intake.response",
        group_over("evaluation", answers={"fits": "4", "tip": "Meer koffie"}),
        NOTHING | {"answers": {"fits": "4"}},
    ),
    "a tip": Aged("intake.tip", group_over("tip")),
    "a case": Aged("matching.case", _case, dict.fromkeys(CASE_WORDS, "")),
    "an exchange": Aged("matching.exchange", group_over("exchange")),
    "a hope": Aged("matching.hope", starts("hope")),
    "a ruling": Aged("matching.ruling", starts("ruling")),
    "a goal": Aged("matching.goal", starts("goal")),
    "a pair": Aged("matching.mentorship", pair_over("pair")),
    "a mentor's no": Aged("matching.mentorship", _declined),
    "a talk": Aged("matching.conversation", pair_over("talk")),
    "a note of a talk": Aged("matching.talknote", pair_over("note")),
    "a check-in": Aged("matching.checkin", pair_over("check-in")),
    "a check-in without words": Aged(
        "matching.checkin", pair_over("check-in", word="", answers={}, questionnaire=None)
    ),
    "a request for a change": Aged("matching.changerequest", pair_over("change")),
    "a request without words": Aged("matching.changerequest", pair_over("change", word="")),
    "a line to the adviser": Aged("matching.word", with_facts("word", written_at="at")),
    "a manager's answer": Aged(
        "matching.agreement", with_facts("time", answered_at="at", word="Druk")
    ),
}


def file_of(scene: Scene) -> str:
    found = Submission.objects.get(pk=scene.rows["submission"].pk)
    return str(found.file.name)
