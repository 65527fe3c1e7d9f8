"""What an undo button brings back, carried signed in its address, so nothing is kept for it."""

from typing import Any

from django.core import signing
from django.http import Http404

DAY = 24 * 60 * 60


def remember(purpose: str, what: Any) -> str:
    return signing.dumps(what, salt=f"wegwijs.undo.{purpose}", compress=True)


def recall(purpose: str, token: str) -> Any:
    """What was remembered for this purpose today; anything else does not exist."""
    try:
        return signing.loads(token, salt=f"wegwijs.undo.{purpose}", max_age=DAY)
    except signing.BadSignature as fault:
        raise Http404 from fault
