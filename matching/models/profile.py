"""What somebody offers as a mentor."""

from datetime import date, datetime
from functools import partial
from pathlib import PurePath
from typing import Self

from django.core.files import File
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from matching.choices import DAYS, THEMES, WAYS, in_words
from mentorship.people.models import Organisation, Person
from programmes.models import TAKING_PART, Cohort, Enrolment

MOST = 5  # mentees at a time


class MentorProfileQuerySet(models.QuerySet["MentorProfile"]):
    def visible_to(self, person: Person) -> Self:
        """Whose words these are, advisers, the trainer and cohort, and the mentee of the pair."""
        fellows = Enrolment.objects.filter(
            state__in=TAKING_PART,
            cohort__in=Cohort.objects.filter(
                enrolments__person=person, enrolments__state__in=TAKING_PART
            ),
        )
        led = Enrolment.objects.filter(
            state__in=TAKING_PART, cohort__in=Cohort.objects.led_by(person)
        )
        return self.filter(
            Q(person=person)
            | Q(person__organisation__in=Organisation.objects.advised_by(person))
            | Q(person__in=fellows.values("person"))
            | Q(person__in=led.values("person"))
            | Q(person__in=person.menteeships.filter(state="active").values("mentor")),
            person__erased_at=None,
        )

    def managed_by(self, person: Person) -> Self:
        """Advisers set places and dates; the words stay the mentor's own."""
        return self.filter(person__organisation__in=Organisation.objects.advised_by(person))

    def changeable_by(self, person: Person) -> Self:
        """Whose places and dates this person sets: one's own, and as an adviser."""
        return self.filter(person=person) | self.managed_by(person)


class MentorProfile(models.Model):
    """What somebody offers as a mentor: for how many, when, and who they are in their own words.

    Dates are local days, both included; NULL means no limit on that side. From ``paused_until`` on
    the mentor is there again. ``themes``, ``days`` and ``ways`` are keys of ``matching.choices``.
    ``strengths`` comes from the self-analysis only when the mentor says so. ``time_asked_at`` is
    when an adviser had the manager asked for the time; with a seat in a group it goes by itself.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="mentor_profile")
    capacity = models.PositiveSmallIntegerField(_("how many new colleagues at a time"), default=1)
    available_from = models.DateField(_("available from"), null=True, blank=True)
    available_until = models.DateField(_("available until"), null=True, blank=True)
    paused_until = models.DateField(_("takes a break until"), null=True, blank=True)
    hours_a_month = models.PositiveSmallIntegerField(_("hours a month"), null=True, blank=True)
    themes = models.JSONField(_("what you like to talk about"), default=list, blank=True)
    days = models.JSONField(_("the days you work"), default=list, blank=True)
    ways = models.JSONField(_("how you like to meet"), default=list, blank=True)
    strengths = models.CharField(_("what I am good at"), max_length=300, blank=True)
    photo = models.FileField(_("photo"), upload_to="faces/", blank=True)
    about = models.TextField(_("who I am"), blank=True, max_length=1000)
    how_to_meet = models.CharField(_("how to meet me"), max_length=200, blank=True)
    trained_elsewhere = models.BooleanField(_("trained earlier, or elsewhere"), default=False)
    time_asked_at = models.DateTimeField(null=True, editable=False)

    objects = MentorProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity__lte=MOST),
                name="mentor_guides_at_most_five",
                violation_error_message=_("A mentor guides at most five colleagues at a time."),
            ),
            models.CheckConstraint(
                condition=Q(available_from=None)
                | Q(available_until=None)
                | Q(available_from__lte=F("available_until")),
                name="mentor_available_in_order",
                violation_error_message=_("Available until must not be before available from."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def face_url(self) -> str:
        """Where the photo is, for who may see this profile. Another photo has another address."""
        if not self.photo:
            return ""
        address = reverse("matching:face", args=[self.pk])
        return f"{address}?{PurePath(self.photo.name or '').stem[:8]}"

    @property
    def says_something(self) -> bool:
        words = (self.about, self.strengths, self.how_to_meet, self.photo)
        return any((*words, self.themes, self.days, self.ways))

    @property
    def theme_words(self) -> str:
        return in_words(THEMES, self.themes, ", ")  # a theme may have an "and" of its own

    @property
    def day_words(self) -> str:
        return in_words(DAYS, self.days)

    @property
    def way_words(self) -> str:
        return in_words(WAYS, self.ways)

    def pause(self, until: date | None) -> None:
        """Leave this mentor alone until that day; None ends the pause."""
        self.paused_until = until
        self.save(update_fields=["paused_until"])

    def show_face(self, photo: "File[bytes] | None") -> None:
        """Another photo, or none; the file that stood there is gone once this is kept."""
        storage, before = self.photo.storage, self.photo.name
        self.photo = photo or ""
        with transaction.atomic():
            self.save()
            if before:
                transaction.on_commit(partial(storage.delete, before))

    def ask_time(self, at: datetime) -> None:
        """From now on the manager is asked, and reminded, as for who has a seat in a group."""
        self.time_asked_at = at
        self.save(update_fields=["time_asked_at"])


def may_mentor(person: Person) -> bool:
    """Takes or took part in a cohort, or was made a mentor."""
    return (
        MentorProfile.objects.filter(person=person).exists()
        or person.enrolments.filter(state__in=TAKING_PART).exists()
    )
