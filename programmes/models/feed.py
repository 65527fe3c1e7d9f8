"""The secret address from which somebody's own calendar fetches their meetings."""

import secrets
from datetime import datetime
from hashlib import sha256
from typing import Self

from django.db import models
from django.utils import timezone

from mentorship.people.models import Person

SECRET_BYTES = 20  # 160 bits; 128 would do


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def renew(self, person: Person, at: datetime) -> str:
        """Gives the new secret, this once; the one before is worth nothing from now on."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        facts = {"digest": _digest(secret), "made_at": at}
        self.update_or_create(person=person, defaults=facts)
        return secret

    def known_by(self, secret: str, at: datetime) -> "CalendarFeed | None":
        """Of somebody who is still there. Of who has left the address is worn out for good.

        What is compared is a hash: how long that takes tells nothing of the secret.
        """
        found = self.filter(digest=_digest(secret)).select_related("person").first()
        if found is None or found.person.may_sign_in(timezone.localdate(at)):
            return found
        found.delete()
        return None


class CalendarFeed(models.Model):
    """One for a person. Only a hash of the secret is kept."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(editable=False)

    objects = CalendarFeedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"feed of {self.person_id}"


def _digest(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
