"""What the check-ins of an organisation say as a whole. They count five at a time.

An adviser knows who answered and when. So a sixth answer waits for the tenth: else the difference
between two looks would tell what somebody said.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from intake.models import Question
from intake.totals import FEWEST, Total, asked, totals
from matching.models import CheckIn
from mentorship.people.models import Organisation, Person
from mentorship.web.wording import Wording


@dataclass(frozen=True)
class Outcome:
    """``counted`` of the ``given`` check-ins are in the totals; nothing under five."""

    given: int
    counted: int
    totals: list[Total]


def in_fives(number: int) -> int:
    return number - number % FEWEST


def counting(person: Person) -> QuerySet[Any]:
    """Of which organisations somebody sees the totals, each with how many check-ins are in."""
    advised = Organisation.objects.advised_by(person)
    academy = Organisation.objects.coordinated_by(person)
    mine = Q(pk__in=advised.values("pk")) | Q(pk__in=academy.values("pk"))
    given = Count("people__menteeships__check_ins")
    return Organisation.objects.filter(mine).annotate(given=given)


def outcome_of(organisation: Organisation, viewer: Person) -> Outcome:
    mine = CheckIn.objects.counted_for(viewer).filter(mentorship__mentee__organisation=organisation)
    ordered = mine.order_by("answered_at", "pk").select_related("questionnaire")
    given = list(ordered.prefetch_related("questionnaire__questions"))
    counted = given[: in_fives(len(given))]
    newest_first = sorted(
        (one for one in counted if one.questionnaire is not None), key=_age, reverse=True
    )
    found = [_how_it_goes(counted), *totals(asked(newest_first))] if counted else []
    return Outcome(len(given), len(counted), found)


def _age(one: CheckIn) -> Any:
    assert one.questionnaire is not None
    return one.questionnaire.published_at, one.questionnaire.pk


def _how_it_goes(counted: Sequence[CheckIn]) -> Total:
    """The one question that everybody answers, shown as the others are."""
    counts = Counter(one.answer for one in counted)
    return Total(
        Question(kind=Question.Kind.CHOICE, text=Wording().reworded(_("How does it go?"))),
        [(str(words), counts[key]) for key, words in CheckIn.Answer.choices],
        answered=len(counted),
    )
