"""What matching declares: screens, lines of *Vandaag*, a step kind, panels, and who meets whom."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from matching import attention, case_panels, panels
from matching.models import BuddyMember, Case, MentorProfile, Mentorship
from matching.views.newcomer import is_mentee
from mentorship import declare
from mentorship.people.models import Person
from programmes.models import Enrolment, Step


def _advises(person: Person) -> bool:
    return person.holds("adviser")


def _starts(person: Person) -> bool:
    """A newcomer lands on the mentor's page."""
    return person.is_newcomer(timezone.now())


def _still_has_mentor(person: Person) -> bool:
    return not _starts(person) and is_mentee(person)


def _guides(person: Person) -> bool:
    """A mentor by profile, or somebody who is asked."""
    return (
        MentorProfile.objects.filter(person=person).exists()
        or Mentorship.objects.open().filter(mentor=person).exists()
    )


def _buddies_done(cohorts: Iterable[int]) -> set[tuple[int, int]]:
    """Done is: in a pair."""
    members = BuddyMember.objects.filter(
        ended_at=None,
        enrolment__cohort__in=cohorts,
        enrolment__cohort__programme__steps__kind=Step.Kind.BUDDIES,
    )
    return set(
        members.annotate(step=F("enrolment__cohort__programme__steps")).values_list(
            "enrolment", "step"
        )
    )


def _no_link(enrolment: Enrolment, step: Step) -> str:
    """A buddy shows on the route itself."""
    return ""


def _my_mentees(person: Person) -> QuerySet[Any, Any]:
    """Whom I guide, and of whom I am asked to be the mentor."""
    return Mentorship.objects.open().filter(mentor=person).values("mentee")


def _my_mentor(person: Person) -> QuerySet[Any, Any]:
    return Mentorship.objects.active().filter(mentee=person).values("mentor")


def _mentors_of_my_staff(person: Person) -> QuerySet[Any, Any]:
    return Mentorship.objects.active().filter(mentee__manager=person).values("mentor")


declare.screens.add(
    declare.Screen("my_mentor", _("My mentor"), "matching:my_mentor", _starts, 5),
    declare.Screen("my_mentor_still", _("My mentor"), "matching:my_mentor", _still_has_mentor, 70),
    declare.Screen("matching", _("Matching"), "matching:board", _advises, 30),
    declare.Screen("my_mentees", _("My new colleague"), "matching:my_mentees", _guides, 65),
)
declare.today.add(declare.Today("matching", 10, attention.lines))
declare.step_kinds.add(
    declare.StepKind(key=Step.Kind.BUDDIES, done=_buddies_done, link=_no_link),
    declare.StepKind(
        key=Step.Kind.CASE,
        done=Case.objects.steps_done,
        link=case_panels.link,
        progress=case_panels.progress,
        unnamed=case_panels.unnamed,
    ),
)
declare.panels.add(
    declare.Panel("mentorships", "person", "matching/_person.html", panels.person_history, 30),
    declare.Panel("mentors", "team", "matching/_team.html", panels.team_mentors, 10),
    declare.Panel("time", "team", "matching/_team_time.html", panels.team_time, 20),
    declare.Panel("waiting", "import", "matching/_after_import.html", panels.after_import, 10),
    declare.Panel("mentees", "route", "matching/_route_mentees.html", panels.route_mentees, 10),
    declare.Panel("buddy", "route", "matching/_route_buddy.html", panels.route_buddy, 20),
    declare.Panel("buddies", "cohort", "matching/_cohort_buddies.html", panels.cohort_buddies, 40),
    declare.Panel("cases", "route", "matching/_route_cases.html", case_panels.route, 25),
    declare.Panel(
        "check-ins", "overview", "matching/_check_in_totals.html", panels.check_in_totals, 20
    ),
    declare.Panel("met", "overview", "matching/_met_lately.html", panels.met, 25),
    declare.Panel("brought", "meeting", "matching/_meeting_cases.html", case_panels.meeting, 30),
    declare.Panel("to-read", "group", "matching/_group_cases.html", case_panels.on_a_card, 20),
)
declare.acquaintances.add(
    declare.Acquaintance("mentees", _my_mentees),
    declare.Acquaintance("mentor", _my_mentor),
    declare.Acquaintance("mentors of my staff", _mentors_of_my_staff),
)
