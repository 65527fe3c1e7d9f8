"""What changes more than one row, or tells somebody: asking, answering, ending, pairing buddies."""

from matching.actions.asking import Chosen, ask, present, withdraw
from matching.actions.buddies import make_buddies, note_exchange, undo_buddies
from matching.actions.leaving import close_left_behind
from matching.actions.pairs import (
    answer_proposal,
    ask_for_another,
    end_mentorship,
    keep_mentor,
)
from matching.actions.refusing import NotPossible
from matching.actions.replacing import replace_mentor, resume_mentorship
from matching.actions.ruling import decide, restore
from matching.actions.talking import check_in, note_conversation
from matching.actions.time import answer_about_time, is_settled
from matching.actions.words import take_word_back, write_word

__all__ = [
    "Chosen",
    "NotPossible",
    "answer_about_time",
    "answer_proposal",
    "ask",
    "ask_for_another",
    "check_in",
    "close_left_behind",
    "decide",
    "end_mentorship",
    "is_settled",
    "keep_mentor",
    "make_buddies",
    "note_conversation",
    "note_exchange",
    "present",
    "replace_mentor",
    "restore",
    "resume_mentorship",
    "take_word_back",
    "undo_buddies",
    "withdraw",
    "write_word",
]
