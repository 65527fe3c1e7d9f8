"""What matching tells people: of mentors and newcomers, of their managers, and of buddies."""

from matching.reminders import agreeing, buddies, goals, leaving, newcomers, pairs, questions, words

__all__ = ["agreeing", "buddies", "goals", "leaving", "newcomers", "pairs", "questions", "words"]
