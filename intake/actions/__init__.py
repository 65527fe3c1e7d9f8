"""What people do with forms: participants fill them in, advisers make them, tips are sorted."""

from intake.actions.editing import (
    move_page,
    move_question,
    put_back,
    put_question,
    remove_question,
    rename_page,
)
from intake.actions.filling import Origin, Saved, hand_in, save_draft
from intake.actions.tips import sort_tip
from intake.actions.versions import (
    ask_at,
    back_to_shipped,
    begin_draft,
    publish,
    put_in_use_again,
    set_apart,
)

__all__ = [
    "Origin",
    "Saved",
    "ask_at",
    "back_to_shipped",
    "begin_draft",
    "hand_in",
    "move_page",
    "move_question",
    "publish",
    "put_back",
    "put_in_use_again",
    "put_question",
    "remove_question",
    "rename_page",
    "save_draft",
    "set_apart",
    "sort_tip",
]
