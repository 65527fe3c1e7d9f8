"""What of matching needs an adviser, as lines of *Vandaag*."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import pair_lines
from matching.board import waiting_of
from matching.looking_ahead import outlook_of
from matching.models import (
    Agreement,
    BuddyMember,
    BuddyPair,
    Mentorship,
)
from matching.models.agreement import unanswered
from matching.outlook_words import month_name
from mentorship.declare import Line
from mentorship.people.models import Organisation, Person
from mentorship.web.templatetags.wegwijs import day, in_days
from programmes.models import TAKING_PART, Cohort, Deadline, Enrolment

URGENT = timedelta(days=10)  # before the first day
TIME_TO_PLAN = timedelta(days=21)  # before the last day on which planning a group is in time
PATIENCE = timedelta(days=2)  # what a mentor gets before it is the adviser's business
MANAGER_S_PATIENCE = timedelta(days=6)  # asked, reminded after three, and three more


def lines(person: Person, at: datetime) -> Iterator[Line]:
    if not person.holds("adviser"):
        return
    yield from pair_lines.urgent(person, at)
    yield from _no_time(person)
    yield from _no_word(person, at)
    yield from _without_mentor(person, at)
    yield from _without_answer(person, at)
    yield from pair_lines.quiet(person, at)
    yield from _without_buddy(person, at)
    yield from _too_few(person, at)


def _without_mentor(person: Person, at: datetime) -> Iterator[Line]:
    waiting = waiting_of(person, at)
    first, number = waiting.first(), waiting.count()
    if first is None or first.starts_on is None:
        return
    today = timezone.localdate(at)
    begins = _("starts") if first.starts_on >= today else _("started")
    yield Line(
        count=number,
        what=ngettext("new colleague without a mentor", "new colleagues without a mentor", number),
        detail=f"{first.name} {begins} {in_days(first.starts_on)}",
        action=_("Match"),
        url=reverse("matching:board"),
        urgent=first.starts_on - today <= URGENT,
    )


def _without_answer(person: Person, at: datetime) -> Iterator[Line]:
    asked = Mentorship.objects.managed_by(person).awaiting().filter(asked_at__lte=at - PATIENCE)
    first = asked.select_related("mentor").order_by("asked_at", "pk").first()
    if first is None:
        return
    number = asked.count()
    days = (timezone.localdate(at) - timezone.localdate(first.asked_at)).days
    waits = ngettext("waits %(days)d day", "waits %(days)d days", days) % {"days": days}
    yield Line(
        count=number,
        what=ngettext("mentor has not answered yet", "mentors have not answered yet", number),
        detail=f"{first.mentor.name} · {waits}",
        action=_("Look"),
        url=reverse("matching:suggest", args=[first.mentee_id]),
    )


def _no_time(person: Person) -> Iterator[Line]:
    """A manager said that a mentor does not have the time."""
    refused = Agreement.objects.managed_by(person).refused()
    first = refused.select_related("mentor").order_by("answered_at", "pk").first()
    if first is not None:
        number = refused.count()
        yield Line(
            count=number,
            what=ngettext(
                "manager says that there is no time", "managers say that there is no time", number
            ),
            detail=_("about %(name)s, on %(day)s")
            % {"name": first.mentor.name, "day": day(first.answered_at)},
            action=_("Talk about it"),
            url=reverse("matching:mentor", args=[first.mentor_id]),
        )


def _no_word(person: Person, at: datetime) -> Iterator[Line]:
    """A manager who was asked, and reminded, says nothing; until then nobody gets this mentor."""
    silent = unanswered(person, timezone.localdate(at), at - MANAGER_S_PATIENCE)
    first = silent.select_related("manager").by_name().first()
    if first is not None and first.manager is not None:
        number = silent.count()
        yield Line(
            count=number,
            what=ngettext(
                "mentor waits for their manager", "mentors wait for their managers", number
            ),
            detail=_("%(manager)s has not said whether %(name)s has time")
            % {"name": first.name, "manager": first.manager.name},
            action=_("Find out"),
            url=reverse("matching:mentor", args=[first.pk]),
        )


def _without_buddy(person: Person, at: datetime) -> Iterator[Line]:
    """Once the buddies' time has come, for a group of which the return meeting is not over."""
    mine = Cohort.objects.overseen_by(person).running(at)
    today = timezone.localdate(at)
    due = Deadline.objects.open_on(today).filter(step__kind="buddies", cohort__in=mine.values("pk"))
    together = Count("buddy_members", filter=Q(buddy_members__enrolment__state__in=TAKING_PART))
    pairs = BuddyPair.objects.live().annotate(together=together).filter(together__gte=2)
    placed = BuddyMember.objects.filter(pair__in=pairs.values("pk"))
    alone = (
        Enrolment.objects.taking_part()
        .filter(cohort__in=due.values("cohort"))
        .exclude(pk__in=placed.values("enrolment"))
    )
    first = alone.select_related("cohort").order_by("cohort", "pk").first()
    if first is not None:
        number = alone.count()
        yield Line(
            count=number,
            what=ngettext("participant without a buddy", "participants without a buddy", number),
            detail=capfirst(first.cohort.name),
            action=_("Make pairs"),
            url=reverse("matching:buddies", args=[first.cohort_id]),
        )


def _too_few(person: Person, at: datetime) -> Iterator[Line]:
    """A month to come is short of mentors, and the day to plan a group before is near."""
    for organisation in Organisation.objects.advised_by(person).order_by("name", "pk"):
        outlook = outlook_of(organisation, at)
        for advice in outlook.advice:
            number = outlook.to_plan_for(advice)
            if number and advice.plan_before - outlook.today <= TIME_TO_PLAN and advice.is_in_time:
                yield Line(
                    count=number,
                    what=ngettext("mentor short in %(month)s", "mentors short in %(month)s", number)
                    % {"month": month_name(advice.month.day)},
                    detail=_("Plan a group before %(day)s")
                    % {"day": date_format(advice.plan_before, "j F")},
                    action=_("Look ahead"),
                    url=reverse("matching:outlook", args=[organisation.pk]),
                )
