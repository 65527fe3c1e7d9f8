"""What somebody must be told, and the envelope that carries it."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Organisation, Person

LEASE = timedelta(minutes=5)  # how long a sender may hold a mail before it is taken for dead


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, at: datetime) -> Self:
        """Waiting for its turn, or claimed by a sender whose lease is over before DATA."""
        return self.filter(
            Q(state="queued", next_try_at__lte=at) | Q(state="claimed", lease_until__lt=at)
        )

    def stuck_in_data(self, at: datetime) -> Self:
        """A sender died while handing these over: whether they arrived, nobody knows."""
        return self.filter(state="data", lease_until__lt=at)


class Mail(models.Model):
    """One envelope to one person. ``calm_day`` is the local day whose one calm mail this is."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waits for its turn")
        CLAIMED = "claimed", _("is being sent")
        DATA = "data", _("is being handed over")
        SENT = "sent", _("sent")
        DROPPED = "dropped", _("no longer needed")
        FAILED = "failed", _("did not arrive")
        UNKNOWN = "unknown", _("not known whether it arrived")

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="mails")
    calm_day = models.DateField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    next_try_at = models.DateTimeField(default=timezone.now, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    # The same for each try, so that a mailbox can fold a second copy into the first.
    message_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    fault = models.CharField(max_length=200, blank=True, editable=False)

    objects = MailQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["recipient", "calm_day"],
                condition=Q(calm_day__isnull=False),
                name="one_calm_mail_a_day",
            )
        ]
        indexes = [models.Index(fields=["state", "next_try_at"], name="mail_due")]

    def __str__(self) -> str:
        return f"mail {self.pk} ({self.state})"

    @property
    def header_id(self) -> str:
        host = settings.SITE_URL.split("//")[-1].split("/")[0].split(":")[0]
        return f"<{self.message_id}@{host}>"

    def claim(self, at: datetime) -> bool:
        """Take it up, unless another sender was first. A claim holds for five minutes."""
        won = (
            Mail.objects.due(at)
            .filter(pk=self.pk, attempts=self.attempts)
            .update(state="claimed", lease_until=at + LEASE, attempts=self.attempts + 1)
        )
        if won:
            self.state, self.attempts = "claimed", self.attempts + 1
        return bool(won)

    def advance(self, state: str, **facts: object) -> bool:
        """Go on to ``state`` while this sender's claim still holds."""
        won = Mail.objects.filter(pk=self.pk, state=self.state, attempts=self.attempts).update(
            state=state, **facts
        )
        if won:
            self.state = state
        return bool(won)


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, and those of the organisations one advises."""
        return self.filter(
            Q(recipient=person) | Q(organisation__in=Organisation.objects.advised_by(person))
        )

    def about(self, label: str) -> Self:
        return self.filter(about=label)

    def loose(self, at: datetime) -> Self:
        """Not yet in an envelope, not dropped, and out of its hold."""
        return self.filter(mail=None, dropped_at=None, not_before__lte=at)


class Message(models.Model):
    """What somebody must be told. The unique key keeps it from being told twice.

    ``subject`` and ``about`` are labels such as "programmes.meeting:7": what it is about, and the
    page it is filed under. ``occasion`` is the anchor's local date, a meeting's sequence, or a day.
    """

    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    recipient = models.ForeignKey(Person, models.CASCADE, related_name="messages")
    occasion = models.CharField(max_length=40)
    offset = models.SmallIntegerField(default=0)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="messages")
    about = models.CharField(max_length=80, blank=True, db_index=True)
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    not_before = models.DateTimeField(default=timezone.now, editable=False)
    mail = models.ForeignKey(
        Mail, models.SET_NULL, null=True, related_name="messages", editable=False
    )
    dropped_at = models.DateTimeField(null=True, editable=False)
    dropped_why = models.CharField(max_length=40, blank=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject", "recipient", "occasion", "offset"],
                name="nobody_is_told_twice",
            )
        ]
        indexes = [
            models.Index(fields=["not_before"], name="message_loose", condition=Q(mail=None))
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}"

    @property
    def subject_pk(self) -> int:
        return int(self.subject.rpartition(":")[2])


class Pulse(models.Model):
    """One row: when the loop last went round, and so whether sending is alive."""

    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.beat_at.isoformat()

    @classmethod
    def beat(cls, at: datetime) -> None:
        cls.objects.update_or_create(pk=1, defaults={"beat_at": at})
