"""A button in a mail: a signed address with one purpose, one row and an end. It gives no session.

The address holds a row number and a moment, nothing of a person. Mail scanners follow links, so
the page behind it only asks, and its POST answers.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing

from mentorship.web.faults import broken_link


@dataclass(frozen=True)
class SignedLink:
    """What a valid token says. ``expired`` tells a late visitor from a stranger."""

    pk: int
    expired: bool


def signed_token(purpose: str, pk: int, until: datetime) -> str:
    """A token for ``purpose`` on row ``pk``, good up to and including ``until``."""
    return signing.dumps([pk, int(until.timestamp())], salt=f"wegwijs.{purpose}")


def read_token(token: str, purpose: str, at: datetime) -> SignedLink | None:
    """What the token says, or None when it was not made by us for this purpose."""
    try:
        pk, until = signing.loads(token, salt=f"wegwijs.{purpose}")
    except signing.BadSignature:
        return None
    return SignedLink(pk=pk, expired=at.timestamp() > until)


def opened(token: str, purpose: str, at: datetime) -> SignedLink:
    """The same for a page that is nothing without it: it says that the link does not work."""
    link = read_token(token, purpose, at)
    if link is None:
        raise broken_link()
    return link
