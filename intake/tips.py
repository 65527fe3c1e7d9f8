"""What was written to an evaluation, without a name, and how it is sorted for the next group.

Who wrote it may not be told by an order, a number on the page, or the day on which it appears.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.functional import cached_property

from intake.models import Question, Response, Tip
from intake.totals import FEWEST, answers_to, asked
from mentorship.people.models import Person
from programmes.models import Cohort, Enrolment, Programme, Step

LOT = 2  # what is written later appears by so many at once: alone, the list of who is in would tell


@dataclass(frozen=True)
class Written:
    """One open answer, with its pile where it lies in one. ``writer`` is shown nowhere: it tells
    whose own it is."""

    question: Question
    response: int
    writer: int
    text: str
    tip: Tip | None

    @cached_property
    def token(self) -> str:
        """What a page calls it. It follows no number, and differs for each answer of one writer."""
        made_of = f"{self.response}:{self.question.key}"
        return salted_hmac("wegwijs.tip", made_of, algorithm="sha256").hexdigest()[:20]

    @property
    def pile(self) -> str:
        return self.tip.pile if self.tip else ""

    @property
    def is_passed_on(self) -> bool:
        return self.pile in Tip.PASSED_ON

    @property
    def is_done(self) -> bool:
        return self.tip is not None and self.tip.done_at is not None


@dataclass(frozen=True)
class Pile:
    """One pile with what lies in it."""

    key: str
    title: str
    written: list[Written]


@dataclass(frozen=True)
class Tips:
    """What may be read of one evaluation; ``waiting`` forms are not in it yet: see ``LOT``."""

    written: list[Written]
    waiting: int

    @property
    def piles(self) -> list[Pile]:
        """In the order in which one works through them."""
        return [
            Pile(key, str(title), [one for one in self.written if one.pile == key])
            for key, title in Tip.Pile.choices
        ]

    @property
    def unsorted(self) -> list[tuple[Question, list[Written]]]:
        """By question."""
        found: dict[str, tuple[Question, list[Written]]] = {}
        for one in self.written:
            if not one.pile:
                found.setdefault(one.question.key, (one.question, []))[1].append(one)
        return list(found.values())

    def find(self, token: str) -> Written | None:
        return next((one for one in self.written if one.token == token), None)


@dataclass(frozen=True)
class PassedOn:
    """What an earlier group leaves to ``cohort``."""

    cohort: Cohort
    earlier: Cohort
    step: Step
    written: list[Written]

    @property
    def to_do(self) -> list[Written]:
        return [one for one in self.written if not one.is_done]

    @property
    def done(self) -> list[Written]:
        return [one for one in self.written if one.is_done]


def tips_of(cohort: Cohort, step: Step) -> Tips:
    """For whoever oversees this group, or the next; the caller has seen to that."""
    responses = answers_to(Response.objects.that_count(), cohort, step)
    shown = _in_lots(responses, Enrolment.objects.filter(cohort=cohort).taking_part().count())
    laid = {
        (one.response_id, one.key): one
        for one in Tip.objects.filter(response__in=shown).select_related("sorted_by")
    }
    writers = {one.pk: one.enrolment.person_id for one in shown}
    written = [
        Written(
            one.question,
            response.pk,
            writers[response.pk],
            text,
            laid.get((response.pk, one.question.key)),
        )
        # A question that fewer than five were asked is left out: its version would tell who wrote.
        for one in asked(shown)
        if one.question.is_text and len(one.responses) >= FEWEST
        for response in one.responses
        if (text := one.question.words_for(response.answers.get(one.question.key)))
    ]
    place = {one.question.key: one.question.position for one in written}
    written.sort(key=lambda one: (place[one.question.key], one.token))
    return Tips(written, len(responses) - len(shown) if shown else 0)


def _in_lots(responses: Sequence[Response], taking_part: int) -> list[Response]:
    """From five up; then two by two, until everybody's is in. The newest version stays in front."""
    if len(responses) < FEWEST:
        return []
    if len(responses) >= taking_part:
        return list(responses)
    first = sorted(responses, key=lambda one: (one.handed_in_at, one.pk))
    number = len(first) - (len(first) - FEWEST) % LOT
    shown = {one.pk for one in first[:number]}
    return [one for one in responses if one.pk in shown]


def passed_on(cohort: Cohort, viewer: Person) -> list[PassedOn]:
    """What the group before this one left to do: an evaluation each. ``cohort`` has its span."""
    overseen = Cohort.objects.overseen_by(viewer).filter(pk=cohort.pk).exists()
    if cohort.first_meeting is None or not overseen:
        return []
    tips = Tip.objects.visible_to(viewer).passed_on()
    steps = tips.filter(response__enrolment__cohort__in=_earlier(cohort, cohort.first_meeting))
    found = list(steps.values_list("response__enrolment__cohort", "response__step").distinct())
    if not found:
        return []
    groups: Any = Cohort.objects.filter(pk__in={group for group, _step in found}).with_span()
    earlier = groups.order_by("-first_meeting", "-pk")[0]
    asked_at = Step.objects.filter(pk__in=[step for group, step in found if group == earlier.pk])
    return [
        PassedOn(cohort, earlier, step, left)
        for step in asked_at.order_by("position")
        if (left := [one for one in tips_of(earlier, step).written if one.is_passed_on])
    ]


def _earlier(cohort: Cohort, begins: datetime) -> Any:
    """Groups of this programme, or of what it was copied from, that began before this one."""
    mine = cohort.programme
    source = mine.copied_from_id or mine.pk
    same = Programme.objects.filter(Q(pk=source) | Q(copied_from=source))
    theirs = Cohort.objects.filter(organisation=cohort.organisation_id, programme__in=same)
    spanned: Any = theirs.with_span()
    return spanned.filter(cancelled_at=None, first_meeting__lt=begins).values("pk")
