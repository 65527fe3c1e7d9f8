"""What the calendar ends by itself: a goal that was taken away, once nobody can put it back."""

from datetime import datetime

from matching.models import Goal
from mentorship import declare


def forget(at: datetime) -> None:
    Goal.objects.forgotten(at).delete()


declare.chores.add(declare.Chore("forget goals that were taken away", forget))
