"""Until when something of a cohort is handed in."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from mentorship.people.models import Person
from programmes.models.cohort import Cohort, Meeting
from programmes.models.programme import Step


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(cohort__in=Cohort.objects.visible_to(person))

    def open_on(self, day: date) -> Self:
        return self.filter(cohort__cancelled_at=None, opens_on__lte=day)


class Deadline(models.Model):
    """From when something can be handed in, and the last day to do it; local days, both included.

    Being late is allowed: it counts until the programme is over.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="deadlines")
    step = models.ForeignKey(Step, models.PROTECT, related_name="deadlines")
    opens_on = models.DateField(_("opens"))
    due_on = models.DateField(_("due"))

    meeting: Meeting  # that it hangs on; only there after the query that adds it

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["due_on"]
        indexes = [
            models.Index(fields=["opens_on"], name="deadline_opens"),
            models.Index(fields=["due_on"], name="deadline_due"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "step"], name="one_deadline_for_a_step"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("due_on")),
                name="deadline_opens_before_it_is_due",
                violation_error_message=_("Something must open before it is due."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.step.title)
