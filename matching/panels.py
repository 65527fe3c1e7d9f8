"""What matching shows on the pages of other rooms."""

from datetime import datetime
from typing import Any

from intake.totals import FEWEST
from matching.board import waiting_of
from matching.check_in_totals import counting
from matching.meeting_counts import met_lately
from matching.models import Agreement, BuddyPair, Hope, MentorProfile, Mentorship
from matching.models.agreement import staff_who_mentor
from matching.models.profile import may_mentor
from mentorship.people.models import Person
from programmes.models import Cohort, Enrolment


def person_history(subject: Person, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On a colleague's page, for their adviser: as a mentor and as a mentee."""
    if not Person.objects.managed_by(viewer).filter(pk=subject.pk).exists():
        return None
    managed = Mentorship.objects.managed_by(viewer).with_people()
    as_mentor = list(managed.filter(mentor=subject))
    as_mentee = list(managed.filter(mentee=subject))
    is_mentor = may_mentor(subject)
    waits = subject.is_newcomer(at) and not any(one.is_asked or one.is_active for one in as_mentee)
    if not (as_mentor or as_mentee or is_mentor or waits):
        return None
    return {
        "person": subject,
        "as_mentor": as_mentor,
        "as_mentee": as_mentee,
        "is_mentor": is_mentor,
        "waits": waits,
        "agreement": Agreement.objects.managed_by(viewer).filter(mentor=subject).first(),
        "hope": Hope.objects.visible_to(viewer).filter(person=subject).first(),
    }


def team_mentors(subject: Any, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On a manager's page: each newcomer of the team and who the mentor is."""
    if viewer.organisation is None:
        return None
    day = viewer.organisation.local_date(at)
    newcomers = Person.objects.filter(manager=viewer).newcomers(day).order_by("starts_on", "pk")
    pairs = Mentorship.objects.active().filter(mentee__in=newcomers).with_people()
    mentors = {pair.mentee_id: pair.mentor for pair in pairs}
    rows = [(one, mentors.get(one.pk)) for one in newcomers]
    return {"rows": rows} if rows else None


def team_time(subject: Any, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On a manager's page: whose time for mentoring they are asked about, and what they said."""
    if viewer.organisation is None:
        return None
    day = viewer.organisation.local_date(at)
    staff = staff_who_mentor(viewer).employed(day).select_related("team", "agreement")
    rows = [(one, getattr(one, "agreement", None)) for one in staff.by_name()]
    return {"rows": sorted(rows, key=lambda row: row[1] is not None)} if rows else None


def after_import(subject: Any, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """Below the result of reading in a staff list: who now waits for a mentor."""
    waiting = waiting_of(viewer, at).filter(organisation=subject.organisation).count()
    return {"waiting": waiting} if waiting else None


def route_mentees(subject: Any, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On a mentor's own route: the question that waits, whom they guide, or: introduce yourself."""
    mine = Mentorship.objects.filter(mentor=viewer).with_people()
    questions, active = list(mine.awaiting()), list(mine.active())
    profile = MentorProfile.objects.filter(person=viewer).first()
    if not (questions or active) and profile and profile.about:
        return None
    return {"questions": questions, "active": active, "profile": profile}


def route_buddy(subject: Enrolment, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On one's own route: who my buddy is and how to reach them."""
    pair = (
        BuddyPair.objects.live()
        .filter(buddy_members__enrolment=subject, buddy_members__enrolment__person=viewer)
        .with_members()
        .first()
    )
    if pair is None:
        return None
    return {"pair": pair, "others": pair.others(viewer), "last": pair.exchanges.first()}


def cohort_buddies(subject: Cohort, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """On a group's page, for adviser and trainer: its buddy pairs, or the way to make them."""
    overseen = Cohort.objects.overseen_by(viewer).filter(pk=subject.pk, cancelled_at=None)
    if not overseen.exists():
        return None
    pairs = list(subject.buddy_pairs.live().with_members())
    enough = subject.enrolments.taking_part().count() >= 2
    return {"cohort": subject, "pairs": pairs} if pairs or enough else None


def met(academy: None, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For the coordinator: how often mentors and new colleagues met, and buddies."""
    found = met_lately(viewer, at)
    return {"rows": found} if found else None


def check_in_totals(academy: None, viewer: Person, at: datetime) -> dict[str, Any] | None:
    """For the coordinator: in which organisations enough people said how it goes."""
    found = list(counting(viewer).filter(writers__gte=FEWEST).order_by("name"))
    return {"organisations": found} if found else None
