"""Several rows, or a row and a mail, in one step: what a click and a task both call."""

from programmes.actions.attendance import note_attendance, restore_attendance
from programmes.actions.enrolling import (
    accept,
    complete,
    decline,
    invite,
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
from programmes.actions.planning import cancel_cohort, change_cohort, plan_cohort, resume_cohort
from programmes.actions.presenting import move_turn, restore_turns

__all__ = [
    "Move",
    "accept",
    "cancel_cohort",
    "cancel_meeting",
    "change_cohort",
    "complete",
    "decline",
    "invite",
    "move_meeting",
    "move_turn",
    "note_attendance",
    "plan_cohort",
    "put_meeting_back",
    "reinstate",
    "reinstate_meeting",
    "restore_attendance",
    "restore_turns",
    "resume_cohort",
    "take_invitations_back",
    "withdraw",
]
