"""With whom: mentors, mentorships and buddy pairs."""

from matching.models.buddies import BuddyPair, Exchange
from matching.models.mentorship import MentorProfile, Mentorship

__all__ = ["BuddyPair", "Exchange", "MentorProfile", "Mentorship"]
