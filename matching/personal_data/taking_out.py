"""Which words an adviser may take out: what mentors, newcomers and managers addressed to them, and
what one offers or hopes for. Cases are read by the trainer."""

from collections.abc import Callable
from operator import attrgetter
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

Texts = Callable[[Any, Person], dict[str, tuple[Any, str]]]


def _each(*names: str) -> Texts:
    """Fields that may go one by one, each under its own name."""

    def texts(row: Any, reader: Person) -> dict[str, tuple[Any, str]]:
        said = {name: getattr(row, name) for name in names}
        return {key: (_label(row, key), words) for key, words in said.items() if words}

    return texts


def _label(row: Model, name: str) -> Any:
    return capfirst(getattr(row._meta.get_field(name), "verbose_name", name))


def _one(name: str, title: Any) -> Texts:
    return lambda row, reader: {name: (title, words)} if (words := getattr(row, name)) else {}


def _cases(person: Person) -> QuerySet[Case]:
    """Read as the trainer of the group, not as a buddy."""
    read = Case.objects.readable_by(person, timezone.now()).handed_in()
    return read.filter(enrolment__cohort__trainer=person).exclude(enrolment__person=person)


def _to_the_adviser(model: Any, author: str, title: Any, texts: Texts, back: Any) -> Removable:
    """Words that an adviser reads, but for their own; ``author`` is the field of who wrote them."""
    return Removable(
        model._meta.label_lower,
        rows=lambda person: (
            model.objects.managed_by(person).exclude(**{author: person}).exclude(**{author: None})
        ),
        writer=attrgetter(author),
        title=lambda row: in_each_language(title),
        texts=texts,
        back=back,
    )


def _at_the_pair(row: Any) -> str:
    return reverse("matching:suggest", args=[row.mentorship.mentee_id])


declare.removables.add(
    _to_the_adviser(
        Word,
        "writer",
        LINE,
        _one("text", LINE),
        lambda word: reverse("matching:suggest", args=[word.mentee_id]),
    ),
    _to_the_adviser(CheckIn, "person", CHECK_IN, _one("word", CHECK_IN), _at_the_pair),
    _to_the_adviser(ChangeRequest, "asked_by", CHANGE, _one("word", CHANGE), _at_the_pair),
    Removable(
        "matching.case",
        rows=_cases,
        writer=lambda case: case.enrolment.person,
        title=lambda case: in_each_language(CASE),
        texts=_each("title", *PARTS),
        back=lambda case: reverse("matching:case", args=[case.pk]),
    ),
    _to_the_adviser(
        MentorProfile,
        "person",
        PROFILE,
        _each("about", "strengths", "how_to_meet"),
        lambda profile: reverse("matching:mentor", args=[profile.person_id]),
    ),
    _to_the_adviser(
        Hope,
        "person",
        HOPE,
        _one("word", HOPE),
        lambda hope: reverse("people:person", args=[hope.person_id]),
    ),
    _to_the_adviser(
        Mentorship,
        "mentor",
        ANSWER,
        _one("word", ANSWER),
        lambda pair: reverse("matching:suggest", args=[pair.mentee_id]),
    ),
    _to_the_adviser(
        Agreement,
        "manager",
        TIME,
        _one("word", TIME),
        lambda agreement: reverse("matching:mentor", args=[agreement.mentor_id]),
    ),
)
