"""A message after a click that can be undone: a sentence and a button, in place of a question."""

from django.contrib import messages
from django.http import HttpRequest


def undoable(request: HttpRequest, text: str, undo_path: str) -> None:
    """Say what was done; the button posts to ``undo_path``, which puts it back."""
    messages.success(request, text, extra_tags=f"undo:{undo_path}")
