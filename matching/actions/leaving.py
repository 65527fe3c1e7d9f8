"""When somebody of a pair has left, it is over by itself."""

from datetime import datetime

from django.utils import timezone

from matching.actions.asking import withdraw
from matching.actions.pairs import end_mentorship
from matching.models import Mentorship

AWAY = Mentorship.EndKind


def close_left_behind(at: datetime) -> None:
    """End pairs, and take back questions, of whoever is not here any more. Twice costs nothing.

    Access ended with the last day already. This gives the newcomer a place in the queue again.
    """
    today = timezone.localdate(at)
    for pair in Mentorship.objects.left_behind(today).with_people():
        if pair.is_asked:
            withdraw(pair, at=at)
        else:
            gone = pair.mentor.has_left(today) or pair.mentor.erased_at
            end_mentorship(pair, at=at, kind=AWAY.MENTOR_AWAY if gone else AWAY.MENTEE_AWAY)
