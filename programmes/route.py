"""The line of stations, as plain values: of one person and of a whole group; and the next step."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship import declare
from mentorship.web.templatetags.wegwijs import clock_span, day, short_day
from programmes.models import Cohort, Enrolment, Step
from programmes.progress import Item, Progress

SOON = 20  # days up to which a last day is counted down


@dataclass(frozen=True)
class Station:
    """One stop of a line. ``state`` is done, now or next; see the component ``_stations``."""

    title: str
    detail: str
    state: str
    link: str = ""
    themes: tuple[str, ...] = ()


@dataclass(frozen=True)
class NextStep:
    """The one thing to do now. Without an address there is nothing to click."""

    title: str
    text: str
    action: str = ""
    url: str = ""
    due: str = ""
    is_now: bool = False  # it can be done today


def stations(enrolment: Enrolment, at: datetime, progress: Progress | None = None) -> list[Station]:
    """This person's own line, from signing up to the end of the programme."""
    progress = progress or Progress([enrolment.cohort])
    now = next_item(enrolment, at, progress)
    signed_up = _("On the waiting list") if enrolment.state == "waiting" else _("Signed up")
    first = Station(signed_up, capfirst(day(enrolment.state_since)), "done")
    if enrolment.state == "invited":
        first = Station(_("Invited"), capfirst(day(enrolment.invited_at)), "now")
    meetings = [one.meeting for one in progress.meetings(enrolment.cohort) if one.meeting]
    prefetch_related_objects(meetings, "themes")
    groups = progress.groups(enrolment.cohort)
    return [first, *(_station(enrolment, one, now, progress, at) for one in groups)]


def next_step(
    enrolment: Enrolment, at: datetime, progress: Progress | None = None
) -> NextStep | None:
    """What to do first, in words; None when the programme asks nothing more."""
    if enrolment.state in ("invited", "waiting"):
        return _before_a_seat(enrolment)
    progress = progress or Progress([enrolment.cohort])
    item = next_item(enrolment, at, progress)
    if item is None:
        return None
    today = enrolment.cohort.organisation.local_date(at)
    is_due = item.is_task and item.is_open(today)
    is_offered = is_due or item.step.is_meeting
    so_far = _kind_says("progress", enrolment, item) if is_due else ""
    return NextStep(
        title=str(item.step.title),
        text=" ".join(filter(None, (str(item.step.summary), so_far))),
        action=(_("Go on") if so_far else _action(item)) if is_offered else "",
        url=link_of(enrolment, item.step) if is_offered else "",
        due=_due(item, today),
        is_now=is_due or item.day == today,
    )


def _before_a_seat(enrolment: Enrolment) -> NextStep:
    url = reverse("programmes:invitation", args=[enrolment.pk])
    if enrolment.state == "invited":
        return NextStep(
            title=_("Will you take part?"),
            text=str(enrolment.cohort.programme.about),
            action=_("See the invitation"),
            url=url,
        )
    return NextStep(
        title=_("You are on the waiting list"),
        text=_("As soon as a seat is free it is yours, and you hear it. You need do nothing."),
        action=_("See the dates"),
        url=url,
    )


def next_item(enrolment: Enrolment, at: datetime, progress: Progress) -> Item | None:
    """A meeting today, else the open task that is due first, else whatever comes first."""
    if not enrolment.takes_part:
        return None
    cohort = enrolment.cohort
    today = cohort.organisation.local_date(at)
    meetings = [one for one in progress.meetings(cohort) if one.is_planned and not one.is_over(at)]
    tasks = [
        item
        for item in progress.items(cohort)
        if item.is_task
        and item.is_planned
        and not progress.is_done(enrolment, item.step)
        and not progress.is_overtaken(cohort, item, at)
    ]
    held_today = [one for one in meetings if one.day == today]
    open_now = [one for one in tasks if one.is_open(today)]
    ahead = sorted([*meetings, *tasks], key=lambda one: _comes_on(one) or date.max)
    ranked = [*held_today, *sorted(open_now, key=lambda one: one.day or date.max), *ahead]
    return next(iter(ranked), None)


def cohort_stations(
    cohort: Cohort, at: datetime, progress: Progress | None = None
) -> list[Station]:
    """The line of a whole group: short, for a card. What looks back on a meeting is left out."""
    progress = progress or Progress([cohort])
    parts = [_invitation_part(cohort, at, progress), *_parts(cohort, at, progress)]
    here = next((index for index, (_t, _d, is_done) in enumerate(parts) if not is_done), None)
    return [
        Station(title, detail, "done" if is_done else "now" if index == here else "next")
        for index, (title, detail, is_done) in enumerate(parts)
    ]


def link_of(enrolment: Enrolment, step: Step) -> str:
    """Where this participant does this step, or "" while no room offers it."""
    if not enrolment.takes_part or step.kind not in declare.step_kinds:
        return ""
    return declare.step_kinds[step.kind].link(enrolment, step)


def due_words(last_day: date, today: date) -> str:
    left = (last_day - today).days
    if left < 0:
        return _("The date has passed, but you still can")
    if left == 0:
        return _("Today is the last day")
    if left <= SOON:
        return ngettext("%d day left", "%d days left", left) % left
    return _("Until %(day)s") % {"day": day(last_day)}


def meeting_words(item: Item, *, with_place: bool = True) -> str:
    """Tuesday 2 February, 9.00–12.30 · Town hall"""
    if item.meeting is None:
        return _("The date follows")
    if item.meeting.cancelled_at is not None:
        return _("Cancelled; a new date follows")
    when = (
        f"{day(item.meeting.starts_at)}, {clock_span(item.meeting.starts_at, item.meeting.ends_at)}"
    )
    place = item.meeting.place if with_place else ""
    return capfirst(" · ".join(filter(None, (when, place))))


# --- one person ------------------------------------------------------------------------------


def _station(
    enrolment: Enrolment, group: list[Item], now: Item | None, progress: Progress, at: datetime
) -> Station:
    """Forms that belong together are one stop, which leads to the first that is not done."""
    undone = [item for item in group if not _is_passed(enrolment, item, progress, at)]
    item = (undone or group)[0]
    is_now = now is not None and any(now.step.pk == one.step.pk for one in group)
    return Station(
        title=_joined([str(one.step.title) for one in group]),
        detail=_detail(enrolment, item, is_done=not undone, at=at),
        state="done" if not undone else "now" if is_now else "next",
        link=_station_link(enrolment, item, at),
        themes=tuple(one.words for one in item.meeting.themes.all()) if item.meeting else (),
    )


def _is_passed(enrolment: Enrolment, item: Item, progress: Progress, at: datetime) -> bool:
    return item.is_over(at) or progress.is_done(enrolment, item.step)


def _station_link(enrolment: Enrolment, item: Item, at: datetime) -> str:
    today = enrolment.cohort.organisation.local_date(at)
    is_shut = item.is_task and not item.is_open(today)
    return "" if is_shut or not (item.is_planned or item.day) else link_of(enrolment, item.step)


def _detail(enrolment: Enrolment, item: Item, *, is_done: bool, at: datetime) -> str:
    if item.step.is_meeting:
        return meeting_words(item, with_place=not is_done)
    if item.deadline is None:
        return ""
    if item.step.kind == Step.Kind.BUDDIES:
        from_day = _("From %(day)s") % {"day": day(item.deadline.opens_on)}
        return _("You know who your buddy is") if is_done else from_day
    if is_done:
        return _("Handed in")
    today = enrolment.cohort.organisation.local_date(at)
    if not item.is_open(today):
        when = _("From %(day)s") % {"day": day(item.deadline.opens_on)}
    elif item.deadline.due_on < today:
        when = _("Not handed in yet; you still can")
    else:
        when = _("Until %(day)s") % {"day": day(item.deadline.due_on)}
    return " · ".join(filter(None, (when, _kind_says("readers", enrolment, item))))


def _kind_says(what: str, enrolment: Enrolment, item: Item) -> str:
    """The words of the step's own kind: how far somebody is, or who reads it."""
    if item.step.kind not in declare.step_kinds:
        return ""
    kind = declare.step_kinds[item.step.kind]
    says = kind.progress if what == "progress" else kind.readers
    return says(enrolment, item.step)


def _joined(titles: list[str]) -> str:
    """Intake and self-analysis: as one thing, with a capital only in front."""
    first, *rest = titles
    lowered = [one[:1].lower() + one[1:] for one in rest]
    return _(" and ").join([first, *lowered])


def _action(item: Item) -> str:
    if item.step.is_meeting:
        return _("See what you need")
    if item.step.kind == Step.Kind.ASSIGNMENT:
        return _("Go to the assignment")
    if item.step.kind == Step.Kind.CASE:
        return _("Write your case")
    return _("Fill in the form")


def _comes_on(item: Item) -> date | None:
    return item.deadline.opens_on if item.deadline else item.day


def _due(item: Item, today: date) -> str:
    if item.step.is_meeting:
        return meeting_words(item)
    if item.deadline is None:
        return ""
    if not item.is_open(today):
        return _("Opens on %(day)s") % {"day": day(item.deadline.opens_on)}
    return due_words(item.deadline.due_on, today)


# --- a whole group ---------------------------------------------------------------------------

Part = tuple[str, str, bool]  # title, detail, done


def _invitation_part(cohort: Cohort, at: datetime, progress: Progress) -> Part:
    yes, no = len(progress.taking_part(cohort)), len(progress.enrolments(cohort, "declined"))
    is_open = bool(progress.enrolments(cohort, "invited")) or not yes
    detail = _("%(yes)d yes, %(no)d no") % {"yes": yes, "no": no} if yes or no else ""
    return _("Invitation"), detail, progress.has_begun(cohort, at) or not is_open


def _parts(cohort: Cohort, at: datetime, progress: Progress) -> Iterator[Part]:
    first_meeting = next((one.step for one in progress.meetings(cohort)), None)
    for group in progress.groups(cohort):
        item = group[0]
        if item.step.is_meeting:
            yield item.step.short_title, short_day(item.day), item.is_over(at)
        elif item.step.kind == Step.Kind.QUESTIONNAIRE:
            # Forms that prepare the start are a stop; the later ones would only fill the line.
            if item.precedes_meeting and item.step.anchor_id == getattr(first_meeting, "pk", None):
                yield _task_part(cohort, group, at, progress)
        elif item.step.kind == Step.Kind.BUDDIES:
            yield _buddies_part(cohort, item, at, progress)
        else:
            yield _task_part(cohort, group, at, progress)


def _task_part(cohort: Cohort, group: list[Item], at: datetime, progress: Progress) -> Part:
    item, total = group[0], len(progress.taking_part(cohort))
    done = progress.count_done(cohort, [one.step for one in group])
    is_done = bool(total) and done == total
    if total and item.is_open(cohort.organisation.local_date(at)) and not is_done:
        detail = _("%(done)d of %(total)d") % {"done": done, "total": total}
    else:
        detail = short_day(item.day)
    return item.step.short_title, detail, is_done or progress.is_overtaken(cohort, item, at)


def _buddies_part(cohort: Cohort, item: Item, at: datetime, progress: Progress) -> Part:
    is_done = progress.count_done(cohort, [item.step]) > 0
    is_over = progress.is_overtaken(cohort, item, at)
    opens = short_day(item.deadline.opens_on) if item.deadline else ""
    detail = "" if is_done or not opens else _("from %(day)s") % {"day": opens}
    return item.step.short_title, detail, is_done or is_over
