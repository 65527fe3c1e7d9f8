"""The whole line of one group for its organisers, and the one thing that needs them now."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from mentorship.web.templatetags.wegwijs import day, in_days
from programmes.models import Cohort, Meeting, Step
from programmes.progress import Item, Progress
from programmes.route import NextStep, Station, meeting_words


def cohort_line(cohort: Cohort, at: datetime, progress: Progress) -> list[Station]:
    """Every step with its date and, once it is open, how many did it; the talk stands in front."""
    talk = Meeting.objects.filter(cohort=cohort, step__for_organisers=True).select_related("step")
    for meeting in talk:
        meeting.cohort = cohort
    items = [*(Item(one.step, meeting=one) for one in talk), *progress.items(cohort)]
    passed = [_is_passed(cohort, item, at, progress) for item in items]
    here = next((index for index, is_passed in enumerate(passed) if not is_passed), None)
    return [
        Station(
            str(item.step.title),
            _detail(cohort, item, at, progress),
            "done" if is_passed else "now" if index == here else "next",
            reverse("programmes:meeting", args=[item.meeting.pk]) if item.meeting else "",
        )
        for index, (item, is_passed) in enumerate(zip(items, passed, strict=True))
    ]


def _is_passed(cohort: Cohort, item: Item, at: datetime, progress: Progress) -> bool:
    if item.step.is_meeting:
        return item.is_over(at)
    people = progress.taking_part(cohort)
    is_done = bool(people) and progress.count_done(cohort, [item.step]) == len(people)
    return is_done or progress.is_overtaken(cohort, item, at)


def _detail(cohort: Cohort, item: Item, at: datetime, progress: Progress) -> str:
    if item.step.is_meeting:
        return meeting_words(item)
    if item.deadline is None:
        return _("The date follows")
    today = cohort.organisation.local_date(at)
    if not item.is_open(today):
        return _("Opens on %(day)s") % {"day": day(item.deadline.opens_on)}
    until = capfirst(_("until %(day)s") % {"day": day(item.deadline.due_on)})
    if item.step.kind == Step.Kind.BUDDIES:
        until = capfirst(_("from %(day)s") % {"day": day(item.deadline.opens_on)})
    total = len(progress.taking_part(cohort))
    if not total:
        return until
    done = progress.count_done(cohort, [item.step])
    return f"{until} · {_('%(done)d of %(total)d') % {'done': done, 'total': total}}"


def organisers_step(
    cohort: Cohort, at: datetime, progress: Progress, *, manages: bool
) -> NextStep | None:
    """Who is still missing, then who was there, then the next meeting."""
    if cohort.cancelled_at is not None:
        return None
    return (
        (_step_to_fill(cohort, at, progress) if manages else None)
        or _step_to_note(cohort, at, progress)
        or _step_to_meet(cohort, at, progress)
    )


def _step_to_fill(cohort: Cohort, at: datetime, progress: Progress) -> NextStep | None:
    taken, asked = len(progress.taking_part(cohort)), len(progress.enrolments(cohort, "invited"))
    free = cohort.seats - taken - asked
    if free <= 0 or progress.has_begun(cohort, at):
        return None
    if not taken and not asked:
        title = _("Invite colleagues")
        text = _("The dates are there. Now choose who may take part; they answer from their mail.")
    else:
        title = ngettext("%d seat is still free", "%d seats are still free", free) % free
        text = _("%(taken)d take part and %(asked)d have not answered yet.") % {
            "taken": taken,
            "asked": asked,
        }
    url = reverse("programmes:invite", args=[cohort.pk])
    return NextStep(title, text, _("Choose colleagues"), url)


def _step_to_note(cohort: Cohort, at: datetime, progress: Progress) -> NextStep | None:
    meeting = next(iter(progress.unnoted(cohort, at)), None)
    if meeting is None:
        return None
    return NextStep(
        _("Who was there?"),
        _("“%(step)s” is over. Note who was there: it takes a minute.")
        % {"step": meeting.step.title},
        _("Note attendance"),
        reverse("programmes:attendance", args=[meeting.pk]),
    )


def _step_to_meet(cohort: Cohort, at: datetime, progress: Progress) -> NextStep | None:
    ahead = [one for one in progress.meetings(cohort) if one.meeting and one.is_planned]
    item = next((one for one in ahead if not one.is_over(at)), None)
    if item is None or item.meeting is None:
        return None
    return NextStep(
        str(item.step.title),
        meeting_words(item),
        _("See the meeting"),
        reverse("programmes:meeting", args=[item.meeting.pk]),
        in_days(item.meeting.starts_at),
    )
