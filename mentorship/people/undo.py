"""Undo in place of a question: a sentence with a button, and what that button brings back.

What it brings back is carried signed in its address, so nothing is kept for it.
"""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest

DAY = 24 * 60 * 60


def undoable(request: HttpRequest, text: str, undo_path: str) -> None:
    """Say what was done; the button posts to ``undo_path``, which puts it back."""
    messages.success(request, text, extra_tags=f"undo:{undo_path}")


def remember(purpose: str, what: Any) -> str:
    return signing.dumps(what, salt=f"wegwijs.undo.{purpose}", compress=True)


def recall(purpose: str, token: str) -> Any:
    """What was remembered for this purpose today; anything else does not exist."""
    try:
        return signing.loads(token, salt=f"wegwijs.undo.{purpose}", max_age=DAY)
    except signing.BadSignature as fault:
        raise Http404 from fault
