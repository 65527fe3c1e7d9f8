"""Mail that is only good to know can be turned off, with one click in the mail itself."""

from collections.abc import Iterable

from django.conf import settings
from django.core import signing
from django.urls import reverse

from mentorship.people.models import Person
from mentorship.reminders.models import Unwanted
from mentorship.reminders.rules import Told, book

SALT = "wegwijs.turn-off"


def off_url(recipient: Person, told: Iterable[Told]) -> str:
    """Where ``recipient`` turns these off; "" when one of them is needed."""
    every = list(told)
    if any(one.needed for one in every):
        return ""
    keys = sorted({one.key for one in every})
    token = signing.dumps([recipient.pk, keys], salt=SALT)
    return settings.SITE_URL + reverse("reminders:turn_off", args=[token])


def read_token(token: str) -> tuple[int, list[str]] | None:
    """Whose, and which mails, or None for a link that we did not make. It has no end date, for an
    old mail must be able to turn itself off."""
    try:
        person, keys = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return person, [key for key in keys if key in book]


def turn_off(person: int, keys: Iterable[str]) -> None:
    Unwanted.objects.bulk_create(
        [Unwanted(person_id=person, rule=key) for key in keys], ignore_conflicts=True
    )
