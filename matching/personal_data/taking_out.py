"""Which words an adviser may take out: what mentors and newcomers addressed to them."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.models import ChangeRequest, CheckIn, Word
from mentorship import declare
from mentorship.declare import Removable
from mentorship.people.models import Person
from mentorship.web.wording import in_each_language

LINE = _("A line to the adviser")
CHECK_IN = _("A check-in")
CHANGE = _("A request for a change")


def _one(name: str, title: Any) -> Callable[[Any, Person], dict[str, tuple[Any, str]]]:
    return lambda row, reader: {name: (title, words)} if (words := getattr(row, name)) else {}


def _empty(row: Model, name: str) -> None:
    setattr(row, name, "")
    row.save(update_fields=[name])


def _lines(person: Person) -> QuerySet[Word]:
    return Word.objects.managed_by(person).exclude(writer=person)


def _check_ins(person: Person) -> QuerySet[CheckIn]:
    return CheckIn.objects.managed_by(person).exclude(person=person)


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
)
