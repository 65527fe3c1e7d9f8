"""With whom: mentors, mentorships and buddy pairs."""

from matching.models.agreement import Agreement
from matching.models.buddies import BuddyMember, BuddyPair, Exchange
from matching.models.mentorship import ChangeRequest, Mentorship
from matching.models.profile import MentorProfile
from matching.models.talking import CheckIn, Conversation

__all__ = [
    "Agreement",
    "BuddyMember",
    "BuddyPair",
    "ChangeRequest",
    "CheckIn",
    "Conversation",
    "Exchange",
    "MentorProfile",
    "Mentorship",
]
