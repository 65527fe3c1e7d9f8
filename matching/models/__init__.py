"""With whom: mentors, mentorships and buddy pairs."""

from matching.models.buddies import BuddyMember, BuddyPair, Exchange
from matching.models.mentorship import ChangeRequest, Mentorship
from matching.models.profile import MentorProfile

__all__ = [
    "BuddyMember",
    "BuddyPair",
    "ChangeRequest",
    "Exchange",
    "MentorProfile",
    "Mentorship",
]
