"""What the check-ins of an organisation say as a whole. They count in lots of five people.

An adviser knows who answered and when. So a sixth answer waits until there are five new ones: else
the difference between two looks would tell what somebody said. One person may write more than once.

What has been kept long enough goes pair by pair, and would tell as much. So each quarter counts by
itself, and it counts no more from the day that the first of its check-ins may be gone.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from intake.models import Question, is_given
from intake.totals import FEWEST, Asked, Total, asked, totals
from matching.models import CheckIn
from mentorship.people.models import Organisation, Person
from mentorship.privacy.seeing import days_of, own_terms
from mentorship.web.wording import Wording


@dataclass(frozen=True)
class Outcome:
    """``counted`` of the ``given`` check-ins are in the totals; nothing under five."""

    given: int
    counted: int
    totals: list[Total]


def whole_lots(given: Sequence[CheckIn]) -> list[CheckIn]:
    """As far as the last lot with five writers in it."""
    end, writers = 0, set[int]()
    for place, one in enumerate(given, start=1):
        writers.add(one.person_id)
        if len(writers) >= FEWEST:
            end, writers = place, set()
    return list(given[:end])


def quarters(
    given: Iterable[CheckIn], organisation: Organisation, at: datetime
) -> list[list[CheckIn]]:
    """Those of which nothing can have gone: a pair ends no earlier than its check-in is given."""

    def begins(one: CheckIn) -> date:
        day = organisation.local_date(one.answered_at)
        return day.replace(month=day.month - (day.month - 1) % 3, day=1)

    kept_for = timedelta(days=days_of("matching.checkin", own_terms(organisation)))
    today = organisation.local_date(at)
    return [list(ones) for start, ones in groupby(given, begins) if today < start + kept_for]


def counting(person: Person) -> QuerySet[Any]:
    """Of which organisations somebody sees the totals, with how many check-ins are in, of whom."""
    advised = Organisation.objects.advised_by(person)
    academy = Organisation.objects.coordinated_by(person)
    mine = Q(pk__in=advised.values("pk")) | Q(pk__in=academy.values("pk"))
    given = Count("people__menteeships__check_ins")
    writers = Count("people__menteeships__check_ins__person", distinct=True)
    return Organisation.objects.filter(mine).annotate(given=given, writers=writers)


def outcome_of(organisation: Organisation, viewer: Person, at: datetime) -> Outcome:
    mine = CheckIn.objects.counted_for(viewer).filter(mentorship__mentee__organisation=organisation)
    ordered = mine.order_by("answered_at", "pk").select_related("questionnaire")
    rows = ordered.prefetch_related("questionnaire__questions")
    given = quarters(rows, organisation, at)
    counted = [one for quarter in given for one in whole_lots(quarter)]
    newest_first = sorted(
        (one for one in counted if one.questionnaire is not None), key=_age, reverse=True
    )
    questions = [_if_of_enough(one) for one in asked(newest_first)]
    found = [_how_it_goes(counted), *totals(questions)] if counted else []
    return Outcome(sum(map(len, given)), len(counted), found)


def _age(one: CheckIn) -> Any:
    assert one.questionnaire is not None
    return one.questionnaire.published_at, one.questionnaire.pk


def _if_of_enough(one: Asked) -> Asked:
    """Five answers of two people are too few."""
    writers = {
        each.person_id
        for each in one.responses
        if isinstance(each, CheckIn) and is_given(each.answers.get(one.question.key))
    }
    return one if len(writers) >= FEWEST else replace(one, responses=[])


def _how_it_goes(counted: Sequence[CheckIn]) -> Total:
    """The one question that everybody answers, shown as the others are."""
    counts = Counter(one.answer for one in counted)
    return Total(
        Question(kind=Question.Kind.CHOICE, text=Wording().reworded(_("How does it go?"))),
        [(str(words), counts[key]) for key, words in CheckIn.Answer.choices],
        answered=len(counted),
    )
