"""The page that a message is filed under; see declare.Filing."""

from mentorship import declare
from mentorship.people.models import Person


def place_of(about: str, viewer: Person) -> declare.Place | None:
    """None for whoever does not manage it, and for what no room declares."""
    key, _colon, pk = about.rpartition(":")
    if key not in declare.filings or not pk.isdecimal():
        return None
    return declare.filings[key].find(int(pk), viewer)
