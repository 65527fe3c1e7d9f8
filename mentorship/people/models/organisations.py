"""Academies and the organisations that learn through them."""

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.working_days import Closure, WorkingDays

if TYPE_CHECKING:
    from mentorship.people.models.person import Person


class Academy(models.Model):
    """Several organisations that learn together, such as the Westfriesland Academie."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(unique=True)

    def __str__(self) -> str:
        return self.name


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, person: "Person") -> Self:
        if person.is_admin:
            return self
        return self.filter(
            Q(pk=person.organisation_id)
            | Q(roles__person=person)
            | Q(academy__roles__person=person)
        ).distinct()

    def advised_by(self, person: "Person") -> Self:
        """Where this person plans, invites and pairs."""
        return self.filter(roles__person=person, roles__kind="adviser").distinct()

    def coordinated_by(self, person: "Person") -> Self:
        """Those of an academy where this person sees totals, and changes nothing."""
        return self.filter(
            academy__roles__person=person, academy__roles__kind="coordinator"
        ).distinct()


class Organisation(models.Model):
    """An employer, such as a municipality, with its own calendar, office hours and look."""

    academy = models.ForeignKey(Academy, models.PROTECT, related_name="organisations")
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(unique=True)
    time_zone = models.CharField(_("time zone"), max_length=60, default="Europe/Amsterdam")
    newcomers_from = models.DateField(
        _("new colleagues get a mentor from"),
        help_text=_("Whoever starts on or after this day waits for a mentor."),
    )
    office_opens = models.TimeField(_("office opens"), default=time(9, 0))
    office_closes = models.TimeField(_("office closes"), default=time(17, 0))
    most_reminders = models.PositiveSmallIntegerField(
        _("reminders for one step at most"),
        default=5,
        help_text=_("After that nobody is reminded any more: you see it in Today."),
    )
    contact_email = models.EmailField(_("address for questions"), blank=True)
    theme = models.SlugField(
        _("theme"), blank=True, help_text=_("Name of a style sheet with the house colours.")
    )

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(office_opens__lt=F("office_closes")),
                name="office_opens_before_it_closes",
                violation_error_message=_("The office must open before it closes."),
            ),
            models.CheckConstraint(
                condition=Q(most_reminders__gte=1, most_reminders__lte=20),
                name="between_one_and_twenty_reminders",
                violation_error_message=_("Choose a number from 1 to 20."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def local_date(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def moment(self, day: date, clock: time) -> datetime:
        """``clock`` on ``day`` in this organisation's own time zone."""
        return datetime.combine(day, clock, self.zone)

    def working_days(self) -> WorkingDays:
        return WorkingDays(tuple(one.as_closure() for one in self.closed_periods.all()))

    def is_in_office(self, at: datetime, days: WorkingDays) -> bool:
        """Within office hours of one of these working days, in local time."""
        local = at.astimezone(self.zone)
        in_hours = self.office_opens <= local.time() < self.office_closes
        return in_hours and days.is_open(local.date())


class ClosedPeriod(models.Model):
    """Days on which an organisation plans no meetings and gets no reminders."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="closed_periods")
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    reason = models.CharField(_("reason"), max_length=120)

    class Meta:
        ordering = ["first_day"]
        constraints = [
            models.CheckConstraint(
                condition=Q(first_day__lte=F("last_day")),
                name="closed_period_ends_after_it_starts",
                violation_error_message=_("The last day must not be before the first."),
            )
        ]

    def __str__(self) -> str:
        return self.reason

    def as_closure(self) -> Closure:
        return Closure(self.first_day, self.last_day, self.reason)


class Team(models.Model):
    """A team in a department. Names are as the HR system writes them."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="teams")
    department = models.CharField(_("department"), max_length=120)
    name = models.CharField(_("team"), max_length=120)

    class Meta:
        ordering = ["department", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "department", "name"],
                name="one_team_of_a_name_in_a_department",
                violation_error_message=_("This team exists already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
