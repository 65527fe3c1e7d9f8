"""What of the groups asks an adviser's attention: lines of *Vandaag*, and the cards below."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.declare import Line
from mentorship.people.models import Person
from mentorship.reminders.owed.engine import Round
from mentorship.reminders.rules import Rule, book
from mentorship.web.templatetags.wegwijs import day, in_days
from programmes import no_answer
from programmes.models import Cohort, Meeting, Step
from programmes.progress import Item, Progress
from programmes.route import Station, cohort_stations

SOON = timedelta(days=35)  # a free seat or a missing room becomes urgent
LOOK_AHEAD = timedelta(days=15)


@dataclass(frozen=True)
class Card:
    """A group on *Vandaag*: its line of stations and its seats."""

    cohort: Cohort
    stations: list[Station]
    taken: int
    is_full: bool


def going_on(person: Person, at: datetime) -> Progress:
    """The groups this person manages that are not over."""
    mine = Cohort.objects.managed_by(person).filter(cancelled_at=None).with_phase(at).in_order()
    rows = mine.select_related("organisation", "programme", "trainer")
    return Progress(one for one in rows if one.phase != "finished")


def lines(person: Person, at: datetime) -> Iterator[Line]:
    progress = going_on(person, at)
    if not progress.cohorts:
        return
    reminders = Reminders(at)
    yield from _undated(progress)
    yield from _unanswered(progress, reminders, at)
    yield from no_answer.lines(progress.cohorts, at)
    for cohort in progress.cohorts:
        yield from _without_form(progress, cohort, reminders, at)
    for cohort in progress.cohorts:
        yield from _free_seats(progress, cohort, at)
    yield from _without_place(progress, at)
    yield from _unnoted(progress, at)
    for cohort in progress.cohorts:
        yield from _waiting(progress, cohort)


def cards(subject: Person, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """The panel below the lines. Without a group it says what to do first."""
    progress = going_on(viewer, at)
    return {
        "cards": [
            Card(
                cohort=one,
                stations=cohort_stations(one, at, progress),
                taken=len(progress.taking_part(one)),
                is_full=len(progress.taking_part(one)) >= one.seats,
            )
            for one in progress.cohorts
        ]
    }


def next_meeting(progress: Progress, cohort: Cohort, at: datetime) -> Meeting | None:
    held = [one.meeting for one in progress.meetings(cohort) if one.meeting and one.is_planned]
    ahead = [one for one in held if one.ends_at > at]
    return min(ahead, key=lambda one: one.starts_at, default=None)


class Reminders:
    """When the next reminder of a rule goes for a group, by the rule itself; asked once a rule."""

    def __init__(self, at: datetime) -> None:
        self._round = Round(at)
        self._next: dict[str, dict[str, datetime]] = {}

    def words(self, key: str, cohorts: Iterable[Cohort]) -> str:
        if key not in self._next:
            self._next[key] = self._ask(key)
        ahead = [self._next[key][one.label] for one in cohorts if one.label in self._next[key]]
        if not ahead:
            return ""
        next_at = min(ahead)
        if timezone.localdate(next_at) == timezone.localdate(self._round.at):
            return _("a reminder goes today")
        return _("a reminder goes on %(day)s") % {"day": day(next_at)}

    def _ask(self, key: str) -> dict[str, datetime]:
        at, found = self._round.at, dict[str, datetime]()
        rule = book[key]
        if isinstance(rule, Rule):
            for slot in self._round.slots(rule, at + LOOK_AHEAD):
                if slot.begins > at:
                    label = slot.owed.about
                    found[label] = min(found.get(label, slot.begins), slot.begins)
        return found


def _participants(cohort: Cohort) -> str:
    return reverse("programmes:participants", args=[cohort.pk])


def _joined(*parts: str) -> str:
    words = " · ".join(part for part in parts if part)
    return words[:1].upper() + words[1:]


def _undated(progress: Progress) -> Iterator[Line]:
    """A meeting that was cancelled, or never planned, in a group that goes on."""
    missing = [
        (cohort, item)
        for cohort in progress.cohorts
        for item in progress.meetings(cohort)
        if not item.is_planned
    ]
    if missing:
        cohort, item = missing[0]
        yield Line(
            count=len(missing),
            what=ngettext("meeting without a date", "meetings without a date", len(missing)),
            detail=_joined(str(item.step.title), cohort.name),
            action=_("Plan it"),
            url=reverse("programmes:cohort", args=[cohort.pk]),
            urgent=True,
        )


def _unanswered(progress: Progress, reminders: Reminders, at: datetime) -> Iterator[Line]:
    asked = {
        cohort: number
        for cohort in progress.cohorts
        if not progress.has_begun(cohort, at)
        and (number := len(progress.enrolments(cohort, "invited")))
    }
    if asked:
        number = sum(asked.values())
        first = next(iter(asked))
        yield Line(
            count=number,
            what=ngettext("invitation without an answer", "invitations without an answer", number),
            detail=_joined(
                ", ".join(one.name for one in asked),
                reminders.words("invitation_unanswered", asked),
            ),
            action=_("See who"),
            url=_participants(first),
        )


def _without_form(
    progress: Progress, cohort: Cohort, reminders: Reminders, at: datetime
) -> Iterator[Line]:
    """Forms that prepare the next meeting, as far as open."""
    meeting = next_meeting(progress, cohort, at)
    if meeting is None:
        return
    forms = _forms_before(progress, cohort, meeting, at)
    people = progress.taking_part(cohort)
    without = [one for one in people if not all(progress.is_done(one, item.step) for item in forms)]
    if without:
        title = next(
            item.step.short_title
            for item in forms
            if not all(progress.is_done(one, item.step) for one in people)
        )
        yield Line(
            count=len(without),
            what=ngettext(
                "participant without %(form)s in %(group)s",
                "participants without %(form)s in %(group)s",
                len(without),
            )
            % {"form": title[:1].lower() + title[1:], "group": cohort.name},
            detail=_joined(_is_near(meeting), reminders.words("forms_due", [cohort])),
            action=_("See who"),
            url=_participants(cohort),
            urgent=meeting.starts_at - at < timedelta(days=7),
        )


def _forms_before(progress: Progress, cohort: Cohort, meeting: Meeting, at: datetime) -> list[Item]:
    today = cohort.organisation.local_date(at)
    return [
        item
        for item in progress.items(cohort)
        if item.step.kind == Step.Kind.QUESTIONNAIRE
        and item.precedes_meeting
        and item.step.anchor_id == meeting.step_id
        and item.is_open(today)
    ]


def _is_near(meeting: Meeting) -> str:
    step = meeting.step
    return _("%(meeting)s is %(in_days)s") % {
        "meeting": step.short_title,
        "in_days": in_days(meeting.starts_at),
    }


def _free_seats(progress: Progress, cohort: Cohort, at: datetime) -> Iterator[Line]:
    if progress.has_begun(cohort, at):
        return
    taken = len(progress.taking_part(cohort))
    free = cohort.seats - taken - len(progress.enrolments(cohort, "invited"))
    if free > 0:
        meeting = next_meeting(progress, cohort, at)
        yield Line(
            count=free,
            what=ngettext("free seat in %(group)s", "free seats in %(group)s", free)
            % {"group": cohort.name},
            detail=_is_near(meeting).capitalize() if meeting else "",
            action=_("Invite"),
            url=reverse("programmes:invite", args=[cohort.pk]),
            urgent=meeting is not None and meeting.starts_at - at < SOON,
        )


def _without_place(progress: Progress, at: datetime) -> Iterator[Line]:
    bare = [
        one.meeting
        for one in _held(progress)
        if one.meeting and one.meeting.ends_at > at and not (one.meeting.place or one.meeting.link)
    ]
    if bare:
        first = min(bare, key=lambda one: one.starts_at)
        yield Line(
            count=len(bare),
            what=ngettext("meeting without a place", "meetings without a place", len(bare)),
            detail=_joined(str(first.step.title), day(first.starts_at), first.cohort.name),
            action=_("Add a place"),
            url=reverse("programmes:meeting", args=[first.pk]),
            urgent=first.starts_at - at < SOON,
        )


def _unnoted(progress: Progress, at: datetime) -> Iterator[Line]:
    open_ones = [one for cohort in progress.cohorts for one in progress.unnoted(cohort, at)]
    if open_ones:
        first = open_ones[0]
        yield Line(
            count=len(open_ones),
            what=ngettext(
                "meeting without attendance", "meetings without attendance", len(open_ones)
            ),
            detail=_joined(str(first.step.title), day(first.starts_at), first.cohort.name),
            action=_("Note who was there"),
            url=reverse("programmes:meeting", args=[first.pk]),
        )


def _waiting(progress: Progress, cohort: Cohort) -> Iterator[Line]:
    number = len(progress.enrolments(cohort, "waiting"))
    if number:
        yield Line(
            count=number,
            what=ngettext(
                "colleague on the waiting list", "colleagues on the waiting list", number
            ),
            detail=_("%(group)s is full") % {"group": cohort.name},
            action=_("See who"),
            url=_participants(cohort),
        )


def _held(progress: Progress) -> list[Item]:
    return [
        item
        for cohort in progress.cohorts
        for item in progress.meetings(cohort)
        if item.meeting and item.is_planned
    ]
