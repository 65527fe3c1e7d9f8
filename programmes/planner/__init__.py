"""Dates for a cohort, as plain values: what goes in, the rules, the search, and why.

Everything is local days and clock times of the organisation; there is no time zone in here.
"""

from programmes.planner.rules import add_months, check, slot_at, with_deadlines
from programmes.planner.search import propose
from programmes.planner.values import (
    Busy,
    Conflict,
    ConflictKind,
    Days,
    Half,
    Hours,
    Plan,
    PlannedStep,
    Proposal,
    Proposals,
    Reason,
    ReasonKind,
    Slot,
)

__all__ = [
    "Busy",
    "Conflict",
    "ConflictKind",
    "Days",
    "Half",
    "Hours",
    "Plan",
    "PlannedStep",
    "Proposal",
    "Proposals",
    "Reason",
    "ReasonKind",
    "Slot",
    "add_months",
    "check",
    "propose",
    "slot_at",
    "with_deadlines",
]
