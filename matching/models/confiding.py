"""Who reads what one of a pair says to the adviser: never an adviser whom it may be about."""

from django.db.models import Q

from matching.models.mentorship import Mentorship
from mentorship.people.models import Organisation, Person, Role
from mentorship.people.models.person import PersonQuerySet


def confiding_in(adviser: Person) -> PersonQuerySet:
    """Newcomers of whom, and of whose mentors, this adviser reads it: not when they are the
    newcomer, or the mentor now or before."""
    guided = Mentorship.objects.paired().filter(mentor=adviser).values("mentee")
    people = Person.objects.filter(organisation__in=Organisation.objects.advised_by(adviser))
    return people.exclude(Q(pk=adviser.pk) | Q(pk__in=guided))


def confidants_of(mentee: Person) -> PersonQuerySet:
    """The same from the other side: the advisers who read it."""
    advisers = Role.objects.advising().filter(organisation=mentee.organisation_id)
    mentors = Mentorship.objects.paired().filter(mentee=mentee).values("mentor")
    people = Person.objects.filter(pk__in=advisers.values("person"))
    return people.exclude(Q(pk=mentee.pk) | Q(pk__in=mentors)).order_by("pk")
