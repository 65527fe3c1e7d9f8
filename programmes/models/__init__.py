"""What: programmes and their steps, cohorts with their dates, and who takes part."""

from programmes.models.after import AfterNote
from programmes.models.cohort import (
    OPEN_STATES,
    TAKING_PART,
    Cohort,
    Meeting,
    training_ends,
)
from programmes.models.deadline import Deadline
from programmes.models.enrolment import Attendance, Enrolment
from programmes.models.feed import CalendarFeed
from programmes.models.guide import GuideVersion
from programmes.models.programme import Programme, Step
from programmes.models.reaction import Reaction
from programmes.models.theme import Theme
from programmes.models.work import PRACTICAL, Material, Submission

__all__ = [
    "OPEN_STATES",
    "PRACTICAL",
    "TAKING_PART",
    "AfterNote",
    "Attendance",
    "CalendarFeed",
    "Cohort",
    "Deadline",
    "Enrolment",
    "GuideVersion",
    "Material",
    "Meeting",
    "Programme",
    "Reaction",
    "Step",
    "Submission",
    "Theme",
    "training_ends",
]
