"""With whom: mentors, mentorships and buddy pairs."""

from matching.models.agreement import Agreement
from matching.models.buddies import BuddyMember, BuddyPair, Exchange
from matching.models.case import Case
from matching.models.change import ChangeRequest
from matching.models.goal import Goal
from matching.models.hope import Hope
from matching.models.mentorship import Mentorship
from matching.models.note import TalkNote
from matching.models.policy import Policy
from matching.models.profile import MentorProfile
from matching.models.ruling import Ruling
from matching.models.talking import CheckIn, Conversation
from matching.models.word import Word

__all__ = [
    "Agreement",
    "BuddyMember",
    "BuddyPair",
    "Case",
    "ChangeRequest",
    "CheckIn",
    "Conversation",
    "Exchange",
    "Goal",
    "Hope",
    "MentorProfile",
    "Mentorship",
    "Policy",
    "Ruling",
    "TalkNote",
    "Word",
]
