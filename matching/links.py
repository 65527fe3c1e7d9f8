"""The buttons of our mails: what each opens, and until when."""

from datetime import datetime, time, timedelta

from django.urls import reverse

from matching.models import BuddyMember, Mentorship
from matching.models.talking import CHECK_IN_DAYS, OPEN_FOR
from mentorship.people.models import Person
from mentorship.web.signed import signed_token

ANSWER = "answer as a mentor"
MET = "buddies met"
TIME = "say whether a mentor has time"
TALKED = "say whether a pair met"
CHECK_IN = "check in"
ANSWER_DAYS = timedelta(days=30)
MET_DAYS = timedelta(days=21)  # after the return meeting
MET_WITHOUT_RETURN = timedelta(days=270)  # after the pair was made, while no return is planned
TIME_DAYS = timedelta(days=60)
TALKED_DAYS = timedelta(days=30)


def by(purpose: str, person: int) -> str:
    """The purpose of a button that only one person has: it answers in their name."""
    return f"{purpose}, by {person}"


def answer_path(mentorship: Mentorship) -> str:
    until = mentorship.asked_at + ANSWER_DAYS
    return reverse("matching:answer", args=[signed_token(ANSWER, mentorship.pk, until)])


def met_path(member: BuddyMember) -> str:
    """Needs a pair that was loaded ``with_return``."""
    back: datetime | None = member.pair.returns_at  # type: ignore[attr-defined]
    until = back + MET_DAYS if back else member.pair.made_at + MET_WITHOUT_RETURN
    return reverse("matching:met", args=[signed_token(MET, member.pk, until)])


def time_path(mentor: Person, manager: Person, asked_at: datetime) -> str:
    token = signed_token(by(TIME, manager.pk), mentor.pk, asked_at + TIME_DAYS)
    return reverse("matching:has_time", args=[manager.pk, token])


def talked_path(pair: Mentorship, person: Person) -> str:
    until = _day_one(pair) + TALKED_DAYS
    token = signed_token(by(TALKED, person.pk), pair.pk, until)
    return reverse("matching:talked", args=[person.pk, token])


def check_in_path(pair: Mentorship, person: Person) -> str:
    """The page asks what is asked now, so an old mail leads to the newest question."""
    until = _day_one(pair) + timedelta(days=max(CHECK_IN_DAYS)) + OPEN_FOR
    token = signed_token(by(CHECK_IN, person.pk), pair.pk, until)
    return reverse("matching:check_in", args=[person.pk, token])


def _day_one(pair: Mentorship) -> datetime:
    """The end of the first day."""
    organisation, first_day = pair.mentee.organisation, pair.mentee.starts_on
    assert organisation is not None
    assert first_day is not None
    return organisation.moment(first_day + timedelta(days=1), time.min)
