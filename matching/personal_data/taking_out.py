"""Which words an adviser may take out: what mentors, newcomers and managers addressed to them, and
what one offers or hopes for. Cases are read by the trainer."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from matching.models import (
    Agreement,
    Case,
    ChangeRequest,
    CheckIn,
    Hope,
    MentorProfile,
    Mentorship,
    Word,
)
from matching.models.case import PARTS
from mentorship import declare
from mentorship.declare import Removable
from mentorship.people.models import Person
from mentorship.web.wording import in_each_language

LINE = _("A line to the adviser")
CHECK_IN = _("A check-in")
CHANGE = _("A request for a change")
CASE = _("Your case")
PROFILE = _("What you offer as a mentor")
HOPE = _("What you hope for")
ANSWER = _("Your answer as a mentor")
TIME = _("Your answer about the time of a mentor")


def _each(*names: str) -> Callable[[Any, Person], dict[str, tuple[Any, str]]]:
    """Fields that may go one by one, each under its own name."""

    def texts(row: Any, reader: Person) -> dict[str, tuple[Any, str]]:
        said = {name: getattr(row, name) for name in names}
        return {key: (_label(row, key), words) for key, words in said.items() if words}

    return texts


def _label(row: Model, name: str) -> Any:
    return capfirst(getattr(row._meta.get_field(name), "verbose_name", name))


def _one(name: str, title: Any) -> Callable[[Any, Person], dict[str, tuple[Any, str]]]:
    return lambda row, reader: {name: (title, words)} if (words := getattr(row, name)) else {}


def _empty(row: Model, name: str) -> None:
    setattr(row, name, "")
    row.save(update_fields=[name])


def _lines(person: Person) -> QuerySet[Word]:
    return Word.objects.managed_by(person).exclude(writer=person)


def _check_ins(person: Person) -> QuerySet[CheckIn]:
    return CheckIn.objects.managed_by(person).exclude(person=person)


def _cases(person: Person) -> QuerySet[Case]:
    """Read as the trainer of the group, not as a buddy."""
    read = Case.objects.readable_by(person, timezone.now()).handed_in()
    return read.filter(enrolment__cohort__trainer=person).exclude(enrolment__person=person)


def _profiles(person: Person) -> QuerySet[MentorProfile]:
    return MentorProfile.objects.managed_by(person).exclude(person=person)


def _hopes(person: Person) -> QuerySet[Hope]:
    return Hope.objects.managed_by(person).exclude(person=person)


def _answers(person: Person) -> QuerySet[Mentorship]:
    return Mentorship.objects.managed_by(person).exclude(mentor=person)


def _on_time(person: Person) -> QuerySet[Agreement]:
    by_another = Agreement.objects.managed_by(person).exclude(manager=person)
    return by_another.exclude(manager=None)


def _requests(person: Person) -> QuerySet[ChangeRequest]:
    return ChangeRequest.objects.managed_by(person).exclude(asked_by=person)


declare.removables.add(
    Removable(
        "matching.word",
        rows=_lines,
        writer=lambda word: word.writer,
        title=lambda word: in_each_language(LINE),
        texts=_one("text", LINE),
        empty=_empty,
        back=lambda word: reverse("matching:suggest", args=[word.mentee_id]),
    ),
    Removable(
        "matching.checkin",
        rows=_check_ins,
        writer=lambda check_in: check_in.person,
        title=lambda check_in: in_each_language(CHECK_IN),
        texts=_one("word", CHECK_IN),
        empty=_empty,
        back=lambda one: reverse("matching:suggest", args=[one.mentorship.mentee_id]),
    ),
    Removable(
        "matching.changerequest",
        rows=_requests,
        writer=lambda request: request.asked_by,
        title=lambda request: in_each_language(CHANGE),
        texts=_one("word", CHANGE),
        empty=_empty,
        back=lambda one: reverse("matching:suggest", args=[one.mentorship.mentee_id]),
    ),
    Removable(
        "matching.case",
        rows=_cases,
        writer=lambda case: case.enrolment.person,
        title=lambda case: in_each_language(CASE),
        texts=_each("title", *PARTS),
        empty=_empty,
        back=lambda case: reverse("matching:case", args=[case.pk]),
    ),
    Removable(
        "matching.mentorprofile",
        rows=_profiles,
        writer=lambda profile: profile.person,
        title=lambda profile: in_each_language(PROFILE),
        texts=_each("about", "strengths", "how_to_meet"),
        empty=_empty,
        back=lambda profile: reverse("matching:mentor", args=[profile.person_id]),
    ),
    Removable(
        "matching.hope",
        rows=_hopes,
        writer=lambda hope: hope.person,
        title=lambda hope: in_each_language(HOPE),
        texts=_one("word", HOPE),
        empty=_empty,
        back=lambda hope: reverse("people:person", args=[hope.person_id]),
    ),
    Removable(
        "matching.mentorship",
        rows=_answers,
        writer=lambda pair: pair.mentor,
        title=lambda pair: in_each_language(ANSWER),
        texts=_one("word", ANSWER),
        empty=_empty,
        back=lambda pair: reverse("matching:suggest", args=[pair.mentee_id]),
    ),
    Removable(
        "matching.agreement",
        rows=_on_time,
        writer=lambda agreement: agreement.manager,
        title=lambda agreement: in_each_language(TIME),
        texts=_one("word", TIME),
        empty=_empty,
        back=lambda agreement: reverse("matching:mentor", args=[agreement.mentor_id]),
    ),
)
