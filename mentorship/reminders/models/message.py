"""What somebody must be told, in whose words, and who would rather not hear it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentorship import declare
from mentorship.people.models import Organisation, Person
from mentorship.reminders.models.mail import Mail


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: Person) -> Self:
        """What one was sent oneself, and everything of the organisations one advises."""
        own = Q(recipient=person, mail__state="sent", dropped_at=None)
        return self.filter(own | Q(organisation__in=Organisation.objects.advised_by(person)))

    def listed_for(self, person: Person) -> Self:
        """Of which one sees that it went: also what is told in a group to somebody one knows."""
        labels = [label for one in declare.filings for label in one.overseen(person)]
        known = Person.objects.visible_to(person).values("pk")
        told = Q(about__in=labels, recipient__in=known)
        return self.filter(Q(pk__in=Message.objects.visible_to(person).values("pk")) | told)

    def managed_by(self, person: Person) -> Self:
        """What this adviser may stop or send again."""
        return self.filter(organisation__in=Organisation.objects.advised_by(person))

    def about(self, label: str) -> Self:
        return self.filter(about=label)

    def standing(self) -> Self:
        """Not dropped: gone, or still to go."""
        return self.filter(dropped_at=None)

    def waiting(self) -> Self:
        """Written, and nobody has heard it: loose, or in an envelope that no sender has taken."""
        return self.standing().filter(Q(mail=None) | Q(mail__state="queued"))

    def held(self, at: datetime) -> Self:
        """Inside the hold after a click: an undo takes it back without a trace."""
        return self.standing().filter(mail=None, not_before__gt=at)

    def loose(self, at: datetime) -> Self:
        """Not yet in an envelope, not dropped, and out of its hold."""
        return self.standing().filter(mail=None, not_before__lte=at)

    def keys_about(self, subjects: Iterable[str]) -> Iterator[tuple[str, str, int, str, int]]:
        """Rule, subject, recipient, occasion and offset of each about one of these subjects."""
        every = list(set(subjects))
        for start in range(0, len(every), 500):
            rows = self.filter(subject__in=every[start : start + 500])
            yield from rows.values_list("rule", "subject", "recipient", "occasion", "offset")

    def drop(self, at: datetime, why: str) -> int:
        """Not sent, and the plan says why; see ``Message.Why``."""
        return self.update(dropped_at=at, dropped_why=why)


class Message(models.Model):
    """What somebody must be told. The unique key keeps it from being told twice.

    ``subject`` and ``about`` are labels such as "programmes.meeting:7": what it is about, and the
    page it is filed under. ``occasion`` is the anchor's local date, a meeting's sequence, or a day.
    ``again`` counts how often an adviser had it sent once more.
    """

    class Why(models.TextChoices):
        """Why it was not sent."""

        UNDONE = "undone", _("taken back in time")
        STOPPED = "stopped", _("stopped by hand")
        ENOUGH = "enough", _("reminded often enough: it is with the adviser now")
        UNWANTED = "unwanted", _("this colleague turned these mails off")
        LEFT = "left", _("this colleague has left")
        LATE = "late", _("came too late, while sending stood still")
        SETTLED = "no longer needed", _("no longer needed")
        GONE = "gone", _("what it was about is gone")

    rule = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    recipient = models.ForeignKey(Person, models.CASCADE, related_name="messages")
    occasion = models.CharField(max_length=40)
    offset = models.SmallIntegerField(default=0)
    again = models.PositiveSmallIntegerField(default=0, editable=False)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="messages")
    about = models.CharField(max_length=80, blank=True, db_index=True)
    urgent = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    not_before = models.DateTimeField(default=timezone.now, editable=False)
    mail = models.ForeignKey(
        Mail, models.SET_NULL, null=True, related_name="messages", editable=False
    )
    dropped_at = models.DateTimeField(null=True, editable=False)
    dropped_why = models.CharField(max_length=40, blank=True, choices=Why, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject", "recipient", "occasion", "offset", "again"],
                name="nobody_is_told_twice",
            )
        ]
        indexes = [
            models.Index(
                fields=["not_before"],
                name="message_loose",
                condition=Q(mail=None, dropped_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject}"

    @property
    def subject_pk(self) -> int:
        return int(self.subject.rpartition(":")[2])

    @property
    def key(self) -> tuple[str, int, str, int]:
        """As a slot names it: subject, recipient, occasion, offset."""
        return (self.subject, self.recipient_id, self.occasion, self.offset)


class MailText(models.Model):
    """An organisation's own words for a mail, for everybody or (``about``) for one cohort."""

    rule = models.CharField(max_length=40)
    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="mail_texts")
    about = models.CharField(max_length=80, blank=True)
    language = models.CharField(max_length=5)
    subject = models.CharField(_("subject line"), max_length=120)
    body = models.TextField(_("text"), max_length=4000)
    edited_by = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="+", editable=False
    )
    edited_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "organisation", "about", "language"], name="one_text_for_a_mail"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.language}"


class Unwanted(models.Model):
    """Somebody turned off a kind of mail that is only good to know."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="unwanted_mails")
    rule = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "rule"], name="turned_off_once")]

    def __str__(self) -> str:
        return f"{self.rule} off for {self.person_id}"
