"""The envelope: one mail to one person, from waiting to sent; and addresses that take none."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person
from mentorship.reminders.models.sending import Halt

LEASE = timedelta(minutes=5)  # how long a sender may hold a mail before it is taken for dead


class MailQuerySet(models.QuerySet["Mail"]):
    def due(self, at: datetime) -> Self:
        """Waiting for its turn, or claimed by a sender whose lease is over before DATA."""
        return self.filter(
            Q(state="queued", next_try_at__lte=at) | Q(state="claimed", lease_until__lt=at)
        )

    def may_go(self) -> Self:
        """Not to an address that takes no mail, and of no organisation that has halted."""
        dead = DeadAddress.objects.filter(address=OuterRef("recipient__email"))
        halted = Mail.objects.filter(pk=OuterRef("pk"), messages__organisation__halt__isnull=False)
        return self.filter(~Exists(dead), ~Exists(halted))

    def queue_again(self, at: datetime) -> int:
        """Somebody says that it must go after all; gives how many."""
        return self.update(state="queued", next_try_at=at, tries=0, fault="")

    def stuck_in_data(self, at: datetime) -> Self:
        """A sender died while handing these over: whether they arrived, nobody knows."""
        return self.filter(state="data", lease_until__lt=at)

    def claim(self, at: datetime, number: int) -> list["Mail"]:
        """Take up to ``number`` due mails, each for this sender alone until its lease is over.

        Many senders may ask at once: PostgreSQL gives each other rows (SKIP LOCKED), and on SQLite
        the transaction itself keeps them apart.
        """
        if Halt.objects.everywhere().exists():
            return []
        with transaction.atomic():
            rows = self.due(at).may_go().order_by("next_try_at", "pk").select_related("recipient")
            taken: list[Mail] = list(
                rows.select_for_update(skip_locked=True, of=("self",))[:number]
            )
            self.model.objects.filter(pk__in=[one.pk for one in taken]).update(
                state="claimed", lease_until=at + LEASE, attempts=models.F("attempts") + 1
            )
        for mail in taken:
            mail.state, mail.lease_until = "claimed", at + LEASE
            mail.attempts += 1
        return taken


class Mail(models.Model):
    """One envelope to one person. ``calm_day`` is the local day whose one calm mail this is."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waits for its turn")
        CLAIMED = "claimed", _("is being sent")
        DATA = "data", _("is being handed over")
        SENT = "sent", _("sent")
        BOUNCED = "bounced", _("came back")
        DROPPED = "dropped", _("no longer needed")
        FAILED = "failed", _("did not arrive")
        UNKNOWN = "unknown", _("not known whether it arrived")

    recipient = models.ForeignKey(Person, models.CASCADE, related_name="mails")
    calm_day = models.DateField(null=True, editable=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    next_try_at = models.DateTimeField(default=timezone.now, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    # The number of the claim: it only rises, so that a sender that slept finds its own no more.
    attempts = models.PositiveIntegerField(default=0, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)  # asked in vain
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
        indexes = [
            models.Index(fields=["next_try_at"], name="mail_waiting", condition=Q(state="queued")),
            models.Index(
                fields=["lease_until"],
                name="mail_in_hand",
                condition=Q(state__in=["claimed", "data"]),
            ),
        ]

    def __str__(self) -> str:
        return f"mail {self.pk} ({self.state})"

    @property
    def header_id(self) -> str:
        host = settings.SITE_URL.split("//")[-1].split("/")[0].split(":")[0]
        return f"<{self.message_id}@{host}>"

    def advance(self, state: str, **facts: object) -> bool:
        """Go on to ``state`` while this sender's claim still holds."""
        won = Mail.objects.filter(pk=self.pk, state=self.state, attempts=self.attempts).update(
            state=state, **facts
        )
        if won:
            self.state = state
        return bool(won)

    def note_bounce(self, why: str) -> bool:
        """It came back after all. Says whether this is news."""
        came_back = ["data", "sent", "unknown"]  # a quick server answers before we have noted it
        return bool(
            Mail.objects.filter(pk=self.pk, state__in=came_back).update(state="bounced", fault=why)
        )


class DeadAddress(models.Model):
    """An address that takes no mail. Nothing more is tried there until somebody says it is right.

    It goes by address: whoever gets another address is free of it at once.
    """

    address = models.EmailField(unique=True)
    since = models.DateTimeField(default=timezone.now, editable=False)
    why = models.CharField(max_length=200, blank=True, editable=False)

    def __str__(self) -> str:
        return f"dead address {self.pk}"

    @classmethod
    def note(cls, address: str, at: datetime, why: str) -> None:
        cls.objects.get_or_create(address=address.lower(), defaults={"since": at, "why": why[:200]})
