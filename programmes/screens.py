"""What this room adds to pages below it: screens, kinds of steps, acquaintances, *Vandaag*."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentorship import declare
from mentorship.people.models import Person
from programmes import after, attention, presenting, reactions, themes
from programmes.models import (
    OPEN_STATES,
    TAKING_PART,
    Attendance,
    CalendarFeed,
    Cohort,
    Enrolment,
    Meeting,
    Step,
    Submission,
)

# --- who takes part ---------------------------------------------------------------------------


def has_a_route(person: Person) -> bool:
    return Enrolment.objects.of(person).open().exists()


def leads_groups(person: Person) -> bool:
    return person.holds("trainer") or Cohort.objects.led_by(person).exists()


def coordinates(person: Person) -> bool:
    return person.holds("coordinator")


def _meeting_link(enrolment: Enrolment, step: Step) -> str:
    meeting = Meeting.objects.filter(cohort=enrolment.cohort_id, step=step).first()
    return reverse("programmes:meeting", args=[meeting.pk]) if meeting else ""


def _assignment_link(enrolment: Enrolment, step: Step) -> str:
    return reverse("programmes:assignment", args=[enrolment.pk, step.pk])


def _assignment_progress(enrolment: Enrolment, step: Step) -> str:
    has_draft = Submission.objects.filter(enrolment=enrolment, step=step).exists()
    return gettext("You have a draft.") if has_draft else ""


def _met_in_cohorts(viewer: Person) -> Any:
    """Whoever is in a cohort with this person, and whoever trains or advises it.

    Participants see each other; the organisers also see who was asked or waits.
    """
    mine = Cohort.objects.filter(enrolments__person=viewer, enrolments__state__in=TAKING_PART)
    overseen = Cohort.objects.overseen_by(viewer)
    taking_part = Q(enrolments__person=viewer, enrolments__state__in=OPEN_STATES)
    cohorts = Cohort.objects.filter(taking_part | Q(pk__in=overseen.values("pk")))
    people = Enrolment.objects.filter(
        Q(cohort__in=mine, state__in=TAKING_PART) | Q(cohort__in=overseen.values("pk"))
    )
    return Person.objects.filter(
        Q(pk__in=people.values("person"))
        | Q(led_cohorts__in=cohorts)
        | Q(roles__kind="adviser", roles__organisation__cohorts__in=cohorts)
    ).values("pk")


def own_feed(subject: Person, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For whoever has, or had, a meeting to go to."""
    found = CalendarFeed.objects.of(viewer).first()
    if found is None and not Meeting.objects.in_calendar_of(viewer).exists():
        return None
    return {"feed": found}


def certificate(subject: Enrolment, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On one's own route, once there is one."""
    is_there = Enrolment.objects.certificates_of(viewer).filter(pk=subject.pk).exists()
    return {"enrolment": subject} if is_there else None


def to_the_guide(subject: Enrolment, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For whoever takes part, or may; a guide belongs to where one works."""
    return {} if viewer.organisation_id else None


def _messages_of(pk: int, viewer: Person) -> declare.Place | None:
    cohort = Cohort.objects.managed_by(viewer).filter(pk=pk).first()
    if cohort is None:
        return None
    url = reverse("programmes:cohort_messages", args=[pk])
    return declare.Place(cohort.name, url, cohort.organisation_id)


declare.screens.add(
    declare.Screen("overview", _("Overview"), "programmes:overview", coordinates, 12),
    declare.Screen("my-groups", _("My groups"), "programmes:groups", leads_groups, 15),
    declare.Screen("route", _("My route"), "programmes:route", has_a_route, 60),
)
declare.step_kinds.add(
    declare.StepKind("meeting", Attendance.objects.steps_done, _meeting_link, order=1),
    declare.StepKind(
        "assignment",
        Submission.objects.steps_done,
        _assignment_link,
        order=2,
        progress=_assignment_progress,
    ),
)
declare.acquaintances.add(declare.Acquaintance("cohorts", _met_in_cohorts))
declare.today.add(declare.Today("cohorts", 20, attention.lines))
declare.filings.add(
    declare.Filing("programmes.cohort", _messages_of, overseen=Cohort.objects.labels_overseen_by)
)
declare.panels.add(
    declare.Panel("cohorts", "today", "programmes/_overview_cards.html", attention.cards, 10),
    declare.Panel("certificate", "route", "programmes/_certificate.html", certificate, 5),
    declare.Panel("turn", "route", "programmes/_turn.html", presenting.on_route, 6),
    declare.Panel("reactions", "route", "programmes/_reactions_line.html", reactions.on_route, 7),
    declare.Panel("themes", "meeting", "programmes/_themes.html", themes.on_meeting, 5),
    declare.Panel("afterwards", "meeting", "programmes/_after.html", after.on_meeting, 8),
    declare.Panel("turns", "meeting", "programmes/_turns.html", presenting.in_turn, 10),
    declare.Panel("guide", "route", "programmes/_to_the_guide.html", to_the_guide, 30),
    declare.Panel("feed", "me", "programmes/_feed_panel.html", own_feed, 40),
)

# --- dates and programmes ---------------------------------------------------------------------


def advises(person: Person) -> bool:
    return person.holds("adviser")


declare.screens.add(
    declare.Screen("cohorts", _("Groups"), "programmes:cohorts", advises, 20),
    declare.Screen("programmes", _("Programmes"), "programmes:programmes", advises, 50),
)
