"""What matching tells people: of mentors and newcomers, and of buddies."""

from matching.reminders import buddies, newcomers, questions

__all__ = ["buddies", "newcomers", "questions"]
