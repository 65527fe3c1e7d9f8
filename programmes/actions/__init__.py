"""Several rows, or a row and a mail, in one step: what a click and a task both call."""

from programmes.actions.attendance import note_attendance, restore_attendance
from programmes.actions.enrolling import (
    accept,
    complete,
    decline,
    invite,
    promote_waiting,
    reinstate,
    take_invitations_back,
    withdraw,
)
from programmes.actions.moving import (
    Move,
    cancel_meeting,
    move_meeting,
    put_meeting_back,
    reinstate_meeting,
)
from programmes.actions.planning import cancel_cohort, hand_over, plan_cohort, resume_cohort

__all__ = [
    "Move",
    "accept",
    "cancel_cohort",
    "cancel_meeting",
    "complete",
    "decline",
    "hand_over",
    "invite",
    "move_meeting",
    "note_attendance",
    "plan_cohort",
    "promote_waiting",
    "put_meeting_back",
    "reinstate",
    "reinstate_meeting",
    "restore_attendance",
    "resume_cohort",
    "take_invitations_back",
    "withdraw",
]
