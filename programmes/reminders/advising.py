"""For whom an adviser answers: which cohorts, and which advisers."""

from collections.abc import Iterable

from mentorship.people.models import Person, Role
from mentorship.reminders.rules import Window
from programmes.models import Cohort
from programmes.models.cohort import MeetingQuerySet


def cohorts_by_key(pks: Iterable[int]) -> dict[int, Cohort]:
    found = Cohort.objects.filter(pk__in=pks).select_related("organisation", "trainer")
    return {one.pk: one for one in found}


def advisers_of(organisations: Iterable[int]) -> dict[int, list[Person]]:
    """Those who may plan and invite there, by organisation; whoever made a group may have left."""
    return (
        Role.objects.advising().filter(organisation__in=set(organisations)).people_by_organisation()
    )


def advised(window: Window) -> list[int] | None:
    """The organisations that the window's people advise; None when it is about everybody."""
    if window.recipients is None:
        return None
    roles = Role.objects.filter(kind=Role.Kind.ADVISER, organisation__isnull=False)
    found = roles.filter(person__in=window.recipients)
    return list(found.values_list("organisation", flat=True))


def of_organisers(meetings: MeetingQuerySet, window: Window) -> MeetingQuerySet:
    """Those that the window's people lead or, as adviser, answer for."""
    organisations = advised(window)
    if organisations is None:
        return meetings
    led = meetings.filter(cohort__trainer__in=window.recipients or ())
    return led | meetings.filter(cohort__organisation__in=organisations)
