"""The buttons of our mails: what each opens, and until when; and which moment a mail tells of."""

from datetime import UTC, datetime, timedelta

from django.urls import reverse

from matching.models import BuddyMember, BuddyPair, Mentorship
from mentorship.web.signed import signed_token
from programmes.models import Meeting

ANSWER = "answer as a mentor"
MET = "buddies met"
ANSWER_DAYS = timedelta(days=30)
MET_DAYS = timedelta(days=21)  # after the return meeting
MET_WITHOUT_RETURN = timedelta(days=270)  # after the pair was made, while no return is planned


def occasion_of(at: datetime) -> str:
    """A click's moment as a message keeps it: the same, in whatever zone it is written."""
    return at.astimezone(UTC).isoformat()


def answer_path(mentorship: Mentorship) -> str:
    until = mentorship.asked_at + ANSWER_DAYS
    return reverse("matching:answer", args=[signed_token(ANSWER, mentorship.pk, until)])


def met_path(member: BuddyMember) -> str:
    return reverse("matching:met", args=[signed_token(MET, member.pk, _met_until(member.pair))])


def _met_until(pair: BuddyPair) -> datetime:
    back = return_meeting(pair.cohort_id)
    return back.ends_at + MET_DAYS if back else pair.made_at + MET_WITHOUT_RETURN


def return_meeting(cohort: int) -> Meeting | None:
    return Meeting.objects.held().filter(cohort=cohort, step__key="return").first()
